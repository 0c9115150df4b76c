//! The forms that a field's value may have, as JSON Schema (draft 7, which editors know best).

use serde_json::{Map, Value, json};

use crate::reader::table::{Field, Form, Otherwise, Table};

/// A field's schema, with what editors show of it.
pub fn field(field: &Field) -> Value {
    let mut schema = value(field);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(description(field)));
    }
    schema
}

fn value(field: &Field) -> Value {
    match field.form {
        Form::Whole(..) | Form::Cores(_) | Form::Amount(_) | Form::Positive(_) => {
            json!({ "type": ["string", "number", "null"] })
        }
        Form::Varying(_) => either(&[amount(), reference("varying")]),
        Form::Choice(words) => json!({ "enum": with_null(&words()) }),
        Form::Flag => json!({ "type": ["boolean", "null"] }),
        Form::Name | Form::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
        Form::Call(words) => either(&[calls(words)]),
        Form::WordOr(word, _) => either(&[json!({ "enum": [word] }), amount()]),
        Form::FlagOrShare => either(&[json!({ "type": "boolean" }), amount()]),
        Form::Map(table) => either(&[reference(table.name)]),
        Form::Short(name, table) => {
            let varies = table.row(name).is_some_and(|row| matches!(row.form, Form::Varying(_)));
            let mut forms = vec![amount(), reference(table.name)];
            forms.extend(varies.then(|| reference("varying")));
            either(&forms)
        }
        Form::PositiveOr(_, table) => either(&[amount(), reference(table.name)]),
        Form::CallOr(words, table) => either(&[calls(words), reference(table.name)]),
        Form::Named(table) => named(&either(&[reference(table.name)])),
        Form::List(table) => {
            json!({ "type": ["array", "null"], "items": reference(table.name) })
        }
        Form::Numbers => texts(1),
        Form::TwoNames => texts(2),
        Form::Formulas => named(&either(&[amount()])),
        Form::Components => named(&either(&[reference("component")])),
        Form::Path => either(&[reference("path")]),
        Form::Paths => either(&[reference("paths")]),
        Form::PathsOr(table) => either(&[reference("paths"), reference(table.name)]),
        Form::NamedPaths(table) => named(&either(&[reference("path"), reference(table.name)])),
        Form::Files => {
            let list = json!({ "type": "array", "items": { "type": "string" } });
            either(&[json!({ "type": "string" }), list])
        }
    }
}

/// What editors show: what the field means, and what holds without it.
fn description(field: &Field) -> String {
    let mut text = sentence(field.doc);
    match field.default {
        Otherwise::Needed | Otherwise::Is("–") => {}
        Otherwise::Is(value) | Otherwise::Assumed(value, _) | Otherwise::AssumedSo(_, _, value) => {
            text += &format!(" If it is not written: {}.", plain(value));
        }
    }
    text
}

/// A line of the documentation as a sentence: without links and marks, with a capital and a full stop.
pub fn sentence(doc: &str) -> String {
    let text = plain(doc);
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// Markdown without its links and stars.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let target = link
            .split_once("](")
            .and_then(|(shown, target)| target.split_once(')').map(|(_, after)| (shown, after)));
        let Some((shown, after)) = target else { break };
        plain += before;
        plain += shown;
        rest = after;
    }
    plain += rest;
    plain.replace("**", "").replace(" *", "")
}

/// A map with the fields of a table and no others.
pub fn object(table: &Table) -> Value {
    of_fields(table.fields())
}

/// A map with these fields and no others; of two with one name the last counts.
pub fn of_fields<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Value {
    let mut properties = Map::new();
    for row in fields {
        properties.insert(row.name.to_owned(), field(row));
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Any of these, or nothing: in a page with a `base`, `null` removes.
pub fn either(forms: &[Value]) -> Value {
    let mut forms = forms.to_vec();
    forms.push(json!({ "type": "null" }));
    json!({ "anyOf": forms })
}

/// A definition, by name.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn amount() -> Value {
    json!({ "type": ["string", "number"] })
}

/// A map of names to such values.
fn named(value: &Value) -> Value {
    json!({ "type": ["object", "null"], "additionalProperties": value })
}

/// A list of texts or numbers, at least so many.
fn texts(least: usize) -> Value {
    let items = json!({ "type": ["string", "number"] });
    json!({ "type": ["array", "null"], "items": items, "minItems": least })
}

fn with_null(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| json!(word)).chain([Value::Null]).collect()
}

/// Words, and calls with other arguments than those of the examples.
fn calls(examples: &[&str]) -> Value {
    let (calls, words): (Vec<&str>, Vec<&str>) =
        examples.iter().partition(|example| example.contains('('));
    let mut forms = vec![json!({ "enum": words })];
    for call in calls {
        let name = call.split('(').next().unwrap_or(call);
        forms.push(json!({ "type": "string", "pattern": format!("^ *{name} *\\(.*\\) *$") }));
    }
    json!({ "anyOf": forms })
}
