//! `requests:`: the types of request, what each reads or writes, and where it goes.

use super::paths::{self, WrittenPath};
use super::slo::{self, Objectives};
use super::{Name, is_plain};
use crate::component::{Calls, call};
use crate::message::traffic::Fault;
use crate::message::{Beside, Owner, Why, design, fields};
use crate::problem::Span;
use crate::reader::table::Otherwise::{Is, Needed};
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Spanned, Want};
use crate::sample::Dist;
use crate::yaml::Node;

/// The name of the request that a page with only `path:` has.
pub const ONLY: &str = "request";

/// The fields of a type of request.
pub static REQUEST: Table = Table::of("requests", &[LOAD, call::OF_CLIENT, CLIENT]);

const LOAD: &[Field] = &[
    field("path", Form::Path, Needed, "where it goes").shown("path"),
    field("rate", Form::Positive(Want::Rate), Is("–"), "requests per second of this type")
        .or_else(&["rps", "qps"]),
    field("weight", Form::Amount(Want::Count), Is("–"), "instead: its share of `traffic`")
        .shown("ratio"),
    field("reads", Form::Name, Is("none"), "it reads a key of this data").shown("name of `data`"),
    field(
        "writes",
        Form::Name,
        Is("none"),
        "it writes a key of this data; not together with `reads`",
    )
    .shown("name of `data`"),
    field(
        "size",
        Form::Positive(Want::Size),
        Is("the data's `size`"),
        "bytes of the answer; of the request, if it writes. They load every network card on the path",
    ),
];

const CLIENT: &[Field] = &[
    field(
        "priority",
        Form::Whole(1, 255),
        Is("1"),
        "1 is served first, on servers with `order: priority`",
    )
    .shown("1 to 255"),
    field(
        "patience",
        Form::Varying(Want::Duration),
        Is("endless"),
        "how long it waits in one queue before it leaves (`gave_up`)",
    ),
    field(
        "deadline",
        Form::Flag,
        Is("`false`"),
        "its `timeout` travels with it: work whose turn comes after that is dropped (`expired`)",
    ),
    field(
        "site",
        Form::Name,
        Is("that of the first component"),
        "[where the client is](#the-network)",
    )
    .or_else(&["region", "zone", "location"]),
    field("slo", Form::Map(&slo::OF_REQUEST), Is("none"), "[its own objectives](#objectives)"),
];

/// One type of request as it is written.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Its name, and where it was written.
    pub name: Name<'a>,
    /// Requests per second.
    pub rate: Option<Spanned<f64>>,
    /// Share of the load.
    pub weight: Option<Spanned<f64>>,
    /// Where `rate` and `weight` were written, whether or not they could be read.
    pub load_keys: (Option<Span>, Option<Span>),
    /// Where it goes.
    pub path: Option<WrittenPath<'a>>,
    /// False if a part of the path could not be read.
    pub is_whole: bool,
    /// False if it is no map of fields: whatever is missing may have been meant to be there.
    pub is_readable: bool,
    /// True if it names data, whether or not the name could be read.
    pub is_keyed: bool,
    /// The data whose key it reads.
    pub reads: Option<Name<'a>>,
    /// The data whose key it writes.
    pub writes: Option<Name<'a>>,
    /// Bytes of the answer, or of the request if it writes.
    pub size_b: Option<f64>,
    /// What the client does about its call.
    pub calls: Calls,
    /// 1 is served first.
    pub priority: Option<Spanned<u8>>,
    /// How long it waits in one queue.
    pub patience: Option<Dist>,
    /// Whether its timeout travels with it.
    pub deadline: Option<Spanned<bool>>,
    /// Where the client is.
    pub site: Option<Name<'a>>,
    /// Its own objectives.
    pub slo: Objectives,
}

/// Reads `requests:`, or the top-level `path:`.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Vec<Request<'a>> {
    if let (Some(path), Some(requests)) = (page.has("path"), page.has("requests")) {
        let also = (requests, Beside::Requests);
        page.reading.complain_also(path, design::Fault::PathAndRequests, also);
    }
    let single = page.take("path").map(|(key, node)| {
        let (path, is_whole) = whole_path(page, node);
        let is_whole = is_whole && !page.is_twice("path");
        Request { path, is_whole, ..empty(Spanned::new(ONLY, key.span)) }
    });
    let requests_twice = page.is_twice("requests");
    let Some(map) = page.nested("requests") else { return single.into_iter().collect() };
    let mut requests: Vec<Request<'a>> = Vec::new();
    if map.is_empty() {
        let span = map.span;
        map.reading.complain(span, fields::Fault::EmptySection { section: "requests" });
    }
    for (key, node) in map.entries() {
        let name = Spanned::new(key.text.as_str(), key.span);
        if !is_plain(name.value) {
            map.reading.complain(key.span, fields::Fault::NotAName { name: name.value.to_owned() });
        }
        let owner = Owner::Request(key.text.clone());
        let path = map.path_of(&key.text);
        match Fields::of(map.reading, node, &REQUEST, owner, &path) {
            Some(fields) => requests.push(read_one(fields, name)),
            None => requests.push(Request { is_readable: false, is_keyed: true, ..empty(name) }),
        }
    }
    for request in &mut requests {
        request.is_whole &= !requests_twice;
    }
    requests
}

/// A path, and whether all of it could be read.
fn whole_path<'a>(fields: &mut Fields<'_, 'a>, node: &'a Node) -> (Option<WrittenPath<'a>>, bool) {
    let before = fields.reading.problems.iter().count();
    let path = paths::read(fields.reading, node, "path");
    (path, fields.reading.problems.iter().count() == before)
}

fn empty(name: Name<'_>) -> Request<'_> {
    Request {
        name,
        rate: None,
        weight: None,
        load_keys: (None, None),
        path: None,
        is_whole: false,
        is_readable: true,
        is_keyed: false,
        reads: None,
        writes: None,
        size_b: None,
        calls: Calls::default(),
        priority: None,
        patience: None,
        deadline: None,
        site: None,
        slo: Objectives::default(),
    }
}

fn read_one<'a>(mut fields: Fields<'_, 'a>, name: Name<'a>) -> Request<'a> {
    fields.require("path");
    let load_keys = (fields.has("rate"), fields.has("weight"));
    let rate = fields.amount("rate");
    let weight = fields.amount("weight");
    if let (Some(rate), Some(weight)) = load_keys {
        let also = (rate, Beside::Rate);
        let request = name.value.to_owned();
        fields.reading.complain_also(weight, Fault::RateAndWeight { request }, also);
    }
    let path = fields.node("path").map(|node| whole_path(&mut fields, node));
    let (path, is_whole) = path.unwrap_or((None, false));
    let is_whole = is_whole && !fields.is_twice("path");
    let is_keyed = fields.has("reads").or(fields.has("writes")).is_some();
    let reads = fields.word("reads");
    let writes = fields.word("writes");
    if let (Some(reads), Some(writes)) = (fields.has("reads"), fields.has("writes")) {
        let also = (reads, Beside::Reads);
        let request = name.value.to_owned();
        fields.reading.complain_also(writes, Fault::ReadsAndWrites { request }, also);
    }
    let size = fields.amount("size");
    let calls = Calls::read_of_client(&mut fields);
    let priority = fields.whole("priority");
    let patience = fields.varying("patience");
    let deadline = fields.flag("deadline");
    if calls.timeout.is_none() {
        fields.useless("deadline", Why::NoTimeout);
    }
    let site = fields.word("site");
    let slo = slo::read(&mut fields, false);
    fields.finish();
    Request {
        name,
        rate,
        weight,
        load_keys,
        path,
        is_whole,
        is_readable: true,
        is_keyed,
        reads,
        writes,
        size_b: size.map(|size| size.value),
        calls,
        priority: priority.map(|found| found.map(|value| u8::try_from(value).unwrap_or(u8::MAX))),
        patience: patience.map(|patience| patience.value),
        deadline,
        site,
        slo,
    }
}
