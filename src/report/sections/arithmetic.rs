//! The arithmetic of the page, and what napkin adds to it.

use super::{Block, Formula, Section};
use crate::message::number::base_unit;
use crate::message::report::{Label, napkin_adds};
use crate::report::{EstimateLine, Report};

/// Significant digits of a result, and of the ends of a range, which is rough by nature.
const DIGITS: i32 = 4;
const RANGE_DIGITS: i32 = 3;

/// The section, or `None` for a page without arithmetic.
pub(in crate::report) fn arithmetic(report: &Report) -> Option<Section> {
    let lines = |kinds: &[&str]| -> Vec<Formula> {
        report
            .estimate
            .iter()
            .filter(|line| kinds.contains(&line.kind.as_str()))
            .map(formula)
            .collect()
    };
    let mut blocks = Vec::new();
    for own in [lines(&["assume"]), lines(&["estimate", ""])] {
        if !own.is_empty() {
            blocks.push(Block::Formulas(own));
        }
    }
    let added = lines(&["napkin"]);
    if !added.is_empty() {
        blocks.push(Block::Sentence(napkin_adds()));
        blocks.push(Block::Formulas(added));
    }
    (!blocks.is_empty()).then_some(Section { title: Label::Arithmetic.text(), blocks })
}

/// One line, with the parts left out that would only repeat another.
fn formula(line: &EstimateLine) -> Formula {
    let ranged = line.low < line.high && !same(line.low, line.high);
    let digits = if ranged { RANGE_DIGITS } else { DIGITS };
    let value = base_unit(line.value, &line.unit, digits);
    // A step that already says what comes out is left to say it, in its own rounding.
    let concluded = line.step.contains(['≈', '=']);
    let repeated = concluded || squeezed(&line.formula) == squeezed(&value);
    let end = |value| base_unit(value, &line.unit, RANGE_DIGITS);
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
    let given = literal && line.kind == "assume";
    Formula {
        name: line.name.clone(),
        formula,
        step,
        value: if repeated || given { String::new() } else { value },
        range: (ranged && !written_as_range).then(|| (end(line.low), end(line.high))),
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
    text.chars().filter(|c| !matches!(c, ' ' | ',' | '_')).collect()
}
