//! A backend of plotters that writes the SVG that we want: whole drawing units, relative coordinates, nothing that says
//! what is the default anyway.

use super::style::Color;
use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;
use std::fmt::Write as _;

/// What plotters asks a backend for an answer with: writing into a string cannot fail.
type Done = Result<(), DrawingErrorKind<Infallible>>;

/// A document that is being written.
pub struct Svg<'a> {
    out: &'a mut String,
    size: (u32, u32),
    /// Attributes of the next element that plotters' styles have no words for.
    extra: String,
}

impl<'a> Svg<'a> {
    /// Writes elements to the end of `out`; the head and the foot of the document are the caller's.
    pub fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size, extra: String::new() }
    }

    /// The next line is dashed.
    pub fn dash(&mut self, on: u32, off: u32) {
        let _ = write!(self.extra, " stroke-dasharray=\"{on} {off}\" stroke-linecap=\"butt\"");
    }

    /// The next text has a rim of this colour, so wide.
    pub fn halo(&mut self, color: Color, width: u32) {
        let _ = write!(
            self.extra,
            " stroke=\"{}\" stroke-width=\"{width}\" paint-order=\"stroke\"",
            hex((color.0, color.1, color.2))
        );
    }

    /// One element; nothing that cannot be seen.
    fn element(&mut self, name: &str, color: BackendColor, attributes: &str, inside: &str) -> Done {
        let extra = std::mem::take(&mut self.extra);
        if color.alpha == 0.0 {
            return Ok(());
        }
        let _ = write!(self.out, "<{name}{attributes}");
        if color.alpha < 1.0 {
            let _ = write!(self.out, " opacity=\"{}\"", color.alpha);
        }
        self.out.push_str(&extra);
        if inside.is_empty() {
            self.out.push_str("/>\n");
        } else {
            let _ = writeln!(self.out, ">{}</{name}>", escaped(inside));
        }
        Ok(())
    }
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let (width, height) = (x1 - x0, y1 - y0);
        let paint = paint(style, fill);
        let box_ = format!(" x=\"{x0}\" y=\"{y0}\" width=\"{width}\" height=\"{height}\"{paint}");
        self.element("rect", style.color(), &box_, "")
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let line = format!("{} d=\"{}\"", paint(style, false), relative(path));
        self.element("path", style.color(), &line, "")
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let disc = format!(" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{}", paint(style, fill));
        self.element("circle", style.color(), &disc, "")
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Done {
        let area = format!("{} d=\"{}z\"", paint(style, true), relative(corners));
        self.element("path", style.color(), &area, "")
    }

    /// The text with its baseline at the place given.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Done {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let weight = match style.style() {
            FontStyle::Bold => " font-weight=\"bold\"",
            _ => "",
        };
        let (color, size) = (style.color(), style.size().round());
        let fill = hex(color.rgb);
        let set =
            format!(" x=\"{x}\" y=\"{y}\"{anchor} fill=\"{fill}\"{weight} font-size=\"{size}\"");
        self.element("text", color, &set, text)
    }
}

/// How a shape is painted: its inside or its line.
fn paint<S: BackendStyle>(style: &S, fill: bool) -> String {
    let color = hex(style.color().rgb);
    if fill {
        format!(" fill=\"{color}\"")
    } else {
        format!(" fill=\"none\" stroke=\"{color}\" stroke-width=\"{}\"", style.stroke_width())
    }
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// The data of a path: its beginning, then from each point to the next, which takes fewer digits.
fn relative(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut out = String::new();
    let mut before: Option<BackendCoord> = None;
    for (x, y) in points {
        let command = match before {
            None => "M",
            Some(_) if out.contains('l') => "",
            Some(_) => "l",
        };
        let (from_x, from_y) = before.unwrap_or_default();
        out.push_str(command);
        number(&mut out, i64::from(x) - i64::from(from_x));
        number(&mut out, i64::from(y) - i64::from(from_y));
        before = Some((x, y));
    }
    out
}

/// A number behind others, apart from them; a sign is apart by itself.
fn number(out: &mut String, value: i64) {
    if out.ends_with(|c: char| c.is_ascii_digit()) && value >= 0 {
        out.push(' ');
    }
    let _ = write!(out, "{value}");
}

/// Text as XML has it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative() {
        assert_eq!(relative([(10, 20), (30, 15), (30, 15), (-5, 40)]), "M10 20l20-5 0 0-35 25");
        assert_eq!(relative([(1, 2)]), "M1 2");
        assert_eq!(relative([]), "");
    }
}
