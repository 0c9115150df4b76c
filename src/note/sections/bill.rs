//! The monthly bill, line by line.

use super::{Block, Section, Side, Table};
use crate::document::{Cost, CostLine, Report};
use crate::message::report::{Label, Text};
use crate::message::{Lang, Say};
use crate::note::digits::show_money;
use crate::words::number::{base_unit, unit_price};
use Side::{Left, Right};

/// The section, or `None` for a design in which nothing has a price.
pub fn bill(report: &Report, lang: Lang) -> Option<Section> {
    let cost = &report.cost;
    let mut blocks = if cost.lines.is_empty() { Vec::new() } else { priced(cost, lang) };
    if !cost.unpriced.is_empty() {
        blocks.push(Block::Sentence(Text::Unpriced.say(lang)));
        blocks.push(Block::List(cost.unpriced.iter().map(|what| what.say(lang)).collect()));
    }
    (!blocks.is_empty()).then_some(Section { title: Label::Bill.say(lang), blocks })
}

/// What has a price: the lines, their total, and where the prices are from.
fn priced(cost: &Cost, lang: Lang) -> Vec<Block> {
    let mut table = Table::new(
        &[
            (Label::Item, Left),
            (Label::Amount, Right),
            (Label::UnitPrice, Right),
            (Label::PerMonth, Right),
        ],
        lang,
    );
    for line in &cost.lines {
        table.row(row(line, lang));
    }
    let label = if cost.unpriced.is_empty() { Label::Total } else { Label::TotalOfPriced };
    let total = label.say(lang);
    table.row([total, String::new(), String::new(), show_money(cost.per_month_usd, lang)]);
    let mut blocks = vec![Block::Table(table)];
    let per_million = cost.per_million_requests_usd.map(|usd| unit_price_of_million(usd, lang));
    blocks.push(Block::Sentence(Text::PerMillion(per_million.as_deref()).say(lang)));
    if cost.lines.iter().any(|line| line.stale) {
        blocks.push(Block::Sentence(Text::Dagger.say(lang)));
    }
    let mut sources: Vec<&str> = Vec::new();
    for line in &cost.lines {
        if !line.source.is_empty() && !sources.contains(&line.source.as_str()) {
            sources.push(&line.source);
        }
    }
    if !sources.is_empty() {
        blocks.push(Block::Sentence(Text::PricesFrom(&sources).say(lang)));
    }
    blocks
}

/// Cents from ten cents on, more decimals for less: usage is not known to a hundredth of a cent.
fn unit_price_of_million(usd: f64, lang: Lang) -> String {
    if usd >= 0.1 || usd == 0.0 { show_money(usd, lang) } else { unit_price(usd, lang) }
}

/// One line: a stale price is marked.
fn row(line: &CostLine, lang: Lang) -> Vec<String> {
    let mark = if line.stale { " †" } else { "" };
    vec![
        line.item.say(lang),
        base_unit(line.quantity, &line.unit, 4, lang),
        format!("{}{mark}", unit_price(line.unit_price, lang)),
        show_money(line.per_month_usd, lang),
    ]
}
