//! The document around the parts of a page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::inline::{clean, prose};
use super::section;
use crate::message::report::Label;
use crate::message::{Lang, Say};
use crate::note::sections::Mark;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing may be loaded, whatever a name on the page may try.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      img-src data:; base-uri 'none'; form-action 'none'";

/// All of a page.
pub struct Page<'a> {
    /// The scenario's name.
    pub title: &'a str,
    /// What the page says of itself.
    pub about: &'a str,
    /// napkin's version.
    pub napkin: &'a str,
    /// What one reads first.
    pub verdict: Option<Verdict>,
    /// In order.
    pub parts: Vec<Part>,
}

/// The answer.
pub struct Verdict {
    /// How it stands with the objectives.
    pub mark: Option<Mark>,
    /// In one sentence.
    pub headline: String,
    /// What else to say at once.
    pub rest: Vec<String>,
}

/// A heading, and what stands under it.
pub struct Part {
    /// The heading; empty for what needs none.
    pub title: String,
    /// Closed until it is asked for.
    pub folded: bool,
    /// What stands under it.
    pub body: Markup,
}

impl Part {
    /// An open part.
    pub fn new(title: &str, body: Markup) -> Self {
        Self { title: title.to_owned(), folded: false, body }
    }
}

/// The whole document; ends with a newline.
pub fn whole(page: &Page<'_>, lang: Lang) -> String {
    let document = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(format!("napkin {}", page.napkin));
                title { (clean(page.title)) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (clean(page.title)) }
                    @if !page.about.trim().is_empty() { p class="about" { (prose(page.about)) } }
                }
                main {
                    @if let Some(verdict) = &page.verdict { (self::verdict(verdict)) }
                    (contents(&page.parts, lang))
                    @for (at, part) in page.parts.iter().enumerate() { (self::part(at, part)) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    document.into_string() + "\n"
}

/// The answer, with a sign that stands for its colour.
fn verdict(verdict: &Verdict) -> Markup {
    let sign = match verdict.mark {
        Some(Mark::Met | Mark::Better) => Some("✓"),
        Some(Mark::Missed | Mark::Worse) => Some("✗"),
        Some(Mark::Open | Mark::Tie) => Some("~"),
        None => None,
    };
    html! { @if !verdict.headline.is_empty() {
        section class={ "verdict " (verdict.mark.map_or("", section::class)) } id="verdict" {
            @if let Some(sign) = sign { span class="sign" aria-hidden="true" { (sign) } }
            div {
                p class="headline" { (prose(&verdict.headline)) }
                @for sentence in &verdict.rest { (section::sentence(sentence)) }
            }
        }
    } }
}

fn contents(parts: &[Part], lang: Lang) -> Markup {
    html! {
        nav aria-label=(Label::OnThisPage.say(lang)) {
            @for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.title.is_empty()) {
                a href={ "#part-" (at + 1) } { (clean(&part.title)) }
            }
        }
    }
}

fn part(at: usize, part: &Part) -> Markup {
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
