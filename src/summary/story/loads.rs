//! What becomes full, what waits, who tries again, what scales.

use super::series::Series;
use super::spells::{spells, told};
use crate::blueprint::Blueprint;
use crate::document::Report;
use crate::message::story::{Happening, Step};
use crate::summary::bottleneck::{FULL, SATURATED};
use crate::summary::components::resources_of;
use crate::world::Outcome;
use crate::world::meters::Turn;

/// A queue is told from so many waiters on.
const LONG: f64 = 20.0;
/// And where it is so many times what it was.
const GROWN: f64 = 5.0;
/// A backlog is gone when so much of it is left.
const GONE: f64 = 0.05;
/// More queues than this are not told: the longest are.
const QUEUES: usize = 2;
/// Retries for each request that are worth a sentence, beyond what is usual.
const RETRIES: f64 = 0.2;
/// An autoscaler that changes its direction more often than this is told in one sentence.
const TURNS: usize = 4;

pub fn steps(
    blueprint: &Blueprint,
    outcome: &Outcome,
    report: &Report,
    series: &Series,
    steps: &mut Vec<Step>,
) {
    resources(blueprint, outcome, series, steps);
    queues(report, series, steps);
    retries(series, steps);
    turns(blueprint, series, steps);
    for (name, own) in &report.timeseries.components {
        scaling(name, &own.instances, series, steps);
    }
}

fn resources(blueprint: &Blueprint, outcome: &Outcome, series: &Series, steps: &mut Vec<Step>) {
    let reps = &outcome.replications;
    for (at, component) in blueprint.components.iter().enumerate() {
        for (resource, id) in resources_of(outcome, at) {
            let level = |at: usize| {
                let all = reps.iter().filter_map(|meters| meters.resources[id].series.get(at));
                all.map(|point| point.0).sum::<f64>() / reps.len().max(1) as f64
            };
            let levels: Vec<f64> = (0..series.count).map(level).collect();
            // Between full and free it is neither.
            let is_full = |at: usize| match levels[at] {
                level if level >= SATURATED => Some(true),
                level if level < FULL => Some(false),
                _ => None,
            };
            let name = || (component.name.clone(), resource.to_owned());
            for (spell, times) in told(&spells(series.count, is_full)) {
                let ends = spell.until < series.count;
                let (from_s, to_s) = (series.time(spell.from), series.time(spell.until));
                let until_s = (times > 1 && ends).then_some(to_s);
                let (component, resource) = name();
                let what = Happening::Full { component, resource, times, until_s };
                steps.push(Step { at_s: from_s, what });
                if ends && times == 1 {
                    let (component, resource) = name();
                    let what = Happening::Free { component, resource, full_s: to_s - from_s };
                    steps.push(Step { at_s: to_s, what });
                }
            }
        }
    }
}

fn queues(report: &Report, series: &Series, steps: &mut Vec<Step>) {
    let peak = |queue: &[f64]| {
        let all = queue.iter().copied().enumerate();
        all.fold((0, 0.0), |best: (usize, f64), it| if it.1 > best.1 { it } else { best })
    };
    let usual = |queue: &[f64]| {
        let before = &queue[..series.before.min(queue.len())];
        if before.is_empty() || before.len() == queue.len() {
            0.0
        } else {
            before.iter().sum::<f64>() / before.len() as f64
        }
    };
    let mut all: Vec<(&String, &[f64], usize, f64)> = report
        .timeseries
        .components
        .iter()
        .map(|(name, own)| (name, own.queue.as_slice(), peak(&own.queue)))
        .filter(|(_, queue, (_, most))| *most >= LONG && *most >= GROWN * usual(queue))
        .map(|(name, queue, (at, most))| (name, queue, at, most))
        .collect();
    all.sort_by(|a, b| b.3.total_cmp(&a.3));
    for (name, queue, at, waiting) in all.into_iter().take(QUEUES) {
        let small = (GONE * waiting).max(1.0).max(1.5 * usual(queue));
        let gone = (at..queue.len()).find(|&later| queue[later] <= small);
        let last = queue.last().copied().unwrap_or(0.0);
        let component = || name.clone();
        let stays = last >= 0.5 * waiting;
        let what = Happening::QueuePeaks { component: component(), waiting, stays };
        steps.push(Step { at_s: series.time(at), what });
        if let Some(gone) = gone.filter(|_| !stays) {
            let what = Happening::BacklogGone { component: component() };
            steps.push(Step { at_s: series.time(gone), what });
        }
    }
}

/// Tries after the first, for each request that came.
fn retries(series: &Series, steps: &mut Vec<Step>) {
    let Series { retries, offered, .. } = series;
    let usual = series.usual(retries, offered);
    let each = |from: usize, until: usize| {
        let sum = |values: &[f64]| values[from..until].iter().sum::<f64>();
        sum(retries) / sum(offered).max(1.0)
    };
    let is_on = |at: usize| match each(at, at + 1) - usual {
        more if more >= RETRIES => Some(true),
        more if more < RETRIES / 2.0 => Some(false),
        _ => None,
    };
    let found = spells(series.count, is_on);
    let Some(first) = found.first().copied() else { return };
    let most = (first.from..series.count).map(|at| each(at, at + 1)).fold(0.0, f64::max);
    let at_s = series.time(first.from);
    steps.push(Step { at_s, what: Happening::RetriesBegin { each: most } });
    let last = found.last().copied().unwrap_or(first);
    if last.until < series.count {
        steps.push(Step { at_s: series.time(last.until), what: Happening::RetriesEnd });
    } else if let Some(over_s) = series.over_s
        && last.from as f64 * series.interval_s <= over_s
    {
        let from = (over_s / series.interval_s).ceil() as usize;
        if from + super::spells::FEWEST <= series.count {
            let each = each(from, series.count);
            steps.push(Step { at_s: over_s, what: Happening::RetriesStay { each } });
        }
    }
}

/// Breakers that open and close, replicas that take over.
fn turns(blueprint: &Blueprint, series: &Series, steps: &mut Vec<Step>) {
    let none = vec![0.0; series.count];
    for (at, component) in blueprint.components.iter().enumerate() {
        let Ok(place) = u16::try_from(at) else { continue };
        let of = |what: Turn| series.turns.get(&(what, place)).unwrap_or(&none);
        let name = || component.name.clone();
        let (opens, closes, promotes) = (of(Turn::Opens), of(Turn::Closes), of(Turn::Promotes));
        // Less than one in two runs is luck.
        if opens.iter().sum::<f64>() >= 0.5
            && let Some(first) = opens.iter().position(|times| *times > 0.0)
        {
            let times = opens.iter().sum();
            let what = Happening::BreakerOpens { component: name(), times };
            steps.push(Step { at_s: series.time(first), what });
            let all_closed = closes.iter().sum::<f64>() + 1e-9 >= times;
            if let Some(last) = closes.iter().rposition(|times| *times > 0.0)
                && all_closed
            {
                let what = Happening::BreakerCloses { component: name() };
                steps.push(Step { at_s: series.time(last), what });
            }
        }
        let shards: f64 = promotes.iter().sum();
        if shards >= 0.5
            && let Some(first) = promotes.iter().position(|times| *times > 0.0)
        {
            let what = Happening::Promotes { component: name(), shards };
            steps.push(Step { at_s: series.time(first), what });
        }
    }
}

/// How many instances an autoscaler has in service, direction by direction.
fn scaling(name: &str, instances: &[f64], series: &Series, steps: &mut Vec<Step>) {
    let moves = moves(instances);
    let component = || name.to_owned();
    let whole = |value: f64| value.round().max(0.0) as u64;
    if moves.len() > TURNS {
        let (first, last) = (moves[0], moves[moves.len() - 1]);
        let least = instances.iter().copied().fold(f64::INFINITY, f64::min);
        let most = instances.iter().copied().fold(0.0, f64::max);
        let what = Happening::ScalesOften {
            component: component(),
            least: whole(least),
            most: whole(most),
            times: moves.len(),
            until_s: series.time(last.1),
        };
        steps.push(Step { at_s: series.time(first.0), what });
        return;
    }
    for (from, until) in moves {
        let what = Happening::Scales {
            component: component(),
            from: whole(instances[from]),
            to: whole(instances[until]),
            until_s: series.time(until),
        };
        steps.push(Step { at_s: series.time(from), what });
    }
}

/// Less than this is no change of a mean of instances.
const SAME: f64 = 0.05;

/// Stretches in which it goes one way by one instance or more: the last interval before, and the first one after.
fn moves(instances: &[f64]) -> Vec<(usize, usize)> {
    let value = |at: usize| instances[at];
    let (mut turning, mut extreme, mut rises) = (vec![0], 0, None);
    for at in 1..instances.len() {
        let more = value(at) - value(extreme);
        match rises {
            None if more.abs() >= 1.0 => (rises, extreme) = (Some(more > 0.0), at),
            Some(true) if more > SAME => extreme = at,
            Some(false) if more < -SAME => extreme = at,
            Some(up) if more.abs() >= 1.0 => {
                turning.push(extreme);
                (rises, extreme) = (Some(!up), at);
            }
            None | Some(_) => {}
        }
    }
    turning.extend(rises.map(|_| extreme));
    // It stays where it is until the last interval that is like the one in which it turned.
    let leaves = |from: usize, to: usize| {
        (from..to).rev().find(|&at| (value(at) - value(from)).abs() <= SAME).unwrap_or(from)
    };
    turning.windows(2).map(|pair| (leaves(pair[0], pair[1]), pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_autoscaler_is_told_by_its_directions() {
        assert_eq!(moves(&[2.0; 9]), []);
        assert_eq!(moves(&[2.0, 2.0, 2.4, 2.0, 2.0]), [], "less than one instance");
        let up = [2.0, 2.0, 2.0, 3.0, 5.0, 9.0, 9.0, 9.0];
        assert_eq!(moves(&up), [(2, 5)]);
        let there_and_back = [2.0, 2.0, 4.0, 4.0, 4.0, 3.0, 2.0, 2.0];
        assert_eq!(moves(&there_and_back), [(1, 2), (4, 6)]);
    }
}
