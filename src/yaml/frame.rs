//! Maps and lists that are not closed yet.

use super::keys::Merge;
use super::{Key, Node};

/// How deeply maps and lists may be nested.
pub const DEPTH_MAX: usize = 64;

/// A map or list that is not closed yet.
pub(super) struct Frame {
    /// Its first byte.
    pub start: usize,
    /// One past the last byte of what it holds so far.
    pub end: usize,
    /// True in braces or brackets.
    pub flow: bool,
    /// The parser's number of its anchor, 0 if it has none.
    pub anchor: usize,
    pub inside: Inside,
}

/// What a frame holds so far.
pub(super) enum Inside {
    List(Vec<Node>),
    Map { entries: Vec<(Key, Node)>, merges: Vec<Merge>, key: Option<Pending> },
}

/// A key that waits for its value.
pub(super) struct Pending {
    pub key: Key,
    /// True for an unquoted `<<`.
    pub merge: bool,
}
