//! What every chart has around its data: the message, the small line below it, ticks and grid.

use super::Chart;
use super::figures::Figures;
use super::scale::Scale;
use super::style::{
    AXIS, GRID, MARGIN, MUTED, SUBTITLE_SIZE, TICK_SIZE, TITLE_SIZE, TITLE_SIZE_MIN, WIDTH,
};
use super::svg::{Anchor, Canvas, Pen, Rect, Type, units};
use super::text::{ellipsis, two_lines, width};
use crate::document::Report;
use crate::figure::about_seconds;
use crate::message::Lang;
use crate::message::Say;
use crate::message::chart::Text;

/// What is kept of the ground below the lowest mark, where a page cuts the rest off.
const BELOW: f64 = 8.0;

/// A sheet with its title; what is below `top` is free.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The sheet.
    pub canvas: Canvas,
    /// Below the title and the subtitle.
    pub top: f64,
    /// The figures behind the picture.
    pub figures: Figures,
    title: String,
    subtitle: String,
}

impl Frame {
    /// A sheet of the usual width with a title, and a subtitle that is cut if it is too long.
    #[must_use]
    pub fn new(title: &str, subtitle: &str, height: f64) -> Self {
        Self::wide(title, subtitle, (WIDTH, height), 1.0)
    }

    /// A sheet of this width and height with letters that are so many times as large.
    #[must_use]
    pub fn wide(title: &str, subtitle: &str, (wide, height): (f64, f64), zoom: f64) -> Self {
        let mut canvas = Canvas::new(wide, height);
        let room = wide - 2.0 * MARGIN;
        let mut size = TITLE_SIZE * zoom;
        while size > TITLE_SIZE_MIN * zoom && width(title, size, true) > room {
            size -= 0.5;
        }
        let small = SUBTITLE_SIZE * zoom;
        let subtitle = ellipsis(subtitle, small, false, room);
        let mut y = 24.0 * zoom;
        for line in two_lines(title, size, true, room) {
            y += 1.12 * size;
            canvas.text(&line, MARGIN, y, Type::new(size).bold());
        }
        if !subtitle.is_empty() {
            y += 26.0 * zoom;
            let set = Type::new(small).color(MUTED);
            canvas.text(&subtitle, MARGIN, y, set);
        }
        Self {
            canvas,
            top: y + 14.0 * zoom,
            figures: Figures::default(),
            title: title.to_owned(),
            subtitle,
        }
    }

    /// The finished picture.
    #[must_use]
    pub fn finish(self, file_stem: &'static str, alt: String) -> Chart {
        let svg = self.canvas.finish(&self.title, &alt);
        let (head, foot) = (units(self.top), units(self.canvas.lowest() + BELOW));
        let Self { title, subtitle, figures, .. } = self;
        Chart { file_stem, title, subtitle, alt, head, foot, svg, figures }
    }
}

/// Between the parts of a small line.
pub const BETWEEN: &str = " · ";

/// The small line that says which run this is; the scenario's name gives way if there is too little room.
#[must_use]
pub fn subtitle(report: &Report, notes: &[Text<'_>], lang: Lang) -> String {
    let length = about_seconds(report.simulated_s);
    let runs = Text::Runs { replications: report.replications, length };
    let run = [Text::Seed(report.seed), runs];
    let told = if report.replications == 0 { &run[..1] } else { &run };
    let rest: Vec<String> = told.iter().chain(notes).map(|part| part.say(lang)).collect();
    let rest = rest.join(BETWEEN);
    let used = width(&rest, SUBTITLE_SIZE, false) + width(BETWEEN, SUBTITLE_SIZE, false);
    let room = (WIDTH - 2.0 * MARGIN - used).max(120.0);
    let name = ellipsis(&report.scenario, SUBTITLE_SIZE, false, room);
    if name.is_empty() { rest } else { format!("{name}{BETWEEN}{rest}") }
}

/// A name short enough to leave room for the rest of a title.
#[must_use]
pub fn name_in_title(name: &str) -> String {
    ellipsis(name, TITLE_SIZE_MIN, true, 400.0)
}

/// How wide the widest of these tick labels is.
#[must_use]
pub fn widest(labels: &[String]) -> f64 {
    labels.iter().map(|label| width(label, TICK_SIZE, false)).fold(0.0, f64::max)
}

/// Horizontal grid lines with their labels to the left of the plot.
pub fn grid(canvas: &mut Canvas, plot: &Rect, scale: &Scale, labels: &[String]) {
    let set = Type::new(TICK_SIZE).color(MUTED).anchor(Anchor::End);
    for (tick, label) in scale.ticks.iter().zip(labels) {
        let y = scale.px(*tick);
        canvas.line((plot.x0, y), (plot.x1, y), Pen::new(GRID, 1.0));
        canvas.text(label, plot.x0 - 10.0, y + set.drop(), set);
    }
}

/// The horizontal axis: a line, short marks, and a label under each.
pub fn axis(canvas: &mut Canvas, plot: &Rect, ticks: &[(f64, String)]) {
    let pen = Pen::new(AXIS, 1.2);
    canvas.line((plot.x0, plot.y1), (plot.x1, plot.y1), pen);
    let set = Type::new(TICK_SIZE).color(MUTED).anchor(Anchor::Middle);
    for (x, label) in ticks {
        canvas.line((*x, plot.y1), (*x, plot.y1 + 5.0), pen);
        canvas.text(label, *x, plot.y1 + 21.0, set);
    }
}

/// The name of an axis, small and grey.
pub fn axis_name(canvas: &mut Canvas, text: &str, x: f64, y: f64, anchor: Anchor) {
    canvas.text(text, x, y, Type::new(TICK_SIZE).color(MUTED).anchor(anchor).halo());
}
