//! The film as a GIF, for pages that show no SVG: pixels of the same sheets, with one palette for all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gif::{DisposalMethod, Encoder, Frame, Repeat};

use super::Film;
use crate::chart::png::{self, Pixels, Rgb};
use crate::parallel;

/// Pixels across at most.
const WIDEST: f64 = 960.0;
/// Colours of the palette; one more index says "as before".
const COLORS: usize = 255;
const AS_BEFORE: u8 = 255;
/// Sheets that the palette is made from.
const SAMPLES: usize = 8;
/// Sheets that are in memory at once.
const AT_ONCE: usize = 16;

impl Film {
    /// The film as a GIF that plays over and over again.
    ///
    /// # Errors
    /// A sentence when a sheet cannot be drawn.
    pub fn gif(&self) -> Result<Vec<u8>, String> {
        let Some(first) = self.sheets.first() else { return Ok(Vec::new()) };
        let scale = (WIDEST / first.size().0).min(1.0) as f32;
        let drawn =
            |at: &usize| png::pixels(&self.sheets[*at].finish(&self.title, &self.alt), scale);
        let each = self.sheets.len().div_ceil(SAMPLES).max(1);
        let samples: Vec<usize> = (0..self.sheets.len()).step_by(each).collect();
        let mut counts = BTreeMap::new();
        for pixels in parallel::in_order(&samples, 0, drawn) {
            png::tally(&mut counts, &pixels?.colors);
        }
        let palette = png::most_frequent(counts, COLORS);
        let mut nearest: BTreeMap<Rgb, u8> = BTreeMap::new();
        let mut file = Writer::new(&palette);
        let all: Vec<usize> = (0..self.sheets.len()).collect();
        for some in all.chunks(AT_ONCE) {
            for (at, pixels) in some.iter().zip(parallel::in_order(some, 0, drawn)) {
                let Pixels { colors, width, height } = pixels?;
                let mut indices = Vec::with_capacity(colors.len());
                for run in colors.chunk_by(|a, b| a == b) {
                    let index =
                        *nearest.entry(run[0]).or_insert_with(|| png::nearest(&palette, run[0]));
                    indices.resize(indices.len() + run.len(), index);
                }
                file.add(indices, (width, height), self.lasts[*at])?;
            }
        }
        file.finish()
    }
}

/// What has been written so far.
struct Writer {
    palette: Vec<u8>,
    before: Vec<u8>,
    encoder: Option<Encoder<Vec<u8>>>,
}

impl Writer {
    fn new(palette: &[Rgb]) -> Self {
        let mut palette = palette.concat();
        palette.resize(3 * (COLORS + 1), 0);
        Self { palette, before: Vec::new(), encoder: None }
    }

    /// Adds a sheet: of those after the first only what has changed.
    fn add(
        &mut self,
        sheet: Vec<u8>,
        (width, height): (u32, u32),
        lasts_ms: u32,
    ) -> Result<(), String> {
        let said = |error: gif::EncodingError| error.to_string();
        let size = |pixels: u32| u16::try_from(pixels).map_err(|error| error.to_string());
        let (across, down) = (size(width)?, size(height)?);
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            none => {
                let mut new =
                    Encoder::new(Vec::new(), across, down, &self.palette).map_err(said)?;
                new.set_repeat(Repeat::Infinite).map_err(said)?;
                none.insert(new)
            }
        };
        let part = Part::of(&self.before, &sheet, width as usize);
        let frame = Frame {
            left: size(part.left as u32)?,
            top: size(part.top as u32)?,
            width: size(part.width as u32)?,
            height: size(part.height as u32)?,
            delay: u16::try_from(lasts_ms / 10).unwrap_or(u16::MAX),
            dispose: DisposalMethod::Keep,
            transparent: Some(AS_BEFORE),
            buffer: Cow::Owned(part.pixels),
            ..Frame::default()
        };
        encoder.write_frame(&frame).map_err(said)?;
        self.before = sheet;
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, String> {
        let Some(encoder) = self.encoder else { return Ok(Vec::new()) };
        encoder.into_inner().map_err(|error| error.to_string())
    }
}

/// The smallest rectangle in which a sheet differs from the one before.
struct Part {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Part {
    fn of(before: &[u8], sheet: &[u8], across: usize) -> Self {
        let down = sheet.len() / across.max(1);
        if before.len() != sheet.len() {
            return Self { left: 0, top: 0, width: across, height: down, pixels: sheet.to_vec() };
        }
        let row = |y: usize| y * across..(y + 1) * across;
        let differs = |y: &usize| before[row(*y)] != sheet[row(*y)];
        let Some(top) = (0..down).find(differs) else {
            // Nothing changes but the time.
            return Self { left: 0, top: 0, width: 1, height: 1, pixels: vec![AS_BEFORE] };
        };
        let bottom = (0..down).rev().find(differs).unwrap_or(top);
        let (mut left, mut right) = (across, 0);
        for y in top..=bottom {
            let changed = |x: &usize| before[y * across + x] != sheet[y * across + x];
            if let Some(first) = (0..left).find(changed) {
                left = first;
            }
            if let Some(last) = (right..across).rev().find(changed) {
                right = last;
            }
        }
        let pixel = |at: usize| if before[at] == sheet[at] { AS_BEFORE } else { sheet[at] };
        let pixels = (top..=bottom).flat_map(|y| (left..=right).map(move |x| y * across + x));
        Self {
            left,
            top,
            width: right + 1 - left,
            height: bottom + 1 - top,
            pixels: pixels.map(pixel).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_written() {
        let before = [1, 1, 1, 1, 1, 1, 1, 1, 1];
        let part = Part::of(&before, &[1, 1, 1, 1, 2, 3, 1, 4, 1], 3);
        assert_eq!((part.left, part.top, part.width, part.height), (1, 1, 2, 2));
        assert_eq!(part.pixels, [2, 3, 4, AS_BEFORE]);
        let same = Part::of(&before, &before, 3);
        assert_eq!((same.width, same.height, same.pixels), (1, 1, vec![AS_BEFORE]));
        assert_eq!(Part::of(&[], &before, 3).pixels.len(), 9);
    }
}
