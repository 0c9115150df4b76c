//! `napkin new`: a page to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde_json::json;

use super::Exit;
use super::args::NewArgs;
use super::output::{self, Failure};
use super::terminal::Terminal;
use crate::message::cli::{Fault, Text};
use crate::report::json;
use crate::shell;
use crate::words::Say;

/// The page, with its name left open.
const STARTER: &str = include_str!("starter.yaml");

/// Writes NAME.yaml, unless it is there already.
pub fn main(args: &NewArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet, terminal.lang);
    let stem = args.name.strip_suffix(".yaml").unwrap_or(&args.name);
    // `.` and `..` are folders, and what begins with a dash is a flag to every command.
    let own = Path::new(stem).file_name().map(|name| name.to_string_lossy());
    let is_name = own.is_some_and(|name| !name.trim().is_empty() && !name.starts_with('-'));
    if !is_name || stem.ends_with(std::path::is_separator) {
        return Err(Failure::Because(Fault::NoName));
    }
    let file = match args.name.strip_suffix(".yaml") {
        Some(_) => args.name.clone(),
        None => format!("{}.yaml", args.name),
    };
    let path = Path::new(&file);
    let name =
        path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut made =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error
            .kind()
        {
            ErrorKind::AlreadyExists => {
                Failure::Because(Fault::ExistsAlready { file: file.clone() })
            }
            _ => output::unwritable(path, &error),
        })?;
    made.write_all(starter(&name).as_bytes()).map_err(|error| output::unwritable(path, &error))?;
    if args.json {
        let document = json!({ "napkin": env!("CARGO_PKG_VERSION"), "written": file });
        output::print(&json::document(&document, terminal.lang))?;
    } else if !args.quiet {
        let command = format!("napkin run {}", shell::word(&file));
        output::print(&Text::Made { file: &file, command: &command }.say(terminal.lang))?;
    }
    Ok(Exit::Done)
}

/// The page under this name.
fn starter(name: &str) -> String {
    // A name may hold whatever a file's name may: JSON's quotes and escapes are YAML's.
    let quoted = serde_json::Value::from(name).to_string();
    STARTER.replace("NAME", &quoted)
}
