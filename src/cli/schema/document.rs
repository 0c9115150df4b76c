//! The schemas of the documents that `--json` prints, from the types that they are printed from.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::document::{Report, estimate};

/// The document of `napkin run`.
pub fn run() -> Value {
    of::<Report>()
}

/// The document of `napkin estimate`.
pub fn estimate() -> Value {
    of::<estimate::Document>()
}

/// The document that a type is printed as.
pub fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().for_serialize();
    settings.into_generator().into_root_schema_for::<T>().into()
}
