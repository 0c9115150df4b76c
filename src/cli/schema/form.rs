//! The forms that a field's value may have, as JSON Schema (draft 7, which editors know best).

use serde_json::{Map, Value, json};

use crate::message::schema as say;

/// What may be written as a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A quantity or a formula: a text, or a plain number.
    Amount,
    /// A duration or count that may vary from call to call.
    Varying,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A text: a name, a sentence.
    Word,
    /// One of these words, or anything else that is written like an amount.
    WordOrAmount(&'static [&'static str]),
    /// A definition of the schema.
    Is(&'static str),
    /// A map of names to such values.
    Named(&'static str),
    /// A list of such values.
    List(&'static str),
    /// A list of texts or numbers, at least so many.
    Words(usize),
    /// A duration, or a map with these fields, each a form of its own.
    AmountOr(&'static str),
}

impl Form {
    /// The form as a schema, without its description.
    pub fn schema(self) -> Map<String, Value> {
        let schema = match self {
            Self::Amount => json!({ "type": ["string", "number", "null"] }),
            Self::Varying => either(&[amount(), reference("varying")]),
            Self::Choice(words) => {
                let mut words: Vec<Value> = words.iter().map(|word| json!(word)).collect();
                words.push(Value::Null);
                json!({ "enum": words })
            }
            Self::Flag => json!({ "type": ["boolean", "null"] }),
            Self::Word => json!({ "type": ["string", "number", "boolean", "null"] }),
            Self::WordOrAmount(words) => either(&[json!({ "enum": words }), amount()]),
            Self::Is(name) => either(&[reference(name)]),
            Self::Named(name) => json!({
                "type": ["object", "null"],
                "additionalProperties": either(&[reference(name)]),
            }),
            Self::List(name) => json!({ "type": ["array", "null"], "items": reference(name) }),
            Self::Words(least) => {
                let items = json!({ "type": ["string", "number"] });
                json!({ "type": ["array", "null"], "items": items, "minItems": least })
            }
            Self::AmountOr(name) => either(&[amount(), reference(name)]),
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }
}

/// A map with these fields and no others. `owner` finds their descriptions.
pub fn object(owner: &str, fields: &[(&str, Form)]) -> Value {
    let mut properties = Map::new();
    for (name, form) in fields {
        let mut schema = form.schema();
        schema.insert("description".to_owned(), json!(say::describe(owner, name)));
        properties.insert((*name).to_owned(), Value::Object(schema));
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

/// A text or a plain number.
pub fn amount() -> Value {
    json!({ "type": ["string", "number"] })
}
