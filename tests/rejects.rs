//! Every bad page in `tests/rejects/` gets exactly the message that stands beside it.
//!
//! `UPDATE=1 cargo test --test rejects` writes the messages anew; read them before you keep them.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rejects");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of rejects is part of the repository")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    pages.sort();
    pages
}

/// Whether napkin would run a page, and what it says about it, as plain text.
fn judge(path: &Path) -> (bool, String) {
    let name = path.file_name().expect("a page has a name");
    let folder = path.parent().expect("a page is in a folder");
    let mut files = |file: &Path| fs::read(folder.join(file));
    let (page, said) = common::build(&mut files, Path::new(name), &[]);
    let said = said.iter().map(|said| said.clone() + "\n").collect::<Vec<_>>().join("\n");
    (page.is_some(), said)
}

fn verdict(path: &Path) -> String {
    judge(path).1
}

#[test]
fn every_bad_page_gets_its_message() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for page in pages() {
        let expected = page.with_extension("txt");
        let found = verdict(&page);
        if update {
            fs::write(&expected, &found).expect("a message can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("== {}\n{found}", page.display()));
        }
    }
    assert!(wrong.is_empty(), "{} pages differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_bad_page_is_refused() {
    let pages = pages();
    assert!(pages.len() > 100, "{} bad pages", pages.len());
    for page in pages {
        let (is_fit, said) = judge(&page);
        assert!(!is_fit, "{} is not refused", page.display());
        let says_why = said.lines().any(|line| line.starts_with("error: "));
        assert!(says_why, "{} is refused without a word: {said}", page.display());
    }
}

#[test]
fn there_are_many_different_messages() {
    let mut titles: Vec<String> = pages()
        .iter()
        .flat_map(|page| verdict(page).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| line.starts_with("error"))
        .map(|line| template(&line))
        .collect();
    titles.sort();
    titles.dedup();
    assert!(titles.len() >= 60, "{} templates: {titles:#?}", titles.len());
}

/// A title without the names and numbers of its page.
fn template(title: &str) -> String {
    let mut parts = title.split('`');
    let mut kept = parts.next().unwrap_or("").to_owned();
    for (index, part) in parts.enumerate() {
        kept.push_str(if index % 2 == 0 { "`…`" } else { part });
    }
    kept.chars().filter(|c| !c.is_ascii_digit()).collect()
}
