//! One map of the page, asked field by field.

use super::{Reading, Spanned, Text, Want, choice};
use crate::message::language as say;
use crate::message::language::Message;
use crate::problem::{Problems, Span};
use crate::sample::Dist;
use crate::yaml::{Key, Node, Value};

/// A map of the page with what was asked of it so far.
pub struct Fields<'r, 'a> {
    /// What every reader shares.
    pub reading: &'r mut Reading<'a>,
    /// What the map is, for messages: `server`.
    pub owner: String,
    /// Where the map stands, for what is assumed: `components.app.server`.
    pub path: String,
    /// The whole map.
    pub span: Span,
    entries: &'a [(Key, Node)],
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
        owner: &str,
        path: &str,
    ) -> Option<Self> {
        let entries: &'a [(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            Value::List(_) | Value::Scalar(_) => {
                reading.complain(node.span, say::wants_a_map(owner));
                return None;
            }
        };
        let (owner, path) = (owner.to_owned(), path.to_owned());
        Some(Self { reading, owner, path, span: node.span, entries, asked: Vec::new() })
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

    /// True if something was written that nobody asked for so far.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        self.entries.iter().any(|(key, _)| !self.asked.contains(&key.text.as_str()))
    }

    /// Every entry, for maps whose keys are names.
    #[must_use]
    pub const fn entries(&self) -> &'a [(Key, Node)] {
        self.entries
    }

    /// The fields asked for so far.
    #[must_use]
    pub fn asked(&self) -> &[&'static str] {
        &self.asked
    }

    /// Where the value of `name` would be written.
    #[must_use]
    pub fn path_of(&self, name: &str) -> String {
        join(&self.path, name)
    }

    /// Reports an error at a field's key; at the map if the field was not written.
    pub fn complain(&mut self, name: &str, message: Message) {
        let span = self.has(name).unwrap_or(self.span);
        self.reading.complain(span, message);
    }

    /// Reports that a field, if it was written, has no effect.
    pub fn useless(&mut self, name: &str, why: &str) {
        if let Some(span) = self.has(name) {
            self.reading.complain(span, say::no_effect(name, why));
        }
    }

    /// Notes a default that is worth knowing.
    pub fn assume(&mut self, name: &str, value: impl Into<String>, why: impl Into<String>) {
        let path = self.path_of(name);
        self.reading.assume(path, value, why);
    }

    /// The text of a field that holds one value.
    pub fn text(&mut self, name: &'static str, fits: &str) -> Option<Text<'a>> {
        let node = self.node(name)?;
        self.reading.text(node, name, fits)
    }

    /// A number, 0 or more.
    pub fn amount(&mut self, name: &'static str, want: Want) -> Option<Spanned<f64>> {
        let text = self.text(name, want.words())?;
        let amount = self.reading.amount(&text, name, want)?;
        Some(Spanned::new(amount.value, text.span))
    }

    /// A number above 0.
    pub fn positive(&mut self, name: &'static str, want: Want) -> Option<Spanned<f64>> {
        let amount = self.amount(name, want)?;
        if amount.value <= 0.0 {
            self.reading.complain(amount.span, say::not_positive(name));
            return None;
        }
        Some(amount)
    }

    /// A duration in ns, 0 or more.
    pub fn duration(&mut self, name: &'static str) -> Option<Spanned<u64>> {
        self.amount(name, Want::Duration).map(|amount| amount.map(|ns| ns.round() as u64))
    }

    /// A duration in ns, above 0.
    pub fn positive_duration(&mut self, name: &'static str) -> Option<Spanned<u64>> {
        self.positive(name, Want::Duration)
            .map(|amount| amount.map(|ns| ns.round().max(1.0) as u64))
    }

    /// A whole number from `min` to `max`.
    pub fn whole(&mut self, name: &'static str, min: u64, max: u64) -> Option<Spanned<u64>> {
        let text = self.text(name, say::A_WHOLE_NUMBER)?;
        self.reading.whole(&text, name, (min, max))
    }

    /// A whole number above 0, at most `max`.
    pub fn count(&mut self, name: &'static str, max: u32) -> Option<Spanned<u32>> {
        let found = self.whole(name, 1, u64::from(max))?;
        Some(found.map(|value| u32::try_from(value).unwrap_or(max)))
    }

    /// A duration that may vary.
    pub fn varying(&mut self, name: &'static str) -> Option<Spanned<Dist>> {
        let node = self.node(name)?;
        let dist = self.reading.varying(node, name, Want::Duration)?;
        Some(Spanned::new(dist, node.span))
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let fits = choice::list(words);
        let text = self.text(name, &fits)?;
        choice::pick(self.reading, &text, name, words)
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<Spanned<bool>> {
        self.choice(name, &[("true", true), ("false", false)])
    }

    /// A word: a name, a label.
    pub fn word(&mut self, name: &'static str) -> Option<Spanned<&'a str>> {
        let text = self.text(name, say::A_NAME)?;
        if text.text.trim().is_empty() {
            self.reading.complain(text.span, say::no_value(name, say::A_NAME));
            return None;
        }
        Some(Spanned::new(text.text, text.span))
    }

    /// The fields of a map inside this one.
    pub fn nested(&mut self, name: &'static str) -> Option<Fields<'_, 'a>> {
        let node = self.node(name)?;
        if node.is_null() {
            self.reading.complain(node.span, say::no_value(name, say::A_MAP));
            return None;
        }
        let path = self.path_of(name);
        Fields::of(self.reading, node, name, &path)
    }

    /// The items of a list.
    pub fn list(&mut self, name: &'static str) -> Option<&'a [Node]> {
        let node = self.node(name)?;
        let items = node.as_list();
        if items.is_none() {
            self.reading.complain(node.span, say::wants_a_list(name));
        }
        items
    }

    /// Reports that a field must be written, if it was not.
    pub fn require(&mut self, name: &'static str, fits: &str) {
        let owner = self.owner.clone();
        self.require_for(&owner, name, fits);
    }

    /// As `require`, on behalf of another field of this map.
    pub fn require_for(&mut self, owner: &str, name: &'static str, fits: &str) {
        if self.has(name).is_none() {
            let message = say::missing_field(name, owner, fits);
            self.reading.complain(self.span, message);
        }
    }

    /// Reports every field that nobody asked for.
    pub fn finish(self) {
        let Self { reading, owner, entries, asked, .. } = self;
        for (key, node) in entries.iter().filter(|(key, _)| !asked.contains(&key.text.as_str())) {
            let message = unknown(&key.text, node, &owner, &asked);
            reading.complain(key.span, message);
        }
    }

    /// As `finish`, but for fields in `elsewhere` with a message of their own.
    pub fn finish_but(mut self, elsewhere: &dyn Fn(&str) -> Option<Message>) {
        let entries = self.entries;
        for (key, _) in entries {
            if self.asked.contains(&key.text.as_str()) {
                continue;
            }
            if let Some(message) = elsewhere(&key.text) {
                self.reading.complain(key.span, message);
            }
        }
        self.entries = &[];
        for (key, node) in entries {
            let known = self.asked.contains(&key.text.as_str());
            if !known && elsewhere(&key.text).is_none() {
                let message = unknown(&key.text, node, &self.owner, &self.asked);
                self.reading.complain(key.span, message);
            }
        }
    }
}

fn unknown(field: &str, node: &Node, owner: &str, fits: &[&'static str]) -> Message {
    if node.is_null() && (field.contains(')') || field.contains('(')) {
        return say::comma_in_flow_map(field);
    }
    let near = Problems::nearest(&field.to_lowercase(), fits.iter().copied())
        .or_else(|| say::meant_field(owner, field, fits));
    say::unknown_field(field, owner, near, fits)
}
