//! `napkin scale`.

use super::Exit;
use super::args::ScaleArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::report::scale as report;
use crate::study::scale::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &ScaleArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "scale",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: Vec::new(),
    };
    study.conduct(terminal, |subjects, watch| {
        let document = scale::study(&subjects[0], &Request {}, watch)?;
        let (note, charts) = (report::note(&document), report::charts(&document));
        Ok(Shown { document, note, charts, stems: &report::CHARTS, exit: Exit::Done })
    })
}
