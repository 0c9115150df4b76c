//! What the fuzz targets do with their bytes, and `cargo test` with the corpus that they left: read them as a page,
//! as a quantity, or as `--set`, and hold every reader to its word. A panic is a finding.

use std::io;
use std::path::Path;

use napkin::message::Lang;
use napkin::pipeline::{self, Facts, Loaded, Rejected};
use napkin::problem::{Problems, Sources};
use napkin::report::problem::render;
use napkin::units::{self, Dim, Formula, Names, Ranged, UnitError};

/// Longer inputs find nothing that shorter ones do not: the readers' own limits are tested by themselves.
const LONGEST: usize = 4096;
/// What a page may build on; its own bases and parts are files that are not there.
const BASE: &str = include_str!("base.yaml");
/// What `--set` changes.
const CHANGED: &str = include_str!("../../scenarios/url-shortener.yaml");

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
    let facts = Facts::default();
    let mut reader = |path: &Path| match path.to_str() {
        Some("page.yaml") => Ok(bytes.to_vec()),
        Some("base.yaml") => Ok(BASE.as_bytes().to_vec()),
        Some("samples.csv") => Ok(b"1ms\n2ms\n40ms\n".to_vec()),
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
