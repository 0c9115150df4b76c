//! What the command line says: problems with files and flags, where things were written, the gate.

use super::number::{Unit, brief, count, duration, show, significant};
use super::{Lang, Say};
use crate::problem::Problem;

/// Nanoseconds of the units that a duration is written in.
const WRITTEN_IN: [(u64, &str); 6] = [
    (3_600_000_000_000, "h"),
    (60_000_000_000, "m"),
    (1_000_000_000, "s"),
    (1_000_000, "ms"),
    (1_000, "us"),
    (1, "ns"),
];

fn plural(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

// ---- problems ----

/// A line that says why the command fails.
#[must_use]
pub fn error(words: &str) -> String {
    format!("error: {words}")
}

/// The line below all problems.
#[must_use]
pub fn errors_in(shown: usize, more: usize, file: &str) -> String {
    format!("{} in {file}", plural(shown + more, "error"))
}

/// The line below all warnings of a page that is fit.
#[must_use]
pub fn warnings_in(number: usize, file: &str) -> String {
    format!("{} in {file}", plural(number, "warning"))
}

/// How many problems there are beyond those that are shown.
#[must_use]
pub fn not_shown(number: usize) -> String {
    format!("… and {} more\n", plural(number, "problem"))
}

/// Flags that were given to a command that they change nothing of.
#[must_use]
pub fn no_effect_here(flags: &[&str]) -> String {
    let verb = if flags.len() == 1 { "has" } else { "have" };
    format!("note: {} {verb} no effect here", flags.join(", "))
}

/// A warning of the page as one sentence of the report.
#[must_use]
pub fn warning(problem: &Problem) -> String {
    problem.what.say(Lang::En)
}

/// A page that is fit to run.
#[must_use]
pub fn fit(file: &str, name: &str, has_design: bool) -> String {
    let what = if has_design { "" } else { " (arithmetic alone)" };
    format!("{file}: {name} is fine{what}\n")
}

/// A table that cannot be read.
#[must_use]
pub fn unreadable(name: &str, detail: &str) -> String {
    format!("`{name}` cannot be read: {detail}")
}

/// Why a table is not read.
#[must_use]
pub fn larger_than(limit_mib: usize) -> String {
    format!("it is larger than {limit_mib} MiB")
}

/// Why a table is not read.
#[must_use]
pub fn not_utf8() -> String {
    "it is not UTF-8".to_owned()
}

/// `run` on a page without a design.
#[must_use]
pub fn nothing_to_run(file: &str) -> String {
    format!(
        "{file} has formulas but no design, so there is nothing to simulate\n\
         help: `napkin estimate {file}` does its arithmetic; a design has `components:` and a `path:`"
    )
}

// ---- the standard input ----

/// What the standard input is called where a file would have a name.
#[must_use]
pub fn stdin_name() -> String {
    "<stdin>".to_owned()
}

/// The name of the report of a page without a file.
#[must_use]
pub fn stdin_stem() -> String {
    "stdin".to_owned()
}

// ---- flags ----

/// A quantity that cannot be read, on one line.
#[must_use]
pub fn unit_error(title: &str, label: &str, help: Option<&str>) -> String {
    let more = [Some(label), help].into_iter().flatten().filter(|more| !more.is_empty());
    more.fold(title.to_owned(), |all, more| format!("{all}; {more}"))
}

/// A duration that is no duration of a run.
#[must_use]
pub fn duration_out_of_range() -> String {
    "it must be more than 0 and at most 30 days, such as `30s` or `2m`".to_owned()
}

/// A precision that napkin does not run until.
#[must_use]
pub fn precision_out_of_range() -> String {
    "it must be from 0.1% to 15%, such as `1%`".to_owned()
}

/// A count that is not whole, or too large.
#[must_use]
pub fn whole_out_of_range(least: u64, most: u64) -> String {
    let example = if most > 1_000_000 { "500k" } else { "100" };
    format!("it must be a whole number from {least} to {}, such as `{example}`", count(most))
}

/// A seed that is none.
#[must_use]
pub fn seed_out_of_range() -> String {
    format!("it must be a whole number from 0 to {}, such as `7`", u64::MAX)
}

/// A year that the model says nothing about.
#[must_use]
pub fn year_out_of_range(first: u16, last: u16) -> String {
    format!("the yearly model covers {first} to {last}")
}

/// `--vary` without a path or without values.
#[must_use]
pub fn nothing_varies() -> String {
    "write what varies, and over what: `traffic.rate=1k/s..20k/s` or `app.instances=2,4,8`"
        .to_owned()
}

/// A duration as a flag takes it, exactly: `2s`, `1500us`.
#[must_use]
pub fn nanoseconds(ns: u64) -> String {
    let (size, unit) = WRITTEN_IN
        .into_iter()
        .find(|(size, _)| ns.is_multiple_of(*size) && ns > 0)
        .unwrap_or((1, "s"));
    format!("{}{unit}", ns / size)
}

// ---- the run ----

/// An event that a shortened run never gets to.
#[must_use]
pub fn beyond_the_end(label: &str, at_ns: u64, end_ns: u64) -> String {
    let seconds = |ns: u64| duration(ns as f64 * 1e-9);
    format!(
        "`{label}` would begin at {}, but the run ends at {}: it was not simulated",
        seconds(at_ns),
        seconds(end_ns)
    )
}

/// A load that feeds on its own refusals.
#[must_use]
pub fn run_away(open: bool, requests: u64, within_ns: u64) -> String {
    let within = super::number::duration(within_ns as f64 / 1e9);
    let requests = super::number::count(requests);
    if open {
        return format!(
            "{requests} requests arrived within {within} of simulated time, three times what `--max-requests` \
             allows, and the run was given up\nhelp: check the unit of the rate, make `warmup` and `duration` \
             shorter, or allow more with `--max-requests`"
        );
    }
    format!(
        "{requests} requests were sent within {within} of simulated time: clients that are answered at once and do \
         not think ask again at once, without end; give `traffic` a `think`, such as `think: 1s`"
    )
}

/// Too many requests under way at once.
#[must_use]
pub fn too_many_in_flight(limit: usize, at_s: u64) -> String {
    format!(
        "{} requests were under way at once {at_s} s into the run, and the run was given up\n\
         help: work piles up far beyond what the design carries; shorten it with `--duration`, give the \
         queues a limit, or allow more with `--max-in-flight`",
        count(limit as u64)
    )
}

/// Stopped before anything was measured.
#[must_use]
pub fn stopped() -> String {
    "stopped before the first replication was done: there is nothing to report".to_owned()
}

/// After the first Ctrl-C.
#[must_use]
pub fn stopping() -> String {
    "stopping… (Ctrl-C again to end at once)".to_owned()
}

/// Where the report is.
#[must_use]
pub fn written(file: &str) -> String {
    format!("The report is in {file}, with its charts and result.json beside it.\n")
}

/// No report is written of a part of a run.
#[must_use]
pub fn not_written() -> String {
    "No files were written, since the run was stopped.\n".to_owned()
}

/// While the warm-up is looked for; a template of the progress bar.
#[must_use]
pub fn spinner_template() -> String {
    "{spinner} looking for a steady state… {elapsed}".to_owned()
}

/// While replications run; a template of the progress bar.
#[must_use]
pub fn bar_template() -> String {
    "simulating [{bar:40}] {percent:>3}%  {msg}".to_owned()
}

/// How long the run is going to take.
#[must_use]
pub fn time_left(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s left"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s left"),
        (hours, minutes, _) => format!("{hours} h {minutes} min left"),
    }
}

// ---- files ----

/// The standard output cannot be written to.
#[must_use]
pub fn stdout_failed(detail: &str) -> String {
    format!("the standard output cannot be written: {detail}")
}

/// A file or folder that cannot be written.
#[must_use]
pub fn unwritable(path: &str, detail: &str) -> String {
    format!("`{path}` cannot be written: {detail}")
}

/// A folder that would be inside a file.
#[must_use]
pub fn below_a_file(path: &str, file: &str) -> String {
    format!("`{path}` cannot be a folder: `{file}` is a file")
}

/// A folder without a parent.
#[must_use]
pub fn no_such_folder(path: &str) -> String {
    format!("`{path}` cannot be written: no folder above it exists")
}

/// A chart that could not be drawn.
#[must_use]
pub fn no_picture(chart: &str, detail: &str) -> String {
    format!("the chart `{chart}` cannot be drawn: {detail}")
}

/// `new` does not overwrite.
#[must_use]
pub fn exists_already(file: &str) -> String {
    format!("`{file}` exists already, and is left as it is")
}

/// `new ''`.
#[must_use]
pub fn empty_name() -> String {
    "the page needs a name, such as `napkin new my-design`".to_owned()
}

/// A missing page whose name is nearly one of the gallery's.
#[must_use]
pub fn near_of_gallery(name: &str) -> String {
    format!("did you mean `{name}`? `napkin list` shows the pages that need no file")
}

/// A file's name as a shell takes it for one word.
fn shell_word(file: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if file.chars().all(is_plain) {
        return file.to_owned();
    }
    format!("'{}'", file.replace('\'', "'\\''"))
}

/// `new` has written a page.
#[must_use]
pub fn made(file: &str) -> String {
    format!("{file} is ready: `napkin run {}`\n", shell_word(file))
}

/// Below the gallery.
#[must_use]
pub fn run_one() -> String {
    "Run one with `napkin run NAME`.".to_owned()
}

// ---- the gate ----

/// `--gate` on a page without objectives.
#[must_use]
pub fn nothing_to_gate() -> String {
    "warning: --gate has nothing to judge, since the page has no `slo:`".to_owned()
}

/// An objective that was missed, by how much, and whether its interval (where it has one) leaves a doubt.
#[must_use]
pub fn missed(
    objective: &str,
    (target, actual): (f64, f64),
    interval: Option<(f64, f64)>,
    unit: Unit,
    clear: bool,
) -> String {
    // Availability falls short; everything else is too much.
    let side = if actual < target { "below" } else { "over" };
    let off = show((actual - target).abs(), unit);
    let percent = if target > 0.0 && actual > target {
        format!(" ({}% too much)", significant((actual / target - 1.0) * 100.0, 2))
    } else {
        String::new()
    };
    format!(
        "missed: {objective} is {}, {off} {side} its target of {}{percent}, {}",
        show(actual, unit),
        show(target, unit),
        doubt(interval, unit, clear)
    )
}

/// An objective that was met.
#[must_use]
pub fn met(
    objective: &str,
    (target, actual): (f64, f64),
    interval: Option<(f64, f64)>,
    unit: Unit,
    clear: bool,
) -> String {
    format!(
        "met: {objective} is {}, its target is {}, {}",
        show(actual, unit),
        show(target, unit),
        doubt(interval, unit, clear)
    )
}

fn doubt(interval: Option<(f64, f64)>, unit: Unit, clear: bool) -> String {
    let words = if clear { "clearly" } else { "not clearly" };
    match interval.filter(|(low, high)| low < high) {
        Some((low, high)) => {
            let verb = if clear { "does not contain" } else { "contains" };
            let (low, high) = (brief(low, unit), brief(high, unit));
            format!("{words}: its interval, {low} to {high}, {verb} the target")
        }
        None if clear => format!("{words}: it does not vary"),
        None => format!("{words}: it has no interval"),
    }
}

/// An objective that nothing was measured for.
#[must_use]
pub fn nothing_measured(objective: &str, target: f64, unit: Unit) -> String {
    format!("missed: {objective} has no value to hold against its target of {}", show(target, unit))
}

/// How often an objective is missed, against how often it may be.
#[must_use]
pub fn how_often(objective: &str, share: f64, (low, high): (f64, f64), most: f64) -> String {
    let word = if share > most { "missed" } else { "met" };
    let percent = |share: f64| brief(share, Unit::Percent);
    let (doubt, verb) = if (low..=high).contains(&most) {
        ("not clearly", "contains")
    } else {
        ("clearly", "does not contain")
    };
    format!(
        "{word}: {objective} is missed in {} of the trials, at most {} may miss it, {doubt}: the interval, {} to {}, \
         {verb} that",
        percent(share),
        percent(most),
        percent(low),
        percent(high)
    )
}

/// A share that cannot be one.
#[must_use]
pub fn share_out_of_range() -> String {
    "write a share from 0% to 100%, such as 5%".to_owned()
}

/// A rate that cannot be one.
#[must_use]
pub fn rate_out_of_range() -> String {
    "write a rate above 0, such as 5k/s, or two of them from low to high: 1k/s..50k/s".to_owned()
}

/// A load that does not settle meets no objective, whatever was measured until the end.
#[must_use]
pub fn does_not_settle(growth_per_s: f64) -> String {
    format!(
        "missed: the load does not settle, {} more every second are under way",
        significant(growth_per_s, 2)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_exactly() {
        let check = |ns: u64, expect: &str| assert_eq!(nanoseconds(ns), expect);
        check(2_000_000_000, "2s");
        check(90_000_000_000, "90s");
        check(120_000_000_000, "2m");
        check(1_500_000, "1500us");
        check(7, "7ns");
        check(0, "0s");
    }

    #[test]
    fn a_command_names_its_file_in_one_word() {
        let check = |file: &str, word: &str| assert_eq!(shell_word(file), word);
        check("a/my-design.yaml", "a/my-design.yaml");
        check("주문.yaml", "주문.yaml");
        check("my design.yaml", "'my design.yaml'");
        check("it's.yaml", r"'it'\''s.yaml'");
    }

    #[test]
    fn errors_are_counted() {
        assert_eq!(errors_in(1, 0, "a.yaml"), "1 error in a.yaml");
        assert_eq!(errors_in(200, 17, "a.yaml"), "217 errors in a.yaml");
    }
}
