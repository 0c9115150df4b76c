//! A sheet to draw on, in logical pixels; `finish` hands it to plotters and mends what plotters cannot say.
//!
//! Plotters' SVG coordinates are integers, which would make curves jagged. So everything is drawn ten times
//! as large, and the `viewBox` shrinks it back: a tenth of a pixel is fine enough.

use super::style::{Color, FONT_FAMILY, INK, PAPER};
use super::text::{printable, width};
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, IntoFont, RGBAColor, ShapeStyle, TextStyle};
use std::fmt::Write as _;

/// Drawing units in a logical pixel.
const UNITS: f64 = 10.0;

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
        let text = printable(text).trim().to_owned();
        if !text.is_empty() {
            self.elements.push(Element::Text(text, (x, y), set));
        }
    }

    /// The whole document; `title` and `description` are for those who cannot see it.
    #[must_use]
    pub fn finish(&self, title: &str, description: &str) -> String {
        let mut raw = String::new();
        {
            let mut backend =
                SVGBackend::with_string(&mut raw, (units(self.width), units(self.height)));
            for element in &self.elements {
                // Writing into a string cannot fail.
                let _ = element.draw(&mut backend);
            }
            let _ = backend.present();
        }
        self.mend(&raw, title, description)
    }

    /// Adds to plotters' document what it has no words for, and drops what says nothing.
    ///
    /// Plotters writes one tag per element, in order, each on a line of its own (a text: three lines).
    fn mend(&self, raw: &str, title: &str, description: &str) -> String {
        let mut lines = raw.lines().skip(1);
        let mut out = self.head(title, description);
        for element in &self.elements {
            let Some(line) = lines.next() else { break };
            let line = without(&without(line, "dy"), "font-family");
            let line = line.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "");
            let line = line.replace(" stroke-width=\"0\"", "").replace(" \"/>", "\"/>");
            match element {
                Element::Text(_, _, set) => {
                    let size = format!(" font-size=\"{}\"", (set.size * UNITS).round());
                    let start = without(&line, "font-size");
                    out.push_str(start.trim_end_matches('>'));
                    out.push_str(&size);
                    out.push_str(&element.extra());
                    out.push('>');
                    out.push_str(lines.next().unwrap_or_default());
                    out.push_str(lines.next().unwrap_or_default());
                }
                _ => {
                    out.push_str(line.trim_end_matches("/>"));
                    out.push_str(&element.extra());
                    out.push_str("/>");
                }
            }
            out.push('\n');
        }
        out.push_str("</svg>\n");
        out
    }

    fn head(&self, title: &str, description: &str) -> String {
        let mut out = String::new();
        // Writing into a string cannot fail.
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
             viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"{}\">\n\
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

impl Element {
    fn draw(&self, to: &mut SVGBackend<'_>) -> Result<(), ()> {
        match self {
            Self::Rect(rect, color, opacity) => {
                let (from, until) = (at((rect.x0, rect.y0)), at((rect.x1, rect.y1)));
                to.draw_rect(from, until, &filled(*color, *opacity), true)
            }
            Self::Path(points, pen) => {
                let style = ShapeStyle {
                    color: shade(pen.color, pen.opacity),
                    filled: false,
                    stroke_width: units(pen.width),
                };
                to.draw_path(points.iter().copied().map(at), &style)
            }
            Self::Area(corners, color, opacity) => {
                to.fill_polygon(corners.iter().copied().map(at), &shade(*color, *opacity))
            }
            Self::Dot(center, radius, color) => {
                to.draw_circle(at(*center), units(*radius), &filled(*color, 1.0), true)
            }
            Self::Text(text, from, set) => {
                let face = if set.bold { FontStyle::Bold } else { FontStyle::Normal };
                let anchor = match set.anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                let color = shade(set.color, 1.0);
                let style = TextStyle::from(("sans-serif", set.size * UNITS, face).into_font())
                    .color(&color)
                    .pos(Pos::new(anchor, VPos::Top));
                to.draw_text(text, &style, at(*from))
            }
        }
        .map_err(|_| ())
    }

    /// Attributes that plotters cannot write.
    fn extra(&self) -> String {
        match self {
            Self::Path(_, Pen { dash: Some((on, off)), .. }) => {
                format!(" stroke-dasharray=\"{} {}\"", units(*on), units(*off))
            }
            Self::Path(..) => " stroke-linejoin=\"round\" stroke-linecap=\"round\"".to_owned(),
            Self::Text(_, _, set) if set.halo => {
                " stroke=\"#FFFFFF\" stroke-width=\"50\" stroke-linejoin=\"round\" \
                 paint-order=\"stroke\""
                    .to_owned()
            }
            _ => String::new(),
        }
    }
}

/// A length in drawing units.
fn units(length: f64) -> u32 {
    // A cast from a float saturates, and takes what is not a number as 0.
    (length * UNITS).round() as u32
}

/// A point in drawing units.
fn at((x, y): (f64, f64)) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

fn shade(color: Color, opacity: f64) -> RGBAColor {
    RGBAColor(color.0, color.1, color.2, opacity)
}

fn filled(color: Color, opacity: f64) -> ShapeStyle {
    ShapeStyle { color: shade(color, opacity), filled: true, stroke_width: 0 }
}

/// The tag without one of its attributes.
fn without(tag: &str, attribute: &str) -> String {
    let key = format!(" {attribute}=\"");
    let Some(start) = tag.find(&key) else { return tag.to_owned() };
    let after = start + key.len();
    match tag[after..].find('"') {
        Some(length) => format!("{}{}", &tag[..start], &tag[after + length + 1..]),
        None => tag.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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
            "stroke-width=\"15\" points=\"10,20 30,40\" stroke-dasharray=\"40 30\"/>",
            "points=\"0,0 10,10\" stroke-linejoin=\"round\"",
            "<text x=\"50\" y=\"60\" text-anchor=\"start\" fill=\"#2B2F36\" font-weight=\"bold\" \
             font-size=\"140\" stroke=\"#FFFFFF\"",
            ">a &lt;b&gt; &amp; &quot;c&quot;</text>",
            "<circle cx=\"90\" cy=\"90\" r=\"30\" fill=\"#0072B2\"/>\n</svg>",
        ];
        for part in expect {
            assert!(svg.contains(part), "{part}\nnot in\n{svg}");
        }
    }

    #[test]
    fn a_text_knows_its_box() {
        let set = Type::new(10.0).anchor(Anchor::End);
        let extent = set.extent("12", 100.0, 50.0);
        assert!((extent.x1 - 100.0).abs() < 1e-9 && extent.x0 < 88.0 && extent.y0 < 43.0);
    }
}
