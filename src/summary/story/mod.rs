//! What happened, in order: the run's own series and phases as facts with their times.
//!
//! ```text
//! mod        which facts there are, their order, the end
//! spells     when a series is beyond a level for long enough
//! series     the series that they are found in, means of the replications
//! events     what the page makes happen
//! loads      resources, queues, retries, autoscalers
//! answers    failures, p99
//! ```

mod answers;
mod events;
mod loads;
mod series;
mod spells;

use crate::blueprint::Blueprint;
use crate::document::{Report, Told};
use crate::message::findings::Finding;
use crate::message::story::{Happening, Step};
use crate::world::Outcome;
use series::Series;

/// The story; empty where nothing happens.
pub fn story(blueprint: &Blueprint, outcome: &Outcome, report: &Report) -> Vec<Told<Step>> {
    if !outcome.plan.eventful || report.requests.offered == 0 {
        return Vec::new();
    }
    let series = Series::of(blueprint, outcome, report);
    let mut steps = events::steps(blueprint, outcome);
    let caused = steps.len();
    loads::steps(blueprint, outcome, report, &series, &mut steps);
    answers::steps(blueprint, report, &series, &mut steps);
    if caused == 0 && !steps.iter().any(|step| turns(&step.what)) {
        // Of a load that is the same all along, what is full is full from the beginning: no story.
        return Vec::new();
    }
    end(report, caused, &mut steps);
    steps.sort_by(|a, b| a.at_s.total_cmp(&b.at_s).then(rank(&a.what).cmp(&rank(&b.what))));
    steps.into_iter().map(Told).collect()
}

/// Whether something came or went by it.
const fn turns(what: &Happening) -> bool {
    !matches!(what, Happening::P99Outside { .. } | Happening::QueuePeaks { .. })
}

/// How it ends, where the run can tell.
fn end(report: &Report, caused: usize, steps: &mut Vec<Step>) {
    let at_s = report.simulated_s;
    let found = report.findings.iter().map(|Told(finding)| finding);
    let mut ends = Vec::new();
    for finding in found {
        match finding {
            Finding::NoRecovery { p99_before_ms, p99_after_ms, failing, .. } => {
                ends.push(Happening::NoRecovery {
                    p99_before_ms: *p99_before_ms,
                    p99_after_ms: *p99_after_ms,
                    failing: *failing,
                });
            }
            Finding::EndsUnstable { component, growth_per_s } => {
                let (component, growth_per_s) = (component.clone(), *growth_per_s);
                ends.push(Happening::StillGrows { component, growth_per_s });
            }
            _ => {}
        }
    }
    if caused > 0 && caused == steps.len() && ends.is_empty() {
        ends.push(Happening::NothingElse);
    }
    steps.extend(ends.into_iter().map(|what| Step { at_s, what }));
}

/// Of what is seen in one interval, what causes comes before what is caused.
const fn rank(what: &Happening) -> u8 {
    match what {
        Happening::Ends { .. } => 0,
        Happening::Begins { .. } => 1,
        Happening::Promotes { .. } => 2,
        Happening::Free { .. } => 3,
        Happening::Full { .. } => 4,
        Happening::QueuePeaks { .. } => 5,
        Happening::RetriesBegin { .. } => 6,
        Happening::RetriesStay { .. } => 7,
        Happening::BreakerOpens { .. } => 8,
        Happening::Fails { .. } => 9,
        Happening::BreakerCloses { .. } => 10,
        Happening::Scales { .. } | Happening::ScalesOften { .. } => 11,
        Happening::P99Outside { .. } => 12,
        Happening::P99Leaves { .. } | Happening::P99Rises { .. } => 13,
        Happening::BacklogGone { .. } => 14,
        Happening::FailsNoMore { .. } | Happening::RetriesEnd => 15,
        Happening::P99Returns { .. } | Happening::P99Normal { .. } => 16,
        Happening::NothingElse => 17,
        Happening::StillGrows { .. } => 18,
        Happening::NoRecovery { .. } => 19,
    }
}
