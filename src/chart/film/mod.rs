//! The story as a film: the design in every still, its queues and colours, and beside it the clock, p99 and failures.
//!
//! ```text
//! still     what the run is like in an interval ─┐
//! scene     the boxes of the design, as wide as any still needs ─┼─ panel   clock, figures, lines, sentence
//! mod       one sheet for each still ── Canvas::flipbook (SVG that moves) · gif
//! ```

#[cfg(feature = "png")]
pub mod gif;
mod panel;
mod scene;
mod still;

use super::frame::{self, Frame};
use super::story::title;
use super::style::{MARGIN, WIDTH};
use super::svg::Canvas;
use crate::document::{Report, Told};
use crate::message::film::Text;
use crate::message::{Lang, Say};
use panel::Panel;
use scene::Scene;
use still::Still;

/// The name of its files, without the ending.
pub const STEM: &str = "story";
/// How long all of it lasts, and the last still beyond the others, ms.
const LENGTH: f64 = 14_000.0;
const LAST: u32 = 2_500;
/// A still lasts at least and at most so long, ms.
const EACH: (f64, f64) = (100.0, 300.0);
/// Boxes times stills at most: a larger design is shown less often, so that the file stays small.
const DRAWN: usize = 1_200;

/// A film: its sheets, one after the other.
#[derive(Clone, Debug)]
pub struct Film {
    /// What it says.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    sheets: Vec<Canvas>,
    /// How long each is shown, ms.
    lasts: Vec<u32>,
}

impl Film {
    /// The film as an SVG that moves by itself, without a script.
    #[must_use]
    pub fn svg(&self) -> String {
        Canvas::flipbook(&self.sheets, &self.lasts, &self.title, &self.alt)
    }
}

/// The film of a run; `None` where nothing happens.
#[must_use]
pub fn film(report: &Report, lang: Lang) -> Option<Film> {
    if report.story.is_empty() || report.topology.nodes.len() < 2 {
        return None;
    }
    let count = report.timeseries.offered_per_s.len();
    let step = (count * report.topology.nodes.len()).div_ceil(DRAWN).max(1);
    let stills: Vec<Still> =
        (0..count).step_by(step).map(|at| Still::of(report, at, lang)).collect();
    let scene = Scene::of(report, &stills, lang);
    let title = title(report, lang);
    let subtitle = frame::subtitle(report, &[], lang);
    let sheets: Vec<Canvas> = stills
        .iter()
        .map(|still| sheet(report, &scene, still, (&title, &subtitle), lang))
        .collect();
    let each = (LENGTH / sheets.len().max(1) as f64).clamp(EACH.0, EACH.1);
    // GIFs count in hundredths of a second.
    let each = (each / 10.0).round() as u32 * 10;
    let mut lasts = vec![each; sheets.len()];
    *lasts.last_mut()? += LAST;
    let story: Vec<String> = report.story.iter().map(|Told(step)| step.say(lang)).collect();
    let alt = Text::Alt { title: &title, story: &story }.say(lang);
    Some(Film { title, alt, sheets, lasts })
}

fn sheet(
    report: &Report,
    scene: &Scene,
    still: &Still,
    (title, subtitle): (&str, &str),
    lang: Lang,
) -> Canvas {
    let (width, height) = scene.size();
    let wide = (width + 2.0 * MARGIN).max(WIDTH);
    // Nothing on it is fine print: letters need not grow with the sheet.
    let zoom = (wide / WIDTH).clamp(1.0, 1.25);
    let head = Frame::wide(title, subtitle, (wide, 0.0), zoom).top;
    let gap = 26.0;
    let below = head + gap + height + gap;
    let mut frame = Frame::wide(title, subtitle, (wide, below + Panel::height(zoom)), zoom);
    let shift = ((wide - width) / 2.0, head + gap);
    scene.paint(&mut frame.canvas, still, shift);
    Panel { report, still, zoom, lang }.paint(&mut frame.canvas, below, wide);
    scene.paint_struck(&mut frame.canvas, still, shift);
    frame.canvas
}
