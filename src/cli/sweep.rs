//! `napkin sweep`.

use super::Exit;
use super::args::SweepArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::note::sweep as note;
use crate::study::sweep::{self, Request};

/// Makes the study and shows it.
pub fn main(args: &SweepArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut own: Vec<(&'static str, Option<String>)> =
        args.vary.iter().map(|vary| ("vary", Some(vary.clone()))).collect();
    own.extend(args.points.map(|points| ("points", Some(points.to_string()))));
    if args.log {
        own.push(("log", None));
    }
    let study =
        Study { name: "sweep", scenario: &args.scenario, others: &[], args: &args.study, own };
    let request = Request { vary: args.vary.clone(), points: args.points, log: args.log };
    let lang = terminal.lang;
    study.conduct(terminal, |subjects, watch| {
        let document = sweep::study(&subjects[0], &request, watch)
            .map_err(|error| error.of_flag("--vary", &args.study.page.sets()))?;
        let (note, charts) = (note::note(&document, lang), note::charts(&document, lang));
        Ok(Shown { document, note, charts, stems: &note::CHARTS, exit: Exit::Done })
    })
}
