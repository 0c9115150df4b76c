//! The capacity of a page without objectives: the rate that fills its busiest resource.
//!
//! By the utilization law (Denning and Buzen, ACM Computing Surveys 10(3), 1978) a resource's utilization is
//! the rate times the demand of a request on it, whatever the queue does. So a run below saturation measures
//! the demand, and its reciprocal is the capacity. Where retries or refusals bring the design down earlier,
//! that the load settles and that at most 1 % of requests fail is searched for instead.

use super::probe::{self, Probed};
use super::search::{DEFAULT_BUDGET, Search};
use super::{Capacity, StudyError, Subject, Watch};
use crate::blueprint::{Blueprint, Metric, Target};
use crate::document::Measured;
use crate::document::capacity::{Limit, Verdict};
use crate::message::capacity::Criterion;
use crate::study::load;
use crate::world::RunError;

/// A run at this share of the capacity measures the demand.
const BELOW: f64 = 0.9;
/// The share of requests that may fail where the page does not say.
pub(in crate::study) const ERRORS: f64 = 0.01;
/// Of the requests of the whole study, what one run has.
const SHARE: f64 = 0.2;
const REPLICATIONS: u32 = 10;

/// Fills in the capacity.
pub(super) fn find(
    subject: &Subject<'_>,
    watch: &Watch<'_>,
    document: &mut Capacity,
) -> Result<(), StudyError> {
    document.by_utilization = true;
    let mut steady = subject.base.design.blueprint.clone();
    // A spike may fill a resource for a while: what is asked for is the load that never stops.
    steady.shape = crate::blueprint::Shape::default();
    steady.timeline.clear();
    let Some(saturation) = load::saturation(&steady) else {
        document.verdict = Verdict::Unlimited;
        return Ok(());
    };
    let mut times = BELOW * saturation;
    for _ in 0..2 {
        let probed = match run(subject, &steady, times, watch) {
            Ok(probed) => probed,
            Err(error) if error.is_end() => {
                document.head.interrupted = true;
                document.verdict = Verdict::Unknown;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let Some(report) = probed
            .report
            .as_ref()
            .filter(|report| report.stability.stable && report.errors.rate.value <= ERRORS)
        else {
            return by_failures(subject, steady, saturation, watch, document);
        };
        let Some(busiest) = &report.bottleneck else { break };
        let measured = report
            .components
            .get(&busiest.component)
            .and_then(|component| component.resources.get(&busiest.resource))
            .map(|resource| resource.utilization)
            // A limiter's rate is no resource of its report.
            .or(Some(Measured { value: busiest.utilization, low: None, high: None }));
        let Some(busy) = measured.filter(|busy| busy.value > 0.0) else { break };
        let of = |end: f64| times / end * document.today;
        document.capacity = Some(Measured {
            value: of(busy.value),
            low: busy.high.map(of),
            high: busy.low.filter(|low| *low > 0.0).map(of),
        });
        document.verdict = Verdict::Found;
        document.limit = Some(Limit {
            utilization: Some(1.0),
            phase: None,
            ..super::limit(Criterion::Utilization, None, Some(report))
        });
        document.there = Some(super::there(times * document.today, report));
        document.probes = vec![super::row_of(&probed, document.today, &steady)];
        // What was taken for nine tenths of the capacity may be more or less of it, if hit ratios moved.
        let again = BELOW * times / busy.value;
        if (again / times - 1.0).abs() < 0.03 {
            break;
        }
        times = again;
    }
    if document.capacity.is_none() {
        document.verdict = Verdict::Unlimited;
    }
    Ok(())
}

fn run(
    subject: &Subject<'_>,
    steady: &Blueprint,
    times: f64,
    watch: &Watch<'_>,
) -> Result<Probed, RunError> {
    let settings = &steady.run;
    let budget = settings.max_requests.unwrap_or(DEFAULT_BUDGET) as f64;
    let replications = settings.replications.unwrap_or(REPLICATIONS);
    let requests = SHARE * budget / f64::from(replications);
    let own = load::time_for(requests, steady, times);
    let duration_ns = settings.duration_ns.unwrap_or(own);
    let warmup_ns = settings.warmup_ns.unwrap_or(duration_ns / 4);
    watch.expect(1);
    let blueprint = load::scaled(steady, times);
    let length = probe::Length { duration_ns, warmup_ns, replications };
    probe::probe(&subject.base.loaded, (blueprint, times), length, None, watch, watch.threads)
}

/// The rate at which it stops settling, or too many requests fail.
fn by_failures(
    subject: &Subject<'_>,
    mut steady: Blueprint,
    saturation: f64,
    watch: &Watch<'_>,
    document: &mut Capacity,
) -> Result<(), StudyError> {
    document.by_utilization = false;
    steady.slo.push(Target { request_type: None, metric: Metric::Errors, target: ERRORS });
    let found = Search::new(&subject.base.loaded, &steady, watch).run(BELOW * saturation)?;
    super::fill(document, &steady, &found);
    Ok(())
}
