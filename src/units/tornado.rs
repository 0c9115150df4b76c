//! Which range matters: how far each result swings when one range goes from its 5 % to its 95 % quantile and the
//! others stay at their medians, and how its rank goes with the range's over all draws.

use super::eval::Names;
use super::normal::Unknown;
use super::propagate::{Draws, Model, ModelError, Source};
use super::quantity::Ranged;

/// Draws that the ranks are taken of: the standard error of a correlation is then 0.01.
const RANKED: usize = 10_000;

/// One range of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The formula that it stands in.
    pub formula: usize,
    /// Its place among the ranges of that formula.
    pub occurrence: usize,
    /// By formula: its value with the range at its low and at its high end; equal where it does not matter.
    pub ends: Vec<(f64, f64)>,
    /// By formula: Spearman's rank correlation with the range; `None` where either does not vary.
    pub rank_correlation: Vec<Option<f64>>,
}

/// Intervals of all formulas, and what each range does to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// As [`Model::propagate`] gives them.
    pub values: Vec<Ranged>,
    /// In the order of the formulas.
    pub swings: Vec<Swing>,
}

impl Model {
    /// [`Model::propagate`], and the swings of every range.
    ///
    /// # Errors
    ///
    /// As [`Model::propagate`].
    pub fn analyze(
        &self,
        outer: Names<'_>,
        draws: u32,
        seed: u64,
    ) -> Result<Analysis, Vec<ModelError>> {
        let medians = self.evaluate(outer)?;
        let drawn = self.draw(&medians, outer, draws, seed);
        let mut swings = self.one_at_a_time(&medians, outer);
        let ranks: Vec<Option<Vec<f64>>> = drawn.iter().map(result_ranks).collect();
        for swing in &mut swings {
            let own = self.ranks_of(swing, draws, seed);
            swing.rank_correlation = ranks
                .iter()
                .map(|ranks| ranks.as_ref().and_then(|ranks| correlation(&own, ranks)))
                .collect();
        }
        let values = self.with_intervals(medians, drawn)?;
        Ok(Analysis { values, swings })
    }

    /// Every range at its ends, the others at their medians: two trials for each.
    fn one_at_a_time(&self, medians: &[Ranged], outer: Names<'_>) -> Vec<Swing> {
        let mut places = Vec::new();
        for (formula, (_, text)) in self.formulas.iter().enumerate() {
            places.extend((0..text.ranges().count()).map(|occurrence| (formula, occurrence)));
        }
        let trials = 2 * places.len();
        let source = |formula: usize, occurrence: usize| {
            let range = self.formulas[formula].1.ranges().nth(occurrence);
            let range =
                range.map_or(Ranged::exact(f64::NAN, super::Dim::NONE), |range| range.ranged());
            let mut trial = vec![range.value; trials];
            if let Some(at) = places.iter().position(|&place| place == (formula, occurrence)) {
                (trial[2 * at], trial[2 * at + 1]) = (range.low, range.high);
            }
            Source::Given(trial, 0)
        };
        let outcomes =
            self.draw_from(medians, outer, trials, &source, &|value| Draws::Same(value.value));
        let of = |outcome: &Draws, trial: usize| match outcome {
            Draws::Same(value) => *value,
            Draws::Each(values) => values.get(trial).copied().unwrap_or(f64::NAN),
        };
        let swings = places.iter().enumerate().map(|(at, &(formula, occurrence))| Swing {
            formula,
            occurrence,
            ends: outcomes.iter().map(|all| (of(all, 2 * at), of(all, 2 * at + 1))).collect(),
            rank_correlation: Vec::new(),
        });
        swings.collect()
    }

    /// The ranks of a range's draws.
    fn ranks_of(&self, swing: &Swing, draws: u32, seed: u64) -> Vec<f64> {
        let (name, formula) = &self.formulas[swing.formula];
        let Some(range) = formula.ranges().nth(swing.occurrence) else { return Vec::new() };
        let mut unknown = Unknown::new(range.low, range.high, seed, name, swing.occurrence as u64);
        let count = RANKED.min(draws as usize);
        let values: Vec<f64> = (0..count).map(|_| unknown.draw()).collect();
        ranks(&values)
    }
}

fn result_ranks(drawn: &Draws) -> Option<Vec<f64>> {
    match drawn {
        Draws::Same(_) => None,
        Draws::Each(samples) => Some(ranks(&samples[..RANKED.min(samples.len())])),
    }
}

/// The rank of each value, equal ones sharing the mean of their ranks.
#[expect(clippy::cast_precision_loss, reason = "ranks are far below 2^53")]
fn ranks(values: &[f64]) -> Vec<f64> {
    // Values beside their places sort three times as fast as places that point at values.
    let mut sorted: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < sorted.len() {
        let same = sorted[from..].iter().take_while(|(value, _)| *value == sorted[from].0).count();
        // A NaN is not even equal to itself.
        let to = from + same.max(1);
        let shared = (from + to - 1) as f64 / 2.0;
        sorted[from..to].iter().for_each(|&(_, at)| ranks[at] = shared);
        from = to;
    }
    ranks
}

/// Pearson's correlation of two series of ranks, which is Spearman's of what was ranked.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let count = a.len().min(b.len());
    if count < 2 {
        return None;
    }
    let mean = (count - 1) as f64 / 2.0;
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - mean) * (b - mean);
        of_a += (a - mean) * (a - mean);
        of_b += (b - mean) * (b - mean);
    }
    (of_a > 0.0 && of_b > 0.0).then(|| (both / (of_a * of_b).sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::super::Formula;
    use super::*;

    fn model(formulas: &[(&str, &str)]) -> Model {
        let parsed = formulas
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Formula::parse(text).expect("a formula")));
        Model::new(parsed.collect())
    }

    #[test]
    fn swings_are_one_at_a_time() {
        let model = model(&[
            ("a", "1..4"),
            ("b", "10..1000"),
            ("c", "7"),
            ("d", "a * b + c"),
            ("e", "c / a"),
        ]);
        let found = model.analyze(&|_| None, 20_000, 1).unwrap();
        assert_eq!(found.swings.len(), 2);
        // Medians are 2 and 100.
        let (a, b) = (&found.swings[0], &found.swings[1]);
        assert_eq!((a.formula, a.ends[0], a.ends[1]), (0, (1.0, 4.0), (100.0, 100.0)));
        assert_eq!((a.ends[3], b.ends[3]), ((107.0, 407.0), (27.0, 2007.0)));
        assert_eq!((a.ends[4], b.ends[4]), ((7.0, 1.75), (3.5, 3.5)));
        assert_eq!(a.rank_correlation[0], Some(1.0));
        assert_eq!((a.rank_correlation[2], b.rank_correlation[2]), (None, None));
        assert_eq!(a.rank_correlation[4], Some(-1.0));
        let of_sum = |swing: &Swing| swing.rank_correlation[3].unwrap();
        assert!(of_sum(b) > 0.9 && of_sum(a) > 0.1 && of_sum(a) < 0.5);
        assert_eq!(found.values, model.propagate(&|_| None, 20_000, 1).unwrap());
    }

    #[test]
    fn independent_draws_do_not_correlate() {
        let model = model(&[("a", "1..4"), ("b", "1..4")]);
        let found = model.analyze(&|_| None, 20_000, 1).unwrap();
        assert!(found.swings[0].rank_correlation[1].unwrap().abs() < 0.05);
    }

    #[test]
    fn ties_share_their_ranks() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 3.0]), [2.5, 0.0, 2.5, 1.0]);
        assert_eq!(correlation(&[0.0, 1.0], &[0.5, 0.5]), None);
    }
}
