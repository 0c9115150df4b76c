//! `napkin explain`.

use super::args::ExplainArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use super::{Exit, command};
use crate::note::explain as note;
use crate::study::explain::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &ExplainArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let study = Study {
        name: "explain",
        scenario: &args.scenario,
        others: &[],
        args: &args.study,
        own: Vec::new(),
    };
    let flags = (&args.study.page, &args.study.run);
    let request =
        Request { command: command::line("run", &[&args.scenario], flags.0, flags.1, &[]) };
    study.conduct(terminal, |subjects, watch| {
        let document = explain::study(&subjects[0], &request, watch)?;
        let lang = terminal.lang;
        let (note, charts) = (note::note(&document, lang), note::charts(&document, lang));
        Ok(Shown { document, note, charts, stems: &note::CHARTS, exit: Exit::Done })
    })
}
