//! What the fuzz targets do with their bytes, and `cargo test` with the corpus that they left: read them as a page,
//! as a quantity, as `--set` or `--vary`, as a table or as samples, and hold every reader to its word. A panic is a
//! finding.

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use napkin::message::Lang;
use napkin::pipeline::{self, Facts, Loaded, Rejected};
use napkin::problem::{Problems, Sources};
use napkin::report::problem::render;
use napkin::study::sweep::{self, Request};
use napkin::study::{Steps, StudyError, Subject, Watch};
use napkin::units::{self, Dim, Formula, Names, Ranged, UnitError};
use napkin::words::Say as _;
use napkin::world::{Budget, RunError};

/// Longer inputs find nothing that shorter ones do not: the readers' own limits are tested by themselves.
const LONGEST: usize = 4096;
/// What a page may build on; its own bases and parts are files that are not there.
const BASE: &str = include_str!("base.yaml");
/// What `--set` changes.
const CHANGED: &str = include_str!("../../scenarios/url-shortener.yaml");
/// Measured durations.
const SAMPLES: &[u8] = b"1ms\n2ms\n40ms\n";
/// A page that uses them.
const SAMPLED: &str = "
traffic: 10/s
path: [app]
components: { app: { server: { cores: 2, work: samples(samples.csv) } } }
";

/// A small page, which is made anew for each point.
const VARIED: &str = "
traffic: { rate: 100/s, shape: { spike: { at: 1s, times: 3, hold: 1s } } }
path: [app, cache]
components:
  app: { server: { cores: 2, instances: 2, work: exp(2ms) } }
  cache: { cache: { hit_ratio: 90% } }
slo: { cost: $100/month }
";

/// Reads the bytes as a page. `base.yaml` and `samples.csv` exist beside it, and it may name itself.
pub fn page(bytes: &[u8]) {
    if bytes.len() <= LONGEST {
        load(bytes, &[]);
    }
}

/// Reads each line as one `--set` of a sound page.
pub fn set(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if bytes.len() <= LONGEST {
        let sets: Vec<String> = text.lines().take(8).map(str::to_owned).collect();
        load(CHANGED.as_bytes(), &sets);
    }
}

/// Reads each line as one `--vary` of a sound page, of which nothing is simulated.
pub fn vary(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if bytes.len() > LONGEST {
        return;
    }
    let mut reader = |_: &Path| Ok(VARIED.as_bytes().to_vec());
    let (path, facts) = (Path::new("page.yaml"), Facts::default());
    let opened = Subject::open(&mut reader, path, &[], facts.tables(), &|_| {}, String::new());
    let subject = opened.expect("the page is sound");
    let (steps, budget) = (Steps::default(), Budget::default());
    let watch = Watch {
        threads: 1,
        max_in_flight: 1000,
        stop: &AtomicBool::new(true),
        steps: &steps,
        budget: &budget,
        share: None,
    };
    let vary = text.lines().take(2).map(str::to_owned).collect();
    match sweep::study(
        &subject,
        &Request { vary, points: Some(3), log: text.len() % 2 == 1 },
        &watch,
    ) {
        Ok(_) => panic!("a study that is stopped has no document"),
        Err(StudyError::Rejected(wrong)) => show(&wrong.problems, &wrong.sources),
        Err(StudyError::Refused(why)) => assert!(!why.say(Lang::En).is_empty()),
        Err(StudyError::Run(why)) => assert_eq!(why, RunError::Stopped),
    }
}

/// Reads the bytes as a latency table, and a page that uses it.
pub fn latency(bytes: &[u8]) {
    table(bytes, true);
}

/// Reads the bytes as a price list, and a page whose bill is made with it.
pub fn prices(bytes: &[u8]) {
    table(bytes, false);
}

fn table(bytes: &[u8], is_latency: bool) {
    let mut reader = |_: &Path| Ok(bytes.to_vec());
    let file = Some(Path::new("table.yaml"));
    let (latency, prices) = if is_latency { (file, None) } else { (None, file) };
    if bytes.len() > 4 * LONGEST {
        return;
    }
    match pipeline::facts(&mut reader, latency, prices) {
        Ok(facts) => load_with(CHANGED.as_bytes(), SAMPLES, &[], &facts),
        Err(Rejected { problems, sources }) => {
            assert!(problems.any_errors(), "a table was rejected without a reason");
            show(&problems, &sources);
        }
    }
}

/// Reads the bytes as the file of `samples(…)`.
pub fn samples(bytes: &[u8]) {
    if bytes.len() <= LONGEST {
        load_with(SAMPLED.as_bytes(), bytes, &[], &Facts::default());
    }
}

/// Reads the text as a formula, and as everything that a field may want of it. `x` is a name that is known.
pub fn units(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if bytes.len() > LONGEST {
        return;
    }
    let known = Ranged { low: 2.0, high: 8.0, ..Ranged::exact(4.0, Dim::TIME) };
    let names: Names<'_> = &|name| (name == "x").then(|| known.clone());
    let formula = within(text, Formula::parse(text));
    within(text, units::parse_range(text)).inspect(|found| drop(units::show_ranged(found)));
    for dim in [Dim::NONE, Dim::TIME] {
        within(text, units::parse_as(text, dim))
            .inspect(|found| assert!(found.dim == dim, "{text:?} is {found:?}"));
    }
    if let Some(found) = within(text, units::parse_quantity(text)) {
        assert!(found.value.is_finite(), "{text:?} is {found:?}");
        drop(units::show(found));
    }
    let Some(formula) = formula else { return };
    for (name, at) in formula.words() {
        assert_eq!(text.get(at), Some(name.as_str()), "{text:?}");
    }
    drop((formula.step(names), formula.is_literal()));
    if let Some(found) = within(text, formula.eval(names)) {
        let numbers = [found.low, found.value, found.high];
        assert!(numbers.iter().all(|number| number.is_finite()), "{text:?} is {found:?}");
    }
    let model = units::Model::new(vec![("y".to_owned(), formula)]);
    if let Err(errors) = model.propagate(names, 16, 1) {
        assert!(!errors.is_empty());
        for (_, error) in errors {
            let _ = within::<()>(text, Err(error));
        }
    }
}

/// The value, unless there is none; then the mistake must stand within the text.
fn within<T>(text: &str, result: Result<T, UnitError>) -> Option<T> {
    result
        .map_err(|error| {
            assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}");
        })
        .ok()
}

fn load(bytes: &[u8], sets: &[String]) {
    load_with(bytes, SAMPLES, sets, &Facts::default());
}

fn load_with(bytes: &[u8], samples: &[u8], sets: &[String], facts: &Facts) {
    let mut reader = |path: &Path| match path.to_str() {
        Some("page.yaml") => Ok(bytes.to_vec()),
        Some("base.yaml") => Ok(BASE.as_bytes().to_vec()),
        Some("samples.csv") => Ok(samples.to_vec()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    };
    match pipeline::load(&mut reader, Path::new("page.yaml"), sets, facts.tables()) {
        Ok(Loaded { problems, sources, .. }) => {
            assert!(!problems.any_errors(), "a page with errors was let through");
            show(&problems, &sources);
        }
        Err(Rejected { problems, sources }) => {
            assert!(problems.any_errors(), "a page was rejected without a reason");
            show(&problems, &sources);
        }
    }
}

/// Whatever is wrong can be shown, in its place.
fn show(problems: &Problems, sources: &Sources) {
    for problem in problems.sorted() {
        assert!(!render(problem, sources, Lang::En, false).is_empty());
    }
}
