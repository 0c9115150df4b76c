//! When the share of its time that a resource is busy is worth a word.

/// From here on waiting grows fast with load: at 70 % of a single server it is 2.3 times the work.
pub const NEAR_LIMIT: f64 = 0.7;
/// From here on a resource can take no more.
pub const EXHAUSTED: f64 = 0.995;
/// A peak below so many times the average says nothing that the average does not.
const APART: f64 = 1.1;

/// The share at the busiest moment, where it is near the limit and the average hides it.
#[must_use]
pub fn telling_peak(average: f64, peak: Option<f64>) -> Option<f64> {
    peak.filter(|&peak| peak.is_finite() && peak >= NEAR_LIMIT && peak > average * APART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_tells_something_where_the_average_hides_it() {
        assert_eq!(telling_peak(0.3, Some(0.9)), Some(0.9));
        assert_eq!(telling_peak(0.85, Some(0.9)), None);
        assert_eq!(telling_peak(0.3, Some(0.6)), None);
        assert_eq!(telling_peak(0.3, Some(f64::NAN)), None);
        assert_eq!(telling_peak(0.3, None), None);
    }
}
