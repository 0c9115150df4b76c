//! How a word ends when a Korean engineer reads it aloud: with a vowel, with ㄹ, or with another consonant.
//!
//! Hangul says so itself. Digits are read as Sino-Korean numbers (100 is 백), a unit behind digits by its name (`ms` is
//! 밀리초), what has no vowel or stands in capitals letter by letter (`db` is 디비), and other Latin words as they are
//! commonly written in hangul (`server` is 서버, `app` is 앱): a list first, then the spelling of their end. Quotes and
//! backticks are not read. What stands in round brackets is not read either, so `캐시(redis)` ends as 캐시 does.

/// The last sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A vowel.
    Open,
    /// ㄹ.
    Rieul,
    /// Another consonant.
    Closed,
}

use Ending::{Closed, Open, Rieul};

/// How the text ends.
pub fn ending(text: &str) -> Ending {
    let text = heard(text);
    let Some(last) = text.chars().next_back() else { return Open };
    match last {
        '가'..='힣' => of_syllable(last),
        '0'..='9' if text.starts_with(['$', '₩']) => Open,
        '0'..='9' => of_number(text),
        'A'..='Z' | 'a'..='z' | 'µ' | 'μ' => of_latin(text),
        // 퍼센트, 달러, 플러스, 무한대
        _ => Open,
    }
}

/// The text without what is not read at its end: quotes, marks, and round brackets with what they hold.
fn heard(text: &str) -> &str {
    let silent = |c: char| c.is_whitespace() || "`'\"’”」』]}>…*_.,:;!?".contains(c);
    let text = text.trim_end_matches(silent);
    let before = text.strip_suffix(')').and_then(|inside| {
        let mut depth = 1;
        inside.char_indices().rev().find_map(|(at, c)| {
            depth += i32::from(c == ')') - i32::from(c == '(');
            (depth == 0).then(|| &inside[..at])
        })
    });
    match before {
        Some(before) if !before.trim().is_empty() => heard(before),
        Some(_) => heard(text.trim_end_matches(')')),
        None => text,
    }
}

fn of_syllable(syllable: char) -> Ending {
    const FINALS: u32 = 28;
    const RIEUL: u32 = 8;
    match (u32::from(syllable) - u32::from('가')) % FINALS {
        0 => Open,
        RIEUL => Rieul,
        _ => Closed,
    }
}

/// The digits at the end, read as a number; behind a decimal point, one by one.
fn of_number(text: &str) -> Ending {
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.').len();
    let number = text[start..].replace(',', "");
    let digits = number.trim_end_matches('0');
    let zeros = number.len() - digits.len();
    let all_zero = digits.is_empty() || number.contains('.');
    match (zeros, digits.chars().next_back()) {
        (0, Some('1' | '7' | '8')) => Rieul,
        (0, Some('3' | '6')) => Closed,
        (0, _) => Open,
        // 영
        _ if all_zero => Closed,
        // 조
        (12..=15, _) => Open,
        // 십, 백, 천, 만, 억, 경
        _ => Closed,
    }
}

fn of_latin(text: &str) -> Ending {
    let latin = |c: char| c.is_ascii_alphabetic() || c == 'µ' || c == 'μ';
    let before = text.trim_end_matches(latin);
    let word = &text[before.len()..];
    let counted = before.trim_end_matches([' ', '/']).ends_with(|c: char| c.is_ascii_digit());
    let per = before.ends_with('/');
    if (counted || per)
        && let Some(ending) = of_unit(word)
    {
        return ending;
    }
    let lower = word.to_ascii_lowercase();
    if let Some(&(_, ending)) = LISTED.iter().find(|(listed, _)| *listed == lower) {
        return ending;
    }
    let capitals = word.len() <= CAPITALS_MAX && word.chars().all(|c| c.is_ascii_uppercase());
    let no_vowel = !lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if capitals || no_vowel { of_letter(&lower) } else { of_spelling(&lower) }
}

/// Longer words in capitals are read as words.
const CAPITALS_MAX: usize = 5;

/// A unit behind digits or a slash.
fn of_unit(unit: &str) -> Option<Ending> {
    match unit {
        // 분, 시간, 년
        "min" | "h" | "year" | "years" => Some(Closed),
        // 일, 월
        "d" | "day" | "days" | "month" | "months" => Some(Rieul),
        // 나노초 … 초, 바이트 …, 배
        "ns" | "us" | "µs" | "μs" | "ms" | "s" | "B" | "KB" | "MB" | "GB" | "TB" | "PB" | "KiB"
        | "MiB" | "GiB" | "TiB" | "x" => Some(Open),
        _ => None,
    }
}

/// The name of the last letter: 엘, 알, 엠, 엔 end with a consonant.
fn of_letter(word: &str) -> Ending {
    match word.chars().next_back() {
        Some('l' | 'r') => Rieul,
        Some('m' | 'n') => Closed,
        _ => Open,
    }
}

/// Words that are read otherwise than their spelling says.
const LISTED: &[(&str, Ending)] = &[
    // Letter by letter, though they have a vowel.
    ("api", Open),
    ("cpu", Open),
    ("gpu", Open),
    ("id", Open),
    ("uuid", Open),
    ("io", Open),
    ("ip", Open),
    ("url", Rieul),
    ("ui", Open),
    // As words, though they stand in capitals or have no vowel.
    ("ram", Closed),
    ("dram", Closed),
    ("json", Closed),
    ("yaml", Rieul),
    ("lan", Closed),
    ("wan", Closed),
    ("get", Closed),
    ("put", Closed),
    ("html", Rieul),
    ("nginx", Open),
    // 비트, 체크, 서브, 허브, 루트, 웨이트, 비트, 테마, 타입, 위크, 노트, 쿼트
    ("bit", Open),
    ("check", Open),
    ("sub", Open),
    ("hub", Open),
    ("root", Open),
    ("boot", Open),
    ("wait", Open),
    ("heartbeat", Open),
    ("beat", Open),
    ("theme", Open),
    ("type", Closed),
    // 카프카 and the like follow their spelling; 레디스, 미니오 too.
    ("elastic", Closed),
    ("mysql", Rieul),
    ("dynamodb", Open),
    ("mongodb", Open),
];

/// The end of other words, as loan words are written: short vowel and stop make a final consonant (앱, 챗, 블록), a stop
/// behind a long vowel or a consonant gets a vowel of its own (링크, 클라이언트).
fn of_spelling(word: &str) -> Ending {
    let any = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    let behind_vowel = |end: &str| {
        word.strip_suffix(end).is_some_and(|rest| rest.ends_with(['a', 'e', 'i', 'o', 'u']))
    };
    if any(&["l", "le"]) {
        return Rieul;
    }
    let nasal = any(&["m", "me", "n", "ne", "ng"]);
    // 블록, 북, 트래픽
    let with_k = any(&["ck", "ook", "ic"]);
    let with_p = behind_vowel("p") || any(&["pp"]);
    let with_t = behind_vowel("t") && !any(&["ait", "oot"]);
    let with_b = behind_vowel("b");
    if nasal || with_k || with_p || with_t || with_b { Closed } else { Open }
}
