//! `napkin sweep`.

use super::Exit;
use super::args::SweepArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::report::sweep as report;
use crate::study::sweep::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &SweepArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "sweep",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: Vec::new(),
    };
    study.conduct(terminal, |subjects, watch| {
        let document = sweep::study(&subjects[0], &Request {}, watch)?;
        let (note, charts) = (report::note(&document), report::charts(&document));
        Ok(Shown { document, note, charts, stems: &report::CHARTS, exit: Exit::Done })
    })
}
