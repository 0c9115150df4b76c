//! A house with floors: a file imports only from lower floors, and is short enough to be read.

#[path = "architecture/circles.rs"]
mod circles;

use std::fs;
use std::path::{Path, PathBuf};

/// The modules on each floor, the lowest first. Those of one floor do not know each other.
const FLOORS: [&[&str]; 16] = [
    &["document", "figure", "message", "parallel", "problem", "sample", "shell", "stats", "units"],
    &["engine", "facts", "yaml"],
    &["reader"],
    &["component"],
    &["scenario"],
    &["blueprint"],
    &["cost", "estimate"],
    &["world"],
    &["summary"],
    &["pipeline"],
    &["study"],
    &["words"],
    &["chart", "drawing"],
    &["note"],
    &["report"],
    &["cli"],
];

/// What every floor may use, the lowest included: figures, what can be said, and how to say what is wrong with a page.
const FOR_ALL: [&str; 3] = ["figure", "message", "problem"];

/// Imports within a floor that are allowed, and why.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    ("message", "units", "quantities are shown the way that the units' parser reads them"),
    ("message", "shell", "until the sentences of explain stand in words"),
];

/// A file that is longer holds more than one thing.
const LINES_MAX: usize = 700;

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// One file of `src/`.
struct Source {
    /// Relative to the repository: `src/world/run.rs`.
    path: String,
    /// `["world", "run"]`.
    modules: Vec<String>,
    text: String,
}

impl Source {
    /// Tests may measure one part with another, and are as long as they are.
    fn is_test(&self) -> bool {
        self.modules.iter().any(|module| module.ends_with("tests"))
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join("src"), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|file| {
            let inside = file.strip_prefix(root.join("src")).expect("it was found there");
            let mut modules: Vec<String> =
                inside.iter().map(|part| part.to_string_lossy().replace(".rs", "")).collect();
            if modules.last().is_some_and(|last| last == "mod") {
                modules.pop();
            }
            let path = Path::new("src").join(inside).display().to_string();
            Source { path, modules, text: fs::read_to_string(&file).expect("a source is text") }
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources can be read") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// A file without the tests at its end, which may measure one part with another.
fn without_tests(text: &str) -> &str {
    let heads = ["#[cfg(test)]\nmod tests", "#[cfg(test)]\npub(super) mod tests"];
    let end = heads.iter().filter_map(|head| text.find(head)).min();
    &text[..end.unwrap_or(text.len())]
}

/// The text without comments, line by line as before.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules of the crate that a file names, each with its line: `crate::x`, `crate::{x, y::z}`, and
/// `super::…` where it leads out of the file's own module.
fn imports(modules: &[String], text: &str) -> Vec<(usize, String)> {
    let code = code(text);
    let mut found = Vec::new();
    for root in std::iter::once("crate::".to_owned())
        .chain((modules.len()..modules.len() + 2).map(|depth| "super::".repeat(depth)))
        .filter(|root| !root.is_empty())
    {
        for (at, _) in code.match_indices(&root) {
            let is_part = code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c));
            if is_part {
                continue;
            }
            let line = 1 + code[..at].matches('\n').count();
            for name in heads(&code[at + root.len()..]) {
                // In a module inside the file, as many `super` lead less far.
                if root == "crate::" || floor(&name).is_some() {
                    found.push((line, name));
                }
            }
        }
    }
    found
}

/// The first names of `a::b` (one) or `{a::b, c}` (each of them).
fn heads(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let mut depth = 0;
    let mut heads = vec![word(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// Why a module may not use another, if it may not.
fn refusal(from: &str, to: &str) -> Option<String> {
    let excepted = EXCEPTIONS.iter().any(|(user, used, _)| (*user, *used) == (from, to));
    if from == to || FOR_ALL.contains(&to) || excepted {
        return None;
    }
    match (floor(from), floor(to)) {
        (Some(user), Some(used)) if used < user => None,
        (Some(user), Some(used)) => {
            Some(format!("`{from}` (floor {user}) uses `{to}` (floor {used})"))
        }
        (None, _) => Some(format!("`{from}` has no floor")),
        (_, None) => Some(format!("`{from}` uses `{to}`, which has no floor")),
    }
}

#[test]
fn files_import_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for source in sources() {
        let from = source.modules[0].as_str();
        // The program and the list of modules stand beside the house.
        if ["main", "lib"].contains(&from) || source.is_test() {
            continue;
        }
        for (line, to) in imports(&source.modules, without_tests(&source.text)) {
            if let Some(why) = refusal(from, &to) {
                wrong.push(format!("{}:{line}: {why}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{} imports go up:\n{}", wrong.len(), wrong.join("\n"));
}

/// `--lang` reaches every sentence, since nothing else chooses a language.
#[test]
fn no_file_chooses_a_language() {
    // The argument parser's own words are English, and what it refuses stands in them.
    const CHOOSES: [&str; 2] = ["src/message/lang.rs", "src/cli/values.rs"];
    /// Until their sentences are data.
    const PENDING: [&str; 7] = [
        "src/note/montecarlo/charts.rs",
        "src/note/scale.rs",
        "src/note/sections/footing.rs",
        "src/note/sweep/charts.rs",
        "src/note/sweep/mod.rs",
        "src/study/montecarlo/sum.rs",
        "src/study/sweep/vary.rs",
    ];
    let mut wrong = Vec::new();
    for source in sources() {
        // A language writes its own figures.
        let is_table = source.path.starts_with("src/words/");
        if source.is_test()
            || is_table
            || [&CHOOSES[..], &PENDING].concat().contains(&source.path.as_str())
        {
            continue;
        }
        let code = code(without_tests(&source.text));
        for (at, line) in code.lines().enumerate().filter(|(_, line)| line.contains("Lang::En")) {
            wrong.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    let lib = sources().into_iter().find(|source| source.path == "src/lib.rs");
    let text = lib.expect("a library has a root").text;
    for line in text.lines() {
        if let Some(module) = line.strip_prefix("pub mod ").and_then(|m| m.strip_suffix(';')) {
            assert!(floor(module).is_some(), "`{module}` has no floor in {}", file!());
        }
    }
}

#[test]
fn files_are_short_enough_to_read() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = without_tests(&source.text).lines().count();
        if !source.is_test() && lines > LINES_MAX {
            wrong.push(format!("{}: {lines} lines, at most {LINES_MAX}", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// As the first lines of a file say: `//! Words and more. Floor 3.`
#[test]
fn a_module_says_the_floor_it_is_on() {
    for source in sources() {
        let head: Vec<&str> =
            source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        let head = head.join("\n");
        let Some((_, said)) = head.split_once("Floor ") else { continue };
        let digits: String = said.chars().take_while(char::is_ascii_digit).collect();
        assert_eq!(floor(&source.modules[0]), digits.parse().ok(), "{}", source.path);
    }
}

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ARCHITECTURE.md");
    fs::read_to_string(path).expect("the documentation is part of the repository")
}

#[test]
fn the_drawing_of_the_floors_is_the_house() {
    let document = document();
    let drawing = document.split("## Floors").nth(1).and_then(|rest| rest.split("```").nth(1));
    let drawing = drawing.expect("the floors are drawn");
    for (number, modules) in FLOORS.iter().enumerate() {
        let line = drawing.lines().find_map(|line| line.trim().strip_prefix(&format!("{number} ")));
        let words: Vec<&str> = line.expect("every floor is drawn").split_whitespace().collect();
        for module in *modules {
            assert!(words.contains(module), "{module} is not on the drawing's floor {number}");
        }
    }
}

#[test]
fn the_code_map_names_files_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples"] {
        collect(&root.join(folder), &mut files);
    }
    let document = document();
    let map = document.split("## Code map").nth(1).and_then(|rest| rest.split("\n## ").next());
    let names = map.expect("there is a map").split('`').skip(1).step_by(2);
    // `x` stands for each study.
    let is_file = |name: &&str| name.ends_with(".rs") && !name.ends_with("/x.rs");
    let names: Vec<&str> = names.filter(is_file).collect();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        assert!(files.iter().any(|file| file.ends_with(name)), "there is no `{name}`");
    }
}

#[test]
fn no_unsafe_code_anywhere() {
    let lib = sources().into_iter().find(|source| source.path == "src/lib.rs");
    assert!(lib.expect("a library has a root").text.contains("#![forbid(unsafe_code)]"));
}

#[test]
fn imports_are_found() {
    let check = |text: &str, expect: &[(usize, &str)]| {
        let modules = ["world".to_owned(), "run".to_owned()];
        let found = imports(&modules, text);
        let found: Vec<(usize, &str)> =
            found.iter().map(|(line, name)| (*line, name.as_str())).collect();
        assert_eq!(found, expect, "{text}");
    };
    check("use crate::units::Dim;", &[(1, "units")]);
    check("// use crate::cli;\nlet x = crate::cli::main();", &[(2, "cli")]);
    check("use crate::{\n  units::{a, b},\n  cli,\n};", &[(1, "units"), (1, "cli")]);
    check("use super::frame::Frame;", &[]);
    check("use super::super::cli::main;", &[(1, "cli")]);
    check("use mycrate::cli;", &[]);
}

#[test]
fn floors_are_enforced() {
    assert!(refusal("world", "estimate").is_none());
    assert!(refusal("engine", "message").is_none());
    assert!(refusal("estimate", "world").is_some());
    assert!(refusal("estimate", "cost").is_some());
    assert!(refusal("sample", "stats").is_some());
    assert!(refusal("units", "cellar").is_some());
}
