//! The schema of a page. Nothing is required, since a page with a `base` says only what it changes; whether a
//! page is whole, and whether its values fit, is what `napkin check` says.

use serde_json::{Map, Value, json};

use super::form::{Form, amount, either, object, reference};
use crate::component::KINDS;
use crate::message::schema as say;

use Form::{Amount, AmountOr, Choice, Flag, Is, List, Named, Varying, Word, WordOrAmount, Words};

/// A map's fields, in the order in which an editor offers them.
type Fields = &'static [(&'static str, Form)];

const PAGE: Fields = &[
    ("name", Word),
    ("about", Word),
    ("slo", Is("slo")),
    ("assume", Is("formulas")),
    ("estimate", Is("formulas")),
    ("traffic", AmountOr("traffic")),
    ("data", Named("data")),
    ("requests", Named("request")),
    ("path", Is("path")),
    ("components", Named("component")),
    ("timeline", List("event")),
    ("montecarlo", Is("montecarlo")),
    ("network", Is("network")),
    ("run", Is("run")),
    ("latency_table", Word),
    ("base", Word),
    ("include", Is("files")),
];

const CALLS: Fields =
    &[("timeout", Amount), ("retry", AmountOr("retry")), ("cancel", Flag), ("pool", Amount)];

const EVICT: Form = Choice(&["lru", "lfu", "fifo", "random"]);
const ON_WRITE: Form = Choice(&["invalidate", "update", "ignore"]);

const CACHE: Fields = &[
    ("machine", Word),
    ("memory", Amount),
    ("cores", Amount),
    ("bandwidth", Amount),
    ("instances", Amount),
    ("evict", EVICT),
    ("ttl", Amount),
    ("mode", Choice(&["aside", "through", "behind"])),
    ("on_write", ON_WRITE),
    ("hit_ratio", Amount),
    ("work", Varying),
    ("when_down", Choice(&["pass", "fail"])),
];

const DATABASE: Fields = &[
    ("machine", Word),
    ("cores", Amount),
    ("memory", Amount),
    ("bandwidth", Amount),
    ("disk", Is("disk")),
    ("read", Varying),
    ("write", Varying),
    ("replicas", Amount),
    ("replication", Choice(&["async", "semi_sync", "sync"])),
    ("lag", Varying),
    ("reads_from", Choice(&["replicas", "primary", "any"])),
    ("shards", Amount),
    ("shard_by", Choice(&["hash", "consistent"])),
    ("connections", Amount),
    ("buffer", Amount),
    ("failover", Is("failover")),
];

const LOAD_BALANCER: Fields = &[
    (
        "policy",
        Choice(&[
            "round_robin",
            "random",
            "least_connections",
            "two_choices",
            "weighted",
            "ip_hash",
            "consistent_hash",
        ]),
    ),
    ("weights", Words(1)),
    ("work", Varying),
    ("health", Is("health")),
];

const QUEUE: Fields = &[
    ("capacity", Amount),
    ("work", Varying),
    ("delivery", Choice(&["at_least_once", "at_most_once"])),
    ("redeliver_after", Amount),
];

const RATE_LIMITER: Fields = &[
    ("rate", Amount),
    ("burst", Amount),
    ("algorithm", Choice(&["token_bucket", "leaky_bucket", "fixed_window", "sliding_window"])),
    ("per", Choice(&["key"])),
];

const SERVER: Fields = &[
    ("machine", Word),
    ("cores", Amount),
    ("instances", Amount),
    ("work", Is("work")),
    ("workers", Amount),
    ("queue", Amount),
    ("async", Flag),
    ("memory", Amount),
    ("bandwidth", Amount),
    ("disk", Is("disk")),
    ("order", Choice(&["fifo", "processor_sharing", "priority"])),
    ("contention", Amount),
    ("coherency", Amount),
];

/// The kinds' own fields, in the order of [`KINDS`].
const OF_KIND: [Fields; KINDS.len()] =
    [CACHE, CACHE, DATABASE, LOAD_BALANCER, QUEUE, RATE_LIMITER, SERVER];

/// What a step may change of its component, whatever its kind.
const STEP: Fields = &[
    ("work", Is("work")),
    ("read", Varying),
    ("write", Varying),
    ("hit_ratio", Amount),
    ("on_write", ON_WRITE),
];

const LATENCIES: Fields = &[
    ("mean", Amount),
    ("p50", Amount),
    ("p90", Amount),
    ("p95", Amount),
    ("p99", Amount),
    ("p999", Amount),
    ("errors", Amount),
    ("stale", Amount),
];

/// The maps that have a name of their own in the schema, and their fields.
const MAPS: &[(&str, Fields)] = &[
    (
        "traffic",
        &[
            ("rate", Amount),
            ("clients", Amount),
            ("think", Varying),
            ("arrivals", Is("arrivals")),
            ("shape", Is("shape")),
        ],
    ),
    (
        "shape",
        &[
            ("steps", List("shape_step")),
            ("ramp", Is("ramp")),
            ("spike", Is("spike")),
            ("diurnal", Is("diurnal")),
            ("points", List("shape_step")),
        ],
    ),
    ("shape_step", &[("at", Amount), ("times", Amount)]),
    ("ramp", &[("to", Amount), ("over", Amount), ("at", Amount)]),
    ("spike", &[("at", Amount), ("times", Amount), ("ramp", Amount), ("hold", Amount)]),
    ("diurnal", &[("peak", Amount), ("trough", Amount), ("period", Amount)]),
    ("bursty", &[("high", Amount), ("low", Amount), ("high_for", Amount), ("low_for", Amount)]),
    ("batches", &[("mean", Amount)]),
    ("data", &[("keys", Amount), ("popularity", Word), ("size", Amount)]),
    (
        "retry",
        &[
            ("times", Amount),
            ("backoff", Choice(&["fixed", "exponential"])),
            ("base", Varying),
            ("max", Amount),
            ("jitter", Is("jitter")),
            ("budget", Amount),
        ],
    ),
    ("disk", &[("iops", Amount), ("bandwidth", Amount)]),
    ("failover", &[("detect", Amount), ("promote", Amount)]),
    ("health", &[("every", Amount), ("fails", Amount), ("passes", Amount)]),
    ("network", &[("hop", Varying), ("client", Varying), ("between", List("link"))]),
    ("link", &[("from", Word), ("to", Word), ("one_way", Varying)]),
    (
        "run",
        &[
            ("duration", Amount),
            ("warmup", WordOrAmount(&["auto"])),
            ("replications", Amount),
            ("seed", Amount),
            ("caches", Choice(&["warm", "cold"])),
            ("max_requests", Amount),
            ("until_precision", Amount),
        ],
    ),
    (
        "event",
        &[
            ("at", Amount),
            ("for", Amount),
            ("kill", Word),
            ("count", Amount),
            ("slow", Word),
            ("times", Amount),
            ("hang", Word),
            ("traffic", Is("traffic_event")),
            ("cut", Words(2)),
            ("flush", Word),
            ("set", Is("formulas")),
        ],
    ),
    ("traffic_event", &[("times", Amount)]),
    (
        "montecarlo",
        &[
            ("trials", Amount),
            ("horizon", Amount),
            ("moment", Choice(&["worst", "random"])),
            ("window", Amount),
            ("spikes", Is("spikes")),
            ("crowds", Is("crowds")),
            ("failures", Named("failure")),
        ],
    ),
    (
        "spikes",
        &[
            ("every", Amount),
            ("times", AmountOr("height")),
            ("ramp", Varying),
            ("hold", Varying),
            ("decay", Varying),
        ],
    ),
    ("crowds", &[("every", Amount), ("times", AmountOr("height")), ("fade", Varying)]),
    ("height", &[("min", Amount), ("alpha", Amount), ("max", Amount)]),
    ("failure", &[("mtbf", Amount), ("mttr", Amount)]),
    ("parallel", &[("need", Amount), ("paths", Is("paths"))]),
    ("repeat", &[("times", Varying), ("at_once", Amount), ("path", Is("path"))]),
    ("chance", &[("share", Amount), ("path", Is("path"))]),
    (
        "one_of",
        &[
            ("policy", Choice(&["weighted", "failover", "nearest"])),
            ("paths", Named("choice")),
            ("weights", Is("formulas")),
        ],
    ),
];

/// The schema of a page.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    for (name, fields) in MAPS {
        definitions.insert((*name).to_owned(), object(name, fields));
    }
    let whole = [LATENCIES, &[("availability", Amount), ("cost", Amount)]].concat();
    let request = [
        &[
            ("rate", Amount),
            ("weight", Amount),
            ("path", Is("path")),
            ("reads", Word),
            ("writes", Word),
            ("size", Amount),
            ("priority", Amount),
            ("patience", Varying),
            ("site", Word),
            ("slo", Is("request_slo")),
        ],
        &CALLS[..3],
    ]
    .concat();
    let mut define = |name: &str, schema: Value| {
        definitions.insert(name.to_owned(), schema);
    };
    define("slo", object("slo", &whole));
    define("request_slo", object("slo", LATENCIES));
    define("request", object("request", &request));
    define("component", component());
    define("step", object("step", &[STEP, CALLS].concat()));
    define("link_of_a_path", block());
    define("path", path());
    define("paths", json!({ "type": "array", "items": reference("path"), "minItems": 1 }));
    define("choice", choice());
    define("formulas", json!({ "type": "object", "additionalProperties": either(&[amount()]) }));
    define("files", either(&[json!({ "type": "string" }), strings()]));
    define("jitter", either(&[json!({ "type": "boolean" }), amount()]));
    define("arrivals", arrivals());
    define("work", work());
    define("varying", varying());
    let mut page = object("page", PAGE);
    if let Value::Object(page) = &mut page {
        page.shift_insert(
            0,
            "$schema".to_owned(),
            json!("http://json-schema.org/draft-07/schema#"),
        );
        page.shift_insert(1, "title".to_owned(), json!(say::title()));
        page.insert("definitions".to_owned(), Value::Object(definitions));
    }
    page
}

/// `{ kind: { fields } }`.
fn component() -> Value {
    let mut kinds = Map::new();
    for (kind, own) in KINDS.iter().zip(OF_KIND) {
        let fields = [own, CALLS, &[("site", Word)]].concat();
        let described = json!({ "description": say::describe("kind", kind) });
        let mut schema = either(&[object(kind, &fields)]);
        if let (Value::Object(schema), Value::Object(described)) = (&mut schema, described) {
            schema.extend(described);
        }
        kinds.insert((*kind).to_owned(), schema);
    }
    json!({
        "type": "object",
        "properties": kinds,
        "additionalProperties": false,
        "maxProperties": 1,
    })
}

/// One name, one step or block, or a list of them.
fn path() -> Value {
    let name = json!({ "type": "string" });
    let link = json!({ "anyOf": [name, reference("link_of_a_path")] });
    json!({ "anyOf": [
        name,
        reference("link_of_a_path"),
        { "type": "array", "items": link, "minItems": 1 },
    ] })
}

/// `name: { fields }`, or a block.
fn block() -> Value {
    let blocks: Fields = &[
        ("parallel", Is("paths")),
        ("sequence", Is("paths")),
        ("repeat", Is("repeat")),
        ("chance", Is("chance")),
        ("one_of", Is("one_of")),
        ("later", Is("path")),
    ];
    let mut link = object("path", blocks);
    if let Value::Object(link) = &mut link {
        link.insert("additionalProperties".to_owned(), either(&[reference("step")]));
        link.insert("maxProperties".to_owned(), json!(1));
        let parallel = json!({
            "description": say::describe("path", "parallel"),
            "anyOf": [reference("paths"), reference("parallel")],
        });
        link["properties"]["parallel"] = parallel;
    }
    link
}

/// A path of `one_of`, or the path and its weight.
fn choice() -> Value {
    let long = object("choice", &[("weight", Amount), ("path", Is("path"))]);
    json!({ "anyOf": [reference("path"), long] })
}

fn arrivals() -> Value {
    let words = json!({ "enum": ["poisson", "constant"] });
    let erlang = json!({ "type": "string", "pattern": "^ *erlang\\(.*\\) *$" });
    let map = object("arrivals", &[("bursty", Is("bursty")), ("batches", Is("batches"))]);
    json!({ "anyOf": [words, erlang, map] })
}

/// A varying duration, or what is asked of each resource.
fn work() -> Value {
    let parts =
        object("work", &[("cpu", Varying), ("disk", Varying), ("io", Varying), ("memory", Amount)]);
    json!({ "anyOf": [amount(), reference("varying"), parts] })
}

/// The forms of a varying duration that are maps.
fn varying() -> Value {
    let forms: [Fields; 3] = [
        &[("mean", Amount), ("cv", Amount)],
        &[("p50", Amount), ("p99", Amount)],
        &[("min", Amount), ("alpha", Amount)],
    ];
    json!({ "anyOf": forms.map(|fields| object("varying", fields)) })
}

fn strings() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

#[cfg(test)]
mod tests;
