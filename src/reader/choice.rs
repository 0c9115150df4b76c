//! One of a few words.

use super::{Reading, Spanned, Text};
use crate::message::language as say;
use crate::problem::Problems;

/// The words, for messages: `` `fifo`, `lru` or `random` ``.
pub(super) fn list<T>(words: &[(&'static str, T)]) -> String {
    say::any_of(words.iter().map(|(word, _)| *word))
}

/// The value of the word that was written; any other word is reported.
pub(super) fn pick<T: Copy>(
    reading: &mut Reading<'_>,
    text: &Text<'_>,
    field: &str,
    words: &[(&'static str, T)],
) -> Option<Spanned<T>> {
    let written = text.text.trim();
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == written) {
        return Some(Spanned::new(*value, text.span));
    }
    let near = Problems::nearest(&written.to_lowercase(), words.iter().map(|(word, _)| *word));
    reading.complain(text.span, say::not_a_choice(field, written, near, &list(words)));
    None
}
