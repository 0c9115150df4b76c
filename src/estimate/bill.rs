//! The monthly bill as one line: what each component costs, added up.

use super::lines::line;
use crate::document::{Cost, EstimateLine};
use crate::message::cost::Item;
use crate::message::estimate::{Formula, Payer, Step};
use crate::units::{Dim, Quantity};

/// A month of 730 h.
const MONTH_S: f64 = 730.0 * 3600.0;

/// The line of a bill; `None` where nothing has a price.
#[must_use]
pub fn line_of(cost: &Cost) -> Option<EstimateLine> {
    let mut parts: Vec<(Payer, f64)> = Vec::new();
    for line in &cost.lines {
        let payer = payer(&line.item);
        match parts.iter_mut().find(|(known, _)| *known == payer) {
            Some((_, usd)) => *usd += line.per_month_usd,
            None => parts.push((payer, line.per_month_usd)),
        }
    }
    if parts.is_empty() {
        return None;
    }
    let value = Quantity::new(cost.per_month_usd / MONTH_S, Dim::PRICE_PER_TIME);
    let (total, unpriced) = (cost.per_month_usd, cost.unpriced.len());
    Some(line("monthly_bill", value, Formula::Bill, Step::Bill { parts, total, unpriced }))
}

/// `app: 40 × m7g.large` is app's; what has no owner is its own.
fn payer(item: &Item) -> Payer {
    match item.owner() {
        Some(owner) => Payer::Component(owner.to_owned()),
        None if *item == Item::CrossSite => Payer::CrossSite,
        None => Payer::Egress,
    }
}
