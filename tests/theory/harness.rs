//! Runs a page, and holds its figures against expected values.
//!
//! A figure agrees if the expected value lies within the run's own 99.9 % interval: the 95 % interval of the
//! document, widened by the ratio of Student's quantiles at the run's degrees of freedom, and by nothing else.
//! At 99.9 %, the hundred-odd figures that the suite checks at fixed seeds would be expected to agree by a
//! correct simulator. The interval must also be tight, or agreement would say little. A quantile may be off by
//! half a bucket of the histogram besides.
//!
//! Each figure is printed as a row of the table in `docs/validation.md`, which says with which command.

use std::cell::RefCell;

use napkin::blueprint::Blueprint;
use napkin::component::Spec;
use napkin::component::server::DiskWork;
use napkin::document::{LatencyMs, Measured, Report};
use napkin::world::Outcome;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::common::{Ran, run_text};

/// Half a 95 % interval may be at most this share of the value.
const TIGHT: f64 = 0.03;

/// A histogram reports the middle of a bucket that is 1/1024 wide.
const BUCKET: f64 = 1.0 / 2048.0;

thread_local! {
    /// What the rows that follow are of, and where their formulas are from.
    static ABOUT: RefCell<(String, String)> = const { RefCell::new((String::new(), String::new())) };
}

/// Names the system that is run next, and the source of its formula: they stand in every row that is printed.
pub fn about(system: impl Into<String>, source: &str) {
    ABOUT.set((system.into(), source.to_owned()));
    // The test runner has begun a line of its own.
    println!();
}

/// One row of the table: `| system | figure | source | measured | theory | off |`.
fn row(figure: &str, measured: f64, half: f64, expected: f64, within: f64) {
    let half = if half > 0.0 { format!(" ± {}", digits(half, measured)) } else { String::new() };
    let (value, theory) = (digits(measured, measured), digits(expected, measured));
    let off = (measured - expected) / within;
    ABOUT.with_borrow(|(system, source)| {
        println!("| {system} | {figure} | {source} | {value}{half} | {theory} | {off:+.2} |");
    });
}

/// Five digits of a figure of this size.
fn digits(value: f64, size: f64) -> String {
    let whole = size.abs().max(1e-9).log10().floor() as i32;
    let places = (4 - whole).clamp(0, 9) as usize;
    format!("{value:.places$}")
}

/// `THEORY=20` makes every run 20 times as long.
fn longer() -> u32 {
    std::env::var("THEORY").map_or(1, |times| times.parse().expect("THEORY is a whole number"))
}

/// The page with a longer `duration:`, or more replications where its events are at fixed instants, and the budget
/// for them.
fn lengthened(text: &str) -> String {
    let times = longer();
    if times == 1 {
        return text.to_owned();
    }
    let field = if text.contains("timeline:") { "replications: " } else { "duration: " };
    let (before, after) = text.split_once(field).expect("every page says how long it runs");
    let end = after.find(|c: char| !c.is_ascii_digit()).expect("a unit follows");
    let more = times * after[..end].parse::<u32>().expect("a whole number");
    let budget = 10_000_000 * u64::from(times);
    format!("{before}max_requests: {budget}, {field}{more}{}", &after[end..])
}

/// A page that was run.
pub struct Run {
    pub report: Report,
    pub outcome: Outcome,
    blueprint: Blueprint,
    /// Some call is cancelled when its caller gives up.
    cancels: bool,
}

/// Runs a page; panics with the page's problems if it has any.
pub fn run(text: &str) -> Run {
    let text = &lengthened(text);
    let Ran { design, report, outcome } = run_text(text, &[], 2);
    let blueprint = design.blueprint;
    let run = Run { report, outcome, blueprint, cancels: text.contains("cancel: true") };
    run.flow_balances();
    run
}

/// A page of one server, `app`, at `rate` requests per second.
pub fn alone(rate: f64, server: &str, duration_s: u32) -> Run {
    chain(&format!("{rate}/s"), "[app]", &format!("app: {{ server: {{ {server} }} }}"), duration_s)
}

/// A page of one path over components in a network without delays.
pub fn chain(traffic: &str, path: &str, components: &str, duration_s: u32) -> Run {
    run(&format!(
        "
name: theory
traffic: {traffic}
path: {path}
components: {{ {components} }}
network: {{ hop: 0s }}
run: {{ duration: {duration_s}s, replications: 20, seed: 1 }}
"
    ))
}

/// The mean of independent values, with its 95 % interval.
pub fn means(values: &[f64]) -> Measured {
    let n = values.len() as f64;
    let value = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - value).powi(2)).sum();
    let t = StudentsT::new(0.0, 1.0, n - 1.0).expect("several values");
    let half = t.inverse_cdf(0.975) * (squares / (n - 1.0) / n).sqrt();
    Measured { value, low: Some(value - half), high: Some(value + half) }
}

/// A figure with a known standard deviation is within its 99.9 % range.
pub fn known(name: &str, actual: f64, expected: f64, deviation: f64) {
    // The normal distribution's 99.95 % quantile.
    let within = 3.290_5 * deviation;
    row(name, actual, 0.0, expected, within);
    assert!(within <= 3.0 * TIGHT * expected, "{name}: ± {within} is not tight");
    let off = (actual - expected).abs();
    assert!(off <= within, "{name}: {actual}, expected {expected} ± {within}");
}

/// Half of a 95 % interval's width.
pub fn half_width(measured: Measured) -> f64 {
    match (measured.low, measured.high) {
        // A lower end cut at zero says nothing of the width.
        (Some(_), Some(high)) => high - measured.value,
        _ => f64::INFINITY,
    }
}

/// Half of the 99.9 % interval ÷ half of the 95 % interval, over so many replications.
pub fn widening(replications: u32) -> f64 {
    let t = StudentsT::new(0.0, 1.0, f64::from(replications - 1)).expect("several replications");
    t.inverse_cdf(0.9995) / t.inverse_cdf(0.975)
}

impl Run {
    /// The figure's 99.9 % interval contains the expected value, and its 95 % interval is tight.
    pub fn agrees(&self, name: &str, what: fn(&Report) -> Measured, expected: f64) -> &Self {
        self.agrees_with(name, what(&self.report), expected, 0.0)
    }

    /// As `agrees`, where `expected` is itself an estimate with half a 95 % interval of `uncertain`.
    pub fn agrees_with(
        &self,
        name: &str,
        measured: Measured,
        expected: f64,
        uncertain: f64,
    ) -> &Self {
        let half = half_width(measured);
        assert!(half <= TIGHT * measured.value, "{name}: {measured:?} is not tight");
        self.near(name, measured, expected, uncertain)
    }

    /// As `agrees`, of a figure that need not be tight.
    pub fn within(&self, name: &str, measured: Measured, expected: f64) -> &Self {
        self.near(name, measured, expected, 0.0)
    }

    fn near(&self, name: &str, measured: Measured, expected: f64, uncertain: f64) -> &Self {
        let half = half_width(measured);
        let mut within = half.hypot(uncertain) * widening(self.report.replications);
        if name.starts_with('p') && name[1..].parse::<u32>().is_ok() {
            within += BUCKET * measured.value;
        }
        let off = measured.value - expected;
        row(name, measured.value, half, expected, within);
        assert!(off.abs() <= within, "{name}: {measured:?}, expected {expected} ± {within}");
        self
    }

    /// A count with a known standard deviation is within its 99.9 % range.
    pub fn agrees_by(&self, name: &str, actual: f64, expected: f64, deviation: f64) -> &Self {
        known(name, actual, expected, deviation);
        self
    }

    /// Mean latency, ms.
    pub fn mean(&self, expected: f64) -> &Self {
        self.agrees("mean", |report| latency(report).mean, expected)
    }

    /// Median and p99 of the latency, ms.
    pub fn quantiles(&self, p50: f64, p99: f64) -> &Self {
        self.agrees("p50", |report| latency(report).p50, p50);
        self.agrees("p99", |report| latency(report).p99, p99)
    }

    /// Mean wait at the component `app`, ms.
    pub fn wait(&self, expected: f64) -> &Self {
        self.agrees("wait", |report| report.components["app"].wait_ms.mean, expected)
    }

    /// Share of requests that fail.
    pub fn errors(&self, expected: f64) -> &Self {
        self.agrees("errors", |report| report.errors.rate, expected)
    }

    /// Every latency is so many ns exactly.
    pub fn always(&self, expected_ns: u64) -> &Self {
        let latency = latency(&self.report);
        let ns = |ms: Measured| (ms.value * 1e6).round() as u64;
        for (name, value) in [("mean", latency.mean), ("p50", latency.p50), ("max", latency.max)] {
            assert_eq!(ns(value), expected_ns, "{name}");
            row(name, value.value, 0.0, expected_ns as f64 / 1e6, 1.0);
        }
        self
    }

    /// What holds in any run: what comes in goes out, L = λW in every queue (Little, Operations Research 9(3),
    /// 1961), and utilization = throughput × service ÷ cores.
    fn flow_balances(&self) {
        let report = &self.report;
        let requests = &report.requests;
        let seconds = report.simulated_s * f64::from(report.replications);
        let out = (requests.completed + requests.failed) as f64 / seconds;
        let widening = widening(report.replications);
        let off = (requests.offered_per_s.value - out).abs();
        let within = half_width(requests.offered_per_s).hypot(half_width(requests.completed_per_s));
        assert!(off <= widening * within, "{} came, {out} went", requests.offered_per_s.value);
        for component in &self.blueprint.components {
            let measured = &report.components[&component.name];
            // Wait and service are those of the served: where others leave, L = λW speaks of more than these.
            // Who stands still in a pause holds what it has, and waits in no queue.
            let pauses = component.spec.hardware().is_some_and(|own| own.pauses.is_some());
            if !measured.failed_calls.is_empty() || self.cancels || pauses {
                continue;
            }
            // A call waits at several nodes at once.
            if component.spec.kv().is_some() {
                continue;
            }
            let arrivals = measured.arrivals_per_s.value;
            let waiting = arrivals * measured.wait_ms.mean.value * 1e-3;
            let off = (measured.queue_mean.value - waiting).abs();
            let wait = arrivals * half_width(measured.wait_ms.mean) * 1e-3;
            let within = widening * half_width(measured.queue_mean).hypot(wait);
            assert!(off <= within, "{}: L {:?}, λW {waiting}", component.name, measured.queue_mean);
            let Some(cores) = cpu_only(&component.spec) else { continue };
            let busy = arrivals * measured.service_ms.mean.value * 1e-3 / cores;
            let utilization = measured.resources["cpu"].utilization;
            let off = (utilization.value - busy).abs();
            let service = arrivals * half_width(measured.service_ms.mean) * 1e-3 / cores;
            let within = widening * half_width(utilization).hypot(service);
            assert!(off <= within, "{}: {utilization:?}, λS/c {busy}", component.name);
        }
    }
}

/// The cores of a server whose work needs nothing else.
fn cpu_only(spec: &Spec) -> Option<f64> {
    let Spec::Server(server) = spec else { return None };
    let work = &server.work;
    let alone = work.disk == DiskWork::None
        && work.io.is_constant() == Some(0)
        && server.hardware.bandwidth_b_per_s.is_none();
    let cores = server.hardware.cpu().filter(|_| alone)?;
    Some(cores * f64::from(server.instances))
}

/// The latency of a run that has one.
pub fn latency(report: &Report) -> &LatencyMs {
    report.latency_ms.as_ref().expect("a load that settles has a latency")
}
