//! What napkin adds to a page, as formulas over the page's own: so that they have steps, ranges and an
//! interview's rounding like any other.

use std::collections::BTreeMap;

use super::PageFormula;
use crate::document::{Assumed, EstimateLine};
use crate::message::estimate::{self, Remark};
use crate::units::eval::Names;
use crate::units::{Dim, Formula, Quantity, Ranged};
use crate::yaml::Node;

/// How the page wrote what a design was built from: `read_qps`, not 11,574/s. Anything may be missing.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// `traffic:` or `traffic.rate`.
    traffic: Option<String>,
    /// By request: its rate.
    rates: BTreeMap<String, String>,
    /// By request: its size.
    sizes: BTreeMap<String, String>,
    /// By data set: keys, size and popularity.
    data: BTreeMap<String, [Option<String>; 3]>,
    /// The highest multiplier of the shape, where there is one candidate.
    peak: Option<String>,
}

impl Written {
    /// What stands on a composed page.
    #[must_use]
    pub fn of(page: &Node) -> Self {
        let text = |node: Option<&Node>| node.and_then(Node::as_text).map(str::to_owned);
        let traffic = page.get("traffic");
        let mut written = Self {
            traffic: text(traffic).or_else(|| text(traffic.and_then(|node| node.get("rate")))),
            ..Self::default()
        };
        for (key, node) in page.get("requests").and_then(Node::as_map).unwrap_or_default() {
            written.rates.extend(text(node.get("rate")).map(|rate| (key.text.clone(), rate)));
            written.sizes.extend(text(node.get("size")).map(|size| (key.text.clone(), size)));
        }
        for (key, node) in page.get("data").and_then(Node::as_map).unwrap_or_default() {
            let fields = ["keys", "size", "popularity"].map(|field| text(node.get(field)));
            written.data.insert(key.text.clone(), fields);
        }
        let shape = traffic.and_then(|node| node.get("shape"));
        let forms = [("spike", "times"), ("ramp", "to"), ("diurnal", "peak")];
        written.peak = forms
            .iter()
            .find_map(|(form, field)| text(shape.and_then(|shape| shape.get(form)?.get(field))));
        written
    }

    /// How a data set's popularity is written.
    pub(super) fn popularity(&self, data: &str) -> Option<&str> {
        self.data.get(data)?[2].as_deref()
    }
}

/// A line that napkin adds.
pub(super) enum Entry {
    /// Computed like the page's own.
    Derived(Derived),
    /// Computed elsewhere: at the medians, without rounding.
    Fixed(EstimateLine),
}

/// A formula of napkin's.
pub(super) struct Derived {
    /// The line's name.
    pub name: String,
    /// The name that other formulas have for it.
    pub id: String,
    pub formula: Formula,
    /// What stands for the formula in the line, if it says more.
    pub said: Option<estimate::Formula>,
    /// What is said behind the step.
    pub remark: Option<Remark>,
}

/// What napkin adds to one page.
pub(super) struct Sheet<'a> {
    pub entries: Vec<Entry>,
    /// Numbers of the design, by the names that formulas have for them.
    pub numbers: BTreeMap<String, Ranged>,
    /// What was chosen because the page did not say.
    pub assumed: Vec<Assumed>,
    pub written: &'a Written,
    page: &'a [PageFormula],
    values: &'a [Ranged],
    outer: Names<'a>,
}

impl<'a> Sheet<'a> {
    pub fn new(
        page: &'a [PageFormula],
        values: &'a [Ranged],
        outer: Names<'a>,
        written: &'a Written,
    ) -> Self {
        let (entries, numbers, assumed) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { entries, numbers, assumed, written, page, values, outer }
    }

    /// A quantity of the page, by its name.
    pub fn named(&self, name: &str) -> Option<Ranged> {
        let own = self.page.iter().position(|line| line.name == name);
        own.map_or_else(|| (self.outer)(name), |at| self.values.get(at).cloned())
    }

    /// What the page says for a value, if that is what the design was built from; else a number under this name.
    pub fn amount(&mut self, written: Option<String>, name: &str, value: Quantity) -> String {
        let is_it = |text: &String| {
            let found =
                Formula::parse(text).and_then(|formula| formula.eval(&|name| self.named(name)));
            found.is_ok_and(|found| {
                found.dim == value.dim
                    && (found.value - value.value).abs() <= 1e-6 * value.value.abs()
            })
        };
        match written.filter(is_it) {
            Some(text) => {
                let is_one = |text: &str| {
                    let written = Formula::parse(text).is_ok_and(|formula| formula.is_literal());
                    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ');
                    (written && !text.starts_with('-')) || text.chars().all(name)
                };
                if is_one(&text) { text } else { format!("({text})") }
            }
            None => self.number(name, value),
        }
    }

    /// A number of the design under a name that formulas can use.
    pub fn number(&mut self, name: &str, value: Quantity) -> String {
        let id = self.id(name);
        self.numbers.insert(id.clone(), value.into());
        id
    }

    /// The same with what it counts.
    pub fn count(&mut self, name: &str, value: f64) -> String {
        self.number(name, Quantity::new(value, Dim::NONE))
    }

    /// Adds a line; its name in formulas comes back. Nothing is added, and an empty name comes back, for a
    /// formula that is none, which no page should lead to.
    pub fn derive(&mut self, name: &str, text: &str) -> String {
        self.derive_as(name, text, None, None)
    }

    /// The same, with words in place of the formula and behind the step.
    pub fn derive_as(
        &mut self,
        name: &str,
        text: &str,
        said: Option<estimate::Formula>,
        remark: Option<Remark>,
    ) -> String {
        let Ok(formula) = Formula::parse(text) else { return String::new() };
        let id = self.id(name);
        let name = name.to_owned();
        self.entries.push(Entry::Derived(Derived { name, id: id.clone(), formula, said, remark }));
        id
    }

    pub fn fixed(&mut self, line: EstimateLine) {
        self.entries.push(Entry::Fixed(line));
    }

    /// The name that formulas have for a line.
    pub fn written_id(&self, name: &str) -> String {
        self.id(name)
    }

    /// A word that a formula can have, and that is no name of the page.
    fn id(&self, name: &str) -> String {
        let plain = |c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '.') || crate::units::is_letter(c)
        };
        let word: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
        let word: Vec<String> = word
            .split('.')
            .map(|part| {
                let starts = part.starts_with(|c: char| !c.is_ascii_digit());
                if starts { part.to_owned() } else { format!("_{part}") }
            })
            .collect();
        let word = word.join(".");
        let taken = self.page.iter().any(|line| line.name == word) || crate::units::is_unit(&word);
        if taken { format!("traffic.{word}") } else { word }
    }

    /// The rate of a request as it is written.
    pub fn rate(&self, request: &str) -> Option<String> {
        self.written.rates.get(request).cloned()
    }

    /// The rate of all requests as it is written.
    pub fn traffic(&self) -> Option<String> {
        self.written.traffic.clone()
    }

    /// The size of a request's answer as it is written: its own, or its data's.
    pub fn size(&self, request: &str, data: Option<&str>) -> Option<String> {
        let own = self.written.sizes.get(request).cloned();
        own.or_else(|| self.written.data.get(data?)?[1].clone())
    }

    /// A data set's keys and the size of one, as they are written.
    pub fn data(&self, data: &str) -> [Option<String>; 2] {
        let [keys, size, _] = self.written.data.get(data).cloned().unwrap_or_default();
        [keys, size]
    }

    /// The peak's multiplier as it is written.
    pub fn peak(&self) -> Option<String> {
        self.written.peak.clone()
    }
}
