//! Where a page comes from: a file, the standard input, or the gallery in the program.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::PageArgs;
use super::output;
use super::terminal::Terminal;
use super::{Exit, gallery};
use crate::message::cli::File;
use crate::pipeline::{self, Facts, Loaded, Rejected};
use crate::problem::{Problem, Problems};
use crate::scenario::page;
use crate::yaml::PAGE_MAX_BYTES;

/// What is written for a page on the standard input.
const STDIN: &str = "-";
/// What it is called where a file would have a name.
const STDIN_NAME: &str = "<stdin>";
/// The folder of its reports.
const STDIN_STEM: &str = "stdin";

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    File,
    Stdin,
    /// A name of the gallery, where there is no file of that name.
    Gallery,
}

/// Reads the tables that the flags name. `Err` is what to exit with; it has been said why.
pub fn facts(args: &PageArgs, terminal: &Terminal) -> Result<Facts, Exit> {
    let (latency, prices) = (args.latency_table.as_deref(), args.prices.as_deref());
    pipeline::facts(&mut page::read_file, latency, prices).map_err(|wrong| {
        let named: Vec<String> =
            [latency, prices].iter().flatten().map(|path| path.display().to_string()).collect();
        refuse(&wrong, &named.join(", "), terminal)
    })
}

/// Reads a page. `Err` is what to exit with; it has been said why.
pub fn load<'t>(
    scenario: &str,
    args: &PageArgs,
    facts: &'t Facts,
    terminal: &Terminal,
) -> Result<Loaded<'t>, Exit> {
    open(scenario, |reader, path| pipeline::load(reader, path, &args.sets(), facts.tables()))
        .map_err(|wrong| refuse(&wrong, &place(scenario).1.display().to_string(), terminal))
}

/// Hands a page's place to `work`, with what reads the files it is made of.
pub fn open<T, E: From<Rejected>>(
    scenario: &str,
    work: impl FnOnce(&mut page::Reader<'_>, &Path) -> Result<T, E>,
) -> Result<T, E> {
    let (place, path) = place(scenario);
    if let Some(near) = near_of_gallery(&place, scenario) {
        let mut wrong = Rejected::default();
        let name = scenario.to_owned();
        wrong.problems.push(Problem::nowhere(File::NearGallery { name, near }));
        return Err(wrong.into());
    }
    let mut reader = |file: &Path| match place {
        Place::Stdin if file == path => read_stdin(),
        Place::Gallery => gallery::read(file).map_or_else(|| page::read_file(file), Ok),
        _ => page::read_file(file),
    };
    work(&mut reader, &path)
}

/// The stem of a page's file: what its report's folder is called.
pub fn stem(scenario: &str) -> String {
    match place(scenario) {
        (Place::Stdin, _) => STDIN_STEM.to_owned(),
        (_, path) => pipeline::stem(&path),
    }
}

/// Shows what is wrong with a page.
pub fn refuse(wrong: &Rejected, shown: &str, terminal: &Terminal) -> Exit {
    output::show_problems(&wrong.problems, &wrong.sources, shown, terminal);
    Exit::Invalid
}

fn place(scenario: &str) -> (Place, PathBuf) {
    let path = PathBuf::from(scenario);
    if scenario == STDIN {
        return (Place::Stdin, PathBuf::from(STDIN_NAME));
    }
    if !path.exists() && gallery::find(scenario).is_some() {
        return (Place::Gallery, PathBuf::from(format!("{scenario}.yaml")));
    }
    (Place::File, path)
}

/// The name of the gallery that a missing file's is a slip of.
fn near_of_gallery(place: &Place, scenario: &str) -> Option<&'static str> {
    if *place != Place::File || Path::new(scenario).exists() {
        return None;
    }
    let stem = scenario.strip_suffix(".yaml").unwrap_or(scenario);
    Problems::nearest(stem, gallery::GALLERY.iter().map(|entry| entry.name))
}

fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(PAGE_MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
