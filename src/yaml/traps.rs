//! YAML's own traps: text that is right to YAML and means something else than it says.
//!
//! Each is reported with what to write, and mended in the tree, so that the readers of fields do not report
//! the same mistake a second time.

use super::place::Place;
use super::word::{is_name, is_odd_space, without_space};
use super::{Key, Node, Scalar, Value};
use crate::message::yaml::Fault;
use crate::problem::{Problems, Span, problem};

/// Braces: words without a value, commas inside values, forgotten spaces.
pub(super) fn mend_map(
    place: Place<'_>,
    entries: Vec<(Key, Node)>,
    problems: &mut Problems,
) -> Vec<(Key, Node)> {
    if !entries.iter().any(|(key, node)| is_bare(place, key, node)) {
        return entries;
    }
    if let Some(list) = words_alone(place, &entries) {
        let span = Span { end: entries[entries.len() - 1].0.span.end, ..entries[0].0.span };
        problems.push(problem(span, Fault::BracesForList { list }));
        return entries;
    }
    let mut mended: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
    let mut rest = entries.into_iter().peekable();
    while let Some((key, node)) = rest.next() {
        // An odd space in a word is reported as such.
        if !is_bare(place, &key, &node) || key.text.contains(is_odd_space) {
            mended.push((key, node));
            continue;
        }
        if let Some((name, value)) = split_key(place, &key) {
            problems.push(problem(key.span, space_after_colon(&name, &value)));
            mended.push((name, value));
            continue;
        }
        let Some((before, value)) =
            mended.last_mut().filter(|(_, value)| goes_on(place, value, key.span))
        else {
            problems
                .push(problem(key.span, Fault::NoValue { key: key.text.clone(), before: None }));
            mended.push((key, node));
            continue;
        };
        let mut end = key.span;
        let mut alone = true;
        while let Some((next, _)) = rest.next_if(|(next, node)| {
            is_bare(place, next, node)
                && split_key(place, next).is_none()
                && only_comma(place, end, next.span)
        }) {
            end = next.span;
            alone = false;
        }
        let text = scalar_text(value);
        if alone && is_name(&key.text) && open_parens(&text) == 0 {
            let before = Some((before.text.clone(), text));
            problems.push(problem(key.span, Fault::NoValue { key: key.text.clone(), before }));
            mended.push((key, node));
        } else {
            *value = joined(place, value.span, end);
            // Quotes that are none are reported already.
            if !text.starts_with(['“', '‘', '＂']) {
                let (key, whole) = (before.text.clone(), scalar_text(value));
                problems.push(problem(value.span, Fault::CommaInMap { key, whole }));
            }
        }
    }
    mended
}

/// How many items a value may have been split into; beyond that a parenthesis is simply never closed.
const PARTS_MAX: usize = 16;

/// Brackets: a comma between an opening and a closing parenthesis.
pub(super) fn mend_list(place: Place<'_>, items: Vec<Node>, problems: &mut Problems) -> Vec<Node> {
    let items: Vec<Node> =
        items.into_iter().flat_map(|item| split_at_full_width(place, item)).collect();
    if !items.iter().any(|item| open_parens(item.as_text().unwrap_or("")) > 0) {
        return items;
    }
    let mut mended: Vec<Node> = Vec::with_capacity(items.len());
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let parts = split_over(place, &items[at..]);
        if parts > 1 {
            let whole = joined(place, item.span, items[at + parts - 1].span);
            let fault = Fault::CommaInList { whole: scalar_text(&whole) };
            problems.push(problem(whole.span, fault));
            mended.push(whole);
        } else {
            mended.push(item.clone());
        }
        at += parts;
    }
    mended
}

/// The items that full-width commas were meant to separate. The first of them is reported as what it is.
fn split_at_full_width(place: Place<'_>, item: Node) -> Vec<Node> {
    const COMMAS: [char; 2] = ['，', '、'];
    let is_split = item.as_text().is_some_and(|text| text.contains(COMMAS));
    if !is_split || !is_plain(place, &item) {
        return vec![item];
    }
    let bytes = place.bytes(item.span);
    let source = place.text.get(bytes.clone()).unwrap_or("");
    let mut start = bytes.start;
    let mut items = Vec::new();
    for part in source.split(COMMAS) {
        let text = part.trim();
        let from = start + (part.len() - part.trim_start().len());
        if !text.is_empty() {
            let span = place.span(from, from + text.len());
            let scalar = Scalar { text: text.to_owned(), quoted: false };
            items.push(Node { span, value: Value::Scalar(scalar) });
        }
        // Both commas have the same length.
        start += part.len() + COMMAS[0].len_utf8();
    }
    items
}

/// How many of the first items are one value that commas split: 1, unless a parenthesis that the first opens
/// is closed by a later one.
fn split_over(place: Place<'_>, items: &[Node]) -> usize {
    let parens = |node: &Node| {
        if is_plain(place, node) { open_parens(node.as_text().unwrap_or("")) } else { 0 }
    };
    let mut open = items.first().map_or(0, parens);
    for (at, pair) in items.windows(2).enumerate().take(PARTS_MAX) {
        if open <= 0 || !goes_on(place, &pair[0], pair[1].span) || !is_plain(place, &pair[1]) {
            return 1;
        }
        open += parens(&pair[1]);
        if open == 0 {
            return at + 2;
        }
    }
    1
}

/// A block: values that stand on their own line and are keys whose space was forgotten.
pub(super) fn mend_block(
    place: Place<'_>,
    mut entries: Vec<(Key, Node)>,
    problems: &mut Problems,
) -> Vec<(Key, Node)> {
    for (key, node) in &mut entries {
        let between = place.text.get(place.bytes(key.span).end..place.bytes(node.span).start);
        if !is_plain(place, node) || !between.is_some_and(|text| text.contains('\n')) {
            continue;
        }
        let pairs: Option<Vec<(Key, Node)>> =
            words(place, node.span).map(|word| split_key(place, &word)).collect();
        if let Some(pairs) = pairs.filter(|pairs| !pairs.is_empty()) {
            for (name, value) in &pairs {
                let span = Span { end: value.span.end, ..name.span };
                problems.push(problem(span, space_after_colon(name, value)));
            }
            node.value = Value::Map(pairs);
        }
    }
    entries
}

/// The words of a span, each as if it were a key.
fn words(place: Place<'_>, span: Span) -> impl Iterator<Item = Key> {
    let bytes = place.bytes(span);
    let source = place.text.get(bytes.clone()).unwrap_or("");
    source.split_whitespace().map(move |word| {
        let start = bytes.start + (word.as_ptr().addr() - source.as_ptr().addr());
        Key { text: word.to_owned(), span: place.span(start, start + word.len()) }
    })
}

/// All the keys as a list, if none of them has a value and they look like names.
fn words_alone(place: Place<'_>, entries: &[(Key, Node)]) -> Option<String> {
    let alone = entries.len() > 1
        && entries.iter().all(|(key, node)| is_bare(place, key, node) && is_name(&key.text));
    alone.then(|| entries.iter().map(|(key, _)| key.text.as_str()).collect::<Vec<_>>().join(", "))
}

/// True for a key in braces that has neither value nor colon.
fn is_bare(place: Place<'_>, key: &Key, node: &Node) -> bool {
    let after = place.text.get(place.bytes(key.span).end..).unwrap_or("");
    let is_word = !key.text.starts_with(['{', '[']);
    is_word
        && node.is_null()
        && node.span.start == node.span.end
        && !after.trim_start().starts_with(':')
}

/// An unquoted scalar that stands here, not one that an alias brought.
fn is_plain(place: Place<'_>, node: &Node) -> bool {
    let source = place.text.get(place.bytes(node.span)).unwrap_or("");
    matches!(&node.value, Value::Scalar(scalar) if !scalar.quoted) && !source.starts_with('*')
}

/// True if `next` comes right after the unquoted value, with a comma in between.
fn goes_on(place: Place<'_>, value: &Node, next: Span) -> bool {
    is_plain(place, value) && only_comma(place, value.span, next)
}

fn only_comma(place: Place<'_>, before: Span, after: Span) -> bool {
    place
        .text
        .get(place.bytes(before).end..place.bytes(after).start)
        .is_some_and(|between| between.trim() == ",")
}

/// `key:rest` as two.
fn split_key(place: Place<'_>, key: &Key) -> Option<(Key, Node)> {
    let bytes = place.bytes(key.span);
    if place.text.get(bytes.clone()) != Some(key.text.as_str()) {
        return None;
    }
    // An odd space after the colon is reported as such.
    let (name, rest) =
        without_space(&key.text).filter(|(_, rest)| !rest.starts_with(is_odd_space))?;
    let colon = bytes.start + name.len();
    let name = Key { text: name.to_owned(), span: place.span(bytes.start, colon) };
    let value = Value::Scalar(Scalar { text: rest.to_owned(), quoted: false });
    Some((name, Node { span: place.span(colon + 1, bytes.end), value }))
}

/// The text from one span's start to another's end as one value.
fn joined(place: Place<'_>, from: Span, to: Span) -> Node {
    let span = Span { end: to.end, ..from };
    let source = place.text.get(place.bytes(span)).unwrap_or("");
    let text = source.split_whitespace().collect::<Vec<_>>().join(" ");
    Node { span, value: Value::Scalar(Scalar { text, quoted: false }) }
}

fn space_after_colon(key: &Key, value: &Node) -> Fault {
    Fault::SpaceAfterColon { key: key.text.clone(), rest: scalar_text(value) }
}

fn scalar_text(node: &Node) -> String {
    node.as_text().unwrap_or("").to_owned()
}

/// Opening less closing parentheses.
fn open_parens(text: &str) -> i64 {
    text.chars().map(|c| i64::from(c == '(') - i64::from(c == ')')).sum()
}
