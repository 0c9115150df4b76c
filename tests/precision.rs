//! `until_precision`: a run that goes on until its intervals are tight, and says which was the hardest.

mod common;

use std::process::Command;

use common::run_text;
use napkin::document::{Ended, Precision, Report};
use napkin::message::{Lang, Say};

/// M/M/1 at 0.5: mean 10 ms, p50 10·ln 2 ms, p99 10·ln 100 ms.
const PAGE: &str = "\
name: M/M/1
traffic: 100/s
path: [app]
components:
  app: { server: { cores: 1, work: exp(5ms) } }
run: { until_precision: 1% }
";

fn run(text: &str, sets: &[&str]) -> Report {
    run_text(text, sets, 2).report
}

fn precision(report: &Report) -> &Precision {
    report.precision.as_ref().expect("it was asked for")
}

#[test]
fn it_stops_when_the_hardest_is_as_tight_as_asked() {
    let report = run(PAGE, &[]);
    let found = precision(&report);
    assert_eq!((found.wanted, found.ended_by), (0.01, Ended::Precision));
    assert_eq!(found.hardest.as_deref(), Some("p99"));
    let names: Vec<&str> = found.metrics.keys().map(String::as_str).collect();
    assert_eq!(names, ["completed_per_s", "mean", "p50", "p99"]);
    let widest = found.metrics.values().flatten().copied().fold(0.0, f64::max);
    assert!(found.reached == Some(widest) && widest <= 0.01, "{found:?}");
    // The figure is what the interval says: δ / (x̄ − δ).
    let p99 = report.latency_ms.expect("there are answers").p99;
    let half = 0.5 * (p99.high.expect("an end") - p99.low.expect("an end"));
    assert!((widest - half / (p99.value - half)).abs() < 1e-12);
    assert!(report.replications > 10, "{}", report.replications);
    let said =
        report.findings.iter().any(|said| said.say(Lang::En).contains("p99 was the hardest"));
    assert!(said, "{:?}", report.findings);
}

#[test]
fn its_figures_are_those_of_as_many_replications() {
    let report = run(PAGE, &[]);
    let replications = format!("run.replications={}", report.replications);
    let duration = format!("run.duration={}s", report.simulated_s);
    let fixed = run(PAGE, &["run.until_precision=null", &replications, &duration]);
    assert!(fixed.precision.is_none());
    let figures = |report: &Report| {
        let latency = report.latency_ms.as_ref().expect("there are answers");
        (report.events, report.requests.offered, latency.mean, latency.p99)
    };
    assert_eq!(figures(&fixed), figures(&report));
}

#[test]
fn what_it_promises_holds() {
    // 95 % of the runs are within the precision of the truth; of 40, 34 are a binomial's 0.3 %.
    let truth = [10.0, 10.0 * std::f64::consts::LN_2, 10.0 * libm::log(100.0)];
    let mut within = [0; 3];
    for seed in 1..=40 {
        let sets = [format!("run.seed={seed}"), "run.until_precision=3%".to_owned()];
        let budget = "run.max_requests=1M";
        let report = run(PAGE, &[&sets[0], &sets[1], budget]);
        assert_eq!(precision(&report).ended_by, Ended::Precision, "seed {seed}");
        let latency = report.latency_ms.expect("there are answers");
        for (at, found) in [latency.mean, latency.p50, latency.p99].iter().enumerate() {
            within[at] += u32::from((found.value / truth[at] - 1.0).abs() <= 0.03);
        }
    }
    assert!(within.iter().all(|&count| count >= 34), "{within:?} of 40");
}

#[test]
fn the_budget_ends_it_and_it_says_so() {
    let report = run(PAGE, &["run.until_precision=0.1%", "run.max_requests=300k"]);
    let found = precision(&report);
    assert_eq!(found.ended_by, Ended::MaxRequests);
    assert!(found.reached.is_some_and(|reached| reached > 0.001), "{found:?}");
    // Offered within the windows; the warm-ups and the pilot come on top.
    assert!((200_000..=300_000).contains(&report.requests.offered), "{:?}", report.requests);
    let said = report.warnings.iter().any(|warning| {
        let said = warning.say(Lang::En);
        said.contains("p99, the hardest to know") && said.contains("`--max-requests` allows more")
    });
    assert!(said, "{:?}", report.warnings);
}

#[test]
fn a_load_that_does_not_settle_is_not_run_longer() {
    let report = run(PAGE, &["traffic=400/s", "run.max_requests=500k"]);
    let found = precision(&report);
    assert_eq!((found.ended_by, found.reached), (Ended::Unsettled, None));
    assert_eq!(report.replications, 10);
    assert!(
        report
            .warnings
            .iter()
            .any(|said| said.say(Lang::En).contains("no latency to be precise about"))
    );
}

#[test]
fn an_error_rate_of_nothing_is_known_by_the_rule_of_three() {
    let report = run(PAGE, &["slo.errors=1%", "slo.p99=1s", "slo.cost=$1000/month"]);
    let found = precision(&report);
    assert!(!found.metrics.contains_key("cost"), "{found:?}");
    let ended = (report.requests.completed + report.requests.failed) as f64;
    let (half, scale) = (3.0 / ended, 0.01);
    let errors = found.metrics["errors"].expect("there is a scale");
    assert!((errors - half / (scale - half)).abs() < 1e-12, "{errors}");
    // Where nothing may fail there is no scale to be tight on.
    let strict = run(PAGE, &["slo.errors=0", "run.max_requests=300k"]);
    assert!(!precision(&strict).metrics.contains_key("errors"));
}

#[test]
fn a_share_near_its_target_is_the_hardest() {
    // M/M/1/3 at 0.5 refuses 1/15; where 8 % may fail, the rate of failures is compared with 8 %.
    let sets = ["components.app.server.queue=2", "slo.errors=8%", "run.until_precision=5%"];
    let workers = "components.app.server.workers=1";
    let report = run(PAGE, &[sets[0], workers, sets[1], sets[2], "run.max_requests=1M"]);
    let found = precision(&report);
    let rate = report.errors.rate;
    let half = 0.5 * (rate.high.expect("an end") - rate.low.expect("an end"));
    let errors = found.metrics["errors"].expect("there is an interval");
    assert!((errors - half / (0.08 - half)).abs() < 1e-12, "{found:?} {rate:?}");
    assert_eq!(found.hardest.as_deref(), Some("errors"), "{found:?}");
}

#[test]
fn the_flag_overrides_the_page_and_stands_in_the_command() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("page.yaml"), PAGE).expect("a page can be written");
    let check = |value: &str, code: i32, says: &str| {
        let mut napkin = Command::new(env!("CARGO_BIN_EXE_napkin"));
        napkin.env("NAPKIN_LANG", "en");
        napkin.current_dir(folder.path()).args(["run", "page.yaml", "--until-precision", value]);
        let output = napkin.output().expect("the program can be started");
        let (out, err) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{value}: {err}");
        assert!(out.contains(says) || err.contains(says), "{value}: {out}{err}");
    };
    check("10%", 0, "precise to 10%");
    let note = std::fs::read_to_string(folder.path().join("reports/page/report.md"));
    assert!(note.expect("a note was written").contains("--until-precision 0.1"));
    check("0.05%", 2, "from 0.1% to 15%");
    check("20%", 2, "from 0.1% to 15%");
    check("1ms", 2, "a plain number");
}
