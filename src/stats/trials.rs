//! What many independent trials tell: a probability, a quantile, a rank correlation, each without assuming how
//! the values are distributed.

use super::Interval;

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The probability of something that happened in `hits` of `trials` independent trials, with its 95 % interval:
/// Wilson's score interval, which stays within 0 to 1 and keeps its promise for few hits (Brown, Cai and
/// DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16(2), 2001).
#[must_use]
pub fn proportion(hits: usize, trials: usize) -> Interval {
    if trials == 0 {
        return Interval { value: f64::NAN, low: 0.0, high: 1.0 };
    }
    let n = trials as f64;
    let share = hits as f64 / n;
    let z2 = Z * Z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if hits == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if hits == trials { 1.0 } else { (centre + half).min(1.0) };
    Interval { value: share, low, high }
}

/// The `q` quantile of independent values in ascending order, with a 95 % interval between two of them: the
/// number of values below the true quantile is binomial, whatever the distribution (David and Nagaraja, "Order
/// Statistics", 2003, 7.1). An end that would lie beyond the values is infinite. None of nothing.
#[must_use]
pub fn order_quantile(sorted: &[f64], q: f64) -> Option<Interval> {
    let n = sorted.len();
    if n == 0 {
        return None;
    }
    let at = ((n as f64 * q).ceil() as usize).clamp(1, n) - 1;
    let (mut below, mut low, mut high) = (0.0, 0, n + 1);
    for k in 0..=n {
        // `below` is P(fewer than k values lie below the quantile).
        if below <= 0.025 {
            low = k;
        }
        if below >= 0.975 {
            high = k;
            break;
        }
        below += binomial(n, k, q);
    }
    let rank = |rank: usize| rank.checked_sub(1).and_then(|at| sorted.get(at)).copied();
    Some(Interval {
        value: sorted[at],
        low: rank(low).unwrap_or(f64::NEG_INFINITY),
        high: rank(high).unwrap_or(f64::INFINITY),
    })
}

/// P(k of n), each with probability p.
fn binomial(n: usize, k: usize, p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return f64::from(u8::from(k == if p <= 0.0 { 0 } else { n }));
    }
    let (n, k) = (n as f64, k as f64);
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(ways + k * libm::log(p) + (n - k) * libm::log1p(-p))
}

/// Ranks from 1; values that are equal share the mean of theirs.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = |&&at: &&usize| values[at].total_cmp(&values[order[from]]).is_eq();
        let count = order[from..].iter().take_while(same).count();
        let rank = from as f64 + (count as f64 + 1.0) / 2.0;
        for &at in &order[from..from + count] {
            ranks[at] = rank;
        }
        from += count;
    }
    ranks
}

/// Spearman's rank correlation: Pearson's of the ranks, from −1 to 1. None if either is the same throughout.
#[must_use]
pub fn rank_correlation(xs: &[f64], ys: &[f64]) -> Option<f64> {
    let (xs, ys) = (ranks(xs), ranks(ys));
    let n = xs.len().min(ys.len());
    let middle = (n as f64 + 1.0) / 2.0;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in xs.iter().zip(&ys) {
        let (dx, dy) = (x - middle, y - middle);
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
    }
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proportions_are_wilsons() {
        // Brown, Cai and DasGupta's formula, computed by hand for 12 of 100.
        let check = |hits, trials, low: f64, high: f64| {
            let found = proportion(hits, trials);
            assert!((found.low - low).abs() < 5e-4, "{found:?}");
            assert!((found.high - high).abs() < 5e-4, "{found:?}");
        };
        check(12, 100, 0.0700, 0.1981);
        check(0, 10, 0.0, 0.2775);
        check(10, 10, 0.7225, 1.0);
        check(500, 1000, 0.4691, 0.5309);
    }

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        // The classic 95 % interval of the median of 100 values: the 40th and the 61st.
        let median = order_quantile(&values, 0.5);
        assert_eq!(median, Some(Interval { value: 50.0, low: 40.0, high: 61.0 }));
        let last = order_quantile(&values, 0.99).expect("there are values");
        assert!(last.value == 99.0 && last.low == 97.0 && last.high == f64::INFINITY, "{last:?}");
        assert_eq!(order_quantile(&[], 0.5), None);
    }

    #[test]
    fn ties_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(ranks(&[f64::INFINITY, 1.0, f64::INFINITY]), [2.5, 1.0, 2.5]);
    }

    #[test]
    fn correlation_is_of_ranks() {
        let xs = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(rank_correlation(&xs, &[1.0, 10.0, 100.0, 1e9]), Some(1.0));
        assert_eq!(rank_correlation(&xs, &[4.0, 3.0, 2.0, 1.0]), Some(-1.0));
        assert_eq!(rank_correlation(&xs, &[5.0; 4]), None);
    }
}
