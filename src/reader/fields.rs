//! One map of the page, asked field by field.

use super::table::{Field, Form, NAMES, Otherwise, Table, Word};
use super::{Reading, Spanned, Text, Want, choice};
use crate::message::fields::Fault;
use crate::message::{Complaint, Fits, Owner, Why, values};
use crate::problem::{Problems, Span};
use crate::sample::Dist;
use crate::yaml::{Key, Node, Value};

/// A map of the page with what was asked of it so far.
pub struct Fields<'r, 'a> {
    /// What every reader shares.
    pub reading: &'r mut Reading<'a>,
    /// What the map is, for messages.
    pub owner: Owner,
    /// Where the map stands, for what is assumed: `components.app.server`.
    pub path: String,
    /// The whole map.
    pub span: Span,
    entries: &'a [(Key, Node)],
    table: &'static Table,
    /// True if only those fields count that a step may change.
    of_step: bool,
    asked: Vec<&'static str>,
}

/// `a.b`, or `b` at the top level.
#[must_use]
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

impl<'r, 'a> Fields<'r, 'a> {
    /// The fields of a map; nothing written is a map without fields, anything else is reported.
    pub fn of(
        reading: &'r mut Reading<'a>,
        node: &'a Node,
        table: &'static Table,
        owner: impl Into<Owner>,
        path: &str,
    ) -> Option<Self> {
        let owner = owner.into();
        let entries: &'a [(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            Value::List(_) | Value::Scalar(_) => {
                reading.complain(node.span, Fault::WantsAMap { owner });
                return None;
            }
        };
        let (span, path) = (node.span, path.to_owned());
        Some(Self { reading, owner, path, span, entries, table, of_step: false, asked: Vec::new() })
    }

    /// The same map, of which only those fields count that a step may change.
    #[must_use]
    pub fn of_step(self) -> Self {
        Self { of_step: true, ..self }
    }

    fn is_known(&self, name: &str) -> bool {
        self.known().any(|field| field.name == name)
    }

    fn known(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let of_step = self.of_step;
        self.table.fields().filter(move |field| field.of_step || !of_step)
    }

    /// What the table says of a field that its reader asks for.
    fn row(&self, name: &'static str) -> &'static Field {
        debug_assert!(self.table.row(name).is_some(), "`{}` has no `{name}`", self.table.name);
        self.table.row(name).unwrap_or(&UNKNOWN)
    }

    /// The key and value of a field, if it was written; from now on the field is known.
    pub fn take(&mut self, name: &'static str) -> Option<&'a (Key, Node)> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        self.entries.iter().find(|(key, _)| key.text == name)
    }

    /// The value of a field, if it was written.
    pub fn node(&mut self, name: &'static str) -> Option<&'a Node> {
        self.take(name).map(|(_, node)| node)
    }

    /// Where a field's key stands, if it was written; does not ask for it.
    #[must_use]
    pub fn has(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|(key, _)| key.text == name).map(|(key, _)| key.span)
    }

    /// True if a field was written more than once, which was reported: any of them may be what is meant.
    #[must_use]
    pub fn is_twice(&self, name: &str) -> bool {
        self.entries.iter().filter(|(key, _)| key.text == name).count() > 1
    }

    /// True if nothing was written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// True if something was written that is no field.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        self.entries.iter().any(|(key, _)| !self.is_known(&key.text))
    }

    /// Every entry, for maps whose keys are names.
    #[must_use]
    pub const fn entries(&self) -> &'a [(Key, Node)] {
        self.entries
    }

    /// Where the value of `name` would be written.
    #[must_use]
    pub fn path_of(&self, name: &str) -> String {
        join(&self.path, name)
    }

    /// Reports an error at a field's key; at the map if the field was not written.
    pub fn complain(&mut self, name: &str, what: impl Into<Complaint>) {
        let span = self.has(name).unwrap_or(self.span);
        self.reading.complain(span, what);
    }

    /// Reports that a field, if it was written, has no effect.
    pub fn useless(&mut self, name: &str, why: Why) {
        if let Some(span) = self.has(name) {
            self.reading.complain(span, Fault::NoEffect { field: name.to_owned(), why });
        }
    }

    /// Notes the default of a field, which is worth knowing.
    pub fn assume(&mut self, name: &'static str) {
        let (Otherwise::Assumed(value, why) | Otherwise::AssumedSo(value, why, _)) =
            self.row(name).default
        else {
            debug_assert!(false, "nothing is assumed for `{name}`");
            return;
        };
        self.assume_value(name, value, why);
    }

    /// Notes a value that was chosen for a field, where the table cannot know it.
    pub fn assume_value(&mut self, name: &str, value: impl Into<String>, why: Why) {
        let path = self.path_of(name);
        self.reading.assume(path, value, why);
    }

    /// The text of a field that holds one value.
    pub fn text(&mut self, name: &'static str) -> Option<Text<'a>> {
        let fits = self.row(name).what_fits();
        self.text_that(name, fits)
    }

    fn text_that(&mut self, name: &'static str, fits: impl Into<Fits>) -> Option<Text<'a>> {
        let node = self.node(name)?;
        self.reading.text(node, name, fits)
    }

    /// A number, 0 or more, or above 0 if the table says so.
    pub fn amount(&mut self, name: &'static str) -> Option<Spanned<f64>> {
        match self.row(name).single() {
            Form::Amount(want) | Form::WordOr(_, want) => self.amount_in(name, want),
            Form::Positive(want) => self.positive_in(name, want),
            Form::FlagOrShare => self.amount_in(name, Want::Share),
            form => {
                debug_assert!(false, "`{name}` is no amount but {form:?}");
                None
            }
        }
    }

    /// A number, 0 or more, of a field whose unit depends on what is written.
    pub fn amount_in(&mut self, name: &'static str, want: Want) -> Option<Spanned<f64>> {
        let text = self.text_that(name, want)?;
        let amount = self.reading.amount(&text, name, want)?;
        Some(Spanned::new(amount.value, text.span))
    }

    /// A number above 0, of a field whose unit depends on what is written.
    pub fn positive_in(&mut self, name: &'static str, want: Want) -> Option<Spanned<f64>> {
        let amount = self.amount_in(name, want)?;
        if amount.value <= 0.0 {
            self.reading.complain(amount.span, values::Fault::NotPositive { field: name });
            return None;
        }
        Some(amount)
    }

    /// A duration in ns; at least 1 if it must be above 0.
    pub fn duration(&mut self, name: &'static str) -> Option<Spanned<u64>> {
        let least = if matches!(self.row(name).single(), Form::Positive(_)) { 1.0 } else { 0.0 };
        self.amount(name).map(|amount| amount.map(|ns| ns.round().max(least) as u64))
    }

    /// A whole number.
    pub fn whole(&mut self, name: &'static str) -> Option<Spanned<u64>> {
        let Form::Whole(least, most) = self.row(name).single() else {
            debug_assert!(false, "`{name}` is no whole number");
            return None;
        };
        let text = self.text_that(name, Fits::WholeNumber)?;
        self.reading.whole(&text, name, (least, most))
    }

    /// A whole number of no more than 32 bits.
    pub fn count(&mut self, name: &'static str) -> Option<Spanned<u32>> {
        self.whole(name).map(|found| found.map(|value| u32::try_from(value).unwrap_or(u32::MAX)))
    }

    /// Cores in thousandths.
    pub fn thousandths(&mut self, name: &'static str) -> Option<Spanned<u32>> {
        let Form::Cores(most) = self.row(name).single() else {
            debug_assert!(false, "`{name}` is no number of cores");
            return None;
        };
        let text = self.text_that(name, Fits::Cores)?;
        self.reading.cores(&text, name, most)
    }

    /// A duration, or a count, that may vary.
    pub fn varying(&mut self, name: &'static str) -> Option<Spanned<Dist>> {
        let Form::Varying(want) = self.row(name).single() else {
            debug_assert!(false, "`{name}` does not vary");
            return None;
        };
        let node = self.node(name)?;
        let dist = self.reading.varying(node, name, want)?;
        Some(Spanned::new(dist, node.span))
    }

    /// One of the words of a type.
    pub fn choice<T: Word>(&mut self, name: &'static str) -> Option<Spanned<T>> {
        self.row(name);
        let text = self.text_that(name, choice::fits(T::WORDS))?;
        choice::pick(self.reading, &text, name, T::WORDS)
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<Spanned<bool>> {
        self.choice(name)
    }

    /// A word: a name, a label.
    pub fn word(&mut self, name: &'static str) -> Option<Spanned<&'a str>> {
        let text = self.text_that(name, Fits::Name)?;
        if text.text.trim().is_empty() {
            self.reading.complain(
                text.span,
                values::Fault::NoValue { field: name.to_owned(), fits: Fits::Name },
            );
            return None;
        }
        Some(Spanned::new(text.text, text.span))
    }

    /// The fields of a map inside this one.
    pub fn nested(&mut self, name: &'static str) -> Option<Fields<'_, 'a>> {
        let node = self.node(name)?;
        if node.is_null() {
            self.reading.complain(
                node.span,
                values::Fault::NoValue { field: name.to_owned(), fits: Fits::Map },
            );
            return None;
        }
        let path = self.path_of(name);
        let row = self.row(name);
        let of_names = matches!(row.form, Form::Named(_) | Form::NamedPaths(_));
        let table = row.map().filter(|_| !of_names).unwrap_or(&NAMES);
        Fields::of(self.reading, node, table, name, &path)
    }

    /// The items of a list.
    pub fn list(&mut self, name: &'static str) -> Option<&'a [Node]> {
        let node = self.node(name)?;
        let items = node.as_list();
        if items.is_none() {
            self.reading.complain(node.span, Fault::WantsAList { field: name });
        }
        items
    }

    /// Reports that a field must be written, if it was not.
    pub fn require(&mut self, name: &'static str) {
        let owner = self.owner.clone();
        self.require_for(owner, name);
    }

    /// As `require`, on behalf of another field of this map.
    pub fn require_for(&mut self, owner: impl Into<Owner>, name: &'static str) {
        if self.has(name).is_none() {
            let (owner, fits) = (owner.into(), self.row(name).what_fits());
            self.reading.complain(self.span, Fault::Missing { field: name, owner, fits });
        }
    }

    /// Reports everything that is no field.
    pub fn finish(self) {
        self.finish_but(&|_| None);
    }

    /// As `finish`, but for words in `elsewhere` with a message of their own.
    pub fn finish_but(self, elsewhere: &dyn Fn(&str) -> Option<Complaint>) {
        for field in self.known() {
            let asked = self.asked.contains(&field.name);
            debug_assert!(asked, "nobody reads `{}` of {:?}", field.name, self.owner);
        }
        for (key, node) in self.entries {
            if self.is_known(&key.text) {
                continue;
            }
            let unknown = || self.unknown(&key.text, node).into();
            let what = elsewhere(&key.text).unwrap_or_else(unknown);
            self.reading.complain(key.span, what);
        }
    }

    fn unknown(&self, written: &str, node: &Node) -> Fault {
        let field = written.to_owned();
        if node.is_null() && (field.contains(')') || field.contains('(')) {
            return Fault::CommaInFlowMap { field };
        }
        let fits: Vec<&'static str> = self.known().map(|field| field.name).collect();
        let lower = written.to_lowercase();
        let near = match Problems::nearest(&lower, fits.iter().copied()) {
            Some(near) => vec![near],
            None => self
                .known()
                .filter(|known| known.words.contains(&lower.as_str()))
                .map(|known| known.name)
                .collect(),
        };
        Fault::Unknown { field, owner: self.owner.clone(), near, fits }
    }
}

impl Word for bool {
    const WORDS: &'static [(&'static str, Self)] = &[("true", true), ("false", false)];
}

/// What a reader that asks for a field which its table has not gets, in place of a panic.
static UNKNOWN: Field = super::table::field("", Form::Text, Otherwise::Needed, "");
