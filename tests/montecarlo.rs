//! Many trials against closed forms; their determinism; what `run` makes of a trial; what goes wrong.

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use napkin::document::{Moment, MonteCarlo, Outcome};
use napkin::message::Lang;
use napkin::message::montecarlo::Drawn;
use napkin::study::StudyError;
use napkin::study::montecarlo::{self, Request};
use napkin::words::Say as _;

/// One core, Poisson arrivals at an unknown rate, exponential work of mean 10 ms: M/M/1.
const QUEUE: &str = "
slo: { p99: 150ms }
traffic: 40/s..90/s
montecarlo: { window: 200s }
path: [app]
components: { app: { server: { cores: 1, work: exp(10ms) } } }
";

/// Everything that can be drawn, small enough to be simulated often.
const DAY: &str = "
slo: { p99: 80ms, errors: 1%, cost: $400/month }
assume: { users: 20..60 }
requests: { get: { rate: users * 2/s, timeout: 1s, path: [lb, app] } }
montecarlo:
  window: 4s
  spikes: { every: 8h, times: { min: 1.5, alpha: 2, max: 6 } }
  crowds: { every: 2d, times: 4, fade: 5m }
  failures: { app: { mtbf: 20h, mttr: 1h } }
components:
  lb: { load_balancer: {} }
  app: { server: { machine: c7g.medium, instances: 3, work: { mean: 8ms..12ms, cv: 1 } } }
";

fn conduct(
    page: &str,
    sets: &[&str],
    request: &Request,
    threads: usize,
    stop: &AtomicBool,
) -> Result<MonteCarlo, StudyError> {
    common::study(&[page], sets, threads, stop, |pages, watch| {
        montecarlo::study(&pages[0], request, watch)
    })
}

fn study(page: &str, sets: &[&str], trials: u32, threads: usize) -> MonteCarlo {
    let request = Request { trials: Some(trials), ..Request::default() };
    conduct(page, sets, &request, threads, &AtomicBool::new(false)).expect("the page is sound")
}

fn refusal(page: &str, sets: &[&str]) -> String {
    let stop = AtomicBool::new(false);
    match conduct(page, sets, &Request { trials: Some(4), ..Request::default() }, 1, &stop) {
        Err(StudyError::Refused(why)) => why.say(napkin::message::Lang::En),
        Err(StudyError::Rejected(wrong)) => {
            let title = |what| napkin::words::complaint(what, napkin::message::Lang::En).title;
            wrong.problems.sorted().iter().map(|problem| title(&problem.what)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// P(Z < z) by the error function's series, which shares nothing with napkin's quantiles.
fn normal(z: f64) -> f64 {
    let (mut term, mut sum) = (z, z);
    for n in 1..200 {
        term *= -z * z / (2.0 * f64::from(n));
        sum += term / f64::from(2 * n + 1);
    }
    0.5 + sum / (2.0 * std::f64::consts::PI).sqrt()
}

#[test]
fn the_probability_of_a_miss_is_that_of_the_rate_beyond_the_threshold() {
    let found = study(QUEUE, &[], 200, 0);
    // The sojourn of M/M/1 is exponential with rate μ − λ: its p99 is ln(100) ÷ (μ − λ).
    let threshold = 100.0 - 100_f64.ln() / 0.150;
    let (low, high) = (40_f64.ln(), 90_f64.ln());
    let z = (threshold.ln() - (low + high) / 2.0) / ((high - low) / (2.0 * 1.644_853_626_951));
    let expect = 1.0 - normal(z);
    let miss = &found.missed[0];
    assert_eq!((found.trials, found.trial.moment), (200, Moment::Story));
    assert!(miss.low <= expect && expect <= miss.high, "{expect} against {miss:?}");
    let driver = &found.drivers[0];
    assert_eq!((driver.input.say(Lang::En).as_str(), driver.outcome), ("traffic", Outcome::P99Ms));
    assert!(driver.significant && driver.correlation > 0.9, "{driver:?}");
    // The draws have the quantiles that were written: 10 of 200 below the low end.
    let input = &found.inputs[0];
    assert!(input.low < 40.0 && input.low > 37.0, "{input:?}");
    assert!((input.median / 60.0 - 1.0).abs() < 0.01, "{input:?}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let json = |threads| serde_json::to_string(&study(DAY, &[], 24, threads)).expect("plain data");
    let one = json(1);
    assert_eq!(one, json(2));
    assert_eq!(one, json(5));
}

#[test]
fn everything_drawn_is_told() {
    let found = study(DAY, &[], 60, 0);
    let names: Vec<String> = found.inputs.iter().map(|input| input.name.say(Lang::En)).collect();
    let expect = [
        "users",
        "app.work.mean",
        "spikes",
        "crowds",
        "highest load",
        "app: failures",
        "app: down",
    ];
    assert_eq!(names, expect);
    let outcomes: Vec<Outcome> = found.outcomes.iter().map(|spread| spread.outcome).collect();
    let expect = [Outcome::PeakPerS, Outcome::P99Ms, Outcome::ErrorRate, Outcome::CostPerMonthUsd];
    assert_eq!(outcomes, expect);
    for spread in &found.outcomes {
        let values: Vec<f64> = spread.quantiles.iter().filter_map(|found| found.value).collect();
        assert!(values.is_sorted(), "{spread:?}");
        for found in &spread.quantiles {
            let inside = |low: f64, high: f64, value: f64| low <= value && value <= high;
            if let (Some(low), Some(high), Some(value)) = (found.low, found.high, found.value) {
                assert!(inside(low, high, value), "{found:?}");
            }
        }
    }
    let objectives: Vec<&str> = found.missed.iter().map(|miss| miss.objective.as_str()).collect();
    assert_eq!(objectives, ["p99", "errors", "cost"]);
    let any = found.missed_any.as_ref().expect("there are objectives");
    assert!(found.missed.iter().all(|miss| miss.trials <= any.trials));
    // The share that misses where an input is low, and where it is high, are shares of the same trials.
    for driver in found.drivers.iter().filter(|driver| driver.outcome == Outcome::Missed) {
        let shares = [driver.at_low, driver.at_high];
        assert!(shares.iter().flatten().all(|share| (0.0..=1.0).contains(share)), "{driver:?}");
    }
    assert_eq!(found.over_time.p99_ms.p50.len(), found.over_time.offered_per_s.p95.len());
    assert!(found.over_time.interval_s > 0.0 && found.worst.len() == 5);
    let uptime = &found.availability[0];
    assert!((uptime.expected - 20.0 / 21.0).abs() < 1e-12, "{uptime:?}");
    // Only what the section does not say is a choice of napkin's.
    let assumed: Vec<&str> = found.assumed.iter().map(|chosen| chosen.path.as_str()).collect();
    let lengths = ["spikes.ramp", "spikes.hold", "spikes.decay"].map(|n| format!("montecarlo.{n}"));
    assert_eq!(assumed[0], "montecarlo.horizon");
    assert_eq!(assumed[1..], lengths.each_ref().map(String::as_str));
}

#[test]
fn a_random_moment_has_the_mean_load() {
    let page = "
traffic: 50/s
montecarlo: { moment: random, window: 1s, spikes: { every: 1h, times: 3, ramp: 0s, hold: 6m, decay: 0s } }
path: [app]
components: { app: { server: { cores: 2, work: 1ms } } }
";
    let found = study(page, &[], 300, 0);
    // In a spike for six minutes of each hour: the 90 % quantile of the load lies between 1 and 3, and its mean
    // is 1 + 2 × 0.1 of the page's own, whatever overlaps.
    assert_eq!(found.trial.moment, Moment::Random);
    let load =
        found.inputs.iter().find(|input| *input.name == Drawn::HighestLoad).expect("it is drawn");
    assert_eq!((load.median, load.high), (1.0, 3.0));
    assert!(found.missed.is_empty() && found.missed_any.is_none());
}

#[test]
fn a_load_by_time_of_day_goes_on_beneath() {
    let page = "
traffic: { rate: 50/s, shape: { diurnal: { peak: 2, trough: 0.5 } } }
montecarlo: { window: 1s, spikes: { every: 1000d, times: 3 } }
path: [app]
components: { app: { server: { cores: 2, work: 1ms } } }
";
    let found = study(page, &[], 20, 0);
    // Whatever the time of day at which a trial's day begins: its worst moment is the peak.
    let load =
        found.inputs.iter().find(|input| *input.name == Drawn::HighestLoad).expect("it is drawn");
    assert!((load.low - 2.0).abs() < 0.01 && (load.high - 2.0).abs() < 0.01, "{load:?}");
    assert!(!found.trial.story_set_aside);
    let replaced = |set: &String| set.starts_with("traffic.shape={ points");
    assert!(found.worst.iter().all(|worst| worst.sets.iter().any(replaced)));
}

#[test]
fn spikes_come_by_default_and_the_story_is_set_aside() {
    let page = "
traffic: { rate: 50/s, shape: { spike: { at: 5s, times: 2, hold: 5s } } }
path: [app]
components: { app: { server: { cores: 2, work: 1ms } } }
timeline: [ { at: 5s, kill: app, for: 2s } ]
";
    let found = study(page, &[], 12, 0);
    assert!(found.trial.spikes_by_default && found.trial.story_set_aside);
    assert_eq!(found.assumed.len(), 6);
    assert!(found.worst.iter().all(|worst| worst.sets.iter().any(|set| set == "timeline=null")));
    assert!(found.worst.iter().all(|worst| worst.error_rate == Some(0.0)));
    // With an empty section and a range, the story is what is simulated.
    let found = study(page, &["montecarlo={}", "traffic.rate=20/s..80/s"], 12, 0);
    assert!(!found.trial.story_set_aside && found.trial.moment == Moment::Story);
    assert!(found.worst.iter().all(|worst| worst.error_rate > Some(0.0)));
}

#[test]
fn draws_that_make_no_page_are_left_out_and_counted() {
    let page = "
data: { d: { keys: 1k } }
requests: { get: { rate: 50/s, reads: d, path: [cache, app] } }
montecarlo: {}
components:
  cache: { cache: { hit_ratio: 60%..99% } }
  app: { server: { cores: 2, work: 1ms } }
";
    let found = study(page, &["run={ duration: 1s, warmup: 0s }"], 100, 0);
    // Lognormal: P(more than 1) = P(Z > (ln 1 − ln 0.771) ÷ 0.152) = 4.4 %, of which a hypercube of 100 has 4 or 5.
    assert!((4..=5).contains(&found.impossible), "{}", found.impossible);
    assert_eq!(found.trials + found.impossible, 100);
    assert!(found.impossible_because.is_some_and(|why| why.say(Lang::En).contains("hit_ratio")));
}

#[test]
fn a_page_without_anything_random_is_refused() {
    let app = "path: [app]\ncomponents: { app: { server: { work: 1ms } } }\n";
    let page = format!("traffic: {{ clients: 5, think: 1s }}\n{app}");
    assert!(refusal(&page, &[]).contains("every trial of `page` would be the same"));
    let page = format!("traffic: 5/s\nmontecarlo: {{}}\n{app}");
    assert!(refusal(&page, &[]).contains("every trial"));
    let ranged = format!("traffic: 5/s..9/s\nmontecarlo: {{}}\n{app}");
    assert!(refusal(&ranged, &["app.instances=1..3"]).contains("instances"));
}

#[test]
fn launch_day_teaches_what_it_says() {
    let page = include_str!("../scenarios/launch-day.yaml");
    let missed = |sets: &[&str]| {
        let found = study(page, sets, 60, 0);
        found.missed_any.expect("the page has objectives").trials
    };
    let (as_it_is, with_two_more) = (missed(&[]), missed(&["app.instances=6"]));
    assert!(as_it_is > 0, "there is something to learn");
    // The same draws on a larger system: none of them is missed that was not.
    assert!(with_two_more < as_it_is, "{with_two_more} against {as_it_is}");
}

#[test]
fn stopped_at_once_there_is_nothing_and_later_there_is_a_part() {
    let stop = AtomicBool::new(true);
    let request = Request { trials: Some(8), ..Request::default() };
    let outcome = conduct(DAY, &[], &request, 1, &stop);
    assert!(matches!(outcome, Err(StudyError::Run(_))), "{outcome:?}");
    let stop = AtomicBool::new(false);
    let many = Request { trials: Some(100_000), ..Request::default() };
    let found = std::thread::scope(|scope| {
        scope.spawn(|| {
            // Until a few trials are done; however many they are, they are reported.
            std::thread::sleep(std::time::Duration::from_millis(1500));
            stop.store(true, Ordering::Relaxed);
        });
        conduct(DAY, &[], &many, 1, &stop)
    });
    if let Ok(found) = found {
        assert!(found.head.interrupted && found.trials < 100_000);
    }
}

/// The blueprint of a page with one component.
fn blueprint(sections: &str) -> napkin::blueprint::Blueprint {
    let text =
        format!("{sections}\npath: [app]\ncomponents: {{ app: {{ server: {{ work: 1ms }} }} }}\n");
    common::load_text(&text, &[]).expect("a sound page").design.expect("a design").blueprint
}

#[test]
fn the_defaults_are_those_that_are_told() {
    let of = |name: &str| {
        let told = montecarlo::DEFAULTS.into_iter();
        let own = told.filter_map(|(path, value)| Some((path.strip_prefix(name)?, value)));
        own.map(|(field, value)| format!("{field}: {value}")).collect::<Vec<_>>().join(", ")
    };
    let written = format!(
        "traffic: 5/s\nmontecarlo: {{ horizon: 1d, spikes: {{ {} }}, crowds: {{ {} }} }}",
        of("spikes."),
        of("crowds.")
    );
    let short = "traffic: 5/s\nmontecarlo: { spikes: {}, crowds: {} }";
    assert_eq!(blueprint(&written).randomness, blueprint(short).randomness);
}

#[test]
fn a_load_goes_through_its_points() {
    let points = "{ points: [ { at: 0s, times: 2 }, { at: 5s, times: 4 }, { at: 5s, times: 1 } ] }";
    let shape = blueprint(&format!("traffic: {{ rate: 5/s, shape: {points} }}")).shape;
    let second = 1_000_000_000;
    assert_eq!(shape.points, [(0, 2.0), (5 * second, 4.0), (5 * second, 1.0)]);
    assert!(shape.leads && shape.period_ns.is_none());
    assert_eq!(
        shape.marks,
        [(0, Some(5 * second), napkin::message::EventLabel::Points { times: 4.0 })]
    );
}

// ---- the program ----

/// The program on a page in a folder of its own: what it prints.
fn napkin(folder: &Path, line: &str) -> serde_json::Value {
    let program = env!("CARGO_BIN_EXE_napkin");
    let line = line.replacen("napkin", &format!("'{program}'"), 1);
    let output = std::process::Command::new("sh")
        .env("NAPKIN_LANG", "en")
        .args(["-c", &format!("{line} --json")])
        .current_dir(folder)
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{line}\n{said}");
    serde_json::from_slice(&output.stdout).expect("one document")
}

/// Each of the worst trials, told by `run` to the last bit of its p99.
fn check_replays(name: &str, page: &str, flags: &str) {
    let folder = std::env::temp_dir().join(format!("napkin-replay-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("page.yaml"), page).expect("a page");
    let study = napkin(&folder, &format!("napkin montecarlo page.yaml {flags}"));
    let worst = study["worst"].as_array().expect("a list");
    assert!(!worst.is_empty());
    for trial in worst {
        let command = trial["command"].as_str().expect("a command");
        let run = napkin(&folder, command);
        assert_eq!(run["latency_ms"]["p99"]["value"], trial["p99_ms"], "{command}");
        assert_eq!(run["errors"]["rate"]["value"], trial["error_rate"], "{command}");
        assert_eq!(run["seed"], trial["seed"]);
    }
    std::fs::remove_dir_all(&folder).expect("it was made here");
}

#[test]
fn run_replays_the_worst_trials_to_the_bit() {
    check_replays("day", DAY, "--trials 12 --seed 3");
    check_replays("queue", QUEUE, "--trials 6 --duration 5s --caches cold --set app.cores=2");
    let with_run = format!("{DAY}run: {{ duration: 1s, warmup: 200ms }}\n");
    check_replays("short-run", &with_run, "--trials 6 --max-requests 20k");
}

#[test]
fn the_document_is_as_its_schema_says() {
    let folder = std::env::temp_dir();
    let program = env!("CARGO_BIN_EXE_napkin");
    let output = std::process::Command::new(program)
        .env("NAPKIN_LANG", "en")
        .args(["schema", "--output", "montecarlo"])
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a schema");
    let listed: Vec<&str> =
        schema["properties"].as_object().expect("it has keys").keys().map(String::as_str).collect();
    let document = serde_json::to_value(study(DAY, &[], 8, 0)).expect("plain data");
    for key in document.as_object().expect("a map").keys() {
        assert!(listed.contains(&key.as_str()), "{key}");
    }
    for key in ["trial", "trials", "missed", "outcomes", "inputs", "drivers", "worst", "over_time"]
    {
        assert!(document.get(key).is_some(), "{key}");
    }
}

/// A nearly idle server misses nothing, whatever the few requests in flight happen to look like at the end.
#[test]
fn an_idle_server_settles_in_every_trial() {
    let page = "
slo: { p99: 50ms }
traffic: 100/s..150/s
montecarlo: { window: 10s }
path: [app]
components: { app: { server: { cores: 8, work: 1ms } } }
";
    let found = study(page, &[], 400, 2);
    assert_eq!(found.missed[0].trials, 0, "{:?}", found.missed);
}
