//! `napkin compare`.

use super::args::CompareArgs;
use super::output::{self, Failure};
use super::study::{Shown, Study};
use super::terminal::Terminal;
use super::{Exit, gate, input};
use crate::message::compare::Refusal;
use crate::note::compare as note;
use crate::study::StudyError;
use crate::study::compare::{self, Change, Request};
use crate::words::Say;

/// Makes the study and shows it.
pub fn main(args: &CompareArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut common = args.study.clone();
    let Some((scenario, others)) = args.scenarios.split_first() else {
        output::complain(&Refusal::OneAlone.say(terminal.lang), terminal.lang);
        return Ok(Exit::Usage);
    };
    if !args.variant.is_empty() && !others.is_empty() {
        output::complain(&Refusal::VariantsOfOnePage.say(terminal.lang), terminal.lang);
        return Ok(Exit::Usage);
    }
    let mut own: Vec<(&'static str, Option<String>)> = Vec::new();
    let mut changes = Vec::new();
    for text in &args.variant {
        own.push(("variant", Some(text.clone())));
        match Change::parse(text) {
            Ok(change) => changes.push(change),
            Err(refusal) => {
                output::complain(&refusal.say(terminal.lang), terminal.lang);
                return Ok(Exit::Usage);
            }
        }
    }
    if args.variant.is_empty() && others.is_empty() {
        // With nothing else to compare, each change is a variant of its own.
        let sets = std::mem::take(&mut common.page.set);
        own.extend(sets.iter().map(|set| ("set", Some(set.clone()))));
        changes.extend(sets.into_iter().map(|set| Change { name: set.clone(), sets: vec![set] }));
    }
    if changes.is_empty() && others.is_empty() {
        output::complain(&Refusal::OneAlone.say(terminal.lang), terminal.lang);
        return Ok(Exit::Usage);
    }
    if args.gate {
        own.push(("gate", None));
    }
    own.extend(args.worse.map(|share| ("worse", Some(format!("{}%", share * 100.0)))));
    own.extend(args.dearer.map(|usd| ("dearer", Some(format!("${usd}")))));
    let stems = args.scenarios.iter().map(|scenario| input::stem(scenario)).collect();
    let request = Request { stems, changes };
    let study = Study { name: "compare", scenario, others, args: &common, own };
    study.conduct(terminal, |subjects, watch| {
        let by_variant = |error: StudyError| match args.variant.is_empty() {
            true => error,
            false => error.of_flag("--variant", &common.page.sets()),
        };
        let document = compare::study(subjects, &request, watch).map_err(by_variant)?;
        let lang = terminal.lang;
        let (note, charts) = (note::note(&document, lang), note::charts(&document, lang));
        let exit = if args.gate {
            let dearer_usd = args.dearer.unwrap_or(0.0);
            let allowed = gate::Allowed { worse: args.worse.unwrap_or(0.0), dearer_usd };
            gate::judge_differences(&document, allowed, lang)
        } else {
            Exit::Done
        };
        Ok(Shown { document, note, charts, stems: &note::CHARTS, exit })
    })
}
