//! The ziggurat method: exponential and normal numbers at the price of one multiplication.
//!
//! Marsaglia and Tsang, "The ziggurat method for generating random variables", J. Stat. Soft. 5(8),
//! 2000, in the form of Doornik (2005): one 64-bit word gives the layer (its low 8 bits) and an
//! independent 53-bit position (its high bits). 99 draws in 100 end there; wedges and tails need
//! an exponential or a logarithm.
//!
//! The tables are computed by the compiler, from series of this file's own: the compiler's
//! arithmetic is IEEE's, so they are the same everywhere and cost the running program nothing.

use super::Stream;
use super::exponential;

/// One layer: `scale` turns the signed (normal) or unsigned (exponential) position into x;
/// below `inner`, the right end of the layer above, x is accepted at once.
#[derive(Clone, Copy)]
struct Layer {
    scale: f64,
    inner: f64,
}

/// Fast-path pairs beside the densities that only wedges need.
struct Table {
    layers: [Layer; 256],
    /// The density at the right end of layer i; the last is the top of the density, 1.
    heights: [f64; 257],
}

/// Where the exponential's tail begins, and the common area of its 256 layers.
const EXP_TAIL: f64 = 7.697_117_470_131_05;
const EXP_AREA: f64 = 0.003_949_659_822_581_557;
/// The same for the right half of the (unnormalised) normal density exp(−x²/2).
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;
const NORMAL_AREA: f64 = 0.004_928_673_233_974_655;

static EXP: Table = table(false);
static NORMAL: Table = table(true);

impl Stream {
    /// Exponential with mean 1.
    #[inline]
    pub fn exp1(&mut self) -> f64 {
        exp1(self)
    }

    /// Standard normal.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal(self)
    }
}

#[inline]
fn exp1(stream: &mut Stream) -> f64 {
    let bits = stream.next_u64();
    let layer = EXP.layers[(bits & 0xff) as usize];
    let x = (bits >> 11) as f64 * layer.scale;
    if x < layer.inner {
        return x;
    }
    // By value, so that the caller's generator can stay in registers on the way of 99 draws in 100.
    let (x, after) = exp1_rest(stream.clone(), (bits & 0xff) as usize, x);
    *stream = after;
    x
}

/// The position is signed, and so one bit finer than needed.
#[inline]
fn normal(stream: &mut Stream) -> f64 {
    let bits = stream.next_u64();
    let layer = NORMAL.layers[(bits & 0xff) as usize];
    let x = ((bits as i64) >> 10) as f64 * layer.scale;
    if x.abs() < layer.inner {
        return x;
    }
    let (x, after) = normal_rest(stream.clone(), (bits & 0xff) as usize, x);
    *stream = after;
    x
}

/// The wedge or the tail of the exponential, or another try.
#[cold]
#[inline(never)]
fn exp1_rest(mut stream: Stream, layer: usize, x: f64) -> (f64, Stream) {
    let x = if layer == 0 {
        // Beyond its start the tail is the same exponential again.
        EXP_TAIL - libm::log(stream.uniform_open())
    } else if under(&EXP, &mut stream, layer, exponential::exp(-x)) {
        x
    } else {
        exp1(&mut stream)
    };
    (x, stream)
}

/// The wedge or the tail (Marsaglia 1964) of the normal, or another try.
#[cold]
#[inline(never)]
fn normal_rest(mut stream: Stream, layer: usize, x: f64) -> (f64, Stream) {
    let x = if layer == 0 {
        let beyond = normal_tail(&mut stream);
        if x < 0.0 { -beyond } else { beyond }
    } else if under(&NORMAL, &mut stream, layer, exponential::exp(-0.5 * x * x)) {
        x
    } else {
        normal(&mut stream)
    };
    (x, stream)
}

/// Beyond the right end of the base layer.
fn normal_tail(stream: &mut Stream) -> f64 {
    loop {
        let beyond = -libm::log(stream.uniform_open()) / NORMAL_TAIL;
        let height = -libm::log(stream.uniform_open());
        if 2.0 * height >= beyond * beyond {
            return NORMAL_TAIL + beyond;
        }
    }
}

/// Whether a point at a random height of the layer lies under the density.
fn under(table: &Table, stream: &mut Stream, layer: usize, density: f64) -> bool {
    let (low, high) = (table.heights[layer], table.heights[layer + 1]);
    low + (high - low) * stream.uniform() < density
}

/// Builds a table from the bottom up: each layer has the same area, so the next right end is
/// where the density has risen by area / width.
const fn table(is_normal: bool) -> Table {
    let (tail, area) = if is_normal { (NORMAL_TAIL, NORMAL_AREA) } else { (EXP_TAIL, EXP_AREA) };
    // A position has 53 bits; both signs of the normal's have 53 bits of magnitude.
    let step = 1.0 / (1_u64 << 53) as f64;
    let mut layers = [Layer { scale: 0.0, inner: 0.0 }; 256];
    let mut heights = [1.0; 257];
    // The base layer stands for a rectangle of the same area as rectangle and tail together.
    let mut right = area / density(is_normal, tail);
    let mut inner = tail;
    let mut i = 0;
    while i < 256 {
        layers[i] = Layer { scale: right * step, inner };
        heights[i] = density(is_normal, right);
        right = inner;
        let above = density(is_normal, right) + area / right;
        inner = if i >= 254 || above >= 1.0 { 0.0 } else { inverse(is_normal, above) };
        i += 1;
    }
    Table { layers, heights }
}

const fn density(is_normal: bool, x: f64) -> f64 {
    if is_normal { exp(-0.5 * x * x) } else { exp(-x) }
}

const fn inverse(is_normal: bool, height: f64) -> f64 {
    if is_normal { sqrt(-2.0 * log(height)) } else { -log(height) }
}

/// e^x for −700 < x ≤ 0 while compiling: x = k ln 2 + r, then the series of e^r.
const fn exp(x: f64) -> f64 {
    const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let k = (x / core::f64::consts::LN_2 - 0.5) as i64;
    let r = (x - k as f64 * LN2_HIGH) - k as f64 * LN2_LOW;
    let (mut sum, mut i) = (1.0, 24);
    while i > 0 {
        sum = 1.0 + sum * r / i as f64;
        i -= 1;
    }
    sum * f64::from_bits(((1023 + k) as u64) << 52)
}

/// ln x for normal x > 0 while compiling: x = 2^k m, then ln m = 2 atanh((m − 1)/(m + 1)).
const fn log(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut k = (bits >> 52) as i64 - 1023;
    let mut m = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if m > core::f64::consts::SQRT_2 {
        m *= 0.5;
        k += 1;
    }
    let t = (m - 1.0) / (m + 1.0);
    let (mut sum, mut i) = (0.0, 41);
    while i > 0 {
        sum = sum * t * t + 1.0 / i as f64;
        i -= 2;
    }
    2.0 * t * sum + k as f64 * core::f64::consts::LN_2
}

/// √x for 0 < x < 16 while compiling, by Newton's iteration from above.
const fn sqrt(x: f64) -> f64 {
    let (mut root, mut i) = (4.0, 0);
    while i < 24 {
        root = 0.5 * (root + x / root);
        i += 1;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::Distribution;
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    const COUNT: usize = 400_000;

    fn sorted(mut draw: impl FnMut() -> f64) -> Vec<f64> {
        let mut values: Vec<f64> = (0..COUNT).map(|_| draw()).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    }

    fn drawn(draw: fn(&mut Stream) -> f64) -> Vec<f64> {
        let mut stream = Stream::new(11, 0, "ziggurat", "draws");
        sorted(|| draw(&mut stream))
    }

    fn moment(values: &[f64], power: i32) -> f64 {
        values.iter().map(|x| x.powi(power)).sum::<f64>() / values.len() as f64
    }

    /// Kolmogorov and Smirnov's distance to a distribution function, times √n: 1.95 at 0.1 %.
    fn check_cdf(values: &[f64], cdf: impl Fn(f64) -> f64) {
        let n = values.len() as f64;
        let distances = values.iter().enumerate().map(|(i, &x)| {
            let f = cdf(x);
            (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
        });
        let distance = distances.fold(0.0, f64::max) * n.sqrt();
        assert!(distance < 1.95, "distance {distance}");
    }

    /// The same between two samples of equal size: 1.95 at 0.1 % after times √(n/2).
    fn check_same(a: &[f64], b: &[f64]) {
        let below = |x: f64| b.partition_point(|&y| y < x);
        let gap = a.iter().enumerate().map(|(i, &x)| below(x).abs_diff(i)).max().unwrap_or(0);
        let distance = gap as f64 / a.len() as f64 * (a.len() as f64 / 2.0).sqrt();
        assert!(distance < 1.95, "distance {distance}");
    }

    #[test]
    fn the_compiler_s_series_agree_with_libm() {
        for i in 1..=8700 {
            let x = f64::from(i) / 1000.0;
            assert!((exp(-x) / libm::exp(-x) - 1.0).abs() < 1e-15);
            assert!((log(x) - libm::log(x)).abs() <= 1e-15 * libm::log(x).abs().max(1.0));
            assert!((sqrt(x) - x.sqrt()).abs() <= 4e-16 * x.sqrt());
        }
    }

    /// Every layer has the same area, and the last closes the density at its top.
    #[test]
    fn layers_have_equal_areas() {
        for (table, area) in [(&EXP, EXP_AREA), (&NORMAL, NORMAL_AREA)] {
            for i in 1..256 {
                let right = table.layers[i - 1].inner;
                let height = table.heights[i + 1] - table.heights[i];
                assert!((right * height / area - 1.0).abs() < 1e-9, "layer {i}");
                assert!(table.layers[i].inner < right);
            }
            assert_eq!((table.layers[255].inner, table.heights[256]), (0.0, 1.0));
        }
    }

    #[test]
    fn exponential_distribution_and_moments() {
        let values = drawn(exp1);
        check_cdf(&values, |x| -libm::expm1(-x));
        for (power, expect) in [(1, 1.0), (2, 2.0), (3, 6.0)] {
            let found = moment(&values, power);
            assert!((found / expect - 1.0).abs() < 0.02, "moment {power}: {found}");
        }
        // Beyond the tail's start: e^-7.697 of them, 181.6 ± 13.5.
        let beyond = values.iter().filter(|&&x| x > EXP_TAIL).count();
        assert!((141..=222).contains(&beyond), "{beyond}");
        let mut other = Xoshiro256PlusPlus::seed_from_u64(1);
        check_same(&values, &sorted(|| rand_distr::Exp1.sample(&mut other)));
    }

    #[test]
    fn normal_distribution_and_moments() {
        let values = drawn(normal);
        check_cdf(&values, |x| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2));
        for (power, expect) in [(1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0)] {
            let found = moment(&values, power);
            assert!((found - expect).abs() < 0.03, "moment {power}: {found}");
        }
        // Beyond the tail's start on both sides: 2.58e-4 of them, 103.3 ± 10.2.
        let beyond = values.iter().filter(|x| x.abs() > NORMAL_TAIL).count();
        assert!((73..=134).contains(&beyond), "{beyond}");
        let mut other = Xoshiro256PlusPlus::seed_from_u64(2);
        check_same(&values, &sorted(|| rand_distr::StandardNormal.sample(&mut other)));
    }

    /// Draws made one after another do not resemble each other.
    #[test]
    fn successive_draws_are_uncorrelated() {
        let mut stream = Stream::new(12, 0, "ziggurat", "pairs");
        let draws: Vec<f64> = (0..COUNT).map(|_| normal(&mut stream)).collect();
        let r = draws.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / COUNT as f64;
        assert!(r.abs() < 4.0 / (COUNT as f64).sqrt(), "{r}");
    }
}
