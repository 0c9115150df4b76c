//! `napkin montecarlo`.

use super::Exit;
use super::args::{MontecarloArgs, PageArgs, RunFlags};
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use super::values::Warmup;
use super::{command, gate};
use crate::document::{MonteCarlo, Worst};
use crate::note::montecarlo as note;
use crate::study::montecarlo::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &MontecarloArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let flags = &args.study.run;
    let study = Study {
        name: "montecarlo",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: vec![("trials", args.trials.map(|trials| trials.to_string()))]
            .into_iter()
            .filter(|flag| flag.1.is_some())
            .collect(),
    };
    let request = Request {
        trials: args.trials,
        window_ns: flags.duration,
        max_requests: flags.max_requests,
    };
    let lang = terminal.lang;
    study.conduct(terminal, |subjects, watch| {
        let mut document = montecarlo::study(&subjects[0], &request, watch)?;
        replays(args, &mut document);
        let (note, charts) = (note::note(&document, lang), note::charts(&document, lang));
        let gated = args.gate.filter(|_| !document.head.interrupted);
        let exit =
            gated.map_or(Exit::Done, |most| gate::judge_trials(&document, most, terminal.lang));
        Ok(Shown { document, note, charts, stems: &note::CHARTS, exit })
    })
}

/// Writes the commands that simulate the worst trials again.
fn replays(args: &MontecarloArgs, document: &mut MonteCarlo) {
    let plan = document.trial.clone();
    for worst in &mut document.worst {
        worst.command = replay(args, worst, ns(plan.window_s), ns(plan.warmup_s));
    }
}

/// `napkin run` with all that a trial set.
fn replay(args: &MontecarloArgs, worst: &Worst, window_ns: u64, warmup_ns: u64) -> String {
    let (page, flags) = (&args.study.page, &args.study.run);
    let page = PageArgs {
        set: page.set.iter().chain(&worst.sets).cloned().collect(),
        load: page.load,
        latency_table: page.latency_table.clone(),
        prices: page.prices.clone(),
    };
    let run = RunFlags {
        seed: Some(worst.seed),
        replications: Some(1),
        duration: Some(window_ns),
        warmup: Some(Warmup::Ns(warmup_ns)),
        caches: flags.caches,
        max_requests: Some(montecarlo::MOST_OF_A_RUN),
        max_in_flight: flags.max_in_flight,
        budget: flags.budget,
        memory: flags.memory,
        threads: None,
    };
    command::line("run", &[&args.scenario], &page, &run, &[])
}

/// Whole nanoseconds of what a document has in seconds.
fn ns(seconds: f64) -> u64 {
    (seconds * 1e9).round() as u64
}
