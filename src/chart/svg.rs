//! A sheet to draw on, in logical pixels; `finish` has plotters draw it, through a backend that writes our SVG.
//!
//! Plotters' coordinates are integers, which would make curves jagged. So everything is drawn ten times
//! as large, and the `viewBox` shrinks it back: a tenth of a pixel is fine enough.

use super::backend::{Svg, escaped};
use super::style::{Color, FONT_FAMILY, INK, PAPER};
use super::text::{printable, width};
use plotters::coord::CoordTranslate;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{Drawable, PointCollection};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, IntoFont, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};
use std::convert::Infallible;
use std::fmt::Write as _;

/// Drawing units in a logical pixel.
pub const UNITS: f64 = 10.0;
/// How wide the rim around a text is, in drawing units.
const HALO: u32 = 50;

/// A box in logical pixels; `y` grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Rect {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl Rect {
    /// Whether two boxes share an area.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.x0 <= other.x0 && self.y0 <= other.y0 && other.x1 <= self.x1 && other.y1 <= self.y1
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    color: Color,
    width: f64,
    opacity: f64,
    dash: Option<(f64, f64)>,
}

impl Pen {
    /// A solid line of `width` pixels.
    #[must_use]
    pub fn new(color: Color, width: f64) -> Self {
        Self { color, width, opacity: 1.0, dash: None }
    }

    /// Dashes and gaps of these lengths.
    #[must_use]
    pub fn dashed(self, on: f64, off: f64) -> Self {
        Self { dash: Some((on, off)), ..self }
    }

    /// See-through: 0 nothing, 1 all of it.
    #[must_use]
    pub fn opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }
}

/// Which point of the text is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    size: f64,
    color: Color,
    bold: bool,
    anchor: Anchor,
    halo: bool,
}

impl Type {
    /// Regular, dark, from the left.
    #[must_use]
    pub fn new(size: f64) -> Self {
        Self { size, color: INK, bold: false, anchor: Anchor::Start, halo: false }
    }

    /// In this colour.
    #[must_use]
    pub fn color(self, color: Color) -> Self {
        Self { color, ..self }
    }

    /// In the bold face.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Hung from another point.
    #[must_use]
    pub fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// With a rim in the colour of the ground, to be read over lines.
    #[must_use]
    pub fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// Size of its letters.
    #[must_use]
    pub const fn size(&self) -> f64 {
        self.size
    }

    /// Width of a text set so.
    #[must_use]
    pub fn width(&self, text: &str) -> f64 {
        width(text, self.size, self.bold)
    }

    /// The box that a text set so fills, if its baseline starts (ends, …) at `(x, y)`.
    #[must_use]
    pub fn extent(&self, text: &str, x: f64, y: f64) -> Rect {
        let width = self.width(text);
        let x0 = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        Rect { x0, y0: y - 0.82 * self.size, x1: x0 + width, y1: y + 0.24 * self.size }
    }

    /// How far below the middle of a line of text its baseline is.
    #[must_use]
    pub fn drop(&self) -> f64 {
        0.35 * self.size
    }
}

/// One thing on the sheet.
#[derive(Clone, Debug)]
enum Element {
    Rect(Rect, Color, f64),
    Path(Vec<(f64, f64)>, Pen),
    Area(Vec<(f64, f64)>, Color, f64),
    Dot((f64, f64), f64, Color),
    Text(String, (f64, f64), Type),
}

/// The sheet.
#[derive(Clone, Debug)]
pub struct Canvas {
    width: f64,
    height: f64,
    elements: Vec<Element>,
}

impl Canvas {
    /// A white sheet of this many logical pixels.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        let ground = Rect { x0: 0.0, y0: 0.0, x1: width, y1: height };
        Self { width, height, elements: vec![Element::Rect(ground, PAPER, 1.0)] }
    }

    /// Width and height in logical pixels.
    #[must_use]
    pub const fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// A filled rectangle; `opacity` from 0 to 1.
    pub fn rect(&mut self, rect: Rect, color: Color, opacity: f64) {
        self.elements.push(Element::Rect(rect, color, opacity));
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), pen: Pen) {
        self.elements.push(Element::Path(vec![from, to], pen));
    }

    /// A line through all points.
    pub fn path(&mut self, points: Vec<(f64, f64)>, pen: Pen) {
        self.elements.push(Element::Path(points, pen));
    }

    /// A filled polygon; `opacity` from 0 to 1.
    pub fn area(&mut self, corners: Vec<(f64, f64)>, color: Color, opacity: f64) {
        self.elements.push(Element::Area(corners, color, opacity));
    }

    /// A disc with a rim in the colour of the ground, to stand out from the line it is on.
    pub fn dot(&mut self, center: (f64, f64), radius: f64, color: Color) {
        self.elements.push(Element::Dot(center, radius + 1.5, PAPER));
        self.elements.push(Element::Dot(center, radius, color));
    }

    /// A ring: a point that was wished for rather than measured.
    pub fn ring(&mut self, center: (f64, f64), radius: f64, color: Color) {
        self.elements.push(Element::Dot(center, radius, color));
        self.elements.push(Element::Dot(center, radius - 2.0, PAPER));
    }

    /// One line of text with its baseline at `(x, y)`.
    pub fn text(&mut self, text: &str, x: f64, y: f64, set: Type) {
        // Without a letter it is not seen, and keeps its place among the others.
        let text = printable(text).trim().to_owned();
        self.elements.push(Element::Text(text, (x, y), set));
    }

    /// The whole document; `title` and `description` are for those who cannot see it.
    #[must_use]
    pub fn finish(&self, title: &str, description: &str) -> String {
        let mut out = self.head(title, description);
        self.draw(&mut out, &self.elements);
        out.push_str("</svg>\n");
        out
    }

    fn draw(&self, out: &mut String, elements: &[Element]) {
        let backend = Svg::new(out, (units(self.width), units(self.height)));
        let sheet = backend.into_drawing_area().apply_coord_spec(Tenths);
        for element in elements {
            // Writing into a string cannot fail.
            let _ = sheet.draw(element);
        }
    }

    /// Sheets one after the other, over and over again, as one document that moves without a script. All have the same
    /// size and the same things on them in the same order, of which the last ones may be missing; each look of a thing is shown in
    /// its time.
    /// `lasts` is how long each is shown, ms.
    #[must_use]
    pub fn flipbook(sheets: &[Self], lasts: &[u32], title: &str, description: &str) -> String {
        let Some(first) = sheets.first() else { return String::new() };
        let mut out = first.head(title, description);
        let slots = sheets.iter().map(|sheet| sheet.elements.len()).max().unwrap_or(0);
        for slot in 0..slots {
            let drawn = |sheet: &Self| {
                let mut text = String::new();
                sheet.draw(&mut text, sheet.elements.get(slot..=slot).unwrap_or_default());
                text
            };
            flip(&mut out, &sheets.iter().map(drawn).collect::<Vec<String>>(), lasts);
        }
        out.push_str("</svg>\n");
        out
    }

    /// How far down anything but the ground is drawn, in logical pixels.
    #[must_use]
    pub fn lowest(&self) -> f64 {
        let bottom = |element: &Element| match element {
            Element::Rect(rect, ..) => rect.y1,
            Element::Path(points, _) | Element::Area(points, ..) => {
                points.iter().map(|(_, y)| *y).fold(0.0, f64::max)
            }
            Element::Dot((_, y), radius, _) => y + radius,
            Element::Text(text, ..) if text.is_empty() => 0.0,
            Element::Text(text, (x, y), set) => set.extent(text, *x, *y).y1,
        };
        self.elements.iter().skip(1).map(bottom).fold(0.0, f64::max).min(self.height)
    }

    fn head(&self, title: &str, description: &str) -> String {
        let mut out = String::new();
        // Writing into a string cannot fail.
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
             viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"{}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">\n\
             <title>{}</title>\n<desc>{}</desc>",
            self.width.round(),
            self.height.round(),
            units(self.width),
            units(self.height),
            escaped(FONT_FAMILY),
            escaped(&printable(title)),
            escaped(&printable(description)),
        );
        out
    }
}

/// One thing as it is drawn on each sheet: as it is where all are alike, else each look of it as long as it lasts.
fn flip(out: &mut String, drawn: &[String], lasts: &[u32]) {
    if drawn.iter().all(|text| *text == drawn[0]) {
        out.push_str(&drawn[0]);
        return;
    }
    let mut looks: Vec<&String> = Vec::new();
    for look in drawn.iter().filter(|look| !look.is_empty()) {
        if !looks.contains(&look) {
            looks.push(look);
        }
    }
    let all_ms = f64::from(lasts.iter().sum::<u32>());
    for look in looks {
        let (mut times, mut states, mut from_ms, mut before) =
            (String::new(), String::new(), 0, None);
        for (now, &lasts_ms) in drawn.iter().map(|it| it == look).zip(lasts) {
            if before != Some(now) {
                let gap = if before.is_some() { ";" } else { "" };
                let share = (f64::from(from_ms) / all_ms * 1e4).round() / 1e4;
                // Writing into a string cannot fail.
                let _ = write!(times, "{gap}{share}");
                let _ = write!(states, "{gap}{}", if now { "visible" } else { "hidden" });
                before = Some(now);
            }
            from_ms += lasts_ms;
        }
        // What does not play it shows the first sheet.
        let still = if drawn[0] == *look { "" } else { " visibility=\"hidden\"" };
        let _ = write!(
            out,
            "<g{still}><animate attributeName=\"visibility\" dur=\"{}s\" repeatCount=\"indefinite\" \
             calcMode=\"discrete\" keyTimes=\"{times}\" values=\"{states}\"/>\n{look}</g>\n",
            all_ms / 1e3
        );
    }
}

/// Logical pixels as drawing units.
#[derive(Clone, Copy)]
struct Tenths;

impl CoordTranslate for Tenths {
    type From = (f64, f64);

    fn translate(&self, (x, y): &(f64, f64)) -> BackendCoord {
        ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
    }
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Element {
    type Point = (f64, f64);
    type IntoIter = Vec<(f64, f64)>;

    fn point_iter(self) -> Vec<(f64, f64)> {
        match self {
            Element::Rect(rect, ..) => vec![(rect.x0, rect.y0), (rect.x1, rect.y1)],
            Element::Path(points, _) | Element::Area(points, ..) => points.clone(),
            Element::Dot(at, ..) | Element::Text(_, at, _) => vec![*at],
        }
    }
}

impl Drawable<Svg<'_>> for Element {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut at: I,
        to: &mut Svg<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let mut next = || at.next().unwrap_or_default();
        match self {
            Self::Rect(_, color, opacity) => {
                to.draw_rect(next(), next(), &filled(*color, *opacity), true)
            }
            Self::Path(_, pen) => {
                if let Some((on, off)) = pen.dash {
                    to.dash(units(on), units(off));
                }
                let color = shade(pen.color, pen.opacity);
                let stroke_width = units(pen.width);
                to.draw_path(at, &ShapeStyle { color, filled: false, stroke_width })
            }
            Self::Area(_, color, opacity) => to.fill_polygon(at, &shade(*color, *opacity)),
            Self::Dot(_, radius, color) => {
                to.draw_circle(next(), units(*radius), &filled(*color, 1.0), true)
            }
            Self::Text(text, ..) if text.is_empty() => Ok(()),
            Self::Text(text, _, set) => {
                if set.halo {
                    to.halo(PAPER, HALO);
                }
                let color = shade(set.color, 1.0);
                to.draw_text(text, &set.style().color(&color), next())
            }
        }
    }
}

impl Type {
    /// The same in plotters' words; the colour is left to the caller.
    fn style(&self) -> TextStyle<'static> {
        let face = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let anchor = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        TextStyle::from(("sans-serif", self.size * UNITS, face).into_font())
            .pos(Pos::new(anchor, VPos::Bottom))
    }
}

/// A length in drawing units.
pub fn units(length: f64) -> u32 {
    // A cast from a float saturates, and takes what is not a number as 0.
    (length * UNITS).round() as u32
}

fn shade(color: Color, opacity: f64) -> RGBAColor {
    RGBAColor(color.0, color.1, color.2, opacity)
}

fn filled(color: Color, opacity: f64) -> ShapeStyle {
    ShapeStyle { color: shade(color, opacity), filled: true, stroke_width: 0 }
}

#[cfg(test)]
mod tests {
    use super::super::style::BLUE;
    use super::*;

    fn sample() -> Canvas {
        let mut canvas = Canvas::new(100.0, 50.0);
        canvas.line((1.0, 2.04), (3.0, 4.0), Pen::new(BLUE, 1.5).dashed(4.0, 3.0));
        canvas.path(vec![(0.0, 0.0), (1.0, 1.0)], Pen::new(BLUE, 2.0));
        canvas.text("a <b> & \"c\"\u{7}", 5.0, 6.0, Type::new(14.0).bold().halo());
        canvas.text("  ", 5.0, 6.0, Type::new(14.0));
        canvas.dot((9.0, 9.0), 3.0, BLUE);
        canvas
    }

    #[test]
    fn every_attribute_is_where_it_belongs() {
        let svg = sample().finish("T & t", "d");
        let expect = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" viewBox=\"0 0 1000 500\"",
            "<title>T &amp; t</title>",
            "<rect x=\"0\" y=\"0\" width=\"1000\" height=\"500\" fill=\"#FFFFFF\"/>",
            "stroke-width=\"15\" d=\"M10 20l20 20\" stroke-dasharray=\"40 30\" stroke-linecap=\"butt\"/>",
            "d=\"M0 0l10 10\"/>",
            "<text x=\"50\" y=\"60\" fill=\"#2B2F36\" font-weight=\"bold\" \
             font-size=\"140\" stroke=\"#FFFFFF\"",
            ">a &lt;b&gt; &amp; &quot;c&quot;</text>",
            "<circle cx=\"90\" cy=\"90\" r=\"30\" fill=\"#0072B2\"/>\n</svg>",
        ];
        for part in expect {
            assert!(svg.contains(part), "{part}\nnot in\n{svg}");
        }
    }

    #[test]
    fn a_flipbook_shows_each_thing_in_its_time() {
        let sheet = |text: &str| {
            let mut canvas = Canvas::new(100.0, 50.0);
            canvas.text("always", 5.0, 6.0, Type::new(14.0));
            canvas.text(text, 5.0, 20.0, Type::new(14.0));
            if text == "b" {
                canvas.dot((9.0, 9.0), 3.0, BLUE);
            }
            canvas
        };
        let sheets = [sheet("a"), sheet(""), sheet("a"), sheet("b")];
        let svg = Canvas::flipbook(&sheets, &[100, 100, 100, 700], "t", "d");
        assert_eq!(svg.matches(">always</text>").count(), 1, "{svg}");
        let a = "<g><animate attributeName=\"visibility\" dur=\"1s\" repeatCount=\"indefinite\" \
                 calcMode=\"discrete\" keyTimes=\"0;0.1;0.2;0.3\" values=\"visible;hidden;visible;hidden\"/>";
        let b = "<g visibility=\"hidden\"><animate attributeName=\"visibility\" dur=\"1s\" \
                 repeatCount=\"indefinite\" calcMode=\"discrete\" keyTimes=\"0;0.3\" values=\"hidden;visible\"/>";
        assert!(svg.contains(a) && svg.contains(b), "{svg}");
        // The dot and its rim are on the last sheet alone.
        assert_eq!(svg.matches("<animate").count(), 4, "{svg}");
        assert_eq!(svg.matches("<circle").count(), 2, "{svg}");
    }

    #[test]
    fn a_text_knows_its_box() {
        let set = Type::new(10.0).anchor(Anchor::End);
        let extent = set.extent("12", 100.0, 50.0);
        assert!((extent.x1 - 100.0).abs() < 1e-9 && extent.x0 < 88.0 && extent.y0 < 43.0);
    }
}
