//! Values: what fits a field, and what is wrong with what was written.

use super::{Message, did_you_mean, say};

/// What fits a field that holds a duration.
pub const A_DURATION: &str = "a duration, such as `5ms`";
/// What fits a field that holds a size.
pub const A_SIZE: &str = "a size, such as `500B` or `10GiB`";
/// What fits a field that holds a rate.
pub const A_RATE: &str = "a rate, such as `200/s`";
/// What fits a field that holds a bandwidth.
pub const A_BANDWIDTH: &str = "a bandwidth, such as `10Gbps` or `200MB/s`";
/// What fits a field that holds a count or a ratio.
pub const A_COUNT: &str = "a plain number, such as `3` or `10k`";
/// What fits a field that holds a whole number.
pub const A_WHOLE_NUMBER: &str = "a whole number, such as `3`";
/// What fits a field that holds a share.
pub const A_SHARE: &str = "a share, such as `10%`";
/// What fits a field that holds a running cost.
pub const A_COST: &str = "money per month, such as `$6000/month`";
/// What fits a field that holds a multiple of the load or of the work.
pub const A_MULTIPLE: &str = "how many times as much, such as `3`";
/// What fits a line of `assume:` or `estimate:`.
pub const A_FORMULA: &str =
    "a quantity, a range or a formula, such as `100M/day`, `1.5..3` or `users * 10`";
/// What fits a field that holds a name.
pub const A_NAME: &str = "a name";
/// What fits `warmup:`.
pub const A_WARMUP: &str = "`auto` or a duration, such as `30s`";
/// What fits `about:`.
pub const A_SENTENCE: &str = "a sentence";
/// What fits a field that holds a map.
pub const A_MAP: &str = "a map: `{ field: value }`";
/// What fits a site's name.
pub const A_SITE: &str = "the name of a site";
/// What fits `popularity:`.
pub const POPULARITIES: &str = "`uniform`, `zipf(0.9)` or `hot(1% takes 90%)`";
/// How the stages of an Erlang distribution are called.
pub const STAGES: &str = "erlang";

/// A key without a value.
#[must_use]
pub fn no_value(field: &str, fits: &str) -> Message {
    say(format!("`{field}` has no value"), format!("write {fits}"), "")
}

/// A list where one value is wanted.
#[must_use]
pub fn not_a_list(field: &str, fits: &str) -> Message {
    say(format!("`{field}` is one value, not a list"), format!("write {fits}"), "")
}

/// A map where one value is wanted.
#[must_use]
pub fn not_a_map(field: &str, fits: &str) -> Message {
    say(format!("`{field}` is one value, not a map"), format!("write {fits}"), "")
}

/// A word that is none of a few.
#[must_use]
pub fn not_a_choice(field: &str, written: &str, near: Option<&str>, fits: &str) -> Message {
    let help = format!("`{field}` is {fits}");
    say(format!("`{field}` cannot be `{written}`"), did_you_mean(near), help)
}

/// A name in a formula that nothing defines.
#[must_use]
pub fn unknown_name(name: &str, near: Option<String>, fits: &str) -> Message {
    let help = match near {
        Some(_) => String::new(),
        None => format!(
            "write {fits}; a formula may use the names of `assume` and `estimate`, and the rows of `napkin latency`"
        ),
    };
    say(format!("unknown name `{name}`"), did_you_mean(near.as_deref()), help)
}

/// A name behind a division that nothing defines, and that may be meant for a noun.
#[must_use]
pub fn unknown_below(name: &str) -> Message {
    let help = format!("if it only says of what there is so much, write `per {name}`");
    say(format!("unknown name `{name}`"), "", help)
}

/// A number below zero.
#[must_use]
pub fn negative(field: &str) -> Message {
    say(format!("`{field}` cannot be negative"), "below zero", "")
}

/// Zero where something is wanted.
#[must_use]
pub fn not_positive(field: &str) -> Message {
    say(format!("`{field}` must be more than zero"), "", "")
}

/// Beyond what a number can hold.
#[must_use]
pub fn too_large(field: &str) -> Message {
    say(
        format!("`{field}` is too large to compute with"),
        "",
        "durations reach to 292 years; other numbers to about 1e308",
    )
}

/// A share above 100 %.
#[must_use]
pub fn beyond_a_whole(field: &str, written: &str) -> Message {
    let bare = written.trim().parse::<f64>().is_ok_and(|value| value <= 100.0);
    let label = if bare { format!("did you mean `{written}%`?") } else { String::new() };
    say(format!("`{field}` is a share: it cannot be more than 100%"), label, "")
}

/// An objective of `1` that is no percentage.
#[must_use]
pub fn bare_whole(field: &str) -> Message {
    say(
        format!("`{field}: 1` would allow all of them"),
        "did you mean `1%`?",
        "a share without `%` is a part of one: 0.01 is 1%",
    )
}

/// A fraction where things are counted.
#[must_use]
pub fn not_whole(field: &str, written: &str) -> Message {
    say(format!("`{field}` must be a whole number, and `{written}` is not"), "", "")
}

/// Fewer than the least.
#[must_use]
pub fn below(field: &str, least: u64) -> Message {
    say(format!("`{field}` must be at least {least}"), "", "")
}

/// More than napkin can work with.
#[must_use]
pub fn beyond_limit(field: &str, most: u64) -> Message {
    let help = match most {
        0..1_000 => "",
        _ => "check the unit: `k` is a thousand, `M` a million",
    };
    let most = grouped(most);
    say(format!("`{field}` is beyond the limit of {most}"), "", help)
}

/// Longer than napkin runs.
#[must_use]
pub fn beyond_duration(field: &str, most: &str) -> Message {
    say(
        format!("`{field}` is beyond the limit of {most}"),
        "",
        "a run of some minutes says what a run of a month would; shorten the events with it",
    )
}

/// A precision that napkin does not run until.
#[must_use]
pub fn not_a_precision() -> Message {
    say(
        "`until_precision` is from 0.1% to 15%",
        "",
        "a histogram tells no finer; and beyond 15% an interval that decides when to stop misleads",
    )
}

/// An uncertain number of things that are either there or not.
#[must_use]
pub fn range_of_a_count(field: &str) -> Message {
    let other = match field {
        "clients" => "; `--set traffic.clients=4` tries another",
        "instances" => "; `--set app.instances=4` tries another",
        _ => "",
    };
    say(
        format!("`{field}` cannot be a range"),
        "an uncertain number",
        format!("write one number here{other}"),
    )
}

/// A distribution that does not exist.
#[must_use]
pub fn unknown_distribution(name: &str, near: Option<&str>) -> Message {
    say(format!("unknown distribution `{name}`"), did_you_mean(near), DURATIONS)
}

const DURATIONS: &str = "a varying duration is `exp(5ms)`, `uniform(1ms..5ms)`, `erlang(3, 5ms)`, \
    `samples(file.csv)`, `{ mean, cv }`, `{ p50, p99 }` or `{ min, alpha }`";

/// A distribution with too few or too many parameters.
#[must_use]
pub fn wrong_arguments(name: &str, found: usize) -> Message {
    let example = match name {
        "exp" => "exp(5ms)",
        "uniform" => "uniform(1ms..5ms)",
        "erlang" => "erlang(3, 5ms)",
        _ => "samples(file.csv)",
    };
    let takes = match name {
        "erlang" => "takes 2 arguments: the number of stages and the mean of their sum",
        "exp" => "takes 1 argument: the mean",
        "uniform" => "takes 1 argument: a range",
        _ => "takes 1 argument: a file",
    };
    say(format!("`{name}` {takes}"), format!("here are {found}"), format!("write `{example}`"))
}

/// `exp(5ms`.
#[must_use]
pub fn unclosed_call(name: &str) -> Message {
    say(format!("the bracket of `{name}(` is never closed"), "", "close it with `)`")
}

/// A distribution where every request has the same value.
#[must_use]
pub fn does_not_vary(field: &str, written: &str, fits: &str) -> Message {
    say(
        format!("`{field}` is one value, and `{written}` varies"),
        "another value for each request",
        format!("write {fits}"),
    )
}

/// A distribution inside arithmetic.
#[must_use]
pub fn varying_in_formula(name: &str) -> Message {
    say(
        format!("`{name}(…)` cannot be part of a formula"),
        "it varies from request to request; a formula is one number",
        "put the formula inside: `exp(5ms + 1ms)`",
    )
}

/// `uniform(5ms)`.
#[must_use]
pub fn uniform_wants_a_range(written: &str) -> Message {
    say(
        "`uniform` takes a range",
        format!("`{written}` is one value"),
        "write the shortest and the longest: `uniform(1ms..5ms)`",
    )
}

/// `uniform(5ms..1ms)`.
#[must_use]
pub fn range_backwards(written: &str) -> Message {
    let swapped =
        written.split_once("..").map(|(low, high)| format!("{}..{}", high.trim(), low.trim()));
    let label = swapped.map_or_else(String::new, |swapped| format!("did you mean `{swapped}`?"));
    say(format!("the range `{written}` is backwards"), label, "")
}

/// A map that is no distribution.
#[must_use]
pub fn no_such_shape(field: &str) -> Message {
    say(
        format!("this map is not a value for `{field}`"),
        "",
        "a map describes something that varies: `{ mean: 5ms, cv: 1.5 }`, `{ p50: 3ms, p99: 40ms }` or `{ min: 1ms, alpha: 1.5 }`",
    )
}

/// `{ mean: 5ms }`.
#[must_use]
pub fn half_a_shape(field: &str, first: &str, second: &str, missing: &str) -> Message {
    let help = if missing == "cv" {
        "write `cv: 1` (the standard deviation over the mean), or only the duration if it does not vary"
    } else {
        ""
    };
    say(format!("`{field}` needs `{first}` and `{second}`"), format!("no `{missing}`"), help)
}

/// Parameters that no distribution has.
#[must_use]
pub fn impossible_shape() -> Message {
    say("no distribution has these parameters", "", "")
}

/// `{ p50: 40ms, p99: 3ms }`.
#[must_use]
pub fn percentiles_backwards() -> Message {
    say("`p99` is below `p50`", "99 of 100 are faster than this", "")
}

/// Beside the median that a 99th percentile is below.
pub const P50_HERE: &str = "half of them are slower than this";

/// A Pareto distribution with an infinite mean.
#[must_use]
pub fn infinite_mean() -> Message {
    say(
        "`alpha` must be more than 1",
        "up to 1 the mean is infinite",
        "heavy tails in practice have 1.1 to 2; no system can keep up with an infinite mean",
    )
}

/// A file of samples that cannot be had.
#[must_use]
pub fn samples_unreadable(file: &str, why: &str) -> Message {
    say(
        format!("cannot read `{file}`: {why}"),
        "",
        "the file is looked for beside the page; one duration to a line: `5.2ms`",
    )
}

/// A file of samples that is no text.
#[must_use]
pub fn samples_not_text(file: &str) -> Message {
    say(format!("`{file}` is not text in UTF-8"), "", "one duration to a line: `5.2ms`")
}

/// Lines that are no durations.
#[must_use]
pub fn bad_samples(file: &str, shown: &[(usize, String)], all: usize) -> Message {
    let lines: Vec<String> = shown
        .iter()
        .map(|(number, line)| {
            format!("line {number}: `{}`", line.chars().take(40).collect::<String>())
        })
        .collect();
    let more = all - shown.len();
    let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
    say(
        format!("`{file}` has lines that are not durations"),
        format!("{}{rest}", lines.join(", ")),
        "one duration with its unit to a line: `5.2ms`; or a header such as `latency_ms` above bare numbers",
    )
}

/// No samples, or too many.
#[must_use]
pub fn samples_count(file: &str, found: usize, most: usize) -> Message {
    if found == 0 {
        return say(format!("`{file}` has no samples"), "", "one duration to a line: `5.2ms`");
    }
    let (found, most) = (grouped(found as u64), grouped(most as u64));
    say(format!("`{file}` has {found} samples; the limit is {most}"), "", "keep every n-th line")
}

/// `1,000,000`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
