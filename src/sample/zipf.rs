//! Zipf's law over any number of keys, drawn exactly in constant time and little memory.
//!
//! The ranks are cut into bins: the first [`SINGLES`] alone, the others in bins that grow by
//! 1/32 each. An alias table (Walker 1977, built as Vose 1991) picks the bin by its exact mass;
//! within it, a uniform rank is kept with the ratio of its weight to that of the bin's first.
//! The ratio is at least that of the bin's last rank, a number known beforehand, so 97 draws in
//! 100 are kept without computing a power. For 10^10 keys that is about 1,060 bins, 33 KB.

use super::Stream;

/// How many of the most popular ranks have a bin of their own.
const SINGLES: u64 = 512;

/// Each further bin is the ranks before it divided by this.
const GROWTH: u64 = 32;

/// Terms below this index are added one by one; beyond it the Euler–Maclaurin formula holds to
/// better than 1e-12 for the exponents met in practice, and it moves up with larger ones.
const DIRECT: u64 = 48;

/// The law over `keys` ranks: the weight of rank r is (r + 1)^-a.
#[derive(Debug)]
pub(super) struct Zipf {
    a: f64,
    total: f64,
    /// The low bits (as many as `alias_mask` has) are the other bin of the cell; the whole word,
    /// which they change by a negligible 2^-48 or less, is the share of the cell that is its own.
    cells: Vec<u64>,
    alias_mask: u64,
    bins: Vec<Bin>,
}

/// Ranks `from` to `from + width`; any of them is kept for sure below `squeeze` / 2^64.
#[derive(Debug, Clone, Copy)]
struct Bin {
    from: u64,
    width: u64,
    squeeze: u64,
}

impl Zipf {
    /// The tables for `keys` > 0 and `a` > 0 finite.
    pub(super) fn new(keys: u64, a: f64) -> Self {
        let mut bins = Vec::new();
        let mut from = 0;
        while from < keys {
            let width = if from < SINGLES { 1 } else { (from / GROWTH).min(keys - from) };
            bins.push(Bin { from, width, squeeze: squeeze(from, width, a) });
            from += width;
        }
        let masses: Vec<f64> =
            bins.iter().map(|b| power_sum(b.from + 1, b.from + b.width, a)).collect();
        let total = power_sum(1, keys, a);
        let alias_mask = (bins.len() as u64).next_power_of_two() - 1;
        Self { a, total, cells: alias_cells(&masses, alias_mask), alias_mask, bins }
    }

    #[inline]
    pub(super) fn draw(&self, stream: &mut Stream) -> u64 {
        let wide = u128::from(stream.next_u64()) * self.cells.len() as u128;
        let own = (wide >> 64) as usize;
        let cell = self.cells[own];
        let index = if (wide as u64) < cell { own } else { (cell & self.alias_mask) as usize };
        let bin = self.bins[index];
        let wide = u128::from(stream.next_u64()) * u128::from(bin.width);
        let rank = bin.from + (wide >> 64) as u64;
        if (wide as u64) <= bin.squeeze { rank } else { self.decide(bin, wide, stream) }
    }

    /// The full test of a rank, and new ones from the same bin until one is kept.
    #[cold]
    #[inline(never)]
    fn decide(&self, bin: Bin, mut wide: u128, stream: &mut Stream) -> u64 {
        const STEP: f64 = 1.0 / 18_446_744_073_709_551_616.0;
        loop {
            let rank = bin.from + (wide >> 64) as u64;
            if wide as u64 <= bin.squeeze
                || (wide as u64) as f64 * STEP < weight_ratio(bin.from, rank, self.a)
            {
                return rank;
            }
            wide = u128::from(stream.next_u64()) * u128::from(bin.width);
        }
    }

    pub(super) fn probability(&self, rank: u64) -> f64 {
        libm::pow((rank + 1) as f64, -self.a) / self.total
    }

    /// The mass of the ranks from..to.
    pub(super) fn mass(&self, from: u64, to: u64) -> f64 {
        power_sum(from + 1, to, self.a) / self.total
    }

    /// The bins as (from, to).
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u64, u64)> {
        self.bins.iter().map(|b| (b.from, b.from + b.width))
    }
}

/// The weight of `rank` over that of `from`.
fn weight_ratio(from: u64, rank: u64, a: f64) -> f64 {
    libm::pow((from + 1) as f64 / (rank + 1) as f64, a)
}

/// The weight of a bin's last rank over that of its first, in 2^-64, rounded down.
fn squeeze(from: u64, width: u64, a: f64) -> u64 {
    if width == 1 {
        return u64::MAX;
    }
    // A lower bound is enough: the margin covers the rounding of the power.
    (weight_ratio(from, from + width - 1, a) * (1.0 - 1e-12) * 18_446_744_073_709_551_616.0) as u64
}

/// Vose's alias method: cell i keeps bin i with its share, else gives the other bin.
fn alias_cells(masses: &[f64], mask: u64) -> Vec<u64> {
    let n = masses.len();
    let scale = n as f64 / masses.iter().sum::<f64>();
    let mut share: Vec<f64> = masses.iter().map(|m| m * scale).collect();
    // What is left over by rounding keeps its whole cell: its alias is itself.
    let mut cells: Vec<u64> = (0..n as u64).map(|i| (u64::MAX & !mask) | i).collect();
    let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| share[i] < 1.0);
    while let (Some(poor), Some(&rich)) = (small.pop(), large.last()) {
        let own = (share[poor] * 18_446_744_073_709_551_616.0) as u64;
        cells[poor] = (own & !mask) | rich as u64;
        share[rich] -= 1.0 - share[poor];
        if share[rich] < 1.0 {
            large.pop();
            small.push(rich);
        }
    }
    cells
}

/// The sum of i^-a for i from `first` to `last`, both at least 1, first ≤ last.
fn power_sum(first: u64, last: u64, a: f64) -> f64 {
    let direct_to = first.max(DIRECT + (2.0 * a.min(1e6)) as u64).max(first + 16).min(last);
    // From the small terms to the large, so that rounding does not add up.
    let head: f64 = (first..direct_to).rev().map(|i| libm::pow(i as f64, -a)).sum();
    let f = |x: f64| libm::pow(x, -a);
    let (low, high) = (direct_to as f64, last as f64);
    if direct_to == last {
        return head + f(high);
    }
    // Euler–Maclaurin: integral, mean of the ends, and the terms of B2, B4 and B6.
    let log_ratio = libm::log1p((high - low) / low);
    let integral = libm::pow(low, 1.0 - a) * log_ratio * expm1_over((1.0 - a) * log_ratio);
    let corrections = |x: f64| {
        let d1 = a / x;
        let d3 = d1 * (a + 1.0) * (a + 2.0) / (x * x);
        let d5 = d3 * (a + 3.0) * (a + 4.0) / (x * x);
        f(x) * (d1 / 12.0 - d3 / 720.0 + d5 / 30_240.0)
    };
    head + (integral + 0.5 * (f(low) + f(high)) + corrections(low) - corrections(high))
}

/// (e^x − 1) / x, which is 1 at 0.
fn expm1_over(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { libm::expm1(x) / x }
}
