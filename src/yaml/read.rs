//! YAML text → a tree of nodes, built from the parser's events.
//!
//! Events rather than serde's data model, because only they tell a quoted scalar from a plain one, braces
//! from a block, an empty value from a written `null`, and where each key stands. The parser is reached
//! through serde-saphyr, and only this folder knows it.

use std::collections::BTreeMap;

use serde_yaml::granit_parser::{
    Event, Options, Parser, ScalarStyle, Span as ParserSpan, StructureStyle, Tag,
};

use super::frame::{DEPTH_MAX, Frame, Inside, Pending};
use super::keys::Merge;
use super::place::Place;
use super::{Key, Node, Scalar, Value, keys, lookalike, syntax, traps};
use crate::message::yaml::Fault;
use crate::problem::{FileId, Problem, Problems, Span, problem, warning};

/// The longest page that is read, in MiB.
pub const PAGE_MAX_MIB: usize = 1;
/// The longest page that is read, in bytes.
pub const PAGE_MAX_BYTES: usize = PAGE_MAX_MIB << 20;
/// How many values aliases may copy, all together.
pub const COPIES_MAX: usize = 100_000;
/// So many bytes of text count as one copied value, so that one long text cannot be copied 100,000 times.
const BYTES_PER_COPY: usize = 64;

/// Reads one document; what is wrong with it goes to `problems`. `None` if there is no tree at all.
///
/// Spans are in bytes of `text`. Of a value reached through an alias, key and value point to where they were
/// first written, for that is where they are mended.
pub fn read(text: &str, file: FileId, problems: &mut Problems) -> Option<Node> {
    let node = read_part(text, 0, file, problems)?;
    if node.is_none() {
        let end = u32::try_from(text.len()).unwrap_or(0).min(1);
        let at =
            Span { file, start: 0, end: if text.is_char_boundary(end as usize) { end } else { 0 } };
        problems.push(problem(at, Fault::Empty));
    }
    node
}

/// Reads what follows byte `from` as one document. `None` if it is wrong, `Some(None)` if it holds nothing.
pub fn read_part(
    text: &str,
    from: usize,
    file: FileId,
    problems: &mut Problems,
) -> Option<Option<Node>> {
    let part = text.get(from..)?;
    if part.len() > PAGE_MAX_BYTES {
        let fault = Fault::TooLong { limit_mib: PAGE_MAX_MIB };
        problems.push(problem(Span { file, start: 0, end: 0 }, fault));
        return None;
    }
    let mut builder = Builder {
        place: Place { text: part, base: u32::try_from(from).ok()?, file },
        problems,
        stack: Vec::new(),
        root: None,
        documents: 0,
        anchors: BTreeMap::new(),
        copies: 0,
        last: 0..0,
    };
    builder.run()?;
    Some(builder.root)
}

struct Anchor {
    name: String,
    span: Span,
    /// `None` while it is being built.
    node: Option<Node>,
    used: bool,
}

struct Builder<'t, 'p> {
    place: Place<'t>,
    problems: &'p mut Problems,
    stack: Vec<Frame>,
    root: Option<Node>,
    documents: usize,
    anchors: BTreeMap<usize, Anchor>,
    copies: usize,
    /// The bytes of the last scalar, which explain many a syntax error.
    last: std::ops::Range<usize>,
}

impl<'t> Builder<'t, '_> {
    /// `None` if the tree cannot be finished.
    fn run(&mut self) -> Option<()> {
        let mut options = Options::default();
        options.emit_unresolved_aliases = true;
        options.emit_anchor_events = true;
        options.set_emit_comments(false);
        options.flow_nesting_limit = DEPTH_MAX;
        options.block_nesting_limit = DEPTH_MAX;
        for step in Parser::new_from_str_with_options(self.place.text, options) {
            match step {
                Ok((event, span)) => self.event(event, &span)?,
                Err(error) => {
                    let found = syntax::explain(&error, self.place, &self.stack, &self.last);
                    self.problems.push(found);
                    return None;
                }
            }
            if self.documents > 1 {
                break;
            }
        }
        self.warn_of_unused_anchors();
        Some(())
    }

    /// `None` if a limit is passed.
    fn event(&mut self, event: Event<'t>, at: &ParserSpan) -> Option<()> {
        let bytes = at.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let span = self.place.span(bytes.start, bytes.end);
                    self.problems.push(problem(span, Fault::SecondDocument));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let forced = self.check_tag(tag.as_deref(), at);
                self.scalar(text.into_owned(), style, anchor, forced, bytes);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), at);
                self.open(style, anchor, bytes, Inside::List(Vec::new()))?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), at);
                let inside = Inside::Map { entries: Vec::new(), merges: Vec::new(), key: None };
                self.open(style, anchor, bytes, inside)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes)?,
            Event::Anchor(id, name) => {
                let span = self.place.span(bytes.start, bytes.end);
                self.anchor(id, name.into_owned(), span);
            }
            Event::Alias(id) => self.alias(id, bytes)?,
            Event::UnresolvedAlias(name) => {
                let span = self.place.span(bytes.start, bytes.end);
                let names = self.anchors.values().map(|anchor| anchor.name.as_str());
                let nearest = Problems::nearest(&name, names).map(ToOwned::to_owned);
                let fault = Fault::UnknownAlias { name: name.into_owned(), nearest };
                self.problems.push(problem(span, fault));
                self.place_node(Node { span, value: Value::Null }, bytes, false);
            }
            _ => {}
        }
        Some(())
    }

    /// Refuses tags other than YAML's own; true if the tag makes its scalar a text.
    fn check_tag(&mut self, tag: Option<&Tag>, at: &ParserSpan) -> bool {
        let Some(tag) = tag else { return false };
        if tag.is_yaml_core_schema() {
            return tag.is_yaml_core_schema_tag("str");
        }
        let of_node = at.byte_range().unwrap_or(0..0);
        let bytes = at.tag_span().and_then(|span| span.byte_range()).unwrap_or(of_node);
        let span = self.place.span(bytes.start, bytes.end);
        let source = self.place.text.get(self.place.bytes(span)).unwrap_or("!");
        let fault = Fault::Tag { source: source.to_owned() };
        self.problems.push(problem(span, fault));
        true
    }

    fn scalar(
        &mut self,
        text: String,
        style: ScalarStyle,
        anchor: usize,
        forced: bool,
        bytes: std::ops::Range<usize>,
    ) {
        let plain = style == ScalarStyle::Plain;
        let end = bytes.start
            + self.place.text.get(bytes.clone()).map_or(0, |source| source.trim_ascii_end().len());
        let mut bytes = bytes.start..end;
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block && text.trim().is_empty() {
            // The parser places a block of no lines at whatever comes next: go back to its `|` or `>`.
            let mark = self.place.text.get(..end).and_then(|before| before.rfind(['|', '>']));
            bytes = mark.map_or(bytes, |mark| mark..mark + 1);
        }
        let span = self.place.span(bytes.start, bytes.end);
        self.last = bytes.clone();
        if plain && !text.is_ascii() {
            let inside_flow = self.stack.last().is_some_and(|frame| frame.flow);
            let is_key = self.expects_key();
            self.problems.extend(lookalike::in_scalar(self.place, &bytes, inside_flow, is_key));
        }
        if plain && !forced && !self.expects_key() && is_null(&text, bytes.is_empty()) {
            let node = Node { span, value: Value::Null };
            self.finish_anchor(anchor, &node);
            self.place_node(node, bytes, false);
            return;
        }
        let text = if plain && bytes.is_empty() { String::new() } else { text };
        let quoted = !plain || forced;
        let node = Node { span, value: Value::Scalar(Scalar { text, quoted }) };
        self.finish_anchor(anchor, &node);
        self.place_node(node, bytes, plain);
    }

    /// True if the next node is a key.
    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { inside: Inside::Map { key: None, .. }, .. }))
    }

    fn open(
        &mut self,
        style: StructureStyle,
        anchor: usize,
        bytes: std::ops::Range<usize>,
        inside: Inside,
    ) -> Option<()> {
        if self.stack.len() >= DEPTH_MAX {
            let span = self.place.span(bytes.start, bytes.end);
            self.problems.push(problem(span, Fault::TooDeep { limit: DEPTH_MAX }));
            return None;
        }
        let flow = style == StructureStyle::Flow;
        // The parser lets a block list that is not indented begin at its first item: go back to the dash.
        let head = self.place.text.get(..bytes.start).unwrap_or("").trim_end();
        let at_dash = self.place.text.get(bytes.start..).is_some_and(|rest| rest.starts_with('-'));
        let back = !flow && matches!(inside, Inside::List(_)) && !at_dash && head.ends_with('-');
        let start = if back { head.len() - 1 } else { bytes.start };
        self.stack.push(Frame { start, end: bytes.end, flow, anchor, inside });
        Some(())
    }

    fn close(&mut self, bytes: std::ops::Range<usize>) -> Option<()> {
        let frame = self.stack.pop()?;
        // A block ends where its last value does; the parser tells where the next thing begins.
        let end = if frame.flow { frame.end.max(bytes.end) } else { frame.end };
        let span = self.place.span(frame.start, end);
        // A map or list that stands as a key is reported as such, and that is enough.
        let flow = frame.flow && !self.expects_key();
        let value = match frame.inside {
            Inside::List(items) if flow => {
                Value::List(traps::mend_list(self.place, items, self.problems))
            }
            Inside::List(items) => Value::List(items),
            Inside::Map { entries, merges, .. } => {
                let entries = if flow {
                    traps::mend_map(self.place, entries, self.problems)
                } else {
                    traps::mend_block(self.place, entries, self.problems)
                };
                keys::refuse_duplicates(&entries, &merges, self.problems);
                Value::Map(keys::merge(entries, merges, self.problems))
            }
        };
        let node = Node { span, value };
        self.finish_anchor(frame.anchor, &node);
        self.place_node(node, frame.start..end, false);
        self.within_copies(span)
    }

    /// Puts a finished node where it belongs: as an item, a key, a value, or the root.
    fn place_node(&mut self, node: Node, bytes: std::ops::Range<usize>, plain: bool) {
        let place = self.place;
        let at = place.span(bytes.start, bytes.end);
        let Some(frame) = self.stack.last_mut() else {
            let implicit_null = node.is_null() && bytes.is_empty();
            if self.documents == 1 && !implicit_null {
                self.root = Some(node);
            }
            return;
        };
        let empty_so_far = frame.end <= frame.start;
        if empty_so_far && !frame.flow && matches!(frame.inside, Inside::Map { .. }) {
            frame.start = bytes.start;
        }
        frame.end = frame.end.max(bytes.end);
        match &mut frame.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, merges, key } => match key.take() {
                Some(Pending { key, merge: true }) => {
                    merges.push(Merge { at: entries.len(), key, node })
                }
                Some(Pending { key, merge: false }) => {
                    let mut node = node;
                    if node.is_null() && bytes.is_empty() {
                        node.span = Span { start: key.span.end, ..key.span };
                    }
                    entries.push((key, node));
                }
                None => {
                    let (pending, wrong) = pending(place, &node, at, plain);
                    *key = Some(pending);
                    self.problems.extend(wrong);
                }
            },
        }
    }

    fn anchor(&mut self, id: usize, name: String, span: Span) {
        // The event follows its node: a scalar is finished by now, a map or list has just been opened.
        let anchor = self.anchors.entry(id).or_insert(Anchor {
            name: String::new(),
            span,
            node: None,
            used: false,
        });
        anchor.name = name;
        anchor.span = span;
    }

    fn finish_anchor(&mut self, id: usize, node: &Node) {
        if id == 0 {
            return;
        }
        self.copies += weight(node);
        if self.copies > COPIES_MAX {
            return;
        }
        let blank = Anchor { name: String::new(), span: node.span, node: None, used: false };
        self.anchors.entry(id).or_insert(blank).node = Some(node.clone());
    }

    fn alias(&mut self, id: usize, bytes: std::ops::Range<usize>) -> Option<()> {
        let span = self.place.span(bytes.start, bytes.end);
        self.within_copies(span)?;
        let node = self.anchors.get_mut(&id).and_then(|anchor| {
            anchor.used = true;
            anchor.node.as_ref()
        });
        let node = match node {
            Some(node) => {
                self.copies += weight(node);
                if self.copies > COPIES_MAX {
                    return self.within_copies(span);
                }
                if self.stack.len() + depth(node) > DEPTH_MAX {
                    self.problems.push(problem(span, Fault::TooDeep { limit: DEPTH_MAX }));
                    return None;
                }
                node.clone()
            }
            None => {
                self.problems.push(problem(span, Fault::AliasOfItself));
                Node { span, value: Value::Null }
            }
        };
        self.place_node(node, bytes, false);
        Some(())
    }

    fn within_copies(&mut self, span: Span) -> Option<()> {
        if self.copies <= COPIES_MAX {
            return Some(());
        }
        self.problems.push(problem(span, Fault::TooManyCopies { limit: COPIES_MAX }));
        None
    }

    /// An anchor on a single value that nothing copies is most likely text that begins with `&`.
    fn warn_of_unused_anchors(&mut self) {
        for anchor in self.anchors.values().filter(|anchor| !anchor.used) {
            let single = anchor
                .node
                .as_ref()
                .is_none_or(|node| matches!(node.value, Value::Null | Value::Scalar(_)));
            if single {
                let fault = Fault::UnusedAnchor { name: anchor.name.clone() };
                self.problems.push(warning(anchor.span, fault));
            }
        }
    }
}

/// A key out of its node, and what is wrong with it. `at` is where it is written, which for an alias is not
/// where its text is.
fn pending(place: Place<'_>, node: &Node, at: Span, plain: bool) -> (Pending, Option<Problem>) {
    let key = |text: &str| Key { text: text.to_owned(), span: at };
    match &node.value {
        Value::Scalar(scalar) if scalar.text.is_empty() && plain => {
            (Pending { key: key(""), merge: false }, Some(problem(at, Fault::MissingKey)))
        }
        Value::Scalar(scalar) => {
            (Pending { key: key(&scalar.text), merge: plain && scalar.text == "<<" }, None)
        }
        Value::Null => (Pending { key: key("null"), merge: false }, None),
        Value::List(_) | Value::Map(_) => {
            let source = place.text.get(place.bytes(at)).unwrap_or("").to_owned();
            let key = Key { text: source.clone(), span: at };
            let fault = match node.value {
                Value::List(_) => Fault::ListAsKey { source },
                _ => Fault::MapAsKey { source },
            };
            (Pending { key, merge: false }, Some(problem(at, fault)))
        }
    }
}

fn is_null(text: &str, implicit: bool) -> bool {
    implicit || matches!(text, "~" | "null" | "Null" | "NULL")
}

/// What a copy of this node costs, in values.
fn weight(node: &Node) -> usize {
    1 + match &node.value {
        Value::Null => 0,
        Value::Scalar(scalar) => scalar.text.len() / BYTES_PER_COPY,
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, node)| 1 + key.text.len() / BYTES_PER_COPY + weight(node))
            .sum(),
    }
}

/// How many maps and lists stand inside each other here.
fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Scalar(_) => 0,
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Map(entries) => 1 + entries.iter().map(|(_, node)| depth(node)).max().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests;
