//! A second language: what a run found (`message/findings.rs`), said in a stub language beside English and Korean.
//!
//! The compiler gets the real `Finding`, the real `Lang` with one language more, and the real table of `words/mod.rs`
//! with one line more, and must refuse a language that lacks a sentence.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn source(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    fs::read_to_string(path).expect("a source is text")
}

/// The text with `old` replaced, which must be there once.
fn with(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old:?} in\n{text}");
    text.replace(old, new)
}

/// The item that begins with `head`, up to its closing brace.
fn item(text: &str, head: &str) -> String {
    let from = text.find(head).unwrap_or_else(|| panic!("there is no {head:?}"));
    let end = text[from..].find("\n}").expect("an item ends") + 2;
    text[from..from + end].to_owned()
}

/// Every variant of an enum.
fn variants(item: &str) -> Vec<String> {
    let inside =
        item.lines().skip(1).filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    inside
        .map(|line| line.trim().chars().take_while(|c| c.is_alphanumeric()).collect())
        .filter(|name: &String| name.starts_with(char::is_uppercase))
        .collect()
}

/// `finding` of a language: the name of each variant, but for those that it lacks.
fn language(variants: &[String], lacks: &str, tag: &str) -> String {
    let arms: String = variants
        .iter()
        .filter(|name| *name != lacks)
        .map(|name| {
            format!("            Finding::{name} {{ .. }} => \"{tag} {name}\".to_owned(),\n")
        })
        .collect();
    format!(
        "pub mod {tag} {{\n    pub mod findings {{\n        use crate::Finding;\n        \
         pub fn finding(what: &Finding) -> String {{\n            match what {{\n{arms}            }}\n        }}\n    }}\n}}\n"
    )
}

/// The crate of two languages, of which the second lacks a sentence, or its line in the table.
fn two_languages(lacks: &str, in_the_table: bool) -> String {
    let findings = source("message/findings.rs");
    let bare = |item: String| -> String {
        let of_serde = |line: &&str| !line.trim_start().starts_with("#[serde");
        item.lines().filter(of_serde).map(|line| format!("{line}\n")).collect()
    };
    let finding = bare(item(&findings, "pub enum Finding {"));
    let others: String = findings
        .lines()
        .filter(|line| line.starts_with("pub struct ") || line.starts_with("pub enum "))
        .filter(|head| {
            head.ends_with(" {") && !["Finding {", "Caveat {"].iter().any(|own| head.ends_with(own))
        })
        .map(|head| format!("#[derive(Clone)]\n{}\n", bare(item(&findings, head))))
        .collect();
    let lang = source("message/lang.rs").replace("//!", "//");
    let lang = with(&lang, "    Ko,\n}", "    Ko,\n    /// Another.\n    Stub,\n}");
    let lang = with(
        &lang,
        "Self::Ko => \"ko\",",
        "Self::Ko => \"ko\",\n            Self::Stub => \"stub\",",
    );
    let words = source("words/mod.rs");
    let mut table = item(&words, "macro_rules! say {");
    if in_the_table {
        let line = "Lang::Ko => ko::$area::$function(self),";
        table = with(
            &table,
            line,
            &format!("{line}\n                    Lang::Stub => stub::$area::$function(self),"),
        );
    }
    let all = variants(&finding);
    assert!(all.len() > 15, "{all:?}");
    assert!(lacks.is_empty() || all.iter().any(|name| name == lacks), "{lacks} in {all:?}");
    let [english, korean, stub] =
        [("en", ""), ("ko", ""), ("stub", lacks)].map(|(tag, lacks)| language(&all, lacks, tag));
    format!(
        "#![allow(dead_code)]\npub struct PhaseLabel;\npub struct EventLabel;\n{lang}\n{others}\n{finding}\n{table}\n\
         say! {{ Finding => findings::finding, }}\n{english}{korean}{stub}\
         fn main() {{\n    for lang in [Lang::En, Lang::Stub] {{\n        \
         println!(\"{{}}\", Finding::NoLimit.say(lang));\n    }}\n}}\n"
    )
}

fn compile(folder: &Path, text: &str) -> Output {
    fs::write(folder.join("main.rs"), text).expect("a source can be written");
    let rustc = Path::new(env!("CARGO")).with_file_name("rustc");
    let args = ["--edition", "2024", "--color", "never", "main.rs", "-o", "said"];
    Command::new(rustc).current_dir(folder).args(args).output().expect("there is a compiler")
}

#[test]
fn a_language_with_every_sentence_says_them() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let compiled = compile(folder.path(), &two_languages("", true));
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let said = Command::new(folder.path().join("said")).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&said.stdout), "en NoLimit\nstub NoLimit\n");
}

/// The compiler's complaint of a match that leaves something out.
fn assert_left_out(text: &str, what: &str) {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let compiled = compile(folder.path(), text);
    let words = String::from_utf8_lossy(&compiled.stderr);
    assert!(!compiled.status.success(), "it compiles without {what}");
    assert!(words.contains("error[E0004]") && words.contains(what), "{words}");
    assert_eq!(words.matches("error[").count(), 1, "{words}");
}

#[test]
fn a_language_that_lacks_a_sentence_does_not_compile() {
    for lacks in ["Bottleneck", "NoLimit", "CutOff"] {
        assert_left_out(&two_languages(lacks, true), &format!("Finding::{lacks}"));
    }
}

#[test]
fn a_language_that_is_not_in_the_table_does_not_compile() {
    assert_left_out(&two_languages("", false), "Lang::Stub");
}

/// What would make a `match` compile without a sentence is refused by lint, in every language.
#[test]
fn no_language_has_an_arm_for_the_rest() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words");
    let mut languages = 0;
    for entry in fs::read_dir(folder).expect("the folder of languages can be read") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            languages += 1;
            let head = fs::read_to_string(path.join("mod.rs"))
                .expect("a language has a table of contents");
            for lint in
                ["clippy::wildcard_enum_match_arm", "clippy::match_wildcard_for_single_variants"]
            {
                let denied =
                    head.lines().any(|line| line.starts_with("#![deny(") && line.contains(lint));
                assert!(denied, "{} does not deny {lint}", path.display());
            }
        }
    }
    assert!(languages > 0, "there is no language");
}
