//! What is wrong with a page, and where: every diagnostic of the program is one `Problem`.
//!
//! A reader never stops at the first mistake: it pushes a `Problem` into a `Problems` and goes on with a
//! stand-in value, so that one look at the output mends the whole page.

use std::ops::Range;

use crate::message::{Complaint, Remark, Words};

/// Which text a span points into: an index into `Sources`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A range of bytes in one source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it points into.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The part of this span from byte `range.start` to `range.end`, counted from the span's own start.
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Self {
        let at = |offset: usize| (self.start + u32::try_from(offset).unwrap_or(0)).min(self.end);
        Self { file: self.file, start: at(range.start), end: at(range.end) }
    }
}

/// The name of a change that was given on the command line.
pub const SET: &str = "--set";

/// One text that was read: a file, the standard input, or an option of the command line.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name to print: a path as the user gave it, or [`SET`] and its like.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Every text read so far; spans point into these.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Keeps a text and returns the id that spans into it carry.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(Source { name: name.into(), text: text.into() });
        FileId(u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX))
    }

    /// Gives the texts that `is` tells another name, and returns their ids.
    pub fn rename(&mut self, name: &str, is: impl Fn(&Source) -> bool) -> Vec<FileId> {
        let mut renamed = Vec::new();
        for (at, source) in self.files.iter_mut().enumerate() {
            if is(source) {
                name.clone_into(&mut source.name);
                renamed.push(FileId(u16::try_from(at).unwrap_or(u16::MAX)));
            }
        }
        renamed
    }

    /// The text with this id.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(usize::from(id.0))
    }

    /// The characters a span covers.
    #[must_use]
    pub fn snippet(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is run.
    Error,
    /// The run goes on, and the report repeats it.
    Warning,
}

/// One mistake: what is wrong, where, and what to write instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, and what to write instead.
    pub what: Complaint,
    /// Where; `None` for a problem with no place in a text (a missing file).
    pub span: Option<Span>,
    /// A second place that explains the first ("first written here").
    pub also: Option<(Span, Remark)>,
}

/// An error at a place.
#[must_use]
pub fn problem(span: Span, what: impl Into<Complaint>) -> Problem {
    Problem { severity: Severity::Error, what: what.into(), span: Some(span), also: None }
}

/// A warning at a place.
#[must_use]
pub fn warning(span: Span, what: impl Into<Complaint>) -> Problem {
    Problem { severity: Severity::Warning, ..problem(span, what) }
}

impl Problem {
    /// An error at a place, in words that are chosen already.
    #[must_use]
    pub fn error(span: Span, title: impl Into<String>) -> Self {
        problem(span, Words { title: title.into(), label: String::new(), help: String::new() })
    }

    /// An error that has no place in a text.
    #[must_use]
    pub fn nowhere(what: impl Into<Complaint>) -> Self {
        Self { span: None, ..problem(Span::default(), what) }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(span: Span, title: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, title) }
    }

    /// Adds the words beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        if let Complaint::Worded(words) = &mut self.what {
            words.label = label.into();
        }
        self
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        if let Complaint::Worded(words) = &mut self.what {
            words.help = help.into();
        }
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, remark: impl Into<Remark>) -> Self {
        self.also = Some((span, remark.into()));
        self
    }
}

/// The problems found so far, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    dropped_errors: usize,
    dropped_warnings: usize,
}

/// How many problems are kept: nobody reads more, and a page made to be wrong could hold a million.
const KEPT_MAX: usize = 200;

impl Problems {
    /// Keeps one more; the same problem at the same place is kept once. Beyond 200 they are only counted.
    pub fn push(&mut self, problem: Problem) {
        if self.list.contains(&problem) {
            return;
        }
        if self.list.len() < KEPT_MAX {
            self.list.push(problem);
        } else if problem.severity == Severity::Error {
            self.dropped_errors += 1;
        } else {
            self.dropped_warnings += 1;
        }
    }

    /// How many were counted and not kept.
    #[must_use]
    pub const fn dropped(&self) -> usize {
        self.dropped_errors + self.dropped_warnings
    }

    /// True if any of them forbids the run.
    #[must_use]
    pub fn any_errors(&self) -> bool {
        self.dropped_errors > 0
            || self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// True if there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, in order of place.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.list.iter().collect();
        all.sort_by_key(|problem| (problem.severity, problem.span));
        all
    }

    /// Every problem, first found first.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// As [`nearest`](Self::nearest), as long as what is found is still shown: thousands of slips among thousands of
    /// names are counted, not compared.
    #[must_use]
    pub fn near<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        (self.list.len() < KEPT_MAX).then(|| Self::nearest(word, candidates)).flatten()
    }

    /// The candidate nearest in spelling, if one is near enough to be meant.
    #[must_use]
    pub fn nearest<'a>(
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let (length, letters) = (word.chars().count(), letters(word));
        candidates
            .into_iter()
            .filter_map(|candidate| {
                let other = candidate.chars().count();
                // With every letter changed it is another word, however short.
                let most = 1.max(length.max(other) / 3).min(length.min(other).saturating_sub(1));
                if most == 0 || apart(&letters, &self::letters(candidate)) > 2 * most {
                    return None;
                }
                let distance = strsim::damerau_levenshtein(word, candidate);
                (distance <= most).then_some((distance, candidate))
            })
            .min_by_key(|&(distance, _)| distance)
            .map(|(_, candidate)| candidate)
    }
}

/// How often each letter stands in a word, in a few boxes.
fn letters(word: &str) -> [u16; 32] {
    let mut counts = [0_u16; 32];
    for c in word.chars() {
        let count = &mut counts[c as usize % 32];
        *count = count.saturating_add(1);
    }
    counts
}

/// How many letters one word has and the other has not: a slip changes two at most. Counting is so much quicker
/// than aligning two words that a page of a thousand unknown names among a thousand known ones is read at once.
fn apart(one: &[u16; 32], other: &[u16; 32]) -> usize {
    one.iter().zip(other).map(|(a, b)| usize::from(a.abs_diff(*b))).sum()
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        for problem in problems {
            self.push(problem);
        }
    }
}
