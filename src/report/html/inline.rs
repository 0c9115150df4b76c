//! A sentence as markup: `code`, **bold** and addresses as tags, everything else as words.

use maud::{Markup, html};

/// A sentence, a cell, a point of a list.
pub fn prose(text: &str) -> Markup {
    let text = clean(text);
    html! {
        @for piece in pieces(text.trim()) {
            @match piece {
                Piece::Words(words) => (words),
                Piece::Code(code) => code class=[(code.len() < SHORT).then_some("short")] { (code) },
                Piece::Bold(words) => strong { (words) },
                Piece::Link(words, address) => a href=(address) rel="noreferrer" { (words) },
            }
        }
    }
}

/// Code shorter than this is never broken over two lines.
const SHORT: usize = 28;

/// A text without what no page may carry: control characters, and those that turn the direction of what follows.
pub fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().filter(|c| !turns(*c));
    kept.map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}

/// A part of a sentence.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Words(&'a str),
    Code(&'a str),
    Bold(&'a str),
    Link(&'a str, &'a str),
}

/// The parts of a sentence, in order.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        match special(&text[at..]) {
            Some((piece, length)) => {
                if from < at {
                    found.push(Piece::Words(&text[from..at]));
                }
                found.push(piece);
                at += length;
                from = at;
            }
            None => at += c.len_utf8(),
        }
    }
    if from < text.len() {
        found.push(Piece::Words(&text[from..]));
    }
    found
}

/// What a text begins with, if that is no word, and how long it is.
fn special(text: &str) -> Option<(Piece<'_>, usize)> {
    if let Some(rest) = text.strip_prefix('`') {
        let end = rest.find('`').filter(|end| *end > 0)?;
        return Some((Piece::Code(&rest[..end]), end + 2));
    }
    if let Some(rest) = text.strip_prefix("**") {
        let end = rest.find("**").filter(|end| *end > 0)?;
        let words = &rest[..end];
        // Two factors of a formula are not bold.
        let is_tight = words.trim() == words && !words.contains(['*', '`']);
        return is_tight.then_some((Piece::Bold(words), end + 4));
    }
    if let Some(rest) = text.strip_prefix('[') {
        let (words, behind) = rest.split_once("](")?;
        let (address, _) = behind.split_once(')')?;
        let is_link = !words.is_empty() && !words.contains(['[', '`']) && is_address(address);
        let length = words.len() + address.len() + 4;
        return is_link.then_some((Piece::Link(words, address), length));
    }
    if is_address(text) {
        let end = text.find(|c: char| c.is_whitespace() || ")>]\"',;".contains(c));
        let address = text[..end.unwrap_or(text.len())].trim_end_matches(['.', ':']);
        return Some((Piece::Link(address, address), address.len()));
    }
    None
}

/// Whether an address is one of the web: no other may become a link.
fn is_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(prose(text).0, expect);
    }

    #[test]
    fn marks_become_tags_and_nothing_else_does() {
        check(
            "try `--set a=1`, **now**",
            "try <code class=\"short\">--set a=1</code>, <strong>now</strong>",
        );
        check(
            "see https://a.example/b?c=1&d=2.",
            "see <a href=\"https://a.example/b?c=1&amp;d=2\" rel=\"noreferrer\">https://a.example/b?c=1&amp;d=2</a>.",
        );
        check(
            "[here](https://a.example)",
            "<a href=\"https://a.example\" rel=\"noreferrer\">here</a>",
        );
        check("[here](javascript:alert(1))", "[here](javascript:alert(1))");
        check("2 ** 3 ** 4, `, a_b, [x]", "2 ** 3 ** 4, `, a_b, [x]");
        check("`<b>`", "<code class=\"short\">&lt;b&gt;</code>");
    }

    #[test]
    fn a_name_stays_a_name() {
        check(
            "<script>alert(\"&\")</script>",
            "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;",
        );
        check("a\u{202e}b\u{7}c\u{2066}", "ab c");
        check("주문 `결제`", "주문 <code class=\"short\">결제</code>");
    }
}
