//! What a run tells of each component: how busy it is, what is waited for there, what fails there.

use crate::blueprint::Blueprint;
use crate::document::{Own, Report, TimeSpent};
use crate::estimate::Flow;
use crate::facts::prices::PriceBook;
use crate::message::explain::{Spent, SpentOn};

/// Busier than this, a resource is worth widening.
const BUSY: f64 = 0.6;
/// Busier than this at its busiest, it is called full.
const FULL: f64 = 0.75;
/// A larger share of the slowest requests' time, and a wait is worth shortening.
const LONG: f64 = 0.05;

/// A run, and what was traced of it.
pub struct Evidence<'a> {
    /// The design.
    pub blueprint: &'a Blueprint,
    /// What each part carries, by arithmetic.
    pub flow: &'a Flow,
    /// What was measured.
    pub report: &'a Report,
    /// Where time goes.
    pub time: Option<&'a TimeSpent>,
    /// Machines and their prices.
    pub prices: &'a PriceBook,
}

impl Evidence<'_> {
    /// How busy a component's busiest resource is, in its busiest time.
    pub fn busy(&self, name: &str) -> f64 {
        let mean = self.report.components.get(name).and_then(|found| found.utilization);
        let mean = mean.map_or(0.0, |mean| mean.value);
        let series = self.report.timeseries.components.get(name);
        let over_time = series.map_or(&[][..], |series| &series.utilization);
        over_time.iter().copied().filter(|value| value.is_finite()).fold(mean, f64::max)
    }

    /// The share of the slowest requests' time that is spent waiting there, for `on` or for anything; a
    /// fifth of the same share around the median counts, too, and that of the failed where many fail.
    pub fn waits(&self, name: &str, on: Option<&str>) -> f64 {
        let Some(time) = self.time else { return 0.0 };
        let share = |parts: &[crate::document::Part]| -> f64 {
            let fits = |part: &&crate::document::Part| {
                let SpentOn { component, spent, on: own } = &part.what;
                component.is(name)
                    && *spent == Spent::Waiting
                    && on.map_or(own != "retry", |on| on == own)
            };
            parts.iter().filter(fits).map(|part| part.share).sum()
        };
        let of_failed = time.failed.as_ref().map_or(0.0, |failed| {
            share(&failed.parts) * (10.0 * self.report.errors.rate.value).min(1.0)
        });
        share(&time.slowest.parts).max(0.2 * share(&time.median.parts)).max(of_failed)
    }

    /// The share of the slowest requests' time that is a component's own work.
    pub fn works(&self, name: &str) -> f64 {
        let parts = self.time.map_or(&[][..], |time| &time.slowest.parts);
        let own = parts
            .iter()
            .filter(|part| part.what.component.is(name) && part.what.spent == Spent::Service);
        own.map(|part| part.share).sum()
    }

    /// The largest share of the slowest requests' waiting at a component that is at one of its instances; 0
    /// where there is one only.
    pub fn at_one_instance(&self, name: &str) -> f64 {
        let parts = self.time.map_or(&[][..], |time| &time.slowest.parts);
        let waits = |SpentOn { component, spent, .. }: &SpentOn| {
            component.is(name) && *spent == Spent::Waiting
        };
        let own = parts.iter().find(|part| waits(&part.what));
        own.and_then(|part| part.at_one_instance).unwrap_or(0.0)
    }

    /// Requests that fail there (for `reason`, or any), as a share of those that ended.
    pub fn fails(&self, name: &str, reason: Option<&str>) -> f64 {
        let requests = &self.report.requests;
        let ended = (requests.completed + requests.failed).max(1) as f64;
        let Some(reasons) = self.report.errors.by_component.get(name) else { return 0.0 };
        let fits = |(found, _): &(&String, &u64)| reason.is_none_or(|reason| reason == *found);
        reasons.iter().filter(fits).map(|(_, count)| *count as f64).sum::<f64>() / ended
    }

    /// Calls into it that fail for a reason, as a share of its calls, whatever becomes of the request.
    pub fn calls_fail(&self, name: &str, reason: &str) -> f64 {
        let Some(found) = self.report.components.get(name) else { return 0.0 };
        let failed = found.failed_calls.get(reason).copied().unwrap_or(0);
        let seconds = self.report.simulated_s * f64::from(self.report.replications.max(1));
        failed as f64 / (found.arrivals_per_s.value * seconds).max(1.0)
    }

    /// Messages that a queue hands out again, as a share of those that it gets.
    pub fn redelivered(&self, name: &str) -> f64 {
        let Some(found) = self.report.components.get(name) else { return 0.0 };
        let Own::Queue(counts) = &found.own else { return 0.0 };
        let seconds = self.report.simulated_s * f64::from(self.report.replications.max(1));
        counts.redelivered as f64 / (found.arrivals_per_s.value * seconds).max(1.0)
    }

    /// Whether it is the busiest of all, and near its limit.
    pub fn is_bottleneck(&self, name: &str) -> bool {
        self.report.bottleneck.as_ref().is_some_and(|found| {
            found.component == name && found.peak_utilization.unwrap_or(found.utilization) >= BUSY
        })
    }

    /// How much there is to gain at a component; 0 where nothing waits, nothing fails, nothing is busy.
    pub fn hope(&self, name: &str) -> f64 {
        let busy = (self.busy(name) - BUSY).max(0.0);
        let waits = self.waits(name, None);
        let fails = self.fails(name, None).min(1.0);
        let hope = busy + waits + fails;
        if waits >= LONG || busy > 0.0 || fails > 0.0005 || self.is_bottleneck(name) {
            hope.max(0.01)
        } else {
            0.0
        }
    }

    /// Whether enough is waited for one resource.
    pub fn waits_long(&self, name: &str, on: &str) -> bool {
        self.waits(name, Some(on)) >= LONG || self.resource(name, on) >= 0.9
    }

    /// How busy one resource of a component is on average.
    pub fn resource(&self, name: &str, on: &str) -> f64 {
        let found = self.report.components.get(name).and_then(|found| found.resources.get(on));
        found.map_or(0.0, |resource| resource.utilization.value)
    }

    /// Calls made for each request.
    pub fn amplification(&self) -> f64 {
        let requests = &self.report.requests;
        requests.attempts as f64 / requests.offered.max(1) as f64
    }

    /// How busy arithmetic says that a component's busiest resource is at the load's peak; 0 where nothing limits.
    pub fn by_arithmetic(&self, component: usize) -> f64 {
        let loads = &self.flow.components[component].resources;
        let busiest = loads.iter().filter_map(crate::estimate::ResourceLoad::utilization);
        busiest.fold(0.0, f64::max) * self.flow.peak_times.max(1.0)
    }

    /// Units of a component's instances that the load asks for at its peak, with 30 % to spare: how many
    /// times what there is.
    pub fn needed(&self, component: usize) -> f64 {
        self.by_arithmetic(component) / 0.7
    }

    /// The share of a request's time, near the median or among the slowest, that a database takes without anybody
    /// waiting: its reads, and the way to it where that leads to another site.
    pub fn takes_long(&self, component: usize) -> f64 {
        let Some(time) = self.time else { return 0.0 };
        let own = &self.blueprint.components[component];
        if own.spec.database().is_none() {
            return 0.0;
        }
        let away = self.blueprint.components.iter().any(|other| other.site != own.site);
        let share = |parts: &[crate::document::Part]| -> f64 {
            let counts = |part: &&crate::document::Part| match part.what.spent {
                Spent::Service => part.what.component.is(&own.name),
                Spent::Network => away,
                Spent::Waiting => false,
            };
            parts.iter().filter(counts).map(|part| part.share).sum()
        };
        share(&time.slowest.parts).max(share(&time.median.parts))
    }

    /// The share of reads that find an old value there, if that is more than an objective allows; else 0.
    pub fn too_old(&self, name: &str) -> f64 {
        let missed =
            |row: &crate::document::Objective| !row.met && row.objective.ends_with("stale");
        let found = self.report.components.get(name).filter(|_| self.report.slo.iter().any(missed));
        found.and_then(|found| found.own.stale_read_ratio()).map_or(0.0, |share| share.value)
    }

    /// The share of a cache's misses that fetch what another miss is fetching already.
    pub fn fetched_again(&self, name: &str) -> f64 {
        let Some(found) = self.report.components.get(name) else { return 0.0 };
        let Own::Cache(counts) = &found.own else { return 0.0 };
        let all_s = self.report.simulated_s * f64::from(self.report.replications.max(1));
        let misses = found.arrivals_per_s.value * all_s * (1.0 - counts.hit_ratio.value);
        counts.fetched_again.unwrap_or(0) as f64 / misses.max(1.0)
    }

    /// Whether a component is full at its busiest.
    pub fn is_full(&self, name: &str) -> bool {
        self.busy(name) >= FULL
    }

    /// The target of the first latency objective, ms.
    pub fn target_ms(&self) -> Option<f64> {
        let of_answers = |row: &&crate::document::Objective| row.unit == "ms" && !row.is_of_later();
        self.report.slo.iter().filter(of_answers).map(|row| row.target).reduce(f64::min)
    }
}
