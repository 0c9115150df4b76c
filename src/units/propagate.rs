//! Ranges carried through a list of named formulas, by Monte Carlo.
//!
//! Each range that stands in a formula is one unknown number: it is drawn once per trial, and every formula that
//! uses its name sees the same draw. Each has a random stream of its own, named after its formula and its place
//! there, so that a change to one formula leaves the draws of the others alone.

use std::collections::{BTreeMap, BTreeSet};

use super::eval::{Names, combine, each, fold, map, to_multiple};
use super::formula::{Formula, Op};
use super::function::Function;
use super::normal::Unknown;
use super::quantity::{Ranged, UnitError};
use crate::message::units::Fault;

/// Draws computed at once: enough to amortise the walk over the nodes, few enough to stay in the cache.
const BLOCK: usize = 1024;
/// A formula must have a value in this share of the draws, or its quantiles would hide the rest.
const LEAST_DEFINED: f64 = 0.95;

/// What is wrong with one formula of a model: its index, and the error in its text.
pub type ModelError = (usize, UnitError);

/// Named formulas, in the order in which they were written; they may use each other in any order.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub(super) formulas: Vec<(String, Formula)>,
    /// The formula behind each name; the first of two that share one.
    pub(super) index: BTreeMap<String, usize>,
}

/// Draws of one formula: the same number in all of them, or each its own.
pub(super) enum Draws {
    Same(f64),
    Each(Vec<f64>),
}

/// [`Model::propagate`] for formulas that use no other names than their own.
///
/// # Errors
///
/// As [`Model::evaluate`].
pub fn propagate(
    formulas: &[(String, Formula)],
    draws: u32,
    seed: u64,
) -> Result<Vec<Ranged>, Vec<ModelError>> {
    Model::new(formulas.to_vec()).propagate(&|_| None, draws, seed)
}

impl Model {
    /// A model of these formulas.
    #[must_use]
    pub fn new(formulas: Vec<(String, Formula)>) -> Self {
        let mut index = BTreeMap::new();
        for (at, (name, _)) in formulas.iter().enumerate() {
            index.entry(name.clone()).or_insert(at);
        }
        Self { formulas, index }
    }

    /// Every formula with every range at its median, in the order given. `outer` has the names that the model
    /// itself does not define.
    ///
    /// # Errors
    ///
    /// Each formula's first error; circles among the formulas. What merely follows from another formula's error
    /// is left out.
    pub fn evaluate(&self, outer: Names<'_>) -> Result<Vec<Ranged>, Vec<ModelError>> {
        let (order, mut errors) = self.order();
        let mut values: Vec<Option<Ranged>> = vec![None; self.formulas.len()];
        for at in order {
            let formula = &self.formulas[at].1;
            if self.uses(at).iter().any(|&used| values[used].is_none()) {
                continue;
            }
            let names = |name: &str| match self.index.get(name) {
                Some(&own) if own == at => None,
                Some(&other) => values[other].clone(),
                None => outer(name),
            };
            match formula.eval(&names) {
                Ok(value) => values[at] = Some(value),
                Err(error) => errors.push((at, error)),
            }
        }
        errors.extend(self.misleading_nouns(&values));
        errors.sort_by_key(|&(at, _)| at);
        if errors.is_empty() { Ok(values.into_iter().flatten().collect()) } else { Err(errors) }
    }

    /// Nouns that are names of the model, which nothing computed from: they may stand anywhere in the order.
    fn misleading_nouns(&self, values: &[Option<Ranged>]) -> Vec<ModelError> {
        let wrong = self.formulas.iter().enumerate().filter(|&(at, _)| values[at].is_some());
        let wrong = wrong.filter_map(|(at, (_, formula))| {
            let dim_of = |name: &str| {
                let other = self.index.get(name).copied().filter(|&other| other != at)?;
                values[other].as_ref().map(|value| value.dim)
            };
            formula.check_nouns(&dim_of).err().map(|error| (at, error))
        });
        wrong.collect()
    }

    /// As [`evaluate`](Self::evaluate), with each result's 5 %, 50 % and 95 % quantiles over this many draws. The same
    /// seed gives the same result on every machine.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](Self::evaluate), and formulas that too many draws leave without a value.
    pub fn propagate(
        &self,
        outer: Names<'_>,
        draws: u32,
        seed: u64,
    ) -> Result<Vec<Ranged>, Vec<ModelError>> {
        let values = self.evaluate(outer)?;
        if draws == 0 {
            return Ok(values);
        }
        let drawn = self.draw(&values, outer, draws, seed);
        self.with_intervals(values, drawn)
    }

    /// The medians with the intervals of their draws.
    pub(super) fn with_intervals(
        &self,
        mut values: Vec<Ranged>,
        drawn: Vec<Draws>,
    ) -> Result<Vec<Ranged>, Vec<ModelError>> {
        let mut errors = Vec::new();
        for (at, samples) in drawn.into_iter().enumerate() {
            let value = &mut values[at];
            // A range as written is its own interval: its draws would only blur it.
            if self.formulas[at].1.is_literal() {
                continue;
            }
            let Draws::Each(samples) = samples else {
                (value.low, value.median, value.high) = (value.value, value.value, value.value);
                continue;
            };
            match quantiles(samples) {
                Ok(found) => [value.low, value.median, value.high] = found,
                Err(undefined) => {
                    errors.push((at, undefined_error(&self.formulas[at].1, undefined)))
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        // Another name for a quantity is known as well as it.
        for at in self.order().0 {
            if let Some(&other) = self.formulas[at].1.alias().and_then(|name| self.index.get(name))
            {
                let (low, median, high) =
                    (values[other].low, values[other].median, values[other].high);
                (values[at].low, values[at].median, values[at].high) = (low, median, high);
            }
        }
        Ok(values)
    }

    /// The draws themselves: for each formula `draws` values in base units, where the values at one place belong
    /// to one trial. A trial in which a formula has no value has NaN or an infinity there.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](Self::evaluate).
    pub fn samples(
        &self,
        outer: Names<'_>,
        draws: u32,
        seed: u64,
    ) -> Result<Vec<Vec<f64>>, Vec<ModelError>> {
        let values = self.evaluate(outer)?;
        let every = self.draw(&values, outer, draws, seed).into_iter();
        Ok(every
            .map(|samples| match samples {
                Draws::Same(value) => vec![value; draws as usize],
                Draws::Each(samples) => samples,
            })
            .collect())
    }

    /// The formulas that this one uses, each once. A name shadows a unit, so unit words count.
    fn uses(&self, at: usize) -> BTreeSet<usize> {
        let formula = &self.formulas[at].1;
        // A formula's own name below a `/` is a noun: photo: 200KB/photo.
        let own = |word: &str| self.index.get(word) == Some(&at) && formula.is_amount();
        let words = formula.words().into_iter().filter(|(word, _)| !own(word));
        words.filter_map(|(word, _)| self.index.get(word.as_str()).copied()).collect()
    }

    /// The formulas, each behind those that it uses, and an error for each circle, whose formulas are left out
    /// together with those that use them.
    pub(super) fn order(&self) -> (Vec<usize>, Vec<ModelError>) {
        let uses: Vec<BTreeSet<usize>> = (0..self.formulas.len()).map(|at| self.uses(at)).collect();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); uses.len()];
        let mut waits: Vec<usize> = uses.iter().map(BTreeSet::len).collect();
        for (user, used) in uses.iter().enumerate() {
            used.iter().for_each(|&used| users[used].push(user));
        }
        let mut order: Vec<usize> = (0..uses.len()).filter(|&at| waits[at] == 0).collect();
        let mut next = 0;
        while let Some(&at) = order.get(next) {
            next += 1;
            for &user in &users[at] {
                waits[user] -= 1;
                if waits[user] == 0 {
                    order.push(user);
                }
            }
        }
        let errors = self.circles(&uses, &waits);
        (order, errors)
    }

    /// One error per circle among the formulas that still wait for another.
    fn circles(&self, uses: &[BTreeSet<usize>], waits: &[usize]) -> Vec<ModelError> {
        let mut seen = vec![false; uses.len()];
        let mut errors = Vec::new();
        for start in (0..uses.len()).filter(|&at| waits[at] > 0) {
            let mut walk: Vec<usize> = Vec::new();
            let mut at = start;
            while !seen[at] {
                seen[at] = true;
                walk.push(at);
                // Whoever waits uses one who waits; else it would not.
                let Some(&used) = uses[at].iter().find(|&&used| waits[used] > 0) else { break };
                at = used;
            }
            if let Some(first) = walk.iter().position(|&visited| visited == at)
                && uses[at].iter().any(|&used| waits[used] > 0)
            {
                errors.push(self.circle(&walk[first..]));
            }
        }
        errors
    }

    /// The error of one circle, at the name that closes it in its first formula.
    fn circle(&self, circle: &[usize]) -> ModelError {
        let at = circle[0];
        let name = |at: usize| self.formulas[at].0.as_str();
        let next = name(circle.get(1).copied().unwrap_or(at));
        let words = self.formulas[at].1.words();
        let place =
            words.into_iter().find(|(word, _)| word == next).map_or(0..0, |(_, place)| place);
        let by_way_of = circle[1..].iter().map(|&other| name(other).to_owned()).collect();
        let fault = Fault::DependsOnItself { name: name(at).to_owned(), by_way_of };
        (at, UnitError::new(place, fault))
    }

    /// The draws of every formula. `values` are their medians, which formulas without ranges keep.
    pub(super) fn draw(
        &self,
        values: &[Ranged],
        outer: Names<'_>,
        draws: u32,
        seed: u64,
    ) -> Vec<Draws> {
        let source = |formula: usize, occurrence: usize| {
            let (name, formula) = &self.formulas[formula];
            let (low, high) = formula
                .ranges()
                .nth(occurrence)
                .map_or((0.0, 0.0), |range| (range.low, range.high));
            Source::Random(Unknown::new(low, high, seed, name, occurrence as u64))
        };
        let outside = |value: &Ranged| Draws::Same(value.value);
        // Uncertain values from outside have streams of their own names.
        let mut named: BTreeMap<String, Ranged> = BTreeMap::new();
        for (word, _) in self.formulas.iter().flat_map(|(_, formula)| formula.words()) {
            if !self.index.contains_key(&word)
                && let Some(value) = outer(&word).filter(Ranged::is_uncertain)
            {
                named.insert(word, value);
            }
        }
        if named.is_empty() {
            return self.draw_from(values, outer, draws as usize, &source, &outside);
        }
        let outside = |value: &Ranged| {
            let known = named.iter().find(|(_, known)| *known == value);
            known.map_or(Draws::Same(value.value), |(word, value)| {
                one_unknown(value, word, draws, seed)
            })
        };
        self.draw_from(values, outer, draws as usize, &source, &outside)
    }

    /// The same with other numbers for the ranges: `source` has them by formula and occurrence, `outside` for
    /// the names of others.
    pub(super) fn draw_from(
        &self,
        values: &[Ranged],
        outer: Names<'_>,
        draws: usize,
        source: &dyn Fn(usize, usize) -> Source,
        outside: &dyn Fn(&Ranged) -> Draws,
    ) -> Vec<Draws> {
        // What a circle would leave out is not here: `values` exist only for a model without errors.
        let (order, _) = self.order();
        let mut done: Vec<Draws> = values.iter().map(|value| Draws::Same(value.value)).collect();
        let mut others: BTreeMap<String, Draws> = BTreeMap::new();
        for at in order {
            let formula = &self.formulas[at].1;
            for (word, _) in formula.words() {
                if !self.index.contains_key(&word) && !others.contains_key(&word) {
                    // A word without a value outside is a unit or a noun: 1 of it is what `eval` found.
                    others.insert(word.clone(), outside(&each(&word, outer)));
                }
            }
            let look_up = |word: &str| match self.index.get(word) {
                // Its own name is a noun, of which there is one.
                Some(&used) if used == at => Some(&Draws::Same(1.0)),
                Some(&used) => done.get(used),
                None => others.get(word),
            };
            let uncertain = formula.has_range()
                || formula
                    .words()
                    .iter()
                    .any(|(word, _)| matches!(look_up(word), Some(Draws::Each(_))));
            if uncertain {
                let sources =
                    (0..formula.ranges().count()).map(|occurrence| source(at, occurrence));
                let samples = Blocks::new(formula, sources.collect()).run(&look_up, draws);
                done[at] = Draws::Each(samples);
            }
        }
        done
    }
}

fn one_unknown(value: &Ranged, name: &str, draws: u32, seed: u64) -> Draws {
    if !value.is_uncertain() {
        return Draws::Same(value.value);
    }
    // Occurrences in formulas count from 0, so this stream is nobody else's.
    let mut unknown = Unknown::new(value.low, value.high, seed, name, u64::MAX);
    Draws::Each((0..draws).map(|_| unknown.draw()).collect())
}

/// Where the numbers of a range come from.
pub(super) enum Source {
    Random(Unknown),
    /// These, from this one on.
    Given(Vec<f64>, usize),
}

impl Source {
    fn next(&mut self) -> f64 {
        match self {
            Self::Random(unknown) => unknown.draw(),
            Self::Given(values, at) => {
                *at += 1;
                values.get(*at - 1).copied().unwrap_or(f64::NAN)
            }
        }
    }
}

/// One formula's nodes, each with the values of one block of draws.
struct Blocks<'a> {
    formula: &'a Formula,
    unknowns: Vec<Source>,
    columns: Vec<Vec<f64>>,
}

impl<'a> Blocks<'a> {
    fn new(formula: &'a Formula, unknowns: Vec<Source>) -> Self {
        let columns = vec![vec![0.0; BLOCK]; formula.nodes.len()];
        Self { formula, unknowns, columns }
    }

    fn run<'d>(mut self, look_up: &dyn Fn(&str) -> Option<&'d Draws>, draws: usize) -> Vec<f64> {
        let mut samples = Vec::with_capacity(draws);
        while samples.len() < draws {
            let from = samples.len();
            let to = draws.min(from + BLOCK);
            self.block(look_up, from, to);
            let result = self.columns.last().map_or(&[][..], |column| &column[..to - from]);
            if result.is_empty() {
                break;
            }
            samples.extend_from_slice(result);
        }
        samples
    }

    fn block<'d>(&mut self, look_up: &dyn Fn(&str) -> Option<&'d Draws>, from: usize, to: usize) {
        let mut unknowns = self.unknowns.iter_mut();
        for (at, node) in self.formula.nodes.iter().enumerate() {
            let (done, rest) = self.columns.split_at_mut(at);
            let out = &mut rest[0][..to - from];
            match &node.op {
                Op::Value(literal) if literal.is_range() => {
                    if let Some(unknown) = unknowns.next() {
                        out.fill_with(|| unknown.next());
                    }
                }
                Op::Value(literal) => out.fill(literal.low),
                Op::Each(word, true) => out.fill(each(word, &|_| None).value),
                Op::Name(name) | Op::Each(name, false) => match look_up(name) {
                    Some(Draws::Each(samples)) => out.copy_from_slice(&samples[from..to]),
                    Some(Draws::Same(value)) => out.fill(*value),
                    None => out.fill(f64::NAN),
                },
                Op::Negate(inner) => {
                    out.iter_mut().zip(&done[*inner]).for_each(|(out, a)| *out = -a);
                }
                Op::Binary(operator, left, right) => {
                    let sides = done[*left].iter().zip(&done[*right]);
                    for (out, (&a, &b)) in out.iter_mut().zip(sides) {
                        *out = combine(*operator, a, b);
                    }
                }
                Op::Call(function, arguments) => call(*function, arguments, done, out),
            }
        }
    }
}

fn call(function: Function, arguments: &[usize], done: &[Vec<f64>], out: &mut [f64]) {
    let Some((&first, others)) = arguments.split_first() else { return };
    if let (true, Some(&multiple)) = (function.takes_multiple(), others.first()) {
        for (out, (&a, &step)) in out.iter_mut().zip(done[first].iter().zip(&done[multiple])) {
            *out = to_multiple(function, a, step);
        }
        return;
    }
    for (out, &a) in out.iter_mut().zip(&done[first]) {
        *out = map(function, a);
    }
    for &next in others {
        for (out, &b) in out.iter_mut().zip(&done[next]) {
            *out = fold(function, *out, b);
        }
    }
}

/// The 5 %, 50 % and 95 % quantiles of the finite samples; the share of the others, if there are too many of them.
fn quantiles(mut samples: Vec<f64>) -> Result<[f64; 3], f64> {
    #[expect(clippy::cast_precision_loss, reason = "a share of a count far below 2^53")]
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let all = samples.len();
    samples.retain(|sample| sample.is_finite());
    let defined = share(samples.len(), all);
    if samples.is_empty() || defined < LEAST_DEFINED {
        return Err(1.0 - defined);
    }
    Ok([0.05, 0.5, 0.95].map(|share| quantile(&mut samples, share)))
}

/// The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). The samples
/// are reordered, and there is at least one.
fn quantile(samples: &mut [f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into the samples"
    )]
    let (index, fraction) = {
        let place = share * (samples.len() - 1) as f64;
        (place.floor() as usize, place.fract())
    };
    let (_, &mut below, rest) = samples.select_nth_unstable_by(index, f64::total_cmp);
    let above = rest.iter().copied().fold(f64::INFINITY, f64::min);
    if above.is_finite() { below + fraction * (above - below) } else { below }
}

fn undefined_error(formula: &Formula, undefined: f64) -> UnitError {
    let fault = Fault::OftenUndefined { percent: 100.0 * undefined };
    UnitError::new(0..formula.text().len(), fault)
}
