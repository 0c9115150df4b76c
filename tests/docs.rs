//! The language's documentation keeps its word: every snippet is a page without problems, every table of fields is
//! the one that the readers read by (`UPDATE=1` writes them anew), and every default that napkin reports is the one
//! in the table.
//!
//! A fence says what it holds: `yaml` is a whole page; `yaml fragment` is part of one, and what is missing is
//! added here; `yaml base=NAME` changes a page of the gallery; `yaml wrong` is a page with mistakes, and the
//! `text says` behind it holds what is said about them. What stands in `docs/ko` is held to the same, but has no tables.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::PAGE;
use napkin::blueprint::{Page, Tables};
use napkin::component::{COMMON, KINDS};
use napkin::message::Lang;
use napkin::pipeline;
use napkin::problem::{Problems, Sources};
use napkin::reader::table::{Field, Form, Otherwise, Table};
use napkin::report::problem::render;
use napkin::scenario::paths::BLOCKS;
use napkin::scenario::{PAGE as SECTIONS, page, timeline};
use napkin::yaml::Node;

/// What has snippets, and how many at least.
const DOCUMENTS: [(&str, usize); 3] =
    [("docs/scenario.md", 30), ("docs/ko/scenario.md", 20), ("docs/ko/estimate.md", 1)];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).expect("the documentation is part of the repository")
}

fn document() -> String {
    read("docs/scenario.md")
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
    for (path, least) in DOCUMENTS {
        let mut pages = 0;
        for snippet in snippets(&read(path)) {
            let text = match snippet.info.as_str() {
                "yaml" => snippet.text.clone(),
                "yaml fragment" => whole(&snippet.text),
                info if info.starts_with("yaml base=") => snippet.text.clone(),
                "yaml wrong" | "text says" | "text" | "sh" | "console" | "" => continue,
                info => panic!("{path}:{}: what is `{info}`?", snippet.line),
            };
            let (_, said) = build(&text);
            assert!(said.is_empty(), "{path}:{}:\n{said}\n{text}", snippet.line);
            pages += 1;
        }
        assert!(pages >= least, "{path}: {pages}");
    }
}

/// The first line of each mistake of a page, in a language.
fn mistakes(text: &str, lang: Lang) -> Vec<String> {
    let (mut files, path) = (common::only(text), Path::new(PAGE));
    let wrong = pipeline::load(&mut files, path, &[], Tables::builtin());
    let wrong = wrong.expect_err("a page with mistakes");
    let problems = wrong.problems.sorted();
    let said = problems.iter().map(|problem| render(problem, &wrong.sources, lang, false));
    let said: Vec<String> = said.collect();
    let lines = said.iter().filter_map(|said| said.lines().next());
    lines.filter(|line| line.starts_with("error")).map(str::to_owned).collect()
}

#[test]
fn wrong_pages_get_what_the_documentation_says() {
    for (path, lang) in [("docs/scenario.md", Lang::En), ("docs/ko/scenario.md", Lang::Ko)] {
        let all = snippets(&read(path));
        let pairs = all.windows(2).filter(|pair| pair[0].info == "yaml wrong");
        let mut count = 0;
        for pair in pairs {
            assert_eq!(pair[1].info, "text says");
            let said = mistakes(&pair[0].text, lang);
            assert_eq!(said, pair[1].text.lines().collect::<Vec<_>>());
            count += 1;
        }
        assert_eq!(count, 1, "{path}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    for (path, _) in DOCUMENTS {
        let document = read(path);
        let anchors: BTreeSet<String> = document
            .lines()
            .filter_map(|line| line.strip_prefix("##"))
            .map(|title| title.trim_start_matches('#').trim().to_lowercase().replace(' ', "-"))
            .collect();
        for part in document.split("](#").skip(1) {
            let anchor = part.split(')').next().unwrap_or("");
            assert!(anchors.contains(anchor), "{path}: no heading for #{anchor}");
        }
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

/// Every table of fields, by the name that its mark in the documentation has.
fn all_tables() -> BTreeMap<&'static str, Vec<&'static Field>> {
    fn collect(table: &'static Table, all: &mut BTreeMap<&'static str, Vec<&'static Field>>) {
        for inner in table.fields().filter_map(Field::map) {
            if all.insert(inner.name, inner.fields().collect()).is_none() {
                collect(inner, all);
            }
        }
    }
    let mut all = BTreeMap::new();
    for kind in KINDS {
        all.insert(kind.name(), kind.own().iter().collect());
        collect(&kind.table, &mut all);
    }
    for table in [&SECTIONS, &BLOCKS, &COMMON] {
        all.insert(table.name, table.fields().collect());
        collect(table, &mut all);
    }
    // The kind has the same table as `cache`; the others stand in the rows of the maps that hold them.
    let elsewhere = [
        "cdn",
        "chance",
        "choice",
        "diurnal",
        "one_of",
        "parallel",
        "ramp",
        "repeat",
        "request_slo",
        "shape_step",
        "spike",
        "traffic_event",
    ];
    for name in elsewhere {
        assert!(all.remove(name).is_some(), "{name}");
    }
    all
}

/// What may be written, in words.
fn value(field: &Field) -> String {
    if let Some(shown) = field.shown {
        return shown.to_owned();
    }
    let ticked = |words: &[&str]| {
        words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    let words = match field.form {
        Form::Whole(..) => "count",
        Form::Cores(_) => "count, or thousandths (`500m`)",
        Form::Amount(want) | Form::Positive(want) => {
            return match want {
                napkin::reader::Want::Cost => "money per month".to_owned(),
                want => format!("{want:?}").to_lowercase(),
            };
        }
        Form::Varying(_) => "varying duration",
        Form::Choice(words) => return ticked(&words()),
        Form::Flag => return ticked(&["true", "false"]),
        Form::Name => "name",
        Form::List(_) => "list",
        Form::Map(_) | Form::Named(_) => "map",
        form => panic!("`{}`: say what is shown for {form:?}", field.name),
    };
    words.to_owned()
}

fn default(field: &Field) -> String {
    match field.default {
        Otherwise::Needed => "**needed**".to_owned(),
        Otherwise::Is(text) => text.to_owned(),
        Otherwise::Assumed(value, _) => format!("{value} *"),
        Otherwise::AssumedSo(_, _, text) if text.contains('*') => text.to_owned(),
        Otherwise::AssumedSo(_, _, text) => format!("{text} *"),
    }
}

/// `to`, `over`, `at` (0): the fields of a form of `shape` or of a block.
fn inner_fields(field: &Field) -> String {
    let fields = field.map().into_iter().flat_map(Table::fields);
    let fields = fields.map(|field| match field.default {
        Otherwise::Is(value) => format!("`{}` ({value})", field.name),
        _ => format!("`{}`", field.name),
    });
    let fields: Vec<String> = fields.collect();
    let list = if matches!(field.form, Form::List(_)) { "a list of " } else { "" };
    if fields.is_empty() { "–".to_owned() } else { format!("{list}{}", fields.join(", ")) }
}

/// A table of the documentation, line by line.
fn drawn(name: &str, fields: &[&Field]) -> String {
    let (head, rows): (String, Vec<Vec<String>>) = match name {
        "page" => (
            "section | what it says | if it is not written".to_owned(),
            fields.iter().map(|f| vec![tick(f), f.doc.to_owned(), default(f)]).collect(),
        ),
        "shape" | "path" => (
            format!("{} | fields | meaning", if name == "path" { "block" } else { "`shape`" }),
            fields.iter().map(|f| vec![tick(f), inner_fields(f), f.doc.to_owned()]).collect(),
        ),
        "event" => {
            let verbs = timeline::VERBS.iter().map(|verb| {
                let entry = verb.shown.unwrap_or_default();
                let ends = if entry.contains(", for") { "yes" } else { "no" };
                vec![format!("`{entry}`"), ends.to_owned(), verb.doc.to_owned()]
            });
            ("entry | ends with `for` | meaning".to_owned(), verbs.collect())
        }
        _ => {
            let first = match name {
                "cache" => "`cache`, `cdn`".to_owned(),
                "common" => "every kind".to_owned(),
                "data" | "requests" => format!("`{name}.X`"),
                "failures" => "`failures.NAME`".to_owned(),
                "height" => "`times`".to_owned(),
                name => format!("`{name}`"),
            };
            let has_defaults = fields.iter().any(|field| default(field) != "–");
            let rows = fields.iter().map(|field| {
                let mut row = vec![tick(field), value(field)];
                row.extend(has_defaults.then(|| default(field)));
                row.push(field.doc.to_owned());
                row
            });
            let default = if has_defaults { "default | " } else { "" };
            (format!("{first} | value | {default}meaning"), rows.collect())
        }
    };
    let columns = head.split(" | ").count();
    let mut text = format!("| {head} |\n|{}\n", "---|".repeat(columns));
    for row in rows {
        text += &format!("| {} |\n", row.join(" | "));
    }
    text
}

fn tick(field: &Field) -> String {
    format!("`{}`", field.name)
}

#[test]
fn the_tables_of_fields_are_those_that_the_readers_read_by() {
    let (before, mut after) = (document(), String::new());
    let mut tables = all_tables();
    let mut lines = before.lines().peekable();
    while let Some(line) = lines.next() {
        after += line;
        after.push('\n');
        let Some(name) = line.strip_prefix("<!-- fields: ") else { continue };
        let name = name.trim_end_matches(" -->");
        let fields = tables.remove(name).unwrap_or_else(|| panic!("no fields of `{name}`"));
        after += &drawn(name, &fields);
        while lines.next_if(|line| line.starts_with('|')).is_some() {}
    }
    assert!(tables.is_empty(), "not in the documentation: {:?}", tables.keys());
    if std::env::var_os("UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.md");
        fs::write(path, &after).expect("the documentation can be written");
        return;
    }
    for (line, (before, after)) in before.lines().zip(after.lines()).enumerate() {
        assert_eq!(before, after, "line {}; UPDATE=1 writes the tables anew", line + 1);
    }
    assert_eq!(before.len(), after.len());
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
