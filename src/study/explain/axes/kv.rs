//! What a key-value store has to turn.

use super::server::instances;
use super::{Axis, larger};
use crate::component::kv::Spec;
use crate::message::explain::Lever;
use crate::study::explain::evidence::Evidence;

/// From this share of the slowest requests' time on, waiting for its nodes is worth more of them.
const WAITS: f64 = 0.1;

pub(super) fn axes(
    evidence: &Evidence<'_>,
    at: usize,
    name: &str,
    spec: &Spec,
    found: &mut Vec<Axis>,
) {
    stale(evidence, name, spec, found);
    fewer_answers(evidence, name, spec, found);
    let hope = evidence.hope(name);
    // More nodes give the copies of a key no more room for deaths: only what waits gets faster.
    let waits = evidence.is_full(name) || evidence.waits(name, None) > WAITS;
    if waits && spec.hardware.cores.is_some() {
        found.push(instances(evidence, at, name, spec.instances, hope));
        found.extend(larger(evidence, name, &spec.hardware, hope * 0.8));
    }
}

/// Where reads are too old: so many answers that one of them has the last write.
fn stale(evidence: &Evidence<'_>, name: &str, spec: &Spec, found: &mut Vec<Axis>) {
    let meets = spec.copies + 1 - spec.write;
    if evidence.too_old(name) > 0.0 && spec.read < meets {
        let axis = Axis::new(name, Lever::ReadMoreAnswers, spec.read, 1.0);
        found.push(axis.level(&format!("{name}.read"), meets));
    }
}

/// Where too few nodes are up, or the slowest answer that counts takes long: one answer less.
fn fewer_answers(evidence: &Evidence<'_>, name: &str, spec: &Spec, found: &mut Vec<Axis>) {
    let failing = evidence.fails(name, Some("no_quorum"));
    let hope = if failing > 0.0 { failing + 0.5 } else { evidence.hope(name) * 0.5 };
    if hope <= 0.0 || evidence.too_old(name) > 0.0 {
        return;
    }
    for (lever, field, quorum) in
        [(Lever::WriteQuorum, "write", spec.write), (Lever::ReadQuorum, "read", spec.read)]
    {
        let mut axis = Axis::new(name, lever, quorum, hope);
        for fewer in (1..quorum).rev() {
            axis = axis.level(&format!("{name}.{field}"), fewer);
        }
        found.push(axis);
    }
}
