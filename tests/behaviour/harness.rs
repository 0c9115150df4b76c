//! Runs a page, and holds its figures against expected values.
//!
//! A figure agrees if the expected value lies within the run's own 99.9 % interval: the 95 % interval of the
//! document, widened by the ratio of Student's quantiles at the run's degrees of freedom, and by nothing else.
//! The interval must also be tight, or agreement would say little. Counts whose distribution is known are held
//! against the 99.9 % range of that distribution instead.

use napkin::document::{ComponentReport, LatencyMs, Measured, Report, ScalingCounts};
use napkin::world::{Outcome, RunError};
use statrs::distribution::{ContinuousCDF, StudentsT};

pub use crate::common::MAX_IN_FLIGHT;
use crate::common::{Ran, load_text};

/// The normal distribution's 99.95 % quantile: half a 99.9 % range in standard deviations.
pub const Z: f64 = 3.290_5;

/// A page that was run.
pub struct Run {
    pub report: Report,
    pub outcome: Outcome,
}

/// What is wrong with a page.
pub fn problems(text: &str) -> Option<String> {
    load_text(text, &[]).err()
}

/// Runs a page on so many threads.
pub fn try_run(text: &str, threads: usize, max_in_flight: usize) -> Result<Run, RunError> {
    let loaded = load_text(text, &[]).unwrap_or_else(|said| panic!("{said}\nin\n{text}"));
    let Ran { report, outcome, .. } = crate::common::run(loaded, threads, max_in_flight)?;
    Ok(Run { report, outcome })
}

/// Runs a page.
pub fn run(text: &str) -> Run {
    try_run(text, 2, MAX_IN_FLIGHT).unwrap_or_else(|error| panic!("{error:?} in\n{text}"))
}

/// Half of a 95 % interval's width; the ends may be cut at 0 or 1, of which the other tells.
pub fn half_width(measured: Measured) -> f64 {
    let (Some(low), Some(high)) = (measured.low, measured.high) else { return f64::INFINITY };
    (high - measured.value).max(measured.value - low)
}

/// Half of the 99.9 % interval ÷ half of the 95 % interval, over so many replications.
pub fn widening(replications: u32) -> f64 {
    let t = StudentsT::new(0.0, 1.0, f64::from(replications - 1)).expect("several replications");
    t.inverse_cdf(0.9995) / t.inverse_cdf(0.975)
}

fn show(name: &str, actual: f64, expected: f64, within: f64) {
    if std::env::var("BEHAVIOUR").is_ok() {
        let off = (actual - expected) / within;
        println!("{name}: {actual:.6}, expected {expected:.6} ± {within:.6}: off {off:+.2}");
    }
}

/// A number that is known to a tolerance that the caller derives.
pub fn near(name: &str, actual: f64, expected: f64, within: f64) {
    show(name, actual, expected, within);
    assert!(
        (actual - expected).abs() <= within,
        "{name}: {actual}, expected {expected} ± {within}"
    );
}

/// A Poisson count of this mean.
pub fn poisson(name: &str, actual: u64, mean: f64) {
    near(name, actual as f64, mean, Z * mean.sqrt() + 1.0);
}

/// So many of so many, each with this probability, independently.
pub fn binomial(name: &str, actual: u64, of: u64, probability: f64) {
    let of = of as f64;
    let deviation = (of * probability * (1.0 - probability)).sqrt();
    near(name, actual as f64, of * probability, Z * deviation + 1.0);
}

impl Run {
    /// The figure's 99.9 % interval contains the expected value, and its 95 % interval is at most `tight` wide
    /// on either side, in the figure's own unit.
    pub fn agrees(&self, name: &str, measured: Measured, expected: f64, tight: f64) {
        let half = half_width(measured);
        assert!(half <= tight, "{name}: {measured:?} is not tight");
        near(name, measured.value, expected, half * widening(self.report.replications));
    }

    /// As `agrees`, where `expected` is itself an estimate, with half a 95 % interval of `uncertain`.
    pub fn agrees_with(&self, name: &str, measured: Measured, expected: (f64, f64), tight: f64) {
        let half = half_width(measured).hypot(expected.1);
        assert!(half <= tight, "{name}: {measured:?} is not tight");
        near(name, measured.value, expected.0, half * widening(self.report.replications));
    }

    /// A component's figures.
    pub fn component(&self, name: &str) -> &ComponentReport {
        &self.report.components[name]
    }

    /// What a component's autoscaler did.
    pub fn scaling(&self, component: &str) -> &ScalingCounts {
        self.component(component).own.scaling().expect("it scales")
    }

    /// One of the kind's own figures with an interval.
    pub fn own(&self, component: &str, key: &str) -> Measured {
        let value = &crate::common::own(self.component(component))[key];
        Measured {
            value: value["value"].as_f64().expect("a value"),
            low: value["low"].as_f64(),
            high: value["high"].as_f64(),
        }
    }

    /// One of the kind's own numbers, 0 if it is not there.
    pub fn own_number(&self, component: &str, key: &str) -> f64 {
        crate::common::own(self.component(component))[key].as_f64().unwrap_or(0.0)
    }

    /// A line of the napkin, in base units.
    pub fn napkin(&self, name: &str) -> f64 {
        let line = self.report.estimate.iter().find(|line| line.name == name);
        line.unwrap_or_else(|| panic!("the napkin has no {name}")).value
    }

    /// The latency of all requests.
    pub fn latency(&self) -> &LatencyMs {
        self.report.latency_ms.as_ref().expect("a load that settles has a latency")
    }

    /// Requests that failed for this reason.
    pub fn failed(&self, reason: &str) -> u64 {
        self.report.errors.by_reason.get(reason).copied().unwrap_or(0)
    }

    /// The interval series of one entry of the document's time series, between two instants.
    pub fn between(&self, series: &[f64], from_s: f64, to_s: f64) -> f64 {
        let step = self.report.timeseries.interval_s;
        let (from, to) = ((from_s / step).round() as usize, (to_s / step).round() as usize);
        series[from..to].iter().sum::<f64>() / (to - from) as f64
    }

    /// Measured seconds, all replications together.
    pub fn seconds(&self) -> f64 {
        self.report.simulated_s * f64::from(self.report.replications)
    }
}
