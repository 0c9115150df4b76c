//! `napkin montecarlo`.

use super::Exit;
use super::args::MontecarloArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::report::montecarlo as report;
use crate::study::montecarlo::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &MontecarloArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "montecarlo",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: Vec::new(),
    };
    study.conduct(terminal, |subjects, watch| {
        let document = montecarlo::study(&subjects[0], &Request {}, watch)?;
        let (note, charts) = (report::note(&document), report::charts(&document));
        Ok(Shown { document, note, charts, stems: &report::CHARTS, exit: Exit::Done })
    })
}
