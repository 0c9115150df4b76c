//! How what happens is called on charts and in phases.

use crate::message::number::significant;

/// Digits of a factor in a label.
const DIGITS: i32 = 3;

/// `kill cache`.
#[must_use]
pub fn label_kill(name: &str) -> String {
    format!("kill {name}")
}

/// `slow db × 4`.
#[must_use]
pub fn label_slow(name: &str, times: f64) -> String {
    format!("slow {name} × {}", significant(times, DIGITS))
}

/// `hang db`.
#[must_use]
pub fn label_hang(name: &str) -> String {
    format!("hang {name}")
}

/// `flush cache`.
#[must_use]
pub fn label_flush(name: &str) -> String {
    format!("flush {name}")
}

/// `cut app–db`.
#[must_use]
pub fn label_cut(one: &str, other: &str) -> String {
    format!("cut {one}–{other}")
}

/// `set app.instances = 8`.
#[must_use]
pub fn label_set(field: &str, value: &str) -> String {
    format!("set {field} = {value}")
}

/// `traffic × 5`.
#[must_use]
pub fn label_traffic(times: f64) -> String {
    format!("traffic × {}", significant(times, DIGITS))
}

/// `spike × 3`.
#[must_use]
pub fn label_spike(times: f64) -> String {
    format!("spike × {}", significant(times, DIGITS))
}

/// `load up to × 3`.
#[must_use]
pub fn label_points(times: f64) -> String {
    format!("load up to × {}", significant(times, DIGITS))
}

/// `ramp to × 3`.
#[must_use]
pub fn label_ramp(times: f64) -> String {
    format!("ramp to × {}", significant(times, DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_have_three_digits() {
        assert_eq!(label_traffic(8.0_f64.sqrt()), "traffic × 2.83");
        assert_eq!(label_spike(3.0), "spike × 3");
        assert_eq!(label_slow("db", 4.0), "slow db × 4");
    }
}
