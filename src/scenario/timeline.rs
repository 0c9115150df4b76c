//! `timeline:`: what happens when.

use super::Name;
use crate::message::timeline::Fault;
use crate::message::{Beside, Fits, Owner, Why};
use crate::problem::{Problems, Span};
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
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
    Kill(Name<'a>, Which),
    /// Work takes so many times as long.
    Slow(Name<'a>, f64, Which),
    /// It takes calls and does not answer.
    Hang(Name<'a>, Which),
    /// Arrivals are multiplied.
    Traffic(f64),
    /// No message passes between two components or sites.
    Cut(Name<'a>, Name<'a>),
    /// A cache is emptied.
    Flush(Name<'a>),
    /// So many requests come beside the load, within so many ns, of this type or of any.
    Arrive(u32, u64, Option<Name<'a>>),
    /// Fields change: `component.field` and the new value.
    Set(Vec<(Name<'a>, &'a Node)>),
}

/// Which instances are struck.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// All of them.
    All,
    /// So many.
    First(Spanned<u32>),
    /// One, counted from 1.
    One(Spanned<u32>),
}

/// The fields of an entry.
pub static EVENT: Table = Table::of("event", &[VERBS, WHEN]);

/// The verbs, of which an entry has one; `shown` is an entry with it.
pub const VERBS: &[Field] = &[
    field(
        "kill",
        Form::Name,
        Is("–"),
        "instances die (all without `count` or `instance`; of a database the primaries first): calls in them fail, memory is lost",
    )
    .shown("{ at, kill: name, count: 2, for }"),
    field("slow", Form::Name, Is("–"), "its work, or that of so many instances, takes so many times as long")
        .shown("{ at, slow: name, times: 10, count: 1, for }"),
    field("hang", Form::Name, Is("–"), "it, or one of its instances, takes calls and does not answer; afterwards it goes on with them")
        .shown("{ at, hang: name, instance: 2, for }"),
    field("traffic", Form::Map(&TRAFFIC), Is("–"), "so many times the load (open load only)")
        .shown("{ at, traffic: { times: 3 }, for }"),
    field("cut", Form::TwoNames, Is("–"), "no message passes between two components or [sites](#the-network)")
        .shown("{ at, cut: [a, b], for }"),
    field("flush", Form::Name, Is("–"), "a cache is emptied").shown("{ at, flush: cache }"),
    field(
        "arrive",
        Form::Whole(1, MOST_AT_ONCE),
        Is("–"),
        "so many requests beside the load, at one instant or at random times `within` so long (open load only)",
    )
    .shown("{ at, arrive: 500, within: 1s, request: name }"),
    field(
        "set",
        Form::Formulas,
        Is("–"),
        "a field changes: `instances` or `workers` of a server, `instances` or a known `hit_ratio` of a cache, `errors` of anything",
    )
    .shown("{ at, set: { app.instances: 8 } }"),
];

/// What stands beside the verb.
const WHEN: &[Field] = &[
    field(
        "at",
        Form::Amount(Want::Duration),
        Needed,
        "when, from the start of the measured window",
    ),
    field("for", Form::Positive(Want::Duration), Is("to the end"), "how long it lasts"),
    field(
        "count",
        Form::Whole(1, u32::MAX as u64),
        Is("all of them"),
        "how many instances `kill`, `slow` or `hang` strikes",
    ),
    field(
        "instance",
        Form::Whole(1, u32::MAX as u64),
        Is("all of them"),
        "which instance is struck, counted from 1; not together with `count`",
    ),
    field(
        "times",
        Form::Positive(Want::Count),
        Needed,
        "how many times as long work takes under `slow`",
    )
    .fits(&Fits::Multiple),
    field(
        "within",
        Form::Positive(Want::Duration),
        Is("one instant"),
        "over how long the requests of an `arrive` are spread",
    ),
    field(
        "request",
        Form::Name,
        Is("each type as often as in the load"),
        "the type of request that an `arrive` sends",
    ),
];

/// The most requests of one entry.
const MOST_AT_ONCE: u64 = 10_000_000;

/// The fields of `traffic`.
static TRAFFIC: Table = Table::of(
    "traffic_event",
    &[&[field("times", Form::Amount(Want::Count), Needed, "how many times the load")
        .fits(&Fits::Multiple)]],
);

/// Whether what a verb does can end, as its example shows.
fn ends(verb: &Field) -> bool {
    verb.shown.is_some_and(|entry| entry.contains(", for"))
}

/// Reads the list.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Vec<Entry<'a>> {
    let Some(items) = page.list("timeline") else { return Vec::new() };
    let mut entries = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("timeline.{index}");
        if let Some(fields) = Fields::of(page.reading, item, &EVENT, Owner::Event, &path) {
            entries.extend(read_entry(fields));
        }
    }
    entries
}

fn read_entry<'a>(mut fields: Fields<'_, 'a>) -> Option<Entry<'a>> {
    fields.require("at");
    let at = fields.duration("at");
    let lasts = fields.duration("for");
    let written: Vec<&Field> =
        VERBS.iter().filter(|verb| fields.has(verb.name).is_some()).collect();
    let verb = match written.as_slice() {
        [verb] => {
            if !ends(verb) {
                let why = match verb.name {
                    "flush" => Why::FlushIsOver,
                    "arrive" => Why::ArriveWithin,
                    _ => Why::SetStays,
                };
                fields.useless("for", why);
            }
            read_verb(&mut fields, verb.name)
        }
        [] => {
            let unknown = fields
                .entries()
                .iter()
                .find(|(key, _)| WHEN.iter().all(|field| field.name != key.text));
            let span = unknown.map_or(fields.span, |(key, _)| key.span);
            let word = unknown.map_or("", |(key, _)| key.text.as_str());
            let verbs: Vec<&'static str> = VERBS.iter().map(|verb| verb.name).collect();
            let near = Problems::nearest(word, verbs.iter().copied());
            let word = word.to_owned();
            let fault = if word.is_empty() {
                Fault::NoVerb { verbs }
            } else {
                Fault::UnknownVerb { word, near, verbs }
            };
            fields.reading.complain(span, fault);
            return None;
        }
        [first, second, ..] => {
            let (first, second) = (first.name, second.name);
            let also = fields.has(first).map(|span| (span, Beside::First));
            let span = fields.has(second).unwrap_or(fields.span);
            if let Some(also) = also {
                fields.reading.complain_also(span, Fault::TwoVerbs { first, second }, also);
            }
            return None;
        }
    };
    let span = fields.has(written[0].name).unwrap_or(fields.span);
    finish(fields);
    Some(Entry { at: at?, lasts: lasts.map(|lasts| lasts.value), verb: verb?, span })
}

/// The verbs that strike instances.
const STRIKES: [&str; 3] = ["kill", "slow", "hang"];

/// `count`, `instance` and `times` belong to some verbs, and to the others not at all.
fn finish(mut fields: Fields<'_, '_>) {
    if STRIKES.iter().all(|verb| fields.has(verb).is_none()) {
        fields.useless("count", Why::OnlyStrikes);
        fields.useless("instance", Why::OnlyStrikes);
    }
    if fields.has("slow").is_none() {
        fields.useless("times", Why::OnlySlow);
    }
    if fields.has("arrive").is_none() {
        fields.useless("within", Why::OnlyArrive);
        fields.useless("request", Why::OnlyArrive);
    }
    for field in EVENT.fields() {
        fields.take(field.name);
    }
    fields.finish();
}

fn read_verb<'a>(fields: &mut Fields<'_, 'a>, verb: &str) -> Option<Verb<'a>> {
    match verb {
        "kill" => {
            let which = read_which(fields);
            Some(Verb::Kill(fields.word("kill")?, which))
        }
        "slow" => {
            fields.require_for("slow", "times");
            let times = fields.amount("times");
            let which = read_which(fields);
            Some(Verb::Slow(fields.word("slow")?, times?.value, which))
        }
        "hang" => {
            let which = read_which(fields);
            Some(Verb::Hang(fields.word("hang")?, which))
        }
        "flush" => fields.word("flush").map(Verb::Flush),
        "arrive" => {
            let count = fields.count("arrive");
            let within = fields.duration("within");
            let request = fields.word("request");
            let within_ns = within.map_or(0, |within| within.value);
            Some(Verb::Arrive(count?.value, within_ns, request))
        }
        "traffic" => read_traffic(fields),
        "cut" => read_cut(fields),
        _ => read_set(fields),
    }
}

fn read_which(fields: &mut Fields<'_, '_>) -> Which {
    match (fields.count("count"), fields.count("instance")) {
        (None, None) => Which::All,
        (Some(count), None) => Which::First(count),
        (None, Some(instance)) => Which::One(instance),
        (Some(count), Some(instance)) => {
            let also = (count.span, Beside::First);
            let fault = Fault::CountAndInstance;
            fields.reading.complain_also(instance.span, fault, also);
            Which::All
        }
    }
}

fn read_traffic<'a>(fields: &mut Fields<'_, 'a>) -> Option<Verb<'a>> {
    let mut inner = fields.nested("traffic")?;
    inner.require("times");
    let times = inner.amount("times");
    inner.finish();
    Some(Verb::Traffic(times?.value))
}

fn read_cut<'a>(fields: &mut Fields<'_, 'a>) -> Option<Verb<'a>> {
    let node = fields.node("cut")?;
    let sides = node.as_list().unwrap_or_default();
    let [one, other] = sides else {
        fields.reading.complain(node.span, Fault::CutWantsTwo);
        return None;
    };
    let name = |fields: &mut Fields<'_, 'a>, node: &'a Node| {
        let text = fields.reading.text(node, "cut", Fits::Name)?;
        Some(Spanned::new(text.text, text.span))
    };
    let (one, other) = (name(fields, one)?, name(fields, other)?);
    if one.value == other.value {
        fields.reading.complain(other.span, Fault::CutOfOne { name: one.value.to_owned() });
        return None;
    }
    Some(Verb::Cut(one, other))
}

fn read_set<'a>(fields: &mut Fields<'_, 'a>) -> Option<Verb<'a>> {
    let node = fields.node("set")?;
    let Value::Map(entries) = &node.value else {
        fields.reading.complain(node.span, Fault::SetWantsAMap);
        return None;
    };
    let changes =
        entries.iter().map(|(key, value)| (Spanned::new(key.text.as_str(), key.span), value));
    Some(Verb::Set(changes.collect()))
}
