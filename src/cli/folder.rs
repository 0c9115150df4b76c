//! The folder of a report: its note, its charts, its document.

use std::path::{Path, PathBuf};

use super::args::OutputArgs;
use super::interrupt;
use super::output::{self, Failure, File};
#[cfg(feature = "png")]
use crate::chart;
use crate::chart::Chart;
#[cfg(feature = "png")]
use crate::message::cli::Fault;
use crate::report::markdown::ChartRef;

/// Pixels of a PNG for each unit of the drawing: sharp on a screen of double density.
#[cfg(feature = "png")]
const PNG_SCALE: f32 = 2.0;

/// Where the files go: `reports/NAME/` unless told otherwise; `--json` writes them only if it is told where. A
/// page that `--set` changes has a folder of its own, so that a variant never takes the place of what it varies.
pub fn of(output: &OutputArgs, name: &str, sets: &[String]) -> Option<PathBuf> {
    match (&output.out, output.json) {
        (Some(folder), _) => Some(folder.clone()),
        (None, true) => None,
        (None, false) => Some(PathBuf::from("reports").join(format!("{name}{}", variant(sets)))),
    }
}

/// Characters of a variant's name at most; a file system takes 255 bytes.
const LONGEST: usize = 60;

/// What `--set` adds to a folder's name: `+app.instances=8,db.replicas=2`.
fn variant(sets: &[String]) -> String {
    if sets.is_empty() {
        return String::new();
    }
    let whole = sets.join(",");
    let plain = |c: char| c.is_ascii_alphanumeric() || ".,=_%".contains(c);
    let name: String =
        whole.chars().take(LONGEST).map(|c| if plain(c) { c } else { '-' }).collect();
    if name == whole {
        return format!("+{name}");
    }
    // Two variants that look alike once they are shortened keep apart.
    format!("+{name}~{}", digest(&whole))
}

/// Eight digits that differ where texts differ: FNV-1a, folded to 32 bits.
fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// What ends a note: everything below it is its reader's. The digits are the digest of what stands above.
const KEEP: &str = "<!-- napkin keeps what you write below this line ";

/// The note, its own words kept apart from those of whoever reads it.
struct Kept {
    /// What somebody wrote below the last line.
    below: String,
    /// The former note whole, if somebody changed what stands above that line.
    changed: Option<String>,
}

/// What is to be kept of a former note; nothing of one without the line.
fn kept(former: &str) -> Kept {
    let nothing = Kept { below: String::new(), changed: None };
    let Some((above, rest)) = former.rsplit_once(KEEP) else { return nothing };
    let (mark, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let changed = !mark.starts_with(&digest(above));
    Kept { below: below.to_owned(), changed: changed.then(|| former.to_owned()) }
}

/// A note with the line that ends it, and what somebody wrote below the former one's.
fn with_kept(note: &str, below: &str) -> String {
    let above = format!("{note}\n");
    format!("{above}{KEEP}{} -->\n{below}", digest(&above))
}

/// The first name that no file has for a note that somebody changed: `report.yours.md`, `report.yours-2.md`.
fn yours(folder: &Path, note: &str) -> String {
    let stem = note.trim_end_matches(".md");
    let name = |count: u32| match count {
        1 => format!("{stem}.yours.md"),
        _ => format!("{stem}.yours-{count}.md"),
    };
    (1..).map(name).find(|name| !folder.join(name).exists()).unwrap_or_default()
}

/// A report's note and document as they are called in its folder.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The note.
    pub note: &'static str,
    /// The same as a page for a browser.
    pub page: &'static str,
    /// The document.
    pub document: &'static str,
}

/// What most reports are called.
pub const REPORT: Names = Names { note: "report.md", page: "report.html", document: "result.json" };

/// What goes into a folder, beside the note.
pub struct Contents<'a> {
    /// What the note, the page and the document are called.
    pub names: Names,
    /// The page for a browser.
    pub page: String,
    /// The document.
    pub document: String,
    /// The charts.
    pub charts: Vec<Chart>,
    /// Those of every chart that such a report may have, so that those of a former one can be cleared away.
    pub stems: &'a [&'a str],
    /// Other files.
    pub others: Vec<File>,
}

/// Writes all of it, each chart as SVG, and PNG if napkin can draw it; `note` is made of the charts as they are called.
pub fn write(
    folder: &Path,
    contents: Contents<'_>,
    note: impl FnOnce(&[ChartRef]) -> String,
) -> Result<(), Failure> {
    let Contents { names, page, document, charts, stems, others } = contents;
    let mut files = others;
    files.push((names.page.to_owned(), page.into_bytes()));
    let mut shown: Vec<ChartRef> = Vec::new();
    for chart in charts {
        let vector = format!("{}.svg", chart.file_stem);
        // The note shows the PNG: it looks the same wherever the font of the SVG is not installed.
        let file = match picture(&chart)? {
            Some((name, bytes)) => {
                files.push((name.clone(), bytes));
                name
            }
            None => vector.clone(),
        };
        files.push((vector, chart.svg.into_bytes()));
        shown.push(ChartRef { stem: chart.file_stem, file, title: chart.title, alt: chart.alt });
    }
    // The former note is read in the same turn: what somebody wrote below it is never lost between two commands.
    let _turn = output::turn(folder)?;
    let former = std::fs::read_to_string(folder.join(names.note)).unwrap_or_default();
    let kept = kept(&former);
    if let Some(changed) = kept.changed {
        files.push((yours(folder, names.note), changed.into_bytes()));
    }
    files.push((names.note.to_owned(), with_kept(&note(&shown), &kept.below).into_bytes()));
    files.push((names.document.to_owned(), document.into_bytes()));
    let obsolete: Vec<String> = stems
        .iter()
        .flat_map(|stem| ["svg", "png", "gif"].map(|ending| format!("{stem}.{ending}")))
        .filter(|name| !files.iter().any(|(file, _)| file == name))
        .collect();
    let _whole = interrupt::hold();
    output::write_folder(folder, &files, &obsolete)
}

/// The chart in pixels, if napkin was built to draw them.
#[cfg(feature = "png")]
fn picture(chart: &Chart) -> Result<Option<File>, Failure> {
    let bytes = chart::png::to_png(&chart.svg, PNG_SCALE).map_err(|detail| {
        Failure::Because(Fault::Undrawable { chart: chart.file_stem.to_owned(), detail })
    })?;
    Ok(Some((format!("{}.png", chart.file_stem), bytes)))
}

#[cfg(not(feature = "png"))]
fn picture(_: &Chart) -> Result<Option<File>, Failure> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_have_folders_of_their_own() {
        let of =
            |sets: &[&str]| variant(&sets.iter().map(|&set| set.to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), "");
        assert_eq!(of(&["app.instances=8", "db.replicas=2"]), "+app.instances=8,db.replicas=2");
        let long = of(&["timeline=[{ at: 10s, kill: cache, for: 20s }]"]);
        assert!(long.starts_with("+timeline=--") && long.contains('~'), "{long}");
        assert_ne!(of(&["a=1/s"]), of(&["a=1 s"]));
    }

    #[test]
    fn what_somebody_wrote_stays() {
        let first = with_kept("# A shop\n", "");
        assert_eq!(kept(&first).below, "");
        assert!(kept(&first).changed.is_none());
        let below = format!("{first}\nAsk about the cache.\n");
        assert_eq!(kept(&below).below, "\nAsk about the cache.\n");
        assert!(kept(&below).changed.is_none());
        let again = with_kept("# A shop, again\n", &kept(&below).below);
        assert!(again.starts_with("# A shop, again") && again.ends_with("Ask about the cache.\n"));
        let above = below.replace("A shop", "My shop");
        assert_eq!(kept(&above).changed.as_deref(), Some(above.as_str()));
        assert!(kept("# A note of before\n").changed.is_none());
    }
}
