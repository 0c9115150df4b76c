//! A scalar's text with the place of each of its parts.

use std::ops::Range;

use crate::problem::Span;
use crate::yaml::{Node, Value};

/// A piece of text from the page.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The characters.
    pub text: &'a str,
    /// Where they stand.
    pub span: Span,
    /// If the characters are byte for byte those of the source, so that parts have places too: how many bytes of
    /// the span stand before them, which is 1 for a quote.
    exact: Option<usize>,
}

impl<'a> Text<'a> {
    /// A scalar's text; `None` for anything else.
    #[must_use]
    pub fn of(node: &'a Node) -> Option<Self> {
        let Value::Scalar(scalar) = &node.value else { return None };
        let length = (node.span.end - node.span.start) as usize;
        // An escape would make the source longer than what it means.
        let quotes = if scalar.quoted { 2 } else { 0 };
        let exact = (length == scalar.text.len() + quotes).then_some(quotes / 2);
        Some(Self { text: &scalar.text, span: node.span, exact })
    }

    /// A text that does not stand on the page as it is; all of it has this place.
    #[must_use]
    pub const fn made_up(text: &'a str, span: Span) -> Self {
        Self { text, span, exact: None }
    }

    /// The place of some of the bytes; of all of them where the source is spelled otherwise.
    #[must_use]
    pub fn place(&self, at: Range<usize>) -> Span {
        match self.exact {
            Some(before) if at.start < at.end => {
                self.span.slice(at.start + before..at.end + before)
            }
            _ => self.span,
        }
    }

    /// A part, without the spaces around it.
    #[must_use]
    pub fn part(&self, at: Range<usize>) -> Self {
        let whole = self.text.get(at.clone()).unwrap_or("");
        let start = at.start + (whole.len() - whole.trim_start().len());
        let text = whole.trim();
        Self { text, span: self.place(start..start + text.len()), exact: self.exact.map(|_| 0) }
    }

    /// `name(argument, argument)`: the name and the arguments, if the whole text is one call.
    #[must_use]
    pub fn call(&self) -> Option<(&'a str, Vec<Self>)> {
        let trimmed = self.text.trim_end();
        let open = trimmed.find('(')?;
        let name = trimmed[..open].trim();
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if !name.chars().all(is_word) || !trimmed.ends_with(')') {
            return None;
        }
        let inner = open + 1..trimmed.len() - 1;
        let body = &trimmed[inner.clone()];
        if closes_early(body) {
            return None;
        }
        if body.trim().is_empty() {
            return Some((name, Vec::new()));
        }
        Some((name, self.split_at(inner, ',')))
    }

    /// The two sides of the first `separator` outside parentheses.
    #[must_use]
    pub fn split_once(&self, separator: &str) -> Option<(Self, Self)> {
        let mut depth = 0;
        for (at, c) in self.text.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ if depth == 0 && self.text[at..].starts_with(separator) => {
                    let right = at + separator.len();
                    return Some((self.part(0..at), self.part(right..self.text.len())));
                }
                _ => {}
            }
        }
        None
    }

    fn split_at(&self, within: Range<usize>, separator: char) -> Vec<Self> {
        let (mut parts, mut depth, mut from) = (Vec::new(), 0, within.start);
        for (offset, c) in self.text[within.clone()].char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ if c == separator && depth == 0 => {
                    let at = within.start + offset;
                    parts.push(self.part(from..at));
                    from = at + separator.len_utf8();
                }
                _ => {}
            }
        }
        parts.push(self.part(from..within.end));
        parts
    }
}

/// True if a parenthesis that stood before `body` is closed inside it: `a(1) + b(2)` is no call.
fn closes_early(body: &str) -> bool {
    let mut depth = 0;
    for c in body.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(text: &str) -> Option<(&str, Vec<&str>)> {
        let text =
            Text { text, span: Span { end: text.len() as u32, ..Span::default() }, exact: Some(0) };
        text.call().map(|(name, parts)| (name, parts.iter().map(|part| part.text).collect()))
    }

    #[test]
    fn calls() {
        assert_eq!(call("exp(5ms)"), Some(("exp", vec!["5ms"])));
        assert_eq!(
            call("erlang( 3, 2 * (1ms + 2ms) ) "),
            Some(("erlang", vec!["3", "2 * (1ms + 2ms)"]))
        );
        assert_eq!(call("f()"), Some(("f", vec![])));
        assert_eq!(call("exp(1ms) + exp(2ms)"), None);
        assert_eq!(call("2 * (1ms)"), None);
        assert_eq!(call("5ms"), None);
        assert_eq!(call(")("), None);
    }

    #[test]
    fn parts_know_their_places() {
        let text = "uniform( 1ms .. 5ms )";
        let span = Span { start: 10, end: 10 + text.len() as u32, ..Span::default() };
        let text = Text { text, span, exact: Some(0) };
        let (_, arguments) = text.call().expect("a call");
        let (low, high) = arguments[0].split_once("..").expect("a range");
        assert_eq!((low.text, low.span.start, low.span.end), ("1ms", 19, 22));
        assert_eq!((high.text, high.span.start, high.span.end), ("5ms", 26, 29));
    }
}
