//! The smallest count of a field that carries a load: galloping, then bisection, then the two counts at the
//! edge in long runs.

use super::probe::{self, Length, Probed};
use super::search::DEFAULT_BUDGET;
use super::{Capacity, StudyError, Subject, Watch, row_of};
use crate::blueprint::{Blueprint, Load, Metric, Target};
use crate::component::KINDS;
use crate::document::capacity::{Limit, Size, Trial};
use crate::message::capacity::Refusal;
use crate::problem::Problems;
use crate::study::load;
use crate::world;

/// Requests of one replication of a short run, and its replications.
const SHORT: f64 = 20_000.0;
const SHORT_REPLICATIONS: u32 = 4;
const LONG_REPLICATIONS: u32 = 10;
const FEWEST: u32 = 3;
/// Of the budget, what each long run may cost.
const LONG_SHARE: f64 = 0.2;
/// Beyond so many times what arithmetic asks for, no count will do.
const FAR: u32 = 32;
/// Long runs, at most.
const LONG_RUNS: usize = 24;
/// So many of them are of neighbours; then the steps double.
const ONE_BY_ONE: usize = 3;

/// The field: its component's index, its name, and what it is on the page.
struct Field<'a> {
    path: &'a str,
    value: u32,
}

/// Fills in the size.
pub(super) fn find(
    subject: &Subject<'_>,
    path: &str,
    rate_per_s: Option<f64>,
    watch: &Watch<'_>,
    document: &mut Capacity,
) -> Result<(), StudyError> {
    let blueprint = &subject.base.design.blueprint;
    let field = field(blueprint, path)?;
    let times = match (rate_per_s, &blueprint.load) {
        (None, _) => 1.0,
        (Some(rate), Load::Open { .. }) => rate / document.today,
        (Some(_), Load::Closed { .. }) => return refused(Refusal::RateOfClients),
    };
    let mut judged = blueprint.clone();
    judge_by_something(&mut judged);
    document.judged_by = super::judged_by(&judged);
    let mut sizing =
        Sizing { subject, judged, field, times, watch, trials: Vec::new(), long: Vec::new() };
    let guess = sizing.by_arithmetic()?;
    let found = sizing.search(guess);
    let (count, interrupted) = match found {
        Ok(count) => (count, false),
        Err(StudyError::Run(error)) if error.is_end() => (None, true),
        Err(error) => return Err(error),
    };
    document.head.interrupted = interrupted;
    document.size = Some(sizing.document(count, document.today));
    if let Some(limit) = sizing.limit(count) {
        document.limit = Some(limit);
    }
    Ok(())
}

/// Finds the field on the page.
fn field<'a>(blueprint: &Blueprint, path: &'a str) -> Result<Field<'a>, StudyError> {
    let Some((name, last)) = path.rsplit_once('.') else {
        return refused(Refusal::SizeForm { path: path.to_owned(), fields: owned(&every_count()) });
    };
    let name = name.strip_prefix("components.").unwrap_or(name);
    let name = name.split('.').next().unwrap_or(name);
    let names = || blueprint.components.iter().map(|component| component.name.as_str());
    let Some(component) = blueprint.components.iter().find(|component| component.name == name)
    else {
        return Err(StudyError::Refused(crate::message::Refusal::NoComponent {
            name: name.to_owned(),
            near: Problems::nearest(name, names()).map(str::to_owned),
            all: names().map(str::to_owned).collect(),
        }));
    };
    let kind = component.spec.kind();
    let counts = || component.spec.registered().table.fields().filter(|field| field.of_size);
    match counts().find(|field| field.name == last).map(|_| component.spec.count(last)) {
        Some(Some(value)) => Ok(Field { path, value }),
        Some(None) => refused(Refusal::SizeWithoutLimit { path: path.to_owned() }),
        None => {
            let known: Vec<&str> = counts().map(|field| field.name).collect();
            let near = Problems::nearest(last, known.iter().copied()).map(str::to_owned);
            refused(Refusal::NoCount {
                field: last.to_owned(),
                kind: kind.to_owned(),
                near,
                known: owned(&known),
            })
        }
    }
}

fn refused<T>(what: Refusal) -> Result<T, StudyError> {
    Err(StudyError::Refused(what.into()))
}

/// Every count that some kind has, once.
fn every_count() -> Vec<&'static str> {
    let mut all: Vec<&str> = Vec::new();
    for field in KINDS.iter().flat_map(|kind| kind.table.fields()).filter(|field| field.of_size) {
        if !all.contains(&field.name) {
            all.push(field.name);
        }
    }
    all
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A page without objectives is judged by its errors.
fn judge_by_something(blueprint: &mut Blueprint) {
    if blueprint.slo.iter().all(|target| target.metric == Metric::Cost) {
        let target = super::utilization::ERRORS;
        blueprint.slo.push(Target { request_type: None, metric: Metric::Errors, target });
    }
}

struct Sizing<'a> {
    subject: &'a Subject<'a>,
    /// The page with the objectives in effect.
    judged: Blueprint,
    field: Field<'a>,
    times: f64,
    watch: &'a Watch<'a>,
    /// Short runs by count; `None` where the page does not allow the count.
    trials: Vec<(u32, Option<Probed>)>,
    /// Long ones.
    long: Vec<(u32, Option<Probed>)>,
}

impl Sizing<'_> {
    /// The page with so many, under the load; `None` if the page does not allow so few (or so many).
    fn blueprint(&self, count: u32) -> Result<Option<Blueprint>, StudyError> {
        match self.subject.variant(&[format!("{}={count}", self.field.path)]) {
            Ok(variant) => {
                let mut blueprint = load::scaled(&variant.design.blueprint, self.times);
                judge_by_something(&mut blueprint);
                Ok(Some(blueprint))
            }
            // What the page itself says is right; another count may contradict it.
            Err(error) if count == self.field.value => Err(error),
            Err(StudyError::Rejected(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The least count under which no resource is full, by arithmetic.
    fn by_arithmetic(&self) -> Result<u32, StudyError> {
        let least = if self.field.path.ends_with("replicas") { 0 } else { 1 };
        let mut count = self.field.value.max(least);
        let page = &self.subject.base.design.blueprint;
        let flow = load::flow_at(page, self.times);
        let name = self.field.path.trim_start_matches("components.").split('.').next();
        let at = page.components.iter().position(|component| Some(component.name.as_str()) == name);
        let busy = at.and_then(|at| flow.components[at].utilization).unwrap_or(0.0);
        let busy = busy * flow.peak_times;
        if busy.is_finite() && busy > 0.0 {
            count = (f64::from(count.max(1)) * busy).ceil().clamp(f64::from(least), 1e6) as u32;
        }
        Ok(count)
    }

    /// Simulates a count in short runs, once; whether it meets everything.
    fn meets(&mut self, count: u32) -> Result<bool, StudyError> {
        if let Some((_, probed)) = self.trials.iter().find(|trial| trial.0 == count) {
            return Ok(probed.as_ref().is_some_and(Probed::meets));
        }
        let probed = self.run(count, false)?;
        let meets = probed.as_ref().is_some_and(Probed::meets);
        self.trials.push((count, probed));
        Ok(meets)
    }

    fn run(&self, count: u32, long: bool) -> Result<Option<Probed>, StudyError> {
        let Some(blueprint) = self.blueprint(count)? else { return Ok(None) };
        let run = &blueprint.run;
        let budget = run.max_requests.unwrap_or(DEFAULT_BUDGET) as f64;
        let rate = load::rate_per_s(&blueprint, 1.0);
        let eventful = load::is_eventful(&blueprint);
        let mut replications = if long { LONG_REPLICATIONS } else { SHORT_REPLICATIONS };
        let requests = if long {
            LONG_SHARE * budget / f64::from(run.replications.unwrap_or(replications))
        } else {
            SHORT
        };
        let mut duration_ns = load::time_for(requests, &blueprint, 1.0);
        if eventful {
            duration_ns = self.events_ns(&blueprint)?;
            let each = duration_ns as f64 / 1e9 * rate;
            let affordable = (LONG_SHARE * budget / each) as u32;
            replications = if long { affordable.clamp(FEWEST, LONG_REPLICATIONS) } else { 1 };
        }
        if long {
            duration_ns = run.duration_ns.unwrap_or(duration_ns);
            replications = run.replications.unwrap_or(replications);
        }
        let share = if eventful { 0.02 } else { 0.25 };
        let warmup_ns = run.warmup_ns.unwrap_or((duration_ns as f64 * share) as u64);
        let length = Length { duration_ns, warmup_ns, replications };
        self.watch.expect(1);
        let (watch, threads) = (self.watch, self.watch.threads);
        let loaded = &self.subject.base.loaded;
        Ok(Some(probe::probe(loaded, (blueprint, self.times), length, None, watch, threads)?))
    }

    fn events_ns(&self, blueprint: &Blueprint) -> Result<u64, StudyError> {
        let mut blueprint = blueprint.clone();
        blueprint.run.warmup_ns = Some(0);
        blueprint.run.max_requests = Some(probe::NO_BUDGET);
        let simulated = std::sync::atomic::AtomicU64::new(0);
        let plan = world::plan(&blueprint, self.watch.execution(1, &simulated))?;
        Ok(plan.duration_ns)
    }

    /// The smallest count that meets everything; `None` if none does.
    fn search(&mut self, guess: u32) -> Result<Option<u32>, StudyError> {
        let least = u32::from(!self.field.path.ends_with("replicas"));
        let (mut low, mut high) = (None, None);
        let mut count = guess.max(least);
        let mut step = (count / 10).max(1);
        let most = guess.max(self.field.value).max(4).saturating_mul(FAR);
        while high.is_none() || low.is_none() {
            if self.meets(count)? {
                high = Some(count);
                if count == least || low.is_some() {
                    break;
                }
                count = count.saturating_sub(step).max(least);
            } else {
                low = Some(count);
                if high.is_some() {
                    break;
                }
                if count >= most {
                    return Ok(None);
                }
                count = count.saturating_add(step).min(most);
            }
            step = step.saturating_mul(2);
        }
        let Some(mut high) = high else { return Ok(None) };
        let mut low = low.map_or(i64::from(least) - 1, i64::from);
        while i64::from(high) - low > 1 {
            let middle = u32::try_from(i64::midpoint(low, i64::from(high))).unwrap_or(high);
            if self.meets(middle)? {
                high = middle;
            } else {
                low = i64::from(middle);
            }
        }
        self.confirm(high, least)
    }

    /// Long runs until one count is met and the one below it missed: one further at a time at first, then twice as far,
    /// then between. A count that was not held against its neighbour is not clear.
    fn confirm(&mut self, first: u32, least: u32) -> Result<Option<u32>, StudyError> {
        let (mut low, mut high) = (None, None);
        let (mut count, mut step) = (first, 1);
        for nth in 0..LONG_RUNS {
            match self.meets_long(count)? {
                true => high = Some(count),
                false => low = Some(count),
            }
            if nth >= ONE_BY_ONE {
                step *= 2;
            }
            count = match (low, high) {
                (Some(missed), Some(met)) if met - missed <= 1 => return Ok(Some(met)),
                (None, Some(met)) if met == least => return Ok(Some(met)),
                (Some(missed), Some(met)) => missed + (met - missed) / 2,
                (Some(missed), None) => missed.saturating_add(step),
                (None, Some(met)) => met.saturating_sub(step).max(least),
                (None, None) => return Ok(None),
            };
        }
        Ok(high)
    }

    fn meets_long(&mut self, count: u32) -> Result<bool, StudyError> {
        if let Some((_, probed)) = self.long.iter().find(|trial| trial.0 == count) {
            return Ok(probed.as_ref().is_some_and(Probed::meets));
        }
        let probed = self.run(count, true)?;
        let meets = probed.as_ref().is_some_and(Probed::meets);
        self.long.push((count, probed));
        Ok(meets)
    }

    /// The best run of each count.
    fn best(&self) -> Vec<(u32, &Probed)> {
        let mut all: Vec<(u32, &Probed)> = Vec::new();
        for (count, probed) in self.long.iter().chain(&self.trials) {
            if let Some(probed) = probed
                && all.iter().all(|known| known.0 != *count)
            {
                all.push((*count, probed));
            }
        }
        all.sort_by_key(|trial| trial.0);
        all
    }

    /// What limits one below the count; the most that was tried where no count does.
    fn limit(&self, count: Option<u32>) -> Option<Limit> {
        let all = self.best();
        let (_, probed) = match count {
            Some(count) => all.iter().rev().find(|trial| trial.0 < count)?,
            None => all.last()?,
        };
        let worst = (0..probed.room.len())
            .min_by(|&a, &b| probed.room[a].value.total_cmp(&probed.room[b].value))?;
        Some(super::limit_by(&self.judged, Some(worst), probed.report.as_ref()))
    }

    fn document(&self, count: Option<u32>, today: f64) -> Size {
        let blueprint = &self.judged;
        let all = self.best();
        // What the page does not allow needs no run.
        let is_allowed = |wanted: u32| {
            let mut tried = self.long.iter().chain(&self.trials);
            !tried.any(|(count, probed)| *count == wanted && probed.is_none())
        };
        let is_clear = |wanted: u32, meets: bool| {
            let run = all.iter().find(|trial| trial.0 == wanted);
            !is_allowed(wanted)
                || run.is_some_and(|(_, probed)| {
                    let clear = |room: &probe::Room| {
                        if meets { room.low >= 1.0 } else { room.high < 1.0 }
                    };
                    if meets {
                        probed.room.iter().all(clear)
                    } else {
                        probed.room.iter().any(clear)
                    }
                })
        };
        let clear = count.is_some_and(|count| {
            is_clear(count, true) && (count == 0 || is_clear(count - 1, false))
        });
        let trials: Vec<Trial> = all
            .iter()
            .map(|(count, probed)| {
                let report = probed.report.as_ref();
                Trial {
                    count: *count,
                    probe: row_of(probed, today, blueprint),
                    per_month_usd: report.map(|report| report.cost.per_month_usd),
                    bottleneck: report.and_then(|report| report.bottleneck.as_ref()).map(
                        |busiest| {
                            let busy = busiest.peak_utilization.unwrap_or(busiest.utilization);
                            (busiest.component.clone(), busiest.resource.clone(), busy)
                        },
                    ),
                }
            })
            .collect();
        Size {
            field: self.field.path.to_owned(),
            on_page: self.field.value,
            load: today * self.times,
            count,
            clear,
            tried: trials.last().map_or(0, |trial| trial.count),
            trials,
        }
    }
}
