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
