//! Below the design: the clock and the figures of the still, the load over time, and what happened last.

use super::still::Still;
use crate::chart::scale::drawable;
use crate::chart::style::{
    AXIS, BLUE, GREY, INK, MARGIN, MUTED, PALE_BLUE, TICK_SIZE, VERMILLION, VERMILLION_INK,
};
use crate::chart::svg::{Anchor, Canvas, Pen, Rect, Type};
use crate::chart::text::{ellipsis, lines};
use crate::document::Report;
use crate::figure::{about_rate, about_seconds};
use crate::message::film::Text;
use crate::message::{Lang, Say};

/// Sizes of a figure and of the sentence.
const FIGURE: f64 = 26.0;
const SENTENCE: f64 = 17.0;
/// Heights: the figures, the lines over time, one line of the sentence.
const FIGURES: f64 = 64.0;
const LINES: f64 = 84.0;
const LEADING: f64 = 23.0;
/// Lines of the sentence.
const SAID: usize = 3;

/// The panel of a still.
pub struct Panel<'a> {
    pub report: &'a Report,
    pub still: &'a Still,
    pub zoom: f64,
    pub lang: Lang,
}

impl Panel<'_> {
    /// How tall it is.
    pub fn height(zoom: f64) -> f64 {
        (FIGURES + LINES + 66.0 + LEADING * SAID as f64 + 18.0) * zoom
    }

    /// Puts it on the sheet, from `top` down.
    pub fn paint(&self, canvas: &mut Canvas, top: f64, wide: f64) {
        let zoom = self.zoom;
        self.figures(canvas, top, wide);
        let y0 = top + (FIGURES + 16.0) * zoom;
        let plot = Rect { x0: MARGIN, y0, x1: wide - MARGIN, y1: y0 + LINES * zoom };
        self.lines(canvas, &plot);
        let y = plot.y1 + 50.0 * zoom;
        let set = Type::new(SENTENCE * zoom).color(INK);
        let said = lines(&self.still.told, |line| set.width(line), wide - 2.0 * MARGIN);
        for at in 0..SAID {
            let mut line = said.get(at).cloned().unwrap_or_default();
            if at + 1 == SAID && said.len() > SAID {
                line = ellipsis(&said[at..].join(" "), set.size(), false, wide - 2.0 * MARGIN);
            }
            canvas.text(&line, MARGIN, y + LEADING * zoom * (at as f64 + 0.5), set);
        }
    }

    fn figures(&self, canvas: &mut Canvas, top: f64, wide: f64) {
        let (still, zoom) = (self.still, self.zoom);
        let all = [
            (Text::Clock, &still.clock, INK),
            (Text::Load, &still.load, INK),
            (Text::P99, &still.p99, INK),
            (Text::Failing, &still.failing, if still.alarm { VERMILLION_INK } else { INK }),
        ];
        let each = (wide - 2.0 * MARGIN) / all.len() as f64;
        for (at, (name, value, color)) in all.into_iter().enumerate() {
            let x = MARGIN + each * at as f64;
            let small = Type::new(TICK_SIZE * zoom).color(MUTED);
            canvas.text(&name.say(self.lang), x, top + 16.0 * zoom, small);
            let set = Type::new(FIGURE * zoom).bold().color(color);
            canvas.text(value, x, top + 46.0 * zoom, set);
        }
    }

    /// What came, what was answered and what failed, over the whole run, and where it is now.
    fn lines(&self, canvas: &mut Canvas, plot: &Rect) {
        let series = &self.report.timeseries;
        let count = series.offered_per_s.len().max(1);
        let known = |values: &[f64]| -> Vec<f64> {
            values.iter().map(|it| if drawable(*it) { it.max(0.0) } else { 0.0 }).collect()
        };
        let (offered, completed, failed) = (
            known(&series.offered_per_s),
            known(&series.completed_per_s),
            known(&series.errors_per_s),
        );
        let all = offered.iter().chain(&completed).chain(&failed);
        let most = all.copied().fold(0.0, f64::max).max(1e-9);
        let x_of = |share: f64| plot.x0 + share * (plot.x1 - plot.x0);
        let point = |(at, value): (usize, &f64)| {
            (x_of((at as f64 + 0.5) / count as f64), plot.y1 - value / most * (plot.y1 - plot.y0))
        };
        let end_s = series.interval_s * count as f64;
        for mark in &self.report.marks {
            for at_s in [Some(mark.at_s), mark.until_s].into_iter().flatten() {
                let x = x_of((at_s / end_s).clamp(0.0, 1.0));
                canvas.line((x, plot.y0), (x, plot.y1), Pen::new(AXIS, 1.0).dashed(4.0, 4.0));
            }
        }
        canvas.line((plot.x0, plot.y1), (plot.x1, plot.y1), Pen::new(AXIS, 1.2));
        for (values, color, width) in
            [(&offered, GREY, 2.0), (&failed, VERMILLION, 2.0), (&completed, BLUE, 2.4)]
        {
            canvas.path(values.iter().enumerate().map(point).collect(), Pen::new(color, width));
        }
        let set = Type::new(TICK_SIZE).color(MUTED);
        canvas.text(&about_rate(most).say(self.lang), plot.x0, plot.y0 - 5.0, set);
        canvas.text(&about_seconds(0.0).say(self.lang), plot.x0, plot.y1 + 20.0, set);
        let end = about_seconds(end_s).say(self.lang);
        canvas.text(&end, plot.x1, plot.y1 + 20.0, set.anchor(Anchor::End));
        let middle = (plot.x0 + plot.x1) / 2.0;
        canvas.text(
            &Text::Lines.say(self.lang),
            middle,
            plot.y1 + 20.0,
            set.anchor(Anchor::Middle),
        );
        let x = x_of((self.still.at as f64 + 0.5) / count as f64);
        let behind = Rect { x0: plot.x0, y0: plot.y1 + 2.0, x1: x, y1: plot.y1 + 5.0 };
        canvas.rect(behind, PALE_BLUE, 1.0);
        canvas.line((x, plot.y0 - 4.0), (x, plot.y1 + 5.0), Pen::new(INK, 1.6));
    }
}
