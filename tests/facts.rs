//! The shipped tables: what they hold, against the published figures, and what bad tables are told.

use napkin::facts::latency::{LatencyTable, Row};
use napkin::facts::prices::{Machine, PriceBook};
use napkin::message::Lang;
use napkin::message::facts::Refusal;
use napkin::note::latency::{render, render_json};
use napkin::problem::{FileId, Problem, Sources};
use napkin::words::Say;
use std::collections::BTreeSet;

const GIB: f64 = 1_073_741_824.0;

fn table() -> &'static LatencyTable {
    LatencyTable::builtin()
}

fn book() -> &'static PriceBook {
    PriceBook::builtin()
}

fn machine(name: &str) -> &'static Machine {
    book().machine(name).unwrap_or_else(|| panic!("no {name}"))
}

#[track_caller]
fn near(actual: f64, expect: f64) {
    assert!((actual - expect).abs() <= expect.abs() * 1e-12, "{actual} is not {expect}");
}

// --- the latency table ---------------------------------------------------------------------------

#[test]
fn lookups_by_hand() {
    let check = |list: Option<&str>, name: &str, in_list: &str, seconds: f64| {
        let row = table().lookup(list, name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(row.list, in_list, "{name}");
        near(row.value_s, seconds);
    };
    check(Some("dean_2007"), "disk_seek", "dean_2007", 10e-3);
    check(None, "dean_2007.mutex_lock", "dean_2007", 100e-9);
    check(Some("napkin_2026"), "dean_2009.mutex_lock", "dean_2009", 25e-9);
    check(None, "disk_seek", "dean_2009", 10e-3);
    check(None, "norvig_2001.disk_seek", "norvig_2001", 8e-3);
    check(None, "datacenter_round_trip", "dean_2009", 500e-6);
    check(None, "memory_reference", "dean_2009", 100e-9);
    check(None, "network_read_1mb_1gbps", "dean_2007", 10e-3);
    check(None, "ssd_random_read", "napkin_2026", 100e-6);
    check(None, "primer_2012.ssd_random_read", "primer_2012", 150e-6);
    check(None, "ssd_random_read_1mib", "napkin_2026", 15e-3);
    check(None, "ssd_sequential_read_1mib", "napkin_2026", 100e-6);
    check(None, "redis_query", "napkin_2026", 500e-6);
    check(None, "modern.redis_query", "modern", (0.5e-3_f64 * 1e-3).sqrt());
    for missing in
        ["disk_sek", "dean_2009.network_read_1mb_1gbps", "dean.disk_seek", "", ".", "a.b.c"]
    {
        assert_eq!(table().lookup(None, missing), None, "{missing}");
    }
    assert_eq!(table().lookup(Some("napkin_2026"), "disk_seek"), None);
}

#[test]
fn ranges_keep_both_ends_and_their_words() {
    let row = table().lookup(None, "modern.gpt4_request").unwrap();
    assert!(row.is_range());
    near(row.low_s, 0.3);
    near(row.high_s, 2.0);
    assert_eq!((row.written.as_str(), row.unit.as_str()), ("300 ms–2 s", "ms"));
    let row = table().lookup(None, "ssd_random_read").unwrap();
    assert_eq!((row.per.as_deref(), row.per_bytes), (Some("8KiB"), Some(8192.0)));
    assert_eq!((row.written.as_str(), row.year), ("100 us", 2026));
}

/// The two versions differ in exactly the published rows, and the older has one more.
#[test]
fn deans_two_lists_are_two() {
    let figures = |list: &'static str| -> BTreeSet<(&str, &str)> {
        table().rows_of(list).map(|row| (row.name.as_str(), row.written.as_str())).collect()
    };
    let (older, newer) = (figures("dean_2007"), figures("dean_2009"));
    let only_older: Vec<_> = older.difference(&newer).copied().collect();
    let only_newer: Vec<_> = newer.difference(&older).copied().collect();
    assert_eq!(
        only_older,
        [
            ("compress_1kb", "10 us"),
            ("disk_read_1mb", "30 ms"),
            ("mutex_lock", "100 ns"),
            ("network_read_1mb_1gbps", "10 ms"),
        ]
    );
    assert_eq!(
        only_newer,
        [("compress_1kb", "3 us"), ("disk_read_1mb", "20 ms"), ("mutex_lock", "25 ns")]
    );
    assert_eq!((older.len(), newer.len()), (13, 12));
}

#[test]
fn every_row_is_dated_and_sourced_once() {
    let mut seen = BTreeSet::new();
    for row in table().rows() {
        assert!(seen.insert(row.dotted()), "{} twice", row.dotted());
        assert!((1990..=2030).contains(&row.year), "{}", row.dotted());
        assert!(row.source.len() > 20, "{}", row.dotted());
        assert!(!row.source.contains("unverified"), "{}", row.dotted());
    }
    let count = |list: &str| table().rows_of(list).count();
    let lists: Vec<(&str, usize)> =
        table().lists().iter().map(|list| (list.name.as_str(), count(&list.name))).collect();
    assert_eq!(
        lists,
        [
            ("napkin_2026", 54),
            ("dean_2009", 12),
            ("dean_2007", 13),
            ("primer_2012", 15),
            ("modern", 18),
            ("norvig_2001", 11),
        ]
    );
    let secondary = |row: &&Row| row.source.starts_with("secondary source");
    let lists: BTreeSet<&str> =
        table().rows().iter().filter(secondary).map(|row| row.list.as_str()).collect();
    assert_eq!(lists.into_iter().collect::<Vec<_>>(), ["modern", "norvig_2001"]);
}

// --- the price book ------------------------------------------------------------------------------

#[test]
fn machines_by_hand() {
    let check = |name: &str, vcpu: u32, gib: f64, mbps: f64, usd: f64| {
        let machine = machine(name);
        assert_eq!(machine.vcpu, vcpu, "{name}");
        assert!((machine.memory_bytes as f64 - gib * GIB).abs() <= 0.5, "{name}");
        near(machine.network_bytes_per_s.unwrap(), mbps * 1e6 / 8.0);
        near(machine.usd_per_hour.unwrap(), usd);
        assert!(!machine.origin.source.is_empty() && !machine.origin.date.is_empty());
    };
    check("t3.nano", 2, 0.5, 32.0, 0.0052);
    check("m7g.large", 2, 8.0, 937.0, 0.0816);
    check("m8g.48xlarge", 192, 768.0, 50_000.0, 8.61696);
    check("i3.large", 2, 15.25, 750.0, 0.156);
    check("u7in-32tb.224xlarge", 896, 32_768.0, 200_000.0, 360.98695);
    check("p5.48xlarge", 192, 2048.0, 3_200_000.0, 55.04);
    check("db.r6g.xlarge", 4, 32.0, 1250.0, 0.45);
    check("db.t3.micro", 2, 1.0, 64.0, 0.018);
    check("cache.r6g.large", 2, 13.07, 750.0, 0.206);
    check("cache.r6g.16xlarge", 64, 419.09, 25_000.0, 6.567);
    check("cache.r7g.large", 2, 13.12, 937.0, 0.219);
    check("kafka.m5.large", 2, 8.0, 750.0, 0.21);
    near(machine("m5.24xlarge").coremark_per_s.unwrap(), 1_374_718.0);
    near(machine("m5.large").usd_per_month().unwrap(), 0.096 * 730.0);
    assert_eq!(machine("g5.48xlarge").gpus, 8);
    assert_eq!(machine("u7i-12tb.224xlarge").coremark_per_s, None);
    assert_eq!(book().machine("m7g.lrage"), None);
    assert_eq!(book().region(), "us-east-1");
    // 278 EC2, 36 database, 37 cache, 9 Kafka, 1 RabbitMQ; MySQL shares the database names.
    assert_eq!(book().names().len(), 361);
}

#[test]
fn one_name_two_engines() {
    let usd = |engine| book().machine_of("db.r6g.large", engine).and_then(|m| m.usd_per_hour);
    assert_eq!(machine("db.r6g.large").engine.as_deref(), Some("postgresql"));
    assert_eq!(usd("postgresql"), Some(0.225));
    assert_eq!(usd("mysql"), Some(0.215));
    assert_eq!(usd("oracle"), None);
}

#[test]
fn a_family_is_priced_by_size() {
    let names: Vec<&str> = book().family("m5").iter().map(|m| m.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "m5.large",
            "m5.xlarge",
            "m5.2xlarge",
            "m5.4xlarge",
            "m5.8xlarge",
            "m5.12xlarge",
            "m5.16xlarge",
            "m5.24xlarge",
            "m5.metal",
        ]
    );
    for machine in book().family("m5.4xlarge") {
        near(machine.usd_per_hour.unwrap(), 0.048 * f64::from(machine.vcpu));
        assert_eq!(machine.memory_bytes, u64::from(machine.vcpu) * 4 * 1_073_741_824);
    }
    assert_eq!(book().family("db.m5").len(), 8);
    assert!(book().family("db.m5").iter().all(|m| m.engine.as_deref() == Some("postgresql")));
    assert!(book().family("x").is_empty());
}

#[test]
fn stale_and_derived_rows_say_so() {
    let stale: Vec<&str> = book()
        .machines()
        .filter(|machine| machine.origin.stale.is_some())
        .map(|machine| machine.name.as_str())
        .collect();
    assert_eq!(stale.len(), 36);
    assert!(stale.iter().all(|name| name.starts_with("db.")));
    let origin = &machine("db.r6g.xlarge").origin;
    assert_eq!(origin.source, "secondary source for the RDS price list");
    assert_eq!(origin.date, "about 2020-21");
    assert!(origin.stale.as_ref().is_some_and(|why| why.contains("were confirmed in 2026-05")));
    let derived =
        |name: &str| machine(name).origin.note.as_deref().unwrap_or("").contains("derived");
    assert!(derived("cache.r7g.large") && derived("kafka.m5.large"));
    assert!(!derived("cache.r6g.large") && !derived("kafka.t3.small") && !derived("m5.large"));
}

#[test]
fn unit_prices_by_hand() {
    let check = |key: &str, usd: f64, per: f64, unit: &str, date: &str| {
        let price = book().unit(key).unwrap_or_else(|| panic!("no {key}"));
        assert_eq!((price.usd, price.per, price.unit.as_str()), (usd, per, unit), "{key}");
        assert_eq!(price.origin.date, date, "{key}");
    };
    check("load_balancer_hour", 0.0225, 1.0, "hour", "2024-07-01");
    check("load_balancer_lcu_hour", 0.008, 1.0, "LCU-hour", "2024-07-01");
    check("cross_zone_gb", 0.01, 1.0, "GB", "2024-09-25");
    check("inter_region_gb", 0.02, 1.0, "GB", "2024-09-25");
    check("cdn_https_requests", 0.01, 1e4, "10k requests", "2024-07-01");
    check("cdn_to_origin_gb", 0.02, 1.0, "GB", "2024-07-01");
    check("s3_get_requests", 0.0004, 1e3, "1k requests", "2024-07-01");
    check("ebs_gp3_gb_month", 0.08, 1.0, "GB-month", "2024-07-01");
    check("rds_storage_gb_month", 0.115, 1.0, "GB-month", "2026-05-03");
    check("sqs_requests", 0.4, 1e6, "1M requests", "2024-07-01");
    check("nat_gateway_gb", 0.045, 1.0, "GB", "2024-07-01");
    near(book().unit("cdn_https_requests").unwrap().cost(3e6), 3.0);
    assert!(book().units().all(|price| price.origin.stale.is_none()));
}

#[test]
fn tiers_split_a_months_quantity() {
    let egress = book().tiered("egress_internet_gb").unwrap();
    assert_eq!(egress.cost(0.0), []);
    assert_eq!(egress.cost(100.0), [(100.0, 0.09)]);
    assert_eq!(egress.cost(10_240.0), [(10_240.0, 0.09)]);
    assert_eq!(egress.cost(20_000.0), [(10_240.0, 0.09), (9_760.0, 0.085)]);
    near(egress.total(20_000.0), 921.6 + 829.6);
    let cdn = book().tiered("cdn_gb").unwrap();
    assert_eq!(cdn.cost(1e7).len(), 7);
    near(cdn.cost(1e7).iter().map(|(part, _)| part).sum(), 1e7);
    near(cdn.tiers[5].above, 1024.0 * 1024.0);
}

// --- what bad tables are told --------------------------------------------------------------------

/// Each problem as `title | label | the words it points at`.
fn told(text: &str, read: impl Fn(&str, FileId) -> Option<Vec<Problem>>) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("table.yaml", text);
    let line = |problem: &Problem| {
        let at = problem.span.map_or("nowhere", |span| sources.snippet(span));
        let words = napkin::words::complaint(&problem.what, Lang::En);
        format!("{} | {} | {at}", words.title, words.label)
    };
    read(text, file).unwrap_or_default().iter().map(line).collect()
}

#[track_caller]
fn latency_is_told(text: &str, expect: &[&str]) {
    assert_eq!(told(text, |text, file| LatencyTable::parse(text, file).err()), expect);
}

#[track_caller]
fn prices_are_told(text: &str, expect: &[&str]) {
    assert_eq!(told(text, |text, file| PriceBook::parse(text, file).err()), expect);
}

#[test]
fn a_bad_latency_table_is_told_every_bad_row() {
    latency_is_told(
        "sources: { good: A good book }
rows:
  - { list: a, name: b, value: 10 parsecs, year: 2009x, source: god }
  - { list: a, nmae: b, low: 10ms, high: 5ms, per: 5 apples, year: 1800, source: a note }
  - { list: a, name: c, value: 1ms, year: 2000, source: good }
  - { list: a, name: c, value: 2ms, year: 2000, source: good }
  - { list: a, name: Seek, value: 2ms, high: 3ms, year: }
",
        &[
            "row 1 (a.b): `value: 10 parsecs` cannot be used | expected a duration above zero in ns, us, ms, s, min or h, such as `10ms` | 10 parsecs",
            "row 1 (a.b): `year: 2009x` cannot be used | expected the year of the figure, 1950..2100 | 2009x",
            "row 1 (a.b): `source: god` cannot be used | did you mean `good`? | god",
            "row 2 (a): unknown field `nmae` | did you mean `name`? | nmae",
            "row 2 (a): no `name` | expected small letters, digits and `_`, such as `disk_seek` | {",
            "row 2 (a): `high: 5ms` cannot be used | expected more than the low end, 10ms | 5ms",
            "row 2 (a): `per: 5 apples` cannot be used | expected a size above zero, such as `64B`, `1MB` or `8KiB` | 5 apples",
            "row 2 (a): `year: 1800` cannot be used | expected the year of the figure, 1950..2100 | 1800",
            "row 4 (a.c) is written twice |  | {",
            "row 5 (a.Seek): `name: Seek` cannot be used | expected small letters, digits and `_`, such as `disk_seek` | Seek",
            "row 5 (a.Seek): it is not clear how long it takes | expected either `value`, or `low` and `high` | {",
            "row 5 (a.Seek): no `year` | expected the year of the figure, 1950..2100 | {",
            "row 5 (a.Seek): no `source` | expected a key of `sources:`, or where the figure can be read | {",
        ],
    );
}

#[test]
fn a_latency_table_that_is_none() {
    latency_is_told("", &["this table cannot be read: it is empty |  | "]);
    latency_is_told("rows: []", &["this table has no rows |  | nowhere"]);
    latency_is_told("rows: 5", &["this table cannot be read: expected a list of rows here |  | 5"]);
    latency_is_told(
        "rows:\n  - hello",
        &["this table cannot be read: expected `key: value` here |  | hello"],
    );
    latency_is_told(
        "row: []",
        &[
            "this table cannot be read: unknown field `row`, expected one of lists, sources, rows |  | row",
        ],
    );
    latency_is_told(
        "lists:\n  - { name: dean }\nrows:\n  - { list: deen, name: x, value: 1s, year: 2000, source: a note }",
        &["row 1 (deen.x): `deen` is not one of `lists:` | did you mean `dean`? | deen"],
    );
}

#[test]
fn a_small_latency_table_needs_neither_lists_nor_sources() {
    let text = "rows:\n  - { list: mine, name: x, low: 1ms, high: 4ms, year: 2026, source: my own measurement }";
    let table = LatencyTable::parse(text, FileId::default()).unwrap();
    let row = table.lookup(None, "x").unwrap();
    near(row.value_s, 2e-3);
    assert_eq!((row.source.as_str(), row.list.as_str()), ("my own measurement", "mine"));
}

#[test]
fn a_bad_price_book_is_told_every_bad_row() {
    prices_are_told(
        "region: here
sources:
  - { key: ec2, source: a price list, date: 2026-07-20 }
machines:
  - { name: big, vcpu: 2.5, memory: 8 lots, network: fast, usd_per_hour: -1, from: ec3 }
  - { name: a.b, vcpu: 1, memory: 8GiB, cost: 1, from: ec2 }
  - { name: c.d, vcpu: 1, memory: 8GB, usd_per_hour: 0, from: ec2 }
  - { name: c.d, vcpu: 1, memory: 8GiB, from: ec2 }
units:
  - { key: k, usd: $1, per: 0, from: ec2 }
tiers:
  - { key: t, above: 5, usd: 1, unit: GB, from: ec2 }
  - { key: t, above: 0, usd: 1, unit: GB, from: ec2 }
  - { key: t, above: 0, usd: 1, unit: GB, from: ec2 }
",
        &[
            "machines row 1 (big): `name: big` cannot be used | expected a family and a size, such as `m7g.large` | {",
            "machines row 1 (big): `vcpu: 2.5` cannot be used | expected a whole number above zero | 2.5",
            "machines row 1 (big): `memory: 8 lots` cannot be used | expected a size above zero, such as `64B`, `1MB` or `8KiB` | 8 lots",
            "machines row 1 (big): `network: fast` cannot be used | expected bits a second above zero, such as `750Mbps` or `25Gbps` | fast",
            "machines row 1 (big): `usd_per_hour: -1` cannot be used | expected US dollars as a bare number, such as `0.096` | -1",
            "machines row 1 (big): `from: ec3` cannot be used | did you mean `ec2`? | ec3",
            "machines row 2 (a.b): unknown field `cost` | the fields are name, engine, vcpu, memory, network, gpus, usd_per_hour, coremark, note, from | cost",
            "machines row 4 (c.d) is written twice |  | {",
            "units row 1 (k): `usd: $1` cannot be used | expected US dollars as a bare number, such as `0.096` | $1",
            "units row 1 (k): `per: 0` cannot be used | expected a number above zero | 0",
            "units row 1 (k): no `unit` | expected what the price buys one of, such as `GB` or `hour` | {",
            "tiers row 1 (t): `above: 5` cannot be used | the first tier of a price starts `above: 0` | 5",
            "tiers row 3 (t): `above: 0` cannot be used | expected more than the tier before it, 0 | 0",
        ],
    );
}

// --- `napkin latency` ----------------------------------------------------------------------------

#[test]
fn the_older_dean_list_as_text() {
    let text = render(table(), Some("dean_2007"), None, true, 100, Lang::En).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "dean_2007: Jeff Dean's numbers, the version of 2007");
    assert_eq!(
        lines[2],
        "  operation                  takes  per  if 1 ns were 1 s  1ns     1us     1ms     1s      year"
    );
    assert_eq!(
        lines[12],
        "  disk_seek                  10 ms       116 days          ███████████████████▏            2007  [1]"
    );
    assert!(text.contains("  [1] Jeff Dean, talk to Stanford's class 295, 2007;"));
}

#[test]
fn no_line_is_wider_than_asked() {
    for width in [100, 120] {
        let pages = [
            render(table(), None, None, true, width, Lang::En),
            render(table(), None, Some(2020), true, width, Lang::En),
        ];
        for page in pages {
            for line in page.unwrap().lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{line}");
            }
        }
    }
}

#[test]
fn a_year_marks_what_is_not_believable() {
    let text = render(table(), None, Some(2020), false, 100, Lang::En).unwrap();
    let marked: Vec<&str> = text
        .lines()
        .filter(|line| line.ends_with('?'))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(marked, ["send_2kb", "memory_read_1mb", "ssd_read_1mb"]);
    assert!(text.contains("stop being believable after about 2015"));
}

#[test]
fn what_cannot_be_shown_is_said() {
    let check = |list, year, expect: &str| {
        let said = |refusal: Refusal| refusal.say(Lang::En);
        let text = render(table(), list, year, true, 100, Lang::En);
        assert_eq!(text.map_err(said), Err(expect.to_owned()));
        let data = render_json(table(), list, year, Lang::En);
        assert_eq!(data.map_err(said), Err(expect.to_owned()));
    };
    check(
        Some("dean_207"),
        None,
        "the latency table has no list `dean_207`: did you mean `dean_2007`?",
    );
    check(
        Some("everything"),
        None,
        "the latency table has no list `everything`: the lists are napkin_2026, dean_2009, dean_2007, primer_2012, modern, norvig_2001",
    );
    check(
        None,
        Some(2031),
        "the yearly model covers 1990 to 2030, not 2031: outside, its constants were never meant to hold",
    );
    check(
        Some("dean_2007"),
        Some(2020),
        "a year asks for the yearly model, which is not one of the table's lists: give one of the two",
    );
}

#[test]
fn the_same_as_data() {
    let json = render_json(table(), Some("dean_2009"), None, Lang::En).unwrap();
    let row = &json["lists"][0]["rows"][9];
    assert_eq!(row["name"], "disk_seek");
    assert_eq!((row["value"].as_f64(), row["unit"].as_str()), (Some(0.01), Some("s")));
    assert_eq!(row["human"], "116 days");
    let json = render_json(table(), None, Some(2020), Lang::En).unwrap();
    assert_eq!(json["rows"][6]["believable"], false);
}
