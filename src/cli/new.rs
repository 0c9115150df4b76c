//! `napkin new`: a page to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde_json::json;

use super::Exit;
use super::args::NewArgs;
use super::output::{self, Failure};
use crate::message::Lang;
use crate::message::cli as say;
use crate::report::json;

/// The page, with its name left open.
const STARTER: &str = include_str!("starter.yaml");

/// Writes NAME.yaml, unless it is there already.
pub fn main(args: &NewArgs) -> Result<Exit, Failure> {
    args.idle.tell(args.quiet);
    let stem = args.name.strip_suffix(".yaml").unwrap_or(&args.name);
    // `.` and `..` are folders, and what begins with a dash is a flag to every command.
    let own = Path::new(stem).file_name().map(|name| name.to_string_lossy());
    let is_name = own.is_some_and(|name| !name.trim().is_empty() && !name.starts_with('-'));
    if !is_name || stem.ends_with(std::path::is_separator) {
        return Err(Failure::Because(say::empty_name()));
    }
    let file = match args.name.strip_suffix(".yaml") {
        Some(_) => args.name.clone(),
        None => format!("{}.yaml", args.name),
    };
    let path = Path::new(&file);
    let name =
        path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut made = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| {
        Failure::Because(match error.kind() {
            ErrorKind::AlreadyExists => say::exists_already(&file),
            _ => say::unwritable(&file, &error.to_string()),
        })
    })?;
    made.write_all(starter(&name).as_bytes())
        .map_err(|error| Failure::Because(say::unwritable(&file, &error.to_string())))?;
    if args.json {
        let document = json!({ "napkin": env!("CARGO_PKG_VERSION"), "written": file });
        output::print(&json::document(&document, Lang::En))?;
    } else if !args.quiet {
        output::print(&say::made(&file))?;
    }
    Ok(Exit::Done)
}

/// The page under this name.
fn starter(name: &str) -> String {
    // A name may hold whatever a file's name may: JSON's quotes and escapes are YAML's.
    let quoted = serde_json::Value::from(name).to_string();
    STARTER.replace("NAME", &quoted)
}
