//! One page out of its files: `base`, `include` and `--set` applied, spans kept. Floor 4.
//!
//! `base` is what the page changes: maps merge, lists and single values are replaced, `null` removes, and a
//! component of another kind replaces the base's. `include` is what the page is made of: the same thing
//! written twice is refused. `--set` comes last, in the order given.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::message::page::Fault;
use crate::message::yaml::Fault as YamlFault;
use crate::message::{Complaint, Remark};
use crate::problem::{Problem, Problems, Severity, Sources, Span, problem};
use crate::yaml::{self, Key, Node, PAGE_MAX_BYTES, PAGE_MAX_MIB, Value};

pub use super::set::{lookup, set_value};

/// How many pages may build on each other.
const CHAIN_MAX: usize = 8;

/// Reads a file: its bytes, or why they cannot be had.
pub type Reader<'a> = dyn FnMut(&Path) -> io::Result<Vec<u8>> + 'a;

/// What is read of a file that a page names: samples are longer than pages.
const FILE_MAX_BYTES: usize = crate::reader::SAMPLES_MAX_BYTES;
/// How many files a page may be made of, each counted as often as it is named.
const FILES_MAX: usize = 1_000;
/// Bytes of all of them, in MiB.
const ALL_MAX_MIB: usize = 16;

/// Reads a file from the disk, and not much more of it than a file may have.
///
/// # Errors
/// Those of the file system.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(FILE_MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a page and composes it; every file comes from `reader`. `None` if it cannot be composed; `problems` says
/// why.
pub fn load_with(
    reader: &mut Reader<'_>,
    path: &Path,
    sets: &[String],
    problems: &mut Problems,
    sources: &mut Sources,
) -> Option<Node> {
    let mut loader = Loader { reader, problems, sources, chain: Vec::new(), files: 0, bytes: 0 };
    let page = loader.file(path, None)?;
    let page = apply_sets(page, sets, problems, sources)?;
    let mut is_plain = true;
    hidden(&page, &mut |span, code| {
        is_plain = false;
        problems.push(problem(span, Fault::Hidden { code }));
    });
    is_plain.then_some(page)
}

/// Finds characters that change how the text around them is shown, or what a terminal does: control characters, and
/// those that turn the direction of writing. Names of a page stand in reports, terminals and pictures.
fn hidden(node: &Node, found: &mut dyn FnMut(Span, u32)) {
    let mut look = |text: &str, span: Span| {
        let is_hidden = |c: &char| {
            let turns = matches!(*c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
            let isolates = matches!(*c, '\u{61c}' | '\u{2066}'..='\u{2069}');
            turns || isolates || (c.is_control() && !matches!(*c, '\n' | '\r' | '\t'))
        };
        if let Some(c) = text.chars().find(is_hidden) {
            found(span, c.into());
        }
    };
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => look(&scalar.text, node.span),
        Value::List(items) => items.iter().for_each(|item| hidden(item, found)),
        Value::Map(entries) => {
            entries.iter().for_each(|(key, _)| look(&key.text, key.span));
            entries.iter().for_each(|(_, value)| hidden(value, found));
        }
    }
}

fn apply_sets(
    mut page: Node,
    sets: &[String],
    problems: &mut Problems,
    sources: &mut Sources,
) -> Option<Node> {
    let mut all_fit = true;
    for text in sets {
        all_fit &= super::set::apply(&mut page, text, problems, sources);
    }
    all_fit.then_some(page)
}

/// The entries of a map.
type Entries = Vec<(Key, Node)>;

struct Loader<'r, 'f> {
    reader: &'r mut Reader<'f>,
    problems: &'r mut Problems,
    sources: &'r mut Sources,
    /// The files being composed, the page first.
    chain: Vec<PathBuf>,
    /// Files read so far, and their bytes.
    files: usize,
    bytes: usize,
}

impl Loader<'_, '_> {
    /// A file with all that it builds on. `asked` is where another page names it.
    fn file(&mut self, path: &Path, asked: Option<Span>) -> Option<Node> {
        let path = tidy(path);
        let name = path.display().to_string();
        if let Some(at) = self.chain.iter().position(|file| *file == path) {
            let mut files: Vec<String> =
                self.chain[at..].iter().map(|file| file.display().to_string()).collect();
            files.push(name);
            return self.refuse(asked, Fault::Cycle { files });
        }
        if self.chain.len() > CHAIN_MAX {
            return self.refuse(asked, Fault::ChainTooLong { limit: CHAIN_MAX });
        }
        if self.files >= FILES_MAX || self.bytes > ALL_MAX_MIB << 20 {
            let fault = Fault::TooMuch { files: FILES_MAX, mib: ALL_MAX_MIB };
            return self.refuse(asked, fault);
        }
        self.files += 1;
        let bytes = match (self.reader)(&path) {
            Ok(bytes) => bytes,
            Err(error) => return self.refuse(asked, unreadable(name, &error)),
        };
        if bytes.len() > PAGE_MAX_BYTES {
            return self.refuse(asked, Fault::TooLarge { name, limit_mib: PAGE_MAX_MIB });
        }
        self.bytes += bytes.len();
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                return self.not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to());
            }
        };
        let folder = path.parent().unwrap_or_else(|| Path::new("")).to_owned();
        self.text(&path, &text, &folder)
    }

    fn text(&mut self, path: &Path, text: &str, folder: &Path) -> Option<Node> {
        let text = &*yaml::composed(text);
        let file = self.sources.add(path.display().to_string(), text);
        let errors = |problems: &Problems| {
            problems.iter().filter(|problem| problem.severity == Severity::Error).count()
        };
        let found = errors(self.problems);
        let page = yaml::read(text, file, self.problems)?;
        // A warning does not say why a page is refused.
        let quiet = errors(self.problems) == found;
        let span = page.span;
        let mut own = match page.value {
            Value::Map(entries) => entries,
            value => {
                if quiet {
                    self.problems.push(not_a_page(span, &value));
                }
                return None;
            }
        };
        self.chain.push(path.to_owned());
        let composed = self.compose(&mut own, folder);
        self.chain.pop();
        composed?;
        Some(Node { span, value: Value::Map(own) })
    }

    /// Resolves `include` and `base` of a page. `None` if one of them cannot be had.
    fn compose(&mut self, own: &mut Entries, folder: &Path) -> Option<()> {
        let base = self.files(take(own, "base"), "base")?;
        for (file, at) in self.files(take(own, "include"), "include")? {
            let part = self.file(&folder.join(file), Some(at))?;
            self.include(own, part, &mut Vec::new());
        }
        for (file, at) in base {
            let base = self.file(&folder.join(file), Some(at))?;
            let Value::Map(below) = base.value else { return None };
            let above = std::mem::take(own);
            *own = self.overlay(below, above, &mut Vec::new());
        }
        Some(())
    }

    /// The file names under `base` or `include`, with their places. `None` if something else stands there.
    fn files(&mut self, value: Option<Node>, key: &'static str) -> Option<Vec<(String, Span)>> {
        let Some(node) = value else { return Some(Vec::new()) };
        let items = match node.value {
            Value::List(items) if key == "include" => items,
            Value::Null => return Some(Vec::new()),
            value => vec![Node { span: node.span, value }],
        };
        let mut files = Vec::new();
        for item in items {
            match item.as_text().filter(|name| !name.is_empty()) {
                Some(name) => files.push((name.to_owned(), item.span)),
                None => {
                    self.problems.push(problem(item.span, Fault::FileNameExpected { key }));
                    return None;
                }
            }
        }
        Some(files)
    }

    /// Adds a part's entries to a page's; what both have is refused, unless both are maps of a shared heading.
    fn include(&mut self, own: &mut Entries, part: Node, path: &mut Vec<String>) {
        let Value::Map(part) = part.value else { return };
        let mut index: BTreeMap<String, usize> =
            own.iter().enumerate().map(|(at, (key, _))| (key.text.clone(), at)).collect();
        for (key, node) in part {
            let Some(&at) = index.get(&key.text) else {
                index.insert(key.text.clone(), own.len());
                own.push((key, node));
                continue;
            };
            let (first, mine) = &mut own[at];
            path.push(key.text.clone());
            let heading = !is_definition(path);
            match (&mut mine.value, &node.value) {
                (Value::Map(mine), Value::Map(_)) if heading => self.include(mine, node, path),
                _ => {
                    let found = problem(key.span, Fault::IncludedTwice { path: path.join(".") });
                    self.problems.push(found.also(first.span, Remark::FirstWritten));
                }
            }
            path.pop();
        }
    }

    /// A page over its base.
    fn overlay(&mut self, below: Entries, above: Entries, path: &mut Vec<String>) -> Entries {
        let mut index: BTreeMap<String, usize> =
            below.iter().enumerate().map(|(at, (key, _))| (key.text.clone(), at)).collect();
        let mut slots: Vec<Option<(Key, Node)>> = below.into_iter().map(Some).collect();
        for (key, node) in above {
            let found = index.get(&key.text).copied();
            path.push(key.text.clone());
            match (found, &node.value) {
                (None, Value::Null) => {
                    let near = Problems::nearest(&key.text, index.keys().map(String::as_str));
                    let (path, near) = (path.join("."), near.map(str::to_owned));
                    self.problems.push(problem(key.span, Fault::RemovesNothing { path, near }));
                }
                (Some(at), Value::Null) => {
                    slots[at] = None;
                    index.remove(&key.text);
                }
                (None, _) => {
                    index.insert(key.text.clone(), slots.len());
                    slots.push(Some((key, node)));
                }
                (Some(at), _) => {
                    let old = slots[at].take().map(|(_, old)| old);
                    slots[at] = Some((key, self.over(old, node, path)));
                }
            }
            path.pop();
        }
        slots.into_iter().flatten().collect()
    }

    /// One value over the base's.
    fn over(&mut self, below: Option<Node>, above: Node, path: &mut Vec<String>) -> Node {
        let changes_kind = |below: &Entries, above: &Entries| {
            is_component(path)
                && (below.len() != 1 || above.len() != 1 || below[0].0.text != above[0].0.text)
        };
        match (below.map(|node| node.value), above.value) {
            (Some(Value::Map(below)), Value::Map(more)) if !changes_kind(&below, &more) => {
                Node { span: above.span, value: Value::Map(self.overlay(below, more, path)) }
            }
            (_, value) => Node { span: above.span, value },
        }
    }

    fn refuse<T>(&mut self, at: Option<Span>, what: impl Into<Complaint>) -> Option<T> {
        let found = match at {
            Some(span) => problem(span, what),
            None => Problem::nowhere(what),
        };
        self.problems.push(found);
        None
    }

    /// Shows the line with the bytes that are no character; what stands for them is U+FFFD.
    fn not_utf8<T>(&mut self, name: &str, bytes: &[u8], valid: usize) -> Option<T> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return self.refuse(None, Fault::Utf16 { name: name.to_owned() });
        }
        let line = 1 + bytes[..valid].iter().filter(|&&byte| byte == b'\n').count();
        let shown = String::from_utf8_lossy(bytes).into_owned();
        let file = self.sources.add(name, shown);
        let start = u32::try_from(valid).unwrap_or(0);
        let end = start + u32::try_from(char::REPLACEMENT_CHARACTER.len_utf8()).unwrap_or(0);
        let value = bytes.get(valid).copied().unwrap_or(0);
        let fault = Fault::NotUtf8 { name: name.to_owned(), byte: valid, value, line };
        self.refuse(Some(Span { file, start, end }), fault)
    }
}

fn unreadable(name: String, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::NotFound { name },
        io::ErrorKind::IsADirectory => Fault::Folder { name },
        io::ErrorKind::PermissionDenied => Fault::Forbidden { name },
        _ => Fault::Unreadable { name, detail: error.to_string() },
    }
}

fn not_a_page(span: Span, value: &Value) -> Problem {
    if let Value::Scalar(scalar) = value
        && let Some(word) = scalar.text.split_whitespace().next().filter(|_| !scalar.quoted)
        && let Some((key, rest)) = yaml::without_space(word)
    {
        let fault = YamlFault::SpaceAfterColon { key: key.to_owned(), rest: rest.to_owned() };
        return problem(span.slice(0..word.len()), fault);
    }
    problem(span, Fault::NotAPage { is_list: matches!(value, Value::List(_)) })
}

/// Takes a key out of a page.
fn take(entries: &mut Entries, key: &str) -> Option<Node> {
    let at = entries.iter().position(|(name, _)| name.text == key)?;
    Some(entries.remove(at).1)
}

/// True for `components.NAME`.
fn is_component(path: &[String]) -> bool {
    path.len() == 2 && path[0] == "components"
}

/// True for what is defined as a whole, and in one place: a component, a request, data.
fn is_definition(path: &[String]) -> bool {
    path.len() == 2 && matches!(path[0].as_str(), "components" | "requests" | "data")
}

/// The path without `.` and `name/..`, so that two spellings of one file are one.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() {
        // The working folder itself: without a name, the message would say that `` does not exist.
        tidy.push(Component::CurDir);
    }
    tidy
}

#[cfg(test)]
mod tests;
