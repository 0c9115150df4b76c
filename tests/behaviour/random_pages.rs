//! Random small pages: whatever is put together, nothing is lost or counted twice, and every figure is one.
//!
//! Pages are made from building blocks by a generator of its own with fixed seeds, so that a failure names the
//! page that shows it.

use serde_json::Value;

use super::failures::conserved;
use super::harness::{Run, try_run};
use super::reference::Random;

/// A page in the making.
struct Page {
    random: Random,
    /// Name and text of each component that a path uses.
    components: Vec<(String, String)>,
    /// Whatever happens ends, traffic too: by the end of the run nothing may be left.
    drains: bool,
}

impl Page {
    fn any<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.random.below(choices.len())]
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.random.uniform() < probability
    }

    fn add(&mut self, kind: &str, text: String) -> String {
        let name = format!("{kind}{}", self.components.len());
        self.components.push((name.clone(), text));
        name
    }

    /// How the next step is called.
    fn called(&mut self, name: String) -> String {
        let mut policy = Vec::new();
        if self.chance(0.35) {
            policy.push(format!("timeout: {}", self.any(&["5ms", "20ms", "100ms", "1s"])));
            if self.chance(0.6) {
                let budget = self.any(&["", ", budget: 20%"]);
                let backoff = self.any(&["backoff: fixed", "backoff: exponential, jitter: true"]);
                policy.push(format!("retry: {{ times: 2, {backoff}, base: 10ms{budget} }}"));
            }
            if self.chance(0.4) {
                policy.push("cancel: true".into());
            }
        }
        if self.chance(0.15) {
            policy.push("pool: 5".into());
        }
        if policy.is_empty() { name } else { format!("{{ {name}: {{ {} }} }}", policy.join(", ")) }
    }

    fn server(&mut self) -> String {
        let instances = self.any(&["", "instances: 3, "]);
        let limit = self.any(&[
            "",
            "cores: 1, ",
            "cores: 2, workers: 4, ",
            "cores: 1, queue: 3, ",
            "workers: 2, queue: 5, ",
            "cores: 500m, queue: 3, ",
            "cores: 2, order: processor_sharing, ",
            "cores: 1, contention: 0.05, ",
        ]);
        let work =
            self.any(&["5ms", "exp(8ms)", "{ mean: 4ms, cv: 2 }", "{ min: 1ms, alpha: 1.5 }"]);
        let name = self.add("app", format!("server: {{ {instances}{limit}work: {work} }}"));
        self.called(name)
    }

    fn cache(&mut self) -> String {
        let evict = self.any(&["lru", "fifo", "random", "lfu"]);
        let more = self.any(&[
            "",
            ", instances: 2",
            ", ttl: 2s",
            ", mode: through",
            ", mode: behind",
            ", on_write: ignore",
            ", when_down: fail",
            ", merge: true",
            ", ttl: 1s, refresh: early, beta: 2, merge: true",
            ", ttl: 500ms, stale_while: 1s",
        ]);
        let name = self.add("cache", format!("cache: {{ memory: 100KB, evict: {evict}{more} }}"));
        self.called(name)
    }

    fn database(&mut self) -> String {
        let nodes = self.any(&[
            "",
            "shards: 3, ",
            "replicas: 2, lag: exp(20ms), reads_from: any, ",
            "replicas: 1, replication: sync, lag: 5ms, failover: { detect: 1s, promote: 500ms }, ",
            "replicas: 2, replication: semi_sync, lag: exp(5ms), shards: 2, failover: { detect: 500ms, promote: 500ms }, ",
        ]);
        let limit = self.any(&[
            "",
            "cores: 1, ",
            "cores: 1.5, ",
            "cores: 2, connections: 3, ",
            "buffer: 100KB, disk: { iops: 500 }, ",
        ]);
        let name = self
            .add("db", format!("database: {{ {nodes}{limit}read: exp(3ms), write: exp(5ms) }}"));
        self.called(name)
    }

    fn store(&mut self) -> String {
        let quorums = self.any(&[
            "",
            "instances: 5, write: 1, read: 1, ",
            "copies: 1, ",
            "write: 3, read: 1, asks: quorum, read_repair: true, ",
            "instances: 4, copies: 2, hints: false, ",
        ]);
        let limit = self.any(&["", "cores: 1, ", "cores: 2, lag: exp(10ms), "]);
        let work = "read_work: exp(2ms), write_work: exp(3ms)";
        let name = self.add("store", format!("kv: {{ {quorums}{limit}{work} }}"));
        self.called(name)
    }

    /// What a step calls: a chain, sometimes by way of blocks.
    fn chain(&mut self, depth: usize) -> String {
        let mut steps = Vec::new();
        if self.chance(0.3) {
            let policy =
                self.any(&["round_robin", "random", "least_connections", "two_choices", "ip_hash"]);
            let health = self.any(&["", ", health: { every: 500ms, fails: 2, passes: 2 }"]);
            steps.push(self.add("lb", format!("load_balancer: {{ policy: {policy}{health} }}")));
        }
        steps.push(self.server());
        if depth > 0 && self.chance(0.6) {
            steps.push(self.block(depth - 1));
        }
        if self.chance(0.4) {
            steps.push(self.cache());
            steps.push(self.database());
        } else if self.chance(0.4) {
            steps.push(self.database());
        } else if self.chance(0.4) {
            steps.push(self.store());
        }
        format!("[{}]", steps.join(", "))
    }

    fn block(&mut self, depth: usize) -> String {
        match self.random.below(7) {
            0 => format!("{{ parallel: [{}, {}] }}", self.chain(depth), self.chain(depth)),
            1 => {
                let paths = format!("{}, {}, {}", self.chain(depth), self.chain(0), self.chain(0));
                let need = self.any(&["1", "2"]);
                format!("{{ parallel: {{ need: {need}, paths: [{paths}] }} }}")
            }
            2 => format!("{{ chance: {{ share: 40%, path: {} }} }}", self.chain(depth)),
            3 => {
                let times = self.any(&["3", "10"]);
                let path = self.chain(depth);
                format!("{{ repeat: {{ times: {times}, at_once: 2, path: {path} }} }}")
            }
            4 => {
                let policy = self.any(&["weighted", "failover"]);
                let (a, b) = (self.chain(depth), self.chain(0));
                format!("{{ one_of: {{ policy: {policy}, paths: {{ a: {a}, b: {b} }} }} }}")
            }
            5 => format!("{{ sequence: [{}, {}] }}", self.chain(depth), self.chain(0)),
            _ => {
                // At least once may be for ever, where the work always takes too long.
                let fields = if self.drains {
                    self.any(&[
                        "delivery: at_most_once",
                        "delivery: at_most_once, batch: { size: 3, wait: 20ms }",
                        "redeliver_after: 1s, dead_letter: 2",
                    ])
                } else {
                    self.any(&[
                        "",
                        "capacity: 20",
                        "delivery: at_most_once",
                        "redeliver_after: 1s",
                        "redeliver_after: 1s, batch: 4",
                        "dead_letter: 1, redeliver_after: 500ms",
                    ])
                };
                let queue = self.add("q", format!("queue: {{ {fields} }}"));
                let worker = self.chain(depth);
                format!("{{ later: [{queue}, {}] }}", &worker[1..worker.len() - 1])
            }
        }
    }

    fn event(&mut self) -> String {
        let at = 2 + self.random.below(6);
        let lasts = if self.drains {
            self.any(&[", for: 1s", ", for: 3s"])
        } else {
            self.any(&["", ", for: 1s", ", for: 3s"])
        };
        let name = self.components[self.random.below(self.components.len())].0.clone();
        let text = match self.random.below(7) {
            0 => format!("kill: {name}{lasts}"),
            1 => format!("kill: {name}, count: 1{lasts}"),
            2 => format!("slow: {name}, times: 5{lasts}"),
            3 => format!("hang: {name}{lasts}"),
            4 => format!("traffic: {{ times: 3 }}{lasts}"),
            5 => {
                let other = self.components[self.random.below(self.components.len())].0.clone();
                if other == name {
                    format!("hang: {name}{lasts}")
                } else {
                    format!("cut: [{name}, {other}]{lasts}")
                }
            }
            _ => {
                let cache = self.components.iter().find(|(name, _)| name.starts_with("cache"));
                let flushed = cache.map(|(cache, _)| format!("flush: {cache}"));
                flushed.unwrap_or_else(|| format!("kill: {name}{lasts}"))
            }
        };
        format!("  - {{ at: {at}s, {text} }}\n")
    }

    fn text(seed: u64, drains: bool) -> String {
        let mut page = Self { random: Random(seed), components: Vec::new(), drains };
        let (get, put) = (page.chain(2), page.chain(1));
        let client = page.any(&[
            "",
            ", timeout: 200ms",
            ", timeout: 100ms, retry: { times: 1, base: 20ms }",
            ", patience: exp(50ms)",
        ]);
        let events = page.random.below(4);
        let timeline: String = (0..events).map(|_| page.event()).collect();
        let components: String = page
            .components
            .iter()
            .map(|(name, text)| format!("  {name}: {{ {text} }}\n"))
            .collect();
        let mut text = format!(
            "
name: random page {seed}
data:
  item: {{ keys: 1000, popularity: zipf(0.9), size: 1KB }}
requests:
  get: {{ weight: 4, reads: item, path: {get}{client} }}
  put: {{ weight: 1, writes: item, path: {put} }}
components:
{components}run: {{ duration: 10s, warmup: 1s, replications: 2, seed: {seed} }}
"
        );
        let traffic = page.any(&[
            "{ rate: 100/s }",
            "{ clients: 20, think: exp(100ms) }",
            "{ rate: 60/s, arrivals: { batches: { mean: 4 } } }",
        ]);
        if drains {
            text = text.replace("duration: 10s", "duration: 3h");
            text += "traffic: { rate: 100/s, shape: { steps: [ { at: 10s, times: 0 } ] } }\n";
        } else {
            text += &format!("traffic: {traffic}\n");
        }
        if !timeline.is_empty() {
            text += &format!("timeline:\n{timeline}");
        }
        text
    }
}

fn every_page(seeds: std::ops::RangeInclusive<u64>, drains: bool, holds: fn(&Run)) {
    let (mut ran, mut refused) = (0, 0);
    for seed in seeds {
        let text = Page::text(seed, drains);
        // A page that the language refuses (a field without effect, an event that cannot be) is no test.
        if super::harness::problems(&text).is_some() {
            refused += 1;
            continue;
        }
        let result = std::panic::catch_unwind(|| match try_run(&text, 2, 200_000) {
            Ok(run) => holds(&run),
            Err(error) => panic!("{error:?}"),
        });
        assert!(result.is_ok(), "seed {seed} fails:\n{text}");
        ran += 1;
    }
    assert!(ran > 4 * refused, "{refused} pages are refused, {ran} ran");
}

#[test]
fn nothing_is_lost_or_counted_twice() {
    every_page(1..=250, false, holds);
}

/// Once traffic has stopped and every event is over, every request has ended, and every unit is given back.
#[test]
fn everything_ends_and_is_given_back() {
    every_page(1001..=1200, true, |run| {
        holds(run);
        assert_eq!(run.report.requests.in_flight_at_end, 0);
        for meters in &run.outcome.replications {
            assert_eq!(meters.live.last(), Some(&0.0), "frames are left");
        }
        for (name, series) in &run.report.timeseries.components {
            assert!(series.utilization.last().is_none_or(|&share| share == 0.0), "{name} is busy");
            assert!(series.queue.last().is_none_or(|&queue| queue == 0.0), "{name} has a queue");
        }
    });
}

fn holds(run: &Run) {
    conserved(run);
    let report = &run.report;
    let by_reason: u64 = report.errors.by_reason.values().sum();
    assert_eq!(by_reason, report.requests.failed);
    let by_component: u64 = report.errors.by_component.values().flat_map(|of| of.values()).sum();
    assert_eq!(by_component, report.requests.failed);
    let request_types = report.request_types.values();
    assert_eq!(
        request_types.clone().map(|request_type| request_type.requests).sum::<u64>(),
        report.requests.offered
    );
    let of_request_types: u64 =
        request_types.flat_map(|request_type| request_type.errors.by_reason.values()).sum();
    assert_eq!(of_request_types, report.requests.failed);
    let of_phases: u64 =
        report.phases.iter().flat_map(|phase| phase.errors.by_reason.values()).sum();
    assert_eq!(of_phases, report.requests.failed);
    if let Some(latency) = &report.latency_ms {
        let quantiles =
            [latency.p50, latency.p90, latency.p95, latency.p99, latency.p999, latency.max];
        assert!(quantiles.windows(2).all(|pair| pair[0].value <= pair[1].value), "{quantiles:?}");
        assert!(latency.mean.value <= latency.max.value);
    }
    assert!(report.percentiles.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    for (name, component) in &report.components {
        for (resource, used) in &component.resources {
            let share = used.utilization.value;
            assert!((0.0..=1.0 + 1e-9).contains(&share), "{name} {resource} {share}");
        }
    }
    for (name, series) in &report.timeseries.components {
        assert!(
            series.utilization.iter().all(|&share| (0.0..=1.0 + 1e-9).contains(&share)),
            "{name}"
        );
        assert!(series.queue.iter().all(|&queue| queue >= -1e-9), "{name}");
    }
    let document = serde_json::to_value(report).expect("it serializes");
    every_number_is_one(&document, "");
}

/// serde writes what is not finite as null: null may stand only where there may be nothing.
fn every_number_is_one(value: &Value, path: &str) {
    const MAY_BE_NOTHING: &[&str] = &[
        "low",
        "high",
        "latency_ms",
        "later_ms",
        "p99_ms",
        "utilization",
        "bottleneck",
        "component",
        "per_million_requests_usd",
        "until_s",
        "actual",
        "p99_after_ms",
        "p99_during_ms",
        "peak_utilization",
        "reached",
        "failing",
        "worst_ms",
        "opened",
        // Of a drawn design: the client has none.
        "name",
    ];
    match value {
        Value::Null => {
            let last = path.rsplit('.').find(|part| part.parse::<u32>().is_err()).unwrap_or("");
            assert!(MAY_BE_NOTHING.contains(&last), "{path} is null");
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                every_number_is_one(item, &format!("{path}.{at}"));
            }
        }
        Value::Object(entries) => {
            for (key, entry) in entries {
                every_number_is_one(entry, &format!("{path}.{key}"));
            }
        }
        _ => {}
    }
}
