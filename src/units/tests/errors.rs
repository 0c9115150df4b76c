//! Every message with its place.

use super::*;
use crate::message::Lang;
use crate::message::units::Fault;
use crate::words;

#[track_caller]
fn error(found: &UnitError, at: std::ops::Range<usize>, title: &str, more: &str) {
    let words = words::complaint(&found.what.clone().into(), Lang::En);
    let said = format!("{}{}", words.label, words.help);
    assert_eq!((&found.at, words.title.as_str(), said.as_str()), (&at, title, more));
}

#[test]
fn syntax_errors() {
    let operators = "join values with `+`, `-`, `*` or `/`";
    let units = "units are `ms`, `s`, `min`, `h`, `day`; `B`, `KB`, `GiB`; `/s`, `/day`; `Mbps`; `%`; \
                 a noun stands after a space";
    let ends = "write a range as `1.5..3` or `10ms..20ms`";
    let grouping = "write a fraction as `1.5`, thousands as `1,000` or `1_000`";
    for (text, at, title, more) in [
        ("", 0..0, "expected a value, found nothing", ""),
        ("  ", 2..2, "expected a value, found nothing", ""),
        ("1 +", 3..3, "expected a value, found nothing", ""),
        ("* 2", 0..1, "expected a value, found `*`", ""),
        ("3 x", 3..3, "expected a value, found nothing", ""),
        ("(1 + 2) 5", 8..9, "expected an operator before `5`", operators),
        ("(1 + 2)mss", 7..10, "unknown unit `mss`", "did you mean `ms`?"),
        ("5 5", 2..3, "expected an operator before `5`", operators),
        ("a b", 2..3, "expected an operator before `b`", operators),
        ("$5 ms", 3..5, "expected an operator before `ms`", operators),
        ("3 dean.seek", 2..11, "expected an operator before `dean.seek`", operators),
        ("3 max(1)", 2..5, "expected an operator before `max`", operators),
        ("5%%", 2..3, "unexpected `%`", ""),
        ("5 & 3", 2..3, "unexpected `&`", ""),
        ("1...3", 1..2, "unexpected `.`", ""),
        ("(1 + 2", 0..1, "this `(` is never closed", ""),
        ("1 + 2)", 5..6, "this `)` closes nothing", ""),
        ("(1, 2)", 2..3, "unexpected `,`", ""),
        ("$", 0..1, "expected an amount after `$`", ""),
        ("$x", 0..2, "expected an amount after `$`", ""),
        ("1e999", 0..5, "`1e999` is too large a number", ""),
        ("1,5", 0..3, "`1,5` is not a number", grouping),
        ("1000,000", 0..8, "`1000,000` is not a number", grouping),
        ("max(1,200)", 4..9, "`1,200` could be one number or several", "write `1_200` or `1, 200`"),
        ("5mss", 1..4, "unknown unit `mss`", "did you mean `ms`?"),
        ("5msec", 1..5, "unknown unit `msec`", "did you mean `ms`?"),
        ("5usecs", 1..6, "unknown unit `usecs`", "did you mean `us`?"),
        ("5nsec", 1..5, "unknown unit `nsec`", "did you mean `ns`?"),
        ("200／s", 3..6, "`／` is a full-width character", "write `200/s`"),
        ("“200/s”", 0..3, "`“` is a curly quote", "write `200/s`"),
        ("10gb", 2..4, "unknown unit `gb`", "did you mean `GB`?"),
        ("10 gb", 3..5, "unknown unit `gb`", "did you mean `GB`?"),
        ("150Mpeople", 3..10, "unknown unit `Mpeople`", units),
        ("30m1h", 2..5, "unknown unit `m1h`", "write `30m + 1h`"),
        ("100/m", 3..5, "`/m` could be per minute or per month", "write `/min` or `/month`"),
        ("$5/m", 2..4, "`/m` could be per minute or per month", "write `/min` or `/month`"),
        ("3 s^x", 3..5, "the power of a unit must be a whole number from -9 to 9", ""),
        ("1..a", 3..4, "the ends of a range must be plain values", ends),
        ("a..3", 1..3, "the ends of a range must be plain values", ends),
        ("1..2..3", 4..6, "the ends of a range must be plain values", ends),
        ("3..1", 0..4, "the range `3..1` runs backwards", "write `1..3`"),
        ("2s..1ms", 0..7, "the range `2s..1ms` runs backwards", "write `1ms..2s`"),
        (
            "1..3M",
            0..5,
            "in `1..3M`, `M` could belong to one end or to both",
            "write `1M..3M` or `1..3000000`",
        ),
        ("1ms..3GB", 0..8, "a range from a duration (s) to a size (B) means nothing", ""),
        (
            "5ms..10",
            0..7,
            "a range from a duration (s) to a plain number means nothing",
            "write `5ms..10ms`",
        ),
    ] {
        let found = Formula::parse(text).expect_err(text);
        error(&found, at, title, more);
    }
}

#[test]
fn errors_of_functions() {
    let all = "functions are abs, ceil, exp, floor, ln, log10, log2, max, min, round, sqrt, sum";
    for (text, at, title, more) in [
        ("mox(1, 2)", 0..3, "unknown function `mox`", "did you mean `max`?"),
        ("average(1, 2)", 0..7, "unknown function `average`", all),
        ("log(2)", 0..3, "unknown function `log`", "write `ln`, `log10` or `log2`"),
        ("pow(2)", 0..3, "`pow` takes a base and an exponent", ""),
        ("ln(1, 2)", 0..2, "`ln` takes one value, found 2", ""),
    ] {
        let found = Formula::parse(text).expect_err(text);
        error(&found, at, title, more);
    }
}

#[test]
fn limits() {
    let deep = format!("{}1{}", "(".repeat(65), ")".repeat(65));
    let title = "the formula is nested more than 64 levels deep";
    error(&Formula::parse(&deep).unwrap_err(), 65..66, title, "");
    for text in ["(".repeat(9000), "-".repeat(9000), format!("2{}", "^2".repeat(4000))] {
        assert_eq!(Formula::parse(&text).unwrap_err().what, Fault::TooDeep { limit: 64 });
    }
    let long = "1".repeat(10_001);
    let title = "the formula is longer than 10000 characters";
    error(&Formula::parse(&long).unwrap_err(), 0..10_001, title, "");
    // A long sum is deep only for those who recurse.
    let sum = format!("1{}", "+1".repeat(4999));
    assert_eq!(parse_quantity(&sum).unwrap().value, 5000.0);
}

#[test]
fn evaluation_errors() {
    let multiple = "say to a multiple of what: `ceil(…, 1/s)`";
    let plain = "divide by its unit first: `… / (1/s)`";
    for (text, at, title, more) in [
        ("nothing * 2", 0..7, "unknown name `nothing`", ""),
        ("new_links + record", 10..11, "cannot add a rate (1/s) and a size (B)", ""),
        ("3 - keep", 2..3, "cannot subtract a duration (s) from a plain number", ""),
        (
            "max(1s, 2)",
            0..3,
            "`max` needs values of one kind, found a duration (s) and a plain number",
            "",
        ),
        ("ceil(new_links)", 0..4, "`ceil` needs a plain number, found a rate (1/s)", multiple),
        ("ln(new_links)", 0..2, "`ln` needs a plain number, found a rate (1/s)", plain),
        ("record in Pt", 10..12, "unknown unit `Pt`", "did you mean `PB`?"),
        ("2 ^ keep", 2..3, "an exponent must be a plain number, found a duration (s)", ""),
        ("keep ^ 0.5", 5..6, "a duration (s) can only be raised to a whole number", ""),
        ("keep ^ peak", 5..6, "a duration (s) can only be raised to a whole number", ""),
        ("sqrt(record)", 0..4, "cannot take the square root of a size (B)", ""),
        ("sqrt(record * keep)", 0..4, "cannot take the square root of a quantity in `B·s`", ""),
        ("1 / (peak - peak)", 2..3, "division by zero", "the right side is 0"),
        ("10 ^ 999", 3..4, "the result is too large a number", ""),
        ("loss ^ 0.5", 5..6, "the result is not a number", ""),
        ("ln(0)", 0..2, "`ln` needs a number above 0, found 0", ""),
        ("log2(loss)", 0..4, "`log2` needs a number above 0, found -3", ""),
        ("sqrt(loss)", 0..4, "`sqrt` needs a number of at least 0, found -3", ""),
        (
            "new_links / m",
            10..13,
            "`/m` could be per minute or per month",
            "write `/min` or `/month`",
        ),
        ("((2s)^9)^9 * ((2s)^9)^9", 11..12, "the powers of the units grow out of hand", ""),
        (
            "3 ssd_random_read",
            2..17,
            "`ssd_random_read` is a name here, so it cannot be a noun",
            "write `* ssd_random_read` to compute with it, or count in another word",
        ),
        (
            "(2 + 5) peak",
            8..12,
            "`peak` is a name here, so it cannot be a noun",
            "write `* peak` to compute with it, or count in another word",
        ),
        (
            "3 page users",
            2..12,
            "`users` is a name here, so it cannot be a noun",
            "write `* users` to compute with it, or count in another word",
        ),
        ("2^(3 s)", 1..2, "an exponent must be a plain number, found a duration (s)", ""),
        ("5 GB-mouth", 5..10, "unknown name `mouth`", ""),
        (
            "3 reads/users",
            8..13,
            "`users` is a name here, so it cannot be a noun",
            "write `/ users` to compute with it, or count in another word",
        ),
    ] {
        let found = Formula::parse(text).unwrap().eval(&names).expect_err(text);
        error(&found, at, title, more);
    }
}

#[test]
fn field_errors() {
    for (text, dim, title, more) in [
        ("5", Dim::TIME, "a duration needs a unit", "write `5ms`, `5s` or `5m`"),
        ("2 * 3", Dim::TIME, "a duration needs a unit", "write `5ms`, `5s` or `5m`"),
        ("5k", Dim::TIME, "a duration needs a unit", "write `5ms`, `5s` or `5m`"),
        ("5 msec", Dim::TIME, "a duration needs a unit", "did you mean `ms`?"),
        ("5 millis", Dim::TIME, "a duration needs a unit", "did you mean `ms`?"),
        ("5 mss", Dim::TIME, "a duration needs a unit", "did you mean `ms`?"),
        ("300", Dim::RATE, "a rate needs a unit", "write `300/s`, `300/min` or `300/day`"),
        ("64", Dim::BYTES, "a size needs a unit", "write `64B`, `64KB` or `64GB`"),
        ("64", Dim::BANDWIDTH, "a bandwidth needs a unit", "write `64MB/s` or `64Mbps`"),
        ("64", Dim::MONEY, "an amount of money needs a unit", "write `$64`"),
        ("64", Dim::PRICE_PER_TIME, "a running cost needs a unit", "write `$64/h` or `$64/month`"),
        ("1", Dim::PRICE_PER_BYTE, "a price per byte needs a unit", "write `$1/GB`"),
        ("1", Dim::new(1, 1, 0), "a quantity in `B·s` needs a unit", "give it in `B·s`"),
        ("200/s", Dim::TIME, "expected a duration, found a rate (`200/s`)", ""),
        ("2 * 100/s", Dim::TIME, "expected a duration, found a rate (`200/s`)", ""),
        ("5ms", Dim::NONE, "expected a plain number, found a duration (`5ms`)", ""),
        ("1..3", Dim::NONE, "expected one number, found the range `1..3`", ""),
    ] {
        error(&parse_as(text, dim).unwrap_err(), 0..text.len(), title, more);
    }
    let range = parse_range("5..10").unwrap();
    let found = expect_dim(range, Dim::TIME, "5..10").unwrap_err();
    error(&found, 0..5, "a duration needs a unit", "write `5..10ms`, `5..10s` or `5..10m`");
}
