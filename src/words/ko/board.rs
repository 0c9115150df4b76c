//! The notation of formulas as Korean engineers write it on a whiteboard: `100M/day ÷ 86,400 s/day ≈ 1,157/s` is
//! `1억/일 ÷ 86,400초/일 ≈ 1,157/초`. Only numbers and the units behind them change.

use crate::figure::{Digits, round};

/// The same in Korean notation.
pub fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let inside_word = out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some((number, behind)) = amount(rest).filter(|_| !inside_word) {
            out.push_str(&number);
            rest = behind;
        } else if let Some((unit, behind)) = per(rest) {
            out.push_str(unit);
            rest = behind;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// A number at the start, with its sign for dollars, its size and its unit.
fn amount(text: &str) -> Option<(String, &str)> {
    let (money, digits) = text.strip_prefix('$').map_or((false, text), |rest| (true, rest));
    let length =
        digits.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(digits.len());
    let number = digits[..length].trim_end_matches(['.', ',']);
    if !number.starts_with(|c: char| c.is_ascii_digit()) || number.contains("..") {
        return None;
    }
    let behind = &digits[number.len()..];
    let (number, behind) = [("M", 1e6), ("bn", 1e9), (" trillion", 1e12)]
        .iter()
        .find_map(|(size, times)| {
            let behind = word(behind, size)?;
            let value: f64 = number.replace(',', "").parse().ok()?;
            Some((large(value * times), behind))
        })
        .unwrap_or_else(|| (number.to_owned(), behind));
    if money {
        return Some((format!("{number}달러"), behind));
    }
    let unit = UNITS.iter().find_map(|(unit, korean)| {
        Some((korean, word(behind.strip_prefix(' ').unwrap_or(behind), unit)?))
    });
    Some(match unit {
        Some((unit, behind)) => (format!("{number}{unit}"), behind),
        None => (number, behind),
    })
}

/// What stands behind a slash, if it is a unit of time.
fn per(text: &str) -> Option<(&'static str, &str)> {
    let behind = text.strip_prefix('/')?;
    PERIODS.iter().find_map(|(unit, korean)| Some((*korean, word(behind, unit)?)))
}

/// What is left behind a word, which must end there.
fn word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.strip_prefix(word).filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// From ten thousand on by 만, 억 and 조.
fn large(value: f64) -> String {
    const DIGITS: usize = 6;
    let (size, unit) = match value {
        value if value >= 1e12 => (1e12, "조"),
        value if value >= 1e8 => (1e8, "억"),
        _ => (1e4, "만"),
    };
    format!("{}{unit}", Digits::shortest(round(value / size, DIGITS)).grouped(','))
}

const UNITS: [(&str, &str); 23] = [
    ("years", "년"),
    ("year", "년"),
    ("months", "개월"),
    ("month", "개월"),
    ("days", "일"),
    ("day", "일"),
    ("h", "시간"),
    ("min", "분"),
    ("s", "초"),
    ("ms", "ms"),
    ("us", "μs"),
    ("ns", "ns"),
    ("B", "B"),
    ("KB", "KB"),
    ("MB", "MB"),
    ("GB", "GB"),
    ("TB", "TB"),
    ("PB", "PB"),
    ("EB", "EB"),
    ("Mbps", "Mbps"),
    ("Gbps", "Gbps"),
    ("%", "%"),
    ("건", "건"),
];

const PERIODS: [(&str, &str); 6] = [
    ("s", "/초"),
    ("min", "/분"),
    ("h", "/시간"),
    ("day", "/일"),
    ("month", "/월"),
    ("year", "/년"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units_change_and_nothing_else() {
        let check = |text: &str, expect: &str| assert_eq!(written(text), expect);
        check("100M/day ÷ 86,400 s/day ≈ 1,157/s", "1억/일 ÷ 86,400초/일 ≈ 1,157/초");
        check("365bn × 100B = 36.5 TB", "3,650억 × 100B = 36.5TB");
        check(
            "36.5 TB × $0.115/GB/month × 2 = $8,395/month",
            "36.5TB × 0.115달러/GB/월 × 2 = 8,395달러/월",
        );
        check("150M users × 2 tweets/day", "1.5억 users × 2 tweets/일");
        check("1.5M × 3 trillion", "150만 × 3조");
        check("10 years × 365 days/year", "10년 × 365일/년");
        check("p99 of db2 at 250 us", "p99 of db2 at 250μs");
        check("926 Mbps, 70 %", "926Mbps, 70%");
        check("40건/일 ≈ 23,150 건/s of 150M 명", "40건/일 ≈ 23,150건/초 of 1.5억 명");
        check("write_qps * reads_per_write", "write_qps * reads_per_write");
        check("3 shards", "3 shards");
    }
}
