//! Quantities as a page or a flag takes them, exact to the last digit.

/// Nanoseconds of the units that a duration is written in.
const WRITTEN_IN: [(u64, &str); 6] = [
    (3_600_000_000_000, "h"),
    (60_000_000_000, "m"),
    (1_000_000_000, "s"),
    (1_000_000, "ms"),
    (1_000, "us"),
    (1, "ns"),
];

/// A duration: `2s`, `1500us`.
#[must_use]
pub fn nanoseconds(ns: u64) -> String {
    let (size, unit) = WRITTEN_IN
        .into_iter()
        .find(|(size, _)| ns.is_multiple_of(*size) && ns > 0)
        .unwrap_or((1, "s"));
    format!("{}{unit}", ns / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_exactly() {
        let check = |ns: u64, expect: &str| assert_eq!(nanoseconds(ns), expect);
        check(2_000_000_000, "2s");
        check(90_000_000_000, "90s");
        check(120_000_000_000, "2m");
        check(1_500_000, "1500us");
        check(7, "7ns");
        check(0, "0s");
    }
}
