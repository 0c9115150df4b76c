//! What happens at random: components looked up.

use super::names::Names;
use super::{Component, ComponentId};
use crate::message::timeline::Fault;
use crate::message::{Why, fields};
use crate::reader::Reading;
use crate::scenario::Scenario;
use crate::scenario::montecarlo::MonteCarlo;

/// So many failures in one horizon are a way of working.
const MOST_OUTAGES: f64 = 10_000.0;

/// `montecarlo:`, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Randomness {
    /// All but the failures.
    pub settings: MonteCarlo,
    /// What can fail.
    pub failures: Vec<Failure>,
}

/// Failures of one component's instances, each for itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failure {
    /// Which component.
    pub component: ComponentId,
    /// Its instances; of a database its nodes.
    pub instances: u64,
    /// Mean time from repair to failure, ns.
    pub mtbf_ns: f64,
    /// Mean time from failure to repair, ns.
    pub mttr_ns: f64,
}

pub(super) fn resolve(
    scenario: &Scenario<'_>,
    names: &Names<'_>,
    components: &[Component],
    reading: &mut Reading<'_>,
) -> Option<Randomness> {
    let section = scenario.montecarlo.as_ref()?;
    let traffic = scenario.traffic.as_ref();
    if traffic.is_some_and(|traffic| traffic.place("clients").is_some()) {
        for (name, span) in &section.surges {
            reading.complain(
                *span,
                fields::Fault::NoEffect { field: (*name).to_owned(), why: Why::ClosedLoad },
            );
        }
    }
    let mut failures = Vec::new();
    for failure in &section.failures {
        let Some(component) = names.component_or_complain(failure.name, reading) else { continue };
        let spec = &components[component].spec;
        if !spec.can_be_struck() {
            reading.complain(
                failure.name.span,
                Fault::NothingToFail { name: failure.name.value.to_owned() },
            );
            continue;
        }
        let instances = u64::from(spec.instances());
        let (mtbf_ns, mttr_ns) = (failure.mtbf_ns, failure.mttr_ns);
        let expected = section.settings.horizon_ns as f64 / (mtbf_ns + mttr_ns) * instances as f64;
        if expected > MOST_OUTAGES {
            reading.complain(
                failure.name.span,
                Fault::TooOften { what: failure.name.value.to_owned() },
            );
            continue;
        }
        failures.push(Failure { component, instances, mtbf_ns, mttr_ns });
    }
    Some(Randomness { settings: section.settings.clone(), failures })
}
