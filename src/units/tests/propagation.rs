//! Ranges through lists of formulas, against closed forms.

use super::*;
use crate::message::Lang;
use crate::units::normal::{self, quantile};
use crate::words;

#[test]
fn quantiles_of_the_normal_distribution() {
    // Values of the standard tables, and of AS 241's own test in each of its three branches.
    for (p, z) in [
        (0.5, 0.0),
        (0.95, normal::Z95),
        (0.25, -0.674_489_750_196_081_7),
        (0.001, -3.090_232_306_167_813),
        (1e-20, -9.262_340_089_798_408),
    ] {
        assert!((quantile(p) - z).abs() < 1e-13, "{p}: {}", quantile(p));
    }
}

fn model(formulas: &[(&str, &str)]) -> Vec<(String, Formula)> {
    let parse = |text: &str| Formula::parse(text).unwrap_or_else(|error| panic!("{error:?}"));
    formulas.iter().map(|&(name, text)| (name.to_owned(), parse(text))).collect()
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() < tolerance, "{found} is not near {expected}");
}

#[test]
fn a_product_of_lognormals_has_the_closed_form() {
    // ln of the product is normal: the variances add.
    let found = propagate(&model(&[("a", "1..4"), ("b", "10..90"), ("c", "a * b")]), 100_000, 7);
    let found = found.unwrap();
    let log_width = (4.0_f64.ln().powi(2) + 9.0_f64.ln().powi(2)).sqrt() / 2.0;
    near(found[2].value, 60.0, 1e-12);
    near(found[2].low, 60.0 * (-log_width).exp(), 0.02);
    near(found[2].high, 60.0 * log_width.exp(), 0.02);
    assert_eq!((found[0].low, found[0].high), (1.0, 4.0));
}

#[test]
fn the_median_is_that_of_the_draws() {
    let found = model(&[
        ("a", "1..4"),
        ("b", "1..16"),
        ("product", "a * b"),
        ("size", "abs(-5..5)"),
        ("larger", "max(a, b)"),
        ("known", "2 * 3"),
    ]);
    let found = propagate(&found, 100_000, 7).unwrap();
    assert_eq!((found[0].median, found[5].median), (2.0, 6.0));
    near(found[2].median, 8.0, 0.02);
    // Half of a normal variable's sizes are below its upper quartile, while with everything at its median it is 0.
    assert_eq!(found[3].value, 0.0);
    near(found[3].median, 5.0 / normal::Z95 * quantile(0.75), 0.02);
    // P(max < m) = P(a < m) P(b < m) = 1/2, solved by bisection.
    let below = |m: f64, (low, high): (f64, f64)| {
        let spread = (high / low).ln() / (2.0 * normal::Z95);
        let z = (m / (low * high).sqrt()).ln() / spread;
        // Φ by its inverse.
        let (mut from, mut to) = (1e-9, 1.0 - 1e-9);
        for _ in 0..60 {
            let p = f64::midpoint(from, to);
            if quantile(p) < z { from = p } else { to = p }
        }
        from
    };
    let m = found[4].median;
    near(below(m, (1.0, 4.0)) * below(m, (1.0, 16.0)), 0.5, 0.02);
}

#[test]
fn a_name_is_drawn_once_and_an_occurrence_by_itself() {
    let found = propagate(
        &model(&[
            ("a", "1..4"),
            ("shared", "a / a"),
            ("apart", "(1..4) / (1..4)"),
            ("sum", "-3..3 + -4..4"),
            ("known", "2 * 3"),
            ("alias", "a"),
        ]),
        100_000,
        1,
    )
    .unwrap();
    assert_eq!((found[1].low, found[1].high), (1.0, 1.0));
    near(found[2].high, (4.0_f64.ln() / 2.0_f64.sqrt()).exp(), 0.02);
    near(found[3].high, 5.0, 0.02);
    near(found[3].low, -5.0, 0.02);
    assert_eq!((found[4].low, found[4].value, found[4].high), (6.0, 6.0, 6.0));
    // Another name for a range is that range, not what draws make of it.
    assert_eq!((found[5].low, found[5].median, found[5].high), (1.0, 2.0, 4.0));
}

#[test]
fn propagation_depends_on_the_seed_and_the_own_formula_alone() {
    let short = model(&[("a", "1..4"), ("b", "a * 1..2 + day / day")]);
    let long = model(&[("new", "1..9"), ("b", "a * 1..2 + day / day"), ("a", "1..4")]);
    let first = propagate(&short, 5000, 3).unwrap();
    assert_eq!(first, propagate(&short, 5000, 3).unwrap());
    assert_ne!(first, propagate(&short, 5000, 4).unwrap());
    assert_eq!(first[1], propagate(&long, 5000, 3).unwrap()[1]);
}

#[test]
fn outer_names_are_drawn_and_samples_belong_together() {
    let outer =
        Model::new(model(&[("x2", "2 * peak"), ("sum", "x2 + peak"), ("n", "keep / year")]));
    let samples = outer.samples(&names, 3000, 5).unwrap();
    assert_eq!(samples.iter().map(Vec::len).collect::<Vec<_>>(), [3000, 3000, 3000]);
    assert!(samples[0].iter().zip(&samples[1]).all(|(a, b)| (b - 1.5 * a).abs() < 1e-12));
    assert!(samples[2].iter().all(|&years| years == 10.0));
    let found = outer.propagate(&names, 100_000, 5).unwrap();
    near(found[0].low, 3.0, 0.02);
    near(found[0].high, 6.0, 0.02);
    assert_eq!(outer.propagate(&names, 0, 5).unwrap()[0].low, found[0].value);
}

#[test]
fn formulas_may_use_later_ones_and_their_own_name_as_noun() {
    let found = Model::new(model(&[("writes", "users * 2/day"), ("users", "150M users")]));
    let found = found.evaluate(&|_| None).unwrap();
    near(found[0].value, 3e8 / DAY, 1e-12);
}

#[test]
fn model_errors() {
    let errors = |formulas: &[(&str, &str)]| {
        let found = Model::new(model(formulas)).propagate(&names, 2000, 1).unwrap_err();
        found
            .into_iter()
            .map(|(at, error)| {
                let words = words::complaint(&error.what.into(), Lang::En);
                format!("{at} {:?} {} | {}", error.at, words.title, words.label)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(errors(&[("a", "2 * a")]), ["0 4..5 `a` depends on itself | "]);
    assert_eq!(
        errors(&[("z", "a"), ("a", "1 + b"), ("b", "c"), ("c", "a")]),
        ["1 4..5 `a` depends on itself | by way of `b`, `c`"]
    );
    // What follows from another error is not repeated.
    assert_eq!(
        errors(&[("a", "nothing"), ("b", "a + 1"), ("c", "1s + 1B")]),
        ["0 0..7 unknown name `nothing` | ", "2 3..4 cannot add a duration (s) and a size (B) | "]
    );
    assert_eq!(
        errors(&[("cups", "3s"), ("a", "5 cups")]),
        ["1 2..6 `cups` is a name here, so it cannot be a noun | "]
    );
    assert_eq!(
        errors(&[("a", "sqrt(-2..6)")]),
        ["0 0..11 within its ranges, the formula has no value in 20 % of the draws | "]
    );
}
