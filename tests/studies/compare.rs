//! `napkin compare`.

use napkin::document::{Comparison, MetricDifference, State, Verdict};
use napkin::message::Lang;
use napkin::study::StudyError;
use napkin::study::compare::{Change, Request, study};
use napkin::words::Say as _;
use serde_json::Value;

use super::pages::{WIDENING, napkin, said, with_pages};

/// M/M/2 at half of its capacity.
const PAGE: &str = "
name: Two cores
slo: { p99: 50ms, cost: $100/month }
traffic: 200/s
path: [app]
components: { app: { server: { machine: c7g.large, work: exp(5ms) } } }
network: { hop: 0s }
run: { duration: 200s, replications: 20, seed: 1 }
";

fn request(variants: &[&str]) -> Request {
    let parse = |text: &&str| Change::parse(text).expect(text);
    Request { stems: Vec::new(), changes: variants.iter().map(parse).collect() }
}

fn compare(page: &str, variants: &[&str]) -> Comparison {
    with_pages(&[page], 2, |pages, watch| study(pages, &request(variants), watch))
        .unwrap_or_else(|error| panic!("{}", said(&error)))
}

fn row<'a>(found: &'a Comparison, at: usize, metric: &str) -> &'a MetricDifference {
    let rows = &found.differences[at].metrics;
    rows.iter().find(|row| row.metric == metric).unwrap_or_else(|| panic!("{metric}: {rows:?}"))
}

/// Mean sojourn in M/M/2, ms.
fn mm2_ms(rate: f64, work_ms: f64) -> f64 {
    let busy = rate * work_ms / 1e3 / 2.0;
    work_ms / (1.0 - busy * busy)
}

#[test]
fn a_page_is_a_tie_with_itself() {
    let both = with_pages(&[PAGE, PAGE], 2, |pages, watch| {
        study(pages, &Request { stems: vec!["a".into(), "b".into()], changes: vec![] }, watch)
    });
    let both = both.unwrap_or_else(|error| panic!("{}", said(&error)));
    let names: Vec<String> =
        both.variants.iter().map(|variant| variant.name.say(Lang::En)).collect();
    assert_eq!(names, ["a", "b"], "pages of one name are called as their files are");
    assert!(both.differences[0].metrics.len() >= 10);
    for row in &both.differences[0].metrics {
        let by = row.difference.unwrap_or_else(|| panic!("{row:?}"));
        assert_eq!((by.value, by.low, by.high), (0.0, Some(0.0), Some(0.0)), "{}", row.metric);
        assert_eq!(row.verdict, Verdict::Tie, "{}", row.metric);
    }
}

#[test]
fn pairing_narrows_the_interval_of_a_small_change_threefold() {
    let found = compare(PAGE, &["app.work=exp(4.9ms)"]);
    for metric in ["mean", "p50", "p90", "app.cpu.utilization"] {
        let row = row(&found, 0, metric);
        let times = row.times_narrower.unwrap_or_else(|| panic!("{row:?}"));
        assert!(times >= 3.0, "{metric}: {times}");
        assert_eq!(row.verdict, Verdict::Better, "{metric}");
        let (paired, unpaired) = (row.difference.expect("both"), row.unpaired.expect("both"));
        let width = |m: napkin::document::Measured| m.high.zip(m.low).map(|(high, low)| high - low);
        let ratio = width(unpaired).expect("bounded") / width(paired).expect("bounded");
        assert!((ratio - times).abs() < 1e-9 * ratio, "{metric}");
    }
}

#[test]
fn differences_are_those_of_the_closed_form() {
    let found = compare(PAGE, &["app.work=exp(4ms)", "traffic=240/s"]);
    for (at, expect) in [(0, mm2_ms(200.0, 4.0)), (1, mm2_ms(240.0, 5.0))] {
        let row = row(&found, at, "mean");
        let by = row.difference.expect("both settle");
        let half = (by.high.expect("bounded") - by.value) * WIDENING;
        let expect = expect - mm2_ms(200.0, 5.0);
        assert!((by.value - expect).abs() < half, "{by:?}, expected {expect}");
        assert!(half < 0.2 * expect.abs(), "the interval says something: {by:?}");
    }
    assert_eq!(row(&found, 0, "mean").verdict, Verdict::Better);
    assert_eq!(row(&found, 1, "mean").verdict, Verdict::Worse);
}

#[test]
fn bills_are_compared_exactly_and_variants_may_change_several_things() {
    let found = compare(
        PAGE,
        &["half: app.machine=c7g.medium; app.instances=2", "same: app.work=exp(5ms)"],
    );
    assert_eq!(found.variants[1].changes, ["app.machine=c7g.medium", "app.instances=2"]);
    let cost = row(&found, 1, "cost");
    assert_eq!((cost.from, cost.verdict), (cost.to, Verdict::Tie));
    let machines = row(&found, 0, "cost");
    // Two of half the size at half the price.
    let by = machines.difference.expect("both are priced");
    assert!(by.value.abs() < 0.01 * machines.from.expect("priced"), "{machines:?}");
    assert_eq!(row(&found, 0, "p99").verdict, Verdict::Worse, "one queue beats two");
}

#[test]
fn what_does_not_settle_is_worse_and_the_rest_is_compared() {
    let found = compare(PAGE, &["traffic=500/s", "app.work=exp(4ms)"]);
    assert_eq!(found.variants[1].state, State::Unstable);
    assert!(
        found.variants[1].because.as_ref().is_some_and(|why| why.say(Lang::En).contains("app"))
    );
    let p99 = row(&found, 0, "p99");
    assert_eq!((p99.to, p99.difference, p99.verdict), (None, None, Verdict::Worse));
    assert_eq!(row(&found, 1, "p99").verdict, Verdict::Better);
    // It does not stretch the others' warm-up to its own.
    assert!(found.warmup_s < 50.0, "{}", found.warmup_s);
}

#[test]
fn threads_change_nothing() {
    let on = |threads| {
        let page = PAGE.replace("200s", "20s");
        let found = with_pages(&[&page], threads, |pages, watch| {
            study(pages, &request(&["traffic=210/s"]), watch)
        });
        serde_json::to_string(&found.unwrap_or_else(|error| panic!("{}", said(&error))))
            .expect("json")
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn a_wrong_change_is_said_and_one_page_alone_is_refused() {
    let refused = |variants: &[&str], says: &str| {
        let found: Result<Comparison, StudyError> =
            with_pages(&[PAGE], 1, |pages, watch| study(pages, &request(variants), watch));
        let words = said(&found.expect_err("it is wrong"));
        assert!(words.contains(says), "{words}");
    };
    refused(&["app.instnces=3"], "did you mean `instances`?");
    refused(&[], "nothing to compare");
    assert!(Change::parse("big").is_err() && Change::parse("big: ").is_err());
}

#[test]
fn the_program_takes_sets_pages_and_variants() {
    let page = PAGE.replace("200s", "5s").replace("20, seed", "3, seed");
    let (output, _) = napkin(&page, &["compare", "page.yaml", "--set", "traffic=250/s", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("one document");
    for key in ["napkin", "scenario", "seed", "replications", "variants", "differences"] {
        assert!(document.get(key).is_some(), "{key}: {document}");
    }
    let metric = &document["differences"][0]["metrics"][0];
    for key in [
        "metric",
        "unit",
        "from",
        "to",
        "difference",
        "relative",
        "unpaired",
        "times_narrower",
        "verdict",
    ] {
        assert!(metric.get(key).is_some(), "{key}: {metric}");
    }
    let (output, folder) =
        napkin(&page, &["compare", "page.yaml", "page.yaml", "--set", "traffic=250/s"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("a tie") && text.contains("at the same cost"), "{text}");
    let note = std::fs::read_to_string(folder.path().join("reports/page/compare/report.md"));
    let note = note.expect("the note is written");
    assert!(note.contains("napkin compare page.yaml page.yaml --set traffic=250/s"), "{note}");
    for (args, says) in [
        (&["compare", "page.yaml"][..], "nothing to compare"),
        (&["compare", "page.yaml", "page.yaml", "--variant", "traffic=1/s"][..], "one page"),
        (&["compare", "page.yaml", "--variant", "big"][..], "does not say what changes"),
    ] {
        let (output, _) = napkin(&page, args);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {words}");
        assert!(words.contains(says), "{args:?}: {words}");
    }
    // What is wrong in a variant is shown where it was written.
    let (output, _) = napkin(&page, &["compare", "page.yaml", "--variant", "x: app.wrok=1ms"]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(words.contains("--> --variant:1:5") && words.contains("`work`"), "{words}");
}
