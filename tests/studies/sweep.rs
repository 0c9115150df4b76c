//! `napkin sweep`.

use napkin::document::{Method, State, Sweep};
use napkin::message::Lang;
use napkin::study::sweep::{Request, study};
use napkin::words::Say as _;
use serde_json::Value;

use super::pages::{WIDENING, napkin, said, with_pages};

/// M/M/3, whose capacity is 300/s.
const PAGE: &str = "
name: Three cores
slo: { p99: 80ms }
traffic: 150/s
path: [app]
components: { app: { server: { cores: 3, work: exp(10ms) } } }
network: { hop: 0s }
run: { duration: 300s, replications: 20, seed: 1 }
";

fn request(vary: &[&str], points: Option<u16>) -> Request {
    Request { vary: vary.iter().map(|&text| text.to_owned()).collect(), points, log: false }
}

fn sweep(page: &str, vary: &[&str], points: Option<u16>) -> Sweep {
    with_pages(&[page], 2, |pages, watch| study(&pages[0], &request(vary, points), watch))
        .unwrap_or_else(|error| panic!("{}", said(&error)))
}

fn at(found: &Sweep) -> Vec<&str> {
    found.points.iter().map(|point| point.at[0].as_str()).collect()
}

/// Mean sojourn in M/M/c, ms, by the stationary law of the number in the system: nothing here is shared with
/// what the study calls theory.
fn mmc_ms(cores: u32, rate: f64, work_ms: f64) -> f64 {
    let offered = rate * work_ms / 1e3;
    let (mut weight, mut total, mut number) = (1.0, 1.0, 0.0);
    for n in 1..20_000 {
        weight *= offered / f64::from(cores.min(n));
        total += weight;
        number += weight * f64::from(n);
    }
    number / total / rate * 1e3
}

#[test]
fn a_sweep_follows_erlang_c() {
    let found = sweep(PAGE, &["traffic.rate=60..270"], Some(8));
    assert_eq!(at(&found)[..2], ["60/s", "90/s"]);
    for point in &found.points {
        let expect = mmc_ms(3, point.values[0], 10.0);
        let mean = point.latency_ms.as_ref().expect("it settles").mean;
        let half = (mean.high.expect("bounded") - mean.value) * WIDENING;
        assert!((mean.value - expect).abs() < half, "{}: {mean:?}, {expect}", point.at[0]);
        let theory = point.theory.as_ref().expect("M/M/3 has a closed form");
        assert!(theory.exact && theory.model == "M/M/3", "{theory:?}");
        assert!((theory.mean_ms - expect).abs() < 1e-6 * expect, "{theory:?}, {expect}");
        let p99 = point.latency_ms.as_ref().expect("it settles").p99;
        let half = (p99.high.expect("bounded") - p99.value) * WIDENING;
        assert!((p99.value - theory.p99_ms.expect("closed")).abs() < half, "{p99:?} {theory:?}");
    }
}

#[test]
fn knee_break_and_what_does_not_settle_are_marked() {
    let page = PAGE.replace("300s", "60s").replace("20, seed", "10, seed");
    let found = sweep(&page, &["traffic.rate=50/s..340/s"], None);
    assert_eq!(found.points.len(), 12);
    let gaps: Vec<f64> =
        found.parameters[0].values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let narrowest = (0..gaps.len()).min_by(|a, b| gaps[*a].total_cmp(&gaps[*b])).expect("gaps");
    let middle = found.parameters[0].values[narrowest];
    assert!((250.0..310.0).contains(&middle), "points are dense near capacity: {gaps:?}");
    let last = found.points.last().expect("points");
    assert_eq!((last.state, last.latency_ms.is_none()), (State::Unstable, true));
    assert!(last.because.as_ref().is_some_and(|why| why.say(Lang::En).contains("app")));
    let knee = found.knee.as_ref().expect("a hockey stick has a knee");
    // Power of M/M/3, λ/T, is greatest at about 200/s.
    assert!(
        knee.method == Method::Power && knee.between[0] < 200.0 && knee.between[1] > 190.0,
        "{knee:?}"
    );
    let [broken] = found.breaks.as_slice() else { panic!("{:?}", found.breaks) };
    assert!(broken.met_below && broken.objective == "p99", "{broken:?}");
    // By the closed form, p99 is 80 ms at 235.8/s.
    assert!(broken.values[0] <= 235.8 && broken.values[1] >= 235.8, "{broken:?}");
    assert!(broken.at.is_some_and(|at| (230.0..241.0).contains(&at)), "{broken:?}");
}

/// Quick, where the figures do not matter.
fn quick() -> String {
    PAGE.replace("300s", "5s").replace("20, seed", "3, seed")
}

#[test]
fn whole_numbers_words_formulas_and_lists_vary() {
    let page = quick();
    let found = sweep(&page, &["app.instances=1..4"], None);
    assert_eq!((at(&found), found.parameters[0].whole), (vec!["1", "2", "3", "4"], true));
    assert_eq!(at(&sweep(&page, &["app.work=2ms,1ms"], None)), ["1ms", "2ms"]);
    assert_eq!(at(&sweep(&page, &["app.work=exp(1ms..3ms)"], Some(2))), ["exp(1ms)", "exp(3ms)"]);
    let words = sweep(&page, &["app.order=fifo,processor_sharing"], None);
    assert_eq!(
        (at(&words), words.parameters[0].unit.as_str()),
        (vec!["fifo", "processor_sharing"], "ordinal")
    );
    let formula = page.replace("traffic: 150/s", "assume: { users: 1..3 }\ntraffic: 50/s * users");
    let found = sweep(&formula, &["assume.users=1..2"], Some(3));
    assert_eq!((at(&found), found.parameters[0].whole), (vec!["1", "1.5", "2"], false));
    let offered = found.points[1].offered_per_s.expect("it ran").value;
    assert!((offered - 75.0).abs() < 5.0, "{offered}");
}

#[test]
fn rates_of_their_own_vary_in_proportion() {
    let page = quick().replace(
        "traffic: 150/s\npath: [app]",
        "requests: { a: { rate: 10/s, path: [app] }, b: { rate: 30/s, path: [app] } }",
    );
    let found = sweep(&page, &["traffic.rate=40..120"], Some(2));
    assert_eq!(at(&found), ["40/s", "120/s"]);
    let offered = found.points[1].offered_per_s.expect("it ran").value;
    assert!((offered - 120.0).abs() < 6.0, "{offered}");
}

#[test]
fn two_parameters_make_a_grid() {
    let found = sweep(&quick(), &["traffic.rate=50/s,100/s", "app.cores=1,2,3"], None);
    assert_eq!(found.points.len(), 6);
    assert_eq!(found.points[1].at, ["50/s", "2"]);
    assert!(found.knee.is_none() && found.breaks.is_empty());
}

#[test]
fn theory_is_exact_only_where_it_is() {
    let model = |page: &str| {
        let found = sweep(page, &["traffic.rate=20/s,40/s"], None);
        found.points[0].theory.as_ref().map(|theory| (theory.model.clone(), theory.exact))
    };
    let quick = quick();
    assert_eq!(model(&quick), Some(("M/M/3".to_owned(), true)));
    let constant = quick.replace("cores: 3, work: exp(10ms)", "cores: 1, work: 10ms");
    assert_eq!(model(&constant), Some(("M/G/1".to_owned(), true)));
    let chain = quick
        .replace("path: [app]", "path: [app, db]")
        .replace("} } }\nnetwork", "} }, db: { server: { cores: 1, work: exp(2ms) } } }\nnetwork");
    assert_eq!(model(&chain), Some(("Jackson".to_owned(), true)));
    let several = quick.replace("cores: 3", "cores: 1, instances: 3");
    assert_eq!(model(&several), Some(("Allen–Cunneen".to_owned(), false)));
    let workers = quick.replace("cores: 3", "cores: 3, workers: 4");
    assert_eq!(model(&workers), None);
    let event =
        quick.replace("run:", "timeline: [ { at: 2s, slow: app, times: 2, for: 1s } ]\nrun:");
    assert_eq!(model(&event), None);
}

#[test]
fn threads_change_nothing() {
    let on = |threads| {
        let found = with_pages(&[&quick()], threads, |pages, watch| {
            study(&pages[0], &request(&["traffic.rate=50..250"], Some(5)), watch)
        });
        serde_json::to_string(&found.unwrap_or_else(|error| panic!("{}", said(&error))))
            .expect("json")
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn a_value_that_the_rest_of_the_page_does_not_allow_is_named() {
    let page = "
traffic: 10/s
path: [db]
components: { db: { database: { cores: 2, replicas: 2, lag: 5ms } } }
";
    let (output, _) = napkin(page, &["sweep", "page.yaml", "--vary", "db.replicas=0..2"]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(words.contains("`lag` has no effect") && words.contains("db.replicas=0"), "{words}");
}

#[test]
fn what_makes_no_sense_is_said() {
    let page = quick();
    for (args, says) in [
        (&["--vary", "app.instnces=1..4"][..], "did you mean `instances`?"),
        (&["--vary", "app.instnces=1..4"][..], "--> --vary:1:5"),
        (&["--set", "name=x", "--vary", "app.cores=0,2"][..], "--> --vary:1:11"),
        (&["--vary", "ap.instances=1..4"][..], "did you mean `app`?"),
        (&["--vary", "traffic.rate=9/s..3/s"][..], "backwards"),
        (&["--vary", "traffic.rate=5/s"][..], "one value"),
        (&["--vary", "app.cores=1,2", "--vary", "app.cores=3,4"][..], "varies twice"),
        (&["--vary", "a=1,2", "--vary", "b=1,2", "--vary", "c=1,2"][..], "one parameter or two"),
    ] {
        let (output, _) = napkin(&page, &[&["sweep", "page.yaml"][..], args].concat());
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{args:?}: {words}");
        assert!(words.contains(says), "{args:?}: {words}");
    }
    // What varies over nothing makes no sense on any page.
    let (output, _) = napkin(&page, &["sweep", "page.yaml", "--vary", "traffic.rate"]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("traffic.rate=1k/s..20k/s"), "{words}");
}

#[test]
fn the_program_writes_a_note_with_charts() {
    let args = ["sweep", "page.yaml", "--vary", "traffic.rate=50..280", "--points", "5"];
    let (output, folder) = napkin(&quick(), &args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("p99") && text.contains("theory"), "{text}");
    let at = folder.path().join("reports/page/sweep");
    for file in ["report.md", "result.json", "latency.svg", "load.svg"] {
        assert!(at.join(file).exists(), "{file}: {text}");
    }
    let document = std::fs::read(at.join("result.json")).expect("it is written");
    let document: Value = serde_json::from_slice(&document).expect("one document");
    for key in ["napkin", "scenario", "seed", "parameters", "points", "knee", "breaks"] {
        assert!(document.get(key).is_some(), "{key}: {document}");
    }
    for key in ["at", "values", "state", "latency_ms", "bottleneck", "slo", "met", "theory"] {
        assert!(document["points"][0].get(key).is_some(), "{key}");
    }
}
