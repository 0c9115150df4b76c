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
        self.within(self.bins[index], stream)
    }

    /// Draws a rank of a bin.
    #[inline]
    fn within(&self, bin: Bin, stream: &mut Stream) -> u64 {
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
    let mut cells: Vec<u64> = (0..n as u64).map(|i| !mask | i).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The alias table gives every bin its mass back.
    #[test]
    fn cells_add_up_to_the_masses() {
        for (keys, a) in [(1, 1.0), (3, 0.5), (1_000_000, 0.9), (10_000_000_000, 1.3)] {
            let zipf = Zipf::new(keys, a);
            let mut found = vec![0.0; zipf.bins.len()];
            for (own, cell) in zipf.cells.iter().enumerate() {
                let share = *cell as f64 / 2_f64.powi(64);
                found[own] += share / zipf.cells.len() as f64;
                found[(cell & zipf.alias_mask) as usize] += (1.0 - share) / zipf.cells.len() as f64;
            }
            for (bin, found) in zipf.bins.iter().zip(found) {
                let mass = zipf.mass(bin.from, bin.from + bin.width);
                assert!((found - mass).abs() < 1e-13, "{keys} {a} {bin:?}: {found}, {mass}");
            }
        }
    }

    /// Rejection within a bin, tried on one far wider than any real bin is.
    #[test]
    fn ranks_within_a_bin_follow_the_law() {
        let (from, width, a) = (9, 90, 1.2);
        let zipf = Zipf::new(1000, a);
        let bin = Bin { from, width, squeeze: squeeze(from, width, a) };
        let mut stream = Stream::new(31, 0, "zipf", "within");
        let count = 300_000;
        let mut counts = vec![0_u32; width as usize];
        for _ in 0..count {
            counts[(zipf.within(bin, &mut stream) - from) as usize] += 1;
        }
        let whole = power_sum(from + 1, from + width, a);
        let chi2: f64 = (from..from + width)
            .zip(counts)
            .map(|(rank, c)| {
                let expect = f64::from(count) * libm::pow((rank + 1) as f64, -a) / whole;
                (f64::from(c) - expect) * (f64::from(c) - expect) / expect
            })
            .sum();
        assert!(chi2 < 135.0, "chi2(89) = {chi2}"); // 0.1 % critical value
    }

    #[test]
    fn power_sums_agree_with_adding_up() {
        for a in [0.1, 0.5, 0.9, 1.0, 1.0 + 1e-12, 1.1, 2.0, 3.5, 8.0, 20.0] {
            for (first, last) in
                [(1, 1), (1, 40), (1, 100_000), (7, 5000), (3000, 3050), (900, 99_999)]
            {
                let direct: f64 = (first..=last).rev().map(|i| libm::pow(i as f64, -a)).sum();
                let found = power_sum(first, last, a);
                assert!((found / direct - 1.0).abs() < 1e-12, "{a} {first}..={last}: {found}");
            }
        }
        // ζ(2) = π²/6, and H(n) = ln n + γ + 1/(2n).
        let zeta2 = std::f64::consts::PI * std::f64::consts::PI / 6.0;
        assert!((power_sum(1, 10_000_000_000, 2.0) + 1e-10 - zeta2).abs() < 1e-13);
        let harmonic = libm::log(1e10) + 0.577_215_664_901_532_9 + 0.5e-10;
        assert!((power_sum(1, 10_000_000_000, 1.0) - harmonic).abs() < 1e-12);
    }
}
