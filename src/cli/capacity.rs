//! `napkin capacity`.

use super::Exit;
use super::args::CapacityArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::note::capacity as note;
use crate::study::capacity::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &CapacityArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "capacity",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: own(args),
    };
    let request = Request {
        growth: args.growth.clone(),
        from: args.from.clone(),
        size: args.size.clone(),
        rate_per_s: args.rate,
    };
    study.conduct(terminal, |subjects, watch| {
        let document = capacity::study(&subjects[0], &request, watch)?;
        let lang = terminal.lang;
        let (note, charts) = (note::note(&document, lang), note::charts(&document, lang));
        Ok(Shown { document, note, charts, stems: &note::CHARTS, exit: Exit::Done })
    })
}

/// Its own flags, for the command in the report.
fn own(args: &CapacityArgs) -> Vec<(&'static str, Option<String>)> {
    let flags = [
        ("growth", args.growth.as_ref().map(|growth| growth.given.clone())),
        ("from", args.from.as_ref().map(|from| from.given.clone())),
        ("size", args.size.clone()),
        ("rate", args.rate.map(|rate| format!("{rate}/s"))),
    ];
    flags.into_iter().filter(|(_, value)| value.is_some()).collect()
}
