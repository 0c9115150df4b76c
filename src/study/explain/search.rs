//! Which changes help, found by simulating them: first each change once, at the level that arithmetic
//! suggests; then, where it is enough, how little is enough; where none is, two or three together.

use super::axes::{Axis, Tempting, axes, is_free, savings};
use super::evidence::Evidence;
use super::judge::{MANY_FAIL, Verdict};
use super::lab::{Lab, Ran};
use super::time::time;
use crate::message::explain::{Change, Lever};
use crate::study::{Subject, Watch};

/// Changes that cost nothing, tried first.
const FREE: usize = 8;
/// Variants simulated for them, at most, the page as it stands included.
const MOST_FREE: u64 = 14;
/// Changes that cost money, tried where none of those is enough.
const FIRST: usize = 10;
/// The same where one is: what it saves.
const BESIDE: usize = 3;
/// Changes tried because they are tempting.
const TEMPTING: usize = 3;
/// Variants simulated in all, at most.
const MOST: u64 = 28;
/// Changes whose levels are searched further.
const FURTHER: usize = 4;
/// Rounds of that.
const ROUNDS: usize = 4;
/// A change helps if it takes away this share of the distance to the objectives.
const HELPS: f64 = 0.1;
/// Changes that may be put together.
const TOGETHER: usize = 3;

/// A variant that was tried.
pub struct Tried<'t> {
    /// As `--set` takes it.
    pub sets: Vec<String>,
    /// The same, one by one.
    pub changes: Vec<Change>,
    /// One might try it although there is no reason to.
    pub tempting: Option<Tempting>,
    /// What came of it.
    pub ran: Ran<'t>,
}

impl Tried<'_> {
    /// The share of the distance to the objectives that it takes away.
    fn gain(&self, base: f64) -> f64 {
        if base <= 0.0 { 0.0 } else { 1.0 - self.ran.verdict.distance / base }
    }

    /// Whether it costs nothing but what more answers cost: settings alone are changed.
    pub fn is_free(&self) -> bool {
        self.changes.iter().all(|change| is_free(change.lever))
    }

    /// The order of advice: first what costs nothing and is enough, or brings the page back after its events where
    /// nothing else would; then what is enough; then the rest.
    fn rank(&self, base: &Verdict) -> u8 {
        match self.tier() {
            2 | 3 if self.is_free() => 5,
            0 if self.recovers(base) => 4,
            tier => tier,
        }
    }

    /// Whether it costs nothing and the page comes back after its events, which it does not as it stands.
    pub fn recovers(&self, base: &Verdict) -> bool {
        let own = &self.ran.verdict;
        self.is_free() && own.recovers && !base.recovers && !own.sheds
    }

    /// 3: every objective is met, clearly; 2: met; 1: met by refusing requests; 0: not met.
    pub fn tier(&self) -> u8 {
        let verdict = &self.ran.verdict;
        match (verdict.meets, verdict.sheds, verdict.clear) {
            (false, ..) => 0,
            (true, true, _) => 1,
            (true, false, false) => 2,
            (true, false, true) => 3,
        }
    }
}

/// What the search came to.
#[derive(Default)]
pub struct Searched<'t> {
    /// Of each change the level that is best, the best change first.
    pub helpful: Vec<Tried<'t>>,
    /// What does not help, the most tempting first.
    pub useless: Vec<Tried<'t>>,
}

/// How far one axis has been searched.
struct Progress {
    axis: Axis,
    /// The highest level known not to be enough.
    below: Option<usize>,
    /// The lowest level known to be enough.
    enough: Option<usize>,
    /// Indices into the list of what was tried.
    tried: Vec<usize>,
}

impl Progress {
    fn next(&self) -> Option<usize> {
        let low = self.below.map_or(0, |below| below + 1);
        match self.enough {
            Some(enough) if enough > low => Some((low + enough) / 2),
            Some(_) => None,
            None if low < self.axis.levels.len() => {
                Some(low + (self.axis.levels.len() - low - 1) / 2)
            }
            None => None,
        }
    }

    fn learn(&mut self, level: usize, is_enough: bool) {
        if is_enough {
            self.enough = Some(self.enough.map_or(level, |known| known.min(level)));
        } else {
            self.below = Some(self.below.map_or(level, |known| known.max(level)));
        }
    }
}

/// Searches for what brings a page to its objectives.
pub fn improve<'t>(
    subject: &Subject<'t>,
    lab: &mut Lab<'_, 't>,
    evidence: &Evidence<'_>,
    watch: &Watch<'_>,
) -> Searched<'t> {
    let goal = lab.base.verdict.distance;
    let mut tried = Vec::new();
    let pays_less = lab.base.verdict.missed.iter().any(|name| name == "cost");
    let mut list = axes(evidence);
    let mut free = Vec::new();
    if pays_less {
        list.splice(0..0, savings(evidence));
    } else {
        let costs_nothing = |axis: &Axis| axis.tempting.is_none() && is_free(axis.lever);
        (free, list) = list.into_iter().partition(costs_nothing);
    }
    let base = lab.base.verdict.clone();
    let start = Start::default();
    // Where the budget is small, half of it is left for what costs money.
    let half = lab.variants + (lab.left(MOST) / 2) as u64;
    explore(lab, choose(free, FREE, 0), &start, (goal, MOST_FREE.min(half)), &mut tried);
    let enough = tried.iter().any(|one| one.rank(&base) >= 5);
    let first = if enough { BESIDE } else { FIRST };
    explore(lab, choose(list, first, TEMPTING), &start, (goal, MOST), &mut tried);
    together(subject, lab, goal, watch, &mut tried);
    sort_out(tried, goal, &base)
}

/// Searches for what could be spared where every objective is met.
pub fn spare<'t>(lab: &mut Lab<'_, 't>, evidence: &Evidence<'_>) -> Searched<'t> {
    let mut tried = Vec::new();
    explore(lab, savings(evidence), &Start::default(), (0.0, MOST), &mut tried);
    let helps = |one: &Tried<'_>| one.tier() == 3 && one.ran.price < -0.5;
    let (mut helpful, mut useless): (Vec<_>, Vec<_>) = tried.into_iter().partition(helps);
    helpful.sort_by(|a, b| a.ran.price.total_cmp(&b.ran.price));
    helpful = one_level_each(helpful);
    useless.retain(|one| one.tier() < 3 && !helpful.iter().any(|best| same_axis(best, one)));
    useless.sort_by(|a, b| a.ran.price.total_cmp(&b.ran.price));
    Searched { helpful, useless: one_level_each(useless) }
}

/// What a search builds on: the changes made before.
#[derive(Clone, Default)]
struct Start {
    sets: Vec<String>,
    changes: Vec<Change>,
}

/// The most hopeful changes, and some tempting ones.
fn choose(all: Vec<Axis>, hopeful: usize, tempting: usize) -> Vec<Axis> {
    let (tempt, hope): (Vec<_>, Vec<_>) = all.into_iter().partition(|axis| axis.tempting.is_some());
    hope.into_iter().take(hopeful).chain(tempt.into_iter().take(tempting)).collect()
}

/// Tries each axis once, then searches the levels of the best.
fn explore<'t>(
    lab: &mut Lab<'_, 't>,
    list: Vec<Axis>,
    start: &Start,
    (goal, most): (f64, u64),
    tried: &mut Vec<Tried<'t>>,
) {
    let mut all: Vec<Progress> = list
        .into_iter()
        .map(|axis| Progress { axis, below: None, enough: None, tried: Vec::new() })
        .collect();
    let first: Vec<(usize, usize)> =
        all.iter().enumerate().map(|(at, one)| (at, one.axis.probe)).collect();
    attempt(lab, &mut all, &first, (start, most), tried);
    for _ in 0..ROUNDS {
        let mut open: Vec<usize> = (0..all.len())
            .filter(|&at| {
                let one = &all[at];
                let helps = one.tried.iter().any(|&id| tried[id].gain(goal) > HELPS);
                one.next().is_some() && (one.enough.is_some() || helps || goal <= 0.0)
            })
            .collect();
        // Those that are enough come first; of the others those that gain the most.
        let gain = |at: &usize| {
            let gains = all[*at].tried.iter().map(|&id| tried[id].gain(goal));
            let best = gains.fold(0.0, f64::max);
            if all[*at].enough.is_some() { 2.0 + best } else { best }
        };
        open.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
        open.truncate(FURTHER);
        let next: Vec<(usize, usize)> =
            open.iter().filter_map(|&at| Some((at, all[at].next()?))).collect();
        if next.is_empty() || lab.stopped() {
            return;
        }
        attempt(lab, &mut all, &next, (start, most), tried);
    }
}

/// Simulates levels of axes, as far as the budget goes.
fn attempt<'t>(
    lab: &mut Lab<'_, 't>,
    all: &mut [Progress],
    which: &[(usize, usize)],
    (start, most): (&Start, u64),
    tried: &mut Vec<Tried<'t>>,
) {
    let which = &which[..which.len().min(lab.left(most))];
    let sets: Vec<Vec<String>> = which
        .iter()
        .map(|&(at, level)| {
            let own = &all[at].axis.levels[level].sets;
            start.sets.iter().chain(own).cloned().collect()
        })
        .collect();
    for ((&(at, level), sets), ran) in which.iter().zip(&sets).zip(lab.run(&sets)) {
        let one = &mut all[at];
        let Some(ran) = ran else {
            // What does not fit the page will not fit it at another level either.
            one.below = Some(one.axis.levels.len());
            continue;
        };
        let Axis { lever, component, from, tempting, .. } = &one.axis;
        let mut changes = start.changes.clone();
        changes.push(Change {
            lever: *lever,
            component: component.clone(),
            from: from.clone(),
            to: one.axis.levels[level].to.clone(),
        });
        one.tried.push(tried.len());
        let found = Tried { sets: sets.clone(), changes, tempting: *tempting, ran };
        let is_enough = found.tier() == 3;
        tried.push(found);
        one.learn(level, is_enough);
    }
}

/// Where no single change is enough: the best one, and what helps after it.
fn together<'t>(
    subject: &Subject<'t>,
    lab: &mut Lab<'_, 't>,
    goal: f64,
    watch: &Watch<'_>,
    tried: &mut Vec<Tried<'t>>,
) {
    for _ in 1..TOGETHER {
        if lab.stopped() || goal <= 0.0 || tried.iter().any(|one| one.tier() >= 2) {
            return;
        }
        let best = tried
            .iter()
            .filter(|one| one.gain(goal) > HELPS && !one.ran.verdict.sheds)
            .filter(|one| one.ran.verdict.failed <= lab.base.verdict.failed + MANY_FAIL)
            .min_by(|a, b| a.ran.verdict.distance.total_cmp(&b.ran.verdict.distance));
        let Some(best) = best.or_else(|| moves_the_limit(lab, tried)) else { return };
        let start = Start { sets: best.sets.clone(), changes: best.changes.clone() };
        let design = &best.ran.variant.design;
        let traced = time(&design.blueprint, &best.ran.finished.outcome, watch).ok().flatten();
        let evidence = Evidence {
            blueprint: &design.blueprint,
            flow: &design.flow,
            report: &best.ran.finished.report,
            time: traced.as_ref(),
            prices: subject.tables().prices,
        };
        let mut list = axes(&evidence);
        // What was set once is not set again.
        let path = |set: &String| set.split('=').next().map(str::to_owned);
        let is_new = |axis: &Axis| {
            let mut own = axis.levels.iter().flat_map(|level| &level.sets).map(path);
            !own.any(|own| start.sets.iter().any(|set| path(set) == own))
        };
        list.retain(|axis| is_new(axis) && axis.tempting.is_none());
        explore(lab, choose(list, FIRST / 2, 0), &start, (goal, MOST), tried);
    }
}

/// Of two things that are full, relieving one alone changes nothing but which one limits: the cheapest change after which
/// it is another.
fn moves_the_limit<'a, 't>(lab: &Lab<'_, 't>, tried: &'a [Tried<'t>]) -> Option<&'a Tried<'t>> {
    let limit = lab.base.finished.report.bottleneck.as_ref()?;
    let moves = |one: &&Tried<'_>| {
        let [change] = one.changes.as_slice() else { return false };
        let now = one.ran.finished.report.bottleneck.as_ref();
        change.component == limit.component
            && !one.ran.verdict.sheds
            && one.ran.verdict.failed <= lab.base.verdict.failed + MANY_FAIL
            && now.is_some_and(|now| now.component != limit.component && now.utilization > 0.9)
    };
    let own = tried.iter().filter(moves);
    own.min_by(|a, b| {
        let key = |one: &Tried<'_>| (one.ran.price, one.ran.verdict.distance);
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
}

fn same_axis(a: &Tried<'_>, b: &Tried<'_>) -> bool {
    let same = |(one, other): (&Change, &Change)| {
        one.lever == other.lever && one.component == other.component
    };
    a.changes.len() == b.changes.len() && a.changes.iter().zip(&b.changes).all(same)
}

/// The first of each axis, in order.
fn one_level_each(sorted: Vec<Tried<'_>>) -> Vec<Tried<'_>> {
    let mut kept: Vec<Tried<'_>> = Vec::new();
    for one in sorted {
        if !kept.iter().any(|known| same_axis(known, &one)) {
            kept.push(one);
        }
    }
    kept
}

/// Ranks what was tried: whether the objectives are met, then what it costs (for what is gained, where they
/// are not), then how simple it is.
fn sort_out<'t>(mut tried: Vec<Tried<'t>>, goal: f64, base: &Verdict) -> Searched<'t> {
    let worth = |one: &Tried<'_>| {
        if one.rank(base) == 4 {
            return one.ran.verdict.missed_for;
        }
        if one.tier() > 0 {
            return one.ran.price;
        }
        // The price of taking away all of the distance, if it went on like this.
        let gain = one.gain(goal).max(1e-3);
        // A caller that never tries again has given up more than one that has a budget for it.
        let gives_up = one.changes.iter().any(|change| change.lever == Lever::NoRetry);
        (one.ran.price.max(0.0) + 1.0) / (gain * gain) * if gives_up { 1.5 } else { 1.0 }
    };
    tried.sort_by(|a, b| {
        b.rank(base)
            .cmp(&a.rank(base))
            .then(b.tier().cmp(&a.tier()))
            .then(a.changes.len().cmp(&b.changes.len()))
            .then(worth(a).total_cmp(&worth(b)))
            .then(a.changes.last().map(|it| it.lever).cmp(&b.changes.last().map(|it| it.lever)))
            .then(a.ran.verdict.distance.total_cmp(&b.ran.verdict.distance))
    });
    // What is tempting has to be enough: a little better is how one is led on.
    // Nor does it help to refuse many who were answered late, if that is not enough.
    let helps = |one: &Tried<'_>| {
        let gains = one.gain(goal) > HELPS && one.tempting.is_none();
        one.rank(base) > 0 || gains && one.ran.verdict.failed <= base.failed + MANY_FAIL
    };
    let (helpful, useless): (Vec<_>, Vec<_>) = tried.into_iter().partition(helps);
    let helpful = one_level_each(helpful);
    let mut useless = useless;
    useless
        .retain(|one| one.changes.len() == 1 && !helpful.iter().any(|best| same_axis(best, one)));
    useless.sort_by_key(|one| (one.tempting.is_none(), one.changes.len()));
    Searched { helpful, useless: one_level_each(useless) }
}
