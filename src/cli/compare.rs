//! `napkin compare`.

use super::Exit;
use super::args::CompareArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::report::compare as report;
use crate::study::compare::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &CompareArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "compare",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: Vec::new(),
    };
    study.conduct(terminal, |subjects, watch| {
        let document = compare::study(&subjects[0], &Request {}, watch)?;
        let (note, charts) = (report::note(&document), report::charts(&document));
        Ok(Shown { document, note, charts, stems: &report::CHARTS, exit: Exit::Done })
    })
}
