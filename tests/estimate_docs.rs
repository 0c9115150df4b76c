//! docs/estimate.md and docs/ko/estimate.md keep their word: behind each command stands what it prints. A line `…`
//! in the output stands for lines that are left out.

use std::fs;
use std::path::Path;
use std::process::Command;

fn blocks(document: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in document.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(info), false) => {
                blocks.push((info.to_owned(), String::new()));
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                if let Some(last) = blocks.last_mut() {
                    last.1 += &format!("{line}\n");
                }
            }
            (None, false) => {}
        }
    }
    blocks
}

#[test]
fn every_printed_output_is_what_its_command_prints() {
    every_output_of("docs/estimate.md", "en");
    every_output_of("docs/ko/estimate.md", "ko");
}

fn every_output_of(document: &str, lang: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join(document)).expect("the document");
    let blocks = blocks(&document);
    let mut count = 0;
    for pair in blocks.windows(2) {
        let ((first, command), (second, expect)) = (&pair[0], &pair[1]);
        if first != "sh" || second != "text" {
            continue;
        }
        let words = command.split_whitespace().skip(1);
        let out = Command::new(env!("CARGO_BIN_EXE_napkin"))
            .env("NAPKIN_LANG", lang)
            .args(words)
            .current_dir(root)
            .output()
            .expect("napkin runs");
        let printed = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
        let mut rest: &str = &printed;
        for part in expect.split("…\n") {
            let found = rest.find(part.trim_end());
            let at = found.unwrap_or_else(|| panic!("{command}:\n{part}\nis not in\n{rest}"));
            rest = &rest[at + part.trim_end().len()..];
        }
        count += 1;
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn files_are_written_where_they_are_asked_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let page = root.join("scenarios/estimates/twitter-ranges.yaml");
    let run = |args: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_napkin"))
            .env("NAPKIN_LANG", "en")
            .arg("estimate")
            .arg(&page)
            .args(args)
            .current_dir(folder.path())
            .output()
            .expect("napkin runs");
        assert!(out.status.success());
        String::from_utf8(out.stdout).expect("text")
    };
    let files = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
        names.sort();
        names
    };
    let printed = run(&["--json"]);
    assert!(files(folder.path()).is_empty());
    let written = run(&["--json", "--out", "notes"]);
    assert_eq!(printed, written);
    let found = files(&folder.path().join("notes"));
    assert!(found.contains(&"estimate.md".to_owned()), "{found:?}");
    assert!(found.contains(&"tornado.svg".to_owned()), "{found:?}");
    let note = fs::read_to_string(folder.path().join("notes/estimate.md")).expect("the note");
    assert!(note.contains("tornado.") && note.contains("At a glance"), "{note}");
    let document = fs::read_to_string(folder.path().join("notes/estimate.json")).expect("it");
    assert_eq!(document, printed);
    let document: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let bar = &document["tornado"][0];
    for key in ["quantity", "assumption", "low", "high", "rank_correlation"] {
        assert!(!bar[key].is_null(), "{key}");
    }
    assert!(document["estimate"][0].get("interview").is_none());
    let round: serde_json::Value =
        serde_json::from_str(&run(&["--json", "--rounding", "interview"])).expect("JSON");
    let line = &round["estimate"][9];
    assert_eq!(line["name"], "media_per_day");
    assert!(line["interview"].is_f64() && line["error"].is_f64(), "{line}");
    assert!(round["rounding"]["worst_error"].is_f64());
}
