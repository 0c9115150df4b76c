//! The same SVG as pixels, with the embedded font: no font of the machine is ever looked at.

use miniz_oxide::inflate::decompress_to_vec_zlib;
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, OnceLock};

/// The font files as their makers published them, compressed and nothing else (see `assets/fonts/OFL.txt`).
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../../assets/fonts/NanumSquareR.ttf.zlib"),
    include_bytes!("../../../assets/fonts/NanumSquareB.ttf.zlib"),
];

/// Draws an SVG at `scale` pixels per unit and encodes it as PNG.
///
/// # Errors
/// A sentence when the SVG cannot be read, or when the picture would have no pixels or too many.
pub fn to_png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let tree = usvg::Tree::from_str(svg, options()).map_err(|error| error.to_string())?;
    let size = tree.size().to_int_size().scale_by(scale).ok_or("the picture has no size")?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or("the picture is too large to draw")?;
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}

/// The reader's settings with the two fonts; inflated once, on the first picture.
pub(crate) fn options() -> &'static usvg::Options<'static> {
    static OPTIONS: OnceLock<usvg::Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        for packed in FONTS {
            // The files are part of the program: a test inflates both, so this cannot fail later.
            if let Ok(font) = decompress_to_vec_zlib(packed) {
                fonts.load_font_data(font);
            }
        }
        usvg::Options {
            font_family: "NanumSquare".to_owned(),
            fontdb: Arc::new(fonts),
            ..usvg::Options::default()
        }
    })
}
