//! The schema of a page, from the tables that its reader reads by. Nothing is required, since a page with a
//! `base` says only what it changes; whether a page is whole, and whether its values fit, is what `napkin check`
//! says.

use serde_json::{Map, Value, json};

use super::form::{either, object, of_fields, reference, sentence};
use crate::component::KINDS;
use crate::message::schema as say;
use crate::reader::VARYING;
use crate::reader::table::{Field, Form, Table};
use crate::scenario::PAGE;
use crate::scenario::paths::BLOCKS;

/// The schema of a page.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let kinds = KINDS.iter().map(|kind| &kind.table);
    for table in kinds.chain([&PAGE, &BLOCKS]) {
        define(table, &mut definitions);
    }
    definitions.insert("component".to_owned(), component());
    definitions.insert("step".to_owned(), step());
    definitions.insert("link_of_a_path".to_owned(), link());
    definitions.insert("path".to_owned(), path());
    let paths = json!({ "type": "array", "items": reference("path"), "minItems": 1 });
    definitions.insert("paths".to_owned(), paths);
    let varying: Vec<Value> = VARYING.iter().map(object).collect();
    definitions.insert("varying".to_owned(), json!({ "anyOf": varying }));
    let mut page = object(&PAGE);
    if let Value::Object(page) = &mut page {
        let draft = json!("http://json-schema.org/draft-07/schema#");
        page.shift_insert(0, "$schema".to_owned(), draft);
        page.shift_insert(1, "title".to_owned(), json!(say::title()));
        page.insert("definitions".to_owned(), Value::Object(definitions));
    }
    page
}

/// Defines the maps that the fields of a table may hold, and theirs.
fn define(table: &Table, definitions: &mut Map<String, Value>) {
    for inner in table.fields().filter_map(Field::map) {
        if !definitions.contains_key(inner.name) {
            definitions.insert(inner.name.to_owned(), object(inner));
            define(inner, definitions);
        }
    }
}

/// `{ kind: { fields } }`.
fn component() -> Value {
    let mut kinds = Map::new();
    for kind in KINDS {
        let mut schema = either(&[object(&kind.table)]);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(sentence(kind.doc)));
        }
        kinds.insert(kind.name().to_owned(), schema);
    }
    json!({
        "type": "object",
        "properties": kinds,
        "additionalProperties": false,
        "maxProperties": 1,
    })
}

/// What a step may change of its component, whatever its kind: of fields with one name, that with the most forms.
fn step() -> Value {
    let of_step = || KINDS.iter().flat_map(|kind| kind.table.fields()).filter(|row| row.of_step);
    let richer = of_step().filter(|row| matches!(row.form, Form::Short(..)));
    of_fields(of_step().chain(richer))
}

/// One name, one step or block, or a list of them.
fn path() -> Value {
    let name = json!({ "type": "string" });
    let link = json!({ "anyOf": [name, reference("link_of_a_path")] });
    json!({ "anyOf": [
        name,
        reference("link_of_a_path"),
        { "type": "array", "items": link, "minItems": 1 },
    ] })
}

/// `name: { fields }`, or a block.
fn link() -> Value {
    let mut link = object(&BLOCKS);
    if let Value::Object(link) = &mut link {
        link.insert("additionalProperties".to_owned(), either(&[reference("step")]));
        link.insert("maxProperties".to_owned(), json!(1));
    }
    link
}

#[cfg(test)]
mod tests;
