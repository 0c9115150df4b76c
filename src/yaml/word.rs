//! What the words of a page look like.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text with every letter in its composed form (NFC): names that look the same are the same.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Spaces that YAML does not take for spaces.
pub(super) const fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' | '\u{200b}' | '\u{feff}')
}

/// A name as keys have it: letters of any language, digits, `_` and `-`, a letter first.
pub(super) fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// `key` and `rest` of a word `key:rest`, if it looks like a key whose space was forgotten.
/// A URL (`http://…`) does not, and neither does a time (`12:30`).
#[must_use]
pub fn without_space(word: &str) -> Option<(&str, &str)> {
    let (key, rest) = word.split_once(':')?;
    let wrong = rest.is_empty() || rest.starts_with(['/', ' ', ':']);
    (is_name(key) && !wrong).then_some((key, rest))
}
