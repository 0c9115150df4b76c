//! The same SVG as pixels, with the embedded font: no font of the machine is ever looked at.

use std::collections::BTreeMap;

use resvg::{tiny_skia, usvg};

use super::outline::outlined;

/// Colours that an indexed PNG can hold.
const COLORS: usize = 256;

/// A colour: red, green, blue.
pub type Rgb = [u8; 3];

/// Draws an SVG on white at `scale` pixels per unit and encodes it as an indexed PNG.
///
/// A chart has few colours; beyond 256 (shades at the rims of letters) the rarest become their nearest
/// neighbours, which no eye sees and which halves the file.
///
/// # Errors
/// A sentence when the SVG cannot be read, or when the picture would have no pixels or too many.
pub fn to_png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let Pixels { colors, width, height } = pixels(svg, scale)?;
    encode(&colors, width, height).map_err(|error| error.to_string())
}

/// A picture, row by row.
pub struct Pixels {
    /// Of each pixel.
    pub colors: Vec<Rgb>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Draws an SVG on white at `scale` pixels per unit.
///
/// # Errors
/// As [`to_png`].
pub fn pixels(svg: &str, scale: f32) -> Result<Pixels, String> {
    let tree = usvg::Tree::from_str(&outlined(svg)?, &usvg::Options::default())
        .map_err(|error| error.to_string())?;
    let size = tree.size().to_int_size().scale_by(scale).ok_or("the picture has no size")?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or("the picture is too large to draw")?;
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    // The ground is opaque, so every pixel is, and the alpha channel says nothing.
    let colors: Vec<Rgb> =
        pixels.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    Ok(Pixels { colors, width: size.width(), height: size.height() })
}

/// Writes the file.
fn encode(colors: &[Rgb], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let palette = Palette::of(colors);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.colors.concat());
    encoder.set_compression(png::Compression::High);
    // Neighbouring indices say nothing of each other: a filter would only add noise.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&palette.indices(colors))?;
    writer.finish()?;
    Ok(file)
}

/// The colours of a picture, and which of them stands for each.
struct Palette {
    colors: Vec<Rgb>,
    index: BTreeMap<Rgb, u8>,
}

impl Palette {
    fn of(picture: &[Rgb]) -> Self {
        let mut counts: BTreeMap<Rgb, usize> = BTreeMap::new();
        tally(&mut counts, picture);
        let all: Vec<Rgb> = counts.keys().copied().collect();
        let colors = most_frequent(counts, COLORS);
        let index = all.into_iter().map(|color| (color, nearest(&colors, color))).collect();
        Self { colors, index }
    }

    fn indices(&self, picture: &[Rgb]) -> Vec<u8> {
        let mut indices = Vec::with_capacity(picture.len());
        for run in picture.chunk_by(|a, b| a == b) {
            let index = self.index.get(&run[0]).copied().unwrap_or(0);
            indices.resize(indices.len() + run.len(), index);
        }
        indices
    }
}

/// Counts a picture's colours.
pub fn tally(counts: &mut BTreeMap<Rgb, usize>, picture: &[Rgb]) {
    for run in picture.chunk_by(|a, b| a == b) {
        *counts.entry(run[0]).or_default() += run.len();
    }
}

/// The most frequent colours; of equals, the darkest first, so that the same picture gives the same file.
pub fn most_frequent(counts: BTreeMap<Rgb, usize>, count: usize) -> Vec<Rgb> {
    let mut by_count: Vec<(Rgb, usize)> = counts.into_iter().collect();
    by_count.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
    by_count.iter().take(count).map(|(color, _)| *color).collect()
}

/// Which of the colours differs least.
pub fn nearest(colors: &[Rgb], from: Rgb) -> u8 {
    let distance = |color: &Rgb| -> u32 {
        color.iter().zip(from).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let best = colors.iter().enumerate().min_by_key(|(_, color)| distance(color));
    best.and_then(|(i, _)| u8::try_from(i).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_drawn_is_an_error() {
        assert!(to_png("<svg", 2.0).is_err());
        assert!(to_png("<svg xmlns='http://www.w3.org/2000/svg'/>", 1e9).is_err());
    }

    #[test]
    fn rare_colors_become_their_neighbours() {
        let picture: Vec<Rgb> =
            (0..=255_u8).flat_map(|v| [[v, v, v], [v, v, v]]).chain([[7, 8, 8]]).collect();
        let palette = Palette::of(&picture);
        assert_eq!(palette.colors.len(), COLORS);
        let last = palette.indices(&picture).last().map(|i| palette.colors[usize::from(*i)]);
        assert_eq!(last, Some([8, 8, 8]));
    }
}
