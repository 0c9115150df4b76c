//! Paths into a page (`app.instances`, `timeline.0.at`), and `--set`. Floor 4.

use std::ops::Range;

use super::{PAGE, SECTIONS, is_section};
use crate::component::KINDS;
use crate::message::page::Fault;
use crate::problem::{Problems, SET, Sources, Span, problem};
use crate::reader::table::Form;
use crate::yaml::{self, Key, Node, Value};

/// One name of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    name: String,
    /// Where it stands in the path; of a step that the short form left out, where the component's name does.
    at: Range<usize>,
}

/// Applies one `--set path=value`, whose value is YAML. False if it does not fit.
pub(super) fn apply(
    page: &mut Node,
    text: &str,
    problems: &mut Problems,
    sources: &mut Sources,
) -> bool {
    let text = &*yaml::composed(text);
    let file = sources.add(SET, text);
    let span = |start: usize, end: usize| {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(0);
        Span { file, start: at(start), end: at(end) }
    };
    let Some((path, value)) = text.split_once('=') else {
        problems.push(problem(span(0, text.len()), Fault::SetWithoutEquals));
        return false;
    };
    let start = path.len() - path.trim_start().len();
    let end = path.trim_end().len().max(start);
    let path = path.trim();
    if value.trim().is_empty() {
        problems.push(problem(
            span(start, text.len()),
            Fault::SetWithoutValue { path: path.to_owned() },
        ));
        return false;
    }
    let after_equals = text.len() - value.len();
    // A value with a mistake in it must not be written: what stands for the mistake would remove something.
    let mut found = Problems::default();
    let read = yaml::read_part(text, after_equals, file, &mut found);
    let is_sound = !found.any_errors();
    problems.extend(found.iter().cloned());
    let Some(read) = read.filter(|_| is_sound) else { return false };
    let Some(value) = read else {
        problems.push(problem(
            span(after_equals, text.len()),
            Fault::SetWithoutValue { path: path.to_owned() },
        ));
        return false;
    };
    set_value(page, path, value, span(start, end), problems)
}

/// Writes a value at a path, or removes what is there if the value is `null`; `at` is where the path was
/// written. Maps on the way are made if they are missing. False, and a problem, if the path leads nowhere.
pub fn set_value(
    page: &mut Node,
    path: &str,
    value: Node,
    at: Span,
    problems: &mut Problems,
) -> bool {
    match try_set(page, path, value, at) {
        Ok(()) => true,
        Err((range, fault)) => {
            problems.push(problem(at.slice(range), fault));
            false
        }
    }
}

/// The node at a path, if there is one; `traffic: 200/s` is what stands at `traffic.rate`, too.
#[must_use]
pub fn lookup<'a>(page: &'a Node, path: &str) -> Option<&'a Node> {
    let steps = expand(page, path).ok()?;
    let mut node = page;
    for (index, step) in steps.iter().enumerate() {
        node = match &node.value {
            Value::Map(_) => node.get(&step.name)?,
            Value::List(items) => items.get(step.name.parse::<usize>().ok()?)?,
            Value::Scalar(_) => {
                let short = short_for(&steps.get(index.checked_sub(1)?)?.name, &step.name)?;
                return (short == step.name && index + 1 == steps.len()).then_some(node);
            }
            Value::Null => return None,
        };
    }
    Some(node)
}

/// What is wrong with a path, and with which part of it.
type Refusal = (Range<usize>, Fault);

fn try_set(page: &mut Node, path: &str, value: Node, at: Span) -> Result<(), Refusal> {
    let steps = expand(page, path)?;
    let Some((last, way)) = steps.split_last() else {
        return Err((0..path.len(), Fault::SetEmptyName));
    };
    if !value.is_null() {
        known_quantity(page, &steps)?;
    }
    let mut node = page;
    for (index, step) in way.iter().enumerate() {
        node = enter(node, step, &shown(&steps[..index]), at)?;
        let is_removed = index + 1 == way.len() && value.is_null();
        write_out(node, &step.name, &steps[index + 1].name, is_removed);
    }
    let parent = shown(way);
    match &mut node.value {
        Value::Map(entries) => put(entries, last, value, at, &shown(&steps)),
        Value::List(items) => {
            let index = item(items, last, &parent)?;
            if value.is_null() {
                items.remove(index);
            } else {
                items[index] = value;
            }
            Ok(())
        }
        Value::Null => {
            let mut entries = Vec::new();
            put(&mut entries, last, value, at, &shown(&steps))?;
            node.value = Value::Map(entries);
            Ok(())
        }
        Value::Scalar(scalar) => {
            let (value, name) = (scalar.text.clone(), last.name.clone());
            Err((last.at.clone(), Fault::SetThroughValue { path: parent, value, name }))
        }
    }
}

/// A name of `assume` or `estimate` that the page does not have: no formula uses it, so that setting it would
/// change nothing, and say nothing.
fn known_quantity(page: &Node, steps: &[Step]) -> Result<(), Refusal> {
    const SECTIONS: [&str; 2] = ["assume", "estimate"];
    let [section, step] = steps else { return Ok(()) };
    if !SECTIONS.contains(&section.name.as_str()) {
        return Ok(());
    }
    let names = |section: &str| -> Vec<String> {
        let entries = page.get(section).and_then(Node::as_map).unwrap_or(&[]);
        entries.iter().map(|(key, _)| format!("{section}.{}", key.text)).collect()
    };
    let path = shown(steps);
    if names(&section.name).contains(&path) {
        return Ok(());
    }
    let known: Vec<String> = SECTIONS.iter().flat_map(|section| names(section)).collect();
    let name = |path: &'_ String| path.split_once('.').map(|(_, name)| name.to_owned());
    let own: Vec<String> = known.iter().filter_map(name).collect();
    let near = own.iter().position(|own| *own == step.name).or_else(|| {
        let near = Problems::nearest(&step.name, own.iter().map(String::as_str))?;
        own.iter().position(|own| own == near)
    });
    let near = near.and_then(|index| known.get(index)).cloned();
    Err((step.at.clone(), Fault::SetUnknownQuantity { path, near }))
}

/// Writes the short form of a field out, if `next` is a key of the long one: `traffic: 200/s` becomes
/// `traffic: { rate: 200/s }`. Clients are there instead of a rate, not beside it.
fn write_out(node: &mut Node, field: &str, next: &str, is_removed: bool) {
    let Value::Scalar(_) = node.value else { return };
    let Some(key) = short_for(field, next) else { return };
    let span = node.span;
    let value = std::mem::replace(&mut node.value, Value::Map(Vec::new()));
    if let Value::Map(entries) = &mut node.value
        && (next != "clients" || is_removed)
    {
        let key = Key { text: key.to_owned(), span };
        entries.push((key, Node { span, value }));
    }
}

/// The field whose value a single value of `field` is, if `next` may stand beside it.
fn short_for(field: &str, next: &str) -> Option<&'static str> {
    let tables = KINDS.iter().map(|kind| &kind.table).chain([&PAGE]);
    tables.filter_map(|table| table.row(field)).find_map(|row| match row.form {
        Form::Short(key, inner) if inner.row(next).is_some() => Some(key),
        _ => None,
    })
}

fn put(
    entries: &mut Vec<(Key, Node)>,
    step: &Step,
    value: Node,
    at: Span,
    path: &str,
) -> Result<(), Refusal> {
    let found = entries.iter().position(|(key, _)| key.text == step.name);
    let key = Key { text: step.name.clone(), span: at.slice(step.at.clone()) };
    match (found, value.is_null()) {
        (Some(index), true) => {
            entries.remove(index);
        }
        (Some(index), false) => entries[index] = (key, value),
        (None, false) => entries.push((key, value)),
        (None, true) => {
            let near =
                Problems::nearest(&step.name, entries.iter().map(|(key, _)| key.text.as_str()));
            let (path, near) = (path.to_owned(), near.map(str::to_owned));
            return Err((step.at.clone(), Fault::RemovesNothing { path, near }));
        }
    }
    Ok(())
}

/// The node below a map or list, made if it is missing in a map. `path` leads to `node`.
fn enter<'n>(
    node: &'n mut Node,
    step: &Step,
    path: &str,
    at: Span,
) -> Result<&'n mut Node, Refusal> {
    if node.is_null() {
        node.value = Value::Map(Vec::new());
    }
    match &mut node.value {
        Value::Map(entries) => {
            let index =
                entries.iter().position(|(key, _)| key.text == step.name).unwrap_or_else(|| {
                    let span = at.slice(step.at.clone());
                    let key = Key { text: step.name.clone(), span };
                    entries.push((key, Node { span: at, value: Value::Map(Vec::new()) }));
                    entries.len() - 1
                });
            Ok(&mut entries[index].1)
        }
        Value::List(items) => {
            let index = item(items, step, path)?;
            Ok(&mut items[index])
        }
        Value::Scalar(scalar) => {
            let (path, value) = (path.to_owned(), scalar.text.clone());
            let fault = Fault::SetThroughValue { path, value, name: step.name.clone() };
            Err((step.at.clone(), fault))
        }
        Value::Null => Err((step.at.clone(), Fault::SetEmptyName)),
    }
}

fn item(items: &[Node], step: &Step, path: &str) -> Result<usize, Refusal> {
    let index = step.name.parse::<usize>().ok().filter(|index| *index < items.len());
    index.ok_or_else(|| {
        let (path, name) = (path.to_owned(), step.name.clone());
        (step.at.clone(), Fault::SetNoItem { path, name, items: items.len() })
    })
}

/// The steps of a path with the short form written out: `app.instances` is `components.app.server.instances`,
/// unless the page has a key `app` of its own.
fn expand(page: &Node, path: &str) -> Result<Vec<Step>, Refusal> {
    let mut steps = split(path)?;
    let first = steps[0].name.as_str();
    let components = page.get("components");
    let names: Vec<&str> = components
        .and_then(Node::as_map)
        .unwrap_or(&[])
        .iter()
        .map(|(key, _)| key.text.as_str())
        .collect();
    if page.get(first).is_none() && !is_section(first) {
        if !names.contains(&first) {
            let sections = SECTIONS.iter().map(|section| section.name);
            let known = names.iter().copied().chain(sections);
            let fault = Fault::SetUnknown {
                name: first.to_owned(),
                near: Problems::nearest(first, known).map(str::to_owned),
                components: names.iter().map(|&name| name.to_owned()).collect(),
            };
            return Err((steps[0].at.clone(), fault));
        }
        steps.insert(0, Step { name: "components".to_owned(), at: steps[0].at.clone() });
    }
    if steps[0].name == "components" && steps.len() > 2 {
        // The kind may be left out: it is the only key that a component has.
        let entry = components.and_then(|all| all.get(&steps[1].name)).and_then(Node::as_map);
        if let Some([(kind, _)]) = entry
            && kind.text != steps[2].name
        {
            steps.insert(2, Step { name: kind.text.clone(), at: steps[1].at.clone() });
        }
    }
    Ok(steps)
}

fn split(path: &str) -> Result<Vec<Step>, Refusal> {
    let mut start = 0;
    let mut steps = Vec::new();
    for name in path.split('.') {
        let at = start..start + name.len();
        if name.trim().is_empty() {
            return Err((
                if path.is_empty() { 0..0 } else { at.start.saturating_sub(1)..at.end + 1 },
                Fault::SetEmptyName,
            ));
        }
        start = at.end + 1;
        steps.push(Step { name: name.to_owned(), at });
    }
    Ok(steps)
}

fn shown(steps: &[Step]) -> String {
    steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(".")
}
