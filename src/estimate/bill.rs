//! The monthly bill as one line: what each component costs, added up.

use super::lines::line;
use crate::document::{Cost, EstimateLine};
use crate::message::estimate as message;
use crate::units::{Dim, Quantity, show};

/// A month of 730 h.
const MONTH_S: f64 = 730.0 * 3600.0;

/// The line of a bill; `None` where nothing has a price.
#[must_use]
pub fn line_of(cost: &Cost) -> Option<EstimateLine> {
    let mut owners: Vec<(&str, f64)> = Vec::new();
    for line in &cost.lines {
        // `app: 40 × m7g.large` is app's; what has no owner is its own.
        let owner = line.item.owner();
        match owners.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, usd)) => *usd += line.per_month_usd,
            None => owners.push((owner, line.per_month_usd)),
        }
    }
    let parts: Vec<String> =
        owners.iter().map(|(owner, usd)| message::owner_and_price(owner, &dollars(*usd))).collect();
    let value = Quantity::new(cost.per_month_usd / MONTH_S, Dim::PRICE_PER_TIME);
    let total = message::a_month(&dollars(cost.per_month_usd));
    let step = message::bill_step(&parts, &total, cost.unpriced.len());
    let formula = message::BILL_FORMULA;
    (!owners.is_empty()).then(|| line("monthly_bill", value, formula, step))
}

/// Whole dollars from a hundred on.
fn dollars(usd: f64) -> String {
    let usd = if usd >= 100.0 { usd.round() } else { usd };
    show(Quantity::new(usd, Dim::MONEY))
}
