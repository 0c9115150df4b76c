//! What limits a design: component, resource and how much it carries.
