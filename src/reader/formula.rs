//! Formulas over the page's names and the latency table's words.

use std::collections::BTreeSet;

use super::{Reading, Text};
use crate::message::Fits;
use crate::message::values::Fault;
use crate::problem::{Span, problem};
use crate::units::{Dim, Formula, Model, Ranged, UnitError, expect_dim, is_currency};

/// One line of `assume:` or `estimate:`.
#[derive(Clone, Debug)]
pub struct EstimateLine {
    /// Its name.
    pub name: String,
    /// What was written.
    pub formula: Formula,
    /// Where the formula was written.
    pub span: Span,
    /// True for `assume:`.
    pub is_assume: bool,
}

/// A named quantity of the page.
#[derive(Clone, Debug)]
pub(super) struct Known {
    value: Ranged,
    uncertain: bool,
}

/// A computed value.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The value with every range at its median.
    pub ranged: Ranged,
    /// True if a range stands in it or in a name that it uses.
    pub uncertain: bool,
}

impl Reading<'_> {
    /// Computes a formula. A name that is not known is reported, with what `fits` in its place; `None` if there
    /// is no value.
    pub fn compute(&mut self, text: &Text<'_>, fits: impl Into<Fits>) -> Option<Computed> {
        let formula = self.parse(text)?;
        self.check_names(text, &formula, &fits.into())?;
        let outcome = formula.eval(&|word| self.lookup(word));
        let ranged = self.or_complain(text, outcome)?;
        self.note_rows(&formula);
        Some(Computed { ranged, uncertain: self.is_uncertain(&formula) })
    }

    /// Computes a formula that must have this dimension.
    pub fn compute_as(
        &mut self,
        text: &Text<'_>,
        dim: Dim,
        fits: impl Into<Fits>,
    ) -> Option<Computed> {
        let found = self.compute(text, fits)?;
        let outcome = expect_dim(found.ranged, dim, text.text);
        let ranged = self.or_complain(text, outcome)?;
        Some(Computed { ranged, uncertain: found.uncertain })
    }

    /// The value of a formula, if it has one; nothing is reported.
    pub(super) fn peek(&self, formula: &Formula) -> Option<Ranged> {
        formula.eval(&|word| self.lookup(word)).ok()
    }

    /// Reads a formula without computing it.
    pub fn parse(&mut self, text: &Text<'_>) -> Option<Formula> {
        self.or_complain(text, Formula::parse(text.text))
    }

    /// Remembers a name whose formula is wrong, so that what uses it is not complained about again.
    pub fn distrust(&mut self, name: &str) {
        self.broken.insert(name.to_owned());
    }

    /// Takes the page's named quantities: from here on they can stand in any formula.
    pub fn learn(&mut self, lines: &[(EstimateLine, Text<'_>)]) {
        let own: BTreeSet<&str> = lines.iter().map(|(line, _)| line.name.as_str()).collect();
        let known = |name: &str| own.contains(name);
        let mut sound: Vec<&(EstimateLine, Text<'_>)> = Vec::new();
        for entry in lines {
            let names = entry.0.formula.names();
            let mut whole = true;
            for (name, at) in &names {
                if !known(name) && !self.broken.contains(name) && self.lookup(name).is_none() {
                    whole = false;
                    let candidates = lines.iter().map(|(line, _)| line.name.as_str());
                    let near = self.nearest_name(name, candidates);
                    let before = entry.0.formula.text().get(..at.start).unwrap_or("");
                    let name = name.clone();
                    let fault = if is_currency(&name) {
                        Fault::NoRate { currency: name }
                    } else if near.is_none() && before.trim_end().ends_with(['/', '÷']) {
                        Fault::UnknownBelow { name }
                    } else {
                        Fault::UnknownName { name, near, fits: Fits::Formula }
                    };
                    self.complain(entry.1.place(at.clone()), fault);
                }
            }
            if whole {
                sound.push(entry);
            } else {
                self.broken.insert(entry.0.name.clone());
            }
        }
        self.drop_broken(&mut sound);
        self.evaluate(&sound);
    }

    /// Leaves out the lines that follow from a broken one.
    fn drop_broken(&mut self, sound: &mut Vec<&(EstimateLine, Text<'_>)>) {
        loop {
            let before = sound.len();
            let broken = &mut self.broken;
            sound.retain(|(line, _)| {
                let follows = line.formula.words().iter().any(|(name, _)| broken.contains(name));
                if follows {
                    broken.insert(line.name.clone());
                }
                !follows
            });
            if sound.len() == before {
                return;
            }
        }
    }

    fn evaluate(&mut self, sound: &[&(EstimateLine, Text<'_>)]) {
        let formulas: Vec<(String, Formula)> =
            sound.iter().map(|(line, _)| (line.name.clone(), line.formula.clone())).collect();
        let outcome = Model::new(formulas).evaluate(&|word| self.lookup(word));
        match outcome {
            Ok(values) => {
                for ((line, _), value) in sound.iter().zip(values) {
                    let known = Known { value, uncertain: line.formula.has_range() };
                    self.names.insert(line.name.clone(), known);
                }
                self.spread_uncertainty(sound);
                for (line, _) in sound {
                    self.note_rows(&line.formula);
                }
            }
            Err(errors) => {
                for (index, error) in errors {
                    if let Some((_, text)) = sound.get(index) {
                        self.unit_error(text, error);
                    }
                }
                self.broken.extend(sound.iter().map(|(line, _)| line.name.clone()));
            }
        }
    }

    /// A name whose formula uses an uncertain name is uncertain too.
    fn spread_uncertainty(&mut self, lines: &[&(EstimateLine, Text<'_>)]) {
        // Lines may stand in any order: again until a round finds nothing new.
        let mut spreads = true;
        while spreads {
            spreads = false;
            for (line, _) in lines {
                let uncertain = self.is_uncertain(&line.formula);
                if let Some(known) = self.names.get_mut(&line.name)
                    && uncertain
                    && !known.uncertain
                {
                    known.uncertain = true;
                    spreads = true;
                }
            }
        }
    }

    /// The value of a name: the page's own before the latency table's.
    fn lookup(&self, word: &str) -> Option<Ranged> {
        if let Some(known) = self.names.get(word) {
            return Some(known.value.clone());
        }
        let row = self.tables.latency.lookup(self.list.as_deref(), word)?;
        Some(Ranged::exact(row.value_s, Dim::TIME))
    }

    fn is_uncertain(&self, formula: &Formula) -> bool {
        let is_uncertain = |name: &str| self.names.get(name).is_some_and(|known| known.uncertain);
        formula.has_range() || formula.words().iter().any(|(name, _)| is_uncertain(name))
    }

    /// `None` if a name is not known (reported) or stands for a wrong formula (reported where it stands).
    fn check_names(&mut self, text: &Text<'_>, formula: &Formula, fits: &Fits) -> Option<()> {
        let mut fine = true;
        if formula.words().iter().any(|(name, _)| self.broken.contains(name)) {
            fine = false;
        }
        for (name, at) in formula.names() {
            if self.broken.contains(&name) || self.lookup(&name).is_some() {
                continue;
            }
            fine = false;
            let near = self.nearest_name(&name, std::iter::empty());
            let fault = if is_currency(&name) {
                Fault::NoRate { currency: name }
            } else {
                Fault::UnknownName { name, near, fits: fits.clone() }
            };
            self.complain(text.place(at), fault);
        }
        fine.then_some(())
    }

    fn nearest_name<'x>(
        &'x self,
        name: &str,
        more: impl Iterator<Item = &'x str>,
    ) -> Option<String> {
        let own = self.names.keys().chain(&self.broken).map(String::as_str).chain(more);
        self.problems
            .near(name, own)
            .or_else(|| self.problems.near(name, self.tables.latency.names()))
            .map(str::to_owned)
    }

    fn note_rows(&mut self, formula: &Formula) {
        for (name, _) in formula.names() {
            if self.names.contains_key(&name) {
                continue;
            }
            if let Some(row) = self.tables.latency.lookup(self.list.as_deref(), &name).cloned() {
                self.use_row(&row);
            }
        }
    }

    fn or_complain<T>(&mut self, text: &Text<'_>, outcome: Result<T, UnitError>) -> Option<T> {
        outcome.map_err(|error| self.unit_error(text, error)).ok()
    }

    fn unit_error(&mut self, text: &Text<'_>, error: UnitError) {
        self.problems.push(problem(text.place(error.at), error.what));
    }
}
