//! Nines: how long a design may be down, and how many instances of each tier that takes.
//!
//! Instances fail independently and are repaired; a tier of n is up while k of them are, with probability
//! Σ C(n, i) pⁱ (1 − p)ⁿ⁻ⁱ over i from k to n. Tiers in series multiply. What fails together (a rack, a deployment,
//! a region) is not in it.

use super::lines;
use super::sheet::Sheet;
use crate::document::Assumed;
use crate::message::Why;
use crate::message::estimate::{Formula, Step, percent};
use crate::units::{Dim, Quantity};

/// The page's name for the availability of one instance.
const INSTANCE_NAME: &str = "instance_availability";
/// What is taken for it: the round figure of the textbooks, lower than what a machine alone has, since it is
/// also down for deployments.
const INSTANCE: f64 = 0.99;
/// Spares beyond which nothing is promised.
const MOST_SPARES: u32 = 10_000;

/// Adds the lines for this target; `tiers` are names and how many instances of each must be up.
pub(super) fn fill(sheet: &mut Sheet<'_>, target: f64, tiers: &[(&str, f64)]) {
    if !(0.0..1.0).contains(&target) {
        return;
    }
    let goal = sheet.count("availability", target);
    for (name, period) in [("year", "1 year"), ("month", "1 month"), ("day", "1 day")] {
        sheet.derive(&format!("downtime_a_{name}"), &format!("(1 - {goal}) * {period}"));
    }
    let own = sheet
        .named(INSTANCE_NAME)
        .filter(|own| own.dim == Dim::NONE && own.value > 0.0 && own.value < 1.0);
    let each = own.as_ref().map_or(INSTANCE, |own| own.value);
    let count = u32::try_from(tiers.len()).unwrap_or(u32::MAX);
    let share = libm::pow(target, 1.0 / f64::from(count.max(1)));
    let mut any = false;
    for &(name, needed) in tiers {
        let Some((copies, reached)) = copies(needed, each, share) else { continue };
        any = true;
        let step = Step::Copies { needed, all: copies, each, reached, share };
        let value = Quantity::new(copies, Dim::NONE);
        let formula = Formula::Copies { tiers: tiers.len(), target };
        sheet.fixed(lines::line(
            &format!("{name}.instances_for_availability"),
            value,
            formula,
            step,
        ));
    }
    if any && own.is_none() {
        let (path, value) = (format!("assume.{INSTANCE_NAME}"), percent(INSTANCE));
        sheet.assumed.push(Assumed { path, value, why: Why::InstanceAvailability.into() });
    }
}

/// The fewest instances of which `needed` are up with at least this probability, and that probability. `None`
/// where it takes more than anybody has.
#[must_use]
pub fn copies(needed: f64, each: f64, target: f64) -> Option<(f64, f64)> {
    (0..MOST_SPARES).find_map(|spares| {
        let all = needed + f64::from(spares);
        let reached = at_most_down(all, spares, each)?;
        (reached >= target).then_some((all, reached))
    })
}

/// The probability that at most `spares` of `all` are down: the head of a binomial distribution, term by term.
/// `None` where the first term is too small for a double.
fn at_most_down(all: f64, spares: u32, each: f64) -> Option<f64> {
    let mut term = libm::pow(each, all);
    if term < f64::MIN_POSITIVE {
        return None;
    }
    let mut sum = term;
    for down in 0..spares {
        let down = f64::from(down);
        term *= (all - down) / (down + 1.0) * (1.0 - each) / each;
        sum += term;
    }
    Some(sum.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(up: f64, all: f64, each: f64, expect: f64) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts")]
        let found = at_most_down(all, (all - up) as u32, each).unwrap();
        assert!((found - expect).abs() < 5e-9, "{up} of {all} at {each}: {found}");
    }

    #[test]
    fn k_of_n() {
        // Published figures: 2 of 3 at 99 % and 99.9 %, 3 of 5 at 99 %, two at 99.9 % in parallel.
        check(2.0, 3.0, 0.99, 0.999_702);
        check(2.0, 3.0, 0.999, 0.999_997_002);
        check(3.0, 5.0, 0.99, 0.999_990_149_4);
        check(1.0, 2.0, 0.999, 0.999_999);
    }

    #[test]
    fn copies_for_a_target() {
        assert_eq!(copies(1.0, 0.99, 0.999).map(|found| found.0), Some(2.0));
        assert_eq!(copies(1.0, 0.99, 0.99).map(|found| found.0), Some(1.0));
        assert_eq!(copies(2.0, 0.99, 0.9997).map(|found| found.0), Some(3.0));
        assert_eq!(copies(1e6, 0.99, 0.999), None);
        assert_eq!(
            copies(3.0, 0.5, 0.999_999_999_999_999_9).map(|found| found.0 > 40.0),
            Some(true)
        );
    }
}
