//! What only the whole page can tell: whether each part of it can have an effect, and on what.

use super::{Blueprint, Component, Load};
use crate::component::autoscale::Metric;
use crate::component::load_balancer::Policy;
use crate::component::server::{DiskWork, Order};
use crate::component::{CallPolicy, Spec};
use crate::message::component::{self, DiskSpeed};
use crate::message::design::Fault;
use crate::message::{Beside, Why, fields, timeline};
use crate::problem::Span;
use crate::reader::Reading;
use crate::scenario::Scenario;
use crate::scenario::requests::Request;
use crate::scenario::timeline::Verb;

/// One call on the way of one request type.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) request_type: usize,
    pub(super) component: usize,
    /// Where the step was written.
    pub(super) span: Span,
    /// The component's fields with the step's.
    pub(super) spec: Spec,
    pub(super) call: CallPolicy,
    /// Where the step's own `cancel` was written.
    pub(super) cancel: Option<Span>,
    /// Who calls; `None` is the client.
    pub(super) caller: Option<usize>,
    /// The component right behind it, if the next link is one.
    pub(super) next: Option<usize>,
    /// Whether this call, or one that waits for it, can be given up.
    pub(super) gives_up: bool,
}

/// What the checks look at.
struct Look<'l, 'a> {
    scenario: &'l Scenario<'a>,
    blueprint: &'l Blueprint,
    visits: &'l [Visit],
}

/// Runs every check. `whole` is false if some paths could not be read: then nothing is called unreachable.
pub(super) fn all(
    scenario: &Scenario<'_>,
    blueprint: &Blueprint,
    visits: &[Visit],
    whole: bool,
    reading: &mut Reading<'_>,
) {
    let look = Look { scenario, blueprint, visits };
    if whole {
        unreachable(&look, reading);
        disks_without_work(&look, reading);
        cancels_without_end(&look, reading);
        priorities(&look, reading);
        slow_without_work(&look, reading);
    }
    data_that_nobody_uses(&look, reading);
    caches_without_keys(&look, reading);
    limiters_without_keys(&look, reading);
    work_without_disk(&look, reading);
    weights_of_instances(&look, reading);
    beyond_the_end(&look, reading);
    scales_on_a_queue(&look, reading);
    prefetch_without_limit(&look, reading);
    if whole {
        objectives_on_nothing(&look, reading);
    }
}

impl Look<'_, '_> {
    /// Where a component's name was written.
    fn name_span(&self, component: usize) -> Span {
        let readable = self.scenario.components.iter().filter(|(_, written)| written.is_some());
        readable.map(|(name, _)| name.span).nth(component).unwrap_or(self.scenario.span)
    }

    /// Where a component's field was written.
    fn field_span(&self, component: usize, field: &str) -> Option<Span> {
        let mut readable = self.scenario.components.iter().filter_map(|(_, w)| w.as_ref());
        let fields = readable.nth(component)?.fields.as_map()?;
        fields.iter().find(|(key, _)| key.text == field).map(|(key, _)| key.span)
    }

    fn name(&self, component: usize) -> &str {
        &self.blueprint.components[component].name
    }

    fn has_key(&self, request_type: usize) -> bool {
        // A name that could not be resolved was reported; the key is meant to be there.
        let request = self.scenario.requests.get(request_type);
        request.is_none_or(|request| request.is_keyed)
    }

    /// False if something is wrong with a component's fields: what it seems to lack may have been meant.
    fn is_sound(&self, component: usize, reading: &Reading<'_>) -> bool {
        let mut readable = self.scenario.components.iter().filter_map(|(_, w)| w.as_ref());
        readable.nth(component).is_none_or(|written| !reading.is_wrong_in(written.fields.span))
    }
}

fn unreachable(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for index in 0..look.blueprint.components.len() {
        if !look.visits.iter().any(|visit| visit.component == index) {
            let name = look.name(index).to_owned();
            reading.complain(look.name_span(index), Fault::Unreachable { name });
        }
    }
}

fn data_that_nobody_uses(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    let sets = &look.scenario.data;
    let uses = look.scenario.requests.iter().flat_map(|r| [r.reads, r.writes]).flatten();
    let uses: Vec<&str> = uses.map(|name| name.value).collect();
    // A misspelt name was reported, and may well mean the set that is then left over.
    if uses.iter().any(|name| !sets.iter().any(|set| set.name.value == *name)) {
        return;
    }
    let unread =
        |request: &Request<'_>| request.is_keyed && request.reads.or(request.writes).is_none();
    let lost = look.scenario.requests.is_empty() && look.scenario.is_suspect;
    if lost || look.scenario.requests.iter().any(unread) {
        return;
    }
    for set in sets.iter().filter(|set| !uses.contains(&set.name.value)) {
        reading.complain(set.name.span, Fault::UnusedData { name: set.name.value.to_owned() });
    }
}

/// A cache without a known hit ratio has to be asked for keys.
fn caches_without_keys(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for visit in look.visits {
        if let Some(cache) = visit.spec.cache()
            && cache.hit_ratio.is_none()
            && !look.has_key(visit.request_type)
        {
            let request_type = look.blueprint.request_types.get(visit.request_type);
            let request = request_type.map_or_else(String::new, |found| found.name.clone());
            let cache = look.name(visit.component).to_owned();
            let is_only = look.scenario.requests.len() == 1;
            reading.complain(visit.span, Fault::CacheWithoutKeys { cache, request, is_only });
        }
    }
}

fn limiters_without_keys(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for visit in look.visits {
        if let Some(limiter) = visit.spec.limiter()
            && limiter.per_key
            && !look.has_key(visit.request_type)
        {
            let request_type = look.blueprint.request_types.get(visit.request_type);
            let request = request_type.map_or_else(String::new, |found| found.name.clone());
            reading.complain(visit.span, Fault::LimiterWithoutKeys { request });
        }
    }
}

/// Operations and bytes take time only on a disk whose speed is known.
fn work_without_disk(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for visit in look.visits {
        let Some(server) = visit.spec.server() else { continue };
        if !look.is_sound(visit.component, reading) {
            continue;
        }
        let disk = server.hardware.disk.unwrap_or_default();
        let missing = match server.work.disk {
            DiskWork::Operations(_) => disk.iops.is_none().then_some(DiskSpeed::Iops),
            DiskWork::Bytes(_) => (disk.iops.is_none() && disk.bandwidth_b_per_s.is_none())
                .then_some(DiskSpeed::Bandwidth),
            DiskWork::None | DiskWork::Time(_) => None,
        };
        if let Some(missing) = missing {
            let name = look.name(visit.component);
            let span = look.field_span(visit.component, "work").unwrap_or(visit.span);
            reading.complain(
                span,
                component::Fault::WorkWithoutDisk { name: name.to_owned(), missing },
            );
        }
    }
}

fn disks_without_work(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for (index, component) in look.blueprint.components.iter().enumerate() {
        if component.spec.server().is_none() {
            continue;
        }
        let uses = |visit: &Visit| {
            let server = visit.spec.server().filter(|_| visit.component == index);
            server.is_some_and(|server| server.work.disk != DiskWork::None)
        };
        if let Some(span) = look.field_span(index, "disk")
            && !look.visits.iter().any(uses)
        {
            reading.complain(
                span,
                fields::Fault::NoEffect { field: "disk".to_owned(), why: Why::NoDiskWork },
            );
        }
    }
}

/// `cancel` stops the work of a call that was given up; somebody has to be able to.
fn cancels_without_end(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for (index, component) in look.blueprint.components.iter().enumerate() {
        let given_up = look.visits.iter().any(|v| v.component == index && v.gives_up);
        if component.call.cancel && !given_up {
            let span = look.field_span(index, "cancel").unwrap_or(look.name_span(index));
            reading.complain(
                span,
                fields::Fault::NoEffect { field: "cancel".to_owned(), why: Why::NobodyGivesUp },
            );
        }
    }
    for visit in look.visits.iter().filter(|visit| visit.call.cancel && !visit.gives_up) {
        if let Some(span) = visit.cancel {
            reading.complain(
                span,
                fields::Fault::NoEffect { field: "cancel".to_owned(), why: Why::NobodyGivesUp },
            );
        }
    }
    for request in &look.scenario.requests {
        let calls = &request.calls;
        if let Some(cancel) = calls.cancel.filter(|cancel| cancel.value)
            && calls.timeout.is_none()
        {
            reading.complain(
                cancel.span,
                fields::Fault::NoEffect { field: "cancel".to_owned(), why: Why::NobodyGivesUp },
            );
        }
    }
}

fn priorities(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    let mut components = look.blueprint.components.iter().enumerate();
    let may_order = |(index, component): (usize, &Component)| {
        let server = component.spec.server();
        server.is_some_and(|it| it.order == Order::Priority || !look.is_sound(index, reading))
    };
    let unread = look.scenario.components.iter().any(|(_, written)| written.is_none());
    if unread || components.any(may_order) {
        return;
    }
    for priority in look.scenario.requests.iter().filter_map(|request| request.priority) {
        reading.complain(
            priority.span,
            fields::Fault::NoEffect { field: "priority".to_owned(), why: Why::NoPriorityOrder },
        );
    }
}

fn weights_of_instances(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for visit in look.visits {
        let Some(balancer) = visit.spec.balancer() else { continue };
        if balancer.policy != Policy::Weighted || balancer.weights.is_empty() {
            continue;
        }
        let Some(next) = visit.next.filter(|&next| look.is_sound(next, reading)) else { continue };
        let to = &look.blueprint.components[next].spec;
        if !to.is_balanced() {
            continue;
        }
        let instances = to.instances();
        if balancer.weights.len() != instances as usize {
            let span = look.field_span(visit.component, "weights").unwrap_or(visit.span);
            let weights = balancer.weights.len();
            reading.complain(
                span,
                component::Fault::WeightsOfInstances {
                    weights,
                    next: look.name(next).to_owned(),
                    instances,
                },
            );
        }
    }
}

/// An autoscaler that looks at what waits needs something that waits: workers, cores, or messages.
fn scales_on_a_queue(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for (index, component) in look.blueprint.components.iter().enumerate() {
        let Some(server) = component.spec.server() else { continue };
        let on_queue = server.autoscale.as_ref().is_some_and(|it| it.metric == Metric::Queue);
        let shares = server.order == Order::ProcessorSharing;
        let waits = server.workers.is_some() || server.hardware.cores.is_some() && !shares;
        let takes_messages = || {
            let takes = |visit: &Visit| {
                let caller = visit.caller.map(|caller| &look.blueprint.components[caller].spec);
                visit.component == index && matches!(caller, Some(Spec::Queue(_)))
            };
            look.visits.iter().any(takes)
        };
        if on_queue && !waits && !takes_messages() && look.is_sound(index, reading) {
            let span = look.field_span(index, "autoscale").unwrap_or(look.name_span(index));
            let name = component.name.clone();
            reading.complain(span, component::Fault::ScalesOnNoQueue { name });
        }
    }
}

/// Messages are held ahead only by a consumer that cannot work at all of them.
fn prefetch_without_limit(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for (index, component) in look.blueprint.components.iter().enumerate() {
        let Spec::Queue(queue) = &component.spec else { continue };
        let limits = |visit: &Visit| {
            visit.next.is_some_and(|next| {
                let spec = &look.blueprint.components[next].spec;
                spec.takes_at_once().is_some() || !look.is_sound(next, reading)
            })
        };
        let mut visits = look.visits.iter().filter(|visit| visit.component == index);
        if queue.prefetch > 1 && !visits.any(limits) {
            let span = look.field_span(index, "prefetch").unwrap_or(look.name_span(index));
            let field = "prefetch".to_owned();
            reading.complain(span, fields::Fault::NoEffect { field, why: Why::TakesAll });
        }
    }
}

/// An objective on later work needs a path that leaves some.
fn objectives_on_nothing(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    let types = look.scenario.requests.iter().enumerate();
    let own = types.map(|(at, request)| (Some(at), &request.slo));
    for (only, objectives) in own.chain([(None, &look.scenario.slo)]) {
        let leaves = |visit: &Visit| {
            only.is_none_or(|at| at == visit.request_type) && matches!(visit.spec, Spec::Queue(_))
        };
        if look.visits.iter().any(leaves) {
            continue;
        }
        let later = objectives.list.iter().filter(|it| it.0.later_quantile().is_some());
        for (metric, _, span) in later {
            let field = metric.name().to_owned();
            reading.complain(*span, fields::Fault::NoEffect { field, why: Why::NothingLater });
        }
    }
}

/// What happens after the end of the run does not happen.
/// A balancer without work of its own takes no time, and many times as long is none.
fn slow_without_work(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    for entry in &look.scenario.timeline {
        let Verb::Slow(name, ..) = &entry.verb else { continue };
        let named = |component: &Component| component.name == name.value;
        let Some(id) = look.blueprint.components.iter().position(named) else { continue };
        let takes_time = |visit: &Visit| !visit.spec.is_instant();
        if !look.visits.iter().filter(|visit| visit.component == id).any(takes_time) {
            let name_of = name.value.to_owned();
            reading.complain(name.span, timeline::Fault::NothingToSlow { name: name_of });
        }
    }
}

fn beyond_the_end(look: &Look<'_, '_>, reading: &mut Reading<'_>) {
    let Some(duration) = look.scenario.run.duration else { return };
    let also = || (duration.span, Beside::End);
    for entry in look.scenario.timeline.iter().filter(|entry| entry.at.value >= duration.value) {
        reading.complain_also(entry.at.span, timeline::Fault::AfterTheEnd, also());
    }
    if !matches!(look.blueprint.load, Load::Open { .. }) {
        return;
    }
    let shape = look.scenario.traffic.as_ref().and_then(|traffic| traffic.shape.as_ref());
    if let Some(shape) = shape
        && shape.value.marks.iter().any(|(from, _, _)| *from >= duration.value)
    {
        reading.complain_also(shape.span, timeline::Fault::ShapeAfterTheEnd, also());
    }
}
