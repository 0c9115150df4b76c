//! What the command line says.

use super::number::{brief, count, duration, show, significant};
use crate::figure::Unit;
use crate::message::Words;
use crate::message::cli::{BadValue, Fault, File, Judged, Text, Unreadable, Verdict};

pub fn fault(what: &Fault) -> String {
    match what {
        Fault::NothingToRun { file } => format!(
            "{file} has formulas but no design, so there is nothing to simulate\n\
             help: `napkin estimate {file}` does its arithmetic; a design has `components:` and a `path:`"
        ),
        Fault::TooManyArrived { requests, within_ns } => format!(
            "{} requests arrived within {} of simulated time, three times what `--max-requests` allows, and the run \
             was given up\nhelp: check the unit of the rate, make `warmup` and `duration` shorter, or allow more with \
             `--max-requests`",
            count(*requests),
            nanoseconds(*within_ns)
        ),
        Fault::TooManySent { requests, within_ns } => format!(
            "{} requests were sent within {} of simulated time: clients that are answered at once and do not think ask \
             again at once, without end; give `traffic` a `think`, such as `think: 1s`",
            count(*requests),
            nanoseconds(*within_ns)
        ),
        Fault::OutOfBudget { steps, reached_ns } => format!(
            "the budget of {} steps would be used up {} into the run, before anything was measured\n\
             help: allow more with `--budget`, or ask for less: a shorter `--warmup`, fewer `--replications`, a \
             lower rate or fewer calls a request",
            count(*steps),
            nanoseconds(*reached_ns)
        ),
        Fault::OutOfMemory { what, bytes, limit } => format!(
            "{}\nhelp: allow more with `--memory`, or {}",
            super::study::memory(*what, *bytes, *limit),
            super::study::instead(*what)
        ),
        Fault::TooManyInFlight { limit, at_s } => format!(
            "{} requests were under way at once {at_s} s into the run, and the run was given up\n\
             help: work piles up far beyond what the design carries; shorten it with `--duration`, give the \
             queues a limit, or allow more with `--max-in-flight`",
            count(*limit as u64)
        ),
        Fault::Stopped => {
            "stopped before the first replication was done: there is nothing to report".to_owned()
        }
        Fault::OutputUnwritable { detail } => {
            format!("the standard output cannot be written: {detail}")
        }
        Fault::Unwritable { path, detail } => format!("`{path}` cannot be written: {detail}"),
        Fault::BelowAFile { path, file } => {
            format!("`{path}` cannot be a folder: `{file}` is a file")
        }
        Fault::NoFolderAbove { path } => {
            format!("`{path}` cannot be written: no folder above it exists")
        }
        Fault::Undrawable { chart, detail } => {
            format!("the chart `{chart}` cannot be drawn: {detail}")
        }
        Fault::Unencodable { file, detail } => format!("`{file}` cannot be made: {detail}"),
        Fault::ExistsAlready { file } => format!("`{file}` exists already, and is left as it is"),
        Fault::NoName => "the page needs a name, such as `napkin new my-design`".to_owned(),
    }
}

pub fn bad_value(what: &BadValue) -> String {
    match what {
        BadValue::Quantity(fault) => {
            let words = super::units::fault(fault);
            let more = [&words.label, &words.help].into_iter().filter(|more| !more.is_empty());
            more.fold(words.title.clone(), |all, more| format!("{all}; {more}"))
        }
        BadValue::Duration => {
            "it must be more than 0 and at most 30 days, such as `30s` or `2m`".to_owned()
        }
        BadValue::Load => {
            "write how many times the page's load, from 0.001x to 1000000x, such as 10x".to_owned()
        }
        BadValue::Precision => "it must be from 0.1% to 15%, such as `1%`".to_owned(),
        BadValue::Whole { least, most } => {
            let example = if *most > 1_000_000 { "500k" } else { "100" };
            let most = count(*most);
            format!("it must be a whole number from {least} to {most}, such as `{example}`")
        }
        BadValue::Seed => {
            format!("it must be a whole number from 0 to {}, such as `7`", u64::MAX)
        }
        BadValue::Year { first, last } => format!("the yearly model covers {first} to {last}"),
        BadValue::Vary => {
            "write what varies, and over what: `traffic.rate=1k/s..20k/s` or `app.instances=2,4,8`"
                .to_owned()
        }
        BadValue::Budget => {
            "write steps, such as `200M`, or seconds of two cores, such as `30s`".to_owned()
        }
        BadValue::Memory => "write an amount of memory from 64MB to 1TB, such as `4GB`".to_owned(),
        BadValue::Dollars => "write an amount of money a month, such as $100".to_owned(),
        BadValue::Share => "write a share from 0% to 100%, such as 5%".to_owned(),
        BadValue::Rate => {
            "write a rate above 0, such as 5k/s, or two of them from low to high: 1k/s..50k/s"
                .to_owned()
        }
    }
}

pub fn file(what: &File) -> Words {
    let (title, help) = match what {
        File::Unreadable { name, why } => {
            (format!("`{name}` cannot be read: {}", unreadable(why)), String::new())
        }
        File::NearGallery { name, near } => (
            format!("`{name}` does not exist"),
            format!("did you mean `{near}`? `napkin list` shows the pages that need no file"),
        ),
    };
    Words { title, label: String::new(), help }
}

fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::System(detail) => detail.clone(),
        Unreadable::LargerThan { mib } => format!("it is larger than {mib} MiB"),
        Unreadable::NotUtf8 => "it is not UTF-8".to_owned(),
    }
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Error { why } => format!("error: {why}"),
        Text::Errors { count, file } => format!("{} in {file}", plural(count, "error")),
        Text::Warnings { count, file } => format!("{} in {file}", plural(count, "warning")),
        Text::NotShown { count } => format!("… and {} more\n", plural(count, "problem")),
        Text::NoEffect { flags } => {
            let verb = if flags.len() == 1 { "has" } else { "have" };
            format!("note: {} {verb} no effect here", flags.join(", "))
        }
        Text::Fit { file, name, has_design } => {
            let what = if has_design { "" } else { " (arithmetic alone)" };
            format!("{file}: {name} is fine{what}\n")
        }
        Text::Costs { calls, steps, requests } => format!(
            "This page costs {} calls a request: to stay within {} steps (`--budget`), about {} requests are simulated.",
            count(calls.round() as u64),
            count(steps),
            count(requests.round() as u64)
        ),
        Text::Stopping => "stopping… (Ctrl-C again to end at once)".to_owned(),
        Text::Written { file } => {
            format!("The report is in {file}, with its charts and result.json beside it.\n")
        }
        Text::NotWritten => "No files were written, since the run was stopped.\n".to_owned(),
        Text::LookingTemplate => "{spinner} looking for a steady state… {elapsed}".to_owned(),
        Text::StepsTemplate => "{spinner} {bar:32} {pos} of {len} runs".to_owned(),
        Text::SimulatingTemplate => "simulating [{bar:40}] {percent:>3}%  {msg}".to_owned(),
        Text::TimeLeft { seconds } => time_left(seconds),
        Text::Made { file, command } => format!("{file} is ready: `{command}`\n"),
        Text::RunOne => "Run one with `napkin run NAME`.".to_owned(),
    }
}

fn plural(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

pub fn nanoseconds(ns: u64) -> String {
    duration(ns as f64 * 1e-9)
}

fn time_left(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s left"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s left"),
        (hours, minutes, _) => format!("{hours} h {minutes} min left"),
    }
}

pub fn verdict(what: &Verdict<'_>) -> String {
    match *what {
        Verdict::NothingToJudge => {
            "warning: --gate has nothing to judge, since the page has no `slo:`".to_owned()
        }
        Verdict::Judged(row) => judged(&row),
        Verdict::NothingMeasured { objective, target, unit } => format!(
            "missed: {objective} has no value to compare with its target of {}",
            show(target, unit)
        ),
        Verdict::NotSimulated { event, at_s, end_s } => format!(
            "missed: “{event}” at {} was not simulated, so nothing says that the design stands it: the budget ends \
             each replication at {} (`--max-requests`, `--budget`)",
            duration(at_s),
            duration(end_s)
        ),
        Verdict::DoesNotSettle { growth_per_s } => format!(
            "missed: the load does not settle, {} more every second are under way",
            significant(growth_per_s, 2)
        ),
        Verdict::WorseBy { variant, figure, from, to, unit } => {
            let (from, to) = (show(from, unit), show(to, unit));
            format!("worse: {variant}: {figure} is {to}, {from} before")
        }
        Verdict::NotWorse { variant } => {
            format!("not worse: {variant}, by more than is allowed")
        }
        Verdict::NotComparable { variant } => {
            format!(
                "worse: {variant}: it does not settle, or the run was cut, so nothing says that it is not"
            )
        }
        Verdict::HowOften { objective, share, interval: (low, high), most } => {
            let word = if share > most { "missed" } else { "met" };
            let percent = |share: f64| brief(share, Unit::Percent);
            let (doubt, verb) = if (low..=high).contains(&most) {
                ("not clearly", "contains")
            } else {
                ("clearly", "does not contain")
            };
            format!(
                "{word}: {objective} is missed in {} of the trials, at most {} may miss it, {doubt}: the interval, {} \
                 to {}, {verb} that",
                percent(share),
                percent(most),
                percent(low),
                percent(high)
            )
        }
    }
}

fn judged(row: &Judged<'_>) -> String {
    let Judged { objective, target, actual, unit, .. } = *row;
    let (is, asked, doubt) = (show(actual, unit), show(target, unit), doubt(row));
    if row.met {
        return format!("met: {objective} is {is}, its target is {asked}, {doubt}");
    }
    // Availability falls short; everything else is too much.
    let side = if actual < target { "below" } else { "over" };
    let off = show((actual - target).abs(), unit);
    let percent = if target > 0.0 && actual > target {
        format!(" ({}% too much)", significant((actual / target - 1.0) * 100.0, 2))
    } else {
        String::new()
    };
    format!("missed: {objective} is {is}, {off} {side} its target of {asked}{percent}, {doubt}")
}

fn doubt(row: &Judged<'_>) -> String {
    let words = if row.clear { "clearly" } else { "not clearly" };
    match row.interval.filter(|(low, high)| low < high) {
        Some((low, high)) => {
            let verb = if row.clear { "does not contain" } else { "contains" };
            let (low, high) = (brief(low, row.unit), brief(high, row.unit));
            format!("{words}: its interval, {low} to {high}, {verb} the target")
        }
        None if row.clear => format!("{words}: it does not vary"),
        None => format!("{words}: it has no interval"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted() {
        let check = |count: usize, expect: &str| {
            assert_eq!(text(&Text::Errors { count, file: "a.yaml" }), expect);
        };
        check(1, "1 error in a.yaml");
        check(217, "217 errors in a.yaml");
    }
}
