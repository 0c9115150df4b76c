//! What the compiler asks of the whole blueprint before it emits anything.

use crate::blueprint::{Blueprint, Change, ComponentId, Step, Verb};

/// Nobody leaves a queue early, and no work is stopped half-way, but by the timeline.
pub(super) fn is_calm(blueprint: &Blueprint) -> bool {
    fn cancels(path: &[Step]) -> bool {
        path.iter().any(|step| match step {
            Step::Call { call, .. } => call.cancel,
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                paths.iter().any(|p| cancels(p))
            }
            Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => {
                cancels(path)
            }
            Step::OneOf { paths, .. } => paths.iter().any(|(_, _, path)| cancels(path)),
        })
    }
    blueprint.request_types.iter().all(|request_type| {
        request_type.patience.is_none()
            && !request_type.deadline
            && !request_type.call.cancel
            && !cancels(&request_type.path)
    })
}

/// Marks the servers that fetch from queues: a queue looks at who is free.
pub(super) fn note_consumers(path: &[Step], counts: &mut [bool]) {
    for step in path {
        match step {
            Step::Call { .. } => {}
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                paths.iter().for_each(|path| note_consumers(path, counts));
            }
            Step::Repeat { path, .. } | Step::Chance { path, .. } => note_consumers(path, counts),
            Step::OneOf { paths, .. } => {
                paths.iter().for_each(|(_, _, path)| note_consumers(path, counts));
            }
            Step::Later(path) => {
                if let Some(Step::Call { component, spec, .. }) = path.get(1)
                    && spec.server().is_some()
                {
                    counts[*component] = true;
                }
                note_consumers(path, counts);
            }
        }
    }
}

/// The timeline changes how many of its answers are errors.
pub(super) fn sets_errors(blueprint: &Blueprint, component: ComponentId) -> bool {
    let sets = |verb: &Verb| match verb {
        Verb::Set(changes) => changes
            .iter()
            .any(|(at, change)| *at == component && matches!(change, Change::Errors(_))),
        Verb::Kill(..)
        | Verb::Slow(..)
        | Verb::Hang(..)
        | Verb::Traffic(_)
        | Verb::Arrive { .. }
        | Verb::Cut(..)
        | Verb::Flush(_) => false,
    };
    blueprint.timeline.iter().any(|happening| sets(&happening.verb))
}

/// The first component that a path calls.
pub(super) fn head(path: &[Step]) -> Option<ComponentId> {
    match path.first()? {
        Step::Call { component, .. } => Some(*component),
        Step::Sequence(paths) | Step::Parallel { paths, .. } => head(paths.first()?),
        Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => head(path),
        Step::OneOf { paths, .. } => head(&paths.first()?.2),
    }
}

/// The most instances a component will ever have: the timeline or its autoscaler may add some.
pub(in crate::world) fn most_instances(blueprint: &Blueprint, component: ComponentId) -> usize {
    let spec = &blueprint.components[component].spec;
    let mut most = spec.autoscale().map_or(spec.instances(), |scale| scale.max);
    for happening in &blueprint.timeline {
        let Verb::Set(changes) = &happening.verb else { continue };
        for (id, change) in changes {
            if let Change::Instances(count) = change
                && *id == component
            {
                most = most.max(*count);
            }
        }
    }
    most as usize
}
