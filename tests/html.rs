//! `report.html`: one well-formed file that asks for no other, with every part of the report, whatever the names on the
//! page; and the same in a headless Chromium, where there is one.

#[path = "html/browser.rs"]
mod browser;
mod common;
#[path = "html/reader.rs"]
mod reader;

use std::sync::atomic::AtomicBool;

use napkin::chart::{self, Chart};
use napkin::document::Report;
use napkin::message::Lang;
use napkin::note;
use napkin::report::html;
use napkin::study::{capacity, compare};

/// A design with everything that a report tells of, and names that no page should trust.
const PAGE: &str = "\
name: \"A <script>alert(1)</script> & \\\"shop\\\"\"
about: \"Reads</title><img src=x onerror=alert(1)> & orders backwards.\"
slo: { p99: 1s, errors: 50%, cost: $1/month }
assume: { peak: 2..4 }
estimate: { busiest: 100/s * peak }
data:
  item: { keys: 10k, popularity: zipf(0.9), size: 1KB }
requests:
  read: { rate: 200/s, reads: item, path: [lb, app, cache, db] }
  주문: { rate: 20/s, writes: item, path: [lb, app, { later: [jobs, worker] }, db] }
components:
  lb: { load_balancer: { policy: two_choices } }
  app: { server: { cores: 2, instances: 2, workers: 8, work: exp(3ms), timeout: 500ms, retry: 1, machine: m7g.large } }
  cache: { cache: { memory: 1MB, ttl: 1m } }
  db: { database: { cores: 4, replicas: 1, lag: 5ms, read: 2ms, write: 4ms } }
  jobs: { queue: { capacity: 1000 } }
  worker: { server: { workers: 2, work: { io: 5ms } } }
timeline:
  - { at: 1s, kill: app, count: 1, for: 500ms }
";

const SHORT: [&str; 2] = ["run.duration=2s", "run.replications=3"];

/// The page is at most this large.
const MOST: usize = 1_000_000;

fn ran() -> (Report, Vec<Chart>, String) {
    let report = common::run_text(PAGE, &SHORT, 2).report;
    let charts = chart::all(&report, Lang::En);
    let page = html::render(&note::run::note(&report, Lang::En), &charts);
    (report, charts, page)
}

/// What holds for every page: it is well-formed, small, asks for nothing, and no name of it is used twice.
fn check(page: &str) -> reader::Read {
    assert!(page.len() < MOST, "{} bytes", page.len());
    let read = reader::read(page);
    assert_eq!(read.wrong, Vec::<String>::new());
    for element in &read.elements {
        for name in ["src", "srcset", "data", "action", "background", "poster"] {
            assert_eq!(element.attribute(name), None, "<{}>", element.name);
        }
        if let Some(address) = element.attribute("href").or(element.attribute("xlink:href")) {
            let inside = address.starts_with('#') || address == "data:,";
            let is_link = element.name == "a" && address.starts_with("http");
            assert!(inside || is_link, "<{} href={address}>", element.name);
        }
        let handler = element.attributes.iter().find(|(name, _)| name.starts_with("on"));
        assert_eq!(handler, None, "<{}>", element.name);
        if element.name == "svg" {
            let named = element.attribute("aria-label").is_some_and(|name| !name.is_empty());
            assert!(named && element.attribute("role").is_some(), "{element:?}");
        }
    }
    assert!(!page.contains("url(http") && !page.contains("@import"));
    let mut ids: Vec<&str> = read.elements.iter().filter_map(|of| of.attribute("id")).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    for element in &read.elements {
        if let Some(target) = element.attribute("href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&target), "#{target} is nowhere");
        }
    }
    read
}

/// These stand on the page in this order.
fn in_order(page: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        let at = page[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part:?} is missing, or before the one ahead of it"));
    }
}

#[test]
fn a_run_has_every_part_in_order() {
    let (_, _, page) = ran();
    check(&page);
    let parts = [
        "class=\"verdict missed\"",
        "<h2>Objectives</h2>",
        "<h2>What it means</h2>",
        "<h2>The design</h2>",
        "<h2>What the simulation found</h2>",
        "id=\"latency\"",
        "<h2>Before, during, after</h2>",
        "id=\"timeline\"",
        "<h2>Each component</h2>",
        "id=\"utilization\"",
        "<h2>Monthly bill</h2>",
        "id=\"cost\"",
        "<details class=\"folded\"><summary><h2>Napkin arithmetic</h2>",
        "<h2>What napkin assumed</h2>",
        "<h2>Run it again</h2>",
    ];
    in_order(&page, &parts);
    in_order(&page, &["<tr class=\"met\">", "✓ met", "<tr class=\"missed\">", "✗ missed"]);
}

#[test]
fn names_are_names() {
    let (_, _, page) = ran();
    let read = check(&page);
    let count = |name: &str| read.elements.iter().filter(|of| of.name == name).count();
    assert_eq!((count("script"), count("img"), count("title") > 0), (1, 0, true));
    assert!(page.contains("A &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;shop&quot;"));
    assert!(page.contains("주문"));
}

#[test]
fn every_picture_has_its_figures() {
    let (_, mut charts, page) = ran();
    // What the design's picture says stands in the table of components.
    charts.retain(|chart| chart.file_stem != "design");
    assert_eq!(charts.len(), 4);
    for chart in &charts {
        assert!(0 < chart.head && chart.head < chart.foot, "{}", chart.file_stem);
        assert!(!chart.figures.spots.is_empty(), "{}", chart.file_stem);
        assert!(!chart.figures.tables.is_empty(), "{}", chart.file_stem);
        for table in &chart.figures.tables {
            let wide = table.head.len();
            assert!(table.rows.iter().all(|row| row.len() == wide), "{}", chart.file_stem);
        }
        for spot in &chart.figures.spots {
            assert!(spot.width > 0 && spot.height > 0 && !spot.text.is_empty(), "{spot:?}");
        }
    }
    let reached = page.matches("tabindex=\"0\"").count();
    assert_eq!(reached, charts.len(), "one place of each picture is reached by the tabulator");
}

/// The variants beside each other, each difference with a sign.
fn comparison() -> String {
    let texts = [PAGE];
    let stop = AtomicBool::new(false);
    let change = |name: &str, set: &str| compare::Change {
        name: name.to_owned(),
        sets: vec![set.to_owned()],
    };
    let request = compare::Request {
        stems: vec!["page".to_owned()],
        changes: vec![change("fast", "app.work=1ms"), change("slow", "app.work=9ms")],
    };
    let document = common::study(&texts, &SHORT, 2, &stop, |subjects, watch| {
        compare::study(subjects, &request, watch)
    });
    let document = document.expect("it can be compared");
    let charts = note::compare::charts(&document, Lang::En);
    html::render(&note::compare::note(&document, Lang::En), &charts)
}

#[test]
fn a_comparison_is_a_difference_with_signs() {
    let page = comparison();
    check(&page);
    let signed = |class: &str, sign: &str, word: &str| {
        let cell = format!("<span class=\"sign\" aria-hidden=\"true\">{sign}</span> {word}");
        assert!(
            page.contains(&format!("<tr class=\"{class}\">")) && page.contains(&cell),
            "{class}"
        );
    };
    signed("better", "+", "better");
    signed("worse", "−", "worse");
}

#[test]
fn a_study_is_a_page() {
    let stop = AtomicBool::new(false);
    let document = common::study(&[PAGE], &SHORT, 2, &stop, |subjects, watch| {
        capacity::study(&subjects[0], &capacity::Request::default(), watch)
    });
    let document = document.expect("it has a capacity");
    let charts = note::capacity::charts(&document, Lang::En);
    let page = html::render(&note::capacity::note(&document, Lang::En), &charts);
    check(&page);
    in_order(
        &page,
        &["class=\"verdict", "<nav", "<section id=\"part-1\">", "<h2>Run it again</h2>"],
    );
}

#[test]
fn a_page_with_hardly_anything_is_a_page() {
    check(&html::render(&note::run::note(&Report::default(), Lang::En), &[]));
}

#[test]
fn a_browser_finds_nothing_to_complain_of() {
    let Some(chromium) = browser::find() else {
        eprintln!("skipped: there is no chromium");
        return;
    };
    for page in [ran().2, comparison()] {
        browser::check(&chromium, &page);
    }
}
