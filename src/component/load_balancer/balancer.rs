//! Picking an instance: the policies of a load balancer, and the hashes that place keys.

use super::Policy;
use crate::sample::Stream;

/// A strong mix of 64 bits (SplitMix64's finalizer): neighbours land far apart.
#[must_use]
pub const fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Jump consistent hash (Lamping & Veach 2014): growing from n to n+1 buckets moves 1/(n+1) of the keys.
#[must_use]
pub fn jump_hash(mut key: u64, buckets: usize) -> usize {
    let (mut bucket, mut next) = (-1_i64, 0_i64);
    while next < i64::try_from(buckets).unwrap_or(i64::MAX) {
        bucket = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let scale = (1_u64 << 31) as f64 / ((key >> 33) + 1) as f64;
        next = ((bucket + 1) as f64 * scale) as i64;
    }
    usize::try_from(bucket.max(0)).unwrap_or(0)
}

/// What a balancer remembers between two picks.
#[derive(Clone, Debug)]
pub struct Balancer {
    policy: Policy,
    cursor: usize,
    /// Smooth weighted round robin: each instance's credit (nginx's method).
    credit: Vec<f64>,
    weights: Vec<f64>,
}

impl Balancer {
    /// `weights` may be shorter than the instances: the rest weigh 1.
    #[must_use]
    pub fn new(policy: Policy, weights: &[f64]) -> Self {
        Self { policy, cursor: 0, credit: Vec::new(), weights: weights.to_vec() }
    }

    /// One of `count` instances that are `up`; `load` is calls under way there; `hash` names the key or the
    /// client. `None` if none is up.
    pub fn pick(
        &mut self,
        count: usize,
        up: impl Fn(usize) -> bool,
        load: impl Fn(usize) -> u64,
        hash: u64,
        stream: &mut Stream,
    ) -> Option<usize> {
        if count == 1 {
            return up(0).then_some(0);
        }
        match self.policy {
            Policy::RoundRobin => self.next_up(count, up),
            Policy::Random => random_up(count, &up, stream),
            Policy::LeastConnections => self.least(count, up, load),
            Policy::TwoChoices | Policy::TwoChoicesReplaced => {
                let one = random_up(count, &up, stream)?;
                let other = match self.policy {
                    Policy::TwoChoices => another_up(count, &up, one, stream).unwrap_or(one),
                    _ => random_up(count, &up, stream)?,
                };
                Some(if load(other) < load(one) { other } else { one })
            }
            Policy::Weighted => self.weighted(count, up),
            Policy::IpHash | Policy::ConsistentHash => {
                let by_hash = |hash: u64| match self.policy {
                    Policy::IpHash => usize::try_from(mix(hash) % count as u64).unwrap_or(0),
                    _ => jump_hash(mix(hash), count),
                };
                // A key whose instance is down goes where a second hash sends it, and so on.
                (0..64_u64)
                    .map(|salt| by_hash(hash ^ (salt << 56)))
                    .find(|&at| up(at))
                    .or_else(|| (0..count).find(|&at| up(at)))
            }
        }
    }

    fn next_up(&mut self, count: usize, up: impl Fn(usize) -> bool) -> Option<usize> {
        for _ in 0..count {
            let at = self.cursor;
            self.cursor = if at + 1 >= count { 0 } else { at + 1 };
            if at < count && up(at) {
                return Some(at);
            }
        }
        None
    }

    /// The fewest calls under way; ties go round.
    fn least(
        &mut self,
        count: usize,
        up: impl Fn(usize) -> bool,
        load: impl Fn(usize) -> u64,
    ) -> Option<usize> {
        let start = self.cursor % count;
        self.cursor = if start + 1 >= count { 0 } else { start + 1 };
        let mut best: Option<(u64, usize)> = None;
        for at in (start..count).chain(0..start) {
            if !up(at) {
                continue;
            }
            let calls = load(at);
            if calls == 0 {
                return Some(at);
            }
            if best.is_none_or(|(least, _)| calls < least) {
                best = Some((calls, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn weighted(&mut self, count: usize, up: impl Fn(usize) -> bool) -> Option<usize> {
        self.credit.resize(count, 0.0);
        let weight = |at: usize| self.weights.get(at).copied().unwrap_or(1.0);
        let mut total = 0.0;
        let mut best: Option<usize> = None;
        for at in (0..count).filter(|&at| up(at)) {
            self.credit[at] += weight(at);
            total += weight(at);
            if best.is_none_or(|best| self.credit[at] > self.credit[best]) {
                best = Some(at);
            }
        }
        let best = best?;
        self.credit[best] -= total;
        Some(best)
    }
}

fn random_up(count: usize, up: &impl Fn(usize) -> bool, stream: &mut Stream) -> Option<usize> {
    for _ in 0..32 {
        let at = usize::try_from(stream.below(count as u64)).unwrap_or(0);
        if up(at) {
            return Some(at);
        }
    }
    // Nearly all are down: count those that are up and draw among them.
    let alive: Vec<usize> = (0..count).filter(|&at| up(at)).collect();
    if alive.is_empty() {
        return None;
    }
    let place = usize::try_from(stream.below(alive.len() as u64)).unwrap_or(0);
    alive.get(place).copied()
}

/// One that is up and is not `one`, if there is any.
fn another_up(
    count: usize,
    up: &impl Fn(usize) -> bool,
    one: usize,
    stream: &mut Stream,
) -> Option<usize> {
    let skipping = |at: usize| at + usize::from(at >= one);
    random_up(count - 1, &|at| up(skipping(at)), stream).map(skipping)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks(policy: Policy, weights: &[f64], loads: [u64; 3]) -> Vec<usize> {
        let mut balancer = Balancer::new(policy, weights);
        let mut stream = Stream::new(1, 0, "lb", "choose");
        (0..6).filter_map(|n| balancer.pick(3, |_| true, |at| loads[at], n, &mut stream)).collect()
    }

    #[test]
    fn each_policy_keeps_its_word() {
        assert_eq!(picks(Policy::RoundRobin, &[], [0; 3]), [0, 1, 2, 0, 1, 2]);
        assert_eq!(picks(Policy::LeastConnections, &[], [5, 2, 9]), [1; 6]);
        assert_eq!(picks(Policy::Weighted, &[4.0, 1.0, 1.0], [0; 3]), [0, 0, 1, 0, 2, 0]);
    }

    #[test]
    fn a_grown_ring_moves_few_keys() {
        let moved =
            (0..10_000_u64).filter(|&k| jump_hash(mix(k), 4) != jump_hash(mix(k), 5)).count();
        assert!((1_800..2_200).contains(&moved), "{moved}");
    }
}
