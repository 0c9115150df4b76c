//! The napkin: what a design asks for, by arithmetic alone, every step shown.
//!
//! [`flow()`] multiplies means along the paths; [`work_out`] writes the page's own formulas and then what
//! everybody asks for first (`standard`), as formulas over the page's, so that ranges and round numbers reach them.

mod availability;
pub mod bill;
mod flow;
mod levels;
mod lines;
mod load;
mod sheet;
mod standard;
mod tally;
pub mod tornado;
mod visits;
mod walk;

use crate::document::estimate::Bar;
pub use flow::{ComponentFlow, Flow, RequestTypeFlow, ResourceLoad};
pub use sheet::Written;
pub use visits::{flow, flow_at};

use std::collections::BTreeMap;

use crate::blueprint::Blueprint;
use crate::document::{Assumed, EstimateLine, Said};
use crate::message::estimate;
use crate::units::eval::Names;
use crate::units::propagate::ModelError;
use crate::units::whiteboard::Line;
use crate::units::{Analysis, Dim, Formula, Model, Ranged, Rounding, show, show_ranged};
use sheet::{Derived, Entry, Sheet};

/// Draws for the intervals of a report: quantiles at 5 % and 95 % are then known to about 1 % of their rank.
pub const DRAWS: u32 = 10_000;
/// Draws of `napkin estimate`: ten times as many.
pub const MANY_DRAWS: u32 = 100_000;
/// The estimate is part of every report: its draws are always the same, unless `napkin estimate` is given a seed.
pub const SEED: u64 = 1;

/// Significant digits of a figure, and of one that is known to a range.
const DIGITS: usize = 4;
const RANGE_DIGITS: usize = 3;

/// One formula of `assume:` or `estimate:`.
#[derive(Clone, Debug)]
pub struct PageFormula {
    /// Its name.
    pub name: String,
    /// What it says.
    pub formula: Formula,
    /// True under `assume:`, false under `estimate:`.
    pub is_assumed: bool,
}

/// What an estimate is made of.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The page's own formulas.
    pub page: &'a [PageFormula],
    /// Names that are not the page's, such as the latency table's.
    pub outer: Names<'a>,
    /// `None` for a page of formulas alone.
    pub design: Option<(&'a Blueprint, &'a Flow)>,
    /// How the page wrote what the design was built from.
    pub written: &'a Written,
    /// Draws for the intervals.
    pub draws: u32,
    /// Which draws.
    pub seed: u64,
    /// True to find what each range does to each result.
    pub swings: bool,
    /// True to work it out in round numbers as well.
    pub interview: bool,
}

/// Why a line is hardly meant as it is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// Its unit is one that hardly anyone means.
    Unit(Dim),
    /// It is a size or a bandwidth below one bit (a second), shown.
    BelowABit(String),
    /// It is a rate, shown, although it was multiplied by the seconds of a day as a plain number.
    StillARate {
        /// What it comes to.
        shown: String,
        /// The number as written.
        number: String,
    },
    /// It is a number, a size or a rate of things below zero, shown.
    BelowNothing(String),
    /// It is a bare difference of two numbers below zero, shown: a range is written with `..`.
    Difference(String),
}

/// What comes of it.
#[derive(Clone, Debug, Default)]
pub struct Estimate {
    /// The page's own lines, then those that napkin adds (`kind` is `napkin`).
    pub lines: Vec<EstimateLine>,
    /// What each range does to each result.
    pub tornado: Vec<Bar>,
    /// What was chosen because the page did not say.
    pub assumed: Vec<Assumed>,
    /// Lines of the page (by their index) that are hardly meant as they are read.
    pub doubts: Vec<(usize, Doubt)>,
    /// Lines that vary and that no other line is made of, the page's before napkin's: what a reader wants to
    /// know about first.
    pub finals: Vec<String>,
}

/// The lines of a design built in code: [`work_out`] without a page that says how it was written.
///
/// # Errors
///
/// As [`work_out`].
pub fn estimate(
    page: &[PageFormula],
    outer: Names<'_>,
    design: Option<(&Blueprint, &Flow)>,
) -> Result<Vec<EstimateLine>, Vec<ModelError>> {
    let written = &Written::default();
    let (draws, seed) = (DRAWS, SEED);
    let inputs =
        Inputs { page, outer, design, written, draws, seed, swings: false, interview: false };
    work_out(inputs).map(|found| found.lines)
}

/// Every line, with its interval and, if asked for, in round numbers.
///
/// # Errors
///
/// What is wrong with the page's formulas: the index into `page`, and where in its text.
pub fn work_out(inputs: Inputs<'_>) -> Result<Estimate, Vec<ModelError>> {
    let Inputs { page, outer, .. } = inputs;
    let own = page.iter().map(|line| (line.name.clone(), line.formula.clone())).collect();
    let values = Model::new(own).evaluate(outer)?;
    let doubts = doubts(page, &values);
    let mut sheet = Sheet::new(page, &values, outer, inputs.written);
    if let Some((blueprint, flow)) = inputs.design {
        standard::fill(&mut sheet, blueprint, flow);
    }
    let Sheet { mut entries, numbers, assumed, .. } = sheet;
    loop {
        match lines_of(&inputs, &entries, &numbers) {
            Ok((lines, tornado)) => {
                let finals = tornado::finals(page, &tornado);
                return Ok(Estimate { lines, tornado, assumed, doubts, finals });
            }
            // A line of napkin's that has no value says nothing; the page's own must have one.
            Err(errors) if errors.iter().all(|&(at, _)| at >= page.len()) => {
                let wrong: Vec<usize> = errors.iter().map(|&(at, _)| at - page.len()).collect();
                if !without(&mut entries, &wrong) {
                    return Err(errors);
                }
            }
            Err(errors) => {
                return Err(errors.into_iter().filter(|&(at, _)| at < page.len()).collect());
            }
        }
    }
}

/// The lines to ask about; not those that only carry another's on.
fn doubts(page: &[PageFormula], values: &[Ranged]) -> Vec<(usize, Doubt)> {
    let dim_of = |name: &str| {
        let at = page.iter().position(|line| line.name == name)?;
        values.get(at).map(|value| value.dim)
    };
    let lines = page.iter().zip(values).enumerate();
    let value_of = |name: &str| {
        let at = page.iter().position(|line| line.name == name);
        at.and_then(|at| values.get(at))
    };
    let is_tiny = |name: &str| value_of(name).is_some_and(is_below_a_bit);
    let doubt = |line: &PageFormula, value: &Ranged| {
        let words = line.formula.words();
        let carries = words.iter().any(|(name, _)| is_tiny(name));
        let lacks = words.iter().any(|(name, _)| value_of(name).is_some_and(is_below_nothing));
        if line.formula.slips_into(value.dim, &dim_of) {
            Some(Doubt::Unit(value.dim))
        } else if line.formula.is_difference() && value.value < 0.0 {
            Some(Doubt::Difference(show(value.quantity())))
        } else if is_below_a_bit(value) && !carries {
            Some(Doubt::BelowABit(show(value.quantity())))
        } else if is_below_nothing(value) && !lacks && !line.formula.is_literal() {
            Some(Doubt::BelowNothing(show_ranged(value)))
        } else if value.dim.time < 0
            && let Some(number) = line.formula.seconds_of_a_day()
        {
            Some(Doubt::StillARate { shown: show_ranged(value), number })
        } else {
            None
        }
    };
    lines.filter_map(|(at, (line, value))| Some((at, doubt(line, value)?))).collect()
}

/// True for less than a bit, or less than a bit a second.
fn is_below_a_bit(value: &Ranged) -> bool {
    let size = [Dim::BYTES, Dim::BANDWIDTH].contains(&value.dim);
    size && value.value > 0.0 && value.value < 0.125
}

/// True for a number of things, a size or a rate below zero. A plain number may be, and so may money.
fn is_below_nothing(value: &Ranged) -> bool {
    let things = value.dim == Dim::NONE && value.noun.is_some();
    let amount = [Dim::BYTES, Dim::BANDWIDTH, Dim::RATE].contains(&value.dim);
    (things || amount) && value.value < 0.0
}

/// Leaves out the derived lines with these places among them; false if there is none.
fn without(entries: &mut Vec<Entry>, wrong: &[usize]) -> bool {
    let (before, mut at) = (entries.len(), 0);
    entries.retain(|entry| match entry {
        Entry::Fixed(_) => true,
        Entry::Derived(_) => {
            at += 1;
            !wrong.contains(&(at - 1))
        }
    });
    entries.len() < before
}

/// All formulas, the page's before napkin's, in one model.
fn lines_of(
    inputs: &Inputs<'_>,
    entries: &[Entry],
    numbers: &BTreeMap<String, Ranged>,
) -> Result<(Vec<EstimateLine>, Vec<Bar>), Vec<ModelError>> {
    let derived: Vec<&Derived> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Derived(derived) => Some(derived),
            Entry::Fixed(_) => None,
        })
        .collect();
    let own = inputs.page.iter().map(|line| (line.name.clone(), line.formula.clone()));
    let added = derived.iter().map(|line| (line.id.clone(), line.formula.clone()));
    let model = Model::new(own.chain(added).collect());
    let outer = |name: &str| numbers.get(name).cloned().or_else(|| (inputs.outer)(name));
    let Analysis { values, swings } = if inputs.swings {
        model.analyze(&outer, inputs.draws, inputs.seed)?
    } else {
        let values = model.propagate(&outer, inputs.draws, inputs.seed)?;
        Analysis { values, swings: Vec::new() }
    };
    let exact = model.board(&values, &outer, Rounding::Exact);
    let round = inputs.interview.then(|| model.board(&values, &outer, Rounding::Interview));
    let line_at = |at: usize| numeric(&values[at], &exact[at], round.as_ref().map(|all| &all[at]));
    let mut lines: Vec<EstimateLine> = Vec::new();
    for (at, line) in inputs.page.iter().enumerate() {
        lines.push(EstimateLine {
            name: line.name.clone(),
            formula: written(line.formula.text()),
            kind: if line.is_assumed { "assume" } else { "estimate" }.to_owned(),
            ..line_at(at)
        });
    }
    let mut at = inputs.page.len();
    for entry in entries {
        lines.push(match entry {
            Entry::Fixed(line) => line.clone(),
            Entry::Derived(derived) => {
                at += 1;
                said(derived, line_at(at - 1))
            }
        });
    }
    let names: Vec<(String, bool)> = inputs
        .page
        .iter()
        .map(|line| (line.name.clone(), line.is_assumed))
        .chain(derived.iter().map(|line| (line.name.clone(), false)))
        .collect();
    Ok((lines, tornado::bars(&names, &swings)))
}

/// The figures and the steps of a line.
fn numeric(value: &Ranged, exact: &Line, round: Option<&Line>) -> EstimateLine {
    let interview = round.map(|line| line.face.value);
    EstimateLine {
        value: value.value,
        low: value.low,
        high: value.high,
        median: value.is_uncertain().then_some(value.median),
        unit: value.dim.unit(),
        step: estimate::Step::Board { text: exact.step.clone(), remark: None }.into(),
        interview,
        interview_step: round.map(|line| line.step.clone()),
        error: interview.filter(|_| value.value != 0.0).map(|round| {
            let error = round / value.value - 1.0;
            if error.abs() < 1e-12 { 0.0 } else { error }
        }),
        shown: Some((
            exact.shown(value, if value.is_uncertain() { RANGE_DIGITS } else { DIGITS }),
            exact.shown(&Ranged { value: value.low, ..value.clone() }, RANGE_DIGITS),
            exact.shown(&Ranged { value: value.high, ..value.clone() }, RANGE_DIGITS),
        )),
        shown_median: is_apart(value)
            .then(|| exact.shown(&Ranged { value: value.median, ..value.clone() }, RANGE_DIGITS)),
        ..EstimateLine::default()
    }
}

/// True if the median of the draws is clearly another figure than the value with every range at its median: by a
/// twentieth of the interval.
fn is_apart(value: &Ranged) -> bool {
    (value.median - value.value).abs() > 0.05 * (value.high - value.low)
}

fn written(formula: &str) -> Said<estimate::Formula> {
    estimate::Formula::Written(formula.to_owned()).into()
}

/// A line of napkin's, with its words.
fn said(derived: &Derived, line: EstimateLine) -> EstimateLine {
    let said = derived.said.clone().map(Said);
    let step = match (&*line.step, derived.remark) {
        (estimate::Step::Board { text, .. }, remark) => {
            estimate::Step::Board { text: text.clone(), remark }.into()
        }
        _ => line.step.clone(),
    };
    EstimateLine {
        name: derived.name.clone(),
        formula: said.unwrap_or_else(|| written(derived.formula.text())),
        step,
        kind: "napkin".to_owned(),
        ..line
    }
}

#[cfg(test)]
mod tests;
