//! The schema against the pages that it must accept, and against the fields that the readers ask for.

use super::*;
use crate::cli::gallery::GALLERY;
use crate::problem::{Problems, Sources};
use crate::yaml::{self, Node};

/// A page as the JSON that an editor makes of it.
fn json_of(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Null,
        yaml::Value::Scalar(scalar) if scalar.quoted => json!(scalar.text),
        yaml::Value::Scalar(scalar) => match (scalar.text.as_str(), scalar.text.parse::<f64>()) {
            ("true", _) => json!(true),
            ("false", _) => json!(false),
            (_, Ok(number)) => json!(number),
            (text, Err(_)) => json!(text),
        },
        yaml::Value::List(items) => items.iter().map(json_of).collect(),
        yaml::Value::Map(entries) => {
            entries.iter().map(|(key, node)| (key.text.clone(), json_of(node))).collect()
        }
    }
}

fn read(text: &str) -> Value {
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    let file = sources.add("page.yaml", text);
    let tree = yaml::read(text, file, &mut problems).expect("a page is YAML");
    assert!(problems.is_empty(), "{problems:?}");
    json_of(&tree)
}

/// What a value does not fit, by the keywords of JSON Schema that this schema uses.
fn mismatch(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    let wrong = |why: &str| Some(format!("{path}: {why}: {value}"));
    if let Some(name) = schema["$ref"].as_str() {
        let target =
            root.pointer(name.trim_start_matches('#')).expect("a reference leads somewhere");
        return mismatch(root, target, value, path);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let all: Option<Vec<String>> =
            forms.iter().map(|form| mismatch(root, form, value, path)).collect();
        // The one that came furthest is the one that was meant.
        let depth = |why: &String| why.split(':').next().map_or(0, str::len);
        return all.and_then(|all| all.into_iter().rev().max_by_key(depth));
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) { None } else { wrong("no such word") };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds = &schema["type"];
    if !(kinds == kind || kinds.as_array().is_some_and(|kinds| kinds.contains(&json!(kind)))) {
        return wrong("of the wrong type");
    }
    match value {
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            mismatch(root, &schema["items"], item, &format!("{path}.{index}"))
        }),
        Value::Object(entries) => {
            if schema["maxProperties"].as_u64().is_some_and(|most| entries.len() as u64 > most) {
                return wrong("too many keys");
            }
            entries.iter().find_map(|(key, value)| {
                let path = format!("{path}.{key}");
                match (&schema["properties"][key], &schema["additionalProperties"]) {
                    (Value::Null, Value::Bool(false)) => Some(format!("{path}: unknown")),
                    (Value::Null, other) => mismatch(root, other, value, &path),
                    (known, _) => mismatch(root, known, value, &path),
                }
            })
        }
        _ => None,
    }
}

fn check(text: &str) -> Option<String> {
    let schema = schema();
    mismatch(&schema, &schema, &read(text), "page")
}

#[test]
fn every_page_of_the_gallery_is_accepted() {
    for entry in GALLERY {
        assert_eq!(check(entry.text), None, "{}", entry.name);
    }
    assert_eq!(check(include_str!("../../starter.yaml")), None);
}

#[test]
fn every_form_of_the_language_is_accepted() {
    for text in [
        "base: other.yaml\ncomponents: { app: null, db: { database: { failover: null } } }",
        "include: [a.yaml, b.yaml]",
        "traffic: { clients: 500, think: exp(2s) }",
        "traffic: { rate: 5/s, arrivals: { bursty: { high: 9/s, low: 1/s, high_for: 1s, low_for: 1s } } }",
        "traffic: { rate: 5/s, arrivals: \"erlang(4)\", shape: { steps: [{ at: 1s, times: 2 }] } }",
        "path: app",
        "path: [lb, app: { work: { cpu: 1ms, disk: 4KB, io: exp(2ms) } }, db: null]",
        "path: [a, { parallel: { need: 1, paths: [b, [c, d]] } }, { later: [q, w] }]",
        "path: { one_of: { policy: failover, paths: { x: a, y: { weight: 2, path: [b] } } } }",
        "path: [{ repeat: { times: { mean: 5, cv: 1 }, at_once: 2, path: [a] } }]",
        "path: [{ chance: { share: 10%, path: a } }, { sequence: [a, b] }]",
        "components: { a: { server: { retry: { times: 3, jitter: true, base: 1ms }, cancel: true } } }",
        "components: { a: { server: { retry: 3, work: 3 x ssd_random_read + 20us, pool: 5 } } }",
        "timeline: [{ at: 1s, cut: [a, b], for: 2s }, { at: 2s, set: { a.instances: 8 } }]",
        "run: { warmup: auto, caches: cold, duration: 2m, seed: 7 }",
        "slo: { p99: 100ms }\nrequests: { a: { slo: { p50: 5ms }, weight: 2, path: x } }",
    ] {
        assert_eq!(check(text), None, "{text}");
    }
}

#[test]
fn what_is_misspelt_is_not_accepted() {
    for (text, why) in [
        ("tarffic: 5/s", "page.tarffic: unknown"),
        ("components: { a: { sever: {} } }", "page.components.a.sever: unknown"),
        ("components: { a: { server: { wrok: 5ms } } }", "page.components.a.server.wrok: unknown"),
        ("components: { a: { cache: { evict: lur } } }", "no such word"),
        ("components: { a: { server: {}, cache: {} } }", "too many keys"),
        ("path: [{ parallel: { nede: 1, paths: [a] } }]", "nede: unknown"),
        ("run: { duration: [1s] }", "wrong type"),
    ] {
        let found = check(text).unwrap_or_default();
        assert!(found.contains(why), "{text}: {found:?}");
    }
}

#[test]
fn every_field_is_described() {
    let schema = schema();
    let (mut empty, mut fields) = (Vec::new(), 0);
    walk(&schema, "page", &mut |place, text| {
        fields += 1;
        if text.len() < 5 {
            empty.push(place.to_owned());
        }
    });
    assert!(empty.is_empty(), "{empty:?}");
    assert!(fields > 150, "{fields}");
}

fn walk(schema: &Value, place: &str, see: &mut dyn FnMut(&str, &str)) {
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                let place = format!("{place}.{key}");
                match value.as_str() {
                    Some(text) if key == "description" => see(&place, text),
                    _ => walk(value, &place, see),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, place, see)),
        _ => {}
    }
}
