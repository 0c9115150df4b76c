//! A quota of work for each period: what is used up is not there until the next period begins.
//!
//! After the bandwidth control of Linux's scheduler (Turner, Rao & Rao, *CPU bandwidth control for CFS*, 2010): the
//! cores run at full speed until the quota is spent, then stand still until the period is over. What is not used is
//! lost. Ignored: that each core takes its quota in slices of 5 ms, of which it may keep one to itself.

/// So much work in each period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Core-ns.
    pub ns: u64,
    /// ns, more than 0.
    pub period_ns: u64,
}

/// What an instance still has of its quota.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    quota: Quota,
    /// Core-ns left of this period's quota.
    left: f64,
    /// When this period ends.
    ends_ns: u64,
}

impl Allowance {
    /// A full quota whose first period ends at an instant.
    #[must_use]
    pub const fn new(quota: Quota, ends_ns: u64) -> Self {
        Self { quota, left: quota.ns as f64, ends_ns }
    }

    /// Core-ns that `busy` cores get done from one instant, up to which all was counted, to another.
    pub fn spend(&mut self, from: u64, to: u64, busy: f64) -> f64 {
        let (mut used, mut at) = (0.0, from);
        if to >= self.ends_ns {
            used += self.left.min((self.ends_ns - at) as f64 * busy);
            let periods = (to - self.ends_ns) / self.quota.period_ns;
            used += periods as f64 * self.of_a_period(busy);
            at = self.ends_ns + periods * self.quota.period_ns;
            self.ends_ns = at + self.quota.period_ns;
            self.left = self.quota.ns as f64;
        }
        let part = self.left.min((to - at) as f64 * busy);
        self.left -= part;
        used + part
    }

    /// How long `busy` cores take from an instant on, up to which all was counted, for so many core-ns; ns.
    #[must_use]
    pub fn time_for(&self, wanted: f64, from: u64, busy: f64) -> f64 {
        let to_end = (self.ends_ns - from) as f64;
        let now = self.left.min(to_end * busy);
        if wanted <= now {
            return wanted / busy;
        }
        let (rest, each) = (wanted - now, self.of_a_period(busy));
        let periods = ((rest / each).ceil() - 1.0).max(0.0);
        to_end + periods * self.quota.period_ns as f64 + (rest - periods * each) / busy
    }

    fn of_a_period(&self, busy: f64) -> f64 {
        (self.quota.ns as f64).min(self.quota.period_ns as f64 * busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Quota = Quota { ns: 50, period_ns: 100 };

    #[test]
    fn runs_at_full_speed_until_the_quota_is_spent() {
        let mut left = Allowance::new(HALF, 100);
        assert!((left.spend(0, 30, 1.0) - 30.0).abs() < 1e-9);
        assert!((left.spend(30, 90, 1.0) - 20.0).abs() < 1e-9, "throttled from 50 on");
        assert!((left.spend(90, 120, 1.0) - 20.0).abs() < 1e-9, "the next period began at 100");
        assert!(
            (left.time_for(40.0, 120, 1.0) - 90.0).abs() < 1e-9,
            "30 until 150, 10 from 200 on"
        );
    }

    #[test]
    fn what_is_not_used_is_lost_and_two_cores_spend_twice_as_fast() {
        let mut left = Allowance::new(HALF, 100);
        assert!(left.spend(0, 950, 0.0).abs() < 1e-9);
        assert!(
            (left.time_for(60.0, 950, 2.0) - 55.0).abs() < 1e-9,
            "50 in 25, then 10 from 1000 on"
        );
        assert!((left.spend(950, 1_000, 2.0) - 50.0).abs() < 1e-9);
    }

    /// The closed forms against a clock that ticks, for every number of busy cores and every start in a period.
    #[test]
    fn agrees_with_a_clock_that_ticks() {
        for busy in [1_u64, 2, 3] {
            for from in 0..100_u64 {
                for length in [1_u64, 7, 49, 51, 100, 233] {
                    let (mut ticked, mut budget) = (0, HALF.ns);
                    for tick in from..from + length {
                        if tick > from && tick % HALF.period_ns == 0 {
                            budget = HALF.ns;
                        }
                        let part = budget.min(busy);
                        budget -= part;
                        ticked += part;
                    }
                    let ends = from / 100 * 100 + 100;
                    let used = Allowance::new(HALF, ends).spend(from, from + length, busy as f64);
                    assert!((used - ticked as f64).abs() < 1.0, "{busy} {from} {length}");
                    let takes = Allowance::new(HALF, ends).time_for(used, from, busy as f64);
                    let again = Allowance::new(HALF, ends).spend(
                        from,
                        from + takes.ceil() as u64,
                        busy as f64,
                    );
                    assert!(takes <= length as f64 + 1e-6 && again >= used - 1e-6);
                }
            }
        }
    }
}
