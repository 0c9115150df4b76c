//! A fact in a document: its code and figures, and the sentence in the language of whoever asked.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::message::{Lang, Say};

/// The key under which a serialized fact has its sentence in every language. Only the JSON renderer, which knows the
/// language, reads it, and writes `text` in its place; no name on a page can be this one.
pub const TEXTS: &str = "\0text";

/// A fact of an area (an enum of `message`) inside a document. As JSON it is the fact's `code` and figures and, last,
/// its `text`. Fields of this type need nothing else: the JSON renderer finds them wherever they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told<T>(pub T);

impl<T> From<T> for Told<T> {
    fn from(what: T) -> Self {
        Self(what)
    }
}

impl<T> std::ops::Deref for Told<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Say> Say for Told<T> {
    fn say(&self, lang: Lang) -> String {
        self.0.say(lang)
    }
}

impl<T: Serialize + Say> Serialize for Told<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Parts<'a, T> {
            #[serde(flatten)]
            what: &'a T,
            #[serde(rename = "\0text")]
            texts: BTreeMap<&'static str, String>,
        }
        let texts = Lang::ALL.into_iter().map(|lang| (lang.tag(), self.0.say(lang))).collect();
        Parts { what: &self.0, texts }.serialize(to)
    }
}

/// Words inside a document: as JSON the sentence alone, a string in the language of whoever asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said<T>(pub T);

impl<T> From<T> for Said<T> {
    fn from(what: T) -> Self {
        Self(what)
    }
}

impl<T> std::ops::Deref for Said<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Say> Serialize for Said<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Texts {
            #[serde(rename = "\0text")]
            texts: BTreeMap<&'static str, String>,
        }
        let texts = Lang::ALL.into_iter().map(|lang| (lang.tag(), self.0.say(lang))).collect();
        Texts { texts }.serialize(to)
    }
}

impl<T> JsonSchema for Said<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// What the JSON renderer makes of it, for the schema.
#[derive(JsonSchema)]
#[allow(dead_code)] // Only its shape is used.
struct Shape<T> {
    #[serde(flatten)]
    what: T,
    /// The sentence.
    text: String,
}

impl<T: JsonSchema> JsonSchema for Told<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        Shape::<T>::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Shape::<T>::json_schema(generator)
    }
}
