//! Whether a design carries a rate: by arithmetic first, by simulation where that does not rule it out.

use std::collections::BTreeMap;

use super::fit::{Count, fit};
use crate::blueprint::{Blueprint, ComponentId, Metric};
use crate::cost;
use crate::document::Report;
use crate::facts::prices::Machine;
use crate::pipeline::Loaded;
use crate::study::Watch;
use crate::study::capacity::probe::{self, Length, Probed};
use crate::study::load;
use crate::world::RunError;

/// Requests of one replication: enough for its p99, and for each machine to see some hundreds.
const REQUESTS: f64 = 20_000.0;
const MOST_REQUESTS: f64 = 100_000.0;
const REQUESTS_PER_CORE: f64 = 250.0;
const REPLICATIONS: u32 = 5;

/// What was simulated of a design at a rate.
pub(super) struct Judged {
    /// Whether it meets everything.
    pub meets: bool,
    /// Whether every interval is clear of its limit.
    pub clear: bool,
    /// The document, without what charts need.
    pub report: Option<Box<Report>>,
    /// A month of the whole page, and a million requests, at the rate before the shape multiplies it.
    pub page_usd: (f64, Option<f64>),
}

/// A machine by its place in the family, a count, a rate by its bits.
type Key = (usize, Count, u64);

/// The page, its component, the family, and everything simulated so far.
pub(super) struct Judge<'a> {
    pub loaded: &'a Loaded<'a>,
    pub page: &'a Blueprint,
    pub id: ComponentId,
    /// Ascending by price.
    pub sizes: Vec<&'a Machine>,
    pub prices: &'a crate::facts::prices::PriceBook,
    pub watch: &'a Watch<'a>,
    pub today: f64,
    pub peak: f64,
    pub simulated: u64,
    known: BTreeMap<Key, Judged>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        loaded: &'a Loaded<'a>,
        (page, id): (&'a Blueprint, ComponentId),
        (sizes, prices): (Vec<&'a Machine>, &'a crate::facts::prices::PriceBook),
        (today, peak): (f64, f64),
        watch: &'a Watch<'a>,
    ) -> Self {
        let (simulated, known) = (0, BTreeMap::new());
        Self { loaded, page, id, sizes, prices, watch, today, peak, simulated, known }
    }

    /// The design under a rate, at the peak of the page's shape.
    pub(super) fn blueprint(&self, size: usize, count: Count, rate: f64) -> Blueprint {
        let fitted = fit(self.page, self.id, self.sizes[size], count);
        load::scaled(&fitted, rate * self.peak / self.today)
    }

    /// The utilization of the component's busiest resource, by arithmetic, and of the busiest of all others
    /// with its place.
    pub(super) fn by_arithmetic(&self, size: usize, count: Count, rate: f64) -> (f64, f64, usize) {
        let flow = crate::estimate::flow(&self.blueprint(size, count, rate));
        let mut others = (0.0, 0);
        for (at, component) in flow.components.iter().enumerate() {
            let busy = component.utilization.unwrap_or(0.0);
            if at != self.id && busy > others.0 {
                others = (busy, at);
            }
        }
        (flow.components[self.id].utilization.unwrap_or(0.0), others.0, others.1)
    }

    /// Simulates a design at a rate, once.
    pub(super) fn simulate(
        &mut self,
        size: usize,
        count: Count,
        rate: f64,
    ) -> Result<&Judged, RunError> {
        let key = (size, count, rate.to_bits());
        if !self.known.contains_key(&key) {
            let judged = self.run(size, count, rate)?;
            self.known.insert(key, judged);
        }
        Ok(&self.known[&key])
    }

    /// Whether it carries the rate.
    pub(super) fn meets(&mut self, size: usize, count: Count, rate: f64) -> Result<bool, RunError> {
        // What is full on average cannot settle, whatever is simulated.
        if self.by_arithmetic(size, count, rate).0 >= 1.0 {
            return Ok(false);
        }
        Ok(self.simulate(size, count, rate)?.meets)
    }

    fn run(&mut self, size: usize, count: Count, rate: f64) -> Result<Judged, RunError> {
        let mut blueprint = self.blueprint(size, count, rate);
        judge_by_something(&mut blueprint);
        let settings = &blueprint.run;
        let replications = settings.replications.unwrap_or(REPLICATIONS);
        let cores = f64::from(self.sizes[size].vcpu) * f64::from(count.machines());
        let wanted = (REQUESTS_PER_CORE * cores).clamp(REQUESTS, MOST_REQUESTS);
        let most = settings
            .max_requests
            .map_or(f64::INFINITY, |most| most as f64 / f64::from(replications));
        let own = load::time_for(wanted.min(most), &blueprint, 1.0);
        let duration_ns = settings.duration_ns.unwrap_or(own);
        let warmup_ns = settings.warmup_ns.unwrap_or(duration_ns / 4);
        let length = Length { duration_ns, warmup_ns, replications };
        self.watch.expect(1);
        let priced = blueprint.clone();
        let threads = self.watch.threads;
        let times = rate / self.today;
        let probed =
            probe::probe(self.loaded, (blueprint, times), length, None, self.watch, threads)?;
        self.simulated += probed.requests();
        Ok(self.judged(&priced, probed))
    }

    fn judged(&self, blueprint: &Blueprint, probed: Probed) -> Judged {
        let meets = probed.meets();
        let clear = if meets {
            probed.room.iter().all(|room| room.low >= 1.0)
        } else {
            probed.room.iter().any(|room| room.high < 1.0)
        };
        let page_usd = self.bill(blueprint, &probed);
        let report = probed.report.map(|mut report| {
            // Hundreds of designs are kept, none of which is drawn.
            report.timeseries = crate::document::Timeseries::default();
            report.estimate.clear();
            Box::new(report)
        });
        Judged { meets, clear, report, page_usd }
    }

    /// The bill at the rate before the shape multiplies it: the peak is not there all month.
    fn bill(&self, blueprint: &Blueprint, probed: &Probed) -> (f64, Option<f64>) {
        let Some(outcome) = probed.outcome() else { return (0.0, None) };
        let flow = crate::estimate::flow(blueprint);
        let mut usage = crate::summary::usage(blueprint, outcome, &flow);
        let part = 1.0 / self.peak;
        for component in &mut usage.components {
            component.calls_per_s *= part;
            component.bytes_out_per_s *= part;
        }
        usage.client_bytes_per_s *= part;
        usage.cross_site_bytes_per_s *= part;
        usage.completed_per_s *= part;
        let cost = cost::price(blueprint, self.prices, &usage);
        (cost.per_month_usd, cost.per_million_requests_usd)
    }

    /// Dollars a month of so many of a size.
    pub(super) fn price(&self, size: usize, machines: u32) -> f64 {
        self.sizes[size].usd_per_month().unwrap_or(0.0) * f64::from(machines)
    }

    /// The cores that a size's cores do the work of: the Universal Scalability Law, as the simulation has it.
    pub(super) fn effective_cores(&self, size: usize) -> f64 {
        self.page.components[self.id].spec.effective_cores(f64::from(self.sizes[size].vcpu))
    }
}

/// A page without objectives is judged by its errors, at most 1 %.
pub(super) fn judge_by_something(blueprint: &mut Blueprint) {
    if blueprint.slo.iter().all(|target| target.metric == Metric::Cost) {
        let target = crate::study::capacity::ERRORS;
        let metric = Metric::Errors;
        blueprint.slo.push(crate::blueprint::Target { request_type: None, metric, target });
    }
}
