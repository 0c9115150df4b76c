//! What is wrong with a quantity or a formula.

use crate::message::Words;
use crate::message::units::{Behind, Fault};
use crate::message::words::words;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::TooLong { limit } => title(format!("the formula is longer than {limit} characters")),
        Fault::TooDeep { limit } => {
            title(format!("the formula is nested more than {limit} levels deep"))
        }
        Fault::Unexpected { text } => title(format!("unexpected `{text}`")),
        Fault::ExpectedValue { found } if found.is_empty() => {
            title("expected a value, found nothing")
        }
        Fault::ExpectedValue { found } => title(format!("expected a value, found `{found}`")),
        Fault::ExpectedOperator { found } => helped(
            format!("expected an operator before `{found}`"),
            "join values with `+`, `-`, `*` or `/`",
        ),
        Fault::Colon => helped(
            "a `:` between two numbers says nothing here",
            "write a ratio as `4:1`, as one number, or as a quotient: `80 / 20`",
        ),
        Fault::Unclosed => title("this `(` is never closed"),
        Fault::Unopened => title("this `)` closes nothing"),
        Fault::NoAmount => title("expected an amount after `$`"),
        Fault::NumberTooLarge { text } => title(format!("`{text}` is too large a number")),
        Fault::BadGrouping { text } => helped(
            format!("`{text}` is not a number"),
            "write a fraction as `1.5`, thousands as `1,000` or `1_000`",
        ),
        Fault::AmbiguousComma { text } => helped(
            format!("`{text}` could be one number or several"),
            format!("write `{}` or `{}`", text.replace(',', "_"), text.replace(',', ", ")),
        ),
        Fault::NotPlain { character, meant } => {
            let kind = match character {
                '“' | '”' | '‘' | '’' => "a curly quote",
                _ => "a full-width character",
            };
            helped(format!("`{character}` is {kind}"), format!("write `{meant}`"))
        }
        Fault::UnknownUnit { word, near: Some(near) } => {
            words(format!("unknown unit `{word}`"), did_you_mean(near), "")
        }
        Fault::UnknownUnit { word, near: None } => helped(
            format!("unknown unit `{word}`"),
            "units are `ms`, `s`, `min`, `h`, `day`; `B`, `KB`, `GiB`; `/s`, `/day`; `Mbps`; `%`; a noun stands \
             after a space",
        ),
        Fault::Compound { word, first, second } => {
            helped(format!("unknown unit `{word}`"), format!("write `{first} + {second}`"))
        }
        Fault::UnknownUnitBelow { word } => title(format!("unknown unit `{word}`")),
        Fault::MinuteOrMonth => {
            helped("`/m` could be per minute or per month", "write `/min` or `/month`")
        }
        Fault::BadUnitPower => title("the power of a unit must be a whole number from -9 to 9"),
        Fault::RangeEnds => helped(
            "the ends of a range must be plain values",
            "write a range as `1.5..3` or `10ms..20ms`",
        ),
        Fault::RangeBackwards { low, high, text } => {
            helped(format!("the range `{text}` runs backwards"), format!("write `{high}..{low}`"))
        }
        Fault::RangeSuffix { text, suffix, both, one } => helped(
            format!("in `{text}`, `{suffix}` could belong to one end or to both"),
            format!("write `{both}` or `{one}`"),
        ),
        Fault::RangeUnits { low, high, meant } => helped(
            format!(
                "a range from {} to {} means nothing",
                dimension_and_unit(low),
                dimension_and_unit(high)
            ),
            meant.as_ref().map_or_else(String::new, |meant| format!("write `{meant}`")),
        ),
        Fault::UnknownFunction { word, near: Some(near), .. } => {
            words(format!("unknown function `{word}`"), did_you_mean(near), "")
        }
        Fault::UnknownFunction { word, near: None, all } => helped(
            format!("unknown function `{word}`"),
            format!("functions are {}", all.join(", ")),
        ),
        Fault::WhichLogarithm => helped("unknown function `log`", "write `ln`, `log10` or `log2`"),
        Fault::PowTakesTwo => title("`pow` takes a base and an exponent"),
        Fault::WrongArguments { function, found } => {
            title(format!("`{function}` takes one value, found {found}"))
        }
        Fault::UnknownName { name } => title(format!("unknown name `{name}`")),
        Fault::NounIsName { noun, divides } => {
            let operator = if *divides { '/' } else { '*' };
            helped(
                format!("`{noun}` is a name here, so it cannot be a noun"),
                format!("write `{operator} {noun}` to compute with it, or count in another word"),
            )
        }
        Fault::NoUnitToShowIn => title("expected a unit behind `in`, such as `TB/day`"),
        Fault::CannotShowIn { own, unit } => title(format!(
            "cannot show {} as {}",
            dimension_and_unit(own),
            dimension_and_unit(unit)
        )),
        Fault::CannotRoundTo { function, own, multiple } => title(format!(
            "`{function}` cannot take {} to a multiple of {}",
            dimension_and_unit(own),
            dimension_and_unit(multiple)
        )),
        Fault::MultipleAboveZero { function } => {
            title(format!("`{function}` needs a multiple above 0"))
        }
        Fault::ShareOfNothing { share, sign } => helped(
            format!("`{share}` here is a share of nothing: it would be added as a plain number"),
            format!("write `* (1 {sign} {share})`"),
        ),
        Fault::CannotAdd { left, right } => title(format!(
            "cannot add {} and {}",
            dimension_and_unit(left),
            dimension_and_unit(right)
        )),
        Fault::CannotSubtract { left, right } => title(format!(
            "cannot subtract {} from {}",
            dimension_and_unit(right),
            dimension_and_unit(left)
        )),
        Fault::CannotCompare { function, left, right } => title(format!(
            "`{function}` needs values of one kind, found {} and {}",
            dimension_and_unit(left),
            dimension_and_unit(right)
        )),
        Fault::NeedsPlain { function, found, takes_multiple } => helped(
            format!("`{function}` needs a plain number, found {}", dimension_and_unit(found)),
            if *takes_multiple { name_the_multiple(function, found) } else { divide_first(found) },
        ),
        Fault::ExponentHasUnit { found } => title(format!(
            "an exponent must be a plain number, found {}",
            dimension_and_unit(found)
        )),
        Fault::PowerOfUnit { found } => {
            title(format!("{} can only be raised to a whole number", dimension_and_unit(found)))
        }
        Fault::RootOfUnit { found } => {
            title(format!("cannot take the square root of {}", dimension_and_unit(found)))
        }
        Fault::UnitTooHigh => title("the powers of the units grow out of hand"),
        Fault::DivisionByZero => words("division by zero", "the right side is 0", ""),
        Fault::ResultTooLarge => title("the result is too large a number"),
        Fault::NotANumber => title("the result is not a number"),
        Fault::NotAboveZero { function, found } => {
            title(format!("`{function}` needs a number above 0, found {found}"))
        }
        Fault::BelowZero { function, found } => {
            title(format!("`{function}` needs a number of at least 0, found {found}"))
        }
        Fault::DependsOnItself { name, by_way_of } => {
            words(format!("`{name}` depends on itself"), around(by_way_of), "")
        }
        Fault::OftenUndefined { percent } => helped(
            format!("within its ranges, the formula has no value in {percent:.0} % of the draws"),
            "a range that reaches 0 or below also yields negative numbers: start it above 0",
        ),
        Fault::RangeRefused { text } => {
            title(format!("expected one number, found the range `{text}`"))
        }
        Fault::NeedsUnit { unit, behind } => {
            let needs = format!("{} needs a unit", dimension(unit));
            match behind {
                Behind::Near(near) => words(needs, did_you_mean(near), ""),
                Behind::Nothing(number) => helped(needs, fitting_units(unit, Some(number))),
                Behind::Other => helped(needs, fitting_units(unit, None)),
            }
        }
        Fault::WrongDimension { expected, found, shown } => title(format!(
            "expected {}, found {} (`{shown}`)",
            dimension(expected),
            dimension(found)
        )),
        Fault::OddUnit { name, unit, time, bytes, money } => helped(
            format!("`{name}` comes out in {unit}, which is rarely what is meant"),
            behind_odd_unit(*time, *bytes, *money),
        ),
        Fault::BelowABit { name, shown, number } => helped(
            format!("`{name}` comes to {shown}, which is less than a bit"),
            number.as_ref().map_or_else(
                || "look at the units of what it is made of".to_owned(),
                |number| format!("`{number}B` is {number} bytes; {number} billion is `{number}bn`"),
            ),
        ),
        Fault::StillARate { name, shown, number } => helped(
            format!("`{name}` comes to {shown}, which is still a rate"),
            format!("`{number}` alone is a number; for as many seconds write `{number} s`"),
        ),
        Fault::BelowNothing { name, shown } => helped(
            format!("`{name}` comes to {shown}, which is fewer than none"),
            "look at what is subtracted",
        ),
        Fault::MaybeARange { text, shown, range } => {
            helped(format!("`{text}` is {shown}"), format!("a range is written `{range}`"))
        }
    }
}

fn title(title: impl Into<String>) -> Words {
    words(title, "", "")
}

fn helped(title: impl Into<String>, help: impl Into<String>) -> Words {
    words(title, "", help)
}

fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}

/// A dimension with its article: `a duration`.
fn dimension(unit: &str) -> String {
    match unit {
        "" => "a plain number".to_owned(),
        "s" => "a duration".to_owned(),
        "B" => "a size".to_owned(),
        "1/s" => "a rate".to_owned(),
        "B/s" => "a bandwidth".to_owned(),
        "USD" => "an amount of money".to_owned(),
        "USD/s" => "a running cost".to_owned(),
        "USD/B" => "a price per byte".to_owned(),
        other => format!("a quantity in `{other}`"),
    }
}

/// A dimension with its base unit: `a rate (1/s)`.
fn dimension_and_unit(unit: &str) -> String {
    let words = dimension(unit);
    if unit.is_empty() || words.contains('`') { words } else { format!("{words} ({unit})") }
}

/// What is often behind an odd unit, by its powers of seconds, bytes and dollars.
fn behind_odd_unit(time: i8, bytes: i8, money: i8) -> &'static str {
    match (time, bytes, money) {
        (_, _, 1..) if bytes > 0 => "a price is for something: `$0.02/GB`",
        (_, _, 1..) if time > 0 => "a price is for something: `$0.10/h`",
        _ if bytes.abs() > 1 => {
            "sizes are multiplied: 15 billion is `15bn`, and bits come with `in Gbps`"
        }
        (..=-2, ..) => "units are computed along: a number `/ 24h` is a rate already, `3/day` too",
        _ => "units are computed along: for a number of days, write it without its unit",
    }
}

/// How to make a plain number of a quantity.
fn divide_first(unit: &str) -> String {
    let unit = if unit.contains(['/', '·']) { format!("({unit})") } else { unit.to_owned() };
    format!("divide by its unit first: `… / {unit}`")
}

/// How to round a quantity: to so many of its unit.
fn name_the_multiple(function: &str, unit: &str) -> String {
    let one = match unit.strip_prefix("1/") {
        Some(below) => format!("1/{below}"),
        None => format!("1 {unit}"),
    };
    format!("say to a multiple of what: `{function}(…, {one})`")
}

/// The way around a circle of names.
fn around(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() { String::new() } else { format!("by way of {}", quoted.join(", ")) }
}

/// The number with the units that fit, or an example of one.
fn fitting_units(unit: &str, number: Option<&str>) -> String {
    let (example, before, after): (&str, &str, &[&str]) = match unit {
        "s" => ("5", "", &["ms", "s", "m"]),
        "B" => ("100", "", &["B", "KB", "GB"]),
        "1/s" => ("200", "", &["/s", "/min", "/day"]),
        "B/s" => ("10", "", &["MB/s", "Mbps"]),
        "USD" => ("10", "$", &[""]),
        "USD/s" => ("10", "$", &["/h", "/month"]),
        "USD/B" => ("0.09", "$", &["/GB"]),
        other => return format!("give it in `{other}`"),
    };
    let number = number.unwrap_or(example);
    let written: Vec<String> =
        after.iter().map(|after| format!("`{before}{number}{after}`")).collect();
    match written.split_last() {
        Some((last, [])) => format!("write {last}"),
        Some((last, others)) => format!("write {} or {last}", others.join(", ")),
        None => String::new(),
    }
}
