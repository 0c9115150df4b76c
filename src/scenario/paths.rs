//! Paths: chains of names and blocks, as they are written.

use super::Name;
use crate::message::component;
use crate::message::paths::Fault;
use crate::message::{Why, values};
use crate::problem::{Problems, Span};
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, Word, choice, field};
use crate::reader::{Fields, Reading, Spanned, Want};
use crate::sample::Dist;
use crate::yaml::{Key, Node, Value};

/// The blocks, by the word that begins each.
pub static BLOCKS: Table = Table::of(
    "path",
    &[&[
        field(
            "parallel",
            Form::PathsOr(&PARALLEL),
            Is("–"),
            "all at once: `[path, …]`, or `{ need: k, paths: […] }`",
        ),
        field("sequence", Form::Paths, Is("–"), "one after the other: `[path, …]`"),
        field(
            "repeat",
            Form::Map(&REPEAT),
            Is("–"),
            "the same path many times: `{ times: 200, at_once: 10, path: […] }`",
        ),
        field("chance", Form::Map(&CHANCE), Is("–"), "sometimes: `{ share: 10%, path: […] }`"),
        field(
            "one_of",
            Form::Map(&ONE_OF),
            Is("–"),
            "one of several: `{ policy: weighted, paths: { name: path } }`",
        ),
        field(
            "later",
            Form::Path,
            Is("–"),
            "what the caller does not wait for; it starts at a queue",
        ),
    ]],
);

const PATH: Field = field(
    "path",
    Form::Path,
    Needed,
    "each name calls the next, and the answer comes back through them",
);

/// The fields of `parallel`.
static PARALLEL: Table = Table::of(
    "parallel",
    &[&[
        field("paths", Form::Paths, Needed, "which ways it goes"),
        field("need", Form::Whole(1, 1 << 53), Is("all"), "answers that are waited for"),
    ]],
);

/// The fields of `repeat`.
static REPEAT: Table = Table::of(
    "repeat",
    &[&[
        field(
            "times",
            Form::Varying(Want::Count),
            Needed,
            "how often; it may vary: `{ mean: 5, cv: 1 }`",
        ),
        PATH,
        field("at_once", Form::Whole(1, 10_000_000), Is("1"), "how many are under way at once"),
    ]],
);

/// The fields of `chance`.
static CHANCE: Table = Table::of(
    "chance",
    &[&[field("share", Form::Positive(Want::Share), Needed, "how often: `10%`"), PATH]],
);

/// The fields of `one_of`.
static ONE_OF: Table = Table::of(
    "one_of",
    &[&[
        field("paths", Form::NamedPaths(&CHOICE), Needed, "the ways, by name"),
        field(
            "policy",
            choice::<PickPath>(),
            Is("`weighted`"),
            "`weighted`, `failover` (the next one if one fails) or `nearest` (by site)",
        ),
        field("weights", Form::Formulas, Is("1 each"), "how often each way is taken, by name"),
    ]],
);

/// The fields of a path of `one_of` that has a weight.
static CHOICE: Table = Table::of(
    "choice",
    &[&[
        field(
            "weight",
            Form::Amount(Want::Count),
            Is("1"),
            "how often it is taken, against the others' weights",
        ),
        PATH,
    ]],
);

/// The words that begin a block.
pub fn blocks<'n>() -> impl Iterator<Item = &'n str> + Clone {
    BLOCKS.groups[0].iter().map(|block| -> &'n str { block.name })
}

/// True for a word that begins a block.
#[must_use]
pub fn is_block(word: &str) -> bool {
    BLOCKS.row(word).is_some()
}

/// A chain as it is written.
#[derive(Clone, Debug)]
pub struct WrittenPath<'a> {
    /// The whole chain.
    pub span: Span,
    /// Its links, in order.
    pub links: Vec<Link<'a>>,
}

/// One link of a chain.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// Where its name or block word was written.
    pub span: Span,
    /// What it is.
    pub what: What<'a>,
}

/// A call or a block.
#[derive(Clone, Debug)]
pub enum What<'a> {
    /// A name, with the fields that this step changes.
    Call(Name<'a>, Option<&'a Node>),
    /// All at once.
    Parallel(Option<Spanned<u32>>, Vec<WrittenPath<'a>>),
    /// One after the other.
    Sequence(Vec<WrittenPath<'a>>),
    /// Many times.
    Repeat(Dist, u32, WrittenPath<'a>),
    /// Sometimes.
    Chance(f64, WrittenPath<'a>),
    /// One of several.
    OneOf(PickPath, Vec<(&'a str, f64, WrittenPath<'a>)>),
    /// Left for later.
    Later(WrittenPath<'a>),
}

/// How `one_of` picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickPath {
    /// By weight.
    Weighted,
    /// The first that answers.
    Failover,
    /// The one whose first component is nearest to the caller, and up.
    Nearest,
}

impl Word for PickPath {
    const WORDS: &'static [(&'static str, Self)] =
        &[("weighted", Self::Weighted), ("failover", Self::Failover), ("nearest", Self::Nearest)];
}

/// Reads a path: a list of steps, or one step.
pub fn read<'a>(reading: &mut Reading<'a>, node: &'a Node, field: &str) -> Option<WrittenPath<'a>> {
    let links = match &node.value {
        Value::Null => Vec::new(),
        Value::List(items) => items.iter().filter_map(|item| read_link(reading, item)).collect(),
        Value::Scalar(_) | Value::Map(_) => read_link(reading, node).into_iter().collect(),
    };
    let is_empty = match &node.value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        _ => false,
    };
    if is_empty {
        reading.complain(node.span, Fault::Empty { field: field.to_owned() });
        return None;
    }
    Some(WrittenPath { span: node.span, links })
}

fn read_link<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<Link<'a>> {
    match &node.value {
        Value::Scalar(scalar) => {
            let name = scalar.text.as_str();
            if is_block(name) {
                reading.complain(node.span, Fault::BlockWithoutPaths { block: name.to_owned() });
                return None;
            }
            let what = What::Call(Spanned::new(name, node.span), None);
            Some(Link { span: node.span, what })
        }
        Value::Map(entries) => match entries.as_slice() {
            [(key, inner)] => read_entry(reading, key, inner),
            _ => {
                let (span, fault) = several_keys(node, entries);
                reading.complain(span, fault);
                None
            }
        },
        Value::List(_) => {
            reading.complain(node.span, Fault::ListInAPath);
            None
        }
        Value::Null => {
            reading.complain(node.span, Fault::EmptyStep);
            None
        }
    }
}

fn several_keys(node: &Node, entries: &[(Key, Node)]) -> (Span, Fault) {
    let block = entries.iter().find(|(key, _)| is_block(&key.text));
    let name = block.or(entries.first()).map_or("", |(key, _)| key.text.as_str());
    let stray = entries.iter().find(|(key, _)| key.text != name);
    let span = stray.map_or(node.span, |(key, _)| key.span);
    let stray = stray.map_or("", |(key, _)| key.text.as_str()).to_owned();
    (span, Fault::SeveralKeys { name: name.to_owned(), stray, is_block: block.is_some() })
}

fn read_entry<'a>(reading: &mut Reading<'a>, key: &'a Key, node: &'a Node) -> Option<Link<'a>> {
    let what = match key.text.as_str() {
        "parallel" => read_parallel(reading, node),
        "sequence" => read_all(reading, node, "sequence").map(What::Sequence),
        "repeat" => read_repeat(reading, node),
        "chance" => read_chance(reading, node),
        "one_of" => read_one_of(reading, node),
        "later" => read(reading, node, "later").map(What::Later),
        name => {
            if !matches!(node.value, Value::Map(_) | Value::Null) {
                let near = Problems::nearest(name, blocks());
                let name = name.to_owned();
                let fault = match near {
                    Some(near) => Fault::NotABlock { name, near },
                    None => Fault::FieldsWantAMap { name },
                };
                reading.complain(key.span, fault);
                return None;
            }
            Some(What::Call(Spanned::new(name, key.span), Some(node)))
        }
    }?;
    Some(Link { span: key.span, what })
}

/// The inner paths of a list.
fn read_all<'a>(
    reading: &mut Reading<'a>,
    node: &'a Node,
    block: &str,
) -> Option<Vec<WrittenPath<'a>>> {
    let Some(items) = node.as_list() else {
        reading.complain(node.span, Fault::BlockWantsPaths { block: block.to_owned() });
        return None;
    };
    if items.is_empty() {
        reading.complain(node.span, Fault::Empty { field: block.to_owned() });
        return None;
    }
    Some(items.iter().filter_map(|item| read(reading, item, block)).collect())
}

fn read_parallel<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<What<'a>> {
    if !matches!(node.value, Value::Map(_)) {
        return read_all(reading, node, "parallel").map(|paths| What::Parallel(None, paths));
    }
    let mut fields = Fields::of(reading, node, &PARALLEL, "parallel", "")?;
    let need = fields.whole("need");
    fields.require("paths");
    let paths = fields.node("paths");
    let paths = paths.and_then(|node| read_all(fields.reading, node, "parallel"));
    if let (Some(need), Some(paths)) = (need, &paths)
        && need.value as usize > paths.len()
    {
        let (span, need, paths) = (need.span, need.value, paths.len());
        fields.reading.complain(span, Fault::NeedBeyondPaths { need, paths });
    }
    fields.finish();
    let need = need.map(|need| need.map(|count| u32::try_from(count).unwrap_or(u32::MAX)));
    Some(What::Parallel(need, paths?))
}

fn read_repeat<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<What<'a>> {
    let mut fields = Fields::of(reading, node, &REPEAT, "repeat", "")?;
    fields.require("times");
    let times = fields.varying("times");
    if let Some(times) = times.as_ref().filter(|times| times.value.mean_ns() <= 0.0) {
        fields.reading.complain(times.span, values::Fault::NotPositive { field: "times" });
    }
    let at_once = fields.count("at_once");
    let path = inner(&mut fields);
    fields.finish();
    Some(What::Repeat(times?.value, at_once.map_or(1, |at_once| at_once.value), path?))
}

fn read_chance<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<What<'a>> {
    let mut fields = Fields::of(reading, node, &CHANCE, "chance", "")?;
    fields.require("share");
    let share = fields.amount("share");
    let path = inner(&mut fields);
    fields.finish();
    Some(What::Chance(share?.value, path?))
}

fn inner<'a>(fields: &mut Fields<'_, 'a>) -> Option<WrittenPath<'a>> {
    fields.require("path");
    let node = fields.node("path")?;
    read(fields.reading, node, "path")
}

fn read_one_of<'a>(reading: &mut Reading<'a>, node: &'a Node) -> Option<What<'a>> {
    let mut fields = Fields::of(reading, node, &ONE_OF, "one_of", "")?;
    let policy = fields.choice("policy");
    let known = policy.is_some() || fields.has("policy").is_none();
    let policy = policy.map_or(PickPath::Weighted, |policy| policy.value);
    fields.require("paths");
    let mut paths = read_choices(&mut fields, known && policy != PickPath::Weighted);
    let named = fields.node("paths").map(|node| node.as_map().unwrap_or_default());
    let is_map = fields.node("paths").is_none_or(|node| node.as_map().is_some());
    if let Some(weights) = fields.nested("weights") {
        read_weights(weights, &mut paths, named.filter(|_| is_map));
    }
    if known && policy != PickPath::Weighted {
        fields.useless("weights", Why::NotWeighted);
    }
    let total: f64 = paths.iter().map(|(_, weight, _)| weight).sum();
    if policy == PickPath::Weighted && !paths.is_empty() && total <= 0.0 {
        fields.complain("paths", component::Fault::ZeroWeights);
    }
    fields.finish();
    (!paths.is_empty()).then_some(What::OneOf(policy, paths))
}

type Choices<'a> = Vec<(&'a str, f64, WrittenPath<'a>)>;

/// `name: path`, or `name: { weight, path }`.
fn read_choices<'a>(fields: &mut Fields<'_, 'a>, unweighted: bool) -> Choices<'a> {
    let mut paths = Vec::new();
    let Some(map) = fields.nested("paths") else { return paths };
    if map.is_empty() {
        map.reading.complain(map.span, Fault::Empty { field: "paths".to_owned() });
    }
    for (key, node) in map.entries() {
        let is_long = node.get("path").is_some() || node.get("weight").is_some();
        let (weight, path) = if is_long {
            let Some(mut long) = Fields::of(map.reading, node, &CHOICE, key.text.as_str(), "")
            else {
                continue;
            };
            let weight = long.amount("weight").map_or(1.0, |weight| weight.value);
            if unweighted {
                long.useless("weight", Why::NotWeighted);
            }
            let path = inner(&mut long);
            long.finish();
            (weight, path)
        } else {
            (1.0, read(map.reading, node, &key.text))
        };
        if let Some(path) = path {
            paths.push((key.text.as_str(), weight, path));
        }
    }
    paths
}

/// `weights: { name: 3 }` beside the paths.
/// `named` is every path as it is written, `None` where they are no map: a name that could not be read is there.
fn read_weights<'a>(
    weights: Fields<'_, 'a>,
    paths: &mut Choices<'a>,
    named: Option<&'a [(Key, Node)]>,
) {
    for (key, node) in weights.entries() {
        let text = weights.reading.text(node, &key.text, Want::Count);
        let weight = text.and_then(|text| weights.reading.amount(&text, &key.text, Want::Count));
        match paths.iter_mut().find(|(name, _, _)| *name == key.text) {
            Some(choice) => choice.1 = weight.map_or(1.0, |weight| weight.value),
            None if named.is_none_or(|all| all.iter().any(|(name, _)| name.text == key.text)) => {}
            None => {
                let near = Problems::nearest(&key.text, paths.iter().map(|(name, _, _)| *name));
                let (name, near) = (key.text.clone(), near.map(str::to_owned));
                weights.reading.complain(key.span, Fault::WeightOfNoPath { name, near });
            }
        }
    }
}
