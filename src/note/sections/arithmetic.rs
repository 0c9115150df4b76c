//! The arithmetic of the page, and what napkin adds to it.

use super::{Block, Formula, Section};
use crate::document::{EstimateLine, Report};
use crate::figure::signed_percent;
use crate::message::estimate::{self, Step};
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::words::number::base_unit;

/// Significant digits of a result, and of the ends of a range, which is rough by nature.
const DIGITS: i32 = 4;
const RANGE_DIGITS: i32 = 3;

/// What napkin adds to the page's own lines.
const ADDED: &str = "napkin";

/// The page's own lines, or `None` for a page without any.
pub fn arithmetic(report: &Report, lang: Lang) -> Option<Section> {
    let own = [lines(report, &["assume"], lang), lines(report, &["estimate", ""], lang)];
    let own = own.into_iter().filter(|lines| !lines.is_empty()).map(Block::Formulas);
    let mut blocks = vec![Block::Sentence(Text::ArithmeticIntro.say(lang))];
    blocks.extend(own);
    (blocks.len() > 1).then_some(Section { title: Label::Arithmetic.say(lang), blocks })
}

/// What napkin adds to them, or `None` where that is nothing.
pub fn added_arithmetic(report: &Report, lang: Lang) -> Option<Section> {
    let added = lines(report, &[ADDED], lang);
    (!added.is_empty()).then(|| Section {
        title: Label::ArithmeticAdded.say(lang),
        blocks: vec![Block::Formulas(added)],
    })
}

/// How many lines napkin adds to the page's own.
pub(super) fn added(report: &Report) -> usize {
    report.estimate.iter().filter(|line| line.kind == ADDED).count()
}

fn lines(report: &Report, kinds: &[&str], lang: Lang) -> Vec<Formula> {
    let lines = report.estimate.iter().filter(|line| kinds.contains(&line.kind.as_str()));
    lines.map(|line| formula(line, lang)).collect()
}

/// One line, with the parts left out that would only repeat another.
fn formula(line: &EstimateLine, lang: Lang) -> Formula {
    if let (Some(step), Some(error)) = (&line.interview_step, line.error) {
        return rounded(line, step, error, lang);
    }
    let ranged = line.low < line.high && !same(line.low, line.high);
    let digits = if ranged { RANGE_DIGITS } else { DIGITS };
    let value = base_unit(line.value, &line.unit, digits, lang);
    let (own_formula, own_step) = (notation(line, lang), on_board(line, lang));
    // A step that already says what comes out is left to say it, in its own rounding.
    let concluded = own_step.contains(['≈', '=']);
    let same_as_value = |part: &str| squeezed(&written(part, lang)) == squeezed(&value);
    let repeated = concluded || same_as_value(&own_formula);
    let end = |value, shown: Option<&String>| {
        let of_unit = || base_unit(value, &line.unit, RANGE_DIGITS, lang);
        shown.map_or_else(of_unit, |shown| written(shown, lang))
    };
    let low = end(line.low, line.shown.as_ref().map(|shown| &shown.1));
    let high = end(line.high, line.shown.as_ref().map(|shown| &shown.2));
    let written_as_range = own_formula.contains("..") && line.kind == "assume";
    let repeats = squeezed(&own_formula) == squeezed(&own_step) || same_as_value(&own_step);
    // What was written as a value needs no step: at most what it comes to in another unit.
    let literal = squeezed(&own_step).starts_with(&squeezed(&own_formula));
    let says_more = literal && !repeats && !says_the_same(&own_step);
    let (formula, step) = match (literal, says_more) {
        (true, true) => (line.step.say(lang), String::new()),
        (true, false) => (line.formula.say(lang), String::new()),
        _ if repeats => (line.formula.say(lang), String::new()),
        _ => (line.formula.say(lang), line.step.say(lang)),
    };
    Formula {
        name: line.name.clone(),
        formula,
        step,
        value: if repeated || literal { String::new() } else { value },
        range: if ranged && !written_as_range {
            interval(line, &low, &high, lang)
        } else {
            String::new()
        },
        exact: String::new(),
    }
}

/// The formula as it was written, or else in words.
fn notation(line: &EstimateLine, lang: Lang) -> String {
    match &*line.formula {
        estimate::Formula::Written(text) => text.clone(),
        said => said.say(lang),
    }
}

/// The step in the notation of formulas, or else in words.
fn on_board(line: &EstimateLine, lang: Lang) -> String {
    match &*line.step {
        Step::Board { text, remark: None } => text.clone(),
        said => said.say(lang),
    }
}

/// A figure or a step in the notation of formulas.
pub(super) fn written(notation: &str, lang: Lang) -> String {
    estimate::Text::Notation(notation).say(lang)
}

/// Both ends of a line's interval, with its median where the value beside them is another figure.
pub(super) fn interval(line: &EstimateLine, low: &str, high: &str, lang: Lang) -> String {
    let median = line.shown_median.as_ref().map(|median| written(median, lang));
    Text::Range { low, high, median: median.as_deref() }.say(lang)
}

/// A line in round numbers, with the exact value beside it where that is another.
fn rounded(line: &EstimateLine, step: &str, error: f64, lang: Lang) -> Formula {
    let literal = squeezed(step).starts_with(&squeezed(&notation(line, lang)));
    let of_unit = || base_unit(line.value, &line.unit, DIGITS, lang);
    let exact = line.shown.as_ref().map_or_else(of_unit, |shown| written(&shown.0, lang));
    let step = written(step, lang);
    let exact = estimate::Text::Exact { exact: &exact, error: &signed_percent(error) };
    let (formula, step) =
        if literal { (step, String::new()) } else { (line.formula.say(lang), step) };
    Formula {
        name: line.name.clone(),
        formula,
        step,
        exact: if error == 0.0 { String::new() } else { exact.say(lang) },
        ..Formula::default()
    }
}

/// `1MB = 1 MB`: both sides of the sign are one value in one spelling.
fn says_the_same(step: &str) -> bool {
    step.split_once(['=', '≈']).is_some_and(|(left, right)| squeezed(left) == squeezed(right))
}

/// True if two figures differ by rounding only.
fn same(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs())
}

/// Without blanks, separators and the Korean counter of rates, in which a value may differ from how it was written.
fn squeezed(text: &str) -> String {
    let text = text.replace(" per ", "/");
    text.chars().filter(|c| !matches!(c, ' ' | ',' | '_' | '건')).collect()
}
