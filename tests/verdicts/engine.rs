//! What the engine does, by closed forms.
