//! In what a result is shown when a formula does not say: what was given in bits comes back in bits, TPS as TPS, and
//! what was given per day per day.

use super::calendar::Periods;
use super::literal::Literal;
use super::quantity::{Dim, Quantity};
use super::show::{number, show_as};
use super::table;

/// The abbreviations of rates.
const SHORT: [&str; 8] = ["TPS", "QPS", "RPS", "IOPS", "tps", "qps", "rps", "iops"];
/// Bits a second, from large to small, in B/s.
const BITS: [(f64, &str); 5] =
    [(1e12, "Tbps"), (1e9, "Gbps"), (1e6, "Mbps"), (1e3, "kbps"), (1.0, "bps")];

/// What the values of a formula have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Manner {
    /// True if every size and bandwidth is in bits; `None` if there is none.
    bits: Option<bool>,
    /// The abbreviation of every rate, an empty one if they differ; `None` if there is none.
    short: Option<&'static str>,
    /// The unit of time, other than the second, that the result comes in.
    per: Option<Periods>,
}

impl Manner {
    /// Of a literal.
    pub fn of(literal: &Literal) -> Self {
        let tens = |value: f64| libm::log10(value);
        let whole = |value: f64| (value - value.round()).abs() < 1e-9;
        let one = literal.one / literal.periods.size();
        let bits = whole(tens(one * 8.0)) && !whole(tens(one));
        let is_short = |short: &&'static str| literal.tail.trim() == *short;
        let short = SHORT.iter().copied().find(is_short).unwrap_or("");
        Self {
            bits: (literal.dim.bytes != 0).then_some(bits),
            short: (literal.dim == Dim::RATE).then_some(short),
            per: None,
        }
    }

    /// Of two values together.
    pub fn and(self, other: Self) -> Self {
        let short = match (self.short, other.short) {
            (Some(a), Some(b)) if a != b => Some(""),
            (a, b) => a.or(b),
        };
        let bits = match (self.bits, other.bits) {
            (Some(a), Some(b)) => Some(a && b),
            (a, b) => a.or(b),
        };
        Self { bits, short, per: None }
    }

    /// For a result that is worked out in these units of time.
    pub fn in_periods(self, periods: Option<Periods>, value: Quantity) -> Self {
        let slow = value.dim == Dim::RATE && value.value.abs() < 1.0 && value.value != 0.0;
        let is_one = |periods: &Periods| {
            let at_least_one = slow && (value.value * periods.inverse().size()).abs() >= 1.0;
            let other = periods.total() == -1 && *periods != Periods::seconds(-1);
            other && periods.name().is_some() && (value.dim == Dim::BANDWIDTH || at_least_one)
        };
        let per = periods.filter(is_one);
        Self { per: per.filter(|_| slow || value.dim == Dim::BANDWIDTH), ..self }
    }

    /// True for a bandwidth that is shown in bits.
    pub fn is_in_bits(self, dim: Dim) -> bool {
        dim == Dim::BANDWIDTH && self.bits == Some(true) && self.per.is_none()
    }

    /// The unit of time of a slow rate.
    pub fn slow_period(self, dim: Dim) -> Option<Periods> {
        self.per.filter(|_| dim == Dim::RATE)
    }

    /// A result so shown; `None` where nothing is in common, and it is shown as any other.
    pub fn shown(self, value: Quantity, noun: Option<&str>, digits: usize) -> Option<String> {
        let size = value.value.abs();
        let sign = if value.value < 0.0 { "-" } else { "" };
        if self.is_in_bits(value.dim) {
            let bits = size * 8.0;
            let (one, unit) = BITS.iter().find(|(one, _)| bits >= *one).unwrap_or(&BITS[4]);
            return Some(format!("{sign}{} {unit}", number(bits / one, digits)));
        }
        if let Some(per) = self.per {
            let name = per.name()?;
            let amount = size * per.inverse().size();
            let dim = Dim::new(value.dim.time + 1, value.dim.bytes, value.dim.money);
            let noun = noun.map(|noun| {
                if value.dim == Dim::BANDWIDTH {
                    noun.trim_start_matches(|c| c != '/')
                } else {
                    noun
                }
            });
            let text =
                show_as(Quantity::new(amount, dim), digits, noun.filter(|noun| !noun.is_empty()));
            return Some(format!("{sign}{text}/{name}"));
        }
        let short = self.short.filter(|short| !short.is_empty() && value.dim == Dim::RATE)?;
        let own = table::find(short)?.noun;
        (size >= 1.0 && noun == own).then(|| format!("{sign}{} {short}", number(size, digits)))
    }
}
