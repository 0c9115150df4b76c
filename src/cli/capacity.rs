//! `napkin capacity`.

use super::Exit;
use super::args::CapacityArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::report::capacity as report;
use crate::study::capacity::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &CapacityArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "capacity",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: Vec::new(),
    };
    study.conduct(terminal, |subjects, watch| {
        let document = capacity::study(&subjects[0], &Request {}, watch)?;
        let (note, charts) = (report::note(&document), report::charts(&document));
        Ok(Shown { document, note, charts, stems: &report::CHARTS, exit: Exit::Done })
    })
}
