//! Warm-up: how much of the beginning of a run to leave out.

/// How many observations make one batch.
const BATCH: usize = 5;

/// MSER-5: the number of observations (a multiple of 5) to cut from the beginning, or None if the
/// series does not settle.
///
/// The series is averaged in batches of 5. Cutting d of m batches leaves a mean whose squared
/// standard error is estimated as Σ (Z_j − mean)² / (m − d)²; the d that makes it least is the
/// warm-up. A least value in the second half says that the end does not look like the rest: the
/// run has not settled, or is too short to tell. The last five batches are never the answer,
/// because so few agree by chance. Ties go to the shorter warm-up.
///
/// White, "An effective truncation heuristic for bias reduction in simulation output",
/// Simulation 69(6), 1997; Spratt, "An evaluation of startup policies in simulation", 1998;
/// White, Cobb and Spratt, WSC 2000.
#[must_use]
pub fn mser5(series: &[f64]) -> Option<usize> {
    let batches: Vec<f64> =
        series.chunks_exact(BATCH).map(|c| c.iter().sum::<f64>() / BATCH as f64).collect();
    let count = batches.len();
    if count < 2 * BATCH {
        return None;
    }
    // From the end backwards, mean and sum of squares grow by Welford's update.
    let (mut mean, mut squares) = (0.0, 0.0);
    let (mut best, mut best_cut) = (f64::INFINITY, count);
    for (kept, &z) in (1..).zip(batches.iter().rev()) {
        let kept = kept as f64;
        let delta = z - mean;
        mean += delta / kept;
        squares += delta * (z - mean);
        let error = squares / (kept * kept);
        if kept as usize > BATCH && error <= best {
            best = error;
            best_cut = count - kept as usize;
        }
    }
    (best_cut <= count / 2).then_some(best_cut * BATCH)
}

/// Batches in which a series is looked at for drift.
const SPANS: usize = 20;
/// Standard errors by which two halves may differ by chance.
const BY_CHANCE: f64 = 2.0;

/// Where noise alone puts the least value of MSER-5 late: the first cut, in twentieths and before the middle, after
/// which the means of both halves of what remains agree; None if they never do, because the series drifts.
#[must_use]
pub fn steady_from(series: &[f64]) -> Option<usize> {
    let each = series.len() / SPANS;
    if each == 0 {
        return None;
    }
    let spans: Vec<f64> =
        series.chunks_exact(each).map(|c| c.iter().sum::<f64>() / each as f64).collect();
    (0..SPANS / 2).find(|&cut| halves_agree(&spans[cut..])).map(|cut| cut * each)
}

fn halves_agree(values: &[f64]) -> bool {
    let mean_and_error = |part: &[f64]| {
        let count = part.len() as f64;
        let mean = part.iter().sum::<f64>() / count;
        let squares: f64 = part.iter().map(|value| (value - mean) * (value - mean)).sum();
        (mean, squares / (count * (count - 1.0)))
    };
    let (first, second) = values.split_at(values.len() / 2);
    let ((one, error), (other, other_error)) = (mean_and_error(first), mean_and_error(second));
    (one - other).abs() <= BY_CHANCE * (error + other_error).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Stream;

    /// `count` observations of noise about 10, the first `transient` of them off by a decaying 10.
    fn noisy(count: usize, transient: usize, replication: u32) -> Vec<f64> {
        let mut stream = Stream::new(3, replication, "warmup", "noise");
        (0..count)
            .map(|i| {
                let bias = 10.0 * (1.0 - i as f64 / transient.max(1) as f64).max(0.0);
                10.0 - bias + stream.normal()
            })
            .collect()
    }

    #[test]
    fn noise_alone_is_steady_and_growth_never_is() {
        let mut late = 0;
        for replication in 0..20 {
            let cut = steady_from(&noisy(400, 0, replication)).expect("noise is steady");
            late += u32::from(cut > 100);
            let growing: Vec<f64> = noisy(400, 0, replication)
                .iter()
                .enumerate()
                .map(|(at, noise)| noise + 0.05 * at as f64)
                .collect();
            assert_eq!(steady_from(&growing), None);
        }
        // Halves of noise differ by two standard errors once in twenty.
        assert!(late <= 3, "{late} of 20");
    }

    #[test]
    fn a_transient_is_found_and_cut() {
        for replication in 0..50 {
            let cut = mser5(&noisy(1000, 200, replication)).expect("settles");
            assert!((140..=260).contains(&cut) && cut.is_multiple_of(5), "cut {cut}");
        }
    }

    #[test]
    fn a_level_series_loses_little() {
        assert_eq!(mser5(&[4.0; 100]), Some(0));
        let answers: Vec<usize> = (0..100).filter_map(|r| mser5(&noisy(1000, 0, r))).collect();
        assert!(answers.len() >= 85, "{} of 100 settle", answers.len());
        let mean = answers.iter().sum::<usize>() as f64 / answers.len() as f64;
        assert!(mean < 120.0, "mean cut {mean} of 1000");
    }

    #[test]
    fn what_does_not_settle_has_no_answer() {
        let ramp: Vec<f64> = (0..500).map(f64::from).collect();
        assert_eq!(mser5(&ramp), None);
        let late_step: Vec<f64> = (0..500).map(|i| if i < 350 { 0.0 } else { 100.0 }).collect();
        assert_eq!(mser5(&late_step), None);
        assert_eq!(mser5(&[1.0; 49]), None);
        assert_eq!(mser5(&[]), None);
    }

    /// By hand: 12 batches, the first off by 8; cutting it leaves only equal ones.
    #[test]
    fn one_odd_batch_is_cut() {
        let mut series = vec![2.0; 60];
        series[..5].fill(10.0);
        assert_eq!(mser5(&series), Some(5));
        // Observations that fill no batch are left out at the end.
        series.extend([99.0; 4]);
        assert_eq!(mser5(&series), Some(5));
    }
}
