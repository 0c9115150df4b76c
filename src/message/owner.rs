//! What a field belongs to.

/// What a map of fields is, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The page itself.
    Page,
    /// An entry of `timeline:`.
    Event,
    /// `requests.view`.
    Request(String),
    /// `data.item`.
    Data(String),
    /// A section, a component's kind or a field: `run`, `server`, `retry`.
    Section(String),
}

impl From<&str> for Owner {
    fn from(name: &str) -> Self {
        Self::Section(name.to_owned())
    }
}
