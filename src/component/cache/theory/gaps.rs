//! The gaps between requests for one key behind another cache.

/// Requests whose gaps are a quiet time and then an exponential, beside writes that invalidate.
#[derive(Clone, Copy)]
pub(super) struct Gaps {
    /// Mean gap, seconds.
    pub mean_s: f64,
    /// The least gap, seconds.
    pub quiet_s: f64,
    /// Requests per second once the quiet time is over.
    pub rate_after: f64,
    /// Invalidations per second.
    pub ends: f64,
}

impl Gaps {
    pub fn new(rate: f64, quiet_s: f64, ends: f64) -> Self {
        let mean_s = 1.0 / rate;
        // A hair of chance is left, so that rounding cannot make the rest of the gap negative.
        let quiet_s = quiet_s.min(mean_s * (1.0 - 1e-9));
        Self { mean_s, quiet_s, rate_after: 1.0 / (mean_s - quiet_s), ends }
    }

    /// The probability that a gap is longer than `span`, or that an invalidation falls into it.
    pub fn missed(self, span: f64) -> f64 {
        let after = (span - self.quiet_s).max(0.0);
        let longer = libm::exp(-self.rate_after * after);
        if self.ends == 0.0 {
            return longer;
        }
        let within = self.rate_after * integral(self.rate_after + self.ends, after);
        1.0 - libm::exp(-self.ends * self.quiet_s) * within
    }

    /// The mean of the gap, cut at `span` and by invalidation.
    pub fn cut(self, span: f64) -> f64 {
        let after = (span - self.quiet_s).max(0.0);
        integral(self.ends, span.min(self.quiet_s))
            + libm::exp(-self.ends * self.quiet_s) * integral(self.rate_after + self.ends, after)
    }

    /// The probability that the next request comes before an exponential time of this rate is over.
    pub fn survives(self, rate: f64) -> f64 {
        libm::exp(-rate * self.quiet_s) * self.rate_after / (self.rate_after + rate)
    }

    /// Mean requests in the time `span` after a request: Σ P(n gaps ≤ span), where n gaps are n quiet
    /// times and an Erlang time; for many gaps the renewal function's asymptote.
    pub fn requests_in(self, span: f64) -> f64 {
        if span > 8.0 * self.mean_s {
            let cv = 1.0 - self.quiet_s / self.mean_s;
            return span / self.mean_s + (cv * cv - 1.0) / 2.0;
        }
        let mut sum = 0.0;
        for n in 1..MOST_GAPS {
            let left = span - f64::from(n) * self.quiet_s;
            if left <= 0.0 {
                break;
            }
            let fits = erlang_within(n, self.rate_after * left);
            sum += fits;
            if fits < 1e-9 {
                break;
            }
        }
        sum
    }
}

/// Terms of a renewal function: beyond 8 mean gaps its asymptote is used, and so many more are rare.
const MOST_GAPS: u32 = 64;

/// P(Erlang of n phases ≤ x phases' means) = P(Poisson of mean x ≥ n).
fn erlang_within(n: u32, x: f64) -> f64 {
    let (mut term, mut below) = (libm::exp(-x), 0.0);
    for k in 0..n {
        below += term;
        term *= x / f64::from(k + 1);
    }
    (1.0 - below).max(0.0)
}

/// The integral of exp(−rate t) from 0 to `span`.
pub(super) fn integral(rate: f64, span: f64) -> f64 {
    match rate {
        0.0 => span,
        _ if rate == f64::INFINITY => 0.0,
        _ => -libm::expm1(-rate * span) / rate,
    }
}
