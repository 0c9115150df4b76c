//! What is wrong with the fields, sections and names of a page.

use super::{Fits, Owner, Why};

/// A mistake in a map of fields.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// ``unknown field `wrokers` in `server` ``.
    Unknown { field: String, owner: Owner, near: Vec<&'static str>, fits: Vec<&'static str> },
    /// `{ work: f(1ms, 5ms) }`: a flow map cut the value at the comma.
    CommaInFlowMap { field: String },
    /// `` `data.item` needs `keys` ``.
    Missing { field: &'static str, owner: Owner, fits: Fits },
    /// `` `think` has no effect here ``.
    NoEffect { field: String, why: Why },
    /// `` `network` is a map ``, and something else was written.
    WantsAMap { owner: Owner },
    /// `` `timeline` is a list ``, and something else was written.
    WantsAList { field: &'static str },
    /// `` `components` is empty ``.
    EmptySection { section: &'static str },
    /// `the page has nothing to estimate and nothing to run`.
    NothingToDo,
    /// A field of a request on the page itself.
    BelongsIntoARequest { field: String },
    /// A field of a section on the page itself.
    BelongsInto { field: String, section: &'static str },
    /// A component's kind on the page itself.
    KindOnThePage { kind: String },
    /// ``unknown latency list `jeff_2012` ``.
    UnknownLatencyList { name: String, near: Option<String>, lists: Vec<String> },
    /// `` `2fast` cannot be a name in a formula ``.
    NotAnIdentifier { name: String },
    /// `` `a b` cannot be a name ``.
    NotAName { name: String },
    /// `` `qps` is defined twice ``.
    NamedTwice { name: String },
}
