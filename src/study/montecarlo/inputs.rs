//! The ranges of a page: where they stand, and what each trial draws of them by Latin hypercube sampling.

use std::collections::BTreeMap;

use crate::sample::Stream;
use crate::units::ranges::{WrittenRange, drawn, ranges};
use crate::yaml::{Node, Value};

/// Sections whose ranges nobody draws: words, and how a study is run.
const LEFT_ALONE: [&str; 4] = ["name", "about", "run", "latency_table"];

/// A text of the page with ranges in it.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Where it stands, as `--set` takes it.
    pub path: String,
    /// As it is called: `peak`, `app.work.mean`.
    pub name: String,
    text: String,
    /// The ranges in it.
    pub ranges: Vec<WrittenRange>,
}

/// Every text with ranges, in the page's order. `skip` says which paths have no effect.
pub fn unknowns(page: &Node, skip: &dyn Fn(&str) -> bool) -> Vec<Unknown> {
    let mut found = Vec::new();
    for (key, node) in page.as_map().unwrap_or(&[]) {
        if !LEFT_ALONE.contains(&key.text.as_str()) {
            collect(node, &key.text, skip, &mut found);
        }
    }
    found
}

fn collect(node: &Node, path: &str, skip: &dyn Fn(&str) -> bool, found: &mut Vec<Unknown>) {
    let below = |name: &str| format!("{path}.{name}");
    match &node.value {
        Value::Null => {}
        Value::Map(entries) => {
            // A key with a point in it (`app.instances` of an event) is no step of a path.
            for (key, node) in entries.iter().filter(|(key, _)| !key.text.contains('.')) {
                collect(node, &below(&key.text), skip, found);
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &below(&index.to_string()), skip, found);
            }
        }
        Value::Scalar(scalar) => {
            let ranges = ranges(&scalar.text);
            if !ranges.is_empty() && !skip(path) {
                let (path, name) = (path.to_owned(), name_of(path));
                found.push(Unknown { path, name, text: scalar.text.clone(), ranges });
            }
        }
    }
}

/// `peak` of `assume.peak`, `app.work` of `components.app.server.work`; others as they are.
fn name_of(path: &str) -> String {
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["assume" | "estimate", name] => (*name).to_owned(),
        ["components", name, _, rest @ ..] => [&[*name], rest].concat().join("."),
        ["requests" | "data", rest @ ..] => rest.join("."),
        _ => path.to_owned(),
    }
}

impl Unknown {
    /// What each of its ranges is called.
    pub fn names(&self) -> Vec<String> {
        let name = |at: usize| match self.ranges.len() {
            1 => self.name.clone(),
            _ => format!("{} #{}", self.name, at + 1),
        };
        (0..self.ranges.len()).map(name).collect()
    }

    /// The change that puts these values in place of its ranges: `assume.peak=2.3`.
    pub fn set(&self, values: &[f64]) -> String {
        let text = drawn(&self.text, &self.ranges, values);
        // What YAML would take for its own is quoted.
        let is_plain =
            !text.starts_with('*') && !text.contains(|c| ",:#{}[]\"'&!|>`@\\".contains(c));
        if is_plain {
            format!("{}={text}", self.path)
        } else {
            format!("{}=\"{}\"", self.path, text.replace('\\', "\\\\").replace('"', "\\\""))
        }
    }
}

/// A Latin hypercube (McKay, Beckman and Conover, Technometrics 21(2), 1979): for each dimension, one point in
/// each of `trials` equally likely strata, in an order of its own. Each dimension draws from a stream that is
/// named after it, so that a range that is added or taken away leaves the others' draws alone.
#[derive(Clone, Debug)]
pub struct Hypercube {
    points: BTreeMap<String, Vec<f64>>,
}

impl Hypercube {
    /// Points between 0 and 1, ends excluded.
    pub fn new(seed: u64, trials: u32, dimensions: impl IntoIterator<Item = String>) -> Self {
        let points = dimensions.into_iter().map(|name| {
            let points = stratified(&mut Stream::new(seed, 0, &name, "range"), trials);
            (name, points)
        });
        Self { points: points.collect() }
    }

    /// One trial's point in one dimension; the middle where there is none.
    pub fn point(&self, dimension: &str, trial: usize) -> f64 {
        self.points.get(dimension).and_then(|all| all.get(trial)).copied().unwrap_or(0.5)
    }
}

fn stratified(stream: &mut Stream, trials: u32) -> Vec<f64> {
    let mut strata: Vec<u32> = (0..trials).collect();
    for at in (1..strata.len()).rev() {
        let other = usize::try_from(stream.below(at as u64 + 1)).unwrap_or(at);
        strata.swap(at, other);
    }
    let width = 1.0 / f64::from(trials.max(1));
    strata
        .into_iter()
        .map(|stratum| {
            let point = (f64::from(stratum) + stream.uniform_open()) * width;
            // The last stratum's end may round up to 1, where a quantile is infinite.
            point.min(1.0 - f64::EPSILON)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problems, Sources};
    use crate::scenario::page;
    use std::path::Path;

    fn page(text: &str) -> Node {
        let (mut problems, mut sources) = (Problems::default(), Sources::default());
        let bytes = text.as_bytes().to_vec();
        let mut reader = move |_: &Path| Ok(bytes.clone());
        page::load_with(&mut reader, Path::new("page.yaml"), &[], &mut problems, &mut sources)
            .expect("a page")
    }

    #[test]
    fn every_stratum_has_exactly_one_point_in_every_dimension() {
        for trials in [1, 2, 7, 100, 1000] {
            let names = ["a", "b"].map(str::to_owned);
            let cube = Hypercube::new(3, trials, names);
            for name in ["a", "b"] {
                let mut strata: Vec<u32> = (0..trials as usize)
                    .map(|trial| (cube.point(name, trial) * f64::from(trials)) as u32)
                    .collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..trials).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn dimensions_are_apart_from_each_other() {
        let both = Hypercube::new(3, 1000, ["a", "b"].map(str::to_owned));
        let alone = Hypercube::new(3, 1000, ["b".to_owned()]);
        let column = |cube: &Hypercube, name: &str| -> Vec<f64> {
            (0..1000).map(|trial| cube.point(name, trial)).collect()
        };
        assert_eq!(column(&both, "b"), column(&alone, "b"));
        let together = crate::stats::rank_correlation(&column(&both, "a"), &column(&both, "b"));
        // Four standard errors of independent ranks.
        assert!(together.is_some_and(|r| r.abs() < 4.0 / 1000_f64.sqrt()), "{together:?}");
    }

    #[test]
    fn ranges_are_found_wherever_they_stand() {
        let page = page(
            "name: 1..2\nassume: { peak: 1.5..3, days: 30 }\n\
             traffic: { rate: 100/s * 2..3 + 4/s..5/s }\n\
             components: { app: { server: { work: { mean: 1ms..2ms, cv: 1 } } } }\n\
             timeline: [ { at: 1s..2s, kill: app } ]\n",
        );
        let found = unknowns(&page, &|path| path.starts_with("timeline"));
        let names: Vec<String> = found.iter().flat_map(Unknown::names).collect();
        assert_eq!(names, ["peak", "traffic.rate #1", "traffic.rate #2", "app.work.mean"]);
        assert_eq!(found[1].set(&[2.5, 4.5]), "traffic.rate=100/s * 2.5 + 4.5/s");
        assert_eq!(found[2].path, "components.app.server.work.mean");
    }

    #[test]
    fn draws_have_the_quantiles_that_were_written() {
        let page = page("assume: { peak: 1.5..3 }\n");
        let found = unknowns(&page, &|_| false);
        let range = &found[0].ranges[0];
        let cube = Hypercube::new(9, 1000, [found[0].path.clone()]);
        let mut draws: Vec<f64> =
            (0..1000).map(|trial| range.quantile(cube.point(&found[0].path, trial))).collect();
        draws.sort_by(f64::total_cmp);
        // Stratified: exactly 50 of 1,000 draws lie below the low end, and 50 above the high one.
        assert!(draws[49] < 1.5 && draws[50] > 1.5 && draws[949] < 3.0 && draws[950] > 3.0);
    }
}
