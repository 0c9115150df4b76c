//! Circles of files: files that import each other, directly or around corners, are one file in several pieces.
//!
//! A path (`crate::a::b`, `super::c::{d, e}`, in a `use` or in the code) leads to the file of its last module, and
//! through `pub use` to the file that the name comes from. Between a module and what is in its folder nothing is
//! counted: `mod.rs` is the folder's table of contents and holds what its files share.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, code, sources, without_tests};

type Modules = Vec<String>;

/// Every file of the house by its module, and the names that each hands on from others.
struct House {
    files: BTreeMap<Modules, Source>,
    handed_on: BTreeMap<Modules, BTreeMap<String, Modules>>,
}

impl House {
    fn new(sources: Vec<Source>) -> Self {
        let is_of_the_house = |source: &Source| {
            !source.is_test() && !["main", "lib"].contains(&source.modules[0].as_str())
        };
        let files: BTreeMap<Modules, Source> = sources
            .into_iter()
            .filter(is_of_the_house)
            .map(|source| (source.modules.clone(), source))
            .collect();
        let mut house = Self { files, handed_on: BTreeMap::new() };
        let handed_on = house
            .files
            .iter()
            .map(|(modules, source)| (modules.clone(), house.handed_on_by(modules, &source.text)))
            .collect();
        house.handed_on = handed_on;
        house
    }

    /// `pub use a::{b, c};`: each name and the path that it comes by.
    fn handed_on_by(&self, modules: &Modules, text: &str) -> BTreeMap<String, Modules> {
        let code = code(without_tests(text));
        let mut found = BTreeMap::new();
        for (at, _) in code.match_indices("use ") {
            let before = code[..at].trim_end_matches(' ');
            if !(before.ends_with("pub")
                || before.ends_with("pub(super)")
                || before.ends_with("pub(crate)"))
            {
                continue;
            }
            for path in paths(&code[at + 4..]) {
                let Some(name) = path.last().cloned() else { continue };
                let path = absolute(modules, &path).unwrap_or_else(|| {
                    let inside = [modules.as_slice(), &path].concat();
                    if self.files.contains_key(&inside[..=modules.len().min(inside.len() - 1)]) {
                        inside
                    } else {
                        path.clone()
                    }
                });
                found.insert(name, path);
            }
        }
        found
    }

    /// The file that a path from the crate's root leads to.
    fn file_of(&self, path: &[String]) -> Option<&Modules> {
        let mut path = path.to_vec();
        // No name is handed on more often than this.
        for _ in 0..8 {
            let known =
                (1..=path.len()).rev().find(|&length| self.files.contains_key(&path[..length]))?;
            let modules = self.files.get_key_value(&path[..known])?.0;
            let further = path.get(known).and_then(|name| self.handed_on.get(modules)?.get(name));
            match further {
                Some(on) if on[..] != path[..=known] => {
                    path = [on.as_slice(), &path[known + 1..]].concat()
                }
                _ => return Some(modules),
            }
        }
        None
    }

    /// The files that a file imports from, those of its own line of descent left out.
    fn imports(&self, modules: &Modules) -> BTreeSet<&Modules> {
        let code = code(without_tests(&self.files[modules].text));
        let mut found = BTreeSet::new();
        for root in ["crate::", "super::"] {
            for (at, _) in code.match_indices(root) {
                if code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c)) {
                    continue;
                }
                for path in paths(&code[at..]) {
                    found.extend(absolute(modules, &path).and_then(|path| self.file_of(&path)));
                }
            }
        }
        found.retain(|other| !other.starts_with(modules) && !modules.starts_with(other));
        found
    }

    /// Groups of files that each lead to all others of the group.
    fn circles(&self) -> Vec<BTreeSet<&Modules>> {
        let edges: BTreeMap<&Modules, BTreeSet<&Modules>> =
            self.files.keys().map(|modules| (modules, self.imports(modules))).collect();
        let reached: BTreeMap<&Modules, BTreeSet<&Modules>> = edges
            .keys()
            .map(|&from| {
                let mut seen = BTreeSet::new();
                let mut open: Vec<&Modules> = edges[from].iter().copied().collect();
                while let Some(next) = open.pop() {
                    if seen.insert(next) {
                        open.extend(&edges[next]);
                    }
                }
                (from, seen)
            })
            .collect();
        let mut circles: Vec<BTreeSet<&Modules>> = Vec::new();
        for (&from, seen) in &reached {
            let circle: BTreeSet<&Modules> =
                seen.iter().copied().filter(|to| reached[to].contains(from)).collect();
            if !circle.is_empty() && !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles
    }
}

/// A path as seen from the crate's root; `None` if it does not say where it begins.
fn absolute(modules: &[String], path: &[String]) -> Option<Modules> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([modules, &path[1..]].concat()),
        "super" => {
            let above = modules.len().checked_sub(supers)?;
            Some([&modules[..above], &path[supers..]].concat())
        }
        _ => None,
    }
}

/// The paths that a tree of names stands for: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<Modules> {
    let mut found = Vec::new();
    tree(text.trim_start(), &[], &mut found);
    found
}

/// Reads one tree, and returns what stands behind it.
fn tree<'t>(text: &'t str, before: &[String], found: &mut Vec<Modules>) -> &'t str {
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(behind) = rest.strip_prefix('}') {
                return behind;
            }
            let behind = tree(rest, before, found).trim_start();
            let behind = behind.strip_prefix(',').unwrap_or(behind);
            if behind.len() == rest.len() {
                return behind;
            }
            rest = behind;
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut path = before.to_vec();
    if !name.is_empty() && (name != "self" || before.is_empty()) {
        path.push(name.to_owned());
    }
    if let Some(rest) = rest.strip_prefix("::")
        && rest.starts_with(|c: char| c.is_alphanumeric() || "_{".contains(c))
    {
        return tree(rest, &path, found);
    }
    found.push(path);
    // `as` gives a name inside the file alone.
    let renamed = rest.trim_start().strip_prefix("as ").map(str::trim_start);
    renamed.map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn files_import_each_other_in_no_circle() {
    let house = House::new(sources());
    let shown = |circle: &BTreeSet<&Modules>| {
        let files: Vec<String> = circle.iter().map(|modules| modules.join("/")).collect();
        files.join(", ")
    };
    let circles: Vec<String> = house.circles().iter().map(shown).collect();
    assert!(circles.is_empty(), "{} circles of files:\n{}", circles.len(), circles.join("\n"));
}

/// A house of a few files, as `module path: text`.
fn small(files: &[(&str, &str)]) -> House {
    let source = |(modules, text): &(&str, &str)| Source {
        path: format!("src/{modules}.rs"),
        modules: modules.split('/').map(str::to_owned).collect(),
        text: (*text).to_owned(),
    };
    House::new(files.iter().map(source).collect())
}

#[test]
fn a_circle_of_files_is_found() {
    let check = |files: &[(&str, &str)], expect: usize| {
        assert_eq!(small(files).circles().len(), expect, "{files:?}");
    };
    check(&[("a/b", "use super::c::C;"), ("a/c", "use super::d::D;"), ("a/d", "struct D;")], 0);
    check(&[("a/b", "use super::c::C;"), ("a/c", "fn c() { super::b::b() }")], 1);
    check(&[("a/b", "use super::c;"), ("a/c", "use super::d;"), ("a/d", "use crate::a::b;")], 1);
    check(&[("a/b", "use crate::{x, a::{c::C, d}};"), ("a/c", "use super::b::B;")], 1);
    // Through a name that the folder hands on.
    let through =
        [("a", "mod b;\npub use b::B;"), ("a/b", "use super::c;"), ("a/c", "use super::B;")];
    check(&through, 1);
    // What stands in the folder's own file is shared by those in the folder.
    check(&[("a", "mod b;\nuse b::B;\nstruct A;"), ("a/b", "use super::A;")], 0);
    // Tests and comments lead nowhere.
    check(&[("a/b", "use super::c;"), ("a/c", "// use super::b;")], 0);
    check(
        &[("a/b", "use super::c;"), ("a/c", "#[cfg(test)]\nmod tests {\n use super::super::b;\n}")],
        0,
    );
}
