//! A picture on the page: the same drawing as in its file, the places that have a figure to say over it, and the
//! figures as a table below.

use maud::{Markup, PreEscaped, html};

use super::inline::{clean, prose};
use super::section;
use crate::chart::{Chart, DESIGN, Figured, Figures};
use crate::message::report::Label;
use crate::message::{Lang, Say};

/// A picture with its message.
pub fn figure(chart: &Chart, lang: Lang) -> Markup {
    let Some(drawn) = Drawn::of(chart) else { return html! {} };
    let Drawn { width, top, height, inside } = drawn;
    let view = format!("0 {top} {width} {height}");
    let own = chart.head == 0;
    // The design's boxes have shades of their own, which no list of colours knows.
    let ground = if chart.file_stem == DESIGN { "lit" } else { "drawn" };
    html! {
        figure class="chart" id=(chart.file_stem) {
            // A picture that has its title drawn in says it itself.
            figcaption class=[own.then_some("unseen")] {
                strong { (clean(&chart.title)) }
                @if !chart.subtitle.is_empty() { span { (clean(&chart.subtitle)) } }
            }
            // A design is as wide as it has components: on a narrow page it scrolls, and its letters can be read.
            div class="scroll" { div class="picture" style=[(chart.file_stem == DESIGN).then(|| least(width))] {
                svg class=(ground) viewBox=(view) role="img" aria-label=(clean(&chart.alt))
                    stroke-linecap="round" stroke-linejoin="round" { (PreEscaped(inside)) }
                (spots(&chart.figures, &view, lang))
            } }
            (tables(&chart.figures, lang))
        }
    }
}

/// How wide a design has to be, of so many units of its picture, ten a pixel, at least.
fn least(width: u32) -> String {
    format!("min-width: {}px", width * 3 / 40)
}

/// What is taken from a picture's file: all that is drawn, below its title.
struct Drawn {
    width: u32,
    top: u32,
    height: u32,
    inside: String,
}

impl Drawn {
    /// `None` for a document that is not one of ours.
    fn of(chart: &Chart) -> Option<Self> {
        let (root, rest) = chart.svg.split_once("<svg")?.1.split_once('>')?;
        let (inside, _) = rest.rsplit_once("</svg>")?;
        // Its name and description are said by the element around it.
        let inside = inside.split_once("</desc>").map_or(inside, |(_, drawn)| drawn);
        let view = root.split_once("viewBox=\"")?.1.split_once('"')?.0;
        let edges: Vec<f64> = view.split(' ').filter_map(|edge| edge.parse().ok()).collect();
        let [_, _, width, height] = edges.as_slice() else { return None };
        // Lengths of a picture are far below 2^32.
        let (width, height) = (width.ceil() as u32, height.ceil() as u32);
        let inside = alone(inside, chart.file_stem);
        let bottom = if chart.foot == 0 { height } else { height.min(chart.foot) };
        Some(Self { width, top: chart.head, height: bottom.saturating_sub(chart.head), inside })
    }
}

/// The same drawing with its names made its own: two pictures of a page may use one name.
fn alone(drawn: &str, stem: &str) -> String {
    let mut out = drawn.to_owned();
    for before in [" id=\"", "url(#", "href=\"#"] {
        out = out.replace(before, &format!("{before}{stem}-"));
    }
    out
}

/// The places of a picture that say a figure; one of them is reached by the tabulator, the others by the arrow keys.
fn spots(figures: &Figures, view: &str, lang: Lang) -> Markup {
    html! { @if !figures.spots.is_empty() {
        svg class="values" viewBox=(view) role="group" aria-label=(Label::ByKeys.say(lang)) {
            @for (at, spot) in figures.spots.iter().enumerate() {
                rect x=(spot.x) y=(spot.y) width=(spot.width) height=(spot.height) role="img"
                    tabindex=(if at == 0 { "0" } else { "-1" }) { title { (clean(&spot.text)) } }
            }
        }
    } }
}

fn tables(figures: &Figures, lang: Lang) -> Markup {
    html! { @if !figures.tables.is_empty() {
        details class="data" {
            summary { (Label::AsTable.say(lang)) }
            @for table in &figures.tables { (self::table(table)) }
        }
    } }
}

fn table(table: &Figured) -> Markup {
    let class = |at: usize| (at > 0).then_some("n");
    html! {
        @if !table.caption.is_empty() { p class="caption" { (prose(&table.caption)) } }
        (section::grid(
            html! { @for (at, title) in table.head.iter().enumerate() {
                th scope="col" class=[class(at)] { (clean(title)) }
            } },
            html! { @for row in &table.rows { tr {
                @for (at, cell) in row.iter().enumerate() {
                    @if at == 0 { th scope="row" { (clean(cell)) } }
                    @else { td class="n" { (clean(cell)) } }
                }
            } } },
        ))
    }
}
