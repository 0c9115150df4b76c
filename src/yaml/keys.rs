//! The keys of one map: none twice, and `<<` resolved.

use std::collections::BTreeSet;

use super::{Key, Node, Value};
use crate::message::Remark;
use crate::message::yaml::Fault;
use crate::problem::{Problems, problem};

/// One `<<: …` of a map.
pub(super) struct Merge {
    /// How many entries stand before it.
    pub at: usize,
    /// The `<<` itself.
    pub key: Key,
    /// The map, or the list of maps, to merge.
    pub node: Node,
}

/// Reports every key that is written more than once.
pub(super) fn refuse_duplicates(
    entries: &[(Key, Node)],
    merges: &[Merge],
    problems: &mut Problems,
) {
    let mut keys: Vec<&Key> = entries.iter().map(|(key, _)| key).collect();
    keys.extend(merges.iter().map(|merge| &merge.key));
    // Sorting keeps a page of one huge map from taking quadratic time.
    keys.sort_by(|a, b| (&a.text, a.span).cmp(&(&b.text, b.span)));
    let mut first = 0;
    for at in 1..keys.len() {
        if keys[at].text == keys[first].text {
            let fault = Fault::DuplicateKey { key: keys[at].text.clone() };
            let found = problem(keys[at].span, fault);
            problems.push(found.also(keys[first].span, Remark::FirstWritten));
        } else {
            first = at;
        }
    }
}

/// `<<`: the keys of other maps, where this one does not have them. Of several maps the first wins.
pub(super) fn merge(
    mut entries: Vec<(Key, Node)>,
    merges: Vec<Merge>,
    problems: &mut Problems,
) -> Vec<(Key, Node)> {
    if merges.is_empty() {
        return entries;
    }
    let mut taken: BTreeSet<String> = entries.iter().map(|(key, _)| key.text.clone()).collect();
    let mut shift = 0;
    for Merge { at, key, node } in merges {
        let maps = match node.value {
            Value::List(items) => items,
            value => vec![Node { span: node.span, value }],
        };
        let mut gained = Vec::new();
        for map in maps {
            match map.value {
                Value::Map(more) => {
                    gained
                        .extend(more.into_iter().filter(|(key, _)| taken.insert(key.text.clone())));
                }
                _ => problems.push(problem(key.span, Fault::MergeNotMap)),
            }
        }
        let count = gained.len();
        entries.splice(at + shift..at + shift, gained);
        shift += count;
    }
    entries
}
