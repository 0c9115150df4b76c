//! What a formula is: its operations in the order in which they are computed, and its text to print again.
//!
//! The operations lie in one vector, each behind the ones it uses, so that whatever walks them is a loop and no
//! text, however nested, can exhaust the stack.

use std::ops::Range;

use super::function::{Binary, Function};
use super::literal::Literal;
use super::quantity::Dim;
use super::table::{self, Unit};

/// A formula that was read, with its names not looked up yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    pub(super) text: String,
    pub(super) nodes: Vec<Node>,
    pub(super) pieces: Vec<Piece>,
    pub(super) shown_in: Option<Shown>,
}

/// The unit that a formula's result is to be shown in: `… in TB/day`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub unit: Unit,
    /// What is counted, if it is said here.
    pub noun: Option<String>,
    /// The currency, whose rate is a name of the page; the unit is without it.
    pub rate: Option<String>,
    /// As it is written.
    pub text: String,
    /// Where.
    pub at: Range<usize>,
}

/// One operation, and the bytes of the text to point at when it fails.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub op: Op,
    pub at: Range<usize>,
}

impl Node {
    /// Where it stands, if it may be a mere noun.
    fn noun_at(&self) -> Option<&Range<usize>> {
        matches!(self.op, Op::Each(..)).then_some(&self.at)
    }
}

/// An operation on the results of earlier nodes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    /// A number as written, or a range of two.
    Value(Literal),
    /// A name, or a unit word that stands for one of it unless a name shadows it.
    Name(String),
    /// The word below a `/` without spaces: a name, a unit, or else a noun of which there is one. Behind `per`
    /// (true) it is no name: `200KB per photo` is said of any photo.
    Each(String, bool),
    Negate(usize),
    Binary(Binary, usize, usize),
    Call(Function, Vec<usize>),
}

/// A part of the text to print again, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Printed as it was written: a parenthesis, a function, an operator.
    Text(String),
    /// A literal: its node, and how it was written.
    Value(usize, String),
    /// What stands below a `/` without spaces, or behind a `per`.
    Each(String, bool),
    /// Replaced by its value.
    Name(String),
    /// What one of a currency is worth, which the value before it is multiplied by.
    Rate(String),
}

impl Formula {
    /// The text that was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every name the formula uses and where, in the order of the text, a name used twice twice. Unit words are
    /// left out: `x / day` uses only `x`, unless a name shadows `day` (see [`words`](Self::words)); so are words
    /// below a `/` without spaces, which may be nouns.
    #[must_use]
    pub fn names(&self) -> Vec<(String, Range<usize>)> {
        let nouns: Vec<&Range<usize>> = self.nodes.iter().filter_map(Node::noun_at).collect();
        let is_name =
            |(word, at): &(String, Range<usize>)| !table::is_unit(word) && !nouns.contains(&at);
        self.words().into_iter().filter(is_name).collect()
    }

    /// Every word that stands alone, names and units: what a formula depends on are those of them that something
    /// defines, since a name shadows a unit.
    #[must_use]
    pub fn words(&self) -> Vec<(String, Range<usize>)> {
        let words = self.nodes.iter().filter_map(|node| match &node.op {
            Op::Name(name) | Op::Each(name, false) => Some((name.clone(), node.at.clone())),
            _ => None,
        });
        let shown = self
            .shown_in
            .iter()
            .filter_map(|shown| shown.rate.as_ref().map(|rate| (rate.clone(), shown.at.clone())));
        // Names are leaves, and leaves are made in the order of the text.
        words.chain(shown).collect()
    }

    /// True for one value as written, which computes nothing: `5ms`, `-3`, `100M/day`, `1.5..3`.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.nodes.iter().all(|node| matches!(node.op, Op::Value(_) | Op::Negate(_)))
    }

    /// True for one value as written, nouns below it included: `100B/tweet`, `$5 per user`.
    #[must_use]
    pub fn is_amount(&self) -> bool {
        let simple = |node: &Node| {
            matches!(
                node.op,
                Op::Value(_) | Op::Negate(_) | Op::Each(..) | Op::Binary(Binary::Divide, ..)
            )
        };
        self.nodes.iter().all(simple)
            && self.nodes.iter().filter(|node| matches!(node.op, Op::Value(_))).count() == 1
    }

    /// The name that the formula is nothing but.
    pub(super) fn alias(&self) -> Option<&str> {
        match self.nodes.as_slice() {
            [Node { op: Op::Name(name), .. }] => Some(name),
            _ => None,
        }
    }

    /// True if a share in per cent stands in it.
    #[must_use]
    pub fn has_percent(&self) -> bool {
        self.nodes.iter().any(|node| matches!(&node.op, Op::Value(literal) if literal.percent))
    }

    /// The bare 86,400 that something is multiplied by, as it is written: with a rate it makes no number of a day.
    #[must_use]
    pub fn seconds_of_a_day(&self) -> Option<String> {
        let bare = |node: &usize| {
            matches!(&self.nodes[*node].op, Op::Value(literal)
                if literal.dim == Dim::NONE && literal.low == 86_400.0 && literal.nouns.is_empty())
        };
        self.nodes.iter().find_map(|node| {
            let Op::Binary(Binary::Multiply, left, right) = &node.op else { return None };
            let number = [left, right].into_iter().find(|node| bare(node))?;
            self.text.get(self.nodes[*number].at.clone()).map(str::to_owned)
        })
    }

    /// True for the difference of two plain numbers: `2-3`, which may be meant for a range.
    #[must_use]
    pub fn is_difference(&self) -> bool {
        matches!(
            self.nodes.as_slice(),
            [
                Node { op: Op::Value(_), .. },
                Node { op: Op::Value(_), .. },
                Node { op: Op::Binary(Binary::Subtract, ..), .. }
            ]
        )
    }

    /// True if a range stands in it. A formula without one is still uncertain if a name that it uses is.
    #[must_use]
    pub fn has_range(&self) -> bool {
        self.ranges().next().is_some()
    }

    /// By node: true for what stands in the base or in the exponent of a power.
    pub(super) fn in_powers(&self) -> Vec<bool> {
        let mut inside = vec![false; self.nodes.len()];
        // A node lies behind the ones it uses, so that from the last to the first each is known in time.
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let (used, is_power): (&[usize], bool) = match &node.op {
                Op::Value(_) | Op::Name(_) | Op::Each(..) => (&[], false),
                Op::Negate(inner) => (&[*inner], false),
                Op::Binary(operator, left, right) => (&[*left, *right], *operator == Binary::Power),
                Op::Call(_, arguments) => (arguments, false),
            };
            for &used in used {
                inside[used] |= is_power || inside[at];
            }
        }
        inside
    }

    /// True if the result is in a unit that hardly anyone means (see [`Dim::is_plausible`]), although what it is made
    /// of is not, and nothing says that it is to be so. `dim_of` has the names' dimensions.
    #[must_use]
    pub fn slips_into(&self, dim: Dim, dim_of: &dyn Fn(&str) -> Option<Dim>) -> bool {
        let odd_part = |node: &Node| match &node.op {
            Op::Value(literal) => !literal.dim.is_plausible(),
            Op::Name(name) | Op::Each(name, false) => {
                dim_of(name).is_some_and(|dim| !dim.is_plausible())
            }
            _ => false,
        };
        !dim.is_plausible() && self.shown_in.is_none() && !self.nodes.iter().any(odd_part)
    }

    /// Every range in it, in the order in which the nodes are computed.
    pub(super) fn ranges(&self) -> impl Iterator<Item = &Literal> {
        self.nodes.iter().filter_map(|node| match &node.op {
            Op::Value(literal) if literal.is_range() => Some(literal),
            _ => None,
        })
    }
}
