//! `napkin scale`.

use super::Exit;
use super::args::ScaleArgs;
use super::output::Failure;
use super::study::{Shown, Study};
use super::terminal::Terminal;
use crate::note::scale as note;
use crate::study::scale::{self, Rates, Request};

/// Makes the study and shows it.
pub fn main(args: &ScaleArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut own = vec![("component", Some(args.component.clone()))];
    own.extend(args.family.iter().map(|family| ("family", Some(family.clone()))));
    own.extend(args.rates.iter().map(|rates| ("rates", Some(written(rates)))));
    let study =
        Study { name: "scale", scenario: &args.scenario, others: &[], args: &args.study, own };
    let request = Request {
        component: args.component.clone(),
        family: args.family.clone(),
        rates: args.rates.clone(),
    };
    let lang = terminal.lang;
    study.conduct(terminal, |subjects, watch| {
        let document = scale::study(&subjects[0], &request, watch)?;
        let (note, charts) = (note::note(&document, lang), note::charts(&document, lang));
        Ok(Shown { document, note, charts, stems: &note::CHARTS, exit: Exit::Done })
    })
}

/// Rates as the flag takes them.
fn written(rates: &Rates) -> String {
    match rates {
        Rates::Between(low, high) => format!("{low}/s..{high}/s"),
        Rates::Each(list) => {
            list.iter().map(|rate| format!("{rate}/s")).collect::<Vec<_>>().join(",")
        }
    }
}
