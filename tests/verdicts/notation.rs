//! How notations are read, and what is asked about.

use serde_json::Value;

use super::harness::{document, page, printed, refused};

/// A line of `napkin estimate --json`.
fn line<'a>(document: &'a Value, name: &str) -> &'a Value {
    let lines = document["estimate"].as_array().expect("lines");
    lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("no line {name}"))
}

/// Each line of an estimate comes to this value and this unit.
fn comes_to(page: &str, expected: &[(&str, f64, &str)]) {
    let document = document(page, "estimate");
    for &(name, value, unit) in expected {
        let line = line(&document, name);
        let found = line["value"].as_f64().expect("a value");
        assert!((found - value).abs() <= 1e-4 * value.abs(), "{name} is {found}, not {value}");
        assert_eq!(line["unit"], unit, "{name}");
    }
}

/// A page of formulas alone.
fn formulas(lines: &[&str]) -> String {
    let lines: String =
        lines.iter().enumerate().map(|(at, text)| format!("  l{at}: {text}\n")).collect();
    format!("name: Lines\nestimate:\n{lines}")
}

/// Each formula comes to this value and this unit, on one page.
fn each_comes_to(expected: &[(&str, f64, &str)]) {
    let texts: Vec<&str> = expected.iter().map(|&(text, ..)| text).collect();
    let names: Vec<String> = (0..texts.len()).map(|at| format!("l{at}")).collect();
    let expected: Vec<(&str, f64, &str)> = names
        .iter()
        .zip(expected)
        .map(|(name, &(_, value, unit))| (name.as_str(), value, unit))
        .collect();
    comes_to(&formulas(&texts), &expected);
}

/// What is said of a page that is accepted.
fn asked(page: &str, args: &str) -> String {
    let output = printed(page, args);
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn per_cent_has_three_names() {
    let page = page("percent-in-korean");
    for share in ["1퍼센트", "1프로", "1%", "1 percent", "1 퍼센트"] {
        let page = page.replace("errors: 1퍼센트", &format!("errors: {share}"));
        let run = document(&page, "run --max-requests 20000");
        let objective = &run["slo"][0];
        assert_eq!(objective["target"], 0.01, "{share}: {objective}");
        assert_eq!(objective["met"], false, "{share}: {objective}");
    }
}

#[test]
fn no_noun_stands_where_a_share_a_size_or_a_time_is_expected() {
    let page = page("percent-in-korean");
    for (share, meant) in
        [("1 apple", "1%"), ("1 pct", "1%"), ("1 퍼센드", "퍼센트"), ("0 apples", "1%")]
    {
        let said = refused(&page.replace("1퍼센트 }", &format!("{share} }}")), "check");
        assert!(said.contains(meant), "{share}: {said}");
    }
    for (field, wrong) in [("work: 5ms", "work: 0 apples"), ("rate: 10/s", "rate: 0 apples")] {
        let page = "name: A page\ntraffic: { rate: 10/s }\npath: [app]\n\
                    components: { app: { server: { cores: 1, work: 5ms } } }\n";
        refused(&page.replace(field, wrong), "check");
    }
}

#[test]
fn unit_names_of_korean_and_english_are_units() {
    comes_to(
        &page("korean-bytes"),
        &[("text", 20e9, "B"), ("half", 10e9, "B"), ("link", 125e6, "B")],
    );
    each_comes_to(&[
        ("200바이트 + 1KB", 1200.0, "B"),
        ("3테라바이트 / 3", 1e12, "B"),
        ("5 gigabytes × 2", 10e9, "B"),
        ("8 megabits", 1e6, "B"),
        ("500메가 × 2", 1e9, "B"),
        ("10기가 + 1GB", 11e9, "B"),
        ("30퍼센트 × 1000", 300.0, ""),
        ("864만 건/하루", 100.0, "1/s"),
        ("250밀리초 × 4", 1.0, "s"),
    ]);
}

#[test]
fn a_unit_with_a_slip_is_no_noun() {
    let page = page("misspelt-units");
    let said = refused(&page, "estimate");
    assert!(said.contains("`years`") && said.contains("`bytes`"), "{said}");
    for (slip, meant) in [
        ("5 secnds × 2", "seconds"),
        ("100 users/dya", "day"),
        ("3 milion × 2", "million"),
        ("200바이드 × 3", "바이트"),
        ("7 dayz", "days"),
        ("30 minuts", "minutes"),
    ] {
        let said = refused(&formulas(&[slip]), "estimate");
        assert!(said.contains(&format!("`{meant}`")), "{slip}: {said}");
    }
    // Things that are counted, one letter from a unit.
    each_comes_to(&[
        ("3 seeks × 2", 6.0, ""),
        ("100 hits / 4", 25.0, ""),
        ("5 bids × 2", 10.0, ""),
        ("2 tours × 2", 4.0, ""),
    ]);
}

#[test]
fn b_before_things_is_billion_and_less_than_a_bit_is_asked_about() {
    let page = page("billion-as-bytes");
    assert_eq!(asked(&page, "estimate").matches("less than a bit").count(), 3);
    each_comes_to(&[
        ("10B req/day", 115_740.74, "1/s"),
        ("30B views ÷ 86,400", 347_222.2, ""),
        ("2B users × 3", 6e9, ""),
        ("2B × 3", 6.0, "B"),
        ("100B/user × 2", 200.0, "B"),
    ]);
}

#[test]
fn a_difference_below_zero_may_be_a_range() {
    let said = asked(&page("dash-range"), "estimate");
    assert!(said.contains("2..3"), "{said}");
    assert!(!asked(&formulas(&["3-2", "10 - 4"]), "estimate").contains(".."));
}

#[test]
fn a_multiplier_behind_in_divides() {
    let document = document(&page("in-multiplier-as-noun"), "estimate");
    for (name, shown) in [("a", "208.3 k/h"), ("b", "300 M/day")] {
        let step = line(&document, name)["step"].as_str().expect("a step");
        assert!(step.contains(shown), "{step}");
    }
}

#[test]
fn a_request_cancels_a_request() {
    let document = document(&page("noun-req-does-not-cancel"), "estimate");
    for (name, noun) in [("seeks", "seeks"), ("reads", "reads"), ("full", "seeks")] {
        let step = line(&document, name)["step"].as_str().expect("a step");
        assert!(step.ends_with(&format!("{noun}/s")), "{name}: {step}");
    }
}

#[test]
fn names_that_look_the_same_are_the_same() {
    asked(&page("names-look-the-same"), "check");
    let decomposed = "\u{1100}\u{1161}"; // 가
    let page = format!("name: NFD\nassume:\n  {decomposed}: 3\nestimate:\n  b: 가 * 2\n");
    comes_to(&page, &[("b", 6.0, "")]);
    let page = "name: NFD\nassume:\n  gro\u{308}ße: 3KB\nestimate:\n  b: gr\u{f6}ße * 2\n";
    comes_to(page, &[("b", 6000.0, "B")]);
}

#[test]
fn letters_of_any_language_stand_in_formulas() {
    comes_to(
        &page("letters-not-latin"),
        &[("a", 20e3, "B"), ("b", 300.0 / 86_400.0, "1/s"), ("c", 100.0, "1/s"), ("d", 3000.0, "")],
    );
    each_comes_to(&[("100用户 × 2", 200.0, ""), ("5 запросов/s × 2", 10.0, "1/s")]);
}

#[test]
fn hot_keys_may_be_counted() {
    let busiest = |law: &str| {
        let page = page("hot-keys-by-count").replace("hot(1 takes 40%)", law);
        document(&page, "run --max-requests 20000")
    };
    let share = |run: &Value| run["components"].clone();
    // One key in 40 % of the reads is not the same as all keys alike.
    assert_ne!(share(&busiest("hot(1 takes 40%)")), share(&busiest("uniform")));
    assert_eq!(share(&busiest("hot(5 takes 40%)")), share(&busiest("hot(0.0005% takes 40%)")));
    assert_eq!(share(&busiest("hot(1 key takes 40%)")), share(&busiest("hot(1 takes 40%)")));
}

#[test]
fn what_write_ups_write_is_read() {
    each_comes_to(&[
        ("~500 bytes × 2", 1000.0, "B"),
        ("500만 건 × 약 4KB", 20e9, "B"),
        ("⌈720 ÷ 250⌉", 3.0, ""),
        ("⌊720 ÷ 250⌋ × 2", 4.0, ""),
        ("10⁶ × 3", 3e6, ""),
        ("2¹⁰ bytes × 2", 2048.0, "B"),
        ("일 500MB × 30일", 15e9, "B"),
        ("1억 5천만 / 2", 75e6, ""),
        ("3억2천만명 × 2", 640e6, ""),
        ("1000 × 2~4배", 2828.427, ""),
        ("하루 86400건 × 2", 2.0, "1/s"),
        ("초당 100건 × 3", 300.0, "1/s"),
    ]);
}

#[test]
fn what_stands_in_front_of_a_number_is_read_with_it() {
    each_comes_to(&[
        ("평균 2KB × 2", 4000.0, "B"),
        ("하루 1억 건 × 2KB × 5년간", 365e12, "B"),
        ("월 2,628만 건 × 2", 20.0, "1/s"),
        ("연간 31,536,000건 × 2", 2.0, "1/s"),
        ("일 평균 3회 × 86,400명", 3.0, "1/s"),
        ("1일 3회 × 86,400명", 3.0, "1/s"),
        ("1인당 하루 2건 × 86,400명", 2.0, "1/s"),
        ("1GB당 0.1달러 × 5TB", 500.0, "USD"),
        ("월 $100 × 1 month", 100.0, "USD"),
        ("천만 명 × 2", 20e6, ""),
        ("하루 8,640만 건 정도 × 2", 2000.0, "1/s"),
        ("about 500 bytes × 2", 1000.0, "B"),
        ("1시간 30분 × 2", 10_800.0, "s"),
        ("100~400만 명 × 2", 4e6, ""),
    ]);
}

#[test]
fn times_ratios_and_counts_of_other_languages_are_numbers() {
    each_comes_to(&[
        ("~1.5x", 1.5, ""),
        ("10x × 3", 30.0, ""),
        ("3x 4", 12.0, ""),
        ("100:1 × 2", 200.0, ""),
        ("4:1 read:write × 5 writes/s", 20.0, "1/s"),
        ("5万人 × 2", 100e3, ""),
        ("2 crore users × 3", 60e6, ""),
        ("3 lakh × 2", 600e3, ""),
        ("24 disks / server × 3", 72.0, ""),
    ]);
    let said = refused(&formulas(&["80:20"]), "estimate");
    assert!(said.contains("80 / 20") && said.contains("4:1"), "{said}");
    // What is no literal is divided by a name, which must be one.
    refused(&formulas(&["(3 + 4) / servr"]), "estimate");
}

#[test]
fn money_of_a_currency_needs_its_rate() {
    let page = |rate: &str, line: &str| format!("name: Won\n{rate}estimate:\n  b: {line}\n");
    let said = refused(&page("", "300만원/월 × 3"), "estimate");
    assert!(said.contains("assume: { 원: $"), "{said}");
    let said = refused(&page("", "€200/month"), "estimate");
    assert!(said.contains("assume: { EUR: $"), "{said}");
    let rate = "assume: { 원: $0.001, EUR: $1.25, KRW: 원 }\n";
    for (line, usd) in [
        ("300만원 × 3", 9000.0),
        ("3천원 + ₩1000", 4.0),
        ("€200 × 2", 500.0),
        ("200 EUR", 250.0),
        ("300만원/월 × 1 month in 원", 3000.0),
    ] {
        comes_to(&page(rate, line), &[("b", usd, "USD")]);
    }
    let shown = document(&page(rate, "300만원/월 × 3 in 원/월"), "estimate");
    let step = line(&shown, "b")["step"].as_str().expect("a step").to_owned();
    assert!(step.ends_with("9M 원/월"), "{step}");
}

#[test]
fn names_of_several_words_stand_in_quotes() {
    let page = "name: Names\nassume:\n  active users: 5M\nestimate:\n  b: 2 * \"active users\"\n";
    comes_to(page, &[("b", 10e6, "")]);
}

#[test]
fn a_result_comes_in_the_unit_of_what_it_is_made_of() {
    let texts = [
        ("10 Gbps / 4", "2.5 Gbps"),
        ("100 TPS × 3", "300 TPS"),
        ("하루 300건 × 2", "600 건/day"),
        ("3 GB/day × 2", "6 GB/day ≈ 69.44 KB/s"),
        ("100 Mbps + 1 MB/s", "13.5 MB/s"),
        ("100 TPS + 20 QPS", "120/s"),
    ];
    let lines: Vec<&str> = texts.iter().map(|&(text, _)| text).collect();
    let found = document(&formulas(&lines), "estimate");
    for (at, (text, ends)) in texts.iter().enumerate() {
        let step = line(&found, &format!("l{at}"))["step"].as_str().expect("a step").to_owned();
        assert!(step.ends_with(ends), "{text}: {step}");
    }
}

#[test]
fn fewer_than_none_and_a_rate_for_a_number_are_asked_about() {
    let said = asked(&formulas(&["2 * 3 servers - 10 servers"]), "estimate");
    assert!(said.contains("fewer than none"), "{said}");
    let said = asked(&formulas(&["1000 writes/sec * 86400"]), "estimate");
    assert!(said.contains("86400 s"), "{said}");
    for fine in ["$5 - $7", "-3", "1000 writes/sec * 86400 s", "1000 * 86400"] {
        let said = asked(&formulas(&[fine]), "estimate");
        assert!(!said.contains("fewer than") && !said.contains("still a rate"), "{fine}: {said}");
    }
}
