//! The figures behind a picture: what a page says under the pointer, and tables for who reads instead of looking.

use super::svg::{Rect, UNITS};

/// The figures of one picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Places that have a figure to say, in the order in which they are read.
    pub spots: Vec<Spot>,
    /// The same as tables.
    pub tables: Vec<Figured>,
}

/// A place on the picture, in the units of its `viewBox`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// What there is to say.
    pub text: String,
}

/// A table of figures: the first column names, the others measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figured {
    /// What it shows, where the titles of its columns do not say it.
    pub caption: String,
    /// Titles.
    pub head: Vec<String>,
    /// Cells, as many in each row as there are titles.
    pub rows: Vec<Vec<String>>,
}

impl Figures {
    /// A place that says `text`.
    pub fn spot(&mut self, rect: Rect, text: String) {
        // A cast from a float saturates, and takes what is not a number as 0.
        let unit = |length: f64| (length * UNITS).round() as i32;
        let (x, y) = (unit(rect.x0), unit(rect.y0));
        let (width, height) = (unit(rect.x1) - x, unit(rect.y1) - y);
        self.spots.push(Spot { x, y, width, height, text });
    }

    /// Strips from top to bottom of a plot, one around each of these places from left to right, each with what it says.
    pub fn strips(&mut self, plot: &Rect, places: Vec<(f64, String)>) {
        let xs: Vec<f64> = places.iter().map(|(x, _)| *x).collect();
        for (i, (x, text)) in places.into_iter().enumerate() {
            let before = i.checked_sub(1).map_or(plot.x0, |i| f64::midpoint(xs[i], x));
            let after = xs.get(i + 1).map_or(plot.x1, |next| f64::midpoint(*next, x));
            let rect = Rect { x0: before.max(plot.x0), x1: after.min(plot.x1), ..*plot };
            self.spot(rect, text);
        }
    }

    /// A table; nothing for one without rows.
    pub fn table(&mut self, caption: String, head: Vec<String>, rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            self.tables.push(Figured { caption, head, rows });
        }
    }
}

/// So many of a list at most, evenly from the first to the last.
pub fn some<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    let last = (all.len() - 1) as f64;
    let index = |i: usize| (i as f64 * last / (most - 1) as f64).round() as usize;
    (0..most).map(|i| all[index(i)].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_share_the_plot_between_them() {
        let mut figures = Figures::default();
        let plot = Rect { x0: 0.0, y0: 5.0, x1: 30.0, y1: 9.0 };
        let places = [2.0, 10.0, 22.0].map(|x| (x, x.to_string()));
        figures.strips(&plot, places.into());
        let found: Vec<(i32, i32, &str)> =
            figures.spots.iter().map(|spot| (spot.x, spot.width, spot.text.as_str())).collect();
        assert_eq!(found, [(0, 60, "2"), (60, 100, "10"), (160, 140, "22")]);
        assert!(figures.spots.iter().all(|spot| spot.y == 50 && spot.height == 40));
    }

    #[test]
    fn some_of_many_keep_both_ends() {
        let all: Vec<u32> = (0..100).collect();
        assert_eq!(some(&all, 4), [0, 33, 66, 99]);
        assert_eq!(some(&all[..3], 4), [0, 1, 2]);
    }
}
