//! What is said about quantities, formulas and their mistakes.
//!
//! Dimensions come in as the name of their base unit (`""`, `s`, `B`, `1/s`, …), so that this file needs nothing
//! from the one that computes with them.

/// A dimension in words, with its article: `a duration`.
#[must_use]
pub fn dimension(unit: &str) -> String {
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

/// A dimension in words, with its base unit: `a rate (1/s)`.
fn dimension_and_unit(unit: &str) -> String {
    let words = dimension(unit);
    if unit.is_empty() || words.contains('`') { words } else { format!("{words} ({unit})") }
}

/// The text is longer than any formula needs to be.
#[must_use]
pub fn too_long(limit: usize) -> String {
    format!("the formula is longer than {limit} characters")
}

/// Parentheses, minus signs or powers inside each other without end.
#[must_use]
pub fn too_deep(limit: usize) -> String {
    format!("the formula is nested more than {limit} levels deep")
}

/// A character that no formula has.
#[must_use]
pub fn unexpected(text: &str) -> String {
    format!("unexpected `{text}`")
}

/// A value is missing; `found` is empty at the end of the text.
#[must_use]
pub fn expected_value(found: &str) -> String {
    if found.is_empty() {
        "expected a value, found nothing".to_owned()
    } else {
        format!("expected a value, found `{found}`")
    }
}

/// Two values stand side by side.
#[must_use]
pub fn expected_operator(found: &str) -> String {
    format!("expected an operator before `{found}`")
}

/// The operators there are.
#[must_use]
pub fn operators() -> String {
    "join values with `+`, `-`, `*` or `/`".to_owned()
}

/// An opening parenthesis without its partner.
#[must_use]
pub fn unclosed() -> String {
    "this `(` is never closed".to_owned()
}

/// A closing parenthesis without its partner.
#[must_use]
pub fn unopened() -> String {
    "this `)` closes nothing".to_owned()
}

/// A sign of money without an amount.
#[must_use]
pub fn no_amount() -> String {
    "expected an amount after `$`".to_owned()
}

/// A number that no f64 holds.
#[must_use]
pub fn number_too_large(text: &str) -> String {
    format!("`{text}` is too large a number")
}

/// Digits grouped by commas, but not in threes.
#[must_use]
pub fn bad_grouping(text: &str) -> String {
    format!("`{text}` is not a number")
}

/// How digits are grouped.
#[must_use]
pub fn grouping_help() -> String {
    "write a fraction as `1.5`, thousands as `1,000` or `1_000`".to_owned()
}

/// Digits and commas inside the parentheses of a function.
#[must_use]
pub fn ambiguous_comma(text: &str) -> String {
    format!("`{text}` could be one number or several")
}

/// Both readings of such a comma.
#[must_use]
pub fn ambiguous_comma_help(text: &str) -> String {
    format!("write `{}` or `{}`", text.replace(',', "_"), text.replace(',', ", "))
}

/// A full-width character or a curly quote in a value.
#[must_use]
pub fn not_plain(c: char) -> String {
    let what = match c {
        '“' | '”' | '‘' | '’' => "a curly quote",
        _ => "a full-width character",
    };
    format!("`{c}` is {what}")
}

/// What such a value, or one in the order of Korean words, is in plain characters.
#[must_use]
pub fn write_plainly(text: &str) -> String {
    format!("write `{text}`")
}

/// The unit that a Korean word in front of a number stands for: `초당 200` is `200/s`.
#[must_use]
pub fn unit_in_front(word: &str) -> Option<&'static str> {
    Some(match word {
        "초당" => "/s",
        "분당" => "/min",
        "시간당" => "/h",
        "하루" | "일당" | "매일" => "/day",
        "월당" | "매월" | "매달" => "/month",
        _ => return None,
    })
}

/// Counters that may stand behind such a number, and say nothing.
pub const KOREAN_COUNTERS: [char; 5] = ['건', '회', '번', '개', '명'];

/// A word that is no unit.
#[must_use]
pub fn unknown_unit(word: &str) -> String {
    format!("unknown unit `{word}`")
}

/// The nearest word that there is.
#[must_use]
pub fn did_you_mean(word: &str) -> String {
    format!("did you mean `{word}`?")
}

/// Some units, for one who guessed none.
#[must_use]
pub fn some_units() -> String {
    "units are `ms`, `s`, `min`, `h`, `day`; `B`, `KB`, `GiB`; `/s`, `/day`; `Mbps`; `%`; a noun stands \
     after a space"
        .to_owned()
}

/// Two durations written together.
#[must_use]
pub fn compound_help(first: &str, second: &str) -> String {
    format!("write `{first} + {second}`")
}

/// `/m`, which half the world reads as a minute and the other half as a month.
#[must_use]
pub fn minute_or_month() -> String {
    "`/m` could be per minute or per month".to_owned()
}

/// Both readings of it.
#[must_use]
pub fn minute_or_month_help() -> String {
    "write `/min` or `/month`".to_owned()
}

/// The power of a unit that is not a small whole number.
#[must_use]
pub fn bad_unit_power() -> String {
    "the power of a unit must be a whole number from -9 to 9".to_owned()
}

/// A range whose ends are not plain values.
#[must_use]
pub fn range_ends() -> String {
    "the ends of a range must be plain values".to_owned()
}

/// What a range looks like.
#[must_use]
pub fn range_ends_help() -> String {
    "write a range as `1.5..3` or `10ms..20ms`".to_owned()
}

/// A range from high to low.
#[must_use]
pub fn range_backwards(text: &str) -> String {
    format!("the range `{text}` runs backwards")
}

/// The correction, whatever it is that is to be written.
#[must_use]
pub fn write(text: &str) -> String {
    format!("write `{text}`")
}

/// Two corrections to choose from.
#[must_use]
pub fn write_either(first: &str, second: &str) -> String {
    format!("write `{first}` or `{second}`")
}

/// `1..3M`.
#[must_use]
pub fn range_suffix(text: &str, suffix: &str) -> String {
    format!("in `{text}`, `{suffix}` could belong to one end or to both")
}

/// `1ms..3GB`.
#[must_use]
pub fn range_units(low: &str, high: &str) -> String {
    format!(
        "a range from {} to {} means nothing",
        dimension_and_unit(low),
        dimension_and_unit(high)
    )
}

/// A function that there is not.
#[must_use]
pub fn unknown_function(word: &str) -> String {
    format!("unknown function `{word}`")
}

/// Every function.
#[must_use]
pub fn functions(names: &[&str]) -> String {
    format!("functions are {}", names.join(", "))
}

/// A result in seconds squared and the like.
#[must_use]
pub fn odd_unit(name: &str, unit: &str) -> String {
    format!("`{name}` comes out in {unit}, which is rarely what is meant")
}

/// What is often behind it, by the powers of seconds, bytes and dollars.
#[must_use]
pub fn odd_unit_help(time: i8, bytes: i8, money: i8) -> &'static str {
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

/// `log`, which is to one base in a book and to another in a spreadsheet.
#[must_use]
pub fn which_logarithm() -> String {
    "write `ln`, `log10` or `log2`".to_owned()
}

/// `pow(2)`.
#[must_use]
pub fn pow_takes_two() -> String {
    "`pow` takes a base and an exponent".to_owned()
}

/// Too many or too few values between the parentheses of a function.
#[must_use]
pub fn wrong_arguments(function: &str, found: usize) -> String {
    format!("`{function}` takes one value, found {found}")
}

/// A name that nothing on the page defines.
#[must_use]
pub fn unknown_name(name: &str) -> String {
    format!("unknown name `{name}`")
}

/// A noun that is also a name.
#[must_use]
pub fn noun_is_name(noun: &str) -> String {
    format!("`{noun}` is a name here, so it cannot be a noun")
}

/// What to do about it: multiply (or divide, when the noun stands after a `/`), or take another word.
#[must_use]
pub fn noun_is_name_help(noun: &str, divides: bool) -> String {
    let operator = if divides { '/' } else { '*' };
    format!("write `{operator} {noun}` to compute with it, or count in another word")
}

/// `in` without a unit behind it.
#[must_use]
pub fn no_unit_to_show_in() -> String {
    "expected a unit behind `in`, such as `TB/day`".to_owned()
}

/// `in` with a unit of something else.
#[must_use]
pub fn cannot_show_in(own: &str, unit: &str) -> String {
    format!("cannot show {} as {}", dimension_and_unit(own), dimension_and_unit(unit))
}

/// `round(5GB, 3s)`.
#[must_use]
pub fn cannot_round_to(function: &str, own: &str, multiple: &str) -> String {
    let (own, multiple) = (dimension_and_unit(own), dimension_and_unit(multiple));
    format!("`{function}` cannot take {own} to a multiple of {multiple}")
}

/// `round(5GB, 0GB)`.
#[must_use]
pub fn multiple_above_zero(function: &str) -> String {
    format!("`{function}` needs a multiple above 0")
}

/// `users + 10%`.
#[must_use]
pub fn share_of_nothing(share: &str) -> String {
    format!("`{share}` here is a share of nothing: it would be added as a plain number")
}

/// What is meant by it.
#[must_use]
pub fn share_of_nothing_help(share: &str, sign: char) -> String {
    format!("write `* (1 {sign} {share})`")
}

/// A sum of things that do not add up.
#[must_use]
pub fn cannot_add(left: &str, right: &str) -> String {
    format!("cannot add {} and {}", dimension_and_unit(left), dimension_and_unit(right))
}

/// A difference of things that do not compare.
#[must_use]
pub fn cannot_subtract(left: &str, right: &str) -> String {
    format!("cannot subtract {} from {}", dimension_and_unit(right), dimension_and_unit(left))
}

/// `min`, `max` or `sum` of unlike things.
#[must_use]
pub fn cannot_compare(function: &str, left: &str, right: &str) -> String {
    format!(
        "`{function}` needs values of one kind, found {} and {}",
        dimension_and_unit(left),
        dimension_and_unit(right)
    )
}

/// A function or a power that only plain numbers have.
#[must_use]
pub fn needs_plain(what: &str, found: &str) -> String {
    format!("`{what}` needs a plain number, found {}", dimension_and_unit(found))
}

/// How to make a plain number of a quantity.
#[must_use]
pub fn divide_first(unit: &str) -> String {
    let unit = if unit.contains(['/', '·']) { format!("({unit})") } else { unit.to_owned() };
    format!("divide by its unit first: `… / {unit}`")
}

/// How to round a quantity: to so many of its unit.
#[must_use]
pub fn name_the_multiple(function: &str, unit: &str) -> String {
    let one = match unit.strip_prefix("1/") {
        Some(below) => format!("1/{below}"),
        None => format!("1 {unit}"),
    };
    format!("say to a multiple of what: `{function}(…, {one})`")
}

/// An exponent with a unit.
#[must_use]
pub fn exponent_has_unit(found: &str) -> String {
    format!("an exponent must be a plain number, found {}", dimension_and_unit(found))
}

/// A quantity with a unit, to a power that is not a whole number written out.
#[must_use]
pub fn power_of_unit(found: &str) -> String {
    format!("{} can only be raised to a whole number", dimension_and_unit(found))
}

/// A square root whose unit would be no unit.
#[must_use]
pub fn root_of_unit(found: &str) -> String {
    format!("cannot take the square root of {}", dimension_and_unit(found))
}

/// A unit such as s^200.
#[must_use]
pub fn unit_too_high() -> String {
    "the powers of the units grow out of hand".to_owned()
}

/// A quotient by 0.
#[must_use]
pub fn division_by_zero() -> String {
    "division by zero".to_owned()
}

/// Beside the caret of it.
#[must_use]
pub fn right_side_zero() -> String {
    "the right side is 0".to_owned()
}

/// An operation whose result no f64 holds.
#[must_use]
pub fn result_too_large() -> String {
    "the result is too large a number".to_owned()
}

/// A root of a negative number and the like.
#[must_use]
pub fn not_a_number() -> String {
    "the result is not a number".to_owned()
}

/// A function outside of where it is defined.
#[must_use]
pub fn out_of_domain(function: &str, least: &str, found: &str) -> String {
    format!("`{function}` needs a number {least}, found {found}")
}

/// The domain of logarithms.
#[must_use]
pub fn above_zero() -> String {
    "above 0".to_owned()
}

/// The domain of roots.
#[must_use]
pub fn at_least_zero() -> String {
    "of at least 0".to_owned()
}

/// A circle of names.
#[must_use]
pub fn depends_on_itself(name: &str) -> String {
    format!("`{name}` depends on itself")
}

/// The way around the circle.
#[must_use]
pub fn by_way_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("by way of {}", quoted.join(", "))
}

/// A formula that often has no value within its ranges.
#[must_use]
pub fn often_undefined(percent: f64) -> String {
    format!("within its ranges, the formula has no value in {percent:.0} % of the draws")
}

/// Why that happens.
#[must_use]
pub fn often_undefined_help() -> String {
    "a range that reaches 0 or below also yields negative numbers: start it above 0".to_owned()
}

/// One number was wanted.
#[must_use]
pub fn range_refused(text: &str) -> String {
    format!("expected one number, found the range `{text}`")
}

/// A bare number where a unit is needed.
#[must_use]
pub fn needs_unit(unit: &str) -> String {
    format!("{} needs a unit", dimension(unit))
}

/// The same number with the units that fit; `number` is what to put before them, if it is known.
#[must_use]
pub fn fitting_units(unit: &str, number: Option<&str>) -> String {
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

/// The wrong kind of quantity; `shown` is its text or its value.
#[must_use]
pub fn wrong_dimension(expected: &str, found: &str, shown: &str) -> String {
    format!("expected {}, found {} (`{shown}`)", dimension(expected), dimension(found))
}
