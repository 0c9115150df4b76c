//! Requests that have no answer when the window ends: nobody tells who waits that he has failed, but he has.

use crate::blueprint::Blueprint;
use crate::document::Report;
use crate::world::Outcome;

/// From this share of the requests on, those without an answer are worth a sentence …
pub const MANY: f64 = 0.01;
/// … and from so many of them on in all runs.
const FEWEST: f64 = 10.0;

/// The share of the requests (of one type, or of all) that came at least so long before the window's end and have no
/// answer. At least: of those that wait, only as many as may have come since can be younger. Nobody waits long who is
/// under way as usual, so the least age is the mean latency before anything happens.
pub fn unanswered(
    outcome: &Outcome,
    report: &Report,
    request_type: Option<usize>,
    aged_s: f64,
) -> f64 {
    let (mut offered, mut ended, mut all) = (0_u64, 0_u64, 0_u64);
    for meters in &outcome.replications {
        for (at, own) in meters.request_types.iter().enumerate() {
            all += own.offered;
            if request_type.is_none_or(|only| only == at) {
                offered += own.offered;
                ended += own.completed + own.failed;
            }
        }
    }
    if offered == 0 {
        return 0.0;
    }
    let rates = report.phases.iter().map(|phase| phase.offered_per_s);
    let busiest_per_s = rates.fold(report.requests.offered_per_s.value, f64::max);
    let own_per_s = busiest_per_s * offered as f64 / all as f64;
    let runs = outcome.replications.len() as f64;
    let younger = own_per_s * aged_s.max(usual_s(report)) * runs;
    let waiting = offered.saturating_sub(ended) as f64 - younger;
    if waiting < FEWEST { 0.0 } else { waiting / offered as f64 }
}

/// The mean latency before anything happens, s.
fn usual_s(report: &Report) -> f64 {
    let first = report.phases.first().and_then(|phase| phase.latency_ms.as_ref());
    first.or(report.latency_ms.as_ref()).map_or(0.0, |latency| latency.mean.value / 1e3)
}

/// The same, aged so that whoever waits has missed every objective on latency.
pub fn of(
    blueprint: &Blueprint,
    outcome: &Outcome,
    report: &Report,
    request_type: Option<usize>,
) -> f64 {
    let targets = blueprint.slo.iter().filter(|target| target.metric.quantile().is_some());
    let slowest_s = targets.map(|target| target.target / 1e9).fold(0.0, f64::max);
    unanswered(outcome, report, request_type, slowest_s)
}
