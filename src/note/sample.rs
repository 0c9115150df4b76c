//! Reports made up by hand for the tests of the renderings; their figures are plausible, not computed.

// A report is data: breaking one up into functions would only scatter it.
#![allow(clippy::too_many_lines)]

use std::collections::BTreeMap;

use crate::document::*;
use crate::message::cost::Item;
use crate::message::estimate::{Formula, Step};
use crate::message::findings::{Caveat, Finding};
use crate::message::topology::{Detail, Label};
use crate::message::{Complaint, EventLabel, PhaseLabel, Why, story, timeline};

/// `value` ± `half_width`.
fn m(value: f64, half_width: f64) -> Measured {
    Measured { value, low: Some(value - half_width), high: Some(value + half_width) }
}

/// A value without an interval.
fn exact(value: f64) -> Measured {
    Measured { value, low: None, high: None }
}

/// A latency that grows towards its tail as latencies do; `scale` is its median in milliseconds.
fn latency(scale: f64) -> LatencyMs {
    LatencyMs {
        mean: m(1.31 * scale, 0.004 * scale),
        p50: m(scale, 0.003 * scale),
        p75: m(1.6 * scale, 0.006 * scale),
        p90: m(2.412 * scale, 0.011 * scale),
        p95: m(3.318 * scale, 0.024 * scale),
        p99: m(6.074 * scale, 0.061 * scale),
        p999: Measured { value: 14.21 * scale, low: Some(13.6 * scale), high: Some(16.9 * scale) },
        p9999: Measured { value: 25.1 * scale, low: Some(20.0 * scale), high: Some(40.0 * scale) },
        max: exact(48.37 * scale),
    }
}

fn errors(rate: Measured, at: &[(&str, &str, u64)]) -> Errors {
    let mut errors = Errors { rate, ..Errors::default() };
    for (component, reason, count) in at {
        *errors.by_reason.entry((*reason).to_owned()).or_default() += count;
        let reasons = errors.by_component.entry((*component).to_owned()).or_default();
        *reasons.entry((*reason).to_owned()).or_default() += count;
    }
    errors
}

fn component(
    kind: &str,
    calls: f64,
    busy: Option<(&str, f64)>,
    wait_ms: f64,
    own: Own,
) -> ComponentReport {
    let mut component = ComponentReport {
        kind: kind.to_owned(),
        utilization: busy.map(|(_, busy)| m(busy, 0.004)),
        arrivals_per_s: m(calls, calls / 300.0),
        queue_mean: m(calls * wait_ms / 1e3, calls * wait_ms / 4e4),
        wait_ms: WaitMs { mean: m(wait_ms, wait_ms / 40.0), p99: m(wait_ms * 9.2, wait_ms / 4.0) },
        service_ms: ServiceMs { mean: m(2.0, 0.011) },
        own,
        ..ComponentReport::default()
    };
    if let Some((resource, busy)) = busy {
        component
            .resources
            .insert(resource.to_owned(), Resource { utilization: m(busy, 0.004), throttled: None });
    }
    component
}

fn line(kind: &str, name: &str, formula: &str, step: &str, value: f64, unit: &str) -> EstimateLine {
    EstimateLine {
        name: name.to_owned(),
        value,
        low: value,
        high: value,
        unit: unit.to_owned(),
        formula: Formula::Written(formula.to_owned()).into(),
        step: Step::Board { text: step.to_owned(), remark: None }.into(),
        kind: kind.to_owned(),
        ..EstimateLine::default()
    }
}

fn rented(component: &str, count: f64, machine: &str) -> Item {
    let (component, machine) = (component.to_owned(), machine.to_owned());
    Item::Machines { component, count, machine }
}

fn bill(item: Item, quantity: f64, unit: &str, unit_price: f64, stale: bool) -> CostLine {
    CostLine {
        item: item.into(),
        quantity,
        unit: unit.to_owned(),
        unit_price,
        per_month_usd: quantity * unit_price,
        source: if stale {
            "CloudFront price page, 2024-02"
        } else {
            "EC2 on-demand us-east-1, 2026-07"
        }
        .to_owned(),
        stale,
    }
}

fn objective(
    name: &str,
    unit: &str,
    target: f64,
    actual: Option<Measured>,
    met: bool,
    clear: bool,
) -> Objective {
    Objective {
        objective: name.to_owned(),
        unit: unit.to_owned(),
        target,
        actual: actual.map(|measured| measured.value),
        low: actual.and_then(|measured| measured.low),
        high: actual.and_then(|measured| measured.high),
        met,
        clear,
    }
}

fn topology(nodes: &[(&str, &str, Detail)], edges: &[(usize, usize, Option<Label>)]) -> Topology {
    let node = |(depth, (name, kind, detail)): (usize, &(&str, &str, Detail))| DrawnNode {
        name: (*name != "client").then(|| (*name).to_owned()),
        kind: (*kind).to_owned(),
        detail: detail.clone(),
        depth: u32::try_from(depth).unwrap(),
        ..DrawnNode::default()
    };
    let edge = |(from, to, label): &(usize, usize, Option<Label>)| DrawnEdge {
        from: *from,
        to: *to,
        label: label.clone(),
        later: *label == Some(Label::Later),
        ..DrawnEdge::default()
    };
    Topology {
        nodes: nodes.iter().enumerate().map(node).collect(),
        edges: edges.iter().map(edge).collect(),
    }
}

fn machines(count: u32, machine: &str) -> Detail {
    Detail::Machines { count, machine: Some(machine.to_owned()) }
}

fn way(name: &str) -> Option<Label> {
    Some(Label::Way { name: name.to_owned() })
}

fn bottleneck(component: &str, resource: &str, utilization: f64) -> Finding {
    let (component, resource) = (component.to_owned(), resource.to_owned());
    Finding::Bottleneck {
        component,
        resource,
        utilization,
        peak_utilization: None,
        held_up: Vec::new(),
    }
}

fn kill(component: &str) -> EventLabel {
    EventLabel::Kill { component: component.to_owned() }
}

fn phase(
    label: PhaseLabel,
    from_s: f64,
    to_s: f64,
    completed: f64,
    scale: f64,
    rate: f64,
) -> Phase {
    Phase {
        label: label.into(),
        from_s,
        to_s,
        offered_per_s: 25_708.4,
        completed_per_s: completed,
        latency_ms: Some(latency(scale)),
        errors: errors(m(rate, rate / 30.0), &[]),
    }
}

fn shortener_estimate() -> Vec<EstimateLine> {
    let ranged = |line: EstimateLine, low, high| EstimateLine { low, high, ..line };
    vec![
        line("assume", "new_links", "100M/day", "", 1157.407, "1/s"),
        line("assume", "reads_per_write", "10", "", 10.0, ""),
        line("assume", "record", "100B", "", 100.0, "B"),
        line("assume", "keep", "10 years", "", 315_360_000.0, "s"),
        ranged(line("assume", "peak", "1.5..3", "", 2.1213, ""), 1.5, 3.0),
        line("estimate", "write_qps", "new_links", "1,157/s", 1157.407, "1/s"),
        line(
            "estimate",
            "read_qps",
            "write_qps * reads_per_write",
            "1,157/s × 10 ≈ 11,574/s",
            11_574.07,
            "1/s",
        ),
        ranged(
            line(
                "estimate",
                "peak_read_qps",
                "read_qps * peak",
                "11,574/s × 2.12 ≈ 24,552/s",
                24_552.0,
                "1/s",
            ),
            17_361.0,
            34_722.0,
        ),
        line(
            "estimate",
            "records",
            "new_links * keep",
            "1,157/s × 10 years ≈ 365 billion",
            3.65e11,
            "",
        ),
        line(
            "estimate",
            "storage",
            "records * record",
            "365 billion × 100 B ≈ 36.5 TB",
            3.65e13,
            "B",
        ),
        ranged(
            line("napkin", "app: busy cores", "calls × work", "5,300/s × 2 ms", 10.6, ""),
            7.6,
            14.9,
        ),
        line("napkin", "app: utilization", "busy cores / cores", "10.6 / 80 ≈ 13%", 0.1325, ""),
        line("napkin", "in flight (Little)", "rate × latency", "25,710/s × 1.9 ms ≈ 49", 48.8, ""),
    ]
}

fn shortener_components() -> BTreeMap<String, ComponentReport> {
    let mut app = component("server", 5_301.2, Some(("cpu", 0.1331)), 0.0121, Own::default());
    app.instances = Some(40);
    app.resources
        .insert("workers".into(), Resource { utilization: m(0.0412, 0.0006), throttled: None });
    let hits = |value, half_width| {
        Own::Cache(CacheCounts { hit_ratio: m(value, half_width), ..CacheCounts::default() })
    };
    let reads = Own::Database(DatabaseCounts {
        stale_read_ratio: Some(m(0.000_21, 0.000_04)),
        lag_ms: Some(exact(50.0)),
        failover: Some(FailoverCounts { failovers: 2, recovery_s: 3.21, lost_writes: 0 }),
        ..DatabaseCounts::default()
    });
    let mut db = component("database", 3_612.0, Some(("connections", 0.9312)), 3.42, reads);
    db.instances = Some(12);
    [
        ("cdn", component("cdn", 24_551.0, None, 0.0, hits(0.7938, 0.0017))),
        ("lb", component("load_balancer", 6_231.0, None, 0.0, Own::default())),
        ("app", app),
        ("cache", component("cache", 5_301.2, Some(("cpu", 0.0812)), 0.0031, hits(0.4127, 0.0039))),
        ("db", db),
    ]
    .into_iter()
    .map(|(name, component)| (name.to_owned(), component))
    .collect()
}

/// What happened when the cache died.
fn story() -> Vec<Told<story::Step>> {
    let step = |at_s, what| Told(story::Step { at_s, what });
    let killed = || kill("cache");
    let leaves = story::Happening::P99Leaves {
        target_ms: 100.0,
        worst_ms: Some(212.0),
        times: 1,
        until_s: None,
    };
    vec![
        step(60.0, story::Happening::Begins { event: killed(), instances: None }),
        step(60.0, leaves),
        step(75.0, story::Happening::Ends { event: killed(), is_usual_load: false }),
        step(77.0, story::Happening::P99Returns { target_ms: 100.0, outside_s: 17.0 }),
    ]
}

/// A page that uses nearly everything: an objective missed, one not clear, a cache that dies.
pub(crate) fn url_shortener() -> Report {
    let failures = errors(
        m(0.001_032, 0.000_081),
        &[
            ("db", "timeout", 14_211),
            ("client", "timeout", 1_720),
            ("cache", "connection_lost", 12),
        ],
    );
    let request_type = |requests, scale, later: Option<f64>| RequestType {
        requests,
        latency_ms: Some(latency(scale)),
        errors: errors(m(0.001, 0.0001), &[]),
        later_ms: later.map(latency),
    };
    Report {
        napkin: "0.1.0".into(),
        scenario: "URL shortener".into(),
        about: "100M new links a day, ten reads to each write.".into(),
        seed: 1,
        simulated_s: 120.0,
        warmup_s: 11.4,
        precision: None,
        replications: 5,
        events: 182_340_112,
        wall_s: Some(6.18),
        requests: Requests {
            offered: 15_425_040,
            completed: 15_409_097,
            failed: 15_943,
            attempts: 15_801_220,
            retries: 376_180,
            in_flight_at_start: 0,
            in_flight_at_end: 0,
            offered_per_s: m(25_708.4, 21.3),
            completed_per_s: m(25_681.8, 22.1),
        },
        latency_ms: Some(latency(1.482)),
        percentiles: vec![(0.5, 1.482), (0.9, 3.575), (0.99, 9.002), (0.999, 21.06)],
        errors: failures,
        request_types: [
            ("redirect".to_owned(), request_type(14_730_600, 1.41, None)),
            ("shorten".to_owned(), request_type(694_440, 5.2, Some(212.0))),
        ]
        .into(),
        components: shortener_components(),
        slo: vec![
            objective("p99", "ms", 100.0, Some(m(9.002, 0.09)), true, true),
            objective("errors", "ratio", 0.001, Some(m(0.001_032, 0.000_081)), false, false),
            objective("availability", "ratio", 0.9995, Some(m(0.875, 0.011)), false, true),
            objective("cost", "USD/month", 6000.0, Some(exact(5_243.91)), true, true),
        ],
        bottleneck: Some(Bottleneck {
            component: "db".into(),
            resource: "connections".into(),
            utilization: 0.9312,
            peak_utilization: None,
            held_up: Vec::new(),
        }),
        stability: Stability { stable: true, growth_per_s: 0.0, component: None },
        cost: Cost {
            per_month_usd: 5_243.91,
            per_million_requests_usd: Some(0.0777),
            unpriced: Vec::new(),
            lines: vec![
                bill(rented("app", 40.0, "m7g.large"), 29_200.0, "instance-hours", 0.0816, false),
                bill(rented("db", 12.0, "db.r6g.xlarge"), 8_760.0, "instance-hours", 0.276, false),
                bill(Item::CdnBytes { components: "cdn".to_owned() }, 5_203.4, "GB", 0.085, true),
                bill(
                    Item::LoadBalancerUnits { component: "lb".to_owned() },
                    12.25,
                    "LCU-hours",
                    0.008,
                    false,
                ),
            ],
        },
        estimate: shortener_estimate(),
        assumed: vec![
            Assumed {
                path: "network.hop".into(),
                value: "250 us".into(),
                why: Why::HalfARoundTrip.into(),
            },
            Assumed {
                path: "run.replications".into(),
                value: "5".into(),
                why: Why::NotWritten.into(),
            },
        ],
        latency_rows: vec![LatencyRow {
            list: "napkin_2026".into(),
            name: "datacenter_round_trip".into(),
            value: 0.000_5,
            unit: "s".into(),
            source: "sirupsen/napkin-math, 2026-03".into(),
        }],
        warnings: vec![
            Complaint::from(timeline::Fault::NotReached {
                event: kill("db"),
                at_ns: 20_000_000_000,
                end_ns: 10_000_000_000,
            })
            .into(),
            Warning::Run(Told(Caveat::StalePrices { lines: 1, oldest: "2024-02".into() })),
        ],
        phases: vec![
            phase(PhaseLabel::Before, 0.0, 60.0, 25_706.1, 1.48, 0.000_01),
            phase(
                PhaseLabel::During { events: vec![kill("cache")] },
                60.0,
                75.0,
                24_212.7,
                34.9,
                0.0081,
            ),
            phase(PhaseLabel::After, 75.0, 120.0, 25_705.0, 1.51, 0.000_01),
        ],
        timeseries: Timeseries {
            interval_s: 1.0,
            offered_per_s: vec![25_712.0, 25_698.5, 25_711.25],
            completed_per_s: vec![25_701.0, 25_690.0, 25_710.0],
            p99_ms: vec![Some(9.01), None, Some(8.97)],
            errors_per_s: vec![0.0, 0.0, 1.5],
            components: [(
                "app".to_owned(),
                ComponentSeries {
                    utilization: vec![0.13, 0.131, 0.134],
                    queue: vec![0.1, 0.0, 0.2],
                    ..ComponentSeries::default()
                },
            )]
            .into(),
        },
        marks: vec![Mark { at_s: 60.0, until_s: Some(75.0), label: kill("cache").into() }],
        story: story(),
        limit: Some(bottleneck("db", "connections", 0.9312)),
        too_short: None,
        findings: vec![
            Told(Finding::PhaseEffect {
                phase: PhaseLabel::During { events: vec![kill("cache")] },
                p99_before_ms: 8.99,
                p99_during_ms: Some(212.0),
            }),
            Told(Finding::WaitingAdds {
                request_type: "redirect".into(),
                napkin_ms: 1.9,
                run_ms: 9.002,
                branches: false,
            }),
        ],
        topology: topology(
            &[
                ("client", "", Detail::Nothing),
                ("cdn", "cdn", Detail::Nothing),
                ("lb", "load_balancer", Detail::Nothing),
                ("app", "server", machines(40, "m7g.large")),
                ("cache", "cache", Detail::Machines { count: 1, machine: None }),
                ("db", "database", Detail::Nodes { shards: 4, replicas: 2 }),
            ],
            &[
                (0, 1, way("redirect")),
                (1, 2, Some(Label::Miss)),
                (0, 2, way("shorten")),
                (2, 3, None),
                (3, 4, None),
                (4, 5, Some(Label::Miss)),
            ],
        ),
        command: "napkin run scenarios/url-shortener.yaml".into(),
    }
}

/// Nothing completes: every figure that could be missing is.
pub(crate) fn nothing_works() -> Report {
    Report {
        napkin: "0.1.0".into(),
        scenario: "주문 | <결제>".into(),
        about: "A payment service that hangs\nwhile orders keep coming.".into(),
        seed: 7,
        simulated_s: 60.0,
        warmup_s: 0.0,
        replications: 3,
        events: 91_200,
        wall_s: None,
        requests: Requests {
            offered: 36_012,
            completed: 0,
            failed: 21_744,
            attempts: 97_911,
            retries: 61_899,
            in_flight_at_start: 0,
            in_flight_at_end: 14_268,
            offered_per_s: m(200.07, 1.9),
            completed_per_s: exact(0.0),
        },
        latency_ms: None,
        percentiles: vec![],
        errors: errors(exact(1.0), &[("결제", "timeout", 21_044), ("주문", "queue_full", 700)]),
        request_types: [(
            "order".to_owned(),
            RequestType {
                requests: 36_012,
                errors: errors(exact(1.0), &[]),
                ..RequestType::default()
            },
        )]
        .into(),
        components: [
            (
                "주문".to_owned(),
                component("server", 543.9, Some(("workers", 1.0)), 5_012.0, Own::default()),
            ),
            (
                "결제".to_owned(),
                component("server", 541.2, Some(("workers", 1.0)), f64::NAN, Own::default()),
            ),
        ]
        .into(),
        slo: vec![
            objective("p99", "ms", 250.0, None, false, true),
            objective("errors", "ratio", 0.01, Some(exact(1.0)), false, true),
        ],
        limit: Some(bottleneck("결제", "workers", 1.0)),
        bottleneck: Some(Bottleneck {
            component: "결제".into(),
            resource: "workers".into(),
            utilization: 1.0,
            peak_utilization: None,
            held_up: Vec::new(),
        }),
        stability: Stability {
            stable: false, growth_per_s: 79.3, component: Some("결제".into())
        },
        cost: Cost {
            per_month_usd: 119.14,
            per_million_requests_usd: None,
            unpriced: Vec::new(),
            lines: vec![bill(
                rented("결제", 2.0, "m7g.large"),
                1_460.0,
                "instance-hours",
                0.0816,
                false,
            )],
        },
        timeseries: Timeseries {
            interval_s: 30.0,
            offered_per_s: vec![200.0, 200.1],
            completed_per_s: vec![0.0, 0.0],
            p99_ms: vec![None, None],
            errors_per_s: vec![120.0, 121.0],
            components: BTreeMap::new(),
        },
        findings: vec![
            Told(Finding::RetryAmplification { ratio: 1.719 }),
            Told(Finding::Unstable { component: Some("결제".into()), growth_per_s: 79.3 }),
        ],
        topology: topology(
            &[
                ("client", "", Detail::Nothing),
                ("주문", "server", machines(2, "m7g.large")),
                ("결제", "server", Detail::Nothing),
                ("알림", "queue", Detail::Nothing),
                ("메일", "server", Detail::Nothing),
            ],
            &[(0, 1, None), (1, 2, None), (1, 3, None), (3, 4, Some(Label::Later))],
        ),
        command: "napkin run payment.yaml --seed 7".into(),
        ..Report::default()
    }
}

/// One component without a limit, no arithmetic, no objective, no price.
pub(crate) fn minimal() -> Report {
    Report {
        napkin: "0.1.0".into(),
        scenario: "One server".into(),
        seed: 1,
        simulated_s: 100.0,
        warmup_s: 2.5,
        replications: 10,
        events: 800_000,
        requests: Requests {
            offered: 200_000,
            completed: 200_000,
            attempts: 200_000,
            offered_per_s: m(200.0, 0.6),
            completed_per_s: m(200.0, 0.6),
            ..Requests::default()
        },
        latency_ms: Some(LatencyMs {
            mean: m(5.0, 0.0),
            p50: m(5.0, 0.0),
            p75: m(5.0, 0.0),
            p90: m(5.0, 0.0),
            p95: m(5.0, 0.0),
            p99: m(5.0, 0.0),
            p999: m(5.0, 0.0),
            p9999: m(5.0, 0.0),
            max: exact(5.0),
        }),
        components: [(
            "app".to_owned(),
            ComponentReport {
                kind: "server".into(),
                arrivals_per_s: m(200.0, 0.6),
                service_ms: ServiceMs { mean: exact(5.0) },
                ..ComponentReport::default()
            },
        )]
        .into(),
        stability: Stability { stable: true, growth_per_s: 0.0, component: None },
        topology: topology(
            &[("client", "", Detail::Nothing), ("app", "server", Detail::Nothing)],
            &[(0, 1, None)],
        ),
        ..Report::default()
    }
}
