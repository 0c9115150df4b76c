//! The exponential function, for draws: as portable as `libm`'s, and cheaper.
//!
//! x = (128 k + j) ln 2 / 128 + r, so that e^x = 2^k · 2^(j/128) · e^r with |r| ≤ ln 2 / 256, where five terms
//! of the series are enough (Tang, "Table-driven implementation of the exponential function in IEEE
//! floating-point arithmetic", ACM TOMS 15(2), 1989). Additions and multiplications only, so every platform
//! gets the same bits; the result is within 2 units in the last place of `libm::exp`.

/// 2^(j/128), computed by the compiler.
static POWERS: [f64; 128] = powers();

/// e^x.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    const PER_LN_2: f64 = 128.0 / core::f64::consts::LN_2;
    // ln 2 / 128 in two parts, the first so short that its product with k is exact.
    const STEP_HIGH: f64 = 0.693_147_180_369_123_8 / 128.0;
    const STEP_LOW: f64 = 1.908_214_929_270_587_7e-10 / 128.0;
    // Added and taken off again, it rounds to a whole number, whose bits it leaves in the sum's lowest.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    if x.abs() >= 700.0 || x.is_nan() {
        return libm::exp(x);
    }
    let shifted = x * PER_LN_2 + ROUND;
    let bits = shifted.to_bits();
    let whole = shifted - ROUND;
    let r = (x - whole * STEP_HIGH) - whole * STEP_LOW;
    let scale = f64::from_bits(
        POWERS[(bits & 127) as usize].to_bits().wrapping_add((bits & !127).wrapping_shl(45)),
    );
    let square = r * r;
    let series =
        r + square * (0.5 + r * (1.0 / 6.0)) + square * square * (1.0 / 24.0 + r * (1.0 / 120.0));
    scale + scale * series
}

/// Roots and products in fixed point with 63 bits behind the point: the error is below 2^-60.
const fn powers() -> [f64; 128] {
    // 2^(1/2), 2^(1/4), …, 2^(1/128).
    let mut roots = [0_u128; 7];
    let mut last: u128 = 2 << 63;
    let mut i = 0;
    while i < 7 {
        last = (last << 63).isqrt();
        roots[i] = last;
        i += 1;
    }
    let mut table = [0.0; 128];
    let mut j = 0;
    while j < 128 {
        let mut product: u128 = 1 << 63;
        let mut bit = 0;
        while bit < 7 {
            if j >> (6 - bit) & 1 == 1 {
                product = (product * roots[bit]) >> 63;
            }
            bit += 1;
        }
        let fraction = (product as u64 & (u64::MAX >> 1)) + (1 << 10);
        table[j] = f64::from_bits((1023 << 52) + (fraction >> 11));
        j += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units in the last place between two positive numbers.
    fn apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn agrees_with_libm() {
        let mut stream = crate::sample::Stream::new(7, 0, "exp", "places");
        let anywhere = (0..1_000_000).map(|_| (stream.uniform() - 0.5) * 1398.0);
        let mut near = crate::sample::Stream::new(8, 0, "exp", "places");
        let usual = (0..1_000_000).map(|_| (near.uniform() - 0.5) * 50.0);
        for x in anywhere.chain(usual) {
            assert!(apart(exp(x), libm::exp(x)) <= 2, "{x}: {} {}", exp(x), libm::exp(x));
        }
    }

    #[test]
    fn the_ends_are_libm_s() {
        for x in [0.0, -0.0, 1e-300, 700.0, -700.0, 710.0, -760.0, f64::INFINITY, f64::NEG_INFINITY]
        {
            assert!(apart(exp(x), libm::exp(x)) <= 1, "{x}");
        }
        assert!(exp(f64::NAN).is_nan());
    }

    #[test]
    fn powers_are_exact_where_they_can_be() {
        assert_eq!((POWERS[0], POWERS[64]), (1.0, core::f64::consts::SQRT_2));
        for (j, &power) in POWERS.iter().enumerate() {
            assert!(apart(power, libm::exp2(j as f64 / 128.0)) <= 1, "{j}");
        }
    }
}
