//! The gallery: every page is sound, so is every what-if that its comment proposes, and each page teaches
//! what it says it teaches.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use napkin::blueprint::{Blueprint, Page};
use napkin::scenario::page;
use napkin::stats::Histogram;
use napkin::world::Outcome;

/// The pages that the project promises.
const NAMES: &[&str] = &[
    "autoscaling",
    "cache-dies",
    "circuit-breaker",
    "cpu-limit",
    "dean-thumbnails",
    "gray-failure",
    "hedging",
    "herd",
    "launch-day",
    "news-feed",
    "one-server",
    "overload",
    "pauses",
    "photo-sharing",
    "quorum",
    "retry-storm",
    "scale-out",
    "scale-up",
    "stampede",
    "url-shortener",
];

/// Longer is no page.
const MOST_LINES: usize = 80;

fn path_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.yaml"))
}

fn text_of(name: &str) -> String {
    fs::read_to_string(path_of(name)).expect("a page of the gallery can be read")
}

/// The page with these changes, or everything that napkin says about it.
fn build(name: &str, sets: &[String]) -> Result<Page, String> {
    match common::build(&mut page::read_file, &path_of(name), sets) {
        (Some(page), said) if said.is_empty() => Ok(page),
        (_, said) => Err(format!("{name} with {sets:?}:\n{}", said.join("\n"))),
    }
}

/// The comment that a page opens with, without its marks.
fn opening(text: &str) -> Vec<&str> {
    text.lines()
        .take_while(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#'))
        .collect()
}

/// The words of a line as a shell would split them, as far as quotes go.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => (quoted, begun) = (!quoted, true),
            c if c.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// The what-ifs of a page's comment; a line that ends with `\` goes on in the next.
fn proposals(text: &str) -> Vec<Vec<String>> {
    let (mut proposals, mut sets) = (Vec::new(), Vec::new());
    for line in opening(text) {
        let words = words(line.trim());
        for pair in words.windows(2).filter(|pair| pair[0] == "--set") {
            sets.push(pair[1].clone());
        }
        if !sets.is_empty() && !line.trim_end().ends_with('\\') {
            proposals.push(std::mem::take(&mut sets));
        }
    }
    proposals
}

#[test]
fn the_gallery_is_whole() {
    let folder = path_of("x").parent().expect("a page is in a folder").to_owned();
    let mut found: Vec<String> = fs::read_dir(folder)
        .expect("the gallery is part of the repository")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    found.sort();
    assert_eq!(found, NAMES);
}

#[test]
fn every_page_is_sound() {
    for &name in NAMES {
        if let Err(said) = build(name, &[]) {
            panic!("{said}");
        }
    }
}

#[test]
fn every_what_if_of_a_comment_is_sound() {
    for &name in NAMES {
        let proposals = proposals(&text_of(name));
        assert!(proposals.len() >= 3, "{name} proposes {proposals:?}");
        for sets in proposals {
            if let Err(said) = build(name, &sets) {
                panic!("{said}");
            }
        }
    }
}

#[test]
fn every_page_opens_with_a_picture_and_its_lesson() {
    for &name in NAMES {
        let text = text_of(name);
        let comment = opening(&text).join("\n");
        for part in ["clients ──", "▶ [", "Teaches: ", "Try: "] {
            assert!(comment.contains(part), "{name} lacks `{part}`");
        }
        for part in ["\nname: ", "\nabout: ", "\nslo: ", "\ncomponents:"] {
            assert!(text.contains(part), "{name} lacks `{}`", part.trim());
        }
        assert!(text.lines().count() < MOST_LINES, "{name} is long");
        for line in text.lines() {
            assert!(line.chars().count() <= 112, "{name} has a wide line: {line}");
        }
    }
}

// ---- lessons ----

/// Simulates a page with fewer replications than it asks for.
fn run(name: &str, sets: &[&str]) -> (Blueprint, Outcome) {
    let sets = [sets, &["run.replications=2"]].concat();
    let loaded = common::load(&mut page::read_file, &path_of(name), &sets);
    let loaded = loaded.unwrap_or_else(|said| panic!("{said}"));
    let ran = common::run(loaded, 2, 4_000_000).expect("the gallery fits the memory");
    (ran.design.blueprint, ran.outcome)
}

/// A quantile in ms of one phase, or of all; of one request type, or of all.
fn quantile_ms(
    outcome: &Outcome,
    phase: Option<usize>,
    request_type: Option<usize>,
    q: f64,
) -> f64 {
    let mut merged = Histogram::new();
    for replication in &outcome.replications {
        for (at, request_types) in replication.latency.iter().enumerate() {
            if phase.is_none_or(|phase| phase == at) {
                for (number, found) in request_types.iter().enumerate() {
                    if request_type.is_none_or(|request_type| request_type == number) {
                        merged.merge(found);
                    }
                }
            }
        }
    }
    merged.quantile(q).map_or(f64::INFINITY, |ns| ns as f64 / 1e6)
}

/// Answers over requests, in the last fifth of the measured window.
fn answered_at_the_end(outcome: &Outcome) -> f64 {
    let (mut offered, mut completed) = (0_u64, 0_u64);
    for replication in &outcome.replications {
        let intervals = &replication.intervals;
        for interval in &intervals[intervals.len() * 4 / 5..] {
            offered += interval.offered;
            completed += interval.completed;
        }
    }
    completed as f64 / offered as f64
}

/// Failed over ended requests.
fn error_rate(outcome: &Outcome) -> f64 {
    let request_types =
        || outcome.replications.iter().flat_map(|replication| &replication.request_types);
    let failed: u64 = request_types().map(|request_type| request_type.failed).sum();
    let completed: u64 = request_types().map(|request_type| request_type.completed).sum();
    failed as f64 / (failed + completed) as f64
}

fn close(found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(off <= tolerance, "{found} is not within {tolerance} of {expected}");
}

#[test]
fn one_server_waits_longer_the_busier_it_is() {
    // M/M/2: the mean is s / (1 - ρ²), with s = 5 ms.
    for (rate, rho) in [("200/s", 0.5_f64), ("300/s", 0.75)] {
        let (_, outcome) = run("one-server", &[&format!("traffic={rate}"), "run.duration=500s"]);
        let means: Vec<f64> = outcome
            .replications
            .iter()
            .filter_map(|replication| replication.latency[0][0].mean())
            .collect();
        let mean_ms = means.iter().sum::<f64>() / means.len() as f64 / 1e6;
        let expected = 5.0 / (1.0 - rho * rho);
        close(mean_ms, expected, 0.04 * expected);
    }
}

#[test]
fn dean_was_right() {
    let (_, outcome) = run("dean-thumbnails", &["run.duration=60s"]);
    for q in [0.0, 0.5, 1.0] {
        // A histogram keeps three digits and a half.
        close(quantile_ms(&outcome, None, Some(0), q), 556.0, 0.3);
        close(quantile_ms(&outcome, None, Some(1), q), 18.533, 0.01);
    }
}

#[test]
fn a_retry_storm_goes_on_until_retries_have_a_budget() {
    let (_, storm) = run("retry-storm", &[]);
    assert!(answered_at_the_end(&storm) < 0.01);
    for cure in ["retry.budget=10%", "cancel=true", "retry=null", "rate=200/s"] {
        let (_, cured) = run("retry-storm", &[&format!("requests.get.{cure}")]);
        assert!(answered_at_the_end(&cured) > 0.99, "{cure}");
    }
}

#[test]
fn a_dead_cache_takes_the_database_along() {
    let (_, overrun) = run("cache-dies", &[]);
    assert!(quantile_ms(&overrun, Some(0), None, 0.99) < 20.0);
    assert!(answered_at_the_end(&overrun) < 0.01);
    for cure in ["db.cancel=true", "db.timeout=null", "db.replicas=2"] {
        let (_, cured) = run("cache-dies", &[cure]);
        assert!(answered_at_the_end(&cured) > 0.99, "{cure}");
    }
}

/// 1,300 keys are 1,300 reads of the database, or several times as many.
#[test]
fn a_lease_stops_the_stampede() {
    let loads = |sets: &[&str]| {
        let (blueprint, outcome) = run("stampede", sets);
        let at = blueprint.components.iter().position(|it| it.name == "db").expect("a database");
        let arrivals = outcome.replications.iter().map(|it| it.components[at].arrivals);
        (arrivals.sum::<u64>() / 2, quantile_ms(&outcome, None, None, 0.99))
    };
    let (herd, herd_p99_ms) = loads(&[]);
    let (merged, merged_p99_ms) = loads(&["cache.merge=true"]);
    assert_eq!(merged, 1_300);
    assert!(herd > 4 * merged, "{herd}");
    assert!(herd_p99_ms > 200.0 && merged_p99_ms < 200.0, "{herd_p99_ms} {merged_p99_ms}");
}

#[test]
fn out_beats_up_in_the_tail_and_in_a_failure() {
    let (_, up) = run("scale-up", &[]);
    let (_, out) = run("scale-out", &[]);
    assert!(quantile_ms(&up, Some(0), None, 0.99) > 1.1 * quantile_ms(&out, Some(0), None, 0.99));
    assert!(error_rate(&up) > 0.3);
    assert!(error_rate(&out) < 0.001);
    let (_, black_hole) = run("scale-out", &["lb.policy=least_connections"]);
    assert!(error_rate(&black_hole) > 0.005);
}

#[test]
fn an_autoscaler_is_as_slow_as_its_boot() {
    let (_, slow) = run("autoscaling", &[]);
    let p99 = |outcome: &Outcome| quantile_ms(outcome, None, None, 0.99);
    let by_page = p99(&slow);
    assert!((35_000.0..65_000.0).contains(&by_page), "{by_page}");
    let (_, quick) = run("autoscaling", &["app.autoscale.boot=5s"]);
    assert!(p99(&quick) < 0.3 * by_page, "{}", p99(&quick));
    let (_, idle) = run("autoscaling", &["app.autoscale.target=30%"]);
    assert!(p99(&idle) < 2_000.0, "{}", p99(&idle));
    let (_, capped) = run("autoscaling", &["app.autoscale.max=8"]);
    assert!(answered_at_the_end(&capped) < 0.75);
    let paid = |outcome: &Outcome| -> f64 {
        let all = outcome.replications.iter().flat_map(|meters| &meters.components);
        all.filter_map(|own| own.scaling.as_ref()).map(|own| own.ready_ns + own.booting_ns).sum()
    };
    let (_, eager) = run("autoscaling", &["app.autoscale.cooldown=0s"]);
    close(paid(&eager) / paid(&slow), 0.75, 0.1);
}

/// What R and W cost in latency, what they lose in staleness, and which of them a dead node stops.
#[test]
fn quorums_that_meet_are_slower_and_never_old() {
    let stale = |outcome: &Outcome| {
        let all = outcome.replications.iter().flat_map(|meters| &meters.components);
        let (stale, reads) =
            all.fold((0, 0), |sum, own| (sum.0 + own.stale_reads, sum.1 + own.reads));
        stale as f64 / reads.max(1) as f64
    };
    let failed = |outcome: &Outcome, at: usize| {
        let all = outcome.replications.iter().map(|meters| &meters.request_types[at]);
        let (failed, offered) =
            all.fold((0, 0), |sum, own| (sum.0 + own.failed, sum.1 + own.offered));
        failed as f64 / offered as f64
    };
    let p99 = |outcome: &Outcome, at: usize| quantile_ms(outcome, None, Some(at), 0.99);
    let (read, write) = (0, 1);
    let (_, page) = run("quorum", &[]);
    assert!(stale(&page) > 0.001, "{}", stale(&page));
    assert_eq!(failed(&page, write), 0.0);
    let (_, meets) = run("quorum", &["store.read=2"]);
    assert_eq!(stale(&meets), 0.0);
    assert!(p99(&meets, read) > 1.2 * p99(&page, read));
    let (_, every) = run("quorum", &["store.write=3"]);
    assert_eq!(stale(&every), 0.0);
    // A third of the time one of six nodes is down, which has half of the keys.
    close(failed(&every, write), 1.0 / 6.0, 0.15);
    assert!(p99(&every, write) > 1.5 * p99(&page, write));
    let (_, two) = run("quorum", &["timeline.0.count=2"]);
    assert!(failed(&two, write) > 0.01 && failed(&two, read) == 0.0);
}

#[test]
fn delivery_falls_behind_while_posting_stays_fast() {
    let (blueprint, outcome) = run("news-feed", &[]);
    let posts = blueprint.request_types.iter().position(|request_type| request_type.name == "post");
    let posts = posts.expect("somebody posts");
    assert!(quantile_ms(&outcome, None, Some(posts), 0.99) < 20.0);
    for replication in &outcome.replications {
        let later = replication.request_types[posts].later.as_ref();
        let p99 = later.and_then(|later| later.quantile(0.99)).expect("posts are delivered later");
        assert!(p99 > 1_000_000_000, "delivered within {p99} ns");
    }
}

#[test]
fn most_bytes_never_reach_the_origin() {
    let (blueprint, outcome) = run("photo-sharing", &["run.duration=20s"]);
    let cdn = blueprint.components.iter().position(|component| component.name == "cdn");
    let found = &outcome.replications[0].components[cdn.expect("the page has a cdn")];
    let ratio = found.hits as f64 / found.lookups as f64;
    assert!((0.8..0.95).contains(&ratio), "{ratio}");
}

#[test]
fn the_shortener_survives_its_spike_and_its_cache() {
    let (_, outcome) = run("url-shortener", &[]);
    let before = quantile_ms(&outcome, Some(0), None, 0.99);
    let spike = quantile_ms(&outcome, Some(1), None, 0.99);
    assert!(before < 15.0 && spike > 1.5 * before, "{before} ms, then {spike} ms");
    assert!(quantile_ms(&outcome, None, None, 0.99) < 100.0);
    assert!(error_rate(&outcome) < 0.001);
}

/// The share of one request type that fails.
fn fails(blueprint: &Blueprint, outcome: &Outcome, name: &str) -> f64 {
    let at = blueprint.request_types.iter().position(|request_type| request_type.name == name);
    let meters = outcome.replications.iter().map(|it| &it.request_types[at.expect("it is there")]);
    let (failed, offered) = meters.fold((0, 0), |sum, it| (sum.0 + it.failed, sum.1 + it.offered));
    failed as f64 / offered as f64
}

#[test]
fn a_breaker_keeps_the_rest_of_the_shop_open() {
    let (blueprint, guarded) = run("circuit-breaker", &[]);
    assert!(fails(&blueprint, &guarded, "browse") < 0.02);
    let (blueprint, bare) = run("circuit-breaker", &["bank.breaker=null"]);
    assert!(fails(&blueprint, &bare, "browse") > 0.05);
    let (blueprint, hasty) = run("circuit-breaker", &["bank.breaker=null", "bank.timeout=200ms"]);
    assert!(fails(&blueprint, &hasty, "browse") < 0.02);
}

/// A page asks a hundred leaves, of which one in a hundred is slow: 1 − 0.99¹⁰⁰ = 63 % are; with a copy of each slow call
/// 1 − (1 − 0.01²)¹⁰⁰ = 1 %.
#[test]
fn a_copy_takes_the_tail_away() {
    let slow = |sets: &[&str]| {
        let (_, outcome) = run("hedging", sets);
        let mut all = Histogram::default();
        outcome
            .replications
            .iter()
            .flat_map(|it| it.latency.iter().flatten())
            .for_each(|it| all.merge(it));
        let above = (1..1000)
            .rev()
            .take_while(|&q| all.quantile(f64::from(q) / 1000.0) > Some(500_000_000));
        above.count() as f64 / 1000.0
    };
    close(slow(&["leaf.hedge=null"]), 0.634, 0.02);
    close(slow(&[]), 0.01, 0.004);
    assert!(slow(&["leaf.hedge.at_most=0.5%"]) > 0.2);
}

/// Who takes turns waits for the slow one of four; who looks at the calls under way goes around it.
#[test]
fn turns_go_to_the_slow_one_as_well() {
    let p99 = |sets: &[&str]| quantile_ms(&run("gray-failure", sets).1, None, None, 0.99);
    let turns = p99(&[]);
    assert!(turns > 5_000.0, "{turns}");
    assert!(p99(&["lb.policy=least_connections"]) < 500.0);
    assert!(p99(&["app.instances=8"]) > 1_000.0);
    assert!(p99(&["timeline=[{ at: 20s, kill: app, instance: 2, for: 40s }]"]) < 500.0);
}

/// 20 ms in 1.5 s are 1.3 % of the time: the p99 is in them, the median is not, and cores change neither.
#[test]
fn a_pause_is_the_p99() {
    let at = |sets: &[&str], q: f64| quantile_ms(&run("pauses", sets).1, None, None, q);
    assert!(at(&[], 0.5) < 2.0);
    assert!(at(&[], 0.99) > 5.0);
    assert!(at(&["redis.pauses=null"], 0.99) < 4.0);
    assert!(at(&["redis.cores=4"], 0.99) > 5.0);
    assert!(at(&["redis.pauses.for=2ms"], 0.99) < 5.0);
    assert!(at(&["redis.pauses={ every: 150ms, for: 2ms }"], 0.99) < 5.0);
}

/// Half a core is no slower core: the same CPU in calls a tenth as long is hardly throttled, and a whole core never.
#[test]
fn a_limit_of_half_a_core_stands_still() {
    let at = |sets: &[&str], q: f64| quantile_ms(&run("cpu-limit", sets).1, None, None, q);
    assert!(at(&[], 0.99) > 120.0);
    assert!(at(&[], 0.5) > 65.0);
    assert!(at(&["api.cores=1"], 0.99) < 61.0);
    assert!(at(&["api.cores=1", "api.instances=2"], 0.5) < 61.0);
    assert!(at(&["api.work=6ms", "traffic=120/s"], 0.99) < 10.0);
}

#[test]
fn who_refuses_answers_the_rest_in_time() {
    let (_, sheds) = run("overload", &[]);
    assert!(quantile_ms(&sheds, Some(1), None, 0.99) < 200.0);
    assert!(error_rate(&sheds) < 0.25);
    let (_, takes_all) = run("overload", &["app.shed=null", "requests.get.deadline=false"]);
    assert!(error_rate(&takes_all) > 2.0 * error_rate(&sheds));
    let (_, enough) = run("overload", &["app.instances=3"]);
    assert!(error_rate(&enough) < 0.05);
}

#[test]
fn a_herd_that_is_spread_hurts_nobody() {
    let (_, together) = run("herd", &[]);
    assert!(quantile_ms(&together, None, None, 0.99) > 3000.0);
    let (_, spread) = run("herd", &["timeline.0.within=60s"]);
    assert!(quantile_ms(&spread, None, None, 0.99) < 50.0);
    let (_, larger) = run("herd", &["app.machine=c7g.4xlarge"]);
    assert!(quantile_ms(&larger, None, None, 0.99) > 200.0);
}
