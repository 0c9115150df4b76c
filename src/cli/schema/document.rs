//! The schemas of the documents that `--json` prints, from the types that they are printed from.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::report::{Report, estimate};

/// The document of `napkin run`.
pub fn run() -> Value {
    schema::<Report>()
}

/// The document of `napkin estimate`.
pub fn estimate() -> Value {
    schema::<estimate::Document>()
}

fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().for_serialize();
    settings.into_generator().into_root_schema_for::<T>().into()
}
