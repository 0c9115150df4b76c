//! Every command ends: pages that cost more than they seem to, under a budget, from outside. What is promised is in
//! `docs/reliability.md`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.current_dir(folder).args(args).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// A page in a folder of its own, and a command on it: `page.yaml` stands behind the first word.
fn on(page: &str, args: &str) -> Output {
    let folder = TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("page.yaml"), page).expect("a page can be written");
    let mut words: Vec<&str> = args.split(' ').collect();
    words.insert(1, "page.yaml");
    command(folder.path(), &words).output().expect("the program can be started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The command ends with this code, and says this on either output.
fn check(page: &str, args: &str, code: i32, expect: &str) {
    let output = on(page, args);
    let all = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args}\n{page}\n{all}");
    let one_line = all.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains(expect), "{args}: {expect}\n{page}\n{all}");
}

/// A request of 400 calls.
const DEAR: &str = "
traffic: 100/s
path: [app, { repeat: { times: 400, at_once: 100, path: [b] } }]
components: { app: { server: { cores: 1000, work: 1ms } }, b: { server: { cores: 8000, work: 1ms } } }
";

/// Clients that are refused at once ask again at once.
const NO_PAUSE: &str = "
traffic: { clients: 5 }
path: [app]
components: { app: { server: { cores: 2, work: 1ms } } }
timeline: [{ at: 500ms, kill: app }]
slo: { p99: 1s }
run: { duration: 3s, replications: 3 }
";

const PLAIN: &str = "
slo: { errors: 1% }
traffic: 1000/s
path: [app]
components: { app: { server: { instances: 2, cores: 400, work: 1ms } } }
timeline: [{ at: 100s, kill: app }]
run: { duration: 120s, replications: 3, warmup: 1s }
";

#[test]
fn what_a_request_costs_is_said_before_it_is_simulated() {
    check(
        DEAR,
        "run --budget 5M",
        0,
        "This page costs 401 calls a request: to stay within 5,000,000",
    );
    check(DEAR, "run --budget 5M", 0, "This page costs 401 calls a request, so");
    check(DEAR, "run --budget 5M --warmup 10ms", 0, "This page costs 401 calls a request, so");
    // Three windows of a few milliseconds would tell nothing, and nothing is made up of them.
    check(DEAR, "run --budget 50k", 1, "before anything was measured");
}

#[test]
fn a_run_that_uses_up_its_steps_says_where_it_ends() {
    check(
        NO_PAUSE,
        "run --budget 2M",
        0,
        "the page asks for 3 s, and what comes later is not known",
    );
}

#[test]
fn a_study_that_uses_up_its_steps_says_so() {
    let spent = "the budget of 200,000 steps is used up";
    check(PLAIN, "sweep --budget 200k --vary traffic.rate=1k/s..4k/s --points 3", 0, spent);
    let spent = "its budget of 200,000 steps is used up";
    check(PLAIN, "capacity --budget 200k", 1, spent);
    check(PLAIN, "capacity --budget 200k --size app.instances", 1, spent);
}

#[test]
fn a_budget_cuts_off_the_same_on_any_number_of_threads() {
    for (page, args) in [
        (NO_PAUSE, "run --json --budget 2M"),
        (DEAR, "run --json --budget 5M"),
        (PLAIN, "sweep --json --budget 2M --vary traffic.rate=1k/s..4k/s --points 3"),
        (PLAIN, "capacity --json --budget 3M"),
    ] {
        let document = |threads: u32| {
            let output = on(page, &format!("{args} --threads {threads}"));
            let all = text(&output.stdout);
            let lines = all.lines().filter(|line| !line.contains("\"wall_s\""));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let one = document(1);
        assert!(one.len() > 10, "{args}: {one:?}");
        assert_eq!(one, document(3), "{args}");
    }
}

#[test]
fn a_gate_fails_what_it_did_not_test() {
    check(PLAIN, "run --gate -q --max-requests 1000", 4, "“kill app” at 100 s was not simulated");
    check(PLAIN, "run --gate -q --budget 300k", 4, "“kill app” at 100 s was not simulated");
}

#[test]
fn how_a_command_ends_does_not_depend_on_who_reads() {
    let closed = |page: &str, words: &[&str]| {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::write(folder.path().join("page.yaml"), page).expect("a page can be written");
        fs::write(folder.path().join("bad.yaml"), "traffic: [").expect("a page can be written");
        let mut child = command(folder.path(), words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        drop(child.stdout.take());
        child.wait().expect("it ends").code()
    };
    let missed = PLAIN.replace("errors: 1%", "p99: 1us");
    let short = ["run", "page.yaml", "--gate", "--duration", "1s", "--set", "timeline=[]"];
    assert_eq!(closed(&missed, &short), Some(4));
    assert_eq!(closed(PLAIN, &["check", "page.yaml", "bad.yaml"]), Some(3));
}

#[test]
fn what_has_no_room_is_refused_by_name() {
    let figures = "the figures of 100,000 replications take about";
    check(PLAIN, "run --replications 100k --duration 1ms --warmup 0s", 1, figures);
    let day = "
traffic: { rate: 1/s, shape: { diurnal: { peak: 2, trough: 0.1, period: 1s } } }
path: [app]
components: { app: { server: { work: 1ms } } }
";
    check(day, "run --duration 30d", 1, "points of the load's shape take about");
    let nodes = "
data: { d: { keys: 1M } }
requests: { r: { rate: 1/s, reads: d, path: [db] } }
components: { db: { database: { replicas: 1000, buffer: 1MB, memory: 2GB, read: 1ms } } }
";
    check(nodes, "run", 1, "entries of caches and page buffers take about");
    let clients = "
traffic: { clients: 8, times: 1e300 }
path: [app]
components: { app: { server: { work: 1ms } } }
";
    check(clients, "run", 1, "4,294,967,295 events that wait at once");
}

#[test]
fn time_has_an_end() {
    let page = "
traffic: 100/s
path: [app, db]
components: { app: { server: { work: 1ms } }, db: { database: { cores: 2, read: 1000000000s } } }
run: { duration: 3s, replications: 3 }
";
    let output = on(page, "run --json");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a document");
    let of = |name: &str| document["requests"][name].as_u64().expect("a count");
    let came = of("offered") + of("in_flight_at_start");
    assert_eq!(came, of("completed") + of("failed") + of("in_flight_at_end"));
}

#[test]
fn a_bursty_load_that_never_rests_is_averaged() {
    let page = "
traffic: { rate: 1/s, arrivals: { bursty: { high: 3, low: 0.5, high_for: 1ns, low_for: 1ns } } }
path: [app]
components: { app: { server: { work: 1ms } } }
run: { duration: 10s, replications: 3 }
";
    check(page, "run --brief", 0, "");
}

#[test]
fn names_hide_nothing() {
    let page = |name: &str| {
        format!(
            "name: \"{name}\"\ntraffic: 100/s\npath: [app]\n\
             components: {{ app: {{ server: {{ work: 1ms }} }} }}\n"
        )
    };
    check(&page("x\\e[31mred"), "check", 3, "the character U+001B is not shown");
    check(&page("x\\u202Ecilbup"), "check", 3, "the character U+202E is not shown");
    check(&page("서울 \\\"app\\\" <b>"), "check", 0, "is fine");
    let set = ["check", "page.yaml", "--set", "name=a\u{202e}b"];
    let folder = TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("page.yaml"), page("a")).expect("a page can be written");
    let output = command(folder.path(), &set).output().expect("the program can be started");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_backtick_that_nothing_closes_lets_nothing_through() {
    let page = "
name: \"T ` <img src=x onerror=alert(1)>\"
about: \"B ` <script>alert(2)</script>\"
traffic: 100/s
path: [app]
components: { app: { server: { work: 1ms } } }
run: { duration: 1s, replications: 3, warmup: 0s }
";
    let folder = TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("page.yaml"), page).expect("a page can be written");
    let words = ["run", "page.yaml", "-q", "--out", "o"];
    assert!(command(folder.path(), &words).status().expect("it can be started").success());
    let note = fs::read_to_string(folder.path().join("o/report.md")).expect("a note");
    let head: Vec<&str> = note.lines().take(4).collect();
    assert!(!head.iter().any(|line| line.contains("<img") || line.contains("<script")), "{head:?}");
}

#[test]
fn what_is_told_of_the_client_is_the_clients() {
    let page = "
requests: { r: { rate: 100/s, timeout: 5ms, path: [client] } }
components: { client: { server: { cores: 1, queue: 0, work: exp(4ms) } } }
";
    check(page, "check", 3, "`client` is whoever sends the requests");
}

#[test]
fn a_bill_without_a_price_meets_nothing() {
    let page = PLAIN.replace("errors: 1%", "cost: $1/month");
    let short = "run --gate -q --duration 1s --warmup 0s --set timeline=[]";
    check(&page, short, 4, "cost has no value to compare with its target");
}

#[test]
fn one_field_is_varied_once() {
    let twice = "sweep --vary app.instances=1,2 --vary components.app.instances=1,2";
    check(PLAIN, twice, 3, "app.instances");
}

#[test]
fn thousands_of_slips_among_thousands_of_names_are_counted() {
    let names: String = (0..5000).map(|n| format!("  abcdefgh{n}: 1\n")).collect();
    let slips: String = (0..5000).map(|n| format!("  y{n}: abcdefgx{n}\n")).collect();
    let page = format!("assume:\n{names}estimate:\n{slips}");
    let started = std::time::Instant::now();
    check(&page, "check", 3, "5000 errors in page.yaml");
    // Compared with each other they took a minute in a release build.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// A signal at many instants of a command: it ends soon, and its folder has all files of one report, or none.
#[cfg(unix)]
#[test]
fn a_signal_leaves_whole_files_or_none() {
    let page = "
traffic: 100/s
path: [app]
components: { app: { server: { work: 1ms } } }
run: { duration: 3s, replications: 3 }
";
    let names = |folder: &Path| {
        let listed = fs::read_dir(folder.join("o")).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            listed.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let whole = {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::write(folder.path().join("page.yaml"), page).expect("a page can be written");
        let words = ["run", "page.yaml", "-q", "--out", "o"];
        assert!(command(folder.path(), &words).status().expect("it can be started").success());
        names(folder.path())
    };
    for (nth, signal) in ["-INT", "-TERM", "-HUP"].iter().cycle().take(24).enumerate() {
        let folder = TempDir::new().expect("a temporary folder can be made");
        fs::write(folder.path().join("page.yaml"), page).expect("a page can be written");
        let mut child = command(folder.path(), &["run", "page.yaml", "-q", "--out", "o"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        std::thread::sleep(std::time::Duration::from_millis(25 * nth as u64));
        let id = child.id().to_string();
        let sent = Command::new("kill").args([signal, id.as_str()]).stderr(Stdio::null()).status();
        sent.expect("a signal can be sent");
        let since = std::time::Instant::now();
        child.wait().expect("it ends");
        assert!(since.elapsed().as_secs() < 20, "{signal}: {:?}", since.elapsed());
        let left = names(folder.path());
        assert!(left.is_empty() || left == whole, "{signal} after {} ms: {left:?}", 25 * nth);
    }
}
