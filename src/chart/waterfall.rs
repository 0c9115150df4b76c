//! Where the time of requests goes: one lane per component, its waits and its service as bars along the time
//! since the request arrived.

use super::Chart;
use super::frame::{self, BETWEEN, Frame};
use super::scale::{Scale, drawable, step_125};
use super::style::{BLUE, Color, GREY, GRID, HEIGHT, LABEL_SIZE, MARGIN, VERMILLION, WIDTH};
use super::svg::{Anchor, Pen, Rect, Type};
use super::text::{ellipsis, width};
use crate::figure::about_duration;
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;

/// One picture of one request (a real one, or the mean of several).
#[derive(Clone, Debug, Default)]
pub struct Waterfall {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Groups of lanes below each other on one time axis: `a median request`, `a slow one (p99)`.
    pub panels: Vec<Panel>,
}

/// One request.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Which request: `p99: 38.2 ms`.
    pub label: String,
    /// In the order of the calls.
    pub lanes: Vec<Lane>,
}

/// One component's part of it.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// The component, or the network.
    pub name: String,
    /// Its pieces of time, ms since the request arrived.
    pub spans: Vec<Span>,
}

/// A piece of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Span {
    /// From, ms.
    pub from_ms: f64,
    /// To, ms.
    pub to_ms: f64,
    /// What it is spent on.
    pub spent: Spent,
}

/// What time is spent on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spent {
    /// Waiting in a queue.
    #[default]
    Waiting,
    /// Being served.
    Service,
    /// On the network.
    Network,
    /// Waiting for the answer of a component below.
    Downstream,
}

/// A lane is at most this high.
const LANE_MAX: f64 = 34.0;
/// Above each panel, for its label.
const PANEL_HEAD: f64 = 34.0;
/// Names take at most this much of the width.
const NAMES_MAX: f64 = 200.0;
/// A bar is never so thin that it cannot be seen.
const THINNEST: f64 = 1.2;

impl Spent {
    /// Every kind of time, in the order of the legend.
    const ALL: [Self; 4] = [Self::Waiting, Self::Service, Self::Network, Self::Downstream];

    fn color(self) -> Color {
        match self {
            Self::Waiting => VERMILLION,
            Self::Service => BLUE,
            Self::Network => GREY,
            Self::Downstream => GRID,
        }
    }

    fn text(self) -> Text<'static> {
        match self {
            Self::Waiting => Text::SpentWaiting,
            Self::Service => Text::SpentService,
            Self::Network => Text::SpentNetwork,
            Self::Downstream => Text::SpentDownstream,
        }
    }
}

/// The picture; `None` without lanes.
#[must_use]
pub fn draw(waterfall: &Waterfall, lang: Lang) -> Option<Chart> {
    let spans = || waterfall.panels.iter().flat_map(|p| &p.lanes).flat_map(|lane| &lane.spans);
    let end = spans().map(|span| span.to_ms).filter(|to| drawable(*to)).fold(0.0, f64::max);
    if end <= 0.0 {
        return None;
    }
    let lanes: usize = waterfall.panels.iter().map(|panel| panel.lanes.len()).sum();
    let heads = PANEL_HEAD * waterfall.panels.len() as f64;
    let height = (150.0 + heads + LANE_MAX * lanes as f64 + 60.0).clamp(HEIGHT, 2.0 * HEIGHT);
    let mut frame = Frame::new(&waterfall.title, &waterfall.subtitle, height);
    legend(&mut frame, spans().map(|span| span.spent).collect(), lang);
    let top = frame.top + 34.0;
    let lane = ((height - 70.0 - top - heads) / lanes.max(1) as f64).min(LANE_MAX);
    let names = waterfall.panels.iter().flat_map(|panel| &panel.lanes);
    let widest = names.map(|lane| width(&lane.name, LABEL_SIZE, false)).fold(40.0, f64::max);
    let left = MARGIN + widest.min(NAMES_MAX) + 12.0;
    let scale = Scale::until(end, 8, step_125).over(left, WIDTH - MARGIN - 10.0);
    let bottom = top + heads + lane * lanes as f64;
    for tick in &scale.ticks {
        let x = scale.px(*tick);
        frame.canvas.line((x, top), (x, bottom + 5.0), Pen::new(GRID, 1.0));
        let label = about_duration(*tick).say(lang);
        frame::axis_name(&mut frame.canvas, &label, x, bottom + 22.0, Anchor::Middle);
    }
    let middle = f64::midpoint(left, WIDTH - MARGIN);
    let name = Text::WaterfallAxis.say(lang);
    frame::axis_name(&mut frame.canvas, &name, middle, bottom + 46.0, Anchor::Middle);
    let mut y = top;
    for panel in &waterfall.panels {
        let head = Type::new(LABEL_SIZE).bold().halo();
        let room = WIDTH - 2.0 * MARGIN;
        let label = ellipsis(&panel.label, LABEL_SIZE, true, room);
        frame.canvas.text(&label, MARGIN, y + PANEL_HEAD - 10.0, head);
        y += PANEL_HEAD;
        for each in &panel.lanes {
            draw_lane(&mut frame, each, &scale, (left, y), lane, lang);
            y += lane;
        }
        table(&mut frame, panel, lang);
    }
    Some(frame.finish(waterfall.file_stem, waterfall.alt.clone()))
}

fn draw_lane(
    frame: &mut Frame,
    lane: &Lane,
    scale: &Scale,
    (left, y): (f64, f64),
    high: f64,
    lang: Lang,
) {
    let size = (high * 0.55).clamp(10.0, LABEL_SIZE);
    let set = Type::new(size).anchor(Anchor::End);
    let name = ellipsis(&lane.name, size, false, NAMES_MAX);
    frame.canvas.text(&name, left - 10.0, y + high / 2.0 + set.drop(), set);
    frame.canvas.line((left, y + high), (WIDTH - MARGIN, y + high), Pen::new(GRID, 0.6));
    let fits = |span: &&Span| drawable(span.from_ms) && drawable(span.to_ms);
    // What is spent below is drawn first and thin: the component's own time lies on it.
    let (below, own): (Vec<&Span>, Vec<&Span>) =
        lane.spans.iter().filter(fits).partition(|span| span.spent == Spent::Downstream);
    for span in below.into_iter().chain(own) {
        let share = if span.spent == Spent::Downstream { 0.2 } else { 0.66 };
        let (from, to) = (scale.px(span.from_ms), scale.px(span.to_ms));
        let rect = Rect {
            x0: from,
            y0: y + high * (1.0 - share) / 2.0,
            x1: to.max(from + THINNEST),
            y1: y + high * (1.0 + share) / 2.0,
        };
        frame.canvas.rect(rect, span.spent.color(), 1.0);
        let said =
            [lane.name.clone(), span.spent.text().say(lang), from_to(span, lang)].join(BETWEEN);
        frame.figures.spot(rect, said);
    }
}

/// From when to when.
fn from_to(span: &Span, lang: Lang) -> String {
    let (from, to) = (about_duration(span.from_ms), about_duration(span.to_ms));
    Text::FromTo { from, to }.say(lang)
}

/// One request as a table.
fn table(frame: &mut Frame, panel: &Panel, lang: Lang) {
    let head = [Text::ColumnName, Text::ColumnSpent, Text::WaterfallAxis];
    let row = |lane: &Lane, span: &Span| {
        vec![lane.name.clone(), span.spent.text().say(lang), from_to(span, lang)]
    };
    let rows =
        panel.lanes.iter().flat_map(|lane| lane.spans.iter().map(move |span| row(lane, span)));
    let head = head.map(|title| title.say(lang));
    frame.figures.table(panel.label.clone(), head.into(), rows.collect());
}

/// Which colour is what; only what occurs.
fn legend(frame: &mut Frame, occurring: Vec<Spent>, lang: Lang) {
    let set = Type::new(LABEL_SIZE);
    let y = frame.top + 14.0;
    let mut x = MARGIN;
    for spent in Spent::ALL.into_iter().filter(|spent| occurring.contains(spent)) {
        let rect = Rect { x0: x, y0: y - 12.0, x1: x + 16.0, y1: y + 2.0 };
        frame.canvas.rect(rect, spent.color(), 1.0);
        let words = spent.text().say(lang);
        frame.canvas.text(&words, x + 23.0, y, set);
        x += 23.0 + set.width(&words) + 28.0;
    }
}
