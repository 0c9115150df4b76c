//! How far a design is from its objectives, and what a change does to it.

use crate::document::{BeforeAfter, Effect, Measured, Objective, Report};
use crate::message::findings::Finding;
use crate::pipeline::Finished;
use crate::stats::paired::{Figure, paired};
use crate::summary::{measured, p99_and_errors, pooled_of_all};
use crate::world::Outcome;
use crate::world::meters::Meters;

/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;
/// Shares closer than this are the same for the distance to an objective.
const SHARE: f64 = 1e-4;
/// A page without an objective on errors still must not get worse by more than this.
const MORE_ERRORS: f64 = 0.005;
/// A failed request is worse than a late one: its distance counts so many times.
const FAILED: f64 = 2.0;
/// From so many failures on, latencies are those of the lucky few.
pub(super) const MANY_FAIL: f64 = 0.1;
/// How far away an objective on later work is, all of which may be done in time, but not within the window.
const LEFT: f64 = 0.1;
/// How far away an objective is for which nothing was measured.
const NOTHING: f64 = 8.0;

/// What a run came to, held against the objectives.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Every objective is met.
    pub meets: bool,
    /// And that is clear of every interval.
    pub clear: bool,
    /// Names of those that are missed.
    pub missed: Vec<String>,
    /// How far the missed ones are away: the sum of the logarithms of actual over target; 0 if all are met.
    pub distance: f64,
    /// It comes back after its events, as far as the run's end shows.
    pub recovers: bool,
    /// The share of the run's intervals in which an objective is missed.
    pub missed_for: f64,
    /// The share of the requests that fail.
    pub failed: f64,
    /// More requests fail than on the page as it stands, and no objective speaks of it.
    pub sheds: bool,
}

/// Judges a run. `rows` are the objectives, measured in this run; `base` is the page as it stands.
pub fn judge(rows: &[Objective], finished: &Finished, base: Option<&Report>) -> Verdict {
    let report = &finished.report;
    let mut verdict = Verdict { meets: true, clear: true, ..Verdict::default() };
    // How far a load is from settling is told by its growth, below: who waits counts once.
    let piles_up = !report.stability.stable && report.latency_ms.is_none();
    for row in rows {
        if !row.met {
            verdict.meets = false;
            verdict.missed.push(row.objective.clone());
        }
        verdict.clear &= row.met && row.clear;
        let failed = report.errors.rate.value;
        // Where many fail, a latency is that of the lucky few: what counts is how many there are.
        if row.unit == "ms" && !row.is_of_later() && failed > MANY_FAIL {
            verdict.distance += NOTHING * 0.5 * (1.0 + failed);
        } else if !(row.met || piles_up && row.unit == "ratio") {
            verdict.distance += away(row, &finished.outcome);
        }
    }
    // What an event leaves behind at the end is told by the objectives; a steady load has to settle.
    let told = finished.outcome.plan.eventful && report.latency_ms.is_some();
    if !report.stability.stable && !told {
        let offered = report.requests.offered_per_s.value.max(1e-9);
        let growth = (report.stability.growth_per_s / offered).max(0.0);
        verdict.meets = false;
        verdict.clear = false;
        verdict.distance += 1.0 + 4.0 * growth.min(1.0);
    }
    verdict.failed = report.errors.rate.value;
    verdict.recovers = !stays_away(report);
    verdict.missed_for = missed_for(rows, report);
    let about_errors =
        rows.iter().any(|row| row.objective.contains("errors") || row.objective == "availability");
    verdict.sheds = !about_errors
        && base.is_some_and(|base| report.errors.rate.value > base.errors.rate.value + MORE_ERRORS);
    verdict
}

/// Whether the run has not come back after its events.
fn stays_away(report: &Report) -> bool {
    report.findings.iter().any(|finding| {
        matches!(finding.0, Finding::NoRecovery { .. } | Finding::EndsTooSoon { .. })
    })
}

/// The share of the run's intervals in which p99 or errors are beyond the first objective on them.
fn missed_for(rows: &[Objective], report: &Report) -> f64 {
    let target = |fits: &dyn Fn(&&Objective) -> bool| {
        rows.iter().filter(fits).map(|row| row.target).reduce(f64::min)
    };
    let ms = target(&|row| row.unit == "ms" && !row.is_of_later()).unwrap_or(f64::INFINITY);
    let errors = target(&|row| row.objective.ends_with("errors")).unwrap_or(1.0);
    let series = &report.timeseries;
    let ended = series.errors_per_s.iter().zip(&series.completed_per_s);
    let missed = ended.zip(&series.p99_ms).filter(|((failed, completed), p99)| {
        let all = **failed + **completed;
        p99.is_some_and(|p99| p99 > ms) || all > 0.0 && **failed > errors * all
    });
    missed.count() as f64 / series.p99_ms.len().max(1) as f64
}

fn away(row: &Objective, outcome: &Outcome) -> f64 {
    let ratio = |actual: f64, target: f64| libm::log((actual / target).max(1.0));
    match (row.actual, row.unit.as_str()) {
        (Some(actual), "ratio") if row.objective.ends_with("availability") => {
            FAILED * ratio(1.0 - actual + SHARE, 1.0 - row.target + SHARE)
        }
        (Some(actual), "ratio") => FAILED * ratio(actual + SHARE, row.target + SHARE),
        (Some(actual), _) => ratio(actual, row.target.max(1e-12)),
        // What is late for certain is a figure; what is left when the window ends may be.
        (None, "ms") if row.is_of_later() => LEFT,
        // A load that does not settle has latencies of some kind: shorter ones are nearer.
        (None, "ms") => {
            p99_ms(&outcome.replications).map_or(NOTHING, |p99| ratio(p99, row.target).min(NOTHING))
        }
        (None, _) => NOTHING,
    }
}

/// The objectives that `explain` goes by if a page has none: the load settles, and nearly nothing fails.
pub fn implied(finished: &Finished) -> Vec<Objective> {
    const ERRORS: f64 = 0.01;
    let rate = finished.report.errors.rate;
    let ended = finished.report.requests.completed + finished.report.requests.failed > 0;
    let contains = |low: f64, high: f64| low < high && (low..=high).contains(&ERRORS);
    vec![Objective {
        objective: "errors".to_owned(),
        unit: "ratio".to_owned(),
        target: ERRORS,
        actual: ended.then_some(rate.value),
        low: rate.low,
        high: rate.high,
        met: ended && rate.value <= ERRORS,
        clear: rate.low.zip(rate.high).is_none_or(|(low, high)| !contains(low, high)),
    }]
}

/// p99 of everything that was answered, settled or not.
fn p99_ms(reps: &[Meters]) -> Option<f64> {
    pooled_of_all(reps).quantile(0.99).map(|ns| ns as f64 / MS)
}

/// What a change does: both runs have the same seed, so their replications are compared pair by pair.
pub fn effect(base: &Finished, changed: &Finished) -> Effect {
    let both = [base, changed];
    let figures = both.map(|finished| p99_and_errors(&finished.outcome, &finished.report));
    let pair = |metric: &str, whole: [Option<f64>; 2]| {
        let each = figures.each_ref().map(|own| {
            let found = own.iter().find(|figure| figure.metric == metric);
            found.map_or(&[][..], |figure| &figure.each)
        });
        difference(whole, each)
    };
    let p99 = |finished: &Finished| Some(finished.report.latency_ms.as_ref()?.p99.value);
    let errors = |finished: &Finished| {
        let requests = &finished.report.requests;
        (requests.completed + requests.failed > 0).then_some(finished.report.errors.rate.value)
    };
    let [before, after] = both.map(|finished| finished.report.cost.per_month_usd);
    let of_later = |finished: &Finished| {
        finished.report.slo.iter().find(|row| row.is_of_later()).map(|row| row.actual)
    };
    let later_ms =
        of_later(base).map(|before| difference([before, of_later(changed).flatten()], [&[], &[]]));
    Effect {
        p99_ms: pair("p99", both.map(p99)),
        later_ms,
        errors: pair("errors", both.map(errors)),
        cost_per_month_usd: BeforeAfter {
            before: Some(before),
            after: Some(after),
            difference: Some(Measured { value: after - before, low: None, high: None }),
        },
        stable: changed.report.stability.stable,
    }
}

fn difference([before, after]: [Option<f64>; 2], [from, to]: [&[f64]; 2]) -> BeforeAfter {
    let difference = before.zip(after).map(|(before, after)| {
        let pair = paired(Figure { value: before, each: from }, Figure { value: after, each: to });
        let unknown = Measured { value: after - before, low: None, high: None };
        pair.map_or(unknown, |pair| measured(pair.difference))
    });
    BeforeAfter { before, after, difference }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(unit: &str, objective: &str, target: f64, actual: Option<f64>) -> Objective {
        Objective {
            objective: objective.to_owned(),
            unit: unit.to_owned(),
            target,
            actual,
            ..Objective::default()
        }
    }

    #[test]
    fn the_distance_is_the_logarithm_of_how_many_times_too_much() {
        let check = |row: Objective, expect: f64| {
            let found = away(&row, &Outcome::default());
            assert!((found - expect).abs() < 1e-3, "{row:?}: {found}");
        };
        check(row("ms", "p99", 100.0, Some(200.0)), libm::log(2.0));
        check(row("ms", "p99", 100.0, Some(50.0)), 0.0);
        check(row("ratio", "errors", 0.01, Some(0.1)), 2.0 * libm::log(0.1001 / 0.0101));
        check(row("ratio", "availability", 0.999, Some(0.9)), 2.0 * libm::log(0.1001 / 0.0011));
        check(row("USD/month", "cost", 100.0, Some(150.0)), libm::log(1.5));
        check(row("ms", "p99", 100.0, None), NOTHING);
    }

    #[test]
    fn a_change_is_paired_replication_by_replication() {
        let check = |from: &[f64], to: &[f64], half: Option<f64>| {
            let found = difference([Some(20.0), Some(22.0)], [from, to]).difference;
            let found = found.expect("both have a value");
            let own = found.high.map(|high| high - found.value);
            assert_eq!((found.value, own.is_some()), (2.0, half.is_some()), "{found:?}");
            assert!(own.zip(half).is_none_or(|(own, half)| (own - half).abs() < 1e-5), "{found:?}");
        };
        // Differences 1, 2, 3: s = 1, t(2) = 4.30265, 4.30265/√3 = 2.48414.
        check(&[10.0, 20.0, 30.0], &[11.0, 22.0, 33.0], Some(2.484_138));
        // A figure that one of the replications lacks has none: nothing can be paired.
        check(&[10.0, 20.0, 30.0], &[], None);
    }
}
