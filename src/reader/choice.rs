//! One of a few words.

use super::{Reading, Spanned, Text};
use crate::message::Fits;
use crate::message::values::Fault;
use crate::problem::Problems;

/// The words, for messages: `` `fifo`, `lru` or `random` ``.
pub(super) fn fits<T>(words: &[(&'static str, T)]) -> Fits {
    Fits::OneOf(words.iter().map(|(word, _)| *word).collect())
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
    let (field, written) = (field.to_owned(), written.to_owned());
    reading.complain(text.span, Fault::NotAChoice { field, written, near, fits: fits(words) });
    None
}
