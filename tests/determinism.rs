//! The same page gives the same bytes: with any number of threads, and from any build. The documents of the gallery
//! in `reports/` were made by a release build; here the profile of the tests makes them anew, with its own
//! optimisation, overflow checks and debug assertions. `tests/wasm/gallery` does it on a second platform.

mod common;

use std::fs;
use std::path::Path;

use napkin::message::Lang;
use napkin::report::json;
use napkin::scenario::page;
use napkin::world::execute::DEFAULT_MAX_IN_FLIGHT;

/// The document that `napkin run` writes for a page of the gallery.
fn document(name: &str, sets: &[&str], threads: usize) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.yaml"));
    let loaded =
        common::load(&mut page::read_file, &path, sets).unwrap_or_else(|said| panic!("{said}"));
    let ran =
        common::run(loaded, threads, DEFAULT_MAX_IN_FLIGHT).expect("the gallery fits the memory");
    json::document(&ran.report, Lang::En)
}

fn check(name: &str, threads: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports").join(name).join("result.json");
    let committed = fs::read_to_string(path).expect("the gallery's documents are committed");
    let found = document(name, &[], threads);
    let line = found.lines().zip(committed.lines()).find(|(found, expect)| found != expect);
    assert!(
        found == committed,
        "{name} on {threads} threads; the first line that differs: {line:?}"
    );
}

// The two slowest pages are left to `tests/wasm/gallery` and to the release build that makes the reports.

#[test]
fn another_build_makes_the_committed_documents() {
    for name in ["cache-dies", "photo-sharing", "retry-storm", "scale-out"] {
        check(name, 2);
    }
}

#[test]
fn threads_do_not_matter() {
    for threads in [1, 2, 7] {
        for name in ["dean-thumbnails", "one-server", "scale-up"] {
            check(name, threads);
        }
    }
}

#[test]
fn threads_do_not_matter_where_a_run_goes_on_until_it_is_precise() {
    let sets = ["run.until_precision=2%", "run.max_requests=1M", "slo.errors=1%"];
    let alone = document("one-server", &sets, 1);
    assert!(alone.contains("\"precision\": {"), "{alone}");
    for threads in [2, 7] {
        assert!(document("one-server", &sets, threads) == alone, "{threads} threads");
    }
}

/// What the C library, the processor or the clock decides, and where it may stand: nowhere, but for the clock in the
/// command line, whose figures are in no file.
const OF_THE_PLATFORM: [(&str, &str); 31] = [
    ("f64::ln", ""),
    ("f64::log", ""),
    ("f64::exp", ""),
    ("f64::pow", ""),
    (".ln(", ""),
    (".ln_1p(", ""),
    (".log(", ""),
    (".log2(", ""),
    (".log10(", ""),
    (".exp(", ""),
    (".exp2(", ""),
    (".exp_m1(", ""),
    (".powf(", ""),
    (".powi(", ""),
    (".sin(", ""),
    (".cos(", ""),
    (".tan(", ""),
    (".atan(", ""),
    (".atan2(", ""),
    (".sinh(", ""),
    (".cosh(", ""),
    (".tanh(", ""),
    (".cbrt(", ""),
    (".hypot(", ""),
    (".mul_add(", ""),
    ("HashMap", ""),
    ("HashSet", ""),
    ("RandomState", ""),
    ("target_pointer_width", ""),
    ("SystemTime", ""),
    ("Instant", "src/cli/"),
];

#[test]
fn nothing_asks_the_platform() {
    let mut wrong = Vec::new();
    each_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, text| {
        let shown = path.display().to_string().replace('\\', "/");
        let tests = shown.contains("/tests/") || shown.ends_with("tests.rs");
        let code = text.split("mod tests {").next().unwrap_or("");
        for (number, line) in code.lines().enumerate().filter(|_| !tests) {
            let line = line.split("//").next().unwrap_or("");
            for (word, place) in OF_THE_PLATFORM {
                if line.contains(word) && (place.is_empty() || !shown.contains(place)) {
                    wrong.push(format!("{shown}:{}: {word}", number + 1));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn each_source(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("the sources are part of the repository") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            each_source(&path, see);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            see(&path, &fs::read_to_string(&path).expect("a source is text"));
        }
    }
}
