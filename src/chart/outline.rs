//! Letters as outlines, so that a picture needs no text engine to become pixels.
//!
//! Latin and 한글 in one font need no shaping: each character is one glyph at the sum of the widths before it.
//! Decomposed 한글 is composed first. Kerning is left out, as it is in the widths that the layout reckons with.

use std::fmt::Write as _;
use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_to_vec_zlib;
use resvg::usvg::roxmltree::{Document, Node};
use ttf_parser::{Face, GlyphId, OutlineBuilder};
use unicode_normalization::UnicodeNormalization;

/// The font files as their makers published them, compressed and nothing else (see `assets/fonts/OFL.txt`).
const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NanumSquareR.ttf.zlib");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NanumSquareB.ttf.zlib");

/// Attributes of a text that an outline has no use for: they are in its shape.
const IN_THE_SHAPE: [&str; 6] =
    ["x", "y", "text-anchor", "font-size", "font-weight", "font-family"];

/// The same SVG with a `path` in place of each `text`.
///
/// # Errors
/// What the XML parser says of a document that is none.
pub fn outlined(svg: &str) -> Result<String, String> {
    let document = Document::parse(svg).map_err(|error| error.to_string())?;
    let mut out = String::with_capacity(2 * svg.len());
    let mut copied = 0;
    for node in document.descendants().filter(|node| node.has_tag_name("text")) {
        out.push_str(&svg[copied..node.range().start]);
        copied = node.range().end;
        let _ = write!(out, "<path d=\"{}\"", shape(node));
        for attribute in node.attributes().filter(|a| !IN_THE_SHAPE.contains(&a.name())) {
            let _ = write!(out, " {}=\"{}\"", attribute.name(), attribute.value());
        }
        out.push_str("/>");
    }
    out.push_str(&svg[copied..]);
    Ok(out)
}

/// The outline of one text element, in the coordinates of its drawing.
fn shape(node: Node<'_, '_>) -> String {
    let Some(line) = Line::of(node) else { return String::new() };
    let mut pen = Pen { path: String::new(), x: line.x, y: line.y, scale: line.scale };
    for glyph in &line.glyphs {
        line.face.outline_glyph(*glyph, &mut pen);
        pen.x += line.advance(*glyph);
    }
    pen.path
}

/// One text element as it will stand.
struct Line {
    face: Face<'static>,
    glyphs: Vec<GlyphId>,
    /// Drawing units in one font unit.
    scale: f32,
    /// Where its baseline begins.
    x: f32,
    y: f32,
}

impl Line {
    fn of(node: Node<'_, '_>) -> Option<Self> {
        let number = |name| node.attribute(name).and_then(|text| text.parse::<f32>().ok());
        let face = face(node.attribute("font-weight") == Some("bold"))?;
        let scale = number("font-size")? / f32::from(face.units_per_em());
        let glyph = |c| face.glyph_index(c).unwrap_or_default();
        let glyphs = node.text().unwrap_or("").nfc().map(glyph).collect();
        let mut line = Self { glyphs, face, scale, x: number("x")?, y: number("y")? };
        match node.attribute("text-anchor") {
            Some("middle") => line.x -= line.width() / 2.0,
            Some("end") => line.x -= line.width(),
            _ => {}
        }
        Some(line)
    }

    fn advance(&self, glyph: GlyphId) -> f32 {
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * self.scale
    }

    fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| self.advance(*glyph)).sum()
    }
}

/// The two weights, inflated once, on the first picture.
fn face(bold: bool) -> Option<Face<'static>> {
    static FILES: [OnceLock<Vec<u8>>; 2] = [const { OnceLock::new() }; 2];
    let packed = if bold { BOLD } else { REGULAR };
    // The files are part of the program, and a test reads both: neither step can fail later.
    let file =
        FILES[usize::from(bold)].get_or_init(|| decompress_to_vec_zlib(packed).unwrap_or_default());
    Face::parse(file, 0).ok()
}

/// Writes a glyph as path data: font units upwards become drawing units downwards.
struct Pen {
    path: String,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen {
    fn put(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (at, (x, y)) in points.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            let (x, y) = (self.x + x * self.scale, self.y - y * self.scale);
            // Writing into a string cannot fail.
            let _ = write!(self.path, "{gap}{x:.2} {y:.2}");
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.put('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.put('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

/// A text and the edges of its line: left, top, right, bottom.
#[cfg(test)]
pub(super) type Placed = (String, [f32; 4]);

/// Width and height of a picture in logical pixels, and every text in it with the box of its line.
#[cfg(test)]
pub(super) fn boxes(svg: &str) -> ([f32; 2], Vec<Placed>) {
    let document = Document::parse(svg).expect("well-formed");
    let root = document.root_element();
    let number = |text: &str| text.parse::<f32>().expect("a number");
    let size = ["width", "height"].map(|name| number(root.attribute(name).expect("it has a size")));
    let view = root.attribute("viewBox").and_then(|view| view.split(' ').nth(2)).expect("a view");
    let pixel = size[0] / number(view);
    let texts = root.descendants().filter(|node| node.has_tag_name("text"));
    let placed = texts.filter_map(|node| {
        let line = Line::of(node)?;
        let above = f32::from(line.face.ascender()) * line.scale;
        let below = f32::from(line.face.descender()) * line.scale;
        let edges = [line.x, line.y - above, line.x + line.width(), line.y - below];
        Some((node.text().unwrap_or("").to_owned(), edges.map(|edge| edge * pixel)))
    });
    (size, placed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest x in the outline of a text at x = 0.
    fn right_end(text: &str) -> f32 {
        let svg = format!("<svg><text x=\"0\" y=\"0\" font-size=\"100\">{text}</text></svg>");
        let out = outlined(&svg).expect("it is XML");
        let data = out.split('"').nth(1).expect("there is a path");
        let numbers = data.split(|c: char| c.is_ascii_alphabetic() || c == ' ');
        let numbers: Vec<f32> = numbers.filter_map(|number| number.parse().ok()).collect();
        numbers.chunks(2).map(|point| point[0]).fold(0.0, f32::max)
    }

    #[test]
    fn both_weights_are_there_and_have_hangul() {
        let weight =
            |bold| face(bold).expect("the font is part of the program").weight().to_number();
        assert!(weight(true) > weight(false));
        for bold in [false, true] {
            let face = face(bold).expect("it was there a line ago");
            for c in ['A', '지', '연', '×', '≤', '–'] {
                assert!(face.glyph_index(c).is_some(), "{c}");
            }
        }
    }

    #[test]
    fn a_text_becomes_a_path_with_its_paint() {
        let svg = "<svg><text x=\"5\" y=\"9\" text-anchor=\"end\" fill=\"#123456\" font-size=\"10\">a &lt; b</text><rect/></svg>";
        let out = outlined(svg).expect("it is XML");
        assert!(out.starts_with("<svg><path d=\"M"), "{out}");
        assert!(out.ends_with(" fill=\"#123456\"/><rect/></svg>"), "{out}");
    }

    #[test]
    fn decomposed_hangul_is_as_wide_as_composed() {
        assert_eq!(right_end("\u{1112}\u{1161}\u{11ab}"), right_end("한"));
        assert!(right_end("한") > 80.0);
    }

    #[test]
    fn what_is_no_xml_is_an_error() {
        assert!(outlined("<svg").is_err());
    }
}
