//! A number with its unit, as the field that holds it wants it.

use super::{Reading, Spanned, Text};
use crate::message::Fits;
use crate::message::values::Fault;
use crate::units::Dim;
use crate::yaml::{Node, Value};

/// Seconds in a month of 730 h: money per month is kept as money per second by the units.
pub const SECONDS_PER_MONTH: f64 = 730.0 * 3600.0;

/// The longest duration that a page may write, ns: 292 years, what a clock of nanoseconds can hold.
pub const MAX_NS: f64 = i64::MAX as f64;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A length of time; read as nanoseconds.
    Duration,
    /// Bytes.
    Size,
    /// Events per second.
    Rate,
    /// Bytes per second.
    Bandwidth,
    /// A count or a ratio, without a unit.
    Count,
    /// A share of a whole, 0 to 1.
    Share,
    /// Dollars per month.
    Cost,
}

/// A number in the unit of its [`Want`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// True if a range stands behind it.
    pub uncertain: bool,
}

impl Want {
    const fn dim(self) -> Dim {
        match self {
            Self::Duration => Dim::TIME,
            Self::Size => Dim::BYTES,
            Self::Rate => Dim::RATE,
            Self::Bandwidth => Dim::BANDWIDTH,
            Self::Count | Self::Share => Dim::NONE,
            Self::Cost => Dim::PRICE_PER_TIME,
        }
    }

    /// From the base unit to the field's.
    const fn scale(self) -> f64 {
        match self {
            Self::Duration => 1e9,
            Self::Cost => SECONDS_PER_MONTH,
            _ => 1.0,
        }
    }
}

impl From<Want> for Fits {
    fn from(want: Want) -> Self {
        match want {
            Want::Duration => Self::Duration,
            Want::Size => Self::Size,
            Want::Rate => Self::Rate,
            Want::Bandwidth => Self::Bandwidth,
            Want::Count => Self::Count,
            Want::Share => Self::Share,
            Want::Cost => Self::Cost,
        }
    }
}

/// True for `exp(5ms)` and its like where a plain number is wanted; `exp` of a number is a function.
fn is_distribution(text: &Text<'_>, want: Want) -> bool {
    match text.call() {
        Some(("exp", _)) => want.dim() != Dim::NONE,
        Some(("uniform" | "erlang" | "samples", _)) => true,
        _ => false,
    }
}

impl<'a> Reading<'a> {
    /// The text of a field that holds one value; a map, a list or nothing is reported.
    pub fn text(&mut self, node: &'a Node, field: &str, fits: impl Into<Fits>) -> Option<Text<'a>> {
        let (field, fits) = (field.to_owned(), fits.into());
        let fault = match &node.value {
            Value::Scalar(scalar) if scalar.text.trim().is_empty() => {
                Fault::NoValue { field, fits }
            }
            Value::Scalar(_) => return Text::of(node),
            Value::Null => Fault::NoValue { field, fits },
            Value::List(_) => Fault::NotAList { field, fits },
            Value::Map(_) => Fault::NotAMap { field, fits },
        };
        self.complain(node.span, fault);
        None
    }

    /// What a scalar is a number of, if it is one; nothing is reported.
    #[must_use]
    pub fn dimension(&self, node: &Node) -> Option<Dim> {
        self.dimension_of(node.as_text()?)
    }

    /// What a text is a number of, if it is one; nothing is reported.
    #[must_use]
    pub fn dimension_of(&self, text: &str) -> Option<Dim> {
        let formula = crate::units::Formula::parse(text).ok()?;
        self.peek(&formula).map(|ranged| ranged.dim)
    }

    /// The number that a text is, if it counts something or nothing and is no share in per cent; nothing is reported.
    #[must_use]
    pub fn count_of(&self, text: &Text<'_>) -> Option<f64> {
        let formula = crate::units::Formula::parse(text.text).ok()?;
        let found = self.peek(&formula).filter(|found| found.dim == Dim::NONE)?;
        (!formula.has_percent()).then_some(found.value)
    }

    /// A number, from the text of a field; below zero is reported.
    pub fn amount(&mut self, text: &Text<'_>, field: &str, want: Want) -> Option<Amount> {
        let (owned, written) = (|| field.to_owned(), || text.text.to_owned());
        if is_distribution(text, want) {
            let (field, written) = (owned(), written());
            self.complain(text.span, Fault::DoesNotVary { field, written, fits: want.into() });
            return None;
        }
        let computed = self.compute_as(text, want.dim(), want)?;
        let value = computed.ranged.value * want.scale();
        // A share of something is a number without a name; a ratio such as failed/requests may have two.
        let noun = computed.ranged.noun.filter(|noun| want == Want::Share && !noun.contains('/'));
        if let Some(noun) = noun {
            let (field, near) = (owned(), crate::units::nearest(&noun));
            self.complain(text.span, Fault::ShareOfThings { field, noun, near });
            return None;
        }
        let fault = if !value.is_finite() || (want == Want::Duration && value > MAX_NS) {
            Fault::TooLarge { field: owned() }
        } else if value < 0.0 {
            Fault::Negative { field: owned() }
        } else if want == Want::Share && value > 1.0 {
            let bare = text.text.trim().parse::<f64>();
            let may_be_percent = bare.is_ok_and(|value| value <= 100.0);
            Fault::BeyondAWhole { field: owned(), written: written(), may_be_percent }
        } else {
            return Some(Amount { value, uncertain: computed.uncertain });
        };
        self.complain(text.span, fault);
        None
    }

    /// A whole number within `1..=max` (`0..=max` if `zero`), which is no estimate.
    pub fn whole(
        &mut self,
        text: &Text<'_>,
        field: &str,
        (min, max): (u64, u64),
    ) -> Option<Spanned<u64>> {
        let amount = self.amount(text, field, Want::Count)?;
        if amount.uncertain {
            self.complain(text.span, Fault::RangeOfACount { field: field.to_owned() });
            return None;
        }
        let field = field.to_owned();
        let fault = if amount.value.fract() != 0.0 {
            Fault::NotWhole { field, written: text.text.to_owned() }
        } else if amount.value < min as f64 {
            Fault::Below { field, least: min }
        } else if amount.value > max as f64 {
            Fault::BeyondLimit { field, most: max }
        } else {
            return Some(Spanned::new(amount.value as u64, text.span));
        };
        self.complain(text.span, fault);
        None
    }

    /// Cores in thousandths: `2`, `0.5`, or `500m` as container platforms write it. No estimate.
    pub fn cores(
        &mut self,
        text: &Text<'_>,
        field: &'static str,
        most: u32,
    ) -> Option<Spanned<u32>> {
        let digits = text.text.trim().strip_suffix('m');
        let thousandths = match digits.and_then(|digits| digits.parse::<u32>().ok()) {
            Some(thousandths) => f64::from(thousandths),
            None => {
                let amount = self.amount(text, field, Want::Count)?;
                if amount.uncertain {
                    self.complain(text.span, Fault::RangeOfACount { field: field.to_owned() });
                    return None;
                }
                (amount.value * 1000.0).round()
            }
        };
        if thousandths < 1.0 {
            self.complain(text.span, Fault::NotPositive { field });
            return None;
        }
        if thousandths > f64::from(most) * 1000.0 {
            let fault = Fault::BeyondLimit { field: field.to_owned(), most: u64::from(most) };
            self.complain(text.span, fault);
            return None;
        }
        Some(Spanned::new(thousandths as u32, text.span))
    }
}
