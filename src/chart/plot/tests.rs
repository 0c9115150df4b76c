//! Plots that the studies will ask for, and what no picture may do: lose a label, cut a text, change its bytes.

use super::super::heat::{self, Cell, Heat};
use super::super::tornado::{self, Swing, Tornado};
use super::super::waterfall::{self, Lane, Panel, Span, Spent, Waterfall};
use super::*;

/// A sweep over the rate: the hockey stick with theory, an objective and a knee.
fn sweep() -> Plot {
    let rate = |i: u32| 1_000.0 + 800.0 * f64::from(i);
    let p99 = |rate: f64| 12.0 / (1.0 - rate / 11_000.0);
    let points: Vec<(f64, f64)> = (0..13).map(|i| (rate(i), p99(rate(i)))).collect();
    let band = points.iter().map(|&(x, y)| (x, y * 0.9, y * 1.12)).collect();
    let theory = points.iter().map(|&(x, y)| (x, y * 0.97)).collect();
    let mean = points.iter().map(|&(x, y)| (x, y * 0.3)).collect();
    Plot {
        file_stem: "sweep",
        title: "p99 leaves the 100 ms objective at 9,700/s; the knee is at 8,200/s".into(),
        subtitle: "URL shortener · seed 1 · 13 rates, 10 runs each".into(),
        alt: "p99 over the offered load".into(),
        x: Axis {
            name: "offered load".into(),
            unit: Written::In(Unit::PerSecond),
            ..Axis::default()
        },
        y: Axis {
            name: "latency".into(),
            unit: Written::In(Unit::Ms),
            until: Some(150.0),
            ..Axis::default()
        },
        curves: vec![
            Curve {
                label: "theory".into(),
                points: theory,
                tone: Tone::Quiet,
                stroke: Stroke::Dashed,
                ..Curve::default()
            },
            Curve { label: "mean".into(), points: mean, tone: Tone::Other, ..Curve::default() },
            Curve { label: "p99".into(), points, band, ..Curve::default() },
        ],
        rules: vec![
            Rule {
                at: 100.0,
                horizontal: true,
                label: "objective 100 ms".into(),
                tone: Tone::Good,
            },
            Rule {
                at: 8_200.0,
                label: "knee 8,200/s".into(),
                tone: Tone::Other,
                ..Rule::default()
            },
            Rule {
                at: 9_700.0,
                label: "objective missed".into(),
                tone: Tone::Bad,
                ..Rule::default()
            },
        ],
        dots: vec![Dot { x: 6_600.0, y: 30.0, label: "today".into(), tone: Tone::Main }],
    }
}

/// An empirical distribution, and quantile bands over time.
fn distributions() -> [Plot; 2] {
    let points = (0..200).map(|i| (libm::exp(f64::from(i) / 40.0), f64::from(i + 1) / 200.0));
    let ecdf = Plot {
        file_stem: "ecdf",
        title: "The 100 ms objective is missed in 8 % of trials".into(),
        x: Axis {
            name: "p99 of a trial".into(),
            unit: Written::In(Unit::Ms),
            spread: Spread::Log,
            ..Axis::default()
        },
        y: Axis {
            name: "share of trials".into(),
            unit: Written::In(Unit::Percent),
            spread: Spread::Linear,
            until: Some(1.0),
        },
        curves: vec![Curve { points: points.collect(), stroke: Stroke::Steps, ..Curve::default() }],
        rules: vec![Rule {
            at: 100.0,
            label: "objective".into(),
            tone: Tone::Good,
            ..Rule::default()
        }],
        ..Plot::default()
    };
    let time = |i: u32| f64::from(i) * 2.0;
    let bump = |i: u32| {
        1.0 + 3.0 * libm::exp(-((f64::from(i) - 30.0) / 8.0) * ((f64::from(i) - 30.0) / 8.0))
    };
    let fan = |low: f64, high: f64, label: &str, nth: usize| Curve {
        label: label.into(),
        points: (0..60).map(|i| (time(i), 20.0 * bump(i) * low.midpoint(high))).collect(),
        band: (0..60).map(|i| (time(i), 20.0 * bump(i) * low, 20.0 * bump(i) * high)).collect(),
        tone: Tone::Nth(nth),
        ..Curve::default()
    };
    let fan = Plot {
        file_stem: "fan",
        title: "Half of the trials stay below 60 ms through the spike".into(),
        x: Axis { name: "time".into(), unit: Written::Seconds, ..Axis::default() },
        y: Axis { name: "p99".into(), unit: Written::In(Unit::Ms), ..Axis::default() },
        curves: vec![fan(0.4, 2.2, "90 % of trials", 3), fan(0.8, 1.2, "half of them", 0)],
        ..Plot::default()
    };
    [ecdf, fan]
}

/// Kinds of designs against each other, on logarithmic axes, with six curves that end near each other.
fn frontier() -> Plot {
    let kinds =
        ["one big box", "2 × 2xlarge", "large × n", "4 × 4xlarge", "8 × 8xlarge", "xlarge × n"];
    let curve = |(nth, kind): (usize, &&str)| {
        let cost = |i: u32| 120.0 * libm::pow(1.55 + 0.02 * nth as f64, f64::from(i));
        let points = (0..8).map(|i| (libm::pow(2.0, f64::from(i)) * 500.0, cost(i)));
        let points = points.take(if nth == 0 { 6 } else { 8 }).collect();
        Curve { label: (*kind).into(), points, tone: Tone::Nth(nth), ..Curve::default() }
    };
    Plot {
        file_stem: "frontier",
        title: "One big box is cheapest up to 6,000/s; beyond, many small ones".into(),
        x: Axis {
            name: "rate".into(),
            unit: Written::In(Unit::PerSecond),
            spread: Spread::Log,
            ..Axis::default()
        },
        y: Axis {
            name: "cost a month".into(),
            unit: Written::In(Unit::UsdPerMonth),
            spread: Spread::Log,
            ..Axis::default()
        },
        curves: kinds.iter().enumerate().map(curve).collect(),
        ..Plot::default()
    }
}

fn plots() -> Vec<Plot> {
    let [ecdf, fan] = distributions();
    let lone = Curve { points: vec![(1.0, 2.0)], ..Curve::default() };
    let single = Plot { file_stem: "single", curves: vec![lone], ..Plot::default() };
    vec![sweep(), ecdf, fan, frontier(), single]
}

fn tornado() -> Tornado {
    let rate = |value: f64| (value, Written::In(Unit::PerSecond).show(value, Lang::En));
    let swing = |name: &str, note: &str, at_low: f64, at_high: f64| Swing {
        name: name.into(),
        note: note.into(),
        at_low: rate(at_low),
        at_high: rate(at_high),
    };
    let swings = vec![
        swing("peak", "1.5 to 3", 17_000.0, 35_000.0),
        swing("daily_active_users_of_the_whole_world", "80M to 120M", 20_000.0, 29_500.0),
        swing("cache_hits", "90 % to 99 %", 26_000.0, 23_000.0),
        swing("retries", "", 24_500.0, 24_900.0),
    ];
    let panel = |head: &str, swings: &[Swing]| tornado::Panel {
        head: head.into(),
        center: 24_500.0,
        swings: swings.to_vec(),
    };
    Tornado {
        file_stem: "tornado",
        title: "Peak QPS depends most on how high the peak is".into(),
        subtitle: "URL shortener".into(),
        panels: vec![
            panel("peak_read_qps: 24,500/s", &swings),
            panel("and another result: 24,500/s", &swings[..2]),
        ],
        ..Tornado::default()
    }
}

fn heat() -> Heat {
    let cell = |r: usize, c: usize| {
        let load = (c + 1) as f64 / ((r + 1) as f64 * 2.2);
        let value = (load < 1.0).then(|| 8.0 / (1.0 - load));
        Cell { value, met: Some(value.is_some_and(|value| value < 40.0)) }
    };
    Heat {
        file_stem: "heat",
        title: "Four instances carry 8,000/s".into(),
        axes: ("traffic.rate".into(), "app.instances".into()),
        columns: (1..=9).map(|c| format!("{c},000/s")).collect(),
        rows: (1..=6).map(|r| r.to_string()).collect(),
        unit: Written::In(Unit::Ms),
        cells: (0..6).map(|r| (0..9).map(|c| cell(r, c)).collect()).collect(),
        ..Heat::default()
    }
}

fn waterfall() -> Waterfall {
    let span = |from_ms: f64, to_ms: f64, spent: Spent| Span { from_ms, to_ms, spent };
    let lane = |name: &str, spans: Vec<Span>| Lane { name: name.into(), spans };
    let panel = |label: &str, wait: f64| Panel {
        label: label.into(),
        lanes: vec![
            lane(
                "network",
                vec![
                    span(0.0, 0.25, Spent::Network),
                    span(8.0 + wait, 8.25 + wait, Spent::Network),
                ],
            ),
            lane(
                "app",
                vec![span(0.25, 2.0, Spent::Service), span(2.0, 8.0 + wait, Spent::Downstream)],
            ),
            lane(
                "db",
                vec![
                    span(2.5, 2.5 + wait, Spent::Waiting),
                    span(2.5 + wait, 7.5 + wait, Spent::Service),
                ],
            ),
        ],
    };
    Waterfall {
        file_stem: "waterfall",
        title: "The slowest 1 % wait 30 ms for a connection to the database".into(),
        subtitle: "two real requests".into(),
        panels: vec![panel("p50: 8.5 ms", 0.2), panel("p99: 38 ms", 30.0)],
        ..Waterfall::default()
    }
}

fn pictures() -> Vec<Chart> {
    let mut pictures: Vec<Chart> = plots().iter().filter_map(|plot| draw(plot, Lang::En)).collect();
    pictures.extend(tornado::draw(&tornado(), Lang::En));
    pictures.extend(heat::draw(&heat(), Lang::En));
    pictures.extend(waterfall::draw(&waterfall(), Lang::En));
    pictures
}

#[test]
fn every_plot_is_drawn_with_its_labels_and_always_the_same() {
    let drawn = pictures();
    assert_eq!(drawn.len(), 8);
    assert_eq!(drawn, pictures());
    let labels = |stem: &str, expect: &[&str]| {
        let chart = drawn.iter().find(|chart| chart.file_stem == stem).expect("drawn");
        for label in expect {
            assert!(chart.svg.contains(label), "{stem}: {label}");
        }
    };
    labels(
        "sweep",
        &[">theory<", ">mean<", ">p99<", "objective 100 ms", "knee 8,200/s", ">today<"],
    );
    labels("ecdf", &["share of trials", ">objective<"]);
    labels("frontier", &["one big box", "xlarge × n"]);
    labels("tornado", &["peak_read_qps: 24,500/s", ">17,000/s<", ">35,000/s<"]);
    labels("heat", &["unstable", "traffic.rate"]);
    labels("waterfall", &["p99: 38 ms", ">waiting<", "on the network"]);
}

#[test]
fn nothing_to_draw_is_no_picture() {
    assert!(draw(&Plot::default(), Lang::En).is_none());
    assert!(tornado::draw(&Tornado::default(), Lang::En).is_none());
    assert!(heat::draw(&Heat::default(), Lang::En).is_none());
    assert!(waterfall::draw(&Waterfall::default(), Lang::En).is_none());
    let nowhere = Curve { points: vec![(f64::NAN, 1.0)], ..Curve::default() };
    assert!(draw(&Plot { curves: vec![nowhere], ..Plot::default() }, Lang::En).is_none());
}

#[test]
fn odd_figures_break_nothing() {
    for odd in [0.0, -5.0, f64::NAN, f64::INFINITY, 1e-320, f64::MAX] {
        let mut plot = sweep();
        for curve in &mut plot.curves {
            curve.points[3].1 = odd;
            curve.points[5].0 = odd;
            curve.band.push((odd, odd, odd));
        }
        plot.rules[0].at = odd;
        plot.dots[0].y = odd;
        let chart = draw(&plot, Lang::En).expect("the rest is drawn");
        assert!(!chart.svg.contains("NaN"), "{odd}");
        let mut odd_tornado = tornado();
        odd_tornado.panels[0].swings[0].at_high.0 = odd;
        assert!(tornado::draw(&odd_tornado, Lang::En).is_some());
    }
}

#[cfg(feature = "png")]
#[test]
fn no_text_is_cut_or_lies_on_another() {
    for chart in pictures() {
        super::super::tests::drawn::check("kit", &chart);
    }
}

/// `cargo test --lib plot -- --ignored` leaves every sample under `target/charts/`, to be looked at.
#[cfg(feature = "png")]
#[test]
#[ignore = "writes files to look at"]
fn write_samples() {
    let folder = std::env::current_dir().expect("a folder").join("target/charts");
    std::fs::create_dir_all(&folder).expect("writable");
    for chart in pictures() {
        let picture = super::super::png::to_png(&chart.svg, 2.0).expect("drawable");
        std::fs::write(folder.join(format!("kit-{}.png", chart.file_stem)), picture)
            .expect("writable");
    }
}
