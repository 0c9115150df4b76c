//! The language's documentation keeps its word: every snippet is a page without problems, every table names
//! exactly the fields that the reader knows, and every default that napkin reports is the one in the table.
//!
//! A fence says what it holds: `yaml` is a whole page; `yaml fragment` is part of one, and what is missing is
//! added here; `yaml base=NAME` changes a page of the gallery; `yaml wrong` is a page with mistakes, and the
//! `text says` behind it holds what is said about them.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::PAGE;
use napkin::blueprint::Page;
use napkin::component::{COMMON_FIELDS, FIELDS, KINDS};
use napkin::problem::{Problems, Sources};
use napkin::scenario::page;
use napkin::yaml::Node;

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.md");
    fs::read_to_string(path).expect("the documentation is part of the repository")
}

/// A fenced block: what stands behind the fence, the text, its line.
struct Snippet {
    info: String,
    text: String,
    line: usize,
}

fn snippets(document: &str) -> Vec<Snippet> {
    let mut snippets: Vec<Snippet> = Vec::new();
    let mut open = false;
    for (number, line) in document.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(info), false) => {
                let info = info.to_owned();
                snippets.push(Snippet { info, text: String::new(), line: number + 1 });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                if let Some(last) = snippets.last_mut() {
                    last.text += &format!("{line}\n");
                }
            }
            (None, false) => {}
        }
    }
    snippets
}

/// The page, and everything that napkin says about it.
fn build(text: &str) -> (Option<Page>, String) {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut only = common::only(text);
    let mut files = |file: &Path| only(file).or_else(|_| fs::read(gallery.join(file)));
    let (page, said) = common::build(&mut files, Path::new(PAGE), &[]);
    (page, said.join("\n"))
}

fn tree(text: &str) -> Node {
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    let mut files = common::only(text);
    page::load_with(&mut files, Path::new(PAGE), &[], &mut problems, &mut sources)
        .unwrap_or_else(|| panic!("no YAML:\n{text}"))
}

// ---- fragments ----

/// What the names of a fragment's paths are, if the fragment does not say it.
const COMPONENTS: [(&str, &str); 14] = [
    ("a", "{ server: { cores: 2, work: 1ms } }"),
    ("app", "{ server: { cores: 2, instances: 4, work: 1ms } }"),
    ("auth", "{ server: { cores: 2, work: 1ms } }"),
    ("b", "{ server: { cores: 2, work: 1ms } }"),
    ("c", "{ server: { cores: 2, work: 1ms } }"),
    ("cache", "{ cache: { memory: 1GB } }"),
    ("cart", "{ server: { cores: 2, work: 1ms } }"),
    ("db", "{ database: { cores: 4 } }"),
    ("lb", "{ load_balancer: {} }"),
    ("near", "{ database: { cores: 4 } }"),
    ("queue", "{ queue: {} }"),
    ("search", "{ server: { cores: 2, work: 1ms } }"),
    ("shop", "{ server: { cores: 2, work: 1ms } }"),
    ("worker", "{ server: { cores: 2, workers: 4, work: 1ms } }"),
];

/// The words of a fragment, comments apart.
fn words(text: &str) -> BTreeSet<&str> {
    text.lines()
        .map(|line| line.split(" #").next().unwrap_or(line))
        .flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || c == '_')))
        .collect()
}

/// A fragment with what makes it a whole page.
fn whole(fragment: &str) -> String {
    let node = tree(fragment);
    let has = |section: &str| node.get(section).is_some();
    let mut text = fragment.to_owned();
    let own: Vec<String> = node
        .get("components")
        .and_then(Node::as_map)
        .map(|entries| entries.iter().map(|(key, _)| key.text.clone()).collect())
        .unwrap_or_default();
    if !has("path") && !has("requests") {
        let names = if own.is_empty() { vec!["app".to_owned()] } else { own };
        text += &format!(
            "requests: {{ get: {{ weight: 1, reads: item, path: [{}] }} }}\n",
            names.join(", ")
        );
    }
    let has_rates = words(&text).contains("rate") && has("requests");
    if !has("traffic") && !has_rates {
        text += "traffic: 100/s\n";
    }
    if !has("data") && words(&text).contains("item") {
        text += "data: { item: { keys: 1k } }\n";
    }
    if !has("components") {
        text += "components:\n";
        let whole = text.clone();
        for (name, kind) in COMPONENTS.iter().filter(|(name, _)| words(&whole).contains(name)) {
            text += &format!("  {name}: {kind}\n");
        }
    }
    text
}

#[test]
fn every_snippet_is_a_page_without_problems() {
    let mut pages = 0;
    for snippet in snippets(&document()) {
        let text = match snippet.info.as_str() {
            "yaml" => snippet.text.clone(),
            "yaml fragment" => whole(&snippet.text),
            info if info.starts_with("yaml base=") => snippet.text.clone(),
            "yaml wrong" | "text says" | "text" | "" => continue,
            info => panic!("line {}: what is `{info}`?", snippet.line),
        };
        let (_, said) = build(&text);
        assert!(said.is_empty(), "line {}:\n{said}\n{text}", snippet.line);
        pages += 1;
    }
    assert!(pages >= 30, "{pages}");
}

#[test]
fn wrong_pages_get_what_the_documentation_says() {
    let all = snippets(&document());
    let pairs = all.windows(2).filter(|pair| pair[0].info == "yaml wrong");
    let mut count = 0;
    for pair in pairs {
        assert_eq!(pair[1].info, "text says");
        let (page, said) = build(&pair[0].text);
        assert!(page.is_none());
        let titles: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
        assert_eq!(titles, pair[1].text.lines().collect::<Vec<_>>(), "{said}");
        count += 1;
    }
    assert_eq!(count, 1);
}

#[test]
fn every_link_leads_somewhere() {
    let document = document();
    let anchors: BTreeSet<String> = document
        .lines()
        .filter_map(|line| line.strip_prefix("##"))
        .map(|title| title.trim_start_matches('#').trim().to_lowercase().replace(' ', "-"))
        .collect();
    for part in document.split("](#").skip(1) {
        let anchor = part.split(')').next().unwrap_or("");
        assert!(anchors.contains(anchor), "no heading for #{anchor}");
    }
}

// ---- tables ----

/// The rows of the table behind `<!-- fields: NAME -->`, as cells.
fn tables(document: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut tables: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in document.lines() {
        if let Some(name) = line.strip_prefix("<!-- fields: ") {
            current = Some(name.trim_end_matches(" -->").to_owned());
        } else if line.starts_with('|') {
            if let Some(name) = &current {
                let cells = line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned());
                tables.entry(name.clone()).or_default().push(cells.collect());
            }
        } else {
            current = None;
        }
    }
    // The heading and the line below it.
    tables.into_iter().map(|(name, rows)| (name, rows.into_iter().skip(2).collect())).collect()
}

/// The words in backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The fields that a table's first column names.
fn documented(name: &str) -> BTreeSet<String> {
    let tables = tables(&document());
    let rows = tables.get(name).unwrap_or_else(|| panic!("no table `{name}`"));
    rows.iter().flat_map(|row| quoted(&row[0])).map(str::to_owned).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// What the reader says are the fields of `owner`, on a page with one that does not exist.
fn known(text: &str, owner: &str) -> BTreeSet<String> {
    let (_, said) = build(text);
    let help = said
        .lines()
        .map(str::trim)
        .find_map(|line| line.strip_prefix(&format!("= help: {owner} has the fields ")));
    let help = help.unwrap_or_else(|| panic!("the fields of {owner} are not told:\n{said}"));
    quoted(help).into_iter().map(str::to_owned).collect()
}

#[test]
fn every_field_of_every_kind_is_documented() {
    for (kind, fields) in KINDS.iter().zip(FIELDS) {
        let table = if *kind == "cdn" { "cache" } else { kind };
        assert_eq!(documented(table), set(fields), "{kind}");
    }
    assert_eq!(documented("common"), set(&COMMON_FIELDS));
}

#[test]
fn every_field_of_every_section_is_documented() {
    let one = |rest: &str| {
        format!("traffic: 1/s\npath: [app]\ncomponents: {{ app: {{ server: {{}} }} }}\n{rest}")
    };
    let cases = [
        ("page", "a page", one("zzz: 1")),
        ("traffic", "`traffic`", "traffic: { rate: 1/s, zzz: 1 }\n".to_owned()),
        (
            "arrivals",
            "`arrivals`",
            "traffic: { rate: 1/s, arrivals: { zzz: 1, batches: { mean: 2 } } }\n".to_owned(),
        ),
        (
            "bursty",
            "`bursty`",
            "traffic: { rate: 1/s, arrivals: { bursty: { high: 2, low: 1, high_for: 1s, low_for: 1s, zzz: 1 } } }\n"
                .to_owned(),
        ),
        (
            "batches",
            "`batches`",
            "traffic: { rate: 1/s, arrivals: { batches: { mean: 2, zzz: 1 } } }\n".to_owned(),
        ),
        ("shape", "`shape`", "traffic: { rate: 1/s, shape: { zzz: 1 } }\n".to_owned()),
        ("data", "`data.d`", one("data: { d: { keys: 1, zzz: 1 } }")),
        ("requests", "`requests.r`", "requests: { r: { path: [app], zzz: 1 } }".to_owned()),
        ("retry", "`retry`", "requests: { r: { path: [app], retry: { zzz: 1 } } }".to_owned()),
        ("slo", "`slo`", one("slo: { zzz: 1 }")),
        ("run", "`run`", one("run: { zzz: 1 }")),
        ("montecarlo", "`montecarlo`", one("montecarlo: { zzz: 1 }")),
        ("spikes", "`spikes`", one("montecarlo: { spikes: { zzz: 1 } }")),
        ("crowds", "`crowds`", one("montecarlo: { crowds: { zzz: 1 } }")),
        ("height", "`times`", one("montecarlo: { spikes: { times: { zzz: 1 } } }")),
        ("failures", "`failures`", one("montecarlo: { failures: { app: { zzz: 1 } } }")),
        ("network", "`network`", one("network: { zzz: 1 }")),
        ("between", "`between`", one("network: { between: [{ zzz: 1 }] }")),
        ("health", "`health`", "components: { x: { load_balancer: { health: { zzz: 1 } } } }".to_owned()),
        ("failover", "`failover`", "components: { x: { database: { failover: { zzz: 1 } } } }".to_owned()),
        ("disk", "`disk`", "components: { x: { server: { disk: { zzz: 1 } } } }".to_owned()),
        ("work", "`work`", "components: { x: { server: { work: { io: 1s, zzz: 1 } } } }".to_owned()),
    ];
    for (table, owner, text) in cases {
        let mut fields = documented(table);
        if table == "page" {
            // These are gone when the page is composed, and known to what composes it.
            assert!(fields.remove("base") && fields.remove("include"));
        }
        assert_eq!(fields, known(&text, owner), "{table}");
    }
}

#[test]
fn every_event_and_every_shape_is_documented() {
    let (_, said) = build("timeline: [{ at: 1s, zzz: 1 }]\n");
    let help = said.lines().find(|line| line.contains("one of `kill`")).unwrap_or("").to_owned();
    let verbs: BTreeSet<&str> = quoted(&help).into_iter().filter(|word| *word != "at").collect();
    assert_eq!(verbs.len(), 7);
    let document = document();
    let rows = tables(&document).remove("timeline").unwrap_or_default();
    assert_eq!(rows.len(), verbs.len());
    for verb in verbs {
        assert!(rows.iter().any(|row| row[0].contains(&format!("{verb}:"))), "{verb}");
    }
    let cases = [
        ("steps", "steps: [{ at: 1s, times: 2, zzz: 1 }]"),
        ("ramp", "ramp: { to: 2, over: 1s, zzz: 1 }"),
        ("spike", "spike: { at: 1s, times: 2, hold: 1s, zzz: 1 }"),
        ("diurnal", "diurnal: { peak: 2, trough: 1, zzz: 1 }"),
        ("points", "points: [{ at: 1s, times: 2, zzz: 1 }]"),
    ];
    let rows = tables(&document).remove("shape").unwrap_or_default();
    for (shape, text) in cases {
        let row = rows.iter().find(|row| row[0].contains(shape)).expect("every shape has a row");
        let fields: BTreeSet<String> = quoted(&row[1]).into_iter().map(str::to_owned).collect();
        let text = format!("traffic: {{ rate: 1/s, shape: {{ {text} }} }}\n");
        assert_eq!(fields, known(&text, &format!("`{shape}`")), "{shape}");
    }
    let cases = [
        ("parallel", "parallel: { paths: [app], zzz: 1 }"),
        ("repeat", "repeat: { times: 2, path: app, zzz: 1 }"),
        ("chance", "chance: { share: 10%, path: app, zzz: 1 }"),
        ("one_of", "one_of: { paths: { x: app }, zzz: 1 }"),
    ];
    let rows = tables(&document).remove("blocks").unwrap_or_default();
    for (block, text) in cases {
        let row = rows.iter().find(|row| row[0].contains(block)).expect("every block has a row");
        let fields: BTreeSet<String> = quoted(&row[1]).into_iter().map(str::to_owned).collect();
        assert_eq!(fields, known(&format!("path: [{{ {text} }}]\n"), &format!("`{block}`")));
    }
}

// ---- defaults ----

/// Uses every default that napkin reports.
const ASSUMING: &str = "
data: { item: { keys: 1k } }
requests:
  get: { rate: 1k/s, reads: item, retry: 1, timeout: 1s, path: [limiter, lb, app, cache, db] }
components:
  limiter: { rate_limiter: { rate: 100/s } }
  lb: { load_balancer: { health: {} } }
  app: { server: { cores: 2, work: 1ms } }
  cache: { cache: { memory: 1GB } }
  db: { database: { replicas: 1, failover: {} } }
";

/// A value without the space before its unit and without the mark of what is reported.
fn plain(text: &str) -> String {
    text.replace([' ', '*'], "")
}

#[test]
fn every_reported_default_is_the_documented_one() {
    let (page, said) = build(ASSUMING);
    assert!(said.is_empty(), "{said}");
    let assumed = page.expect("a page without problems").assumed;
    assert_eq!(assumed.len(), 13, "{assumed:#?}");
    let tables = tables(&document());
    for value in assumed {
        let names: Vec<&str> = value.path.split('.').collect();
        let field = *names.last().unwrap_or(&"");
        let table = match names.as_slice() {
            ["components", _, _, owner @ ("health" | "failover"), _] => owner,
            ["components", _, kind, _] => kind,
            ["data", ..] => "data",
            [.., "retry", _] => "retry",
            [section, ..] => section,
            [] => "",
        };
        let rows = tables.get(table).unwrap_or_else(|| panic!("no table for {}", value.path));
        let row = rows.iter().find(|row| quoted(&row[0]).contains(&field));
        let default = &row.unwrap_or_else(|| panic!("no row for {}", value.path))[2];
        let marked = default.contains('*');
        assert!(marked, "{} is reported, and not marked", value.path);
        if field == "burst" {
            assert_eq!(value.value, "100");
            continue;
        }
        assert!(
            plain(default).starts_with(&plain(&value.value)),
            "{}: {} is not {}",
            value.path,
            default,
            value.value
        );
    }
}
