//! Tests of what the parts do together: values, ranges, errors, and texts that nobody would write.

mod errors;
mod propagation;
mod texts;
mod values;

use super::*;

const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.0 * DAY;

#[track_caller]
fn check(text: &str, value: f64, dim: Dim) {
    let found = parse_quantity(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    assert_eq!(found.dim, dim, "{text}");
    assert!((found.value - value).abs() <= 1e-14 * value.abs(), "{text}: {} {value}", found.value);
}

/// The names of the tests that need some.
fn names(name: &str) -> Option<Ranged> {
    let value = match name {
        "new_links" => Ranged::exact(1e8 / DAY, Dim::RATE),
        "keep" => Ranged::exact(10.0 * YEAR, Dim::TIME),
        "record" => Ranged::exact(100.0, Dim::BYTES),
        "peak" => Ranged::between(1.5, 3.0, Dim::NONE),
        "users" => Ranged { noun: Some("users".into()), ..Ranged::exact(150e6, Dim::NONE) },
        "ssd_random_read" => Ranged::exact(16e-6, Dim::TIME),
        "dean_2007.disk_seek" => Ranged::exact(0.01, Dim::TIME),
        "app.instances" => Ranged::exact(4.0, Dim::NONE),
        "loss" => Ranged::exact(-3.0, Dim::NONE),
        _ => return None,
    };
    Some(value)
}

#[track_caller]
fn formula(text: &str, value: f64, dim: Dim) {
    let found = Formula::parse(text).and_then(|formula| formula.eval(&names));
    let found = found.unwrap_or_else(|error| panic!("{text}: {error:?}"));
    assert_eq!(found.dim, dim, "{text}");
    assert!((found.value - value).abs() <= 1e-12 * value.abs(), "{text}: {} {value}", found.value);
}
