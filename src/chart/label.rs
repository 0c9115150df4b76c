//! Where labels go so that they lie on nothing.

use super::svg::Rect;

/// Lying on a label is worse than lying on any curve.
const LABEL_COST: usize = 1_000_000;

/// What is on the sheet already.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    boxes: Vec<Rect>,
    lines: Vec<((f64, f64), (f64, f64))>,
}

impl Taken {
    /// A label or a mark that must stay readable.
    pub fn add(&mut self, rect: Rect) {
        self.boxes.push(rect);
    }

    /// A curve that should not be written over.
    pub fn add_path(&mut self, points: &[(f64, f64)]) {
        self.lines.extend(points.windows(2).map(|pair| (pair[0], pair[1])));
    }

    /// How many things a box would lie on; a label counts more than a curve.
    fn cost(&self, rect: &Rect) -> usize {
        let boxes = self.boxes.iter().filter(|other| other.overlaps(rect)).count();
        let lines = self.lines.iter().filter(|(from, to)| crosses(rect, *from, *to)).count();
        boxes * LABEL_COST + lines
    }

    /// The first candidate inside `bounds` that lies on nothing, or else on as little of a curve as may be; takes it.
    ///
    /// `None` if every candidate would lie on another label: then it is better left out.
    pub fn place(&mut self, candidates: &[Rect], bounds: &Rect) -> Option<usize> {
        let inside = |(_, rect): &(usize, &Rect)| bounds.contains(rect);
        let (best, rect) = candidates
            .iter()
            .enumerate()
            .filter(inside)
            .min_by_key(|(_, rect)| self.cost(rect))
            .filter(|(_, rect)| self.cost(rect) < LABEL_COST)?;
        self.boxes.push(*rect);
        Some(best)
    }
}

/// Whether a straight line touches a box (Liang and Barsky's clipping).
fn crosses(rect: &Rect, from: (f64, f64), to: (f64, f64)) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let edges = [
        (-dx, from.0 - rect.x0),
        (dx, rect.x1 - from.0),
        (-dy, from.1 - rect.y0),
        (dy, rect.y1 - from.1),
    ];
    for (p, q) in edges {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    enter <= leave
}

/// Moves positions apart to at least `gap`, as little as it takes, keeping their order and inside the ends.
///
/// If there is no room for all, they are spread evenly.
pub fn spread(positions: &mut [f64], gap: f64, low: f64, high: f64) {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|a, b| positions[*a].total_cmp(&positions[*b]));
    let room = high - low;
    let gap = gap.min(room / (positions.len().max(2) - 1) as f64);
    // Runs of positions that touch move as one, each to the mean of what its members wanted.
    let mut runs: Vec<(f64, usize)> = Vec::new();
    for &i in &order {
        let mut run = (positions[i].clamp(low, high), 1);
        while let Some(&(start, count)) = runs.last() {
            let reach = start + gap * count as f64;
            if reach <= run.0 {
                break;
            }
            let wanted = run.0 - gap * count as f64;
            let (mine, theirs) = (run.1 as f64, count as f64);
            let total = count + run.1;
            let mean = (start * theirs + wanted * mine) / (theirs + mine);
            runs.pop();
            run = (mean.max(low).min(high - gap * (total - 1) as f64), total);
        }
        runs.push(run);
    }
    let mut order = order.into_iter();
    for (start, count) in runs {
        for k in 0..count {
            if let Some(i) = order.next() {
                positions[i] = start + gap * k as f64;
            }
        }
    }
}

/// A flag's text starts this far to the right of its line.
const FROM_LINE: f64 = 5.0;

/// A label wished for on a strip above the data: it belongs to a line that falls from `x`.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// Where its line falls.
    pub x: f64,
    /// How wide its text is.
    pub width: f64,
}

/// For each flag, in order of `x`: its row (0 is the highest) and where its text starts; `None` where there is no room.
///
/// No text lies on another, and none on the line that falls from a flag above it.
#[must_use]
pub fn rows(flags: &[Flag], right: f64, rows: usize, gap: f64) -> Vec<Option<(usize, f64)>> {
    let mut placed: Vec<(usize, f64, f64, f64)> = Vec::new();
    let mut out = Vec::new();
    for flag in flags {
        let start = (flag.x + FROM_LINE).min(right - flag.width);
        let end = start + flag.width;
        let free = |row: usize| {
            placed.iter().all(|&(other, line, from, until)| {
                let texts_apart = other != row || until + gap <= start || end + gap <= from;
                let clear_of_my_line = other <= row || flag.x < from - 1.5 || flag.x > until + 1.5;
                let clear_of_its_line = other >= row || line < start - 1.5 || line > end + 1.5;
                texts_apart && clear_of_my_line && clear_of_its_line
            })
        };
        let spot = (0..rows).find(|row| free(*row));
        if let Some(row) = spot {
            placed.push((row, flag.x, start, end));
        }
        out.push(spot.map(|row| (row, start)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[f64], expect: &[f64]) {
        let mut positions = wanted.to_vec();
        spread(&mut positions, 10.0, 0.0, 100.0);
        for (got, expect) in positions.iter().zip(expect) {
            assert!((got - expect).abs() < 1e-9, "{wanted:?} → {positions:?}");
        }
    }

    #[test]
    fn labels_move_apart_as_little_as_it_takes() {
        check(&[20.0, 50.0], &[20.0, 50.0]);
        check(&[50.0, 50.0], &[45.0, 55.0]);
        check(&[52.0, 50.0], &[56.0, 46.0]);
        check(&[0.0, 0.0, 0.0], &[0.0, 10.0, 20.0]);
        check(&[100.0, 100.0], &[90.0, 100.0]);
        check(&[30.0, 45.0, 50.0], &[30.0, 42.5, 52.5]);
        check(&[-5.0], &[0.0]);
    }

    #[test]
    fn without_room_labels_are_spread_evenly() {
        let mut positions = vec![5.0; 21];
        spread(&mut positions, 10.0, 0.0, 100.0);
        assert!(positions.windows(2).all(|pair| (pair[1] - pair[0] - 5.0).abs() < 1e-9));
    }

    #[test]
    fn a_label_avoids_curves_and_labels() {
        let bounds = Rect { x0: 0.0, y0: 0.0, x1: 100.0, y1: 100.0 };
        let at = |x: f64, y: f64| Rect { x0: x, y0: y, x1: x + 20.0, y1: y + 10.0 };
        let mut taken = Taken::default();
        taken.add_path(&[(0.0, 0.0), (100.0, 100.0)]);
        assert_eq!(taken.place(&[at(40.0, 45.0), at(60.0, 20.0)], &bounds), Some(1));
        assert_eq!(taken.place(&[at(65.0, 22.0), at(10.0, 60.0)], &bounds), Some(1));
        assert_eq!(taken.place(&[at(95.0, 0.0)], &bounds), None);
        assert_eq!(taken.place(&[at(65.0, 22.0), at(45.0, 45.0)], &bounds), Some(1));
    }

    #[test]
    fn flags_never_lie_on_each_other() {
        let flag = |x: f64| Flag { x, width: 50.0 };
        let got = rows(&[flag(0.0), flag(20.0), flag(100.0), flag(190.0)], 200.0, 3, 5.0);
        let expect = [Some((0, 5.0)), Some((1, 25.0)), Some((0, 105.0)), Some((1, 150.0))];
        assert_eq!(got, expect);
        let crowd: Vec<Flag> = (0..10).map(|i| flag(f64::from(i))).collect();
        let placed = rows(&crowd, 200.0, 3, 5.0).into_iter().flatten().count();
        assert_eq!(placed, 3);
    }
}
