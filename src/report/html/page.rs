//! The document around the parts of a page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::inline::{clean, prose};
use super::section;
use crate::message::report::Label;
use crate::message::{Lang, Say};
use crate::note::Note;
use crate::note::sections::Mark;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing may be loaded, whatever a name on the page may try.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      img-src data:; base-uri 'none'; form-action 'none'";

/// A heading, and what stands under it.
pub struct Shown {
    /// The heading; empty for what needs none.
    pub title: String,
    /// Closed until it is asked for.
    pub folded: bool,
    /// What stands under it.
    pub body: Markup,
}

/// The whole document; ends with a newline.
pub fn whole(note: &Note, parts: &[Shown]) -> String {
    let lang = note.lang;
    let document = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(format!("napkin {}", note.napkin));
                title { (clean(&note.title)) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (clean(&note.title)) }
                    @if !note.about.trim().is_empty() { p class="about" { (prose(&note.about)) } }
                }
                main {
                    (verdict(note))
                    (contents(parts, lang))
                    @for (at, part) in parts.iter().enumerate() { (self::part(at, part)) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    document.into_string() + "\n"
}

/// The answer, with a sign that stands for its colour.
fn verdict(note: &Note) -> Markup {
    let sign = match note.standing {
        Some(Mark::Met | Mark::Better) => Some("✓"),
        Some(Mark::Missed | Mark::Worse) => Some("✗"),
        Some(Mark::Open | Mark::Tie) => Some("~"),
        None => None,
    };
    let not_whole = note.not_whole().map(|why| why.say(note.lang));
    html! { @if !note.headline.is_empty() {
        section class={ "verdict " (note.standing.map_or("", section::class)) } id="verdict" {
            @if let Some(sign) = sign { span class="sign" aria-hidden="true" { (sign) } }
            div {
                p class="headline" { (prose(&note.headline)) }
                @for sentence in not_whole.iter().chain(&note.answer) { (section::sentence(sentence)) }
            }
        }
    } }
}

fn contents(parts: &[Shown], lang: Lang) -> Markup {
    html! {
        nav aria-label=(Label::OnThisPage.say(lang)) {
            @for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.title.is_empty()) {
                a href={ "#part-" (at + 1) } { (clean(&part.title)) }
            }
        }
    }
}

fn part(at: usize, part: &Shown) -> Markup {
    let title = clean(&part.title);
    html! {
        section id={ "part-" (at + 1) } {
            @if part.folded {
                details class="folded" { summary { h2 { (title) } } (part.body) }
            } @else {
                @if !title.is_empty() { h2 { (title) } }
                (part.body)
            }
        }
    }
}
