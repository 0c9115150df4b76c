//! The tables of facts, and the yearly model.

use crate::figure::fixed;
use crate::message::Words;
use crate::message::facts::{Doubt, Expected, Fault, Refusal, Row, Text, Unreadable};
use crate::message::words::words;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::Unreadable(why) => {
            words(format!("this table cannot be read: {}", unreadable(why)), "", "")
        }
        Fault::UnknownField { row: at, field, near, fields } => words(
            format!("{}: unknown field `{field}`", row(at)),
            match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the fields are {}", fields.join(", ")),
            },
            "",
        ),
        Fault::MissingField { row: at, field, expected: what } => {
            words(format!("{}: no `{field}`", row(at)), expected(what), "")
        }
        Fault::BadValue { row: at, field, text, expected: what } if text.is_empty() => {
            words(format!("{}: `{field}:` has no value", row(at)), expected(what), "")
        }
        Fault::BadValue { row: at, field, text, expected: what } => {
            words(format!("{}: `{field}: {text}` cannot be used", row(at)), expected(what), "")
        }
        Fault::Twice { row: at } => words(format!("{} is written twice", row(at)), "", ""),
        Fault::Unlisted { row: at, list, near } => words(
            format!("{}: `{list}` is not one of `lists:`", row(at)),
            match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `lists:`, whose order is the order of search".to_owned(),
            },
            "",
        ),
        Fault::NoRows => words("this table has no rows", "", ""),
        Fault::NoFigure { row: at } => words(
            format!("{}: it is not clear how long it takes", row(at)),
            "expected either `value`, or `low` and `high`",
            "",
        ),
    }
}

fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::Empty => "it is empty".to_owned(),
        Unreadable::NoList => "expected a list of rows here".to_owned(),
        Unreadable::NoMap => "expected `key: value` here".to_owned(),
        Unreadable::NoValue => "expected a plain value here, not a list or a map".to_owned(),
        Unreadable::UnknownSection { section, sections } => {
            format!("unknown field `{section}`, expected one of {}", sections.join(", "))
        }
        Unreadable::DuplicateKey { key: Some(key) } => format!("duplicate mapping key: {key}"),
        Unreadable::DuplicateKey { key: None } => "duplicate mapping key".to_owned(),
        Unreadable::Other(detail) => detail.clone(),
    }
}

fn row(what: &Row) -> String {
    let named = |head: String, name: &str| {
        if name.is_empty() { head } else { format!("{head} ({name})") }
    };
    match what {
        Row::Latency { number, name } => named(format!("row {number}"), name),
        Row::List { number } => format!("list {number}"),
        Row::Price { section, number, name } => named(format!("{section} row {number}"), name),
    }
}

fn expected(what: &Expected) -> String {
    let fixed = match what {
        Expected::Name => "expected small letters, digits and `_`, such as `disk_seek`",
        Expected::Duration => {
            "expected a duration above zero in ns, us, ms, s, min or h, such as `10ms`"
        }
        Expected::AboveLow { low } => return format!("expected more than the low end, {low}"),
        Expected::Size => "expected a size above zero, such as `64B`, `1MB` or `8KiB`",
        Expected::Bandwidth => "expected bits a second above zero, such as `750Mbps` or `25Gbps`",
        Expected::Year => "expected the year of the figure, 1950..2100",
        Expected::Count => "expected a whole number above zero",
        Expected::Usd => "expected US dollars as a bare number, such as `0.096`",
        Expected::Number => "expected a number above zero",
        Expected::FirstTier => "the first tier of a price starts `above: 0`",
        Expected::NextTier { previous } => {
            return format!("expected more than the tier before it, {previous}");
        }
        Expected::MachineName => "expected a family and a size, such as `m7g.large`",
        Expected::Unit => "expected what the price buys one of, such as `GB` or `hour`",
        Expected::Source { near: Some(near) } => return format!("did you mean `{near}`?"),
        Expected::Source { near: None } => {
            "expected a key of `sources:`, or where the figure can be read"
        }
        Expected::Date => "expected when the price was read, such as `2026-07-20`",
    };
    fixed.to_owned()
}

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::NoSuchList { list, near: Some(near), .. } => {
            format!("the latency table has no list `{list}`: did you mean `{near}`?")
        }
        Refusal::NoSuchList { list, near: None, lists } => {
            format!("the latency table has no list `{list}`: the lists are {}", lists.join(", "))
        }
        Refusal::YearAndList => "a year asks for the yearly model, which is not one of the table's lists: give one of the two".to_owned(),
        Refusal::YearOutside { year, first, last } => format!(
            "the yearly model covers {first} to {last}, not {year}: outside, its constants were never meant to hold"
        ),
    }
}

pub fn doubt(what: &Doubt) -> String {
    match what {
        Doubt::Nic { year, gigabytes_per_s } => format!(
            "doubling every two years would make it {gigabytes_per_s:.0} GB/s in {year}; cards did not keep that pace after 2015"
        ),
        Doubt::Memory { year, gigabytes_per_s } => format!(
            "doubling every three years would make it {gigabytes_per_s:.0} GB/s in {year}; one thread reads about 20 GiB/s in 2026"
        ),
        Doubt::Ssd { year, gigabytes_per_s } => format!(
            "doubling every three years would make it {gigabytes_per_s:.0} GB/s in {year}; a drive reads about 8 GiB/s in 2026"
        ),
        Doubt::SsdBefore { first } => format!(
            "before {first} there was hardly an SSD to measure: the curve is drawn backwards"
        ),
        Doubt::SsdFlat => "the formula anchors its curve on the year it is asked for, so the curve is nearly flat; it was surely meant to fall".to_owned(),
    }
}

/// Colin Scott's page.
const YEAR_SOURCE: &str = "Colin Scott, colin-scott/interactive_latencies, interactive_latency.html, commit f4d5d3b (2024-03-09): curves, not measurements";

pub fn text(what: &Text<'_>) -> String {
    let fixed = match *what {
        Text::Operation => "operation",
        Text::Takes => "takes",
        Text::Per => "per",
        Text::Human => "if 1 ns were 1 s",
        Text::Year => "year",
        Text::Sources => "Sources",
        Text::Notes => "Notes",
        Text::Felt { ns } => return felt(ns),
        Text::Bars => "Bars are logarithmic, from 1 ns to 100 s. ▒ spans low to high.",
        Text::BarsOfYear => "Bars are logarithmic, from 1 ns to 100 s. ░ is not believable.",
        Text::SearchOrder { lists } => {
            return format!(
                "A bare name in a scenario is looked for in this order: {}. `list.name` names one.",
                lists.join(", ")
            );
        }
        Text::YearTitle { year } => return format!("{year}, by the yearly model"),
        Text::YearSource => YEAR_SOURCE,
        Text::YearSourceLine => return format!("Source: {YEAR_SOURCE}"),
        Text::BelievableTo { year } => {
            return format!(
                "Its curves of network, memory and SSD bandwidth stop being believable after about {year}."
            );
        }
        Text::NotBelievable => "? marks what should not be believed:",
    };
    fixed.to_owned()
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
/// A year has 365 days, as everywhere in napkin.
const YEAR: f64 = 365.0 * DAY;

/// Three digits at most; two units only where both are whole and say more than a fraction.
fn felt(seconds: f64) -> String {
    if seconds < MINUTE {
        return format!("{} s", digits(seconds));
    }
    if seconds < HOUR {
        return two_units(seconds, (MINUTE, "min"), (1.0, "s"));
    }
    if seconds < DAY {
        return two_units(seconds, (HOUR, "h"), (MINUTE, "min"));
    }
    if seconds < YEAR {
        return plural(seconds / DAY, "day");
    }
    plural(seconds / YEAR, "year")
}

fn two_units(
    seconds: f64,
    (large, large_name): (f64, &str),
    (small, small_name): (f64, &str),
) -> String {
    let in_small = (seconds / small).round();
    let per_large = large / small;
    let whole = (in_small / per_large).floor();
    let rest = in_small - whole * per_large;
    if rest == 0.0 {
        format!("{whole} {large_name}")
    } else {
        format!("{whole} {large_name} {rest} {small_name}")
    }
}

fn plural(value: f64, unit: &str) -> String {
    let text = digits(value);
    if text == "1" { format!("{text} {unit}") } else { format!("{text} {unit}s") }
}

/// Two digits below a hundred of anything but a fraction that three tell better; whole above.
fn digits(value: f64) -> String {
    let places = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    fixed(value, places).trimmed().grouped(',')
}

#[cfg(test)]
mod tests {
    use super::felt;

    #[test]
    fn nanoseconds_as_seconds() {
        let check = |ns: f64, expect: &str| assert_eq!(felt(ns), expect, "{ns}");
        check(0.5, "0.5 s");
        check(7.0, "7 s");
        check(100.0, "1 min 40 s");
        check(300.0, "5 min");
        check(3_000.0, "50 min");
        check(3_599.9, "60 min");
        check(10_000.0, "2 h 47 min");
        check(20_000.0, "5 h 33 min");
        check(250_000.0, "2.89 days");
        check(500_000.0, "5.79 days");
        check(10_000_000.0, "116 days");
        check(150_000_000.0, "4.76 years");
        check(1e11, "3,171 years");
    }
}
