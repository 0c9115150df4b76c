//! How wide a text will be, and how to make it fit.
//!
//! The widths are those of NanumSquare, so that the layout needs no font at run time. A reader without the
//! font sees another of about the same width: `SLACK` is kept for that.

use unicode_width::UnicodeWidthChar;

/// Advance widths of U+0020 … U+007E in NanumSquare Regular, thousandths of the size.
const REGULAR: [u16; 95] = [
    250, 280, 373, 585, 604, 869, 664, 230, 313, 313, 459, 600, 245, 412, 245, 389, 600, 600, 600,
    600, 600, 600, 600, 600, 600, 600, 305, 305, 600, 600, 600, 520, 983, 658, 615, 630, 668, 588,
    561, 656, 677, 236, 453, 644, 534, 824, 681, 692, 598, 692, 630, 606, 571, 672, 639, 958, 641,
    602, 597, 356, 947, 356, 524, 480, 600, 533, 579, 494, 579, 545, 374, 579, 582, 234, 243, 540,
    228, 878, 582, 568, 579, 579, 391, 495, 388, 578, 501, 754, 509, 505, 488, 419, 281, 419, 600,
];

/// The same in NanumSquare Bold.
const BOLD: [u16; 95] = [
    250, 300, 387, 614, 628, 893, 677, 228, 337, 337, 469, 600, 294, 420, 294, 437, 610, 610, 610,
    610, 610, 610, 610, 610, 610, 610, 354, 354, 610, 610, 610, 542, 993, 673, 635, 644, 688, 598,
    568, 671, 697, 263, 472, 655, 546, 850, 701, 706, 617, 698, 645, 616, 571, 684, 673, 975, 655,
    625, 613, 389, 959, 389, 524, 500, 610, 552, 596, 509, 596, 562, 386, 596, 599, 259, 276, 561,
    253, 899, 599, 588, 596, 596, 417, 498, 389, 595, 522, 765, 525, 526, 493, 449, 294, 449, 600,
];

/// 한글 and other square characters: 910 in the font, 920 to 1000 in its stand-ins.
const SQUARE: f64 = 0.94;
/// Characters of the messages that are narrower than a letter without a table.
const NARROW: [(char, f64); 10] = [
    ('×', 0.61),
    ('≤', 0.61),
    ('≥', 0.61),
    ('±', 0.61),
    ('·', 0.43),
    ('–', 0.43),
    ('“', 0.36),
    ('”', 0.36),
    ('‘', 0.21),
    ('’', 0.21),
];
/// Any other character: at worst the box that stands for one that the font lacks.
const OTHER: f64 = 1.0;
/// What a stand-in font may be wider.
const SLACK: f64 = 1.04;

/// Width of a text of this size, in the unit of the size.
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let table = if bold { &BOLD } else { &REGULAR };
    let em = |c: char| match u32::from(c).checked_sub(0x20).and_then(|i| table.get(i as usize)) {
        Some(&thousandths) => f64::from(thousandths) / 1000.0,
        // The vowels and finals of decomposed 한글 join the consonant before them.
        None if ('\u{1160}'..='\u{11ff}').contains(&c) => 0.0,
        None if c.width() == Some(2) || c == '…' => SQUARE,
        None => NARROW.iter().find(|(known, _)| *known == c).map_or(OTHER, |(_, em)| *em),
    };
    let ems: f64 = text.chars().map(em).sum();
    ems * size * SLACK
}

/// The text, cut at the end with `…` if it would be wider than `limit`.
#[must_use]
pub fn ellipsis(text: &str, size: f64, bold: bool, limit: f64) -> String {
    if width(text, size, bold) <= limit {
        return text.to_owned();
    }
    let room = limit - width("…", size, bold);
    let mut used = 0.0;
    let mut kept = String::new();
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size, bold);
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The text on at most two lines, broken at a space; the second is cut if it must be.
#[must_use]
pub fn two_lines(text: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    if width(text, size, bold) <= limit {
        return vec![text.to_owned()];
    }
    let fits = |&at: &usize| width(&text[..at], size, bold) <= limit;
    match text.match_indices(' ').map(|(at, _)| at).rfind(fits) {
        Some(at) if at > 0 => {
            vec![text[..at].to_owned(), ellipsis(text[at + 1..].trim(), size, bold, limit)]
        }
        _ => vec![ellipsis(text, size, bold, limit)],
    }
}

/// The whole text on as many lines as it needs, broken behind a space or a sign, in a word only where that alone is
/// wider than `limit`.
#[must_use]
pub fn lines(text: &str, width: impl Fn(&str) -> f64, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let fits = |line: &str, more: &str| width(format!("{line}{more}").trim_end()) <= limit;
    for piece in text.trim().split_inclusive([' ', '-', '_', '.', '/']) {
        if fits(&line, piece) {
            line.push_str(piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line.clear();
        for c in piece.chars() {
            if !line.is_empty() && !fits(&line, c.encode_utf8(&mut [0; 4])) {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The text without what XML forbids and what would break a line.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // The font has the Greek letter alone, not the micro sign.
            '\u{b5}' => '\u{3bc}',
            // The two code points that are characters to Rust and not to XML.
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widths_are_the_fonts() {
        // 3 × 600 thousandths at 10 px, and the slack.
        assert!((width("123", 10.0, false) - 18.0 * SLACK).abs() < 1e-9);
        assert!(width("가나", 10.0, false) > width("ab", 10.0, false));
        assert!(width("abc", 10.0, true) > width("abc", 10.0, false));
    }

    #[test]
    fn a_long_text_is_cut_to_fit() {
        for text in ["a very long name of a component", "아주 긴 이름을 가진 데이터베이스 서버"]
        {
            let cut = ellipsis(text, 14.0, false, 100.0);
            assert!(cut.ends_with('…') && width(&cut, 14.0, false) <= 100.0, "{cut}");
        }
        assert_eq!(ellipsis("db", 14.0, false, 100.0), "db");
        assert_eq!(ellipsis("database", 14.0, false, 3.0), "…");
    }

    #[test]
    fn a_long_title_breaks_at_a_space() {
        let lines = two_lines("one two three four five six", 10.0, false, 90.0);
        assert_eq!(lines, ["one two three four", "five six"]);
        assert_eq!(two_lines("short", 10.0, false, 90.0), ["short"]);
    }

    #[test]
    fn a_long_text_goes_on_in_the_next_line() {
        let broken = |text: &str| lines(text, |line| width(line, 10.0, false), 60.0);
        assert_eq!(broken("db"), ["db"]);
        assert_eq!(broken("order-history-service"), ["order-", "history-", "service"]);
        let hangul = broken("주문내역조회서비스");
        assert!(hangul.len() == 2 && hangul.concat() == "주문내역조회서비스", "{hangul:?}");
        assert!(broken(" ").is_empty());
    }

    #[test]
    fn no_character_that_xml_forbids() {
        assert_eq!(printable("a\u{1}b\n5 µs\u{ffff}"), "a b 5 μs\u{fffd}");
    }
}
