//! What texts mean and how values are shown.

use super::*;

const GB: f64 = 1e9;

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
        ("1h30m", 5400.0),
        ("1h 30m", 5400.0),
        ("21m32s", 1292.0),
        ("21분 32초", 1292.0),
        ("1d 2h 3min", 93_780.0),
        ("1m 500ms", 60.5),
        ("２００ms", 0.2),
        ("１，２００s", 1200.0),
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
        ("175ZB", 175e21),
        ("8Pb", 1e15),
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
fn units_behind_what_is_computed() {
    formula("(50 + 50) bytes", 100.0, Dim::BYTES);
    formula("(8 + 8)B", 16.0, Dim::BYTES);
    formula("5 * (1 + 2) KB/s", 15e3, Dim::BANDWIDTH);
    formula("60 / (1 + 2) s", 20.0, Dim::RATE);
    formula("(2 + 5) tweets per user per day", 7.0 / DAY, Dim::RATE);
    formula("(1 + 1) million", 2e6, Dim::NONE);
    formula("2^20 B", 1_048_576.0, Dim::BYTES);
    formula("2^41 ms / 1 year", 2_199_023_255.552 / YEAR, Dim::NONE);
    formula("2^2^3 s", 256.0, Dim::TIME);
    formula("10^5 s", 1e5, Dim::TIME);
    formula("10^9 events / 10^5 seconds", 1e4, Dim::RATE);
    formula("10^6 users * 10^-3", 1e3, Dim::NONE);
    formula("10^6/day", 1e6 / DAY, Dim::RATE);
    formula("1 / 10^3 s", 1e-3, Dim::RATE);
    formula("10^2^2", 1e4, Dim::NONE);
    formula("-10^2", -100.0, Dim::NONE);
    formula("(1 + 2) * peak", 3.0 * 4.5_f64.sqrt(), Dim::NONE);
    formula("pow(2, 10) KB", 1_024_000.0, Dim::BYTES);
    formula("-pow(app.instances, 2)", -16.0, Dim::NONE);
}

#[test]
fn words_as_they_are_said() {
    formula("5 times a day", 5.0 / DAY, Dim::RATE);
    formula("10 million tickets a month", 1e7 / (730.0 * 3600.0), Dim::RATE);
    formula("$5 a month", 5.0 / (730.0 * 3600.0), Dim::PRICE_PER_TIME);
    formula("3 billion page views per month", 3e9 / (730.0 * 3600.0), Dim::RATE);
    formula("5000 hotels * 20 room types", 1e5, Dim::NONE);
    formula("2 Million Users", 2e6, Dim::NONE);
    formula("200 Bytes", 200.0, Dim::BYTES);
    formula("3 Days", 3.0 * DAY, Dim::TIME);
    formula("0.02 $/GB", 0.02 / GB, Dim::PRICE_PER_BYTE);
    formula("5k$", 5e3, Dim::MONEY);
    formula("$0.023/GB-month", 0.023 / GB / (730.0 * 3600.0), Dim::PRICE_PER_BYTE_TIME);
    formula("100 GB-months * $0.023 per GB-month", 2.3, Dim::MONEY);
    formula("$0.0000166667 per GB-second * 1GB * 60s", 0.001_000_002, Dim::MONEY);
    formula("10 server-hours", 36_000.0, Dim::TIME);
    formula("$0.40 per million requests * 5M requests", 2.0, Dim::MONEY);
    // A capital in front says nothing, but in units it does.
    assert_eq!(parse_quantity("1 Kb").unwrap().value, 125.0);
    assert!(parse_quantity("1 Gbp").is_ok_and(|found| found.dim == Dim::NONE));
}

#[test]
fn functions_and_powers() {
    formula("ceil(36.5TB / 10TB)", 4.0, Dim::NONE);
    formula("floor(2.9) + round(2.5)", 5.0, Dim::NONE);
    formula("ceil(233333, 10k)", 240e3, Dim::NONE);
    formula("floor(1.46PB, 0.1PB)", 1.4e15, Dim::BYTES);
    formula("round(1157/s, 100/s)", 1200.0, Dim::RATE);
    formula("ceil(0.1 * 3 * 10)", 3.0, Dim::NONE);
    formula("log10(1000) + abs(-2)", 5.0, Dim::NONE);
    formula("100M users * 20% per day", 2e7 / DAY, Dim::RATE);
    formula("5PB per year", 5e15 / YEAR, Dim::BANDWIDTH);
    formula("100B/tweet * 3 tweets", 300.0, Dim::BYTES);
    formula("$5 per user * 2 users", 10.0, Dim::MONEY);
    formula("100B/peak", 100.0 / 4.5_f64.sqrt(), Dim::BYTES);
    formula("3억 명 * 1만", 3e12, Dim::NONE);
    formula("100만/일", 1e6 / DAY, Dim::RATE);
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
        ("10^3..10^4/s", 1e3, 1e4, Dim::RATE),
        ("0.5..2 $", 0.5, 2.0, Dim::MONEY),
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
    assert_eq!(noun("150M people * 2 tweets/day").as_deref(), Some("tweets"));
    assert_eq!(noun("150M DAU * 2 tweets/day/user").as_deref(), Some("tweets"));
    assert_eq!(noun("2 tweets per user per day * 150M users").as_deref(), Some("tweets"));
    assert_eq!(noun("300M tweets/day * 1MB/tweet"), None);
    assert_eq!(noun("36TB / 150M users").as_deref(), Some("/user"));
    assert_eq!(noun("300M tweets / 150M users").as_deref(), Some("tweets/user"));
    assert_eq!(noun("2bn users / 10M users/server").as_deref(), Some("servers"));
    assert_eq!(noun("100/s * 10 reads/write").as_deref(), Some("reads"));
    assert_eq!(noun("100M users * 50 friends"), None);
    assert_eq!(noun("20% of 100M users").as_deref(), Some("users"));
    assert_eq!(noun("3k qps / 1k rps"), None);
    assert_eq!(noun("1억명 * 10%").as_deref(), Some("명"));
    assert_eq!(noun("300M/day in tweets/day").as_deref(), Some("tweets"));
    assert_eq!(noun("150M people / 2 people"), None);
    assert_eq!(noun("3k qps").as_deref(), Some("queries"));
    assert_eq!(noun("3bn page views per month").as_deref(), Some("page views"));
    assert_eq!(noun("$0.40 per million requests").as_deref(), Some("/requests"));
    assert_eq!(noun("(2 + 5) tweets/user").as_deref(), Some("tweets/user"));
    // What is rounded up is how many of something there are.
    assert_eq!(noun("ceil(200 requests / 100 threads)"), None);
    assert_eq!(noun("ceil(2.5M users)").as_deref(), Some("users"));
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
        (0.99, Dim::NONE, "0.99"),
        (0.999, Dim::NONE, "0.999"),
        (0.999_999, Dim::NONE, "0.999999"),
        (0.998_95, Dim::NONE, "0.999"),
        (0.999_949_3, Dim::NONE, "0.999949"),
        (1.0 - 1e-15, Dim::NONE, "1"),
        (0.999_999, Dim::TIME, "1 s"),
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
        ("users * 2 tweets/day", "150M users × 2 tweets/day ÷ 86,400 s/day ≈ 3,472 tweets/s"),
        (
            "users * 2 tweets per user per day",
            "150M users × 2 tweets/user/day ÷ 86,400 s/day ≈ 3,472 tweets/s",
        ),
        ("new_links * keep", "1,157/s × 10 years × 31,536,000 s/year = 365bn"),
        ("100M/day * 10 years", "100M/day × 10 years × 365 days/year = 365bn"),
        ("10M/month * 3 years", "10M/month × 3 years × 12 months/year = 360M"),
        ("10M/month + 1M/day", "(10M/month + 1M/day) ÷ 2,628,000 s/month ≈ 15.38/s"),
        ("(users + 1) / day", "(150M users + 1) ÷ day ÷ 86,400 s/day ≈ 1,736 users/s"),
        ("3 x ssd_random_read+20us", "3 × 16 us + 20us = 68 us"),
        ("2 - loss", "2 - (-3) = 5"),
        ("max(1s, 2s)^2", "max(1s, 2s)^2 = 4 s^2"),
        ("100M/day", "100M/day ÷ 86,400 s/day ≈ 1,157/s"),
        (
            "300M tweets/day * 10% * 1MB/tweet",
            "300M tweets/day × 10% × 1MB/tweet = 30 TB/day ≈ 347.2 MB/s",
        ),
        ("300M/day * 100KB in TB/day", "300M/day × 100KB = 30 TB/day"),
        ("300M/day * 100KB in Gbps", "300M/day × 100KB ÷ 86,400 s/day ≈ 2.778 Gbps"),
        (
            "100GB * $0.02/GB/day in $/month",
            "100GB × $0.02/GB/day × 30.42 days/month ≈ $60.83/month",
        ),
        ("20% of users", "20% × 150M users = 30M users"),
        ("-5..5", "-5..5 = 0"),
        ("5 ms", "5 ms"),
        ("150M users", "150M users"),
        ("(50 + 50) bytes * users", "(50 + 50) bytes × 150M users = 15 GB"),
        ("users / 10^5 s", "150M users ÷ 10^5 s = 1,500 users/s"),
        ("pow(2, 10)", "(2)^(10) = 1,024"),
        ("1 - (1 - 99.9%)^2", "1 - (1 - 99.9%)^2 = 0.999999"),
        ("99.9% * 99.9% in %", "99.9% × 99.9% ≈ 99.8%"),
        ("1 - 0.1% * 0.1% in %", "1 - 0.1% × 0.1% = 99.9999%"),
        ("5 times a day", "5 times a day"),
        ("peak * nothing", "2.121 × nothing"),
        ("round(457TB, 50TB)", "round(457TB, 50TB) = 450 TB"),
    ] {
        assert_eq!(Formula::parse(text).unwrap().step(&names), step);
    }
}

#[test]
fn expected_dimensions() {
    assert_eq!(parse_as("0", Dim::TIME), Ok(Quantity::new(0.0, Dim::TIME)));
    assert_eq!(parse_as("5ms", Dim::TIME), Ok(Quantity::new(0.005, Dim::TIME)));
    let found = Formula::parse("new_links * peak").unwrap().eval(&names).unwrap();
    assert_eq!(expect_dim(found, Dim::RATE, "new_links * peak").unwrap().dim, Dim::RATE);
}

/// The lines of a page in round numbers: name, formula, and the value that comes out.
fn check_rounds(lines: &[(&str, &str, f64)]) {
    let parsed =
        lines.iter().map(|&(name, text, _)| (name.to_owned(), Formula::parse(text).unwrap()));
    let model = Model::new(parsed.collect());
    let values = model.evaluate(&|_| None).unwrap();
    let board = model.board(&values, &|_| None, Rounding::Interview);
    for (line, (name, text, expect)) in board.iter().zip(lines) {
        let found = line.face.value;
        assert!(
            (found - expect).abs() <= 1e-9 * expect.abs(),
            "{name}: {text} = {found}: {}",
            line.step
        );
    }
}

#[test]
fn round_numbers_keep_powers_and_what_is_left_of_a_whole() {
    check_rounds(&[
        ("pages", "10^9", 1e9),
        ("qps", "pages / 10^5 s", 1e4),
        ("bits", "41", 41.0),
        ("ids", "2^bits", 2.2e12),
        ("codes", "62^7", 3.5e12),
        ("kept", "9", 9.0),
        ("grown", "1.07^kept", 1.8),
        ("hit", "0.95", 0.95),
        ("misses", "1000/s * (1 - hit)", 50.0),
        ("over", "1000/s / (1 - hit)", 20e3),
        ("up", "99.99%", 0.9999),
        ("down", "(1 - up) * 1 year", 53.0 * 60.0),
        ("both", "1 - (1 - up)^2", 1.0 - 1e-8),
        ("neither", "1 - both", 1e-8),
        ("most", "83%", 0.85),
        // 101 and 99 are both 100: what is left of them is not nothing.
        ("more", "101", 100.0),
        ("less", "99", 100.0),
        ("between", "more - less", 2.0),
        ("quotient", "1 / (more - less)", 0.5),
    ]);
}
