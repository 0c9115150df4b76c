//! The folder of a report: its note, its charts, its document.

use std::path::{Path, PathBuf};

use super::args::OutputArgs;
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

/// Where the files go: `reports/NAME/` unless told otherwise; `--json` writes them only if it is told where.
pub fn of(output: &OutputArgs, name: &str) -> Option<PathBuf> {
    match (&output.out, output.json) {
        (Some(folder), _) => Some(folder.clone()),
        (None, true) => None,
        (None, false) => Some(PathBuf::from("reports").join(name)),
    }
}

/// A report's note and document as they are called in its folder.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The note.
    pub note: &'static str,
    /// The document.
    pub document: &'static str,
}

/// What most reports are called.
pub const REPORT: Names = Names { note: "report.md", document: "result.json" };

/// Writes the note, its charts (each as SVG, and PNG if napkin can draw it), the document and other files; `stems` are
/// those of every chart that such a report may have, so that those of a former one can be cleared away.
pub fn write(
    folder: &Path,
    names: Names,
    charts: Vec<Chart>,
    stems: &[&str],
    note: impl FnOnce(&[ChartRef]) -> String,
    document: String,
    others: Vec<File>,
) -> Result<(), Failure> {
    let mut files = others;
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
        shown.push(ChartRef { file, title: chart.title, alt: chart.alt });
    }
    files.push((names.note.to_owned(), note(&shown).into_bytes()));
    files.push((names.document.to_owned(), document.into_bytes()));
    let obsolete: Vec<String> = stems
        .iter()
        .flat_map(|stem| [format!("{stem}.svg"), format!("{stem}.png")])
        .filter(|name| !files.iter().any(|(file, _)| file == name))
        .collect();
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
