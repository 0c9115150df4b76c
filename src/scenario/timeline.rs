//! `timeline:`: what happens when.

use super::Name;
use crate::message::language as say;
use crate::problem::Span;
use crate::reader::{Fields, Spanned, Want};
use crate::yaml::{Node, Value};

/// One entry as it is written.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// When, ns from the start of the measured window.
    pub at: Spanned<u64>,
    /// For how long, ns.
    pub lasts: Option<u64>,
    /// What.
    pub verb: Verb<'a>,
    /// Where the verb was written.
    pub span: Span,
}

/// What happens, to names that are not looked up yet.
#[derive(Clone, Debug)]
pub enum Verb<'a> {
    /// Instances die.
    Kill(Name<'a>, Option<Spanned<u32>>),
    /// Work takes so many times as long.
    Slow(Name<'a>, f64),
    /// It takes calls and does not answer.
    Hang(Name<'a>),
    /// Arrivals are multiplied.
    Traffic(f64),
    /// No message passes between two components or sites.
    Cut(Name<'a>, Name<'a>),
    /// A cache is emptied.
    Flush(Name<'a>),
    /// Fields change: `component.field` and the new value.
    Set(Vec<(Name<'a>, &'a Node)>),
}

/// The verbs, and whether what they do can end.
const VERBS: [(&str, bool); 7] = [
    ("kill", true),
    ("slow", true),
    ("hang", true),
    ("traffic", true),
    ("cut", true),
    ("flush", false),
    ("set", false),
];

/// Reads the list.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Vec<Entry<'a>> {
    let Some(items) = page.list("timeline") else { return Vec::new() };
    let mut entries = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("timeline.{index}");
        if let Some(fields) = Fields::of(page.reading, item, say::AN_EVENT, &path) {
            entries.extend(read_entry(fields));
        }
    }
    entries
}

fn read_entry<'a>(mut fields: Fields<'_, 'a>) -> Option<Entry<'a>> {
    fields.require("at", Want::Duration.words());
    let at = fields.duration("at");
    let lasts = fields.positive_duration("for");
    let written: Vec<(&str, bool)> =
        VERBS.into_iter().filter(|(verb, _)| fields.has(verb).is_some()).collect();
    let names = || VERBS.map(|(verb, _)| verb);
    let verb = match written.as_slice() {
        [(verb, ends)] => {
            if !ends {
                fields.useless("for", say::why_it_does_not_last(verb));
            }
            read_verb(&mut fields, verb)
        }
        [] => {
            let unknown = fields
                .entries()
                .iter()
                .find(|(key, _)| !["at", "for", "count", "times"].contains(&key.text.as_str()));
            let span = unknown.map_or(fields.span, |(key, _)| key.span);
            let word = unknown.map_or("", |(key, _)| key.text.as_str());
            let near = crate::problem::Problems::nearest(word, names());
            fields.reading.complain(span, say::no_verb(word, near, &names()));
            return None;
        }
        [(first, _), (second, _), ..] => {
            let also = fields.has(first).map(|span| (span, say::FIRST_HERE.to_owned()));
            let span = fields.has(second).unwrap_or(fields.span);
            let message = say::two_verbs(first, second);
            if let Some(also) = also {
                fields.reading.complain_also(span, message, also);
            }
            return None;
        }
    };
    let span = fields.has(written[0].0).unwrap_or(fields.span);
    finish(fields);
    Some(Entry { at: at?, lasts: lasts.map(|lasts| lasts.value), verb: verb?, span })
}

/// `count` and `times` belong to one verb each, and to the others not at all.
fn finish(mut fields: Fields<'_, '_>) {
    let (count, times) = (fields.has("kill").is_none(), fields.has("slow").is_none());
    if count {
        fields.take("count");
        fields.useless("count", say::WHY_ONLY_KILL);
    }
    if times {
        fields.take("times");
        fields.useless("times", say::WHY_ONLY_SLOW);
    }
    fields.finish();
}

fn read_verb<'a>(fields: &mut Fields<'_, 'a>, verb: &str) -> Option<Verb<'a>> {
    match verb {
        "kill" => {
            let count = fields.count("count", u32::MAX);
            Some(Verb::Kill(fields.word("kill")?, count))
        }
        "slow" => {
            fields.require_for("slow", "times", say::A_MULTIPLE);
            let times = fields.positive("times", Want::Count);
            Some(Verb::Slow(fields.word("slow")?, times?.value))
        }
        "hang" => fields.word("hang").map(Verb::Hang),
        "flush" => fields.word("flush").map(Verb::Flush),
        "traffic" => read_traffic(fields),
        "cut" => read_cut(fields),
        _ => read_set(fields),
    }
}

fn read_traffic<'a>(fields: &mut Fields<'_, 'a>) -> Option<Verb<'a>> {
    let mut inner = fields.nested("traffic")?;
    inner.require("times", say::A_MULTIPLE);
    let times = inner.amount("times", Want::Count);
    inner.finish();
    Some(Verb::Traffic(times?.value))
}

fn read_cut<'a>(fields: &mut Fields<'_, 'a>) -> Option<Verb<'a>> {
    let node = fields.node("cut")?;
    let sides = node.as_list().unwrap_or_default();
    let [one, other] = sides else {
        fields.reading.complain(node.span, say::cut_wants_two());
        return None;
    };
    let name = |fields: &mut Fields<'_, 'a>, node: &'a Node| {
        let text = fields.reading.text(node, "cut", say::A_NAME)?;
        Some(Spanned::new(text.text, text.span))
    };
    let (one, other) = (name(fields, one)?, name(fields, other)?);
    if one.value == other.value {
        fields.reading.complain(other.span, say::cut_of_one(one.value));
        return None;
    }
    Some(Verb::Cut(one, other))
}

fn read_set<'a>(fields: &mut Fields<'_, 'a>) -> Option<Verb<'a>> {
    let node = fields.node("set")?;
    let Value::Map(entries) = &node.value else {
        fields.reading.complain(node.span, say::set_wants_a_map());
        return None;
    };
    let changes =
        entries.iter().map(|(key, value)| (Spanned::new(key.text.as_str(), key.span), value));
    Some(Verb::Set(changes.collect()))
}
