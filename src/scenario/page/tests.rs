mod set;

use super::*;
use crate::message::Lang;
use crate::report::problem::render;

/// The page as text: `{a: 1, b: [x, ~]}`.
fn shape(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Scalar(scalar) => scalar.text.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, node)| format!("{}: {}", key.text, shape(node)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

struct Loaded {
    page: Option<Node>,
    problems: Problems,
    sources: Sources,
}

/// Loads the first of these files; the others are there to be named.
fn load_files(files: &[(&str, &[u8])], sets: &[&str]) -> Loaded {
    let mut reader = |path: &Path| {
        let name = path.to_str().expect("a test's path is UTF-8");
        match files.iter().find(|(file, _)| *file == name) {
            Some((_, bytes)) => Ok(bytes.to_vec()),
            None if name == "folder" => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            None if name == "secret" => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    };
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    let path = Path::new(files.first().map_or("page.yaml", |(name, _)| name));
    let page = load_with(&mut reader, path, &sets, &mut problems, &mut sources);
    Loaded { page, problems, sources }
}

fn said(loaded: &Loaded) -> String {
    let all: Vec<String> = loaded
        .problems
        .sorted()
        .iter()
        .map(|found| render(found, &loaded.sources, Lang::En, false))
        .collect();
    let all = all.join("\n\n");
    all.lines().filter(|line| line.trim() != "|").collect::<Vec<_>>().join("\n")
}

fn check(files: &[(&str, &str)], sets: &[&str], expect: &str) {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let loaded = load_files(&files, sets);
    assert_eq!(said(&loaded), "");
    assert_eq!(shape(&loaded.page.expect("a page without problems")), expect);
}

fn check_said(files: &[(&str, &str)], sets: &[&str], expect: &str) {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    assert_eq!(said(&load_files(&files, sets)), expect.trim_matches('\n'));
}

fn check_file(name: &str, bytes: Option<&[u8]>, expect: &str) {
    let loaded = match bytes {
        Some(bytes) => load_files(&[(name, bytes)], &[]),
        None => {
            let mut reader = |path: &Path| {
                let kind = match path.to_str() {
                    Some("folder") => io::ErrorKind::IsADirectory,
                    Some("secret") => io::ErrorKind::PermissionDenied,
                    Some("loop") => return Err(io::Error::other("too many links")),
                    _ => io::ErrorKind::NotFound,
                };
                Err(io::Error::from(kind))
            };
            let (mut problems, mut sources) = (Problems::default(), Sources::default());
            let page = load_with(&mut reader, Path::new(name), &[], &mut problems, &mut sources);
            Loaded { page, problems, sources }
        }
    };
    assert!(loaded.page.is_none());
    assert_eq!(said(&loaded), expect.trim_matches('\n'));
}

const SERVER: &str = "\
name: One
traffic: 200/s
path: [app]
components:
  app: { server: { cores: 2, work: 5ms } }
timeline:
  - { at: 1s, kill: app }
  - { at: 9s, flush: app }
";

#[test]
fn a_page_alone_is_itself() {
    check(&[("a.yaml", "a: 1\nb:\n")], &[], "{a: 1, b: ~}");
}

#[test]
fn base_merges_maps_and_replaces_lists_and_values() {
    check(
        &[
            (
                "d/over.yaml",
                "base: ../base.yaml\nname: Two\npath: [lb]\nslo: { p99: 1s }\nrun: { seed: 2 }\n",
            ),
            ("base.yaml", "name: One\nslo: { p50: 5ms, p99: 9ms }\npath: [app, db]\n"),
        ],
        &[],
        "{name: Two, slo: {p50: 5ms, p99: 1s}, path: [lb], run: {seed: 2}}",
    );
}

#[test]
fn base_merges_a_component_of_the_same_kind_and_replaces_one_of_another() {
    check(
        &[
            (
                "over.yaml",
                "base: base.yaml\ncomponents: { app: { server: { cores: 4 } }, db: { cache: { ttl: 1s } } }\n",
            ),
            (
                "base.yaml",
                "components: { app: { server: { cores: 2, work: 5ms } }, db: { database: { shards: 2 } } }\n",
            ),
        ],
        &[],
        "{components: {app: {server: {cores: 4, work: 5ms}}, db: {cache: {ttl: 1s}}}}",
    );
}

#[test]
fn null_removes_and_what_is_removed_must_be_there() {
    let base = (
        "base.yaml",
        "slo: { p50: 5ms, p99: 9ms }\ncomponents: { cache: { cache: {} }, db: {} }\n",
    );
    check(
        &[("over.yaml", "base: base.yaml\nslo: { p50: null }\ncomponents: { cache: ~ }\n"), base],
        &[],
        "{slo: {p99: 9ms}, components: {db: {}}}",
    );
    check_said(
        &[("over.yaml", "base: base.yaml\ncomponents: { cahce: null }\n"), base],
        &[],
        "
error: `components.cahce` is removed here, and was never there
 --> over.yaml:2:15
2 | components: { cahce: null }
  |               ^^^^^ did you mean `cache`?",
    );
}

#[test]
fn bases_may_have_bases() {
    check(
        &[
            ("a.yaml", "base: b.yaml\nx: 1\n"),
            ("b.yaml", "base: c.yaml\nx: 2\ny: 2\n"),
            ("c.yaml", "x: 3\ny: 3\nz: 3\n"),
        ],
        &[],
        "{x: 1, y: 2, z: 3}",
    );
}

#[test]
fn a_cycle_of_bases_is_shown() {
    check_said(
        &[("a.yaml", "base: b.yaml\n"), ("b.yaml", "x: 1\nbase: ./a.yaml\n")],
        &[],
        "
error: the page builds on itself
 --> b.yaml:2:7
2 | base: ./a.yaml
  |       ^^^^^^^^ a.yaml → b.yaml → a.yaml
  = help: remove one of these `base` or `include` lines",
    );
}

#[test]
fn a_chain_of_bases_has_an_end() {
    let names: Vec<String> = (0..11).map(|at| format!("{at}.yaml")).collect();
    let texts: Vec<String> = (1..12).map(|at| format!("base: {at}.yaml\n")).collect();
    let chain = |length: usize| -> Vec<(&str, &str)> {
        let mut files: Vec<(&str, &str)> = names
            .iter()
            .zip(&texts)
            .take(length)
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        files.push((names[length].as_str(), "x: 1\n"));
        files
    };
    check(&chain(8), &[], "{x: 1}");
    check_said(
        &chain(9),
        &[],
        "
error: pages build on each other more than 8 deep, the most that is read
 --> 8.yaml:1:7
1 | base: 9.yaml
  |       ^^^^^^ base number 9",
    );
}

#[test]
fn include_adds_parts() {
    check(
        &[
            (
                "a.yaml",
                "include: [parts/db.yaml, parts/run.yaml]\ncomponents: { app: { server: {} } }\n",
            ),
            ("parts/db.yaml", "components: { db: { database: {} } }\n"),
            ("parts/run.yaml", "include: more.yaml\nrun: { seed: 1 }\n"),
            ("parts/more.yaml", "run: { warmup: auto }\n"),
        ],
        &[],
        "{components: {app: {server: {}}, db: {database: {}}}, run: {seed: 1, warmup: auto}}",
    );
}

#[test]
fn include_refuses_what_is_there_already() {
    check_said(
        &[
            (
                "a.yaml",
                "include: b.yaml\nname: A\ncomponents:\n  db: { database: { shards: 2 } }\n",
            ),
            ("b.yaml", "name: B\ncomponents:\n  db: { database: { replicas: 2 } }\n"),
        ],
        &[],
        "
error: `name` is written in two included files
 --> b.yaml:1:1
1 | name: B
  | ^^^^ the second time
 ::: a.yaml:2:1
2 | name: A
  | ---- first written here
  = help: keep one of them; to change what another page says, use `base:`

error: `components.db` is written in two included files
 --> b.yaml:3:3
3 |   db: { database: { replicas: 2 } }
  |   ^^ the second time
 ::: a.yaml:4:3
4 |   db: { database: { shards: 2 } }
  |   -- first written here
  = help: keep one of them; to change what another page says, use `base:`",
    );
}

#[test]
fn base_and_include_name_files() {
    check_said(
        &[("a.yaml", "base: [b.yaml]\n")],
        &[],
        "
error: `base` names a file
 --> a.yaml:1:7
1 | base: [b.yaml]
  |       ^^^^^^^^ this is no file name
  = help: write `base: other.yaml`",
    );
    check_said(
        &[("a.yaml", "include: [b.yaml]\n")],
        &[],
        "
error: `b.yaml` does not exist
 --> a.yaml:1:11
1 | include: [b.yaml]
  |           ^^^^^^
  = help: check the name, and the folder it is looked for in",
    );
}

#[test]
fn spans_lead_to_the_file_that_says_it() {
    let loaded = load_files(
        &[("a.yaml", b"base: b.yaml\nx: one\n"), ("b.yaml", b"y: two\n")],
        &["name=three"],
    );
    let page = loaded.page.expect("a page");
    let place = |key: &str| {
        let span = page.get(key).expect("the key").span;
        format!(
            "{}: {}",
            loaded.sources.get(span.file).expect("its text").name,
            loaded.sources.snippet(span)
        )
    };
    assert_eq!(place("x"), "a.yaml: one");
    assert_eq!(place("y"), "b.yaml: two");
    assert_eq!(place("name"), "--set: three");
}

#[test]
fn files_that_cannot_be_read_say_why() {
    check_file(
        "gone.yaml",
        None,
        "error: `gone.yaml` does not exist\n = help: check the name, and the folder it is looked for in",
    );
    check_file(
        "folder",
        None,
        "error: `folder` is a folder, not a page\n = help: name a file in it",
    );
    check_file("secret", None, "error: `secret` may not be read\n = help: check its permissions");
    check_file("loop", None, "error: `loop` cannot be read: too many links");
    check_file(
        "big.yaml",
        Some(&vec![b'#'; 10 << 20]),
        "error: `big.yaml` is larger than 1 MiB, the most that a page may have\n = help: split it with `include:`, or keep data in files of their own",
    );
}

#[test]
fn files_that_are_no_text_say_where() {
    check_file(
        "korean.yaml",
        Some(b"name: One\nabout: \xb0\xa1 x\n"),
        "
error: `korean.yaml` is not UTF-8: byte 17 (0xb0, line 2) is no part of a character
 --> korean.yaml:2:8
2 | about: \u{fffd}\u{fffd} x
  |        ^ here
  = help: save the file again as UTF-8",
    );
    check_file(
        "windows.yaml",
        Some(b"\xff\xfea\0:\0"),
        "error: `windows.yaml` is UTF-16, not UTF-8\n = help: save the file again as UTF-8",
    );
}

#[test]
fn pages_that_are_no_map_say_so() {
    check_file(
        "list.yaml",
        Some(b"- a\n- b\n"),
        "
error: a page is a map of `key: value`, and this is a list
 --> list.yaml:1:1
1 | - a
  | ^^^",
    );
    check_file(
        "word.yaml",
        Some(b"hello\n"),
        "
error: a page is a map of `key: value`, and this is a single value
 --> word.yaml:1:1
1 | hello
  | ^^^^^",
    );
    check_file(
        "colon.yaml",
        Some(b"traffic:200/s\npath:[app]\n"),
        "
error: a space is missing after the colon
 --> colon.yaml:1:1
1 | traffic:200/s
  | ^^^^^^^^^^^^^ read as the one word `traffic:200/s`
  = help: write `traffic: 200/s`",
    );
    assert!(said(&load_files(&[("empty.yaml", b"")], &[])).starts_with("error: the page is empty"));
}

#[test]
fn the_disk_gives_no_more_than_a_file_may_have() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("big.yaml");
    let made = std::fs::File::create(&file).expect("a file in it");
    made.set_len(3 * crate::reader::SAMPLES_MAX_BYTES as u64).expect("a hole of that size");
    assert_eq!(read_file(&file).expect("it is there").len(), crate::reader::SAMPLES_MAX_BYTES + 1);
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    assert_eq!(load_with(&mut read_file, folder.path(), &[], &mut problems, &mut sources), None);
    let words = crate::words::complaint(&problems.sorted()[0].what, Lang::En);
    assert!(words.title.ends_with("is a folder, not a page"), "{problems:?}");
}

/// 20 files on each of 7 levels: without a limit, more than a thousand million would be read.
#[test]
fn pages_that_include_each_other_are_read_so_often() {
    let mut read = 0;
    let mut files = |path: &Path| {
        read += 1;
        let level: u32 = path.display().to_string().replace(['b', '.'], "").parse().unwrap_or(0);
        let names = vec![format!("b{}.", level + 1); 20].join(", ");
        let text = if level == 8 { "slo: {}".to_owned() } else { format!("include: [{names}]") };
        Ok(text.into_bytes())
    };
    let (mut problems, mut sources) = (Problems::default(), Sources::default());
    let page = load_with(&mut files, Path::new("b1."), &[], &mut problems, &mut sources);
    assert!(page.is_none());
    assert_eq!(read, FILES_MAX);
    let words = crate::words::complaint(&problems.sorted()[0].what, Lang::En);
    assert!(words.title.contains("more than 1,000 files"), "{}", words.title);
}
