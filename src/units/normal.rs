//! Draws of an unknown number that is known to 90 %: lognormal or normal, from a named stream.

#![expect(
    clippy::excessive_precision,
    reason = "the coefficients are given as they were published"
)]

use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// The 95 % quantile of the standard normal distribution.
pub(super) const Z95: f64 = 1.644_853_626_951_472_7;

/// One unknown number, drawn again for each trial.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    log: bool,
    mean: f64,
    deviation: f64,
    stream: Xoshiro256PlusPlus,
}

impl Unknown {
    /// A number whose 5 % and 95 % quantiles are `low` and `high`: lognormal if low > 0, else normal. The stream
    /// is named by the formula and the occurrence in it.
    pub fn new(low: f64, high: f64, seed: u64, name: &str, occurrence: u64) -> Self {
        let log = low > 0.0;
        let (from, to) = if log { (libm::log(low), libm::log(high)) } else { (low, high) };
        Self {
            log,
            mean: from / 2.0 + to / 2.0,
            deviation: (to - from) / (2.0 * Z95),
            stream: Xoshiro256PlusPlus::seed_from_u64(stream_seed(seed, name, occurrence)),
        }
    }

    /// The next draw.
    pub fn draw(&mut self) -> f64 {
        // The middle of one of 2^53 equal cells: never 0 or 1, where the quantile is infinite.
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let uniform = ((self.stream.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
        let value = self.mean + self.deviation * quantile(uniform);
        if self.log { libm::exp(value) } else { value }
    }
}

/// FNV-1a over the name, mixed with the seed and the occurrence by the finaliser of SplitMix64.
fn stream_seed(seed: u64, name: &str, occurrence: u64) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mix(mix(hash ^ mix(seed)).wrapping_add(occurrence))
}

fn mix(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn polynomial(x: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, &coefficient| sum * x + coefficient)
}

/// The quantile function of the standard normal distribution for 0 < p < 1, to about 1 part in 10^16: algorithm
/// AS 241 (PPND16) of M. J. Wichura, Applied Statistics 37 (1988), 477-484.
pub(super) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(r, &A) / polynomial(r, &B);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        polynomial(r - 1.6, &C) / polynomial(r - 1.6, &D)
    } else {
        polynomial(r - 5.0, &E) / polynomial(r - 5.0, &F)
    };
    if q < 0.0 { -size } else { size }
}

const A: [f64; 8] = [
    3.387_132_872_796_366_608_0,
    1.331_416_678_917_843_774_5e2,
    1.971_590_950_306_551_442_7e3,
    1.373_169_376_550_946_112_5e4,
    4.592_195_393_154_987_145_7e4,
    6.726_577_092_700_870_085_3e4,
    3.343_057_558_358_812_810_5e4,
    2.509_080_928_730_122_672_7e3,
];
const B: [f64; 8] = [
    1.0,
    4.231_333_070_160_091_125_2e1,
    6.871_870_074_920_579_083_0e2,
    5.394_196_021_424_751_107_7e3,
    2.121_379_430_158_659_586_7e4,
    3.930_789_580_009_271_061_0e4,
    2.872_908_573_572_194_267_4e4,
    5.226_495_278_852_854_561_0e3,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_90,
    5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    2.417_807_251_774_506_117_70e-1,
    2.272_384_498_926_918_458_33e-2,
    7.745_450_142_783_414_076_40e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_40,
    6.897_673_349_851_000_045_50e-1,
    1.481_039_764_274_800_745_90e-1,
    1.519_866_656_361_645_719_66e-2,
    5.475_938_084_995_344_946_00e-4,
    1.050_750_071_644_416_843_24e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103_777_20,
    5.463_784_911_164_114_369_90,
    1.784_826_539_917_291_335_80,
    2.965_605_718_285_048_912_30e-1,
    2.653_218_952_657_612_309_30e-2,
    1.242_660_947_388_078_438_60e-3,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const F: [f64; 8] = [
    1.0,
    5.998_322_065_558_879_376_90e-1,
    1.369_298_809_227_358_053_10e-1,
    1.487_536_129_085_061_485_25e-2,
    7.868_691_311_456_132_591_00e-4,
    1.846_318_317_510_054_681_80e-5,
    1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15,
];
