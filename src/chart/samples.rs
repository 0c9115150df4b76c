//! Reports to draw in tests: what the charts must cope with.

use crate::document::{
    Bottleneck, ComponentReport, CostLine, LatencyMs, Mark, Measured, Objective, Report, Resource,
    Timeseries,
};
use crate::message::EventLabel;
use crate::message::cost::Item;

fn measured(value: f64, relative: f64) -> Measured {
    Measured { value, low: Some(value * (1.0 - relative)), high: Some(value * (1.0 + relative)) }
}

/// Noise in 0..1 that is the same everywhere (the finalizer of SplitMix64).
fn noise(i: usize, salt: usize) -> f64 {
    let mut z = (i as u64 * 64 + salt as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z >> 40) as f64 / (1_u64 << 24) as f64
}

/// The quantiles of an HDR histogram's usual listing.
fn quantiles() -> Vec<f64> {
    let mut quantiles: Vec<f64> = (0..20).map(|i| f64::from(i) * 0.05).collect();
    quantiles.extend([0.96, 0.97, 0.975, 0.98, 0.985, 0.99, 0.992_5, 0.995, 0.997_5, 0.999]);
    quantiles.extend([0.999_25, 0.999_5, 0.999_75, 0.999_9, 1.0]);
    quantiles
}

/// A lognormal-like curve through p50 and p99, with a heavier end.
fn percentiles(p50: f64, p99: f64) -> Vec<(f64, f64)> {
    let slope = libm::log(p99 / p50) / (2.0 - 0.301);
    let at = |q: f64| {
        let nines = super::scale::nines(q).min(4.3);
        p50 * libm::exp(slope * (nines - 0.301)) * (0.55 + 0.45 * (q * 2.0).min(1.0))
    };
    quantiles().into_iter().map(|q| (q, at(q))).collect()
}

fn latency(curve: &[(f64, f64)], relative: f64) -> LatencyMs {
    let at = |quantile: f64| {
        let found = curve.iter().find(|(q, _)| (q - quantile).abs() < 1e-9);
        found.map_or(0.0, |(_, ms)| *ms)
    };
    LatencyMs {
        mean: measured(at(0.5) * 1.3, relative / 3.0),
        p50: measured(at(0.5), relative / 3.0),
        p75: measured(at(0.75), relative / 3.0),
        p90: measured(at(0.9), relative / 2.0),
        p95: measured(at(0.95), relative / 2.0),
        p99: measured(at(0.99), relative),
        p999: measured(at(0.999), relative * 2.5),
        p9999: measured(at(0.9999), relative * 4.0),
        max: Measured { value: at(1.0), low: None, high: None },
    }
}

fn objective(name: &str, unit: &str, target: f64, actual: f64) -> Objective {
    Objective {
        objective: name.to_owned(),
        unit: unit.to_owned(),
        target,
        actual: Some(actual),
        low: Some(actual * 0.97),
        high: Some(actual * 1.03),
        met: actual <= target,
        clear: true,
    }
}

fn component(kind: &str, resource: &str, utilization: Option<f64>) -> ComponentReport {
    let mut component = ComponentReport { kind: kind.to_owned(), ..ComponentReport::default() };
    component.utilization = utilization.map(|value| measured(value, 0.03));
    for (name, share) in [(resource, 1.0), ("network", 0.2)] {
        if let Some(value) = utilization {
            let utilization = measured(value * share, 0.03);
            component.resources.insert(name.to_owned(), Resource { utilization, throttled: None });
        }
    }
    component
}

/// `app: 40 × m7g.large`, or what else is stored for a component.
pub(super) fn item(text: &str) -> Item {
    let (owner, rest) = text.split_once(": ").unwrap_or((text, ""));
    let component = owner.to_owned();
    match rest.split_once(" × ").map(|(count, machine)| (count.parse(), machine)) {
        Some((Ok(count), machine)) => {
            Item::Machines { component, count, machine: machine.to_owned() }
        }
        _ => Item::Storage { component, data: rest.to_owned(), copies: 1 },
    }
}

fn line(item: &str, per_month_usd: f64) -> CostLine {
    CostLine { item: self::item(item).into(), per_month_usd, ..CostLine::default() }
}

/// `count` intervals of one second, each from its number: offered, completed, errors, p99.
fn series(count: usize, at: impl Fn(usize) -> (f64, f64, f64, Option<f64>)) -> Timeseries {
    let mut series = Timeseries { interval_s: 1.0, ..Timeseries::default() };
    for i in 0..count {
        let (offered, completed, errors, p99) = at(i);
        series.offered_per_s.push(offered);
        series.completed_per_s.push(completed);
        series.errors_per_s.push(errors);
        series.p99_ms.push(p99);
    }
    series
}

/// A calm run with room in every objective.
pub fn steady() -> Report {
    let curve = percentiles(3.2, 39.5);
    let mut report = Report {
        scenario: "url-shortener".to_owned(),
        seed: 1,
        simulated_s: 120.0,
        replications: 10,
        latency_ms: Some(latency(&curve, 0.02)),
        percentiles: curve,
        slo: vec![objective("p99", "ms", 100.0, 39.5), objective("errors", "ratio", 0.001, 0.0)],
        ..Report::default()
    };
    report.stability.stable = true;
    let parts = [
        ("app", component("server", "cpu", Some(0.61))),
        ("cache", component("cache", "network", Some(0.34))),
        ("cdn", component("cdn", "memory", None)),
        ("db", component("database", "cpu", Some(0.872))),
        ("lb", component("load_balancer", "cpu", Some(0.08))),
    ];
    report.components = parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect();
    report.bottleneck = Some(Bottleneck {
        component: "db".to_owned(),
        resource: "cpu".to_owned(),
        utilization: 0.872,
        peak_utilization: None,
        held_up: Vec::new(),
    });
    report.cost.lines = vec![
        line("app: 40 × m7g.large", 2_382.0),
        line("app: traffic to the internet, 13 TB", 1_170.0),
        line("db: 12 × db.r6g.xlarge", 1_640.0),
        line("cache: 2 × cache.r7g.large", 319.0),
        line("lb: load balancer", 62.0),
        line("db: storage, 900 GB", 104.0),
        line("cdn: requests", 31.0),
        line("lb: capacity units", 22.0),
    ];
    report.cost.per_month_usd = 5_730.0;
    report.cost.per_million_requests_usd = Some(0.182);
    report.timeseries = series(120, |i| {
        let offered = 11_574.0 * (0.97 + 0.06 * noise(i, 1));
        (offered, offered * (0.995 + 0.01 * noise(i, 2)), 0.0, Some(34.0 + 11.0 * noise(i, 3)))
    });
    report
}

/// A traffic spike that drives p99 out of its objective twelve seconds later.
pub fn spike() -> Report {
    let mut report = steady();
    let curve = percentiles(6.1, 840.0);
    report.latency_ms = Some(latency(&curve, 0.09));
    report.percentiles = curve;
    report.scenario = "news-feed".to_owned();
    report.slo = vec![objective("p50", "ms", 20.0, 6.1), objective("p99", "ms", 100.0, 840.0)];
    report.marks = vec![Mark {
        at_s: 40.0,
        until_s: Some(70.0),
        label: EventLabel::Traffic { times: 3.0 }.into(),
    }];
    report.timeseries = series(120, |i| {
        let spiked = (40..70).contains(&i);
        let offered = (if spiked { 6_000.0 } else { 2_000.0 }) * (0.96 + 0.08 * noise(i, 1));
        let completed = match i {
            50..70 => 4_300.0 * (0.98 + 0.04 * noise(i, 2)),
            70..82 => 3_900.0 * (0.98 + 0.04 * noise(i, 2)),
            _ => offered * (0.99 + 0.02 * noise(i, 2)),
        };
        let errors = if (55..76).contains(&i) { 420.0 * (0.5 + noise(i, 5)) } else { 0.0 };
        let p99 = match i {
            0..44 => 32.0 + 12.0 * noise(i, 3),
            44..52 => 32.0 + (i as f64 - 44.0) * 8.0,
            52..72 => 110.0 + (i as f64 - 52.0) * 85.0 + 90.0 * noise(i, 3),
            72..84 => 1_700.0 - (i as f64 - 72.0) * 135.0,
            _ => 33.0 + 12.0 * noise(i, 3),
        };
        (offered, completed, errors, Some(p99))
    });
    report
}

/// The cache dies at peak, the database is overrun, and for a while nothing completes.
fn killed_cache() -> Report {
    let mut report = steady();
    report.scenario = "cache-dies".to_owned();
    report.marks = vec![
        Mark {
            at_s: 60.0,
            until_s: Some(75.0),
            label: EventLabel::Kill { component: "cache".to_owned() }.into(),
        },
        Mark {
            at_s: 75.0,
            until_s: None,
            label: EventLabel::Flush { component: "cache".to_owned() }.into(),
        },
        Mark {
            at_s: 98.0,
            until_s: None,
            label: EventLabel::Set { changes: vec![("app.instances".to_owned(), "60".to_owned())] }
                .into(),
        },
    ];
    report.timeseries = series(120, |i| {
        let offered = 8_000.0 * (0.96 + 0.08 * noise(i, 1));
        let served = match i {
            60..64 => 0.28,
            64..68 => 0.0,
            68..75 => 0.12,
            75..100 => 0.12 + (i as f64 - 75.0) * 0.035,
            _ => 1.0,
        };
        let completed = offered * served;
        let p99 = match i {
            64..68 => None,
            60..75 => Some(1_900.0 + 900.0 * noise(i, 3)),
            75..100 => Some(2_400.0 - (i as f64 - 75.0) * 92.0),
            _ => Some(11.0 + 5.0 * noise(i, 3)),
        };
        (offered, completed, offered - completed, p99)
    });
    if let Some(bottleneck) = &mut report.bottleneck {
        bottleneck.utilization = 0.998;
    }
    if let Some(db) = report.components.get_mut("db") {
        db.utilization = Some(Measured { value: 0.998, low: Some(0.996), high: Some(1.0) });
    }
    report
}

/// One request, one interval, one component, one line.
pub fn one_point() -> Report {
    let mut report = Report {
        scenario: "one".to_owned(),
        seed: 1,
        simulated_s: 1.0,
        replications: 1,
        percentiles: vec![(0.5, 3.0)],
        timeseries: series(1, |_| (1.0, 1.0, 0.0, Some(3.0))),
        ..Report::default()
    };
    report.stability.stable = true;
    let app = component("server", "cpu", Some(0.003));
    report.components.insert("app".to_owned(), app);
    report.cost.lines = vec![line("app: 1 × t4g.nano", 3.07)];
    report
}

/// Every figure is zero, and the rest is not a number.
pub fn zeros() -> Report {
    let mut report = steady();
    report.scenario = "nothing".to_owned();
    report.percentiles = quantiles().into_iter().map(|q| (q, 0.0)).collect();
    report.latency_ms = Some(LatencyMs::default());
    report.slo.clear();
    report.timeseries =
        series(30, |i| (0.0, if i % 2 == 0 { f64::NAN } else { 0.0 }, f64::NAN, None));
    for part in report.components.values_mut() {
        part.utilization = Some(Measured::default());
    }
    report.bottleneck = None;
    report
}

/// Long names, in two scripts, and many events close together.
// A report is data: breaking one up into functions would only scatter it.
#[allow(clippy::too_many_lines)]
fn long_names() -> Report {
    let mut report = spike();
    let long = "recommendation-service-with-a-name-that-nobody-shortened-before-production";
    report.scenario = format!("{long}/블랙-프라이데이-트래픽-열-배-시나리오");
    report.components.clear();
    let names = [
        "결제-데이터베이스",
        long,
        "상품 추천 서버 (서울 리전, 가용 영역 2a) 두 번째 클러스터",
        "앱",
        "a<b>&\"c\" café ☃ 漢字",
    ];
    for (i, name) in names.into_iter().enumerate() {
        let part = component("server", "connections", Some(0.95 - 0.17 * i as f64));
        report.components.insert(name.to_owned(), part);
    }
    report.bottleneck = Some(Bottleneck {
        component: long.to_owned(),
        resource: "connections".to_owned(),
        utilization: 0.95,
        peak_utilization: None,
        held_up: Vec::new(),
    });
    report.cost.lines = vec![
        line(&format!("{long}: 400 × x2iedn.32xlarge"), 7_788_224.0),
        line("결제-데이터베이스: 12 × db.r6g.xlarge", 1_639.2),
        line("상품 추천 서버: 인터넷으로 나가는 트래픽 1,300 TB, 매월", 117_000.0),
        line("앱: 2 × t4g.nano", 640_000.0),
    ];
    report.marks = vec![
        Mark {
            at_s: 10.0,
            until_s: None,
            label: EventLabel::Flush { component: "캐시".to_owned() }.into(),
        },
        Mark {
            at_s: 12.0,
            until_s: None,
            label: EventLabel::Set { changes: vec![("app.instances".to_owned(), "60".to_owned())] }
                .into(),
        },
        Mark {
            at_s: 13.0,
            until_s: Some(30.0),
            label: EventLabel::Slow {
                component: "결제-데이터베이스".to_owned(),
                times: 5.0,
                instances: None,
            }
            .into(),
        },
        Mark {
            at_s: 40.0,
            until_s: Some(70.0),
            label: EventLabel::Kill { component: long.to_owned() }.into(),
        },
        Mark {
            at_s: 41.0,
            until_s: None,
            label: EventLabel::Cut { one: "seoul".to_owned(), other: "tokyo".to_owned() }.into(),
        },
        Mark {
            at_s: 42.0,
            until_s: None,
            label: EventLabel::Flush { component: "cache".to_owned() }.into(),
        },
        Mark {
            at_s: 43.0,
            until_s: None,
            label: EventLabel::Hang { component: "app".to_owned(), instances: None }.into(),
        },
        Mark {
            at_s: 44.0,
            until_s: None,
            label: EventLabel::Hang { component: "another".to_owned(), instances: None }.into(),
        },
        Mark {
            at_s: 110.0,
            until_s: Some(118.0),
            label: EventLabel::Traffic { times: 3.0 }.into(),
        },
        Mark {
            at_s: 119.5,
            until_s: None,
            label: EventLabel::Hang { component: "마지막".to_owned(), instances: None }.into(),
        },
    ];
    report
}

/// Thirty components and as many lines.
pub fn crowd() -> Report {
    let mut report = steady();
    report.scenario = "photo-sharing".to_owned();
    report.components = (0..30)
        .map(|i| {
            let utilization = 0.88 * libm::pow(0.93, f64::from(i));
            (format!("service-{i:02}"), component("server", "cpu", Some(utilization)))
        })
        .collect();
    report.bottleneck = Some(Bottleneck {
        component: "service-00".to_owned(),
        resource: "cpu".to_owned(),
        utilization: 0.88,
        peak_utilization: None,
        held_up: Vec::new(),
    });
    report.cost.lines = (0..30)
        .map(|i| line(&format!("service-{i:02}: 4 × m7g.large"), 900.0 - 25.0 * f64::from(i)))
        .collect();
    report
}

/// From a microsecond to hours, over a day.
pub fn wide() -> Report {
    let mut report = steady();
    report.scenario = "batch".to_owned();
    report.simulated_s = 86_400.0;
    report.percentiles = quantiles()
        .into_iter()
        .map(|q| (q, libm::pow(10.0, super::scale::nines(q).min(4.0) * 2.5 - 3.0)))
        .collect();
    report.latency_ms = None;
    report.slo =
        vec![objective("p99", "ms", 5_000.0, 120.0), objective("p999", "ms", 3.6e6, 3.0e4)];
    report.timeseries = series(14_400, |i| {
        let offered =
            2.2e6 * (1.0 + 0.6 * libm::sin(i as f64 / 14_400.0 * std::f64::consts::TAU - 1.5));
        let p99 = libm::pow(10.0, -3.0 + 10.0 * i as f64 / 14_400.0);
        (offered, offered * 0.99, 0.0, (i % 997 != 0).then_some(p99))
    });
    report.timeseries.interval_s = 6.0;
    report
}

/// All of them, by name.
pub fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("steady", steady()),
        ("spike", spike()),
        ("killed_cache", killed_cache()),
        ("one_point", one_point()),
        ("zeros", zeros()),
        ("long_names", long_names()),
        ("crowd", crowd()),
        ("wide", wide()),
    ]
}
