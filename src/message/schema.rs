//! What editors say about a page's fields, on completion and on hovering.

/// What the schema is of.
#[must_use]
pub fn title() -> String {
    "A napkin scenario: a system design on one page".to_owned()
}
