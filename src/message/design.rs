//! What only the whole page can tell.

/// A mistake in how the parts of a page fit together.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `the page describes no components`.
    NoComponents,
    /// ``the page has neither `path` nor `requests` ``.
    NoPath,
    /// ``the page has both `path` and `requests` ``.
    PathAndRequests,
    /// `` `client` is whoever sends the requests ``.
    ClientIsTaken,
    /// ``unknown component `ap` ``.
    UnknownComponent { name: String, near: Option<String> },
    /// ``unknown data `itm` ``.
    UnknownData { name: String, near: Option<String> },
    /// ``unreachable component `db` ``.
    Unreachable { name: String },
    /// ``no request reads or writes `item` ``.
    UnusedData { name: String },
    /// `` `cache` is a cache, but `view` reads and writes no data ``.
    CacheWithoutKeys { cache: String, request: String, is_only: bool },
    /// `` `per: key` counts by key, but `view` reads and writes no data ``.
    LimiterWithoutKeys { request: String },
    /// ``nothing is at the site `tokio` ``.
    UnknownSite { name: String, near: Option<String>, sites: Vec<String> },
    /// `` `between` is about two sites, and both are `seoul` ``.
    SiteToItself { name: String },
    /// ``the delay from `seoul` to `tokyo` is given twice``.
    LinkTwice { from: String, to: String },
    /// ``no delay is given between the sites `seoul` and `tokyo` ``.
    NoDelayBetween { from: String, to: String },
}
