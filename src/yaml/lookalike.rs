//! Characters that look like YAML's own: those of East Asian keyboards, and spaces that are none.

use std::ops::Range;

use super::place::Place;
use super::word::{is_name, is_odd_space};
use crate::message::yaml::{Fault, Lookalike};
use crate::problem::{Problem, problem};

/// What a character looks like, and what to write instead.
const fn meant(c: char) -> Option<(Lookalike, &'static str)> {
    Some(match c {
        '：' => (Lookalike::Colon, ":"),
        '，' | '、' => (Lookalike::Comma, ","),
        '｛' => (Lookalike::Brace, "{"),
        '｝' => (Lookalike::Brace, "}"),
        '［' => (Lookalike::Bracket, "["),
        '］' => (Lookalike::Bracket, "]"),
        '＃' => (Lookalike::NumberSign, "#"),
        '“' | '”' | '＂' => (Lookalike::Quote, "\""),
        '‘' | '’' => (Lookalike::Quote, "'"),
        '\u{200b}' | '\u{feff}' => (Lookalike::Invisible, ""),
        '\u{3000}' => (Lookalike::FullWidthSpace, " "),
        c if is_odd_space(c) => (Lookalike::NonBreakingSpace, " "),
        _ => return None,
    })
}

/// The first look-alike in an unquoted scalar that was most likely meant as YAML. In a sentence
/// (`about: 서울，도쿄`) such characters are right, so each counts only where YAML's own would.
pub(super) fn in_scalar(
    place: Place<'_>,
    bytes: &Range<usize>,
    inside_flow: bool,
    is_key: bool,
) -> Option<Problem> {
    let text = place.text.get(bytes.clone())?;
    let line = place.text[..bytes.start].rfind('\n').map_or(0, |at| at + 1);
    let own_line = place.text[line..bytes.start].trim().is_empty();
    let is_syntax = |at: usize, c: char| -> bool {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let digit_beside = before.ends_with(|c: char| c.is_ascii_digit())
            || after.starts_with(|c: char| c.is_ascii_digit());
        let at_edge = before.is_empty() || after.is_empty() || before.ends_with(':');
        match c {
            _ if is_key => !matches!(c, '”' | '’' | '｝' | '］'),
            c if is_odd_space(c) => digit_beside || at_edge,
            '：' => (inside_flow || own_line) && is_name(before),
            '，' | '、' => inside_flow,
            '｛' | '［' => before.is_empty(),
            '“' | '‘' | '＂' => inside_flow && before.is_empty(),
            _ => false,
        }
    };
    let (at, c) = text.char_indices().find(|&(at, c)| meant(c).is_some() && is_syntax(at, c))?;
    found(place, bytes.start + at, c)
}

/// The first look-alike in lines that the parser could not read, outside quotes and comments.
pub(super) fn in_lines(place: Place<'_>, range: Range<usize>) -> Option<Problem> {
    let start = place.text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = place.text.get(range.end..)?.find('\n').map_or(place.text.len(), |at| range.end + at);
    let mut at = start;
    for line in place.text.get(start..end)?.split_inclusive('\n') {
        if let Some((offset, c)) = in_line(line) {
            return found(place, at + offset, c);
        }
        at += line.len();
    }
    None
}

fn in_line(line: &str) -> Option<(usize, char)> {
    let mut quote = None;
    let mut before_comment = ' ';
    for (at, c) in line.char_indices() {
        let before = &line[..at];
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && before_comment.is_whitespace() => return None,
            None if (c == '"' || c == '\'')
                && before.trim_end().ends_with([':', ',', '[', '{', '-']) =>
            {
                quote = Some(c);
            }
            None if meant(c).is_some() && stands_as_syntax(before, c) => return Some((at, c)),
            None => {}
        }
        before_comment = c;
    }
    None
}

/// True where YAML's own character would be syntax, judged by what stands before it on the line.
fn stands_as_syntax(before: &str, c: char) -> bool {
    let entry = before.rsplit(['{', '[', ',', '｛', '［', '，']).next().unwrap_or(before);
    let word = entry.trim_start().trim_start_matches("- ").trim_end();
    let after_mark = before.trim_end().is_empty()
        || before.trim_end().ends_with([':', '：', '-', ',', '[', '{']);
    match c {
        '：' => is_name(word),
        '，' | '、' => before.contains(['{', '[', '｛', '［']),
        '｛' | '［' | '“' | '‘' | '＂' => after_mark,
        '｝' | '］' => before.contains(['{', '[', '｛', '［']),
        c if is_odd_space(c) => after_mark,
        _ => false,
    }
}

fn found(place: Place<'_>, at: usize, c: char) -> Option<Problem> {
    let (kind, ascii) = meant(c)?;
    let fault = Fault::Lookalike { kind, character: c, ascii };
    Some(problem(place.span(at, at + c.len_utf8()), fault))
}
