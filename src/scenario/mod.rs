//! YAML text → what the page says. Floor 3.

pub mod page;
