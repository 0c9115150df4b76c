//! The built program, from outside: exit codes, what is written and what is not, and that nothing differs
//! between two runs but the time they took.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A small design with everything that a report tells of.
const PAGE: &str = "\
name: A shop
about: Reads with a cache, writes behind a queue.
slo: { p99: 1s, errors: 50% }
assume: { peak: 2..4 }
estimate: { busiest: 100/s * peak }
data:
  item: { keys: 10k, popularity: zipf(0.9), size: 1KB }
requests:
  read: { rate: 200/s, reads: item, path: [lb, app, cache, db] }
  order: { rate: 20/s, writes: item, path: [lb, app, { later: [jobs, worker] }, db] }
components:
  lb: { load_balancer: { policy: two_choices } }
  app: { server: { cores: 2, instances: 2, workers: 8, work: exp(3ms), timeout: 500ms, retry: 1 } }
  cache: { cache: { memory: 1MB, ttl: 1m } }
  db: { database: { cores: 4, replicas: 1, lag: 5ms, read: 2ms, write: 4ms } }
  jobs: { queue: { capacity: 1000 } }
  worker: { server: { workers: 2, work: { io: 5ms } } }
timeline:
  - { at: 1s, kill: app, count: 1, for: 500ms }
";

/// Quick enough for a test.
const SHORT: [&str; 4] = ["--duration", "2s", "--replications", "3"];

/// A folder of its own, with `shop.yaml` in it.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("shop.yaml"), PAGE).expect("a page can be written");
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.current_dir(folder).args(args).env_remove("NO_COLOR").env("NAPKIN_LANG", "en");
    command
}

fn napkin(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).stdin(Stdio::null()).output().expect("the program can be started")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("the output is text")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("the messages are text")
}

/// Every file below a folder, sorted, with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), fs::read(&path).expect("the file can be read")));
        }
    }
    found.sort();
    found
}

fn names(folder: &Path) -> Vec<String> {
    let name = |(path, _): (PathBuf, Vec<u8>)| {
        path.strip_prefix(folder).expect("it was found there").display().to_string()
    };
    files(folder).into_iter().map(name).collect()
}

/// Runs, and checks the exit code and a part of what is said on the standard error.
fn check(folder: &Path, args: &[&str], code: i32, says: &str) -> Output {
    let output = napkin(folder, args);
    let words = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {words}");
    assert!(words.contains(says), "{args:?} does not say {says:?}: {words}");
    assert!(!words.contains("panicked"), "{args:?}: {words}");
    output
}

// ---- a run ----

#[test]
fn a_run_reports_and_leaves_its_files() {
    let folder = folder();
    let output = check(folder.path(), &[&["run", "shop.yaml"][..], &SHORT].concat(), 0, "");
    let text = stdout(&output);
    for part in ["A shop", "p99", "app", "seed 1, ", "reports/shop/report.md"] {
        assert!(text.contains(part), "the report lacks {part:?}:\n{text}");
    }
    assert!(!text.contains('\x1b'), "no colours unless on a terminal");
    assert_eq!(stderr(&output), "");
    let found = names(&folder.path().join("reports/shop"));
    for file in ["latency.svg", "report.md", "result.json", "timeline.svg", "utilization.svg"] {
        assert!(found.iter().any(|name| name == file), "{file} is not among {found:?}");
    }
    assert_eq!(cfg!(feature = "png"), found.iter().any(|name| name == "latency.png"));
    let note = fs::read_to_string(folder.path().join("reports/shop/report.md")).expect("a note");
    assert!(note.contains("napkin run shop.yaml --replications 3 --duration 2s"), "{note}");
    for image in note.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let is_there = image.starts_with("http") || found.iter().any(|name| name == image);
        assert!(is_there, "the note shows {image}, which is not among {found:?}");
    }
}

/// `story.svg` and `story.gif`, where something happens; a later run in which nothing does takes them away.
#[test]
fn what_happens_is_also_a_film() {
    let folder = folder();
    let base = [&["run", "shop.yaml", "--quiet", "--out", "here"][..], &SHORT].concat();
    check(folder.path(), &base, 0, "");
    let file = |name: &str| folder.path().join("here").join(name);
    let film = fs::read_to_string(file("story.svg")).expect("a film");
    assert!(film.len() < 2_000_000 && film.contains("<animate "), "{} bytes", film.len());
    for never in ["<script", "href=", "http://www.w3.org/1999/xhtml"] {
        assert!(!film.contains(never), "{never}");
    }
    assert_eq!(cfg!(feature = "png"), file("story.gif").is_file());
    if cfg!(feature = "png") {
        let film = fs::read(file("story.gif")).expect("a film");
        assert!(film.starts_with(b"GIF89a") && film.len() < 2_000_000, "{} bytes", film.len());
        let note = fs::read_to_string(file("report.md")).expect("a note");
        assert!(note.contains("](story.gif)"), "{note}");
    }
    let calm = PAGE.split("timeline:").next().expect("all before it");
    fs::write(folder.path().join("shop.yaml"), calm).expect("a page can be written");
    check(folder.path(), &base, 0, "");
    assert!(!file("story.svg").exists() && !file("story.gif").exists());
}

#[test]
fn the_verdict_stands_first_and_alone_if_asked() {
    let folder = folder();
    let lines = |args: &[&str]| {
        let output =
            check(folder.path(), &[&["run", "shop.yaml"][..], &SHORT, args].concat(), 0, "");
        stdout(&output).to_owned()
    };
    let (brief, usual, full) = (lines(&["--brief"]), lines(&[]), lines(&["--full"]));
    let at = |text: &str, part: &str| text.find(part).unwrap_or(usize::MAX);
    assert!(at(&usual, "What it means") < at(&usual, "The design"), "{usual}");
    assert_eq!(at(&brief, "The design"), usize::MAX, "{brief}");
    assert!(brief.lines().count() < usual.lines().count());
    assert!(usual.lines().count() < full.lines().count());
    assert_eq!(at(&usual, "app.utilization"), usize::MAX, "{usual}");
    assert!(full.contains("app.utilization"), "{full}");
    for clash in [["--brief", "--full"], ["--brief", "--json"], ["--full", "--quiet"]] {
        check(
            folder.path(),
            &[&["run", "shop.yaml"][..], &clash].concat(),
            2,
            "cannot be used with",
        );
    }
}

#[test]
fn a_report_keeps_what_its_reader_wrote() {
    let folder = folder();
    let run = [&["run", "shop.yaml", "--quiet"][..], &SHORT].concat();
    check(folder.path(), &run, 0, "");
    let file = folder.path().join("reports/shop/report.md");
    let note = fs::read_to_string(&file).expect("a note");
    fs::write(&file, format!("{note}\nAsk about the cache.\n")).expect("written");
    check(folder.path(), &run, 0, "");
    let again = fs::read_to_string(&file).expect("a note");
    assert_eq!(again, format!("{note}\nAsk about the cache.\n"));
    let changed = again.replace("A shop", "My shop");
    fs::write(&file, &changed).expect("written");
    check(folder.path(), &run, 0, "");
    assert_eq!(fs::read_to_string(&file).expect("a note"), again);
    let yours = folder.path().join("reports/shop/report.yours.md");
    assert_eq!(fs::read_to_string(yours).expect("kept"), changed);
}

#[test]
fn ten_times_the_load_is_a_flag_of_every_command() {
    let folder = folder();
    let value = |args: &[&str]| -> Value {
        let output = check(folder.path(), &[args, &["--json"]].concat(), 0, "");
        serde_json::from_str(stdout(&output)).expect("a document")
    };
    let average = |document: &Value| {
        let lines = document["estimate"].as_array().expect("lines");
        let line = lines.iter().find(|line| line["name"] == "average_qps").expect("a line");
        line["value"].as_f64().expect("a number")
    };
    let ten = value(&["estimate", "shop.yaml", "--load", "10x"]);
    assert!((average(&ten) / average(&value(&["estimate", "shop.yaml"])) - 10.0).abs() < 1e-9);
    let run = value(&[&["run", "shop.yaml", "--load", "2x"][..], &SHORT].concat());
    let offered = run["requests"]["offered_per_s"]["value"].as_f64().expect("a rate");
    assert!((offered / 440.0 - 1.0).abs() < 0.1, "{offered}");
    for command in ["check", "compare", "capacity", "explain", "montecarlo"] {
        check(folder.path(), &[command, "shop.yaml", "--load", "0x"], 2, "times the page's load");
    }
}

#[test]
fn a_variant_has_a_folder_of_its_own() {
    let folder = folder();
    let base = [&["run", "shop.yaml", "--quiet"][..], &SHORT].concat();
    check(folder.path(), &base, 0, "");
    let file = folder.path().join("reports/shop/result.json");
    let before = fs::read(&file).expect("a document");
    check(folder.path(), &[&base[..], &["--set", "app.instances=3"]].concat(), 0, "");
    assert_eq!(fs::read(&file).expect("a document"), before);
    assert!(folder.path().join("reports/shop+app.instances=3/result.json").is_file());
}

/// The log's histograms in one, ns.
fn logged(log: &[u8]) -> hdrhistogram::Histogram<u64> {
    use base64::Engine;
    use hdrhistogram::serialization::Deserializer;
    use hdrhistogram::serialization::interval_log::{IntervalLogIterator, LogEntry};
    let mut all = hdrhistogram::Histogram::new(3).expect("three digits");
    let mut intervals = 0;
    for entry in IntervalLogIterator::new(log) {
        let LogEntry::Interval(interval) = entry.expect("a line of the log") else {
            panic!("a log without wall clock has intervals alone");
        };
        let bytes = base64::engine::general_purpose::STANDARD.decode(interval.encoded_histogram());
        let one: hdrhistogram::Histogram<u64> = Deserializer::new()
            .deserialize(&mut &bytes.expect("base64")[..])
            .expect("a V2 histogram");
        assert_eq!(interval.start_timestamp().as_secs(), intervals * 2);
        all.add(one).expect("of the same digits");
        intervals += 1;
    }
    assert_eq!(intervals, 3, "one interval a replication");
    all
}

#[test]
fn latencies_are_left_in_the_forms_of_hdrhistogram() {
    let folder = folder();
    check(folder.path(), &[&["run", "shop.yaml", "--quiet"][..], &SHORT].concat(), 0, "");
    let read = |file: &str| {
        fs::read(folder.path().join("reports/shop").join(file)).expect("the file is there")
    };
    let document: Value = serde_json::from_slice(&read("result.json")).expect("a document");
    let log = logged(&read("latency.hlog"));
    assert_eq!(document["requests"]["completed"], log.len());
    // Value, percentile, count: the plotter's columns.
    let text = String::from_utf8(read("latency.hgrm")).expect("text");
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(2)
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    assert!(rows.len() > 20, "{text}");
    assert_eq!(rows.last().map(|row| row[2] as u64), Some(log.len()));
    for (key, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0)] {
        let ms = document["latency_ms"][key]["value"].as_f64().expect("a latency");
        let close = |other: f64| (other / ms - 1.0).abs() < 1e-3;
        let logged = log.value_at_quantile(share) as f64 / 1e6;
        assert!(close(logged), "{key} is {ms}, in the log {logged}");
        let below = rows.iter().rev().find(|row| row[1] <= share).expect("a row below");
        let above = rows.iter().find(|row| row[1] >= share).expect("a row above");
        let between = below[0] <= ms * 1.001 && above[0] >= ms * 0.999;
        assert!(between, "{key} is {ms}, not between {below:?} and {above:?}");
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let folder = folder();
    let run = |out: &str, more: &[&str]| {
        let args = [&["run", "shop.yaml", "--out", out, "--json"], &SHORT[..], more].concat();
        let output = check(folder.path(), &args, 0, "");
        let mut document: Value = serde_json::from_str(stdout(&output)).expect("one document");
        let wall = document.as_object_mut().and_then(|all| all.shift_remove("wall_s"));
        assert!(wall.is_some_and(|wall| wall.is_number()), "stdout has `wall_s`");
        let written = files(&folder.path().join(out)).into_iter();
        let named = written.map(|(path, bytes)| (path.file_name().map(ToOwned::to_owned), bytes));
        (document, named.collect::<Vec<_>>())
    };
    let first = run("a", &["--threads", "1"]);
    assert!(first == run("b", &["--threads", "2"]), "threads must not matter");
    assert!(first == run("c", &[]), "a second run must not differ");
    assert!(first.0 != run("d", &["--seed", "2"]).0, "another seed must");
    for (name, bytes) in &first.1 {
        let has = String::from_utf8_lossy(bytes).contains("wall");
        assert!(!has, "{name:?} has the wall clock in it");
    }
}

#[test]
fn json_is_one_document_with_every_key() {
    let folder = folder();
    let args = [&["run", "shop.yaml", "--json"], &SHORT[..]].concat();
    let output = check(folder.path(), &args, 0, "");
    assert_eq!(stderr(&output), "");
    assert_eq!(names(folder.path()), ["shop.yaml"], "--json writes files only with --out");
    let document: Value = serde_json::from_str(stdout(&output)).expect("one document");
    let has = |path: &str| {
        let found = path.split('.').try_fold(&document, |value, key| match value {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            value => value.get(key),
        });
        assert!(found.is_some(), "the document lacks `{path}`");
    };
    for key in "napkin scenario seed simulated_s warmup_s replications events wall_s requests latency_ms \
                percentiles errors request_types components slo bottleneck stability cost estimate assumed \
                latency_rows warnings phases timeseries"
        .split_whitespace()
    {
        has(key);
    }
    for key in "offered completed failed attempts retries offered_per_s.value offered_per_s.low \
                completed_per_s.high"
        .split_whitespace()
    {
        has(&format!("requests.{key}"));
    }
    for key in "mean p50 p90 p95 p99 p999 max".split_whitespace() {
        has(&format!("latency_ms.{key}.value"));
    }
    for path in "errors.rate.value errors.by_reason errors.by_component request_types.read.latency_ms.p99.value \
                 request_types.order.later_ms components.app.kind components.app.utilization.value \
                 components.app.arrivals_per_s components.app.queue_mean components.app.wait_ms.mean \
                 components.app.wait_ms.p99 components.app.service_ms.mean \
                 components.app.resources.cpu.utilization components.cache.hit_ratio \
                 components.db.stale_read_ratio slo.0.objective slo.0.unit slo.0.target slo.0.actual \
                 slo.0.low slo.0.high slo.0.met slo.0.clear bottleneck.component bottleneck.resource \
                 bottleneck.utilization stability.stable stability.growth_per_s stability.component \
                 cost.per_month_usd cost.per_million_requests_usd cost.lines estimate.0.name \
                 estimate.0.value estimate.0.low estimate.0.high estimate.0.unit estimate.0.formula \
                 assumed.0.path assumed.0.value assumed.0.why latency_rows.0.list latency_rows.0.source \
                 phases.0.label phases.0.from_s phases.0.to_s phases.0.offered_per_s phases.0.latency_ms \
                 phases.0.errors timeseries.interval_s timeseries.offered_per_s \
                 timeseries.completed_per_s timeseries.p99_ms timeseries.errors_per_s \
                 timeseries.components.app.utilization timeseries.components.app.queue"
        .split_whitespace()
    {
        has(path);
    }
}

#[test]
fn flags_override_the_page() {
    let folder = folder();
    let args = ["run", "shop.yaml", "--json", "--duration", "1500ms", "--replications", "4"];
    let more = ["--seed", "18446744073709551615", "--warmup", "100ms", "--caches", "cold"];
    let output = check(folder.path(), &[&args[..], &more].concat(), 0, "");
    let document: Value = serde_json::from_str(stdout(&output)).expect("one document");
    assert_eq!(document["simulated_s"], 1.5);
    assert_eq!(document["warmup_s"], 0.1);
    assert_eq!(document["replications"], 4);
    assert_eq!(document["seed"], u64::MAX);
}

#[test]
fn events_that_a_short_run_does_not_reach_are_named() {
    let folder = folder();
    let args = ["run", "shop.yaml", "--json", "--duration", "900ms", "--replications", "3"];
    let document: Value =
        serde_json::from_str(stdout(&check(folder.path(), &args, 0, ""))).expect("one document");
    let warnings = document["warnings"].to_string();
    assert!(warnings.contains("kill app") && warnings.contains("900 ms"), "{warnings}");
}

#[test]
fn quiet_prints_nothing_and_writes() {
    let folder = folder();
    let args = [&["run", "shop.yaml", "--quiet", "--out", "here"], &SHORT[..]].concat();
    let output = check(folder.path(), &args, 0, "");
    assert_eq!(stdout(&output), "");
    assert!(folder.path().join("here/result.json").is_file());
}

#[test]
fn charts_of_a_former_report_are_cleared_away() {
    let folder = folder();
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder can be made");
    for name in ["cost.svg", "cost.png", "mine.txt"] {
        fs::write(out.join(name), "old").expect("a file can be written");
    }
    let args = [&["run", "shop.yaml", "--out", "out", "--set", "slo=null"], &SHORT[..]].concat();
    check(folder.path(), &args, 0, "");
    let found = files(&out);
    let is_old =
        |name: &str| found.iter().any(|(path, bytes)| path.ends_with(name) && bytes == b"old");
    assert!(is_old("mine.txt"), "what napkin did not write stays");
    assert!(!is_old("cost.svg") && !is_old("cost.png"), "{found:?}");
}

#[test]
fn the_gate_is_an_exit_code() {
    let folder = folder();
    let run = |slo: &str, code: i32, says: &str| {
        let slo = format!("slo={slo}");
        let args = ["run", "shop.yaml", "--quiet", "--gate", "--set", slo.as_str()];
        check(folder.path(), &[&args[..], &SHORT].concat(), code, says)
    };
    run("{ p99: 10s }", 0, "");
    run("{ p50: 1us }", 4, "missed: p50 is");
    run("null", 0, "no `slo:`");
    let output = run("{ p50: 1us, mean: 1us, p99: 10s }", 4, "clearly");
    let lines: Vec<&str> = stderr(&output).lines().collect();
    let starts = ["missed: p50 is ", "missed: mean is ", "met: p99 is "];
    assert_eq!(lines.len(), starts.len(), "a line each: {lines:?}");
    for start in starts {
        assert!(lines.iter().any(|line| line.starts_with(start)), "{start}: {lines:?}");
    }
    let args = [&["run", "shop.yaml", "--quiet", "--set", "slo.p50=1us"], &SHORT[..]].concat();
    check(folder.path(), &args, 0, "");
}

#[test]
fn the_gate_judges_the_bill_and_what_never_settles() {
    let folder = folder();
    let page = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a page can be written");
    };
    page(
        "box.yaml",
        "traffic: 100/s\npath: [app]\ncomponents:\n  app: { server: { machine: m7g.large, work: 5ms } }\n",
    );
    let run = |slo: &str, more: &[&str], code: i32, says: &str| {
        let slo = format!("slo={slo}");
        let args = ["run", "box.yaml", "--quiet", "--gate", "--set", slo.as_str()];
        check(folder.path(), &[&args[..], &SHORT, more].concat(), code, says)
    };
    // $0.0816 an hour for 730 h.
    run("{ cost: $50/month }", &[], 4, "missed: cost is $59.57/month, $9.57/month over its target");
    run("{ cost: $60/month }", &[], 0, "met: cost is $59.57/month");
    let full = ["--set", "traffic=900/s"];
    run("{ p99: 10s }", &full, 4, "missed: p99 has no value");
    run("{ errors: 1% }", &full, 4, "missed: the load does not settle");
    let refused = ["--set", "app.timeout=1us"];
    run("{ p99: 10s, errors: 100% }", &refused, 4, "missed: p99 has no value");
}

/// M/M/1 at 100/s with a lognormal work of median 8 ms (4 to 16 ms) keeps to a mean of 20 ms where the work is below
/// 6.67 ms: 67 % of the trials do not.
#[test]
fn the_gate_of_trials_is_how_many_may_miss() {
    let folder = folder();
    let page = "traffic: 100/s\npath: [app]\nassume: { w: 4ms..16ms }\nslo: { mean: 20ms }\n\
        montecarlo: { trials: 40 }\ncomponents: { app: { server: { cores: 1, work: exp(w) } } }\n";
    fs::write(folder.path().join("guess.yaml"), page).expect("a page can be written");
    let gate = |most: &str, code: i32, says: &str| {
        let args = ["montecarlo", "guess.yaml", "--quiet", "--gate", most];
        check(folder.path(), &args, code, says);
    };
    gate("5%", 4, "missed: mean is missed in 67.5% of the trials, at most 5% may miss it, clearly");
    gate("90%", 0, "met: mean is missed in 67.5% of the trials, at most 90% may miss it, clearly");
}

#[test]
fn a_page_may_come_from_the_standard_input() {
    let folder = folder();
    let args = [&["run", "-", "--quiet"], &SHORT[..]].concat();
    let mut child = command(folder.path(), &args)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let mut input = child.stdin.take().expect("it was asked for");
    input.write_all(PAGE.as_bytes()).expect("the program reads");
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(folder.path().join("reports/stdin/report.md").is_file());
}

#[test]
fn tables_can_be_replaced() {
    let folder = folder();
    fs::write(folder.path().join("bad.yaml"), "rows: [{ list: x }]").expect("a file");
    check(folder.path(), &["check", "shop.yaml", "--latency-table", "none.yaml"], 3, "none.yaml");
    check(folder.path(), &["check", "shop.yaml", "--latency-table", "bad.yaml"], 3, "in bad.yaml");
    check(folder.path(), &["check", "shop.yaml", "--prices", "bad.yaml"], 3, "in bad.yaml");
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/latency-table.yaml");
    let prices = concat!(env!("CARGO_MANIFEST_DIR"), "/prices.yaml");
    let args = ["check", "shop.yaml", "--latency-table", table, "--prices", prices];
    check(folder.path(), &args, 0, "");
}

#[test]
fn too_much_in_flight_names_the_limit_and_the_flag() {
    let folder = folder();
    let args = ["run", "shop.yaml", "--max-in-flight", "50", "--set", "requests.read.rate=100k/s"];
    let output = check(folder.path(), &[&args[..], &SHORT].concat(), 1, "--max-in-flight");
    assert!(stderr(&output).contains("50 requests"), "{}", stderr(&output));
    assert_eq!(names(folder.path()), ["shop.yaml"]);
}

// ---- what is refused ----

#[test]
fn a_bad_page_writes_nothing() {
    let folder = folder();
    let mut page = fs::OpenOptions::new()
        .append(true)
        .open(folder.path().join("shop.yaml"))
        .expect("the page is there");
    page.write_all(b"tarffic: 5/s\nrun: { seed: x }\n").expect("it can be written");
    for args in [
        &["run", "shop.yaml"][..],
        &["run", "shop.yaml", "--json", "--out", "out"],
        &["estimate", "shop.yaml"],
        &["check", "shop.yaml"],
    ] {
        let output = check(folder.path(), args, 3, "unknown field `tarffic`");
        let last = stderr(&output).lines().last().unwrap_or("");
        assert_eq!(last, "2 errors in shop.yaml");
        assert_eq!(stdout(&output), "");
    }
    assert_eq!(names(folder.path()), ["shop.yaml"]);
}

#[test]
fn what_is_not_a_page_is_refused() {
    let folder = folder();
    let bad = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("a file can be written");
    };
    bad("empty.yaml", b"");
    bad("latin.yaml", b"name: caf\xe9\n");
    bad("binary.yaml", &[0, 159, 146, 150, 0, 1]);
    bad("long.yaml", &b"# a comment of some length to fill a file\n".repeat(250_000));
    let before = names(folder.path());
    let refused = |page: &str, says: &str| {
        let output = check(folder.path(), &["run", page], 3, says);
        let last = stderr(&output).lines().last().unwrap_or("");
        assert_eq!(last, format!("1 error in {page}"));
    };
    refused("missing.yaml", "does not exist");
    refused(".", "is a folder");
    refused("empty.yaml", "error");
    refused("latin.yaml", "not UTF-8");
    refused("binary.yaml", "not UTF-8");
    refused("long.yaml", "larger than");
    refused("shop.yaml/x.yaml", "cannot be read");
    assert_eq!(names(folder.path()), before);
}

#[test]
fn every_page_is_checked_even_behind_a_bad_one() {
    let folder = folder();
    let output = check(folder.path(), &["check", "none.yaml", "shop.yaml"], 3, "none.yaml");
    assert_eq!(stdout(&output), "shop.yaml: A shop is fine\n");
    let output = check(folder.path(), &["check", "none.yaml", "shop.yaml", "--json"], 3, "");
    let document: Value = serde_json::from_str(stdout(&output)).expect("one document");
    assert_eq!(document["checked"][0]["valid"], false);
    assert_eq!(document["checked"][1]["valid"], true);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_before_the_run() {
    let folder = folder();
    // A folder below a file cannot be made by anybody, whatever the permissions.
    let args = ["run", "shop.yaml", "--out", "shop.yaml/reports/x"];
    let output = check(folder.path(), &args, 1, "`shop.yaml/reports/x` cannot be a folder");
    assert_eq!(stdout(&output), "");
    let args = ["run", "shop.yaml", "--out", "shop.yaml"];
    check(folder.path(), &args, 1, "is a file");
    assert_eq!(names(folder.path()), ["shop.yaml"]);
}

#[test]
fn every_command_takes_the_flags_of_every_other() {
    let folder = folder();
    let all = [
        "--seed",
        "7",
        "--replications",
        "3",
        "--duration",
        "2s",
        "--max-requests",
        "5k",
        "--threads",
        "1",
        "--set",
        "assume.peak=2..5",
        "--out",
        "elsewhere",
        "--json",
    ];
    let runs = "--replications, --duration, --max-requests, --threads have no effect here";
    for (command, idle) in [
        (&["estimate", "shop.yaml"][..], ""),
        (&["check", "shop.yaml"], "--seed, --out, "),
        (&["latency"], "--set, --seed, --out, "),
        (&["list"], "--set, --seed, --out, "),
        (&["new", "other"], "--set, --seed, --out, "),
        (&["schema"], "--json, --set, --seed, --out, "),
        (&["completions", "bash"], "--json, --set, --seed, --out, "),
    ] {
        let typed: Vec<&str> = command.iter().chain(&all).copied().collect();
        let output = napkin(folder.path(), &typed);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", stderr(&output));
        assert_eq!(stderr(&output), format!("note: {idle}{runs}\n"), "{command:?}");
        if command[0] != "completions" {
            let document: Result<Value, _> = serde_json::from_slice(&output.stdout);
            assert!(document.is_ok(), "{command:?}: {}", stdout(&output));
        }
        // What is wrong is refused as where it counts, and nobody who wants quiet is told of what is idle.
        let wrong: Vec<&str> = command.iter().chain(&["--duration", "soon"]).copied().collect();
        assert_eq!(napkin(folder.path(), &wrong).status.code(), Some(2), "{command:?}");
    }
    let output = napkin(folder.path(), &["estimate", "shop.yaml", "--threads", "2", "--quiet"]);
    assert_eq!((stdout(&output), stderr(&output)), ("", ""));
    let output = check(folder.path(), &["check", "shop.yaml", "--threads", "2"], 0, "");
    assert_eq!(stderr(&output), "note: --threads has no effect here\n");
    let written = names(folder.path());
    assert!(written.iter().any(|name| name.starts_with("elsewhere/")), "estimate heeds --out");
}

#[test]
fn an_estimate_is_drawn_by_its_seed() {
    let folder = folder();
    let busiest = |flags: &[&str]| -> (f64, f64) {
        let typed: Vec<&str> =
            ["estimate", "shop.yaml", "--json"].iter().chain(flags).copied().collect();
        let output = check(folder.path(), &typed, 0, "");
        let document: Value = serde_json::from_slice(&output.stdout).expect("a document");
        let lines = document["estimate"].as_array().expect("lines");
        let line = lines.iter().find(|line| line["name"] == "busiest").expect("the page's line");
        (line["value"].as_f64().expect("a number"), line["high"].as_f64().expect("a number"))
    };
    let (first, second) = (busiest(&[]), busiest(&["--seed", "2"]));
    assert_eq!(first, busiest(&["--seed", "1"]));
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    // Both are 400/s but for the noise of 100,000 draws, whose standard error is 0.1 %.
    assert!((first.1 / 400.0 - 1.0).abs() < 5e-3 && (second.1 / 400.0 - 1.0).abs() < 5e-3);
    let output = napkin(folder.path(), &["estimate", "shop.yaml", "--seed", "2", "--out", "there"]);
    assert_eq!(output.status.code(), Some(0));
    let note = fs::read_to_string(folder.path().join("there/estimate.md")).expect("a note");
    assert!(note.contains("--seed 2"), "{note}");
}

#[test]
fn a_unit_that_nobody_means_is_warned_of() {
    let folder = folder();
    let page = "name: Slips\nestimate:\n  qps: 150M * 2 tweets / 24 hour / 3600 seconds\n  peak: 2 * qps\n  \
                cdn: 5M * 0.3GB * $0.02\n  pages: 15B * 100KB\n  growth: 5/s/month\n  span: 1GB * 3 days\n";
    fs::write(folder.path().join("slips.yaml"), page).expect("a page can be written");
    for command in [&["estimate", "slips.yaml", "--json"][..], &["check", "slips.yaml"]] {
        let output = check(folder.path(), command, 0, "");
        let said = stderr(&output);
        for expect in [
            "`qps` comes out in 1/s^2",
            "a number `/ 24h` is a rate already",
            "`cdn` comes out in USD·B",
            "`$0.02/GB`",
            "`pages` comes out in B^2",
            "15 billion is `15bn`",
        ] {
            assert!(said.contains(expect), "{expect}: {said}");
        }
        assert_eq!(said.matches("comes out").count(), 3, "{said}");
    }
}

#[test]
fn wrong_usage_is_two() {
    let folder = folder();
    check(folder.path(), &["run"], 2, "Usage");
    check(folder.path(), &["run", "shop.yaml", "--seeed", "1"], 2, "--seed");
    check(folder.path(), &["run", "shop.yaml", "--duration", "5"], 2, "needs a unit");
    check(folder.path(), &["run", "shop.yaml", "--duration", "0s"], 2, "30 days");
    check(folder.path(), &["run", "shop.yaml", "--replications", "0"], 2, "100,000");
    check(folder.path(), &["run", "shop.yaml", "--max-requests", "1.5"], 2, "whole number");
    check(folder.path(), &["fly"], 2, "fly");
    // A number below zero is a wrong number, not an unknown flag; counts are written as on a page.
    check(folder.path(), &["run", "shop.yaml", "--seed", "-1"], 2, "whole number from 0");
    check(folder.path(), &["run", "shop.yaml", "--duration", "-1s"], 2, "30 days");
    check(folder.path(), &["montecarlo", "shop.yaml", "--trials", "2M"], 2, "from 1 to 1,000,000");
    check(folder.path(), &["sweep", "shop.yaml", "--vary", "app.work"], 2, "write what varies");
    for name in ["", ".", "..", "-"] {
        check(folder.path(), &["new", name], 1, "needs a name");
    }
    assert_eq!(names(folder.path()), ["shop.yaml"]);
}

#[test]
fn every_command_takes_a_language() {
    let folder = folder();
    let plain = napkin(folder.path(), &["estimate", "shop.yaml"]);
    assert!(!plain.stdout.is_empty());
    for args in
        [["--lang", "en", "estimate", "shop.yaml"], ["estimate", "shop.yaml", "--lang", "en"]]
    {
        assert_eq!(check(folder.path(), &args, 0, "").stdout, plain.stdout, "{args:?}");
    }
    check(folder.path(), &["list", "--lang", "en"], 0, "");
    check(folder.path(), &["list", "--lang", "tlh"], 2, "[possible values: en, ko]");
}

#[test]
fn what_is_in_the_way_is_found_before_anything_is_written() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("out/report.md")).expect("a folder can be made");
    let args = [&["run", "shop.yaml", "--quiet", "--out", "out"][..], &SHORT].concat();
    check(folder.path(), &args, 1, "report.md");
    assert!(names(&folder.path().join("out")).is_empty());
}

#[test]
fn too_much_load_is_told_from_clients_that_do_not_think() {
    let folder = folder();
    let page =
        "traffic: 1bn/s\npath: [app]\ncomponents: { app: { server: { cores: 2, work: 5ms } } }\n";
    fs::write(folder.path().join("big.yaml"), page).expect("a page can be written");
    let args = ["run", "big.yaml", "--quiet", "--warmup", "1s", "--max-requests", "1k"];
    let output = check(folder.path(), &args, 1, "check the unit of the rate");
    assert!(!stderr(&output).contains("think"), "{}", stderr(&output));
}

#[test]
fn a_page_of_arithmetic_is_for_estimate() {
    let folder = folder();
    let page = "name: Sums\nassume: { a: 2..8 }\nestimate: { b: a * 3 }\n";
    fs::write(folder.path().join("sums.yaml"), page).expect("a page can be written");
    check(folder.path(), &["run", "sums.yaml"], 3, "napkin estimate sums.yaml");
    assert_eq!(names(folder.path()), ["shop.yaml", "sums.yaml"]);
    let output = check(folder.path(), &["estimate", "sums.yaml"], 0, "");
    assert!(stdout(&output).contains("a * 3"), "{}", stdout(&output));
    let output = check(folder.path(), &["estimate", "sums.yaml", "--json"], 0, "");
    let document: Value = serde_json::from_str(stdout(&output)).expect("one document");
    let keys: Vec<&String> = document.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["napkin", "scenario", "estimate", "tornado", "cost", "assumed"]);
    assert_eq!(document["estimate"][1]["name"], "b");
    let value = document["estimate"][1]["value"].as_f64().expect("a number");
    assert!((value - 12.0).abs() < 1e-9, "√(2·8) × 3 is {value}");
}

// ---- the other commands ----

#[test]
fn a_new_page_runs_and_is_not_overwritten() {
    let folder = folder();
    check(folder.path(), &["new", "my shop"], 0, "");
    check(folder.path(), &["check", "my shop.yaml"], 0, "");
    let args = [&["run", "my shop.yaml", "--json"], &SHORT[..]].concat();
    let output = check(folder.path(), &args, 0, "");
    let document: Value = serde_json::from_str(stdout(&output)).expect("one document");
    assert_eq!(document["scenario"], "my shop");
    let before = files(folder.path());
    check(folder.path(), &["new", ""], 1, "needs a name");
    check(folder.path(), &["new", ".yaml"], 1, "needs a name");
    check(folder.path(), &["new", "shop"], 1, "exists already");
    check(folder.path(), &["new", "shop.yaml"], 1, "exists already");
    check(folder.path(), &["new", "nowhere/shop"], 1, "cannot be written");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_name_near_one_of_the_gallery_is_known() {
    let folder = folder();
    check(folder.path(), &["run", "url-shorten"], 3, "did you mean `url-shortener`?");
    check(folder.path(), &["check", "retrystorm.yaml"], 3, "did you mean `retry-storm`?");
}

#[test]
fn the_gallery_is_in_the_program() {
    let folder = folder();
    let output = check(folder.path(), &["list", "--json"], 0, "");
    let document: Value = serde_json::from_str(stdout(&output)).expect("one document");
    let scenarios = document["scenarios"].as_array().expect("a list");
    assert!(scenarios.len() >= 9, "{scenarios:?}");
    let text = napkin(folder.path(), &["list"]);
    for scenario in scenarios {
        let name = scenario["name"].as_str().expect("a name");
        assert!(scenario["teaches"].as_str().is_some_and(|lesson| !lesson.is_empty()), "{name}");
        assert!(stdout(&text).contains(name));
        check(folder.path(), &["check", name], 0, "");
    }
    let args = [&["run", "one-server", "--quiet"], &SHORT[..]].concat();
    check(folder.path(), &args, 0, "");
    assert!(folder.path().join("reports/one-server/report.md").is_file());
}

#[test]
fn the_latency_table_is_printed() {
    let folder = folder();
    let output = check(folder.path(), &["latency"], 0, "");
    assert!(stdout(&output).contains("disk_seek"));
    for args in [&["latency", "--json"][..], &["latency", "--year", "2010", "--json"]] {
        let output = check(folder.path(), args, 0, "");
        serde_json::from_str::<Value>(stdout(&output)).expect("one document");
    }
    check(folder.path(), &["latency", "--list", "nothing"], 2, "nothing");
    check(folder.path(), &["latency", "--year", "1800"], 2, "1990");
}

#[test]
fn schemas_are_printed() {
    let folder = folder();
    for (args, has) in [
        (&["schema"][..], "/properties/components"),
        (&["schema", "--output"], "/properties/latency_ms"),
        (&["schema", "--output", "estimate"], "/properties/estimate"),
    ] {
        let output = check(folder.path(), args, 0, "");
        let schema: Value = serde_json::from_str(stdout(&output)).expect("one document");
        assert!(schema.pointer(has).is_some(), "{args:?} lacks {has}");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
}

#[test]
fn completions_are_printed() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let output = check(folder.path(), &["completions", shell], 0, "");
        assert!(stdout(&output).contains("max-requests"), "{shell}");
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = folder();
    let run = [&["run", "shop.yaml"], &SHORT[..]].concat();
    for args in [&run[..], &["latency"], &["list"], &["completions", "bash"], &["schema"]] {
        let mut child = command(folder.path(), args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        drop(child.stdout.take());
        let mut words = String::new();
        let mut errors = child.stderr.take().expect("it was asked for");
        errors.read_to_string(&mut words).expect("the messages are text");
        let status = child.wait().expect("the program ends");
        assert_eq!((status.code(), words.as_str()), (Some(0), ""), "{args:?}");
    }
    assert!(folder.path().join("reports/shop/result.json").is_file(), "the files are written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = folder();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = command(folder.path(), &["list"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the program can be started");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot be written"), "{}", stderr(&output));
}

/// Starts a run and interrupts it as soon as it listens, and then some.
#[cfg(target_os = "linux")]
fn interrupted(folder: &Path, args: &[&str], after: std::time::Duration) -> Output {
    let child = command(folder, args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let id = child.id().to_string();
    // The mask of caught signals, in hexadecimal; SIGINT is the second.
    let listens = || {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"))?;
        Some(u64::from_str_radix(mask.trim(), 16).ok()? & 2 != 0)
    };
    while listens() == Some(false) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::thread::sleep(after);
    Command::new("kill").args(["-INT", &id]).status().expect("a signal can be sent");
    child.wait_with_output().expect("the program ends")
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_stops_cleanly() {
    let folder = folder();
    let args = ["run", "shop.yaml", "--max-requests", "1bn", "--warmup", "1s", "--threads", "1"];
    // What is asked for takes longer than a command may, unless it is told that it may.
    let args = [&args[..], &["--budget", "10000000s", "--memory", "500GB"]].concat();
    let one = [&args[..], &["--duration", "10h", "--replications", "3"]].concat();
    let output = interrupted(folder.path(), &one, std::time::Duration::ZERO);
    assert!(stderr(&output).contains("nothing to report"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1));

    let many = [&args[..], &["--duration", "10s", "--replications", "50000"]].concat();
    let output = interrupted(folder.path(), &many, std::time::Duration::from_millis(500));
    assert!(stderr(&output).contains("stopping"), "{}", stderr(&output));
    assert!(stdout(&output).contains("of 50000 replications"), "{}", stdout(&output));
    assert!(stdout(&output).contains("No files were written"), "{}", stdout(&output));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(names(folder.path()), ["shop.yaml"], "a part of a run is not written");
}
