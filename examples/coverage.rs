//! How often napkin's 95 % intervals contain the truth: 2,000 independent runs each of M/M/8 at 0.85, of three
//! tiers and of a cache, as a user gets them by default (the warm-up found, 10 replications of 100,000 requests: a load
//! of more than 1,667/s gets more).
//!
//! ```text
//! cargo run --release --example coverage -- [RUNS] [SYSTEM: 0, 1 or 2] [THREADS]
//! ```
//!
//! The truth of M/M/8 is its closed form. For the others it is one run of 200 times as many requests, whose own
//! interval is some 14 times narrower than those it judges; it is printed, too.

#[path = "../tests/common/mod.rs"]
mod common;

use napkin::document::{Measured, Report};
use rayon::prelude::*;

/// So many times longer is the run that tells the truth where no formula does.
const LONG: f64 = 200.0;
/// Requests of one replication, as napkin chooses for rates below 1,667/s.
const REQUESTS: f64 = 100_000.0;
/// The seed of that run: the judged ones have 1, 2, 3, …
const LONG_SEED: u64 = 1_000_000_007;

const MM8: &str = "
name: M/M/8 at 0.85
traffic: 680/s
path: [app]
components: { app: { server: { cores: 8, work: exp(10ms) } } }
network: { hop: 0s }
";

/// W3 of the benchmarks with 2 servers instead of 8, whose threads are in use: 0.77 of them, held during all calls.
const TIERS: &str = "
name: three tiers
traffic: 1500/s
path: [lb, app, cache, db]
network: { hop: 250us, client: 250us }
components:
  lb: { load_balancer: { work: 50us } }
  app: { server: { instances: 2, workers: 8, work: { mean: 6ms, cv: 1 } } }
  cache: { cache: { hit_ratio: 90%, work: exp(0.5ms) } }
  db: { database: { connections: 4, read: exp(10ms) } }
";

/// The hit ratio comes out of the run, and decides how busy the database is.
const CACHE: &str = "
name: a cache before a database
data: { item: { keys: 10k, popularity: zipf(0.9), size: 1KB } }
requests: { get: { rate: 1000/s, reads: item, path: [cache, db] } }
components:
  cache: { cache: { memory: 2MB, work: exp(0.5ms) } }
  db: { database: { cores: 4, read: exp(10ms) } }
network: { hop: 250us }
";

/// How to find a figure in the document.
type Find = fn(&Report) -> Option<Measured>;

/// A figure of the document.
struct Figure {
    name: &'static str,
    of: Find,
    /// Its closed form, where there is one.
    truth: Option<f64>,
}

/// What became of one figure over all runs.
#[derive(Default)]
struct Tally {
    runs: u32,
    covered: u32,
    below: u32,
    above: u32,
    sum: f64,
    squares: f64,
    widths: f64,
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let mut number = || match arguments.next() {
        None => None,
        Some(Ok(number)) => Some(number),
        Some(Err(_)) => panic!("usage: coverage [RUNS] [SYSTEM: 0, 1 or 2] [THREADS]"),
    };
    let (runs, only, threads) = (number().unwrap_or(2000), number(), number().unwrap_or(1));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads as usize).build();
    let mut cached = latencies(None);
    cached.push(Figure { name: "hit ratio", of: hit_ratio, truth: None });
    let systems = [
        (MM8, latencies(Some(mmc_truth(8, 680.0, 1e-2)))),
        (TIERS, latencies(None)),
        (CACHE, cached),
    ];
    pool.expect("threads can be started").install(|| {
        println!("| system | figure | truth | estimates, off | covered | below | above | ± |");
        println!("|---|---|---|---|---|---|---|---|");
        for (at, (page, figures)) in systems.iter().enumerate() {
            if only.is_none_or(|only| only == at as u64) {
                judge(page, runs, figures);
            }
        }
    });
}

fn latencies(truth: Option<[f64; 3]>) -> Vec<Figure> {
    let of: [(&'static str, Find); 3] = [
        ("mean, ms", |report| report.latency_ms.as_ref().map(|latency| latency.mean)),
        ("p50, ms", |report| report.latency_ms.as_ref().map(|latency| latency.p50)),
        ("p99, ms", |report| report.latency_ms.as_ref().map(|latency| latency.p99)),
    ];
    of.into_iter()
        .enumerate()
        .map(|(at, (name, of))| Figure { name, of, truth: truth.map(|all| all[at]) })
        .collect()
}

fn hit_ratio(report: &Report) -> Option<Measured> {
    report.components.get("cache")?.own.hit_ratio()
}

/// Runs the page and prints a line for each of its figures.
fn judge(text: &str, runs: u64, figures: &[Figure]) {
    let name = text.lines().find_map(|line| line.strip_prefix("name: ")).unwrap_or_default();
    let long =
        figures.iter().any(|figure| figure.truth.is_none()).then(|| run(text, LONG_SEED, LONG));
    let reports: Vec<Report> =
        (1..=runs).into_par_iter().map(|seed| run(text, seed, 1.0)).collect();
    for figure in figures {
        let (truth, uncertain) = match (figure.truth, &long) {
            (Some(truth), _) => (truth, 0.0),
            (None, Some(report)) => {
                let measured = (figure.of)(report).expect("a long run has its figures");
                (measured.value, half_width(measured))
            }
            (None, None) => unreachable!("a long run was made for what has no closed form"),
        };
        let mut tally = Tally::default();
        reports.iter().filter_map(figure.of).for_each(|measured| tally.add(measured, truth));
        tally.print(name, figure.name, truth, uncertain);
    }
    let warmup = reports.iter().map(|r| r.warmup_s / r.simulated_s).sum::<f64>() / runs as f64;
    let unstable = reports.iter().filter(|report| !report.stability.stable).count();
    println!(
        "| | | | warm-up {:.1} % of the window, {unstable} called unstable | | | | |",
        100.0 * warmup
    );
}

impl Tally {
    fn add(&mut self, measured: Measured, truth: f64) {
        // An interval without ends says that the run cannot tell, which is no wrong answer.
        let low = measured.low.unwrap_or(f64::NEG_INFINITY);
        let high = measured.high.unwrap_or(f64::INFINITY);
        self.runs += 1;
        self.below += u32::from(high < truth);
        self.above += u32::from(low > truth);
        self.covered += u32::from(low <= truth && truth <= high);
        self.sum += measured.value;
        self.squares += (measured.value - truth).powi(2);
        self.widths += 0.5 * (high - low);
    }

    fn print(&self, system: &str, figure: &str, truth: f64, uncertain: f64) {
        let runs = f64::from(self.runs);
        let share = |count: u32| 100.0 * f64::from(count) / runs;
        let bias = self.sum / runs - truth;
        let deviation = (self.squares / runs - bias * bias).max(0.0).sqrt();
        let truth_text = if uncertain > 0.0 {
            format!("{truth:.4} ± {uncertain:.4}")
        } else {
            format!("{truth:.4}")
        };
        println!(
            "| {system} | {figure} | {truth_text} | {:+.2} % ± {:.2} % | {:.1} % | {:.1} % | {:.1} % | {:.2} % |",
            100.0 * bias / truth,
            196.0 * deviation / runs.sqrt() / truth,
            share(self.covered),
            share(self.below),
            share(self.above),
            100.0 * self.widths / runs / truth,
        );
    }
}

fn half_width(measured: Measured) -> f64 {
    measured.high.map_or(f64::INFINITY, |high| high - measured.value)
}

/// Mean, median and p99 of M/M/c's sojourn, ms: P(T > t) = e^(−μt) (1 + C (1 − e^(−μt(c−1−a)))/(c − 1 − a)), with
/// Erlang's C (Gross and Harris, Fundamentals of Queueing Theory, 3rd ed. 1998, 2.3).
fn mmc_truth(servers: u32, rate: f64, mean_s: f64) -> [f64; 3] {
    let (c, a) = (f64::from(servers), rate * mean_s);
    let b = (1..=servers).fold(1.0, |b, n| a * b / (f64::from(n) + a * b));
    let waits = c * b / (c - a * (1.0 - b));
    let tail = |t: f64| {
        let free = c - 1.0 - a;
        (-t / mean_s).exp() * (1.0 + waits * (1.0 - (-t / mean_s * free).exp()) / free)
    };
    let quantile = |q: f64| {
        let (mut low, mut high) = (0.0, 1000.0 * mean_s);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if tail(middle) > 1.0 - q { low = middle } else { high = middle }
        }
        low * 1e3
    };
    [1e3 * (mean_s + waits / (c / mean_s - rate)), quantile(0.5), quantile(0.99)]
}

/// Runs a page with a seed, and for the truth so many times as long.
fn run(text: &str, seed: u64, times: f64) -> Report {
    let mut run = format!("seed: {seed}");
    if times > 1.0 {
        let rate = text.split_once("/s").and_then(|(before, _)| before.rsplit(' ').next());
        let rate: f64 = rate.and_then(|rate| rate.parse().ok()).expect("a page with a rate");
        let (seconds, budget) = (REQUESTS * times / rate, 2e1 * REQUESTS * times);
        run += &format!(", duration: {seconds:.0}s, max_requests: {budget:.0}");
    }
    let text = format!("{text}run: {{ {run} }}\n");
    common::run_text(&text, &[], 1).report
}
