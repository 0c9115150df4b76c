//! What the parser could not read, in the words of someone who wrote a page.
//!
//! The parser says where it stopped; the mistake is often elsewhere (a brace that was never closed). Each
//! function here finds the place to point to.

use std::ops::Range;

use serde_yaml::granit_parser::{ErrorKind, ScanError};

use super::frame::{DEPTH_MAX, Frame, Inside};
use super::lookalike;
use super::place::Place;
use super::word::without_space;
use crate::message::yaml::{Fault, Remark};
use crate::problem::{Problem, Span, problem};

/// The problem behind a parser's error. `stack` is what was open, `last` the bytes of the last scalar.
pub(super) fn explain(
    error: &ScanError,
    place: Place<'_>,
    stack: &[Frame],
    last: &Range<usize>,
) -> Problem {
    let length = place.text.len();
    let at =
        place.text.floor_char_boundary(error.marker().byte_offset().unwrap_or(length).min(length));
    let spot = Spot { place, stack, last: last.clone(), at };
    let touched = if last.end == at { last.start..at } else { at..at };
    if let Some(found) = lookalike::in_lines(place, touched) {
        return found;
    }
    spot.long_key().or_else(|| spot.by_kind(error.kind())).unwrap_or_else(|| {
        problem(spot.here(), Fault::NotYaml { detail: error.kind().to_string() })
    })
}

struct Spot<'a> {
    place: Place<'a>,
    stack: &'a [Frame],
    last: Range<usize>,
    /// Where the parser stopped.
    at: usize,
}

/// A key that stands before its colon without a `?` may have so many characters (YAML 1.2, 7.4.2).
const LONGEST_KEY: usize = 1024;

impl Spot<'_> {
    /// A colon behind a text that is too long to be a key.
    fn long_key(&self) -> Option<Problem> {
        // Where it stops in braces the parser has not told of the text yet.
        let before = &self.place.text[self.line(self.at).start..self.at];
        let key = before.rsplit(['{', '[', ',']).next()?.trim();
        (self.next() == Some(':') && key.chars().count() > LONGEST_KEY)
            .then(|| problem(self.here(), Fault::LongKey { most: LONGEST_KEY }))
    }

    fn by_kind(&self, kind: &ErrorKind) -> Option<Problem> {
        use ErrorKind as E;
        match kind {
            E::TabNotAllowed
            | E::TabInBlockIndentation
            | E::TabInIndentation
            | E::TabInPlainScalar
            | E::TabAtBlockScalarStart
            | E::InvalidBlockEntryWhitespace => self.tab(),
            E::UnexpectedCharacter { character } => Some(self.bad_start(*character)),
            E::MissingAnchorOrAliasName => Some(self.bare_mark()),
            E::UnclosedFlowCollection { open } => Some(self.unclosed(self.at, *open)),
            E::MismatchedFlowCollectionEnd { open, close } => Some(self.mismatched(*open, *close)),
            E::MisplacedFlowCollectionEnd => Some(self.closes_nothing()),
            E::UnexpectedEofImplicitFlowMapping | E::ExpectedNodeContent
                if self.next() == Some(',') =>
            {
                Some(problem(self.here(), Fault::EmptyItem))
            }
            E::ExpectedFlowMappingSeparator
            | E::ExpectedFlowSequenceSeparator
            | E::UnexpectedEofFlowSequence
            | E::UnexpectedEofFlowMapping
            | E::UnexpectedEofImplicitFlowMapping
            | E::InvalidFlowScalarIndent => self.separator(),
            E::MappingValueNotAllowed | E::InvalidColonPlacement => self.colon(),
            E::SimpleKeyExpected | E::InvalidSimpleKey => self.no_colon(),
            E::ExpectedBlockMappingKey | E::InvalidIndentation | E::InvalidBlockScalarIndent => {
                Some(self.misaligned())
            }
            E::ExpectedBlockSequenceEntry => Some(problem(self.word(), Fault::KeyInList)),
            E::BlockSequenceEntryNotAllowed => Some(problem(self.here(), Fault::DashAfterKey)),
            E::BlockEntryInFlowCollection | E::PlainScalarStartsWithDashFlowIndicator => {
                Some(problem(self.here(), Fault::DashInBrackets))
            }
            _ => self.by_text(kind),
        }
    }

    /// Mistakes inside quoted texts, blocks of text, tags and directives, and the limit of nesting.
    fn by_text(&self, kind: &ErrorKind) -> Option<Problem> {
        use ErrorKind as E;
        match kind {
            E::UnclosedQuotedScalar
            | E::InvalidQuotedScalarIndent
            | E::DocumentIndicatorInQuotedScalar => self.unclosed_quote(),
            E::InvalidTrailingSingleQuotedScalar => {
                Some(problem(self.word(), Fault::AfterSingleQuote))
            }
            E::InvalidTrailingDoubleQuotedScalar => {
                Some(problem(self.word(), Fault::AfterDoubleQuote))
            }
            E::UnknownQuotedScalarEscape
            | E::InvalidQuotedScalarHexEscape
            | E::InvalidLowSurrogateHexEscape
            | E::InvalidLowSurrogate
            | E::MissingLowSurrogate
            | E::UnpairedLowSurrogate
            | E::InvalidUnicodeEscape => Some(self.bad_escape()),
            E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => Some(self.block_header()),
            E::DirectiveDisallowed
            | E::MissingDirectiveName
            | E::InvalidDirectiveName
            | E::InvalidDirectiveTerminator
            | E::MissingDocumentEndBeforeDirective
            | E::ExpectedDocumentStart => self.directive(),
            E::RecursionLimitExceeded => {
                Some(problem(self.here(), Fault::TooDeep { limit: DEPTH_MAX }))
            }
            E::UndeclaredTagHandle
            | E::MissingTagUri
            | E::InvalidTagTerminator
            | E::ExpectedTagBang => {
                let source = self.value_from(self.at).to_owned();
                Some(problem(self.word(), Fault::Tag { source }))
            }
            _ => None,
        }
    }

    fn next(&self) -> Option<char> {
        self.place.text[self.at..].chars().next()
    }

    /// The character at which the parser stopped.
    fn here(&self) -> Span {
        let width = self.next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
        self.place.span(self.at, self.at + width)
    }

    /// The word at which the parser stopped.
    fn word(&self) -> Span {
        let rest = &self.place.text[self.at..];
        let end =
            rest.find(|c: char| c.is_whitespace() || ":,{}[]".contains(c)).unwrap_or(rest.len());
        if end == 0 { self.here() } else { self.place.span(self.at, self.at + end) }
    }

    /// The bytes of the line around a byte, without its line break.
    fn line(&self, at: usize) -> Range<usize> {
        let text = self.place.text;
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
        start..end.max(start)
    }

    fn indent(&self, at: usize) -> usize {
        let line = &self.place.text[self.line(at)];
        line.len() - line.trim_start().len()
    }

    /// What an unquoted value that begins here would be, to the end of the line, a comment, or its entry.
    fn value_from(&self, at: usize) -> &str {
        let rest = &self.place.text[at..self.line(at).end];
        let inside = self.stack.last().is_some_and(|frame| frame.flow);
        let stop = if inside { rest.find([',', '}', ']']) } else { None };
        let rest = &rest[..stop.unwrap_or(rest.len())];
        rest[..rest.find(" #").unwrap_or(rest.len())].trim_end()
    }

    fn tab(&self) -> Option<Problem> {
        let mut start = self.line(self.at).start;
        for line in self.place.text[start..].split_inclusive('\n') {
            let blank = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
            if let Some(tab) = line[..blank].find('\t') {
                return Some(problem(self.place.span(start + tab, start + tab + 1), Fault::Tab));
            }
            start += line.len();
        }
        None
    }

    fn bad_start(&self, character: char) -> Problem {
        let value = self.value_from(self.at).to_owned();
        let span = self.place.span(self.at, self.at + value.len());
        if character.is_control() {
            return problem(span, Fault::ControlCharacter { character });
        }
        problem(span, Fault::BadStart { character, value })
    }

    fn bare_mark(&self) -> Problem {
        let value = self.value_from(self.at).to_owned();
        let fault = match self.next() {
            Some('&') => Fault::BareAnchor { value },
            _ => Fault::BareAlias { value },
        };
        problem(self.here(), fault)
    }

    fn closes_nothing(&self) -> Problem {
        let found = self.place.text[self.at..].starts_with(['}', ']']);
        // The parser may stop just behind the bracket.
        let at = if found {
            self.at
        } else {
            self.place.text[..self.at].rfind(['}', ']']).unwrap_or(self.at)
        };
        let close = self.place.text[at..].chars().next().unwrap_or('}');
        problem(self.place.span(at, at + close.len_utf8()), Fault::ClosesNothing { close })
    }

    fn unclosed(&self, at: usize, open: char) -> Problem {
        problem(self.place.span(at, at + 1), Fault::Unclosed { open, close: partner(open) })
    }

    fn mismatched(&self, open: char, close: char) -> Problem {
        let fault = Fault::Mismatched { open, close, right: partner(open) };
        let found = problem(self.place.span(self.at, self.at + 1), fault);
        match self.closer(self.at) {
            Some(at) => found.also(self.place.span(at, at + 1), Remark::ClosedHere),
            None => found,
        }
    }

    /// Where the bracket opened at a byte is closed, by whichever bracket.
    fn closer(&self, open: usize) -> Option<usize> {
        let mut depth = 0;
        let mut quote = None;
        let mut before = ' ';
        for (at, c) in self.place.text[open..].char_indices() {
            match (quote, c) {
                (Some(end), c) if c == end => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if ":,[{".contains(before) => quote = Some(c),
                (None, '{' | '[') => depth += 1,
                (None, '}' | ']') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(open + at);
            }
            before = if c.is_whitespace() { before } else { c };
        }
        None
    }

    /// Inside braces or brackets something else came than a comma or the end: on the same line a comma is
    /// missing; a line that is not indented deeper belongs to what was there before they opened.
    fn separator(&self) -> Option<Problem> {
        let frame = self.stack.iter().rev().find(|frame| frame.flow)?;
        let open = self.place.text[frame.start..].chars().next()?;
        let read_on = self.last.end == self.at && self.last.start < self.at;
        let stop = if read_on { self.last.clone() } else { self.at..self.at };
        let scalar = &self.place.text[stop.clone()];
        let gap = scalar.rfind(|c: char| c.is_ascii_whitespace()).map_or(0, |at| at + 1);
        let word_at = if read_on { stop.start + gap } else { self.at };
        let word_end = if read_on { self.at } else { self.place.bytes(self.word()).end };
        let same_line = self.line(frame.start) == self.line(word_at);
        let at_end = self.place.text[self.at..].trim().is_empty();
        let word = self.place.span(word_at, word_end);
        if at_end || (!same_line && self.indent(word_at) <= self.indent(frame.start)) {
            let found = self.unclosed(frame.start, open);
            return Some(if at_end {
                found
            } else {
                found.also(word, Remark::ExpectedSeparator { close: partner(open) })
            });
        }
        let before = scalar[..gap].trim().to_owned();
        let after = self.place.text[self.place.bytes(word)].to_owned();
        Some(problem(word, Fault::MissingComma { before, after }))
    }

    /// A colon where none may stand: the value before it went on over a line, or holds a colon itself.
    fn colon(&self) -> Option<Problem> {
        if let Some(found) = self.left_open() {
            return Some(found);
        }
        let scalar = self.place.text.get(self.last.clone())?;
        if self.last.end != self.at {
            return None;
        }
        let Some(line_break) = scalar.rfind('\n') else {
            let whole = self.value_from(self.last.start);
            let line = &self.place.text[self.line(self.at).start..self.last.start];
            let key = line.trim_start().trim_start_matches("- ");
            let fault = Fault::SecondColon { key: key.to_owned(), value: whole.to_owned() };
            return Some(problem(self.here(), fault));
        };
        let below = &scalar[line_break + 1..];
        let start = self.last.start + line_break + 1 + (below.len() - below.trim_start().len());
        let first = scalar.lines().next().unwrap_or("").trim_end();
        if let Some((name, rest)) = without_space(first) {
            let span = self.place.span(self.last.start, self.last.start + first.len());
            return Some(problem(span, space_after_colon(name, rest)));
        }
        let begins = self.line(self.last.start).start + self.indent(self.last.start);
        if begins == self.last.start && self.indent(start) == self.indent(begins) {
            let span = self.place.span(begins, begins + first.len());
            return Some(problem(span, Fault::NoColon { line: first.to_owned() }));
        }
        let fault = Fault::ValueAndLines { key: below.trim().to_owned() };
        let found = problem(self.place.span(start, self.last.end), fault);
        let value = self.place.span(self.last.start, self.last.start + first.len());
        Some(found.also(value, Remark::TheValue))
    }

    /// A key in a line that is not indented deeper than the one in which a brace or bracket was left open.
    fn left_open(&self) -> Option<Problem> {
        let frame = self.stack.iter().rev().find(|frame| frame.flow)?;
        let open = self.place.text[frame.start..].chars().next()?;
        let below = self.line(frame.start) != self.line(self.at);
        if !below || self.indent(self.at) > self.indent(frame.start) {
            return None;
        }
        let line = self.line(self.at).start + self.indent(self.at);
        let found = self.unclosed(frame.start, open);
        Some(found.also(
            self.place.span(line, self.at),
            Remark::ExpectedSeparator { close: partner(open) },
        ))
    }

    /// A line that is no `key: value`.
    fn no_colon(&self) -> Option<Problem> {
        let line = self.line(self.at);
        let rest = self.place.text.get(self.at..line.end)?;
        let rest = rest[..rest.find(" #").unwrap_or(rest.len())].trim_end();
        let span = self.place.span(self.at, self.at + rest.len());
        if let Some((name, value)) = without_space(rest) {
            return Some(problem(span, space_after_colon(name, value)));
        }
        Some(problem(span, Fault::NoColon { line: rest.to_owned() }))
    }

    fn misaligned(&self) -> Problem {
        let line = self.line(self.at);
        let text = &self.place.text[line.clone()];
        let first = line.start + (text.len() - text.trim_start().len());
        let columns: Vec<usize> = self
            .stack
            .iter()
            .filter(|frame| !frame.flow && matches!(frame.inside, Inside::Map { .. }))
            .map(|frame| {
                let start = self.line(frame.start).start;
                self.place.text[start..frame.start].chars().count() + 1
            })
            .collect();
        let here = text[..first - line.start].chars().count() + 1;
        if text[first - line.start..].starts_with("- ") && columns.last() == Some(&here) {
            return problem(self.place.span(first, first + 1), Fault::DashInMap);
        }
        let mut columns = columns;
        columns.extend(self.closed_columns(first));
        columns.sort_unstable();
        columns.dedup();
        let end = text[first - line.start..].find([':', ' ']).map_or(line.end, |at| first + at);
        problem(self.place.span(first, end), Fault::Misaligned { columns })
    }

    /// The column of the line right above, whose map the parser has closed by now.
    fn closed_columns(&self, at: usize) -> Option<usize> {
        let start = self.line(at).start;
        let above = self.place.text[..start].lines().rev().find(|line| !line.trim().is_empty())?;
        Some(above.chars().take_while(|c| *c == ' ').count() + 1)
    }

    fn unclosed_quote(&self) -> Option<Problem> {
        let from = self.last.end.min(self.at);
        let before = &self.place.text[from..self.at];
        let at = match before.find(['"', '\'']) {
            Some(offset) => from + offset,
            None if self.place.text[self.at..].starts_with(['"', '\'']) => self.at,
            None => return None,
        };
        let quote = self.place.text[at..].chars().next()?;
        Some(problem(self.place.span(at, at + 1), Fault::UnclosedQuote { quote }))
    }

    fn bad_escape(&self) -> Problem {
        let from = self.last.end.min(self.at);
        let slash = self.place.text[from..].find('\\').map_or(self.at, |offset| from + offset);
        let near = self.place.text[..self.at].rfind('\\').filter(|at| *at >= from).unwrap_or(slash);
        let next = self.place.text[near..].chars().nth(1).map_or(0, char::len_utf8);
        problem(self.place.span(near, near + 1 + next), Fault::BadEscape)
    }

    fn block_header(&self) -> Problem {
        let character = self.next().unwrap_or('|');
        let value = self.value_from(self.at).to_owned();
        let span = self.place.span(self.at, self.at + value.len());
        problem(span, Fault::BlockHeader { character, value })
    }

    fn directive(&self) -> Option<Problem> {
        let line = self.line(self.at);
        let is_directive = self.place.text[line.clone()].starts_with('%');
        is_directive.then(|| problem(self.place.span(line.start, line.start + 1), Fault::Directive))
    }
}

fn space_after_colon(key: &str, rest: &str) -> Fault {
    Fault::SpaceAfterColon { key: key.to_owned(), rest: rest.to_owned() }
}

const fn partner(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}
