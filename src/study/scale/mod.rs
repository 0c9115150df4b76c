//! Scale-up against scale-out: the cheapest design of each kind for each rate.
//!
//! Designs are judged at a steady load, at the peak of the page's shape and without its timeline: what a short
//! spike leaves to a queue is little, and what is left after losing a machine is asked of every design by itself.

mod fit;
mod judge;
mod ways;

use super::capacity::{judged_by, probe};
use super::{StudyError, Subject, Watch, load};
use crate::blueprint::{Blueprint, ComponentId, Load};
use crate::document::Scaling;
use crate::document::scale::{
    AfterLoss, Crossover, Design, Elsewhere, Ends, OneMachine, Point, Primary, Scaled, Size, Way,
};
use crate::facts::prices::{Machine, PriceBook};
use crate::figure::round;
use crate::message::scale::Refusal;
use crate::problem::Problems;
use crate::world::RunError;
use fit::Count;
use judge::Judge;
use ways::{Choice, Kinds};

/// The rates that are compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Rates {
    /// From one to the other, evenly on a logarithmic scale.
    Between(f64, f64),
    /// These, ascending.
    Each(Vec<f64>),
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Which component.
    pub component: String,
    /// A family, or a machine of it; `None` is that of the page's machine.
    pub family: Option<String>,
    /// The rates; `None` is napkin's choice.
    pub rates: Option<Rates>,
}

/// Rates of a range: one for about this factor, at least and at most so many.
const FACTOR: f64 = 2.0;
const FEWEST_RATES: f64 = 5.0;
const MOST_RATES: f64 = 7.0;
/// By itself the range ends at so many times what one machine carries.
const BEYOND: f64 = 4.0;
/// And begins at this share of it, or at half of today's rate if that is less.
const BELOW: f64 = 1.0 / 16.0;
/// So many rates more, to find closely where one machine stops being among the cheapest.
const CLOSER: usize = 2;
/// Costs this near each other are a tie.
const TIE: f64 = 0.02;
/// Other components may be this full, by arithmetic, at the highest rate.
const OTHERS: f64 = 0.95;

/// Makes the study.
///
/// # Errors
/// What is wrong with the page or the request, or why nothing could be simulated.
pub fn study(
    subject: &Subject<'_>,
    request: &Request,
    watch: &Watch<'_>,
) -> Result<Scaling, StudyError> {
    let page = &subject.base.design.blueprint;
    let prices = subject.tables().prices;
    let (id, kind) = component(page, &request.component)?;
    if matches!(page.load, Load::Closed { .. }) {
        return Err(StudyError::Refused(Refusal::NoRate.into()));
    }
    let sizes = sizes(page, id, request.family.as_deref(), prices)?;
    let (today, peak) = (load::size_of(page), subject.base.design.flow.peak_times.max(1.0));
    let (family, small) = (sizes[0].family.clone(), small(page, id, &sizes));
    let loaded = &subject.base.loaded;
    let mut judge = Judge::new(loaded, (page, id), (sizes, prices), (today, peak), watch);
    let mut judged = page.clone();
    judge::judge_by_something(&mut judged);
    let mut document = Scaling {
        head: subject.head(),
        component: request.component.clone(),
        kind,
        family,
        small: judge.sizes[small].name.clone(),
        today_per_s: today,
        peak_times: peak,
        balanced: page.components.iter().any(|c| c.spec.balancer().is_some()),
        judged_by: judged_by(&judged),
        sizes: (0..judge.sizes.len()).map(|size| size_of(&judge, size)).collect(),
        primary: primary(subject, id, peak),
        ..Scaling::default()
    };
    match compare(&mut judge, small, request, &mut document) {
        Err(error) if error.is_end() => document.head.interrupted = true,
        other => other?,
    }
    document.simulated_requests = judge.simulated;
    let elsewhere = document.elsewhere.is_some();
    document.crossover = crossover(&document.points, elsewhere, false);
    document.crossover_with_spare = crossover(&document.points, elsewhere, true);
    Ok(document)
}

/// The component, if it can be scaled.
fn component(page: &Blueprint, name: &str) -> Result<(ComponentId, Scaled), StudyError> {
    let names: Vec<&str> = page.components.iter().map(|c| c.name.as_str()).collect();
    let found = names.iter().position(|known| *known == name).ok_or_else(|| {
        let near = Problems::nearest(name, names.iter().copied());
        StudyError::Refused(crate::message::Refusal::NoComponent {
            name: name.to_owned(),
            near: near.map(str::to_owned),
            all: names.iter().map(|name| (*name).to_owned()).collect(),
        })
    })?;
    let spec = &page.components[found].spec;
    let refusal = || Refusal::CannotScale { name: name.to_owned(), kind: spec.kind() };
    let scaled = spec.scales().ok_or_else(|| StudyError::Refused(refusal().into()))?;
    Ok((found, scaled))
}

/// The family's priced machines, ascending by price, a metal one left out where it has a virtual twin.
fn sizes<'a>(
    page: &Blueprint,
    id: ComponentId,
    asked: Option<&str>,
    prices: &'a PriceBook,
) -> Result<Vec<&'a Machine>, StudyError> {
    let component = &page.components[id];
    let own = component.spec.hardware().and_then(|hardware| hardware.machine.as_deref());
    let Some(family) = asked.or(own) else {
        return Err(StudyError::Refused(
            Refusal::NoMachine { name: component.name.clone() }.into(),
        ));
    };
    let all = prices.family(family);
    let mut sizes: Vec<&Machine> = Vec::new();
    for machine in all {
        let is_twin = machine.is_metal() && sizes.iter().any(|size| size.vcpu == machine.vcpu);
        if machine.usd_per_hour.is_some() && !is_twin {
            sizes.push(machine);
        }
    }
    sizes.sort_by(|a, b| {
        let price = |machine: &Machine| machine.usd_per_hour.unwrap_or(0.0);
        price(a).total_cmp(&price(b)).then(a.name.cmp(&b.name))
    });
    if sizes.len() < 2 {
        return Err(StudyError::Refused(no_sizes(family, sizes.is_empty(), prices).into()));
    }
    Ok(sizes)
}

/// What is wrong with a family of less than two sizes.
fn no_sizes(family: &str, is_unknown: bool, prices: &PriceBook) -> Refusal {
    let name = family.to_owned();
    if !is_unknown {
        return Refusal::OneSize { family: name };
    }
    let mut families: Vec<&str> = prices.machines().map(|m| m.family.as_str()).collect();
    families.dedup();
    let near = Problems::nearest(family, families.iter().copied()).map(str::to_owned);
    Refusal::NoFamily { family: name, near }
}

/// The size that is counted when it scales out: the page's own, if the page has several of it or it is among the
/// smaller half; else the smallest.
fn small(page: &Blueprint, id: ComponentId, sizes: &[&Machine]) -> usize {
    let own = page.components[id].spec.hardware().and_then(|hardware| hardware.machine.as_deref());
    let at = own.and_then(|own| sizes.iter().position(|size| size.name == own));
    at.filter(|&at| at < sizes.len() / 2).unwrap_or(0)
}

fn size_of(judge: &Judge<'_>, size: usize) -> Size {
    let machine = judge.sizes[size];
    Size {
        machine: machine.name.clone(),
        vcpu: machine.vcpu,
        per_month_usd: judge.price(size, 1),
        effective_cores: judge.effective_cores(size),
    }
}

/// What a database's primary has to do by itself.
fn primary(subject: &Subject<'_>, id: ComponentId, peak: f64) -> Option<Primary> {
    let design = &subject.base.design;
    design.blueprint.components[id].spec.database()?;
    let flow = &design.flow.components[id];
    Some(Primary {
        write_cores: flow.write_cpu_erlangs * peak,
        read_cores: flow.read_cpu_erlangs * peak,
    })
}

/// Every rate, every kind.
fn compare(
    judge: &mut Judge<'_>,
    small: usize,
    request: &Request,
    document: &mut Scaling,
) -> Result<(), RunError> {
    let is_database = document.kind == Scaled::Database;
    let mut kinds = Kinds {
        small,
        middles: middles(judge, small),
        is_database,
        learned: std::collections::BTreeMap::new(),
    };
    let (one, most) = one_machine(judge, is_database)?;
    document.one_machine = Some(one);
    let other = elsewhere(judge, small, is_database);
    let rates = rates(request.rates.as_ref(), (judge.today, most), other.as_ref());
    document.elsewhere = other
        .filter(|other| rates.last().is_some_and(|last| last * 1.2 > OTHERS * other.full_at_per_s));
    for rate in rates {
        let point = point(&mut kinds, rate, judge)?;
        document.points.push(point);
    }
    if request.rates.is_none() {
        for _ in 0..CLOSER {
            closer(&mut kinds, judge, document)?;
        }
    }
    Ok(())
}

/// Every kind at one rate.
fn point(kinds: &mut Kinds, rate: f64, judge: &mut Judge<'_>) -> Result<Point, RunError> {
    let mut point = Point { rate_per_s: rate, ..Point::default() };
    for way in kinds.ways() {
        if let Some(choice) = kinds.cheapest(way, rate, judge)? {
            point.designs.push(design(judge, way, choice, rate)?);
        }
    }
    point.cheapest = cheapest(&point.designs, |design| design.machines_per_month_usd);
    point.cheapest_with_spare = cheapest(&point.designs, |design| design.with_spare_per_month_usd);
    Ok(point)
}

/// One more rate between the last at which one machine is among the cheapest and the next.
fn closer(
    kinds: &mut Kinds,
    judge: &mut Judge<'_>,
    document: &mut Scaling,
) -> Result<(), RunError> {
    let found = crossover(&document.points, false, false);
    let (Some(low), Some(high)) = (found.up_wins_to_per_s, found.not_from_per_s) else {
        return Ok(());
    };
    let between = two_digits((low * high).sqrt());
    if between <= low || between >= high {
        return Ok(());
    }
    let point = point(kinds, between, judge)?;
    let at = document.points.partition_point(|known| known.rate_per_s < between);
    document.points.insert(at, point);
    Ok(())
}

/// Three sizes between the small one and the largest, evenly by their place in the list.
fn middles(judge: &Judge<'_>, small: usize) -> Vec<usize> {
    let between: Vec<usize> = (small + 1..judge.sizes.len().saturating_sub(1)).collect();
    let mut some: Vec<usize> =
        (1..=3).filter_map(|part| between.get(part * between.len() / 4)).copied().collect();
    some.dedup();
    if some.is_empty() { between } else { some }
}

/// The limit of one machine, and about what rate it is.
fn one_machine(judge: &mut Judge<'_>, is_database: bool) -> Result<(OneMachine, f64), RunError> {
    let count = if is_database { Count::Nodes(1, 0) } else { Count::Instances(1) };
    // The size that arithmetic gives the most; of equals the smaller one.
    let mut best = (0, 0.0);
    for size in 0..judge.sizes.len() {
        let (busy, _, _) = judge.by_arithmetic(size, count, judge.today);
        let carries = if busy > 0.0 { judge.today / busy } else { judge.today * 100.0 };
        if carries > best.1 * 1.001 {
            best = (size, carries);
        }
    }
    let (size, guess) = best;
    let mut blueprint = judge.blueprint(size, count, judge.today);
    judge::judge_by_something(&mut blueprint);
    let search = super::capacity::search::Search::new(judge.loaded, &blueprint, judge.watch);
    let found = search.roughly(guess / judge.today)?;
    judge.simulated += found.short.iter().map(probe::Probed::requests).sum::<u64>();
    let criteria = judged_by(&blueprint);
    let (carries, misses) = found.bracket;
    let at = misses.and_then(|times| found.short.iter().find(|probe| probe.times == times));
    let worst = at.and_then(|probe| {
        (0..probe.room.len()).min_by(|&a, &b| probe.room[a].value.total_cmp(&probe.room[b].value))
    });
    let one = OneMachine {
        machine: judge.sizes[size].name.clone(),
        carries_per_s: carries.map(|times| times * judge.today),
        misses_per_s: misses.map(|times| times * judge.today),
        objective: worst.and_then(|at| criteria.get(at).cloned()),
        retrograde: size + 1 < judge.sizes.len(),
    };
    let most = misses.or(carries).map_or(guess, |times| times * judge.today);
    Ok((one, most))
}

/// Where another component is full, whatever is done to this one.
fn elsewhere(judge: &Judge<'_>, small: usize, is_database: bool) -> Option<Elsewhere> {
    let count = if is_database { Count::Nodes(4, 0) } else { Count::Instances(4) };
    let mut rate = judge.today;
    let mut found = None;
    for _ in 0..6 {
        let (_, busy, at) = judge.by_arithmetic(small, count, rate);
        if busy <= 0.0 || !busy.is_finite() {
            break;
        }
        rate /= busy;
        let component = judge.page.components[at].name.clone();
        found = Some(Elsewhere { component, full_at_per_s: rate });
        if (busy - 1.0).abs() < 1e-3 {
            break;
        }
    }
    found
}

/// The rates that are compared, with today's among them where they reach it.
fn rates(asked: Option<&Rates>, (today, most): (f64, f64), other: Option<&Elsewhere>) -> Vec<f64> {
    let (low, high) = match asked {
        Some(Rates::Each(list)) => return list.clone(),
        Some(Rates::Between(low, high)) => (*low, *high),
        None => {
            let end = other.map_or(f64::INFINITY, |other| OTHERS * other.full_at_per_s);
            let high = (BEYOND * most).max(2.0 * today).min(end);
            ((0.5 * today).min(BELOW * most).min(0.5 * high), high)
        }
    };
    let steps = (libm::log(high / low) / libm::log(FACTOR)).ceil().clamp(FEWEST_RATES, MOST_RATES);
    let count = steps as u32;
    let ratio = high / low;
    let mut all: Vec<f64> = (0..count)
        .map(|n| low * libm::pow(ratio, f64::from(n) / f64::from(count - 1)))
        .map(two_digits)
        .collect();
    if asked.is_none() && today < high {
        all.retain(|rate| (rate / today - 1.0).abs() > 0.2);
        all.push(today);
    }
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// A rate as one would say it.
fn two_digits(value: f64) -> f64 {
    round(value, 2)
}

/// A design at a rate, with what is left after it loses a machine.
fn design(judge: &mut Judge<'_>, way: Way, choice: Choice, rate: f64) -> Result<Design, RunError> {
    let Choice { size, count } = choice;
    let machines = count.machines();
    let after_loss = after_loss(judge, way, choice, rate)?;
    let spare = with_spare(way, machines);
    let (price, price_with_spare) = (judge.price(size, machines), judge.price(size, spare));
    let (name, vcpu) = (judge.sizes[size].name.clone(), judge.sizes[size].vcpu);
    let (id, page) = (judge.id, judge.page);
    let judged = judge.simulate(size, count, rate)?;
    let mut design = Design {
        way,
        machine: name,
        machines,
        shards_and_replicas: match count {
            Count::Nodes(shards, replicas) => Some((shards, replicas)),
            Count::Instances(_) => None,
        },
        vcpu: vcpu * machines,
        clear: judged.clear,
        machines_per_month_usd: price,
        page_per_month_usd: judged.page_usd.0,
        per_million_requests_usd: judged.page_usd.1,
        after_loss,
        machines_with_spare: spare,
        with_spare_per_month_usd: price_with_spare,
        ..Design::default()
    };
    if let Some(report) = &judged.report {
        design.p99_ms = report.latency_ms.as_ref().map(|latency| latency.p99);
        design.errors = report.errors.rate;
        design.objectives =
            report.slo.iter().filter(|objective| objective.objective != "cost").cloned().collect();
        let component = report.components.get(&page.components[id].name);
        design.utilization =
            component.and_then(|component| component.utilization).map(|busy| busy.value);
        design.stale = component
            .and_then(|component| component.own.stale_read_ratio())
            .map(|stale| stale.value);
    }
    Ok(design)
}

/// Machines that carry the load with one of them lost: one more, where any of them can do the work of any
/// other; twice as many of what holds data of its own, since only a copy can take its place.
const fn with_spare(way: Way, machines: u32) -> u32 {
    match way {
        Way::Up => 2,
        Way::Shards => 2 * machines,
        Way::Out | Way::Diagonal | Way::Replicas => machines + 1,
    }
}

/// What is left after one machine is lost.
fn after_loss(
    judge: &mut Judge<'_>,
    way: Way,
    choice: Choice,
    rate: f64,
) -> Result<AfterLoss, RunError> {
    let machines = choice.count.machines();
    let share_left = f64::from(machines - 1) / f64::from(machines);
    // A shard's keys are gone with it, and a lost primary's writes until another takes its place; one machine
    // leaves nothing. None of these needs a simulation.
    let fewer = match choice.count {
        Count::Instances(count) if count > 1 => Count::Instances(count - 1),
        Count::Nodes(1, replicas) if replicas > 0 && way == Way::Replicas => {
            Count::Nodes(1, replicas - 1)
        }
        _ => return Ok(AfterLoss { share_left, ..AfterLoss::default() }),
    };
    let mut left = AfterLoss { share_left, simulated: true, ..AfterLoss::default() };
    if judge.by_arithmetic(choice.size, fewer, rate).0 >= 1.0 {
        left.simulated = false;
        return Ok(left);
    }
    let judged = judge.simulate(choice.size, fewer, rate)?;
    left.meets = judged.meets;
    if let Some(report) = &judged.report {
        left.p99_ms = report.latency_ms.as_ref().map(|latency| latency.p99);
        left.errors = Some(report.errors.rate.value);
    }
    Ok(left)
}

/// The kinds whose cost is near the least.
fn cheapest(designs: &[Design], cost: fn(&Design) -> f64) -> Vec<Way> {
    let least = designs.iter().map(cost).fold(f64::INFINITY, f64::min);
    let near = designs.iter().filter(|design| cost(design) <= least * (1.0 + TIE));
    near.map(|design| design.way).collect()
}

/// Up to where one big machine is among the cheapest, from the lowest rate on.
fn crossover(points: &[Point], elsewhere: bool, spare: bool) -> Crossover {
    let wins = |point: &&Point| {
        let cheapest = if spare { &point.cheapest_with_spare } else { &point.cheapest };
        cheapest.contains(&Way::Up)
    };
    let won = points.iter().take_while(wins).count();
    let next = points.get(won);
    let because = match next {
        None => Ends::Nowhere,
        Some(point) if point.designs.is_empty() && elsewhere => Ends::Elsewhere,
        Some(point) if point.designs.iter().any(|design| design.way == Way::Up) => Ends::Price,
        Some(_) => Ends::OneMachine,
    };
    Crossover {
        up_wins_to_per_s: won.checked_sub(1).map(|last| points[last].rate_per_s),
        not_from_per_s: next.map(|point| point.rate_per_s),
        because,
    }
}
