//! The design as a picture: boxes coloured by how busy they are, arrows as thick as their traffic.
//!
//! ```text
//! card      what is written in a box, and its size ─┐
//! layout    where boxes and labels go (dagre) ──────┼─ course   the lines of the arrows ── paint
//! ```

pub(super) mod card;
pub(super) mod course;
pub(super) mod layout;
pub(super) mod paint;
#[cfg(test)]
pub(crate) mod tests;

use super::Chart;
use super::frame::{self, name_in_title};
use super::style::MUTED;
use super::svg::{Rect, Type};
use crate::document::{DrawnEdge, Report};
use crate::figure::{NEAR_LIMIT, about_percent, about_rate, about_seconds, telling_peak};
use crate::message::findings::Finding;
use crate::message::picture::Text;
use crate::message::topology::{Label, Text as Drawn};
use crate::message::{Lang, Say};
use card::Card;
use course::{Course, Ends};
use layout::{Plan, Wanted};

/// Sizes of what stands beside an arrow: how often, and why.
const RATE: f64 = 14.0;
const WHY: f64 = 12.5;
/// From one line of a label to the next.
const LEADING: f64 = 1.25;
/// A label's line is at most this wide.
const WIDEST: f64 = 150.0;
/// The thinnest and the thickest line; a tenth of the traffic is so much thinner.
const THIN: f64 = 1.4;
const THICK: f64 = 7.0;
const DECADE: f64 = 1.9;

/// An arrow with its words.
pub struct Arrow {
    /// How thick its line is.
    pub width: f64,
    /// Beside it.
    pub label: Vec<(String, Type)>,
    /// Nobody waits for it.
    pub later: bool,
    /// The timeline cuts it.
    pub cut: bool,
}

impl Arrow {
    fn of(edge: &DrawnEdge, most: f64, lang: Lang) -> Self {
        let rate = edge.calls_per_s.value;
        let mut label = vec![(about_rate(rate).say(lang), Type::new(RATE).bold())];
        let small = Type::new(WHY).color(MUTED);
        let pool = edge.pool.map(|size| Text::Pool(size).say(lang));
        for text in edge.label.as_ref().map(|label| label.say(lang)).into_iter().chain(pool) {
            let broken = super::text::lines(&text, |line| small.width(line), WIDEST);
            label.extend(broken.into_iter().map(|line| (line, small)));
        }
        let alarm = small.bold().color(super::style::VERMILLION_INK);
        for &(at_s, until_s) in &edge.cut {
            let length = until_s.map(|until_s| about_seconds(until_s - at_s));
            let text = Text::Cut { at: about_seconds(at_s), length }.say(lang);
            let broken = super::text::lines(&text, |line| alarm.width(line), WIDEST);
            label.extend(broken.into_iter().map(|line| (line, alarm)));
        }
        let width = thickness(rate, most);
        let later = edge.later || edge.label == Some(Label::Later);
        Self { width, label, later, cut: !edge.cut.is_empty() }
    }

    /// Width and height of its label: the words, the line through the middle, and as much room below.
    pub fn size(&self) -> (f64, f64) {
        let widest = self.label.iter().map(|(text, set)| set.width(text)).fold(20.0, f64::max);
        let words: f64 = self.label.iter().map(|(_, set)| set.size() * LEADING).sum();
        (widest + 6.0, 2.0 * words + self.width + 6.0)
    }

    /// How long its head is.
    pub fn head(&self) -> f64 {
        8.0 + 1.1 * self.width
    }
}

/// How thick the line of so many calls is beside the busiest: a step for each tenth.
pub fn thickness(rate: f64, most: f64) -> f64 {
    let share = rate / most;
    if !share.is_finite() || share <= 0.0 {
        return THIN;
    }
    (THICK + DECADE * libm::log10(share)).clamp(THIN, THICK)
}

/// All that is drawn, with its place.
struct Picture {
    cards: Vec<Card>,
    arrows: Vec<Arrow>,
    frames: Vec<String>,
    plan: Plan,
    inside: Vec<Rect>,
    courses: Vec<Course>,
}

impl Picture {
    fn of(report: &Report, lang: Lang) -> Self {
        let topology = &report.topology;
        let cards: Vec<Card> =
            topology.nodes.iter().map(|node| Card::of(report, node, lang)).collect();
        let count = cards.len();
        let edges: Vec<&DrawnEdge> =
            topology.edges.iter().filter(|edge| edge.from < count && edge.to < count).collect();
        let most = edges.iter().map(|edge| edge.calls_per_s.value).fold(0.0, f64::max);
        let arrows: Vec<Arrow> = edges.iter().map(|edge| Arrow::of(edge, most, lang)).collect();
        let mut frames: Vec<String> =
            topology.nodes.iter().filter_map(|n| n.site.clone()).collect();
        frames.sort();
        frames.dedup();
        let frame_of = |at: usize| {
            let site = topology.nodes[at].site.as_ref()?;
            frames.iter().position(|frame| frame == site)
        };
        let wanted = Wanted {
            boxes: cards
                .iter()
                .enumerate()
                .map(|(at, card)| {
                    let (width, height) = card.size();
                    (width, height, frame_of(at))
                })
                .collect(),
            arrows: edges
                .iter()
                .zip(&arrows)
                .map(|(edge, arrow)| {
                    let (width, height) = arrow.size();
                    (edge.from, edge.to, width, height)
                })
                .collect(),
            frames: frames.len(),
        };
        let plan = layout::plan(&wanted);
        let inside: Vec<Rect> =
            cards.iter().zip(&plan.boxes).map(|(card, place)| card.inside(place)).collect();
        let ends: Vec<Ends> = edges
            .iter()
            .zip(&arrows)
            .map(|(edge, arrow)| Ends { from: edge.from, to: edge.to, head: arrow.head() })
            .collect();
        let courses = course::courses(&plan, &inside, &ends);
        Self { cards, arrows, frames, plan, inside, courses }
    }
}

/// The name of its file, without the ending.
pub const STEM: &str = "design";

/// Draws the design; `None` where there is none.
#[must_use]
pub fn draw(report: &Report, lang: Lang) -> Option<Chart> {
    if report.topology.nodes.len() < 2 {
        return None;
    }
    let picture = Picture::of(report, lang);
    let subtitle = frame::subtitle(report, &[], lang);
    let frame = paint::paint(&picture, &title(report, lang), &subtitle, lang);
    Some(frame.finish(STEM, alt(report, &picture, lang)))
}

/// What the picture says: what limits, or that nothing does.
fn title(report: &Report, lang: Lang) -> String {
    let offered = about_rate(report.requests.offered_per_s.value);
    let near = card::limiting(report).is_some();
    match &report.limit {
        Some(Finding::Bottleneck {
            component, resource, utilization, peak_utilization, ..
        }) => {
            let component = &name_in_title(component);
            let peak = telling_peak(*utilization, *peak_utilization).filter(|_| near);
            let (share, utilization) = (*utilization, about_percent(*utilization));
            match peak {
                Some(peak) => {
                    let peak = about_percent(peak);
                    Text::TitleReaches { component, resource, peak }.say(lang)
                }
                None if share >= NEAR_LIMIT => {
                    Text::TitleBottleneck { offered, component, resource, utilization }.say(lang)
                }
                None => Text::TitleNotBusy { offered, component, resource, utilization }.say(lang),
            }
        }
        Some(Finding::HotInstance { component, resource, utilization, .. }) => {
            let component = &name_in_title(component);
            let utilization = about_percent(*utilization);
            Text::TitleHotInstance { offered, component, resource, utilization }.say(lang)
        }
        Some(Finding::Limiter { component, refused, .. }) => {
            let component = &name_in_title(component);
            Text::TitleRefuses { offered, component, share: about_percent(*refused) }.say(lang)
        }
        _ => Text::Title { offered, components: report.topology.nodes.len() - 1 }.say(lang),
    }
}

/// The picture in words.
fn alt(report: &Report, picture: &Picture, lang: Lang) -> String {
    let nodes = &report.topology.nodes;
    let name = |at: usize| nodes[at].name.clone().unwrap_or_else(|| Drawn::Client.say(lang));
    let described = |(at, card): (usize, &Card)| match &card.busy {
        Some(busy) => format!("{} {busy}", name(at)),
        None => name(at),
    };
    let boxes: Vec<String> = picture.cards.iter().enumerate().map(described).collect();
    let edges = report.topology.edges.iter();
    let calls: Vec<String> = edges
        .filter(|edge| edge.from < nodes.len() && edge.to < nodes.len())
        .map(|edge| {
            let (from, to) = (&name(edge.from), &name(edge.to));
            Text::Call { from, to, rate: about_rate(edge.calls_per_s.value) }.say(lang)
        })
        .collect();
    Text::Alt { boxes: &boxes, calls: &calls }.say(lang)
}
