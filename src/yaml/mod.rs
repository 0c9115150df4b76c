//! YAML text → a tree in which every key and value knows its place. Floor 1: knows no field's meaning.
//!
//! The reader keeps a scalar's source spelling (`off`, `1e3` and `007` stay what was written); what it
//! means is decided by the field that reads it.

mod frame;
mod keys;
mod lookalike;
mod place;
mod read;
mod syntax;
mod traps;
mod word;

pub use frame::DEPTH_MAX;
pub use read::{COPIES_MAX, PAGE_MAX_BYTES, PAGE_MAX_MIB, read, read_part};
pub use word::{composed, without_space};

use crate::problem::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands; of a map or list, from its first to its last character.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was written (`key:`), or `null` or `~`.
    Null,
    /// Words, as they stand in the source (without quotes).
    Scalar(Scalar),
    /// `[a, b]` or a block of dashes.
    List(Vec<Node>),
    /// `{ a: 1 }` or a block of keys, in the order written.
    Map(Vec<(Key, Node)>),
}

/// A scalar's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The characters, unescaped if they were quoted.
    pub text: String,
    /// True if it stood in quotes or in a block, so that the text is not byte for byte the source.
    pub quoted: bool,
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// The entries, if this is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&[(Key, Node)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if this is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is a scalar.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// True if nothing was written.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The value of a key, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.iter().find(|(name, _)| name.text == key).map(|(_, node)| node)
    }
}

#[cfg(test)]
mod tests;
