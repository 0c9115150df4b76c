//! A problem as text: title, place, source line with caret and label, help.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};

use crate::message::Lang;
use crate::problem::{FileId, Problem, Severity, Sources, Span};
use crate::words::{self, Say};

/// Columns of a rendered problem: enough for a page's lines, and the same on every terminal.
const WIDTH: usize = 120;

/// One problem, without a line break at its end. With `color`, ANSI styles.
#[must_use]
pub fn render(problem: &Problem, sources: &Sources, lang: Lang, color: bool) -> String {
    let words = words::complaint(&problem.what, lang);
    let also = problem.also.as_ref().map(|(span, remark)| (*span, remark.say(lang)));
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    for (file, marks) in by_file(problem, &words.label, also.as_ref()) {
        elements.extend(snippet(sources, file, &marks).map(Element::from));
    }
    if !words.help.is_empty() {
        elements.push(Level::HELP.message(words.help.as_str()).into());
    }
    let title = level.primary_title(words.title.as_str());
    let report =
        [if elements.is_empty() { Group::with_title(title) } else { title.elements(elements) }];
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&report)
}

/// A place to mark, and the words beside it.
struct Mark<'p> {
    kind: AnnotationKind,
    span: Span,
    label: &'p str,
}

/// The places of a problem; those in one text stand together, so that its lines are shown in order.
fn by_file<'p>(
    problem: &Problem,
    label: &'p str,
    also: Option<&'p (Span, String)>,
) -> Vec<(FileId, Vec<Mark<'p>>)> {
    let primary = problem.span.map(|span| Mark { kind: AnnotationKind::Primary, span, label });
    let also = also.map(|(span, label)| Mark { kind: AnnotationKind::Context, span: *span, label });
    let mut files: Vec<(FileId, Vec<Mark<'_>>)> = Vec::new();
    for mark in primary.into_iter().chain(also) {
        match files.iter_mut().find(|(file, _)| *file == mark.span.file) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((mark.span.file, vec![mark])),
        }
    }
    files
}

/// The marked lines of one text. Only these lines are handed on, because a page may be long and its
/// problems many.
fn snippet<'s>(
    sources: &'s Sources,
    file: FileId,
    marks: &[Mark<'s>],
) -> Option<Snippet<'s, Annotation<'s>>> {
    let source = sources.get(file)?;
    let text = source.text.as_str();
    let places: Vec<Range<usize>> = marks.iter().map(|mark| place(text, mark.span)).collect();
    let first = places.iter().map(|place| place.start).min()?;
    let last = places.iter().map(|place| place.end).max()?;
    let from = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let to = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let annotations = marks.iter().zip(places.clone()).map(|(mark, place)| {
        let annotation = mark.kind.span(place.start - from..place.end - from);
        if mark.label.is_empty() { annotation } else { annotation.label(mark.label) }
    });
    // The carriage return of a Windows line end is no part of the line, unless it is what the mark is about.
    let end = places.iter().map(|place| place.end).fold(from, usize::max);
    let shown = text[from..to].strip_suffix('\r').filter(|line| from + line.len() >= end);
    let shown = shown.unwrap_or(&text[from..to]);
    Some(
        Snippet::source(if shown.is_empty() { "\n" } else { shown })
            .path(source.name.as_str())
            .line_start(1 + text[..from].bytes().filter(|&byte| byte == b'\n').count())
            .annotations(annotations),
    )
}

/// The span as a range inside the text, on character boundaries, and on one line: of a longer one, what
/// stands on its first line.
fn place(text: &str, span: Span) -> Range<usize> {
    let clamp = |at: u32| text.floor_char_boundary((at as usize).min(text.len()));
    let (start, mut end) = (clamp(span.start), clamp(span.end));
    if let Some(line) = text.get(start..end).and_then(|part| part.find('\n')) {
        end = start + text[start..start + line].trim_end().len();
    }
    start..end.max(start)
}

#[cfg(test)]
mod tests;
