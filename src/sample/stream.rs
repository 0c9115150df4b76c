//! A stream: one named, independent source of random numbers.
//!
//! Each entity of a scenario draws from streams of its own, one per purpose, so that changing one
//! thing leaves every other draw as it was (common random numbers). The name of the scenario's
//! variant is not part of the key, on purpose: two variants that are compared see the same luck.
//!
//! The generator is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number
//! generators", ACM TOMS 47(4), 2021): 256 bits of state, period 2^256 − 1.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// One independent stream of random numbers. Cloning it repeats its future.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    rng: Xoshiro256PlusPlus,
}

impl Stream {
    /// The stream of `entity` (a component's, request's or request type's name) for `purpose`
    /// ("arrivals", "work", …) in one replication of the run with this seed.
    #[must_use]
    pub fn new(seed: u64, replication: u32, entity: &str, purpose: &str) -> Self {
        Self { rng: Xoshiro256PlusPlus::from_seed(key(seed, replication, entity, purpose)) }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.next_u64() >> 11) as f64 * STEP
    }

    /// Uniform in (0, 1): never 0, never 1, so its logarithm is finite.
    #[inline]
    pub fn uniform_open(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 52) as f64;
        ((self.next_u64() >> 12) as f64 + 0.5) * STEP
    }

    /// Uniform in 0..n, without bias; 0 when `n` is 0.
    ///
    /// Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        let mut wide = u128::from(self.next_u64()) * u128::from(n);
        if (wide as u64) < n {
            // Only here, once in 2^64/n draws, is the division needed that finds the bias.
            let threshold = n.wrapping_neg() % n;
            while (wide as u64) < threshold {
                wide = u128::from(self.next_u64()) * u128::from(n);
            }
        }
        (wide >> 64) as u64
    }

    /// True with probability `p`. It draws even when the answer is certain, so that a probability
    /// that changes between two variants leaves the draws after it alone.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection of 64 bits in
/// which every input bit flips each output bit with probability near one half.
const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The 32 bytes of seed of a stream's name.
///
/// Two 64-bit lanes absorb the seed, the replication and both texts, each as FNV does (xor a word,
/// multiply) with a full mix after each word; the lanes differ in start and multiplier, so names
/// collide only if both do (2^-128). Each text's length goes first, so ("ab", "c") and
/// ("a", "bc") differ. The four words then come from SplitMix64 sequences of the two lanes.
fn key(seed: u64, replication: u32, entity: &str, purpose: &str) -> [u8; 32] {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [0xcbf2_9ce4_8422_2325_u64, 0x6a09_e667_f3bc_c908];
    let mut absorb = |word: u64| {
        lanes[0] = mix((lanes[0] ^ word).wrapping_mul(0x0000_0100_0000_01b3));
        lanes[1] = mix((lanes[1] ^ word).wrapping_mul(0xd134_2543_de82_ef95));
    };
    absorb(seed);
    absorb(u64::from(replication));
    for text in [entity, purpose] {
        absorb(text.len() as u64);
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0_u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            absorb(u64::from_le_bytes(word));
        }
    }
    let mut bytes = [0_u8; 32];
    for (i, out) in bytes.chunks_exact_mut(8).enumerate() {
        let step = GOLDEN.wrapping_mul(1 + i as u64 / 2);
        out.copy_from_slice(&mix(lanes[i % 2].wrapping_add(step)).to_le_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_distinct() {
        let mut seen = BTreeSet::new();
        let mut count = 0;
        let names = ["", "a", "b", "ab", "app", "app\0", "cache", "a-name-longer-than-eight-bytes"];
        for seed in [0, 1, 2, u64::MAX] {
            for replication in 0..16 {
                for entity in names {
                    for purpose in names {
                        let bytes = key(seed, replication, entity, purpose);
                        for word in bytes.chunks(8) {
                            assert!(seen.insert(word.to_vec()), "repeated word of a key");
                            count += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(seen.len(), count);
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        assert_ne!(key(1, 0, "ab", "c"), key(1, 0, "a", "bc"));
        assert_ne!(key(1, 0, "abcdefgh", ""), key(1, 0, "", "abcdefgh"));
        assert_ne!(key(1, 0, "a", "b"), key(1, 0, "b", "a"));
    }

    #[test]
    fn one_bit_of_the_seed_flips_half_the_key() {
        let base = key(42, 3, "app", "work");
        for bit in 0..64 {
            let other = key(42 ^ (1 << bit), 3, "app", "work");
            let flipped: u32 = base.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum();
            assert!((88..=168).contains(&flipped), "bit {bit} flips {flipped} of 256");
        }
    }

    /// The first draws of a stream are part of the contract: they are the same on every platform,
    /// and never change silently.
    #[test]
    fn first_draws_are_pinned() {
        let mut s = Stream::new(1, 0, "app", "work");
        assert_eq!([s.next_u64(), s.next_u64()], [4462025970910005515, 1367525457536933734]);
        let mut digest = 0_u64;
        for _ in 0..10_000 {
            for bits in [s.exp1().to_bits(), s.normal().to_bits(), s.below(1000)] {
                digest = mix(digest ^ bits);
            }
        }
        let lognormal = crate::sample::Dist::lognormal_mean_cv(5e6, 1.5).expect("valid");
        let pareto = crate::sample::Dist::pareto(5e6, 1.5).expect("valid");
        let zipf = crate::sample::Popularity::zipf(1_000_000_000, 0.9).expect("valid");
        for _ in 0..10_000 {
            for bits in [lognormal.sample(&mut s), pareto.sample(&mut s), zipf.draw(&mut s)] {
                digest = mix(digest ^ bits);
            }
        }
        assert_eq!(digest, 15643424227350417165);
    }

    #[test]
    fn below_is_uniform_and_bounded() {
        let mut s = Stream::new(1, 0, "test", "below");
        assert_eq!(s.below(0), 0);
        assert_eq!(s.below(1), 0);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[s.below(7) as usize] += 1;
        }
        let chi2: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        assert!(chi2 < 22.46, "chi2(6) = {chi2}"); // 0.1 % critical value
        // A range just above 2^63 rejects almost half of the words.
        let n = (1 << 63) + 1;
        let low = (0..20_000).filter(|_| s.below(n) < n / 2).count();
        assert!((9_750..10_250).contains(&low), "{low}");
    }

    #[test]
    fn uniforms_fill_their_interval() {
        let mut s = Stream::new(1, 0, "test", "uniform");
        let n = 200_000;
        let (mut sum, mut square) = (0.0, 0.0);
        for _ in 0..n {
            let (u, v) = (s.uniform(), s.uniform_open());
            assert!((0.0..1.0).contains(&u) && v > 0.0 && v < 1.0);
            sum += u;
            square += v * v;
        }
        assert!((sum / f64::from(n) - 0.5).abs() < 0.003);
        assert!((square / f64::from(n) - 1.0 / 3.0).abs() < 0.003);
    }

    #[test]
    fn chance_is_certain_at_the_ends() {
        let mut s = Stream::new(1, 0, "test", "chance");
        assert!((0..1000).all(|_| s.chance(1.0) && !s.chance(0.0)));
    }
}
