//! Bytes of the text that is read, as places on the page.

use crate::problem::{FileId, Span};

/// The text that is read, and how its bytes become spans.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub text: &'t str,
    pub base: u32,
    pub file: FileId,
}

impl Place<'_> {
    /// The span of bytes `start..end` of the text, moved onto character boundaries.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let clamp = |at: usize| self.text.floor_char_boundary(at.min(self.text.len()));
        let offset = |at: usize| self.base + u32::try_from(at).unwrap_or(0);
        let (start, end) = (clamp(start), clamp(end));
        Span { file: self.file, start: offset(start), end: offset(end.max(start)) }
    }

    /// The bytes of a span that this place made.
    pub fn bytes(&self, span: Span) -> std::ops::Range<usize> {
        let at = |offset: u32| (offset.saturating_sub(self.base) as usize).min(self.text.len());
        at(span.start)..at(span.end)
    }
}
