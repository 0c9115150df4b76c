//! The command line that gives the same figures again, as reports print it.

use std::path::PathBuf;

use super::args::{PageArgs, RunFlags};
use super::values::Warmup;
use crate::shell;
use crate::units::exact::nanoseconds;

/// The command that gives the same figures again: what decides them, and nothing else. `own` are the
/// command's own flags, without their dashes; a flag without a value is a switch.
pub fn line(
    command: &str,
    scenarios: &[&String],
    page: &PageArgs,
    run: &RunFlags,
    own: &[(&str, Option<String>)],
) -> String {
    let mut words = vec!["napkin".to_owned(), command.to_owned()];
    words.extend(scenarios.iter().map(|scenario| shell::word(scenario)));
    for (name, value) in own {
        words.push(format!("--{name}"));
        words.extend(value.as_deref().map(shell::word));
    }
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push(format!("--{name}"));
            words.push(shell::word(&value));
        }
    };
    for set in &page.set {
        flag("set", Some(set.clone()));
    }
    flag("load", page.load.map(|times| format!("{times}x")));
    let shown = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    flag("latency-table", shown(&page.latency_table));
    flag("prices", shown(&page.prices));
    flag("seed", run.seed.map(|seed| seed.to_string()));
    flag("replications", run.replications.map(|count| count.to_string()));
    flag("duration", run.duration.map(nanoseconds));
    flag(
        "warmup",
        run.warmup.map(|warmup| match warmup {
            Warmup::Auto => "auto".to_owned(),
            Warmup::Ns(length) => nanoseconds(length),
        }),
    );
    flag("caches", run.caches.map(|caches| format!("{caches:?}").to_lowercase()));
    flag("max-requests", run.max_requests.map(|most| most.to_string()));
    flag("budget", run.budget.map(|steps| steps.to_string()));
    flag("memory", run.memory.map(|bytes| format!("{bytes}B")));
    flag("max-in-flight", run.max_in_flight.map(|most| most.to_string()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::args::{Cli, Command};
    use super::*;
    use clap::Parser;

    fn check(typed: &str, expect: &str) {
        let Command::Run(args) = Cli::parse_from(typed.split(' ')).command else {
            panic!("{typed} is a run");
        };
        assert_eq!(line("run", &[&args.scenario], &args.page, &args.run, &[]), expect);
    }

    #[test]
    fn the_command_in_the_report_has_what_decides_the_figures() {
        check("napkin run a.yaml", "napkin run a.yaml");
        check("napkin run a.yaml --load 10", "napkin run a.yaml --load 10x");
        check("napkin run a.yaml --threads 2 --out x --quiet --gate", "napkin run a.yaml");
        check(
            "napkin run a.yaml --duration 2s --warmup auto --set app.work=exp(5ms) --seed 7",
            "napkin run a.yaml --set 'app.work=exp(5ms)' --seed 7 --duration 2s --warmup auto",
        );
        check(
            "napkin run a.yaml --duration 1500us --caches cold --max-requests 5k",
            "napkin run a.yaml --duration 1500us --caches cold --max-requests 5000",
        );
    }
}
