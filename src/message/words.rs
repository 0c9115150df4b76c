//! The parts of a diagnostic, and texts of the page inside it.

/// What is said of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What is wrong, one line, no full stop: ``unknown field `wrokers` in `server` ``.
    pub title: String,
    /// Beside the caret: ``did you mean `workers`?``.
    pub label: String,
    /// What to write instead, or why; empty if there is nothing to add.
    pub help: String,
}

/// Title, label and help.
#[must_use]
pub fn words(title: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Words {
    Words { title: title.into(), label: label.into(), help: help.into() }
}

/// The text, cut if it is too long to be read in a message.
#[must_use]
pub fn short(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The text in quotes, as it can be written in a page.
#[must_use]
pub fn quoted(text: &str) -> String {
    let text = &short(text);
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}
