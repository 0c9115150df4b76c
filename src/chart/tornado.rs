//! What matters most: for each input, how far the outcome swings between the input's low and high end.

use super::Chart;
use super::frame::{BETWEEN, Frame};
use super::scale::{Scale, drawable};
use super::style::{BLUE, HEIGHT, INK, LABEL_SIZE, MARGIN, MUTED, PALE_BLUE, TICK_SIZE, WIDTH};
use super::svg::{Anchor, Pen, Rect, Type};
use super::text::{ellipsis, width};
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;

/// A tornado: for each outcome, bars around its central value, the widest on top.
#[derive(Clone, Debug, Default)]
pub struct Tornado {
    /// Name of its file, without the ending.
    pub file_stem: &'static str,
    /// The picture's message, one sentence.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Below each other, each with an axis of its own.
    pub panels: Vec<Panel>,
}

/// One outcome.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Which outcome, and its value with every input at its centre: `peak_read_qps: 24,500/s`.
    pub head: String,
    /// That value.
    pub center: f64,
    /// The widest first.
    pub swings: Vec<Swing>,
}

/// One input.
#[derive(Clone, Debug, Default)]
pub struct Swing {
    /// Its name.
    pub name: String,
    /// Its low and high end, as words: `1.5 to 3`; may be empty.
    pub note: String,
    /// The outcome with the input at its low end, and how that is written.
    pub at_low: (f64, String),
    /// The outcome with the input at its high end.
    pub at_high: (f64, String),
}

/// Bars of a panel are at most so many; the rest matter less than any of them.
const MOST: usize = 12;
/// A row is at most this high.
const ROW_MAX: f64 = 48.0;
/// A bar is at most this thick.
const BAR_MAX: f64 = 30.0;
/// For the head of a panel, and the space before the next.
const HEAD: f64 = 40.0;
/// Above the first panel, and below the last with the legend.
const AROUND: (f64, f64) = (30.0, 56.0);
/// Names take at most this much of the width.
const NAMES_MAX: f64 = 330.0;
/// Around the figures at a bar's ends.
const GAP: f64 = 8.0;

/// The picture; `None` without a swing that can be drawn.
#[must_use]
pub fn draw(tornado: &Tornado, lang: Lang) -> Option<Chart> {
    let fits = |swing: &&Swing| drawable(swing.at_low.0) && drawable(swing.at_high.0);
    let panels: Vec<(&Panel, Vec<&Swing>)> = tornado
        .panels
        .iter()
        .map(|panel| (panel, panel.swings.iter().filter(fits).take(MOST).collect::<Vec<_>>()))
        .filter(|(panel, swings)| drawable(panel.center) && !swings.is_empty())
        .collect();
    let rows: usize = panels.iter().map(|(_, swings)| swings.len()).sum();
    if rows == 0 {
        return None;
    }
    let heads = HEAD * panels.len() as f64;
    let row = ((HEIGHT - 110.0 - heads) / rows as f64).clamp(24.0, ROW_MAX);
    let height = 100.0 + AROUND.0 + heads + row * rows as f64 + AROUND.1;
    let mut frame = Frame::new(&tornado.title, &tornado.subtitle, height);
    let size = (row * 0.5).clamp(11.0, LABEL_SIZE);
    let all = || panels.iter().flat_map(|(_, swings)| swings);
    let names = all().map(|swing| name_width(swing, size)).fold(60.0, f64::max).min(NAMES_MAX);
    let figures = all().flat_map(|swing| [&swing.at_low.1, &swing.at_high.1]);
    let figures = figures.map(|text| width(text, size, false)).fold(0.0, f64::max) + GAP;
    let sides = (MARGIN + names + 20.0 + figures, WIDTH - MARGIN - figures);
    let mut y = frame.top + AROUND.0;
    for (panel, swings) in &panels {
        let x = axis_of(panel, swings).over(sides.0, sides.1);
        let rows = Rows { x: &x, center: x.px(panel.center), row, size, names };
        head(&mut frame, &panel.head, rows.center, y);
        let top = y + 14.0;
        for (index, swing) in swings.iter().enumerate() {
            rows.swing(&mut frame, swing, top + row * (index as f64 + 0.5));
            let y0 = top + row * index as f64;
            let rect = Rect { x0: MARGIN, y0, x1: WIDTH - MARGIN, y1: y0 + row };
            frame.figures.spot(rect, said(panel, swing, lang));
        }
        table(&mut frame, panel, swings, lang);
        let bottom = top + row * swings.len() as f64;
        let ends = ((rows.center, top - 6.0), (rows.center, bottom + 4.0));
        frame.canvas.line(ends.0, ends.1, Pen::new(INK, 1.4));
        y = bottom + HEAD - 14.0;
    }
    legend(&mut frame, height - 26.0, lang);
    Some(frame.finish(tornado.file_stem, tornado.alt.clone()))
}

/// What a bar says: the input, its range, and the outcome at both ends of it.
fn said(panel: &Panel, swing: &Swing, lang: Lang) -> String {
    let at = |words: Text<'_>, end: &str| format!("{} {end}", words.say(lang));
    let (low, high) =
        (at(Text::TornadoLow, &swing.at_low.1), at(Text::TornadoHigh, &swing.at_high.1));
    let parts = [&panel.head, &swing.name, &swing.note, &low, &high].map(String::as_str);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(BETWEEN)
}

/// A panel as a table.
fn table(frame: &mut Frame, panel: &Panel, swings: &[&Swing], lang: Lang) {
    let head = [Text::ColumnName, Text::TornadoLow, Text::TornadoHigh].map(|title| title.say(lang));
    let row = |swing: &&Swing| {
        let name = [swing.name.as_str(), &swing.note].join(" ").trim_end().to_owned();
        vec![name, swing.at_low.1.clone(), swing.at_high.1.clone()]
    };
    let rows = swings.iter().map(row).collect();
    frame.figures.table(panel.head.clone(), head.into(), rows);
}

/// From the least to the greatest outcome; logarithmic where that is a long way.
fn axis_of(panel: &Panel, swings: &[&Swing]) -> Scale {
    let ends = swings.iter().flat_map(|swing| [swing.at_low.0, swing.at_high.0]);
    let all = || ends.clone().chain([panel.center]);
    let low = all().fold(f64::INFINITY, f64::min);
    let high = all().fold(f64::NEG_INFINITY, f64::max);
    if low > 0.0 && high > 20.0 * low {
        Scale::log(low, high)
    } else {
        Scale::between(low, high, 5)
    }
}

/// The outcome above its centre line.
fn head(frame: &mut Frame, words: &str, center: f64, y: f64) {
    let set = Type::new(LABEL_SIZE).bold();
    let words = ellipsis(words, LABEL_SIZE, true, WIDTH - 2.0 * MARGIN);
    let wide = set.width(&words);
    let from = (center - wide / 2.0).min(WIDTH - MARGIN - wide).max(MARGIN);
    frame.canvas.text(&words, from, y, set);
}

/// How the rows of a panel are drawn.
struct Rows<'a> {
    x: &'a Scale,
    center: f64,
    row: f64,
    size: f64,
    names: f64,
}

impl Rows<'_> {
    /// A bar on either side of the centre, the outcomes at its ends, the input's name.
    fn swing(&self, frame: &mut Frame, swing: &Swing, middle: f64) {
        let half = (self.row * 0.62).min(BAR_MAX) / 2.0;
        for (value, color) in [(swing.at_low.0, PALE_BLUE), (swing.at_high.0, BLUE)] {
            let end = self.x.px(value);
            let (x0, x1) = (end.min(self.center), end.max(self.center));
            frame.canvas.rect(Rect { x0, y0: middle - half, x1, y1: middle + half }, color, 1.0);
        }
        self.figures(frame, swing, middle);
        self.name(frame, swing, middle);
    }

    /// The outcome at both ends of a bar, outside of it; where both ends lie on one side, at the far one alone.
    fn figures(&self, frame: &mut Frame, swing: &Swing, middle: f64) {
        let set = Type::new(self.size).color(MUTED);
        let mut ends = [&swing.at_low, &swing.at_high];
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (left, right) = (self.x.px(ends[0].0), self.x.px(ends[1].0));
        let y = middle + set.drop();
        if left < self.center - 0.5 || right <= self.center + 0.5 {
            let x = left.min(self.center) - GAP;
            frame.canvas.text(&ends[0].1, x, y, set.anchor(Anchor::End));
        }
        if right > self.center + 0.5 {
            frame.canvas.text(&ends[1].1, right + GAP, y, set);
        }
    }

    /// The input's name, and its range in grey, from the left edge.
    fn name(&self, frame: &mut Frame, swing: &Swing, middle: f64) {
        let size = self.size;
        let y = middle + Type::new(size).drop();
        let note = width(&swing.note, size - 1.0, false) + 8.0;
        let room = (self.names - note).max(self.names * 0.45);
        let text = ellipsis(&swing.name, size, true, room);
        frame.canvas.text(&text, MARGIN, y, Type::new(size).bold());
        let used = width(&text, size, true) + 8.0;
        let left = self.names - used;
        if left > 30.0 {
            let note = ellipsis(&swing.note, size - 1.0, false, left);
            frame.canvas.text(&note, MARGIN + used, y, Type::new(size - 1.0).color(MUTED));
        }
    }
}

fn name_width(swing: &Swing, size: f64) -> f64 {
    let note =
        if swing.note.is_empty() { 0.0 } else { 8.0 + width(&swing.note, size - 1.0, false) };
    width(&swing.name, size, true) + note
}

/// Which colour is which end.
fn legend(frame: &mut Frame, y: f64, lang: Lang) {
    let set = Type::new(TICK_SIZE).color(MUTED);
    let mut x = MARGIN;
    for (color, words) in [(PALE_BLUE, Text::TornadoLow), (BLUE, Text::TornadoHigh)] {
        let words = words.say(lang);
        let rect = Rect { x0: x, y0: y - 11.0, x1: x + 14.0, y1: y + 1.0 };
        frame.canvas.rect(rect, color, 1.0);
        frame.canvas.text(&words, x + 20.0, y, set);
        x += 20.0 + set.width(&words) + 26.0;
    }
}
