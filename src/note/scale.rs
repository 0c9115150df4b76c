//! How `napkin scale` looks: its document as a note with charts.

use super::Note;
use super::sections::{Block, Section, Side, Table};
use crate::chart::Chart;
use crate::chart::plot::{self, Axis, Curve, Plot, Rule, Spread, Tone, Written};
use crate::document::Scaling;
use crate::document::scale::{AfterLoss, Crossover, Design, Point};
use crate::message::Lang;
use crate::message::capacity::{Criterion, Text};
use crate::message::number::{
    NOTHING, Unit, brief, brief_between, per_month, show_measured, significant, unit_price,
};
use crate::message::scale as say;
use crate::words::Say;
use Side::{Left, Right};

/// The file stems of every chart that it may have.
pub const CHARTS: [&str; 2] = ["frontier", "frontier-spare"];
const WAYS: [&str; 5] = ["up", "out", "replicas", "shards", "diagonal"];

/// The note.
#[must_use]
pub fn note(document: &Scaling) -> Note {
    let mut note = Note::new(&document.head);
    note.headline = headline(document);
    note.answer = answer(document);
    if !document.points.is_empty() {
        note.sections.push(frontier(document));
        note.sections.push(criteria(document));
    }
    note.sections.push(sizes(document));
    note.sections.push(how(document));
    note
}

fn rate(value: f64) -> String {
    brief(value, Unit::PerSecond)
}

fn of_way<'a>(point: &'a Point, way: &str) -> Option<&'a Design> {
    point.designs.iter().find(|design| design.way == way)
}

/// The cheapest that is not one machine.
fn rival(point: &Point, cost: fn(&Design) -> f64) -> Option<&Design> {
    let others = point.designs.iter().filter(|design| design.way != "up");
    others.min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

fn at(document: &Scaling, rate: Option<f64>) -> Option<&Point> {
    let rate = rate?;
    document.points.iter().find(|point| point.rate_per_s.to_bits() == rate.to_bits())
}

fn headline(document: &Scaling) -> String {
    let Crossover { up_wins_to_per_s, not_from_per_s, because } = &document.crossover;
    if document.points.iter().all(|point| point.designs.is_empty()) {
        return say::nothing();
    }
    let Some(from) = not_from_per_s else {
        return say::up_always(&rate(up_wins_to_per_s.unwrap_or(0.0)));
    };
    let next = at(document, Some(*from));
    let why = match because.as_str() {
        "elsewhere" => say::why_elsewhere(document.elsewhere.as_ref().map_or("", |e| &e.component)),
        "price" => match next
            .and_then(|p| Some((of_way(p, "up")?, rival(p, |d| d.machines_per_month_usd)?)))
        {
            Some((up, other)) => say::why_price(
                &per_month(up.machines_per_month_usd),
                &per_month(other.machines_per_month_usd),
                &shown(other),
            ),
            None => say::why_one_machine(&document.family),
        },
        _ => say::why_one_machine(&document.family),
    };
    match up_wins_to_per_s {
        Some(to) => say::up_to(&rate(*to), &rate(*from), &why),
        None => say::up_never(&rate(*from), &why),
    }
}

/// `20 × c7g.large`.
fn shown(design: &Design) -> String {
    match design.shards_and_replicas {
        Some((shards, replicas)) => say::nodes(shards, replicas, &design.machine),
        None => say::design(design.machines, &design.machine),
    }
}

fn answer(document: &Scaling) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(one) = &document.one_machine
        && let (Some(carries), Some(misses)) = (one.carries_per_s, one.misses_per_s)
    {
        // Where another component is full by then, it is not this machine that ends.
        let other =
            document.elsewhere.as_ref().filter(|other| other.full_at_per_s <= misses * 1.02);
        said.push(match other {
            Some(other) => {
                say::one_machine_is_enough(&one.machine, &rate(carries), &other.component)
            }
            None => say::one_machine(&one.machine, &rate(carries), &rate(misses), &one.objective),
        });
        if one.retrograde
            && let Some(largest) = document.sizes.last()
        {
            said.push(say::retrograde(&largest.machine));
        }
    }
    said.extend(worth(document));
    said.extend(price_of_cores(document));
    said.extend(cores(document));
    said.extend(spare(document));
    if let Some(primary) = &document.primary {
        let cores = |value: f64| significant(value, 2);
        said.push(say::primary(&cores(primary.write_cores), &cores(primary.read_cores)));
    }
    if let Some(other) = &document.elsewhere {
        said.push(say::elsewhere(&other.component, &rate(other.full_at_per_s)));
    }
    if document.kind == "server" && !document.balanced {
        said.push(say::no_balancer());
    }
    said
}

/// What the largest size is worth, where cores disturb each other.
fn worth(document: &Scaling) -> Option<String> {
    let largest = document.sizes.last()?;
    let is_less = largest.effective_cores < 0.98 * f64::from(largest.vcpu);
    let worth = significant(largest.effective_cores, 2);
    is_less.then(|| say::effective(&largest.machine, largest.vcpu, &worth))
}

fn price_of_cores(document: &Scaling) -> Option<String> {
    let each = document.sizes.iter().map(|size| size.per_month_usd / f64::from(size.vcpu));
    let (least, most) =
        each.fold((f64::INFINITY, 0.0_f64), |(least, most), usd| (least.min(usd), most.max(usd)));
    if !least.is_finite() {
        return None;
    }
    Some(if most <= 1.02 * least {
        say::same_price(&document.family, &per_month(least))
    } else {
        say::other_price(&document.family, &per_month(least), &per_month(most))
    })
}

/// The rate at which the two kinds are best told apart: the last that one machine carries.
fn cores(document: &Scaling) -> Option<String> {
    let way = if document.kind == "database" { "shards" } else { "out" };
    let both = |point: &Point| of_way(point, "up").is_some() && of_way(point, way).is_some();
    let point = document.points.iter().rev().find(|point| both(point))?;
    let (up, out) = (of_way(point, "up")?, of_way(point, way)?);
    let size = document.sizes.iter().find(|size| size.machine == up.machine)?;
    let slowed = size.effective_cores < 0.9 * f64::from(size.vcpu);
    let why = if out.vcpu > up.vcpu {
        Some(say::pooling())
    } else if out.vcpu < up.vcpu && slowed {
        Some(say::usl())
    } else if out.vcpu < up.vcpu {
        Some(say::steps())
    } else {
        None
    };
    Some(say::cores(&rate(point.rate_per_s), up.vcpu, out.vcpu, why.as_deref()))
}

fn spare(document: &Scaling) -> Option<String> {
    let crossover = &document.crossover_with_spare;
    if document.points.is_empty() {
        return None;
    }
    let next = at(document, crossover.not_from_per_s);
    let up = next.and_then(|point| of_way(point, "up"));
    let other = next.and_then(|point| rival(point, |design| design.with_spare_per_month_usd));
    let up = up.map(|up| per_month(up.with_spare_per_month_usd));
    let other =
        other.map(|other| per_month(other.with_spare_per_month_usd)).filter(|_| up.is_some());
    Some(say::spare(
        crossover.up_wins_to_per_s.map(rate).as_deref(),
        crossover.not_from_per_s.map(rate).as_deref(),
        up.as_deref().unwrap_or(""),
        other.as_deref(),
    ))
}

fn frontier(document: &Scaling) -> Section {
    let [per_s, kind, machines, vcpu, p99, month, page, lost, spare] = say::FRONTIER_COLUMNS;
    let mut table = Table::titled(&[
        (per_s, Right),
        (kind, Left),
        (machines, Left),
        (vcpu, Right),
        (p99, Right),
        (month, Right),
        (page, Right),
        (lost, Left),
        (spare, Right),
    ]);
    for point in &document.points {
        let mut first = true;
        for design in &point.designs {
            let figure = if first { rate(point.rate_per_s) } else { String::new() };
            first = false;
            table.row(row(figure, design, point));
        }
        if point.designs.is_empty() {
            let mut cells = vec![rate(point.rate_per_s), NOTHING.to_owned()];
            cells.resize(9, String::new());
            table.row(cells);
        }
    }
    Section { title: say::FRONTIER.to_owned(), blocks: vec![Block::Table(table)] }
}

fn row(rate: String, design: &Design, point: &Point) -> Vec<String> {
    let p99 = design
        .p99_ms
        .map_or(NOTHING.to_owned(), |p99| show_measured(p99.value, p99.low, p99.high, Unit::Ms));
    let best = |ways: &[String]| if ways.contains(&design.way) { " ◂" } else { "" };
    let dollars = |usd: f64| per_month(usd).replace("/month", "");
    vec![
        rate,
        say::way(&design.way).to_owned(),
        shown(design),
        design.vcpu.to_string(),
        p99,
        format!("{}{}", dollars(design.machines_per_month_usd), best(&point.cheapest)),
        dollars(design.page_per_month_usd),
        left_short(design),
        format!("{}{}", dollars(design.with_spare_per_month_usd), best(&point.cheapest_with_spare)),
    ]
}

/// What is left after one machine is lost, in the frontier's table.
fn left_short(design: &Design) -> String {
    let share = brief(design.after_loss.share_left, Unit::Percent);
    match design.way.as_str() {
        "up" => share,
        _ => say::left_short(&share, design.after_loss.meets),
    }
}

/// What is left after one machine is lost.
fn left(design: &Design) -> String {
    let AfterLoss { share_left, p99_ms, meets, simulated, .. } = &design.after_loss;
    let share = brief(*share_left, Unit::Percent);
    if design.machines == 1 {
        return say::nothing_left();
    }
    let p99 = p99_ms.map(|p99| brief_between(p99.value, p99.low, p99.high, Unit::Ms));
    match (design.way.as_str(), design.shards_and_replicas) {
        ("replicas", _) => say::left_with(&share, p99.as_deref(), *meets),
        (_, Some(_)) => say::keys_left(&share),
        _ if *simulated => say::left_with(&share, p99.as_deref(), *meets),
        _ => say::left_with(&share, None, false),
    }
}

/// The textbook's table, a column for each kind that there is.
fn criteria(document: &Scaling) -> Section {
    let ways: Vec<&str> = WAYS
        .into_iter()
        .filter(|way| document.points.iter().any(|point| of_way(point, way).is_some()))
        .collect();
    let mut columns = vec![(say::CRITERION, Left)];
    columns.extend(ways.iter().map(|way| (say::way(way), Left)));
    let mut table = Table::titled(&columns);
    for (index, title) in say::CRITERIA_ROWS.iter().enumerate() {
        let mut row = vec![(*title).to_owned()];
        row.extend(ways.iter().map(|way| criterion(document, way, index)));
        table.row(row);
    }
    let blocks = vec![Block::Table(table), Block::Sentence(say::footnote())];
    Section { title: say::CRITERIA.to_owned(), blocks }
}

fn criterion(document: &Scaling, way: &str, index: usize) -> String {
    let all = || document.points.iter().filter_map(|point| Some((point, of_way(point, way)?)));
    let (Some((first, least)), Some((last, most))) = (all().next(), all().next_back()) else {
        return NOTHING.to_owned();
    };
    let is_end = document.points.last().is_some_and(|end| std::ptr::eq(end, last));
    match index {
        0 => say::at(&per_month(least.machines_per_month_usd), &rate(first.rate_per_s)),
        1 if way == "up" => {
            let carries = document.one_machine.as_ref().and_then(|one| one.carries_per_s);
            say::limit(&rate(carries.unwrap_or(last.rate_per_s)), None)
        }
        1 => say::limit(&rate(last.rate_per_s), is_end.then_some(most.machines)),
        2 => say::operate(way, most.machines),
        3 => say::resize(way),
        4 if way == "replicas" => say::primary_lost(&left(most)),
        4 => left(most),
        5 => {
            let stale = most.stale.map(|stale| brief(stale, Unit::Percent));
            say::consistency(way, &document.kind, stale.as_deref())
        }
        6 => long_term(document, way),
        _ => say::at(&per_month(most.with_spare_per_month_usd), &rate(last.rate_per_s)),
    }
}

/// At the highest rate that was compared.
fn long_term(document: &Scaling, way: &str) -> String {
    let Some(last) = document.points.iter().rev().find(|point| !point.designs.is_empty()) else {
        return NOTHING.to_owned();
    };
    let Some(design) = of_way(last, way) else { return say::none_at(&rate(last.rate_per_s)) };
    let cost = per_month(design.machines_per_month_usd);
    match design.per_million_requests_usd {
        Some(usd) => {
            let usd = significant(usd, 3).replace(',', "").parse().unwrap_or(usd);
            say::long_term(&cost, &rate(last.rate_per_s), &unit_price(usd))
        }
        None => say::at(&cost, &rate(last.rate_per_s)),
    }
}

fn sizes(document: &Scaling) -> Section {
    let [machine, vcpu, worth, month] = say::SIZE_COLUMNS;
    let mut table =
        Table::titled(&[(machine, Left), (vcpu, Right), (worth, Right), (month, Right)]);
    for size in &document.sizes {
        let is_less = size.effective_cores < 0.995 * f64::from(size.vcpu);
        table.row([
            size.machine.clone(),
            size.vcpu.to_string(),
            if is_less { significant(size.effective_cores, 3) } else { String::new() },
            per_month(size.per_month_usd).replace("/month", ""),
        ]);
    }
    Section {
        title: say::SIZES.to_owned(),
        blocks: vec![Block::Table(table.without_empty_columns())],
    }
}

fn how(document: &Scaling) -> Section {
    let names: Vec<String> = document
        .judged_by
        .iter()
        .map(|name| if name == "settles" { Criterion::Settles.say(Lang::En) } else { name.clone() })
        .collect();
    let peak = (document.peak_times > 1.0).then(|| significant(document.peak_times, 3));
    let requests = brief(document.simulated_requests as f64, Unit::Plain);
    let sentences = [
        say::how(&names.join(", "), peak.as_deref()),
        say::with_the_machine(),
        say::loss(document.kind == "database"),
        say::method(&requests),
    ];
    Section {
        title: say::HOW.to_owned(),
        blocks: sentences.into_iter().map(Block::Sentence).collect(),
    }
}

/// Its charts, in the order they should be read.
#[must_use]
pub fn charts(document: &Scaling) -> Vec<Chart> {
    [chart(document, false), chart(document, true)].into_iter().flatten().collect()
}

fn chart(document: &Scaling, spare: bool) -> Option<Chart> {
    let ways: Vec<&str> = WAYS
        .into_iter()
        .filter(|way| document.points.iter().any(|point| of_way(point, way).is_some()))
        .collect();
    if ways.is_empty() {
        return None;
    }
    let cost = |design: &Design| {
        if spare { design.with_spare_per_month_usd } else { design.machines_per_month_usd }
    };
    let curve = |(nth, way): (usize, &&str)| Curve {
        label: say::way(way).to_owned(),
        points: document
            .points
            .iter()
            .filter_map(|point| Some((point.rate_per_s, cost(of_way(point, way)?))))
            .collect(),
        tone: Tone::Nth(nth),
        ..Curve::default()
    };
    let crossover = if spare { &document.crossover_with_spare } else { &document.crossover };
    let names: Vec<&str> = ways.iter().map(|way| say::way(way)).collect();
    let mut rules = vec![Rule {
        at: document.today_per_s,
        label: Text::Today.say(Lang::En),
        tone: Tone::Quiet,
        ..Rule::default()
    }];
    if let Some(one) = &document.one_machine
        && let Some(limit) = one.misses_per_s
    {
        let label = say::limit_rule(&one.machine);
        rules.push(Rule { at: limit, label, tone: Tone::Bad, ..Rule::default() });
    }
    let wins_to = crossover.up_wins_to_per_s.map(rate);
    let picture = Plot {
        file_stem: if spare { "frontier-spare" } else { "frontier" },
        title: say::chart_title(&document.component, wins_to.as_deref(), spare),
        subtitle: say::subtitle(&document.head.scenario, &document.family, document.head.seed),
        alt: say::chart_alt(&document.component, &names.join(", ")),
        x: Axis {
            name: say::rate_axis().to_owned(),
            unit: Written::In(Unit::PerSecond),
            spread: Spread::Log,
            until: None,
        },
        y: Axis {
            name: say::cost_axis(&document.component),
            unit: Written::Usd,
            spread: Spread::Log,
            until: None,
        },
        curves: ways.iter().enumerate().map(curve).collect(),
        rules,
        dots: Vec::new(),
    };
    plot::draw(&picture, Lang::En)
}
