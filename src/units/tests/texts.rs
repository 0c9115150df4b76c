//! Properties of all texts and values.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn dims() -> impl Strategy<Value = Dim> {
    (-2i8..=2, -2i8..=2, -2i8..=2).prop_map(|(time, bytes, money)| Dim::new(time, bytes, money))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_parsed_back(
        mantissa in -9.99f64..9.99, exponent in -12i32..18, dim in dims(), digits in 1usize..=12,
    ) {
        let value = mantissa * 10f64.powi(exponent);
        let quantity = Quantity::new(value, dim);
        // Money is shown to the cent, which is one in a hundred of the least amount shown so.
        let shown = if dim.money == 0 { 5e-4 } else { 5e-3 };
        let rounded = 5.0 * 10f64.powi(-i32::try_from(digits).unwrap());
        let cases = [(show(quantity), shown), (show_digits(quantity, digits), rounded)];
        for (text, tolerance) in cases {
            let found = parse_quantity(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error:?}")))?;
            prop_assert_eq!(found.dim, dim, "{}", &text);
            prop_assert!((found.value - value).abs() <= tolerance * 1.01 * value.abs(), "{} {} {}", text, found.value, value);
        }
    }

    #[test]
    fn no_text_is_a_panic(text in ".{0,60}") {
        let _ = Formula::parse(&text).map(|formula| formula.step(&names));
    }

    #[test]
    fn no_likely_text_is_a_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "1", "0", "5.5", "1e6", "1e300", ",", ",000", "_", ".", "..", "ms", "M", " ", "/", "m", "s", "B",
                "$", "%", "x", "*", "-", "+", "^", "(", ")", "max(", "ln(", "peak", "users", "가", "µs", "e", "GB/s",
                "million", "2", "a.b", "×", "·",
            ]),
            0..24,
        ),
    ) {
        let text = parts.concat();
        if let Ok(formula) = Formula::parse(&text) {
            let _ = formula.step(&names);
            let model = Model::new(vec![("a".to_owned(), formula)]);
            let _ = model.propagate(&names, 8, 1);
        } else if let Err(error) = Formula::parse(&text) {
            prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
        }
    }
}
