//! Everything that leaves the program: the standard output, messages, and the report's folder.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::terminal::Terminal;
use crate::message::Lang;
use crate::message::cli::{Fault, Text};
use crate::problem::{Problems, Severity, Sources};
use crate::report::problem::render;
use crate::words::Say;

/// Why a command could not end as it should.
#[derive(Debug)]
pub enum Failure {
    /// This is why.
    Because(Fault),
}

/// Writes a whole text to the standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever read it has seen enough; how the command ends does not depend on that.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Because(Fault::OutputUnwritable { detail: error.to_string() }))
        }
        _ => Ok(()),
    }
}

/// Writes one line to the standard error. If that is closed, nobody is left to tell.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Says on the standard error why the command fails.
pub fn complain(why: &str, lang: Lang) {
    note(&Text::Error { why }.say(lang));
}

/// Shows every problem with its place, and how many errors `file` has.
pub fn show_problems(problems: &Problems, sources: &Sources, file: &str, terminal: &Terminal) {
    let all = problems.sorted();
    let say = |text: Text<'_>| note(&text.say(terminal.lang));
    for problem in &all {
        note(&(render(problem, sources, terminal.lang, terminal.color_errors) + "\n"));
    }
    let count = |severity| all.iter().filter(|problem| problem.severity == severity).count();
    if problems.dropped() > 0 {
        say(Text::NotShown { count: problems.dropped() });
    }
    if problems.any_errors() {
        say(Text::Errors { count: count(Severity::Error) + problems.dropped(), file });
    } else if !all.is_empty() {
        say(Text::Warnings { count: count(Severity::Warning), file });
    }
}

/// A file of a report: its name, and what is in it.
pub type File = (String, Vec<u8>);

/// Whether a folder can be written to, or be made: asked before a long run, not after it. Nothing is left
/// behind, not even an empty folder.
pub fn ensure_writable(folder: &Path) -> Result<(), Failure> {
    let absolute = std::path::absolute(folder).map_err(|error| unwritable(folder, &error))?;
    for ancestor in absolute.ancestors() {
        match fs::metadata(ancestor) {
            Ok(found) if found.is_dir() => {
                return tempfile::tempfile_in(ancestor)
                    .map(drop)
                    .map_err(|error| unwritable(folder, &error));
            }
            Ok(_) => {
                let (path, file) = (shown(folder), shown(ancestor));
                return Err(Failure::Because(Fault::BelowAFile { path, file }));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // Below a file, the system says "not a directory"; the file itself says so more clearly.
            Err(error) if error.kind() == ErrorKind::NotADirectory => {}
            Err(error) => return Err(unwritable(folder, &error)),
        }
    }
    Err(Failure::Because(Fault::NoFolderAbove { path: shown(folder) }))
}

/// Makes a folder, and waits until no other command writes into it: they take turns until what is returned is
/// dropped. Where the system has no such locks nobody waits.
pub fn turn(folder: &Path) -> Result<Option<fs::File>, Failure> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let locked = fs::File::open(folder).and_then(|opened| opened.lock().map(|()| opened));
    Ok(locked.ok())
}

/// Writes a report's files into a folder that is there. All are complete under other names before the first one is put in
/// its place; `obsolete` are names that a former report may have left and this one does not have.
pub fn write_folder(folder: &Path, files: &[File], obsolete: &[String]) -> Result<(), Failure> {
    let prepared: Vec<(NamedTempFile, PathBuf)> = files
        .iter()
        .map(|(name, bytes)| Ok((prepare(folder, bytes)?, folder.join(name))))
        .collect::<io::Result<_>>()
        .map_err(|error| unwritable(folder, &error))?;
    // All or nothing: what cannot be put in its place is found before the first one is.
    if let Some((_, path)) = prepared.iter().find(|(_, path)| path.is_dir()) {
        return Err(unwritable(path, &io::Error::from(ErrorKind::IsADirectory)));
    }
    for (file, path) in prepared {
        file.persist(&path).map_err(|error| unwritable(&path, &error.error))?;
    }
    for name in obsolete {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(unwritable(&path, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A complete file under a name of its own, which goes away unless it is put in its place.
fn prepare(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".napkin-");
    #[cfg(unix)]
    {
        // A report is as readable as any other file that the user makes: the umask decides.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file)
}

/// What the system says of a file or folder that it does not let be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Because(Fault::Unwritable { path: shown(path), detail: error.to_string() })
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
