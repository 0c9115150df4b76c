//! How every chart looks: colours, sizes, the typeface.
//!
//! The hues are Okabe and Ito's (2008), which stay apart for colour-blind readers; the greys are neutral.

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// Text: dark grey, softer than black on a projector.
pub const INK: Color = Color(0x2b, 0x2f, 0x36);
/// Secondary text: subtitles, axes (contrast 5.0 on white).
pub const MUTED: Color = Color(0x68, 0x6e, 0x78);
/// Horizontal grid lines.
pub const GRID: Color = Color(0xe6, 0xe8, 0xec);
/// Axes and guides.
pub const AXIS: Color = Color(0xa9, 0xaf, 0xb9);
/// The ground.
pub const PAPER: Color = Color(0xff, 0xff, 0xff);

/// What was completed; what is measured.
pub const BLUE: Color = Color(0x00, 0x72, 0xb2);
/// Bars that are not the message.
pub const PALE_BLUE: Color = Color(0x9c, 0xc3, 0xdd);
/// What was offered; what was grouped.
pub const GREY: Color = Color(0x9a, 0xa1, 0xab);
/// Errors, an objective missed, the bottleneck.
pub const VERMILLION: Color = Color(0xd5, 0x5e, 0x00);
/// Text in that hue: darker, to be read at label size.
pub const VERMILLION_INK: Color = Color(0xb8, 0x50, 0x00);
/// An objective, and one that is met.
pub const GREEN: Color = Color(0x00, 0x9e, 0x73);
/// Text in that hue.
pub const GREEN_INK: Color = Color(0x00, 0x7d, 0x5b);

/// Hues for things that are equally important, each with the darker one of its text.
pub const PALETTE: [(Color, Color); 6] = [
    (BLUE, Color(0x00, 0x64, 0x9c)),
    (Color(0xe6, 0x9f, 0x00), Color(0x94, 0x66, 0x00)),
    (Color(0xcc, 0x79, 0xa7), Color(0x9a, 0x4d, 0x78)),
    (Color(0x56, 0xb4, 0xe9), Color(0x1f, 0x76, 0xaa)),
    (Color(0x68, 0x6e, 0x78), Color(0x4a, 0x4f, 0x57)),
    (Color(0x8c, 0x6d, 0x31), Color(0x6e, 0x54, 0x22)),
];

/// The typeface, and what stands in for it where it is not installed. 한글 and Latin are in all of them.
pub const FONT_FAMILY: &str = r#"NanumSquare, "Apple SD Gothic Neo", "Noto Sans KR", sans-serif"#;

/// Width of every chart, in logical pixels.
pub const WIDTH: f64 = 960.0;
/// Height of a chart with one panel.
pub const HEIGHT: f64 = 540.0;
/// Height of a chart with two panels.
pub const TALL: f64 = 640.0;
/// Nothing but the ground is drawn this near to an edge.
pub const MARGIN: f64 = 44.0;

/// Size of the title, where it fits.
pub const TITLE_SIZE: f64 = 27.0;
/// Below this size a title goes to a second line instead.
pub const TITLE_SIZE_MIN: f64 = 22.0;
/// Size of the line below the title.
pub const SUBTITLE_SIZE: f64 = 15.0;
/// Size of labels on the data.
pub const LABEL_SIZE: f64 = 16.0;
/// Size of tick labels and names of axes.
pub const TICK_SIZE: f64 = 14.0;
