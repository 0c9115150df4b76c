//! How `napkin scale` looks: its document as a note with charts.

use std::cmp::Ordering;

use super::Note;
use super::sections::{Block, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::plot::{self, Axis, Curve, Plot, Rule, Spread, Tone, Written};
use crate::document::Scaling;
use crate::document::scale::{AfterLoss, Crossover, Design, Ends, Point, Scaled, Way};
use crate::figure::{self, NOTHING, Scale, Shown, Unit};
use crate::message::Lang;
use crate::message::capacity::{Criterion as Judged, Text as Capacity};
use crate::message::scale::{Cell, Cores, Criterion, Head, Left, Machines, Text, Why};
use crate::words::Say;
use crate::words::number::{brief, show_measured, significant};
use Side::{Left as ToTheLeft, Right as ToTheRight};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 2] = ["frontier", "frontier-spare"];
const WAYS: [Way; 5] = [Way::Up, Way::Out, Way::Replicas, Way::Shards, Way::Diagonal];

/// The note.
#[must_use]
pub fn note(document: &Scaling, lang: Lang) -> Note {
    let mut note = Note::new(&document.head, lang);
    note.headline = headline(document).say(lang);
    note.answer = answer(document).iter().map(|text| text.say(lang)).collect();
    if !document.points.is_empty() {
        note.add([frontier(document, lang), criteria(document, lang)]);
    }
    note.add([sizes(document, lang), how(document, lang)]);
    note
}

fn of_way(point: &Point, way: Way) -> Option<&Design> {
    point.designs.iter().find(|design| design.way == way)
}

/// The cheapest that is not one machine.
fn rival(point: &Point, cost: fn(&Design) -> f64) -> Option<&Design> {
    let others = point.designs.iter().filter(|design| design.way != Way::Up);
    others.min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

fn at(document: &Scaling, rate: Option<f64>) -> Option<&Point> {
    let rate = rate?;
    document.points.iter().find(|point| point.rate_per_s.to_bits() == rate.to_bits())
}

fn headline(document: &Scaling) -> Text<'_> {
    let Crossover { up_wins_to_per_s, not_from_per_s, because } = &document.crossover;
    if document.points.iter().all(|point| point.designs.is_empty()) {
        return Text::Nothing;
    }
    let Some(from) = *not_from_per_s else {
        return Text::UpAlways { to: up_wins_to_per_s.unwrap_or(0.0) };
    };
    let next = at(document, Some(from));
    let one_machine = Why::OneMachine { family: &document.family };
    let why = match because {
        Ends::Elsewhere => {
            Why::Elsewhere { component: document.elsewhere.as_ref().map_or("", |e| &e.component) }
        }
        Ends::Price => next
            .and_then(|p| Some((of_way(p, Way::Up)?, rival(p, |d| d.machines_per_month_usd)?)))
            .map_or(one_machine, |(up, other)| Why::Price {
                up_usd: up.machines_per_month_usd,
                other_usd: other.machines_per_month_usd,
                other: machines(other),
            }),
        Ends::OneMachine | Ends::Nowhere => one_machine,
    };
    match *up_wins_to_per_s {
        Some(wins_to) => Text::UpTo { wins_to, from, why },
        None => Text::UpNever { from, why },
    }
}

/// `20 × c7g.large`.
fn machines(design: &Design) -> Machines<'_> {
    let machine = &design.machine;
    match design.shards_and_replicas {
        Some((shards, replicas)) => Machines::Nodes { shards, replicas, machine },
        None => Machines::Instances { count: design.machines, machine },
    }
}

fn answer(document: &Scaling) -> Vec<Text<'_>> {
    let mut said = Vec::new();
    if let Some(one) = &document.one_machine
        && let (Some(carries), Some(misses)) = (one.carries_per_s, one.misses_per_s)
    {
        let machine = one.machine.as_str();
        // Where another component is full by then, it is not this machine that ends.
        let other =
            document.elsewhere.as_ref().filter(|other| other.full_at_per_s <= misses * 1.02);
        said.push(match other {
            Some(other) => Text::OneMachineIsEnough { machine, carries, other: &other.component },
            None => {
                let criterion = one.objective.as_ref().unwrap_or(&Judged::Settles);
                Text::OneMachine { machine, carries, misses, criterion }
            }
        });
        if one.retrograde
            && let Some(largest) = document.sizes.last()
        {
            said.push(Text::Retrograde { machine: &largest.machine });
        }
    }
    said.extend(worth(document));
    said.extend(price_of_cores(document));
    said.extend(cores(document));
    said.extend(spare(document));
    if let Some(primary) = &document.primary {
        said.push(Text::Primary { writes: primary.write_cores, reads: primary.read_cores });
    }
    if let Some(other) = &document.elsewhere {
        said.push(Text::Elsewhere { component: &other.component, per_s: other.full_at_per_s });
    }
    if document.kind == Scaled::Server && !document.balanced {
        said.push(Text::NoBalancer);
    }
    said
}

/// What the largest size is worth, where cores disturb each other.
fn worth(document: &Scaling) -> Option<Text<'_>> {
    let largest = document.sizes.last()?;
    let worth = largest.effective_cores;
    let is_less = worth < 0.98 * f64::from(largest.vcpu);
    let (machine, cores) = (largest.machine.as_str(), largest.vcpu);
    is_less.then_some(Text::Effective { machine, cores, worth })
}

fn price_of_cores(document: &Scaling) -> Option<Text<'_>> {
    let each = document.sizes.iter().map(|size| size.per_month_usd / f64::from(size.vcpu));
    let (least, most) =
        each.fold((f64::INFINITY, 0.0_f64), |(least, most), usd| (least.min(usd), most.max(usd)));
    if !least.is_finite() {
        return None;
    }
    let family = document.family.as_str();
    Some(if most <= 1.02 * least {
        Text::SamePrice { family, usd: least }
    } else {
        Text::OtherPrice { family, least, most }
    })
}

/// The rate at which the two kinds are best told apart: the last that one machine carries.
fn cores(document: &Scaling) -> Option<Text<'_>> {
    let way = if document.kind == Scaled::Database { Way::Shards } else { Way::Out };
    let both = |point: &&Point| of_way(point, Way::Up).is_some() && of_way(point, way).is_some();
    let point = document.points.iter().rfind(both)?;
    let (up, out) = (of_way(point, Way::Up)?, of_way(point, way)?);
    let size = document.sizes.iter().find(|size| size.machine == up.machine)?;
    let slowed = size.effective_cores < 0.9 * f64::from(size.vcpu);
    let why = match out.vcpu.cmp(&up.vcpu) {
        Ordering::Greater => Some(Cores::Pooling),
        Ordering::Less if slowed => Some(Cores::SlowEachOther),
        Ordering::Less => Some(Cores::Steps),
        Ordering::Equal => None,
    };
    Some(Text::Cores { per_s: point.rate_per_s, up: up.vcpu, out: out.vcpu, why })
}

fn spare(document: &Scaling) -> Option<Text<'_>> {
    let crossover = &document.crossover_with_spare;
    if document.points.is_empty() {
        return None;
    }
    let next = at(document, crossover.not_from_per_s);
    let cost = |design: &Design| design.with_spare_per_month_usd;
    let costs = next
        .and_then(|point| Some((of_way(point, Way::Up).map(cost)?, rival(point, cost).map(cost)?)));
    let (wins_to, from) = (crossover.up_wins_to_per_s, crossover.not_from_per_s);
    Some(Text::Spare { wins_to, from, costs })
}

fn table(columns: &[(Head, Side)], lang: Lang) -> Table {
    let columns: Vec<(String, Side)> =
        columns.iter().map(|(head, side)| (head.say(lang), *side)).collect();
    Table::titled(&columns)
}

fn frontier(document: &Scaling, lang: Lang) -> Section {
    let mut table = table(
        &[
            (Head::Rate, ToTheRight),
            (Head::Kind, ToTheLeft),
            (Head::Machines, ToTheLeft),
            (Head::Vcpus, ToTheRight),
            (Head::P99, ToTheRight),
            (Head::Month, ToTheRight),
            (Head::Page, ToTheRight),
            (Head::OneLost, ToTheLeft),
            (Head::Spare, ToTheRight),
        ],
        lang,
    );
    for point in &document.points {
        let rate = brief(point.rate_per_s, Unit::PerSecond, lang);
        for (at, design) in point.designs.iter().enumerate() {
            let rate = if at == 0 { rate.clone() } else { String::new() };
            table.row(row(rate, design, point, lang));
        }
        if point.designs.is_empty() {
            let mut cells = vec![rate, NOTHING.to_owned()];
            cells.resize(9, String::new());
            table.row(cells);
        }
    }
    Section { title: Text::Frontier.say(lang), blocks: vec![Block::Table(table)] }
}

/// Dollars of a column that is headed by their unit.
fn dollars(usd: f64, lang: Lang) -> String {
    Shown { scale: Scale::Usd, ..figure::per_month(usd) }.say(lang)
}

fn row(rate: String, design: &Design, point: &Point, lang: Lang) -> Vec<String> {
    let p99 = design.p99_ms.map_or(NOTHING.to_owned(), |p99| {
        show_measured(p99.value, p99.low, p99.high, Unit::Ms, lang)
    });
    let best = |ways: &[Way]| if ways.contains(&design.way) { " ◂" } else { "" };
    let AfterLoss { share_left: share, meets, .. } = design.after_loss;
    let meets = (design.way != Way::Up).then_some(meets);
    vec![
        rate,
        Text::Way(design.way).say(lang),
        Text::Machines(machines(design)).say(lang),
        design.vcpu.to_string(),
        p99,
        format!("{}{}", dollars(design.machines_per_month_usd, lang), best(&point.cheapest)),
        dollars(design.page_per_month_usd, lang),
        Text::LeftShort { share, meets }.say(lang),
        format!(
            "{}{}",
            dollars(design.with_spare_per_month_usd, lang),
            best(&point.cheapest_with_spare)
        ),
    ]
}

/// What is left after one machine is lost.
fn left(design: &Design) -> Left {
    let AfterLoss { share_left: share, p99_ms, meets, simulated, .. } = design.after_loss;
    match (design.way, design.shards_and_replicas) {
        _ if design.machines == 1 => Left::Nothing,
        (Way::Replicas, _) => Left::Share { share, p99_ms, meets },
        (_, Some(_)) => Left::Keys { share },
        _ if simulated => Left::Share { share, p99_ms, meets },
        _ => Left::Share { share, p99_ms: None, meets: false },
    }
}

/// The kinds that there are.
fn ways(document: &Scaling) -> Vec<Way> {
    WAYS.into_iter()
        .filter(|way| document.points.iter().any(|point| of_way(point, *way).is_some()))
        .collect()
}

/// The textbook's table, a column for each kind that there is.
fn criteria(document: &Scaling, lang: Lang) -> Section {
    let ways = ways(document);
    let mut columns = vec![(Head::Criterion.say(lang), ToTheLeft)];
    columns.extend(ways.iter().map(|way| (Text::Way(*way).say(lang), ToTheLeft)));
    let mut table = Table::titled(&columns);
    for of in Criterion::ALL {
        let mut row = vec![Head::Of(of).say(lang)];
        row.extend(ways.iter().map(|way| {
            criterion(document, *way, of).map_or(NOTHING.to_owned(), |cell| cell.say(lang))
        }));
        table.row(row);
    }
    let blocks = vec![Block::Table(table), Block::Sentence(Text::Footnote.say(lang))];
    Section { title: Text::Criteria.say(lang), blocks }
}

fn criterion(document: &Scaling, way: Way, of: Criterion) -> Option<Cell> {
    let all = || document.points.iter().filter_map(|point| Some((point, of_way(point, way)?)));
    let ((first, least), (last, most)) = (all().next()?, all().next_back()?);
    let is_end = document.points.last().is_some_and(|end| std::ptr::eq(end, last));
    Some(match of {
        Criterion::InitialCost => {
            Cell::Cost { usd: least.machines_per_month_usd, per_s: first.rate_per_s }
        }
        Criterion::Limit if way == Way::Up => {
            let carries = document.one_machine.as_ref().and_then(|one| one.carries_per_s);
            Cell::Limit { per_s: carries.unwrap_or(last.rate_per_s), machines: None }
        }
        Criterion::Limit => {
            Cell::Limit { per_s: last.rate_per_s, machines: is_end.then_some(most.machines) }
        }
        Criterion::Operate => Cell::Operate(way, most.machines),
        Criterion::Resize => Cell::Resize(way),
        Criterion::Lost if way == Way::Replicas => Cell::ReplicaLost(left(most)),
        Criterion::Lost => Cell::Lost(left(most)),
        Criterion::Consistency => {
            Cell::Consistency { way, scaled: document.kind, stale: most.stale }
        }
        Criterion::LongTerm => long_term(document, way)?,
        Criterion::Spare => {
            Cell::Cost { usd: most.with_spare_per_month_usd, per_s: last.rate_per_s }
        }
    })
}

/// At the highest rate that was compared.
fn long_term(document: &Scaling, way: Way) -> Option<Cell> {
    let last = document.points.iter().rfind(|point| !point.designs.is_empty())?;
    let per_s = last.rate_per_s;
    let Some(design) = of_way(last, way) else { return Some(Cell::NoneAt { per_s }) };
    let usd = design.machines_per_month_usd;
    Some(match design.per_million_requests_usd {
        Some(per_million_usd) => Cell::LongTerm { usd, per_s, per_million_usd },
        None => Cell::Cost { usd, per_s },
    })
}

fn sizes(document: &Scaling, lang: Lang) -> Section {
    let mut table = table(
        &[
            (Head::Machine, ToTheLeft),
            (Head::Vcpus, ToTheRight),
            (Head::Worth, ToTheRight),
            (Head::AMonth, ToTheRight),
        ],
        lang,
    );
    for size in &document.sizes {
        let is_less = size.effective_cores < 0.995 * f64::from(size.vcpu);
        table.row([
            size.machine.clone(),
            size.vcpu.to_string(),
            if is_less { significant(size.effective_cores, 3) } else { String::new() },
            dollars(size.per_month_usd, lang),
        ]);
    }
    let blocks = vec![Block::Table(table.without_empty_columns())];
    Section { title: Text::Sizes.say(lang), blocks }
}

fn how(document: &Scaling, lang: Lang) -> Section {
    let peak = (document.peak_times > 1.0).then_some(document.peak_times);
    let sentences = [
        Text::Judged { by: &document.judged_by, peak }.say(lang),
        Text::WithTheMachine.say(lang),
        Text::Loss { scaled: document.kind }.say(lang),
        Text::Method { requests: document.simulated_requests }.say(lang),
    ];
    let blocks = sentences.into_iter().map(Block::Sentence).collect();
    Section { title: Text::How.say(lang), blocks }
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Scaling, lang: Lang) -> Vec<Chart> {
    [chart(document, false, lang), chart(document, true, lang)].into_iter().flatten().collect()
}

fn chart(document: &Scaling, spare: bool, lang: Lang) -> Option<Chart> {
    let ways = ways(document);
    if ways.is_empty() {
        return None;
    }
    let cost = |design: &Design| {
        if spare { design.with_spare_per_month_usd } else { design.machines_per_month_usd }
    };
    let curve = |(nth, way): (usize, &Way)| Curve {
        label: Text::Way(*way).say(lang),
        points: document
            .points
            .iter()
            .filter_map(|point| Some((point.rate_per_s, cost(of_way(point, *way)?))))
            .collect(),
        tone: Tone::Nth(nth),
        ..Curve::default()
    };
    let crossover = if spare { &document.crossover_with_spare } else { &document.crossover };
    let mut rules = vec![Rule {
        at: document.today_per_s,
        label: Capacity::Today.say(lang),
        tone: Tone::Quiet,
        ..Rule::default()
    }];
    if let Some(one) = &document.one_machine
        && let Some(limit) = one.misses_per_s
    {
        let label = Text::LimitRule { machine: &one.machine }.say(lang);
        rules.push(Rule { at: limit, label, tone: Tone::Bad, ..Rule::default() });
    }
    let Scaling { component, family, head, .. } = document;
    let (scenario, seed) = (head.scenario.as_str(), head.seed);
    let wins_to = crossover.up_wins_to_per_s;
    plot::draw(
        &Plot {
            file_stem: if spare { "frontier-spare" } else { "frontier" },
            title: Text::ChartTitle { component, wins_to, spare }.say(lang),
            subtitle: Text::Subtitle { scenario, family, seed }.say(lang),
            alt: Text::ChartAlt { component, ways: &ways }.say(lang),
            x: Axis {
                name: Text::RateAxis.say(lang),
                unit: Written::In(Unit::PerSecond),
                spread: Spread::Log,
                until: None,
            },
            y: Axis {
                name: Text::CostAxis { component }.say(lang),
                unit: Written::Usd,
                spread: Spread::Log,
                until: None,
            },
            curves: ways.iter().enumerate().map(curve).collect(),
            rules,
            dots: Vec::new(),
        },
        lang,
    )
}
