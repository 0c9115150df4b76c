//! One variant against another, figure by figure.

use super::Simulated;
use crate::document::{
    Bottleneck, Compared, Cost, Difference, Measured, MetricDifference, State, Verdict,
};
use crate::stats::paired::{self, Paired, paired};
use crate::summary::{Figure, measured, utilization_of};

/// Two bills that differ by less than this share are equal: what depends on the load is measured, and bills
/// are read in whole dollars.
const SAME_BILL: f64 = 1e-4;

/// Every figure that both have. Figures that only one has (a cache that the other is without) are left out:
/// there is nothing to subtract.
pub(super) fn between(from: &Simulated, to: &Simulated) -> Difference {
    let limits =
        [&from.compared, &to.compared].map(|variant| variant.bottleneck.as_ref().map(name));
    let mut metrics = Vec::new();
    // A run that was given up has no figures at all; the other one's say what is missing.
    let known = if from.figures.is_empty() { &to.figures } else { &from.figures };
    for figure in known {
        let is_limit = limits.iter().flatten().any(|limit| *limit == figure.metric);
        if figure.metric.ends_with(".utilization") && !is_limit {
            continue;
        }
        let own = |all: &[Figure], state: State| {
            let found = all.iter().find(|own| own.metric == figure.metric).cloned();
            let absent = || Figure { value: None, each: Vec::new(), ..figure.clone() };
            found.or_else(|| (state != State::Settles).then(absent))
        };
        let before = own(&from.figures, from.compared.state);
        let after = own(&to.figures, to.compared.state);
        let (Some(before), Some(after)) = (before, after) else { continue };
        let mut row = difference(&before, &after);
        if row.difference.is_none() {
            row.verdict = match (row.from, row.to) {
                // Later work whose time is not known is not done in the window, though what clients wait for may be.
                (Some(_), None) if is_of_later(&row) => Verdict::Worse,
                (None, Some(_)) if is_of_later(&row) => Verdict::Better,
                _ => by_state(from.compared.state, to.compared.state),
            };
        }
        // Queues that are empty, and hand out nothing again, need no row.
        if row.from == Some(0.0) && row.to == Some(0.0) && is_of_a_queue(&row) {
            continue;
        }
        metrics.push(row);
    }
    metrics.extend(costs(&from.compared, &to.compared));
    Difference { variant: to.compared.name.clone(), against: from.compared.name.clone(), metrics }
}

/// Whether a figure tells how long later work takes.
fn is_of_later(row: &MetricDifference) -> bool {
    row.metric.rsplit('.').next().is_some_and(|own| own.starts_with("later_"))
}

fn is_of_a_queue(row: &MetricDifference) -> bool {
    row.metric.ends_with(".waiting_at_end") || row.metric.ends_with(".redelivered")
}

fn name(bottleneck: &Bottleneck) -> String {
    utilization_of(&bottleneck.component, &bottleneck.resource)
}

fn difference(from: &Figure, to: &Figure) -> MetricDifference {
    let mut found = MetricDifference {
        metric: from.metric.clone(),
        unit: from.unit.to_owned(),
        from: from.value,
        to: to.value,
        ..MetricDifference::default()
    };
    let (Some(a), Some(b)) = (from.value, to.value) else { return found };
    let whole = |value, each| paired::Figure { value, each };
    let Some(pair) = paired(whole(a, &from.each), whole(b, &to.each)) else {
        found.difference = Some(Measured { value: b - a, low: None, high: None });
        return found;
    };
    let Paired { difference, relative, unpaired } = pair;
    found.difference = Some(measured(difference));
    found.relative = relative.map(measured);
    found.unpaired = Some(measured(unpaired));
    let narrower = unpaired.half_width() / difference.half_width();
    found.times_narrower = Some(narrower).filter(|times| times.is_finite());
    let is_blurred = (b - a).abs() <= from.resolution * a.abs().max(b.abs());
    found.verdict = if is_blurred || difference.contains(0.0) && difference.is_bounded() {
        Verdict::Tie
    } else if !difference.is_bounded() {
        Verdict::Unknown
    } else {
        judged(difference.value, from.more_is_better)
    };
    found
}

/// What settles is better than what does not.
fn by_state(from: State, to: State) -> Verdict {
    let fails = |state| matches!(state, State::Unstable | State::GaveUp);
    match (from, to) {
        (State::Settles, to) if fails(to) => Verdict::Worse,
        (from, State::Settles) if fails(from) => Verdict::Better,
        _ => Verdict::Unknown,
    }
}

fn judged(difference: f64, more_is_better: bool) -> Verdict {
    if (difference > 0.0) == more_is_better { Verdict::Better } else { Verdict::Worse }
}

/// The bills, exact but for what follows the measured load.
fn costs(from: &Compared, to: &Compared) -> Vec<MetricDifference> {
    let (Some(before), Some(after)) = (&from.cost, &to.cost) else { return Vec::new() };
    let mut all = vec![cost("cost", "USD/month", before.per_month_usd, after.per_month_usd)];
    let per_million = |cost: &Cost| cost.per_million_requests_usd;
    if let (Some(before), Some(after)) = (per_million(before), per_million(after)) {
        all.push(cost("cost_per_million", "USD", before, after));
    }
    if from.state != State::Settles || to.state != State::Settles {
        all.truncate(1);
    }
    all.retain(|row| row.from != Some(0.0) || row.to != Some(0.0));
    all
}

fn cost(metric: &str, unit: &str, from: f64, to: f64) -> MetricDifference {
    let value = to - from;
    let exact = |value: f64| Measured { value, low: Some(value), high: Some(value) };
    let is_tie = value.abs() <= SAME_BILL * from.abs().max(to.abs());
    MetricDifference {
        metric: metric.to_owned(),
        unit: unit.to_owned(),
        from: Some(from),
        to: Some(to),
        difference: Some(exact(value)),
        relative: (from > 0.0).then(|| exact(value / from)),
        verdict: if is_tie { Verdict::Tie } else { judged(value, false) },
        ..MetricDifference::default()
    }
}

/// Whether a figure is of the bill, which no window changes.
pub(super) fn is_of_the_bill(row: &MetricDifference) -> bool {
    row.unit.starts_with("USD")
}
