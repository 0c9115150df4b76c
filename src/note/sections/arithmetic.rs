//! The arithmetic of the page, and what napkin adds to it.

use super::{Block, Formula, Section};
use crate::document::{EstimateLine, Report};
use crate::message::estimate::exact_beside;
use crate::message::number::{base_unit, significant_percent};
use crate::message::report::{Label, napkin_adds, range, range_with_median};

/// Significant digits of a result, and of the ends of a range, which is rough by nature.
const DIGITS: i32 = 4;
const RANGE_DIGITS: i32 = 3;

/// What napkin adds to the page's own lines.
const ADDED: &str = "napkin";

/// The section, or `None` for a page without arithmetic.
pub fn arithmetic(report: &Report) -> Option<Section> {
    let mut blocks = own_blocks(report);
    let added = lines(report, &[ADDED]);
    if !added.is_empty() {
        blocks.push(Block::Sentence(napkin_adds()));
        blocks.push(Block::Formulas(added));
    }
    section(blocks)
}

/// The page's own lines alone, or `None` for a page without any.
pub fn own_arithmetic(report: &Report) -> Option<Section> {
    section(own_blocks(report))
}

/// How many lines napkin adds to the page's own.
pub(super) fn added(report: &Report) -> usize {
    report.estimate.iter().filter(|line| line.kind == ADDED).count()
}

fn section(blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then_some(Section { title: Label::Arithmetic.text().to_owned(), blocks })
}

fn own_blocks(report: &Report) -> Vec<Block> {
    let own = [lines(report, &["assume"]), lines(report, &["estimate", ""])];
    own.into_iter().filter(|lines| !lines.is_empty()).map(Block::Formulas).collect()
}

fn lines(report: &Report, kinds: &[&str]) -> Vec<Formula> {
    let lines = report.estimate.iter().filter(|line| kinds.contains(&line.kind.as_str()));
    lines.map(formula).collect()
}

/// One line, with the parts left out that would only repeat another.
fn formula(line: &EstimateLine) -> Formula {
    if let (Some(step), Some(error)) = (&line.interview_step, line.error) {
        return rounded(line, step, error);
    }
    let ranged = line.low < line.high && !same(line.low, line.high);
    let digits = if ranged { RANGE_DIGITS } else { DIGITS };
    let value = base_unit(line.value, &line.unit, digits);
    // A step that already says what comes out is left to say it, in its own rounding.
    let concluded = line.step.contains(['≈', '=']);
    let repeated = concluded || squeezed(&line.formula) == squeezed(&value);
    let end = |value, shown: Option<&String>| {
        shown.cloned().unwrap_or_else(|| base_unit(value, &line.unit, RANGE_DIGITS))
    };
    let low = end(line.low, line.shown.as_ref().map(|shown| &shown.1));
    let high = end(line.high, line.shown.as_ref().map(|shown| &shown.2));
    let written_as_range = line.formula.contains("..") && line.kind == "assume";
    let repeats = [&line.formula, &value].iter().any(|part| squeezed(part) == squeezed(&line.step));
    // What was written as a value needs no step: at most what it comes to in another unit.
    let literal = squeezed(&line.step).starts_with(&squeezed(&line.formula));
    let says_more = literal && !repeats && !says_the_same(&line.step);
    let (formula, step) = match (literal, says_more) {
        (true, true) => (line.step.clone(), String::new()),
        (true, false) => (line.formula.clone(), String::new()),
        _ if repeats => (line.formula.clone(), String::new()),
        _ => (line.formula.clone(), line.step.clone()),
    };
    Formula {
        name: line.name.clone(),
        formula,
        step,
        value: if repeated || literal { String::new() } else { value },
        range: if ranged && !written_as_range {
            interval(line, &low, &high)
        } else {
            String::new()
        },
        exact: String::new(),
    }
}

/// Both ends of a line's interval, with its median where the value beside them is another figure.
pub(super) fn interval(line: &EstimateLine, low: &str, high: &str) -> String {
    let range = range(low, high);
    match &line.shown_median {
        Some(median) => range_with_median(&range, median),
        None => range,
    }
}

/// A line in round numbers, with the exact value beside it where that is another.
fn rounded(line: &EstimateLine, step: &str, error: f64) -> Formula {
    let literal = squeezed(step).starts_with(&squeezed(&line.formula));
    let of_unit = || base_unit(line.value, &line.unit, DIGITS);
    let exact = line.shown.as_ref().map_or_else(of_unit, |shown| shown.0.clone());
    Formula {
        name: line.name.clone(),
        formula: if literal { step.to_owned() } else { line.formula.clone() },
        step: if literal { String::new() } else { step.to_owned() },
        exact: if error == 0.0 {
            String::new()
        } else {
            exact_beside(&exact, &significant_percent(error))
        },
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

/// Without blanks and separators, in which a value may differ from how it was written.
fn squeezed(text: &str) -> String {
    let text = text.replace(" per ", "/");
    text.chars().filter(|c| !matches!(c, ' ' | ',' | '_')).collect()
}
