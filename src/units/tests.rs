use proptest::prelude::*;

use super::normal::quantile;
use super::*;

const GB: f64 = 1e9;
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
        "day" => return None,
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

#[test]
fn durations() {
    for (text, seconds) in [
        ("3ns", 3e-9),
        ("250us", 250e-6),
        ("250\u{b5}s", 250e-6),
        ("250\u{3bc}s", 250e-6),
        ("5ms", 0.005),
        ("1.1ms", 0.0011),
        ("1.5s", 1.5),
        ("2 sec", 2.0),
        ("10m", 600.0),
        ("10 min", 600.0),
        ("1h", 3600.0),
        ("2 hours", 7200.0),
        ("30d", 30.0 * DAY),
        ("1 day", DAY),
        ("2 weeks", 14.0 * DAY),
        ("1w", 7.0 * DAY),
        ("1 month", 730.0 * 3600.0),
        ("12 months", YEAR),
        ("10 years", 10.0 * YEAR),
        ("1y", YEAR),
        ("-5ms", -0.005),
        ("1h + 30m", 5400.0),
        (".5s", 0.5),
    ] {
        check(text, seconds, Dim::TIME);
    }
}

#[test]
fn sizes_and_bandwidths() {
    for (text, bytes) in [
        ("100B", 100.0),
        ("1kB", 1e3),
        ("1KB", 1e3),
        ("4KiB", 4096.0),
        ("10GB", 10.0 * GB),
        ("10 GiB", 10.0 * 1024.0 * 1024.0 * 1024.0),
        ("2TB", 2e12),
        ("3PB", 3e15),
        ("1EB", 1e18),
        ("1TiB", 1_099_511_627_776.0),
        ("8b", 1.0),
        ("1Kb", 125.0),
        ("10Gb", 1.25 * GB),
    ] {
        check(text, bytes, Dim::BYTES);
    }
    for (text, rate) in [
        ("10Gbps", 1.25 * GB),
        ("10Gb/s", 1.25 * GB),
        ("100Mbps", 12.5e6),
        ("30MB/s", 30e6),
        ("30 MB/s", 30e6),
        ("1TB/day", 1e12 / DAY),
        ("5MBps", 5e6),
    ] {
        check(text, rate, Dim::BANDWIDTH);
    }
}

#[test]
fn rates_and_counts() {
    for (text, rate) in [
        ("200/s", 200.0),
        ("100M/day", 1e8 / DAY),
        ("5k/min", 5000.0 / 60.0),
        ("2/hour", 2.0 / 3600.0),
        ("1/month", 1.0 / (730.0 * 3600.0)),
        ("3/year", 3.0 / YEAR),
        ("200 req/s", 200.0),
        ("200req/s", 200.0),
        ("3k qps", 3000.0),
        ("3k rps", 3000.0),
        ("2 tweets/day", 2.0 / DAY),
        ("2 tweets / day", 2.0 / DAY),
        ("2 tweets/user/day", 2.0 / DAY),
        ("2 billion/day", 2e9 / DAY),
    ] {
        check(text, rate, Dim::RATE);
    }
    for (text, count) in [
        ("0", 0.0),
        ("5k", 5e3),
        ("5K", 5e3),
        ("1.1M", 1.1e6),
        ("10M", 1e7),
        ("2bn", 2e9),
        ("2 billion", 2e9),
        ("3 thousand", 3e3),
        ("1.5million", 1.5e6),
        ("2 trillion", 2e12),
        ("86_400", 86_400.0),
        ("1,000,000", 1e6),
        ("1e6", 1e6),
        ("1.5E-3", 0.0015),
        ("99.9%", 0.999),
        ("7 percent", 0.07),
        ("150M users", 150e6),
        ("1만".trim_end_matches('만'), 1.0),
        ("150M 명", 150e6),
    ] {
        check(text, count, Dim::NONE);
    }
}

#[test]
fn money() {
    check("$0.10", 0.10, Dim::MONEY);
    check("10 USD", 10.0, Dim::MONEY);
    check("$1,234.56", 1234.56, Dim::MONEY);
    check("$1.2M", 1.2e6, Dim::MONEY);
    check("-$5", -5.0, Dim::MONEY);
    check("$0.10/h", 0.10 / 3600.0, Dim::PRICE_PER_TIME);
    check("$6000/month", 6000.0 / (730.0 * 3600.0), Dim::PRICE_PER_TIME);
    check("$0.09/GB", 0.09 / GB, Dim::PRICE_PER_BYTE);
    check("$0.20/million", 0.2e-6, Dim::MONEY);
    check("$0.023/GB/month", 0.023 / GB / (730.0 * 3600.0), Dim::PRICE_PER_BYTE_TIME);
}

#[test]
fn formulas() {
    // A literal's `/unit` binds tighter than `/`, unless spaces part them.
    formula("256KB / 30MB/s", 256e3 / 30e6, Dim::TIME);
    formula("256KB/30MB/s", 256e3 / 30e6, Dim::TIME);
    formula("60MB / 30 MB / s", 2.0, Dim::RATE);
    formula("10ms + 256KB / 30MB/s", 0.01 + 256e3 / 30e6, Dim::TIME);
    formula("new_links * keep", 365e9, Dim::NONE);
    formula("new_links * keep * record", 36.5e12, Dim::BYTES);
    formula("new_links*peak", 1e8 / DAY * 4.5_f64.sqrt(), Dim::RATE);
    formula("users × 2 tweets/day", 3e8 / DAY, Dim::RATE);
    formula("users · 2 ÷ day", 3e8 / DAY, Dim::RATE);
    formula("3 x ssd_random_read + 20us", 68e-6, Dim::TIME);
    formula("3x ssd_random_read", 48e-6, Dim::TIME);
    formula("dean_2007.disk_seek + 1ms", 0.011, Dim::TIME);
    formula("app.instances * 2", 8.0, Dim::NONE);
    formula("1 / ms", 1000.0, Dim::RATE);
    formula("10 reads/write * 100/s", 1000.0, Dim::RATE);
    formula("2 ^ 3 ^ 2", 512.0, Dim::NONE);
    formula("-2 ^ 2", -4.0, Dim::NONE);
    formula("2 ^ -1", 0.5, Dim::NONE);
    formula("2 - -3 * 2", 8.0, Dim::NONE);
    formula("2 - 3 - 4", -5.0, Dim::NONE);
    formula("24 / 4 / 2", 3.0, Dim::NONE);
    formula("(1 + 2) * 3", 9.0, Dim::NONE);
    formula("+5", 5.0, Dim::NONE);
    formula("0 + 5ms", 0.005, Dim::TIME);
    formula("5ms - 0", 0.005, Dim::TIME);
    formula("max(0, 5ms, 3ms)", 0.005, Dim::TIME);
    formula("min(5ms, 3ms)", 0.003, Dim::TIME);
    formula("min(5, 3) * min", 180.0, Dim::TIME);
}

#[test]
fn functions_and_powers() {
    formula("ceil(36.5TB / 10TB)", 4.0, Dim::NONE);
    formula("floor(2.9) + round(2.5)", 5.0, Dim::NONE);
    formula("sqrt(16 MB * 1 MB)", 4e6, Dim::BYTES);
    formula("log2(1024)", 10.0, Dim::NONE);
    formula("ln(exp(2))", 2.0, Dim::NONE);
    formula("sum(1s, 2s, 3s)", 6.0, Dim::TIME);
    formula("(2s) ^ 2", 4.0, Dim::new(2, 0, 0));
    formula("2 s^2", 2.0, Dim::new(2, 0, 0));
    formula("keep ^ 0", 1.0, Dim::NONE);
    formula("app.instances^2/s", 16.0, Dim::RATE);
    formula("2^(3 s / 1s)", 8.0, Dim::NONE);
    formula("1 B/s^2", 1.0, Dim::new(-2, 1, 0));
}

#[test]
fn ranges() {
    for (text, low, high, dim) in [
        ("1.5..3", 1.5, 3.0, Dim::NONE),
        ("10ms..20ms", 0.01, 0.02, Dim::TIME),
        ("5..10ms", 0.005, 0.01, Dim::TIME),
        ("5 .. 10 ms", 0.005, 0.01, Dim::TIME),
        ("$1..$2", 1.0, 2.0, Dim::MONEY),
        ("$1..2", 1.0, 2.0, Dim::MONEY),
        ("$1..2/s", 1.0, 2.0, Dim::PRICE_PER_TIME),
        ("1..$2/s", 1.0, 2.0, Dim::PRICE_PER_TIME),
        ("100..200/s", 100.0, 200.0, Dim::RATE),
        ("10..20%", 0.1, 0.2, Dim::NONE),
        ("1M..3M users", 1e6, 3e6, Dim::NONE),
        ("1M..3M/s", 1e6, 3e6, Dim::RATE),
        ("0..3M", 0.0, 3e6, Dim::NONE),
        ("-5..5ms", -0.005, 0.005, Dim::TIME),
        ("-5ms..-1ms", -0.005, -0.001, Dim::TIME),
        ("3..3", 3.0, 3.0, Dim::NONE),
    ] {
        let found = parse_range(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!((found.low, found.high, found.dim), (low, high, dim), "{text}");
        let median = if low > 0.0 { (low * high).sqrt() } else { f64::midpoint(low, high) };
        assert!((found.value - median).abs() <= 1e-12 * high.abs(), "{text}: {}", found.value);
    }
    // A range binds tighter than every operator.
    formula("2 * 1..4", 4.0, Dim::NONE);
    formula("1..4 s", 2.0, Dim::TIME);
    formula("1..4 ^ 2", 4.0, Dim::NONE);
}

#[test]
fn names_words_and_literals() {
    let formula = Formula::parse("new_links / day + max(s, peak) * 3 users + peak").unwrap();
    let words = |found: Vec<(String, std::ops::Range<usize>)>| {
        found.into_iter().map(|(word, at)| format!("{word}@{}", at.start)).collect::<Vec<_>>()
    };
    assert_eq!(words(formula.names()), ["new_links@0", "peak@25", "peak@43"]);
    assert_eq!(words(formula.words()), ["new_links@0", "day@12", "s@22", "peak@25", "peak@43"]);
    for (text, literal, range) in [
        ("5ms", true, false),
        ("-3", true, false),
        ("1.5..3", true, true),
        ("2 tweets/day", true, false),
        ("2 * 3", false, false),
        ("peak", false, false),
        ("peak * 1..2", false, true),
    ] {
        let formula = Formula::parse(text).unwrap();
        assert_eq!((formula.is_literal(), formula.has_range()), (literal, range), "{text}");
        assert_eq!(formula.text(), text);
    }
}

#[test]
fn a_name_shadows_a_unit() {
    let shadow = |name: &str| (name == "day").then(|| Ranged::exact(4.0, Dim::NONE));
    let value = Formula::parse("8 / day").unwrap().eval(&shadow).unwrap();
    assert_eq!((value.value, value.dim), (2.0, Dim::NONE));
    assert_eq!(parse_quantity("8 / day").unwrap().dim, Dim::RATE);
    assert!(is_unit("day") && is_unit("million") && !is_unit("M") && !is_unit("peak"));
}

#[test]
fn nouns_are_kept_where_they_say_something() {
    let noun = |text: &str| Formula::parse(text).unwrap().eval(&names).unwrap().noun;
    assert_eq!(noun("150M people").as_deref(), Some("people"));
    assert_eq!(noun("150M people + 2").as_deref(), Some("people"));
    assert_eq!(noun("150M people / day").as_deref(), Some("people"));
    assert_eq!(noun("10 reads/write").as_deref(), Some("reads/write"));
    assert_eq!(noun("150M people * 100B"), None);
    assert_eq!(noun("150M people * 2 tweets/day"), None);
    assert_eq!(noun("150M people / 2 people"), None);
    assert_eq!(noun("3k qps").as_deref(), Some("queries"));
}

#[test]
fn units_of_the_document() {
    for (dim, unit) in [
        (Dim::NONE, ""),
        (Dim::TIME, "s"),
        (Dim::BYTES, "B"),
        (Dim::MONEY, "USD"),
        (Dim::RATE, "1/s"),
        (Dim::BANDWIDTH, "B/s"),
        (Dim::PRICE_PER_TIME, "USD/s"),
        (Dim::PRICE_PER_BYTE, "USD/B"),
        (Dim::PRICE_PER_BYTE_TIME, "USD/(B·s)"),
        (Dim::new(1, 1, 0), "B·s"),
        (Dim::new(-1, -1, 0), "1/(B·s)"),
        (Dim::new(-2, 1, 0), "B/s^2"),
    ] {
        assert_eq!(dim.unit(), unit);
    }
}

#[test]
fn shown() {
    for (value, dim, text) in [
        (0.0, Dim::NONE, "0"),
        (0.001_234_56, Dim::NONE, "0.001235"),
        (1e-7, Dim::NONE, "1e-7"),
        (1.5e9, Dim::NONE, "1.5bn"),
        (999_999.0, Dim::NONE, "1M"),
        (86_400.0, Dim::NONE, "86,400"),
        (365e9, Dim::NONE, "365bn"),
        (2e12, Dim::NONE, "2 trillion"),
        (1.5e15, Dim::NONE, "1.5e15"),
        (0.0, Dim::TIME, "0 s"),
        (250e-6, Dim::TIME, "250 us"),
        (0.005, Dim::TIME, "5 ms"),
        (1.5, Dim::TIME, "1.5 s"),
        (600.0, Dim::TIME, "10 min"),
        (59.9999, Dim::TIME, "1 min"),
        (4320.0, Dim::TIME, "1.2 h"),
        (DAY, Dim::TIME, "1 day"),
        (3.65 * DAY, Dim::TIME, "3.65 days"),
        (10.0 * YEAR, Dim::TIME, "10 years"),
        (-0.005, Dim::TIME, "-5 ms"),
        (100.0, Dim::BYTES, "100 B"),
        (36.5e12, Dim::BYTES, "36.5 TB"),
        (1.2e6, Dim::BANDWIDTH, "1.2 MB/s"),
        (0.0, Dim::RATE, "0/s"),
        (3500.0, Dim::RATE, "3,500/s"),
        (1e8 / DAY, Dim::RATE, "1,157/s"),
        (1.2e6, Dim::RATE, "1.2M/s"),
        (0.5, Dim::RATE, "30/min"),
        (2.0 / DAY, Dim::RATE, "2/day"),
        (3.0 / YEAR, Dim::RATE, "3/year"),
        (1234.56, Dim::MONEY, "$1,234.56"),
        (6000.0, Dim::MONEY, "$6,000"),
        (0.1, Dim::MONEY, "$0.10"),
        (0.0816, Dim::MONEY, "$0.0816"),
        (4e-7, Dim::MONEY, "$4e-7"),
        (1.5e6, Dim::MONEY, "$1.5M"),
        (-5.0, Dim::MONEY, "-$5"),
        (0.1 / 3600.0, Dim::PRICE_PER_TIME, "$73/month"),
        (0.09e-9, Dim::PRICE_PER_BYTE, "$0.09/GB"),
        (1.5, Dim::new(1, 1, 0), "1.5 B·s"),
        (2.0, Dim::new(-1, -1, 0), "2/(B·s)"),
    ] {
        assert_eq!(show(Quantity::new(value, dim)), text);
    }
    assert_eq!(show_digits(Quantity::new(1e8 / DAY, Dim::RATE), 2), "1,200/s");
    assert_eq!(show_digits(Quantity::new(1234.56, Dim::MONEY), 2), "$1,200");
    let users = Ranged { noun: Some("users".into()), ..Ranged::exact(150e6, Dim::NONE) };
    assert_eq!(show_ranged(&users), "150M users");
    let tweets = Ranged { noun: Some("tweets".into()), ..Ranged::exact(3472.2, Dim::RATE) };
    assert_eq!(show_ranged(&tweets), "3,472 tweets/s");
}

#[test]
fn steps() {
    for (text, step) in [
        ("users * 2 tweets/day", "150M users × 2 tweets/day ≈ 3,472/s"),
        ("new_links * keep", "1,157/s × 10 years = 365bn"),
        ("(users + 1) / day", "(150M users + 1) ÷ day ≈ 1,736/s"),
        ("3 x ssd_random_read+20us", "3 × 16 us + 20us = 68 us"),
        ("2 - loss", "2 - (-3) = 5"),
        ("max(1s, 2s)^2", "max(1s, 2s)^2 = 4 s^2"),
        ("100M/day", "100M/day ≈ 1,157/s"),
        ("-5..5", "-5..5 = 0"),
        ("5 ms", "5 ms"),
        ("150M users", "150M users"),
        ("peak * nothing", "2.121 × nothing"),
    ] {
        assert_eq!(Formula::parse(text).unwrap().step(&names), step);
    }
}

#[test]
fn expected_dimensions() {
    assert_eq!(parse_as("0", Dim::TIME), Ok(Quantity::new(0.0, Dim::TIME)));
    assert_eq!(parse_as("5ms", Dim::TIME), Ok(Quantity::new(0.005, Dim::TIME)));
    let value = Formula::parse("new_links * peak").unwrap().eval_as(&names, Dim::RATE).unwrap();
    assert_eq!(value.dim, Dim::RATE);
}

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
    near(found[5].low, 1.0, 0.02);
    near(found[5].high, 4.0, 0.02);
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
            .map(|(at, error)| format!("{at} {:?} {} | {}", error.at, error.title, error.label))
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
        errors(&[("cups", "3"), ("a", "5 cups")]),
        ["1 2..6 `cups` is a name here, so it cannot be a noun | "]
    );
    assert_eq!(
        errors(&[("a", "sqrt(-2..6)")]),
        ["0 0..11 within its ranges, the formula has no value in 20 % of the draws | "]
    );
}

#[track_caller]
fn error(found: &UnitError, at: std::ops::Range<usize>, title: &str, more: &str) {
    let help = found.help.as_deref().unwrap_or("");
    let said =
        if found.label.is_empty() { help.to_owned() } else { format!("{}{help}", found.label) };
    assert_eq!((&found.at, found.title.as_str(), said.as_str()), (&at, title, more));
}

#[test]
fn syntax_errors() {
    let operators = "join values with `+`, `-`, `*` or `/`";
    let units = "units are `ms`, `s`, `min`, `h`, `day`; `B`, `KB`, `GiB`; `/s`, `/day`; `Mbps`; `%`; \
                 a noun stands after a space";
    let ends = "write a range as `1.5..3` or `10ms..20ms`";
    let grouping = "write a fraction as `1.5`, thousands as `1,000` or `1_000`";
    let all = "functions are ceil, exp, floor, ln, log2, max, min, round, sqrt, sum";
    for (text, at, title, more) in [
        ("", 0..0, "expected a value, found nothing", ""),
        ("  ", 2..2, "expected a value, found nothing", ""),
        ("1 +", 3..3, "expected a value, found nothing", ""),
        ("* 2", 0..1, "expected a value, found `*`", ""),
        ("x", 0..1, "expected a value, found `x`", ""),
        ("5 5", 2..3, "expected an operator before `5`", operators),
        ("a b", 2..3, "expected an operator before `b`", operators),
        ("$5 ms", 3..5, "expected an operator before `ms`", operators),
        ("3 dean.seek", 2..11, "expected an operator before `dean.seek`", operators),
        ("3 max(1)", 2..5, "expected an operator before `max`", operators),
        ("5%%", 2..3, "unexpected `%`", ""),
        ("5 & 3", 2..3, "unexpected `&`", ""),
        ("1...3", 1..2, "unexpected `.`", ""),
        ("(1 + 2", 0..1, "this `(` is never closed", ""),
        ("1 + 2)", 5..6, "this `)` closes nothing", ""),
        ("(1, 2)", 2..3, "unexpected `,`", ""),
        ("$", 0..1, "expected an amount after `$`", ""),
        ("$x", 0..2, "expected an amount after `$`", ""),
        ("1e999", 0..5, "`1e999` is too large a number", ""),
        ("1,5", 0..3, "`1,5` is not a number", grouping),
        ("1000,000", 0..8, "`1000,000` is not a number", grouping),
        ("max(1,200)", 4..9, "`1,200` could be one number or several", "write `1_200` or `1, 200`"),
        ("5mss", 1..4, "unknown unit `mss`", "did you mean `ms`?"),
        ("10gb", 2..4, "unknown unit `gb`", "did you mean `GB`?"),
        ("10 gb", 3..5, "unknown unit `gb`", "did you mean `GB`?"),
        ("150Mpeople", 3..10, "unknown unit `Mpeople`", units),
        ("1h30m", 1..5, "unknown unit `h30m`", "write `1h + 30m`"),
        ("100/m", 3..5, "`/m` could be per minute or per month", "write `/min` or `/month`"),
        ("$5/m", 2..4, "`/m` could be per minute or per month", "write `/min` or `/month`"),
        ("3 s^x", 3..5, "the power of a unit must be a whole number from -9 to 9", ""),
        ("1..a", 3..4, "the ends of a range must be plain values", ends),
        ("a..3", 1..3, "the ends of a range must be plain values", ends),
        ("1..2..3", 4..6, "the ends of a range must be plain values", ends),
        ("3..1", 0..4, "the range `3..1` runs backwards", "write `1..3`"),
        ("2s..1ms", 0..7, "the range `2s..1ms` runs backwards", "write `1ms..2s`"),
        (
            "1..3M",
            0..5,
            "in `1..3M`, `M` could belong to one end or to both",
            "write `1M..3M` or `1..3000000`",
        ),
        ("1ms..3GB", 0..8, "a range from a duration (s) to a size (B) means nothing", ""),
        (
            "5ms..10",
            0..7,
            "a range from a duration (s) to a plain number means nothing",
            "write `5ms..10ms`",
        ),
        ("mox(1, 2)", 0..3, "unknown function `mox`", "did you mean `max`?"),
        ("average(1, 2)", 0..7, "unknown function `average`", all),
        ("ln(1, 2)", 0..2, "`ln` takes one value, found 2", ""),
    ] {
        let found = Formula::parse(text).expect_err(text);
        error(&found, at, title, more);
    }
}

#[test]
fn limits() {
    let deep = format!("{}1{}", "(".repeat(65), ")".repeat(65));
    let title = "the formula is nested more than 64 levels deep";
    error(&Formula::parse(&deep).unwrap_err(), 65..66, title, "");
    for text in ["(".repeat(9000), "-".repeat(9000), format!("2{}", "^2".repeat(4000))] {
        assert_eq!(Formula::parse(&text).unwrap_err().title, title);
    }
    let long = "1".repeat(10_001);
    let title = "the formula is longer than 10000 characters";
    error(&Formula::parse(&long).unwrap_err(), 0..10_001, title, "");
    // A long sum is deep only for those who recurse.
    let sum = format!("1{}", "+1".repeat(4999));
    assert_eq!(parse_quantity(&sum).unwrap().value, 5000.0);
}

#[test]
fn evaluation_errors() {
    let plain = "divide by its unit first: `… / (1/s)`";
    for (text, at, title, more) in [
        ("nothing * 2", 0..7, "unknown name `nothing`", ""),
        ("new_links + record", 10..11, "cannot add a rate (1/s) and a size (B)", ""),
        ("3 - keep", 2..3, "cannot subtract a duration (s) from a plain number", ""),
        (
            "max(1s, 2)",
            0..3,
            "`max` needs values of one kind, found a duration (s) and a plain number",
            "",
        ),
        ("ceil(new_links)", 0..4, "`ceil` needs a plain number, found a rate (1/s)", plain),
        ("2 ^ keep", 2..3, "an exponent must be a plain number, found a duration (s)", ""),
        ("keep ^ 0.5", 5..6, "a duration (s) can only be raised to a whole number", ""),
        ("keep ^ peak", 5..6, "a duration (s) can only be raised to a whole number", ""),
        ("sqrt(record)", 0..4, "cannot take the square root of a size (B)", ""),
        ("sqrt(record * keep)", 0..4, "cannot take the square root of a quantity in `B·s`", ""),
        ("1 / (peak - peak)", 2..3, "division by zero", "the right side is 0"),
        ("10 ^ 999", 3..4, "the result is too large a number", ""),
        ("loss ^ 0.5", 5..6, "the result is not a number", ""),
        ("ln(0)", 0..2, "`ln` needs a number above 0, found 0", ""),
        ("log2(loss)", 0..4, "`log2` needs a number above 0, found -3", ""),
        ("sqrt(loss)", 0..4, "`sqrt` needs a number of at least 0, found -3", ""),
        (
            "new_links / m",
            10..13,
            "`/m` could be per minute or per month",
            "write `/min` or `/month`",
        ),
        ("((2s)^9)^9 * ((2s)^9)^9", 11..12, "the powers of the units grow out of hand", ""),
        (
            "3 ssd_random_read",
            2..17,
            "`ssd_random_read` is a name here, so it cannot be a noun",
            "write `* ssd_random_read` to compute with it, or count in another word",
        ),
        (
            "3 reads/users",
            8..13,
            "`users` is a name here, so it cannot be a noun",
            "write `/ users` to compute with it, or count in another word",
        ),
    ] {
        let found = Formula::parse(text).unwrap().eval(&names).expect_err(text);
        error(&found, at, title, more);
    }
}

#[test]
fn field_errors() {
    for (text, dim, title, more) in [
        ("5", Dim::TIME, "a duration needs a unit", "write `5ms`, `5s` or `5m`"),
        ("2 * 3", Dim::TIME, "a duration needs a unit", "write `5ms`, `5s` or `5m`"),
        ("5k", Dim::TIME, "a duration needs a unit", "write `5ms`, `5s` or `5m`"),
        ("5 mss", Dim::TIME, "a duration needs a unit", "did you mean `ms`?"),
        ("300", Dim::RATE, "a rate needs a unit", "write `300/s`, `300/min` or `300/day`"),
        ("64", Dim::BYTES, "a size needs a unit", "write `64B`, `64KB` or `64GB`"),
        ("64", Dim::BANDWIDTH, "a bandwidth needs a unit", "write `64MB/s` or `64Mbps`"),
        ("64", Dim::MONEY, "an amount of money needs a unit", "write `$64`"),
        ("64", Dim::PRICE_PER_TIME, "a running cost needs a unit", "write `$64/h` or `$64/month`"),
        ("1", Dim::PRICE_PER_BYTE, "a price per byte needs a unit", "write `$1/GB`"),
        ("1", Dim::new(1, 1, 0), "a quantity in `B·s` needs a unit", "give it in `B·s`"),
        ("200/s", Dim::TIME, "expected a duration, found a rate (`200/s`)", ""),
        ("2 * 100/s", Dim::TIME, "expected a duration, found a rate (`200/s`)", ""),
        ("5ms", Dim::NONE, "expected a plain number, found a duration (`5ms`)", ""),
        ("1..3", Dim::NONE, "expected one number, found the range `1..3`", ""),
    ] {
        error(&parse_as(text, dim).unwrap_err(), 0..text.len(), title, more);
    }
    let range = parse_range("5..10").unwrap();
    let found = expect_dim(range, Dim::TIME, "5..10").unwrap_err();
    error(&found, 0..5, "a duration needs a unit", "write `5..10ms`, `5..10s` or `5..10m`");
}

fn dims() -> impl Strategy<Value = Dim> {
    (-2i8..=2, -2i8..=2, -2i8..=2).prop_map(|(time, bytes, money)| Dim::new(time, bytes, money))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

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
