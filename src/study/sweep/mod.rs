//! Figures over one parameter, or two.
//!
//! Points are simulated side by side, one thread each, under one seed: since streams are named by (seed,
//! replication, entity, purpose), neighbouring points share their luck and the curves are smooth. The budget of
//! requests is that of the whole sweep, divided evenly.

mod bends;
mod grid;
mod theory;
mod vary;

use super::{StudyError, Subject, Variant, Watch, gave_up, load};
use crate::document::{Parameter, Point, State, Sweep, Told};
use crate::estimate;
use crate::message::study::Trouble;
use crate::message::sweep::Refusal;
use crate::pipeline::{Design, Finished};
use crate::world::RunError;
use crate::world::plan::{DEFAULT_MAX_REQUESTS, least_budget};
use grid::Axis;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Each `--vary`, one or two.
    pub vary: Vec<String>,
    /// Points of each parameter.
    pub points: Option<u16>,
    /// Spread evenly over the logarithm.
    pub log: bool,
}

/// Makes the study.
///
/// # Errors
/// What is wrong with the page, with a parameter or a value of it, or that it was stopped before there was
/// anything to tell.
pub fn study(
    subject: &Subject<'_>,
    request: &Request,
    watch: &Watch<'_>,
) -> Result<Sweep, StudyError> {
    if request.vary.is_empty() || request.vary.len() > 2 {
        let refusal = Refusal::OneOrTwo { count: request.vary.len() };
        return Err(StudyError::Refused(refusal.into()));
    }
    let axes = grid::axes(subject, request)?;
    let mut candidates = Vec::new();
    for at in cells(&axes) {
        candidates.push((variant(subject, &axes, &at)?, at));
    }
    let base = &subject.base.design.blueprint;
    let budget = base.run.max_requests.unwrap_or(DEFAULT_MAX_REQUESTS);
    let each = (budget / candidates.len().max(1) as u64).max(1);
    for (variant, _) in &mut candidates {
        let enough = least_budget(&variant.design.blueprint);
        variant.settings().max_requests = Some(each.max(enough));
    }
    watch.expect(candidates.len() as u64);
    let points = simulate(&axes, &candidates, watch);
    let mut head = subject.head();
    head.interrupted = points.iter().any(|point| point.state == State::Stopped);
    let points: Vec<Point> =
        points.into_iter().filter(|point| point.state != State::Stopped).collect();
    if points.is_empty() {
        return Err(StudyError::Run(RunError::Stopped));
    }
    let parameters: Vec<Parameter> = axes.into_iter().map(|axis| axis.parameter).collect();
    let (knee, breaks) = match parameters.as_slice() {
        [only] => (bends::knee(only, &points), bends::breaks(only, &points)),
        _ => (None, Vec::new()),
    };
    Ok(Sweep { head, parameters, points, knee, breaks, max_requests: budget })
}

/// Every combination of places: an index for each axis.
fn cells(axes: &[Axis]) -> Vec<Vec<usize>> {
    axes.iter().fold(vec![Vec::new()], |cells, axis| {
        let with = |cell: &Vec<usize>, at: usize| {
            let mut longer = cell.clone();
            longer.push(at);
            longer
        };
        let places = axis.parameter.written.len();
        cells.iter().flat_map(|cell| (0..places).map(move |at| with(cell, at))).collect()
    })
}

/// The page at one point.
fn variant<'t>(
    subject: &Subject<'t>,
    axes: &[Axis],
    at: &[usize],
) -> Result<Variant<'t>, StudyError> {
    let mut sets = Vec::new();
    let mut rate = None;
    for (axis, &at) in axes.iter().zip(at) {
        if axis.scales_rates {
            rate = Some(axis.parameter.values[at]);
        } else {
            sets.push(format!("{}={}", axis.parameter.path, axis.parameter.written[at]));
        }
    }
    let mut variant = subject.variant(&sets)?;
    if let Some(rate) = rate {
        at_rate(&mut variant, rate);
    }
    Ok(variant)
}

/// Every request's rate in proportion, so that they sum to `per_s`.
fn at_rate(variant: &mut Variant<'_>, per_s: f64) {
    let total = load::size_of(&variant.design.blueprint);
    if total > 0.0 {
        let blueprint = load::scaled(&variant.design.blueprint, per_s / total);
        variant.design = Design { flow: estimate::flow(&blueprint), blueprint };
    }
}

/// Every point, in order, on as many threads as there are.
fn simulate(
    axes: &[Axis],
    candidates: &[(Variant<'_>, Vec<usize>)],
    watch: &Watch<'_>,
) -> Vec<Point> {
    let one = |(variant, at): &(Variant<'_>, Vec<usize>), watch: &Watch<'_>| {
        let run = variant.simulate(watch, 1);
        watch.step();
        let place = |(axis, at): (&Axis, &usize)| {
            (axis.parameter.written[*at].clone(), axis.parameter.values[*at])
        };
        let (written, values) = axes.iter().zip(at).map(place).unzip();
        let point = Point { at: written, values, ..Point::default() };
        point_of(point, variant, run)
    };
    watch.side_by_side(candidates, one)
}

fn point_of(point: Point, variant: &Variant<'_>, run: Result<Finished, RunError>) -> Point {
    let blueprint = &variant.design.blueprint;
    let report = match run {
        Ok(finished) if !finished.outcome.interrupted => finished.report,
        Ok(_) | Err(RunError::Stopped) => return Point { state: State::Stopped, ..point },
        Err(error) => {
            let met = (!blueprint.slo.is_empty()).then_some(false);
            return Point { state: State::GaveUp, because: gave_up(error).map(Told), met, ..point };
        }
    };
    let is_unstable = !report.stability.stable && report.latency_ms.is_none();
    Point {
        state: if is_unstable { State::Unstable } else { State::Settles },
        because: is_unstable.then(|| {
            let place = report.stability.component.clone();
            let growth_per_s = report.stability.growth_per_s;
            Told(Trouble::Unstable { place, growth_per_s })
        }),
        offered_per_s: Some(report.requests.offered_per_s),
        completed_per_s: Some(report.requests.completed_per_s),
        error_rate: Some(report.errors.rate),
        latency_ms: report.latency_ms,
        bottleneck: report.bottleneck,
        cost_per_month_usd: Some(report.cost.per_month_usd),
        cost_per_million_usd: report.cost.per_million_requests_usd.filter(|_| !is_unstable),
        met: (!report.slo.is_empty()).then(|| report.slo.iter().all(|row| row.met)),
        slo: report.slo,
        theory: theory::of(blueprint, &variant.design.flow),
        ..point
    }
}
