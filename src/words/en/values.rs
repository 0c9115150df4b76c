//! What is wrong with a value.

use super::fits::fits;
use super::list::{did_you_mean, grouped, words};
use crate::message::values::Fault;
use crate::message::{Fits, Words};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::NoValue { field, fits: wanted } => {
            words(format!("`{field}` has no value"), write(wanted), "")
        }
        Fault::NotAList { field, fits: wanted } => {
            words(format!("`{field}` is one value, not a list"), write(wanted), "")
        }
        Fault::NotAMap { field, fits: wanted } => {
            words(format!("`{field}` is one value, not a map"), write(wanted), "")
        }
        Fault::NotAChoice { field, written, near, fits: wanted } => words(
            format!("`{field}` cannot be `{written}`"),
            did_you_mean(*near),
            format!("`{field}` is {}", fits(wanted)),
        ),
        Fault::UnknownName { name, near, fits: wanted } => {
            let help = match near {
                Some(_) => String::new(),
                None => format!(
                    "write {}; a formula may use the names of `assume` and `estimate`, and the rows of `napkin latency`",
                    fits(wanted)
                ),
            };
            words(format!("unknown name `{name}`"), did_you_mean(near.as_deref()), help)
        }
        Fault::BadRates { file, shown, more } => words(
            format!("`{file}` has lines that are no time and rate"),
            bad_lines(shown, *more),
            A_RECORDING,
        ),
        Fault::RatesBackwards { file, line } => words(
            format!("line {line} of `{file}` is before the one above it"),
            "",
            "the times ascend",
        ),
        Fault::NoRates { file } => words(format!("`{file}` has no rates"), "", A_RECORDING),
        Fault::TooManyRates { file, found, most } => {
            let (found, most) = (grouped(*found as u64), grouped(*most as u64));
            words(
                format!("`{file}` has {found} rows; the limit is {most}"),
                "",
                "keep every n-th line",
            )
        }
        Fault::NoRate { currency } => words(
            format!("the page does not say how many dollars 1 `{currency}` is"),
            "",
            format!("state its rate: `assume: {{ {currency}: $0.001 }}`"),
        ),
        Fault::UnknownBelow { name } => words(
            format!("unknown name `{name}`"),
            "",
            format!("if it only says of what there is so much, write `per {name}`"),
        ),
        Fault::Negative { field } => {
            words(format!("`{field}` cannot be negative"), "below zero", "")
        }
        Fault::NotPositive { field } => words(format!("`{field}` must be more than zero"), "", ""),
        Fault::TooLarge { field } => words(
            format!("`{field}` is too large to compute with"),
            "",
            "durations reach to 292 years; other numbers to about 1e308",
        ),
        Fault::BeyondAWhole { field, written, may_be_percent } => {
            let label =
                if *may_be_percent { format!("did you mean `{written}%`?") } else { String::new() };
            words(format!("`{field}` is a share: it cannot be more than 100%"), label, "")
        }
        Fault::ShareOfThings { field, noun, near } => words(
            format!("`{field}` is a share: it cannot be a number of `{noun}`"),
            did_you_mean(*near),
            "a share is written `1%` or `0.01`",
        ),
        Fault::BareWhole { field } => words(
            format!("`{field}: 1` would allow all of them"),
            "did you mean `1%`?",
            "a share without `%` is a part of one: 0.01 is 1%",
        ),
        Fault::NotWhole { field, written } => {
            words(format!("`{field}` must be a whole number, and `{written}` is not"), "", "")
        }
        Fault::Below { field, least } => {
            words(format!("`{field}` must be at least {least}"), "", "")
        }
        Fault::BeyondLimit { field, most } => {
            let help = match most {
                0..1_000 => "",
                _ => "check the unit: `k` is a thousand, `M` a million",
            };
            words(format!("`{field}` is beyond the limit of {}", grouped(*most)), "", help)
        }
        Fault::BeyondDays { field, most } => words(
            format!("`{field}` is beyond the limit of {most} days"),
            "",
            "a run of some minutes says what a run of a month would; shorten the events with it",
        ),
        Fault::NotAPrecision => words(
            "`until_precision` is from 0.1% to 15%",
            "",
            "a histogram tells no finer; and beyond 15% an interval that decides when to stop misleads",
        ),
        Fault::RangeOfACount { field } => range_of_a_count(field),
        Fault::UnknownDistribution { name, near } => {
            words(format!("unknown distribution `{name}`"), did_you_mean(*near), DURATIONS)
        }
        Fault::WrongArguments { name, found } => wrong_arguments(name, *found),
        Fault::UnclosedCall { name } => {
            words(format!("the bracket of `{name}(` is never closed"), "", "close it with `)`")
        }
        Fault::DoesNotVary { field, written, fits: wanted } => words(
            format!("`{field}` is one value, and `{written}` varies"),
            "another value for each request",
            write(wanted),
        ),
        Fault::VaryingInFormula { name } => words(
            format!("`{name}(…)` cannot be part of a formula"),
            "it varies from request to request; a formula is one number",
            "put the formula inside: `exp(5ms + 1ms)`",
        ),
        Fault::UniformWantsARange { written } => words(
            "`uniform` takes a range",
            format!("`{written}` is one value"),
            "write the shortest and the longest: `uniform(1ms..5ms)`",
        ),
        Fault::RangeBackwards { written, low, high } => words(
            format!("the range `{written}` is backwards"),
            format!("did you mean `{high}..{low}`?"),
            "",
        ),
        Fault::NoSuchShape { field } => words(
            format!("this map is not a value for `{field}`"),
            "",
            "a map describes something that varies: `{ mean: 5ms, cv: 1.5 }`, `{ p50: 3ms, p99: 40ms }` or `{ min: 1ms, alpha: 1.5 }`",
        ),
        Fault::HalfAShape { field, first, second, missing } => {
            let help = match *missing {
                "cv" => {
                    "write `cv: 1` (the standard deviation over the mean), or only the duration if it does not vary"
                }
                _ => "",
            };
            words(
                format!("`{field}` needs `{first}` and `{second}`"),
                format!("no `{missing}`"),
                help,
            )
        }
        Fault::ImpossibleShape => words("no distribution has these parameters", "", ""),
        Fault::PercentilesBackwards => {
            words("`p99` is below `p50`", "99 of 100 are faster than this", "")
        }
        Fault::InfiniteMean => words(
            "`alpha` must be more than 1",
            "up to 1 the mean is infinite",
            "heavy tails in practice have 1.1 to 2; no system can keep up with an infinite mean",
        ),
        Fault::SamplesUnreadable { file, detail } => words(
            format!("cannot read `{file}`: {detail}"),
            "",
            "the file is looked for beside the page",
        ),
        Fault::SamplesNotText { file } => {
            words(format!("`{file}` is not text in UTF-8"), "", "save it as UTF-8")
        }
        Fault::SamplesTooLarge { file, limit_mib } => words(
            format!("`{file}` is larger than {limit_mib} MiB"),
            "",
            "a tenth of the samples, drawn at random, has the same percentiles",
        ),
        Fault::BadSamples { file, shown, more } => words(
            format!("`{file}` has lines that are not durations"),
            bad_lines(shown, *more),
            "one duration with its unit to a line: `5.2ms`; or a header such as `latency_ms` above bare numbers",
        ),
        Fault::NoSamples { file } => words(format!("`{file}` has no samples"), "", ONE_TO_A_LINE),
        Fault::TooManySamples { file, found, most } => {
            let (found, most) = (grouped(*found as u64), grouped(*most as u64));
            words(
                format!("`{file}` has {found} samples; the limit is {most}"),
                "",
                "keep every n-th line",
            )
        }
    }
}

const A_RECORDING: &str =
    "a time and a rate to a line: `00:05,120`, `300,120/s` or `2026-03-01T00:05:00Z,120`";

const ONE_TO_A_LINE: &str = "one duration to a line: `5.2ms`";

const DURATIONS: &str = "a varying duration is `exp(5ms)`, `uniform(1ms..5ms)`, `erlang(3, 5ms)`, \
    `samples(file.csv)`, `{ mean, cv }`, `{ p50, p99 }` or `{ min, alpha }`";

fn write(wanted: &Fits) -> String {
    format!("write {}", fits(wanted))
}

fn range_of_a_count(field: &str) -> Words {
    let other = match field {
        "clients" => "; `--set traffic.clients=4` tries another",
        "instances" => "; `--set app.instances=4` tries another",
        _ => "",
    };
    words(
        format!("`{field}` cannot be a range"),
        "an uncertain number",
        format!("write one number here{other}"),
    )
}

fn wrong_arguments(name: &str, found: usize) -> Words {
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
    words(format!("`{name}` {takes}"), format!("here are {found}"), format!("write `{example}`"))
}

fn bad_lines(shown: &[(usize, String)], more: usize) -> String {
    const CHARS_MAX: usize = 40;
    let lines: Vec<String> = shown
        .iter()
        .map(|(number, line)| {
            format!("line {number}: `{}`", line.chars().take(CHARS_MAX).collect::<String>())
        })
        .collect();
    let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
    format!("{}{rest}", lines.join(", "))
}
