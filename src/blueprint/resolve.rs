//! Names → indices, defaults filled in, everything in the engine's units.

use super::check::{self, Visit};
use super::names::Names;
use super::{Blueprint, Component, Data, Path, RequestType, Target};
use super::{load, montecarlo, network, paths, timeline};
use crate::component::CallPolicy;
use crate::message::design::Fault;
use crate::reader::Reading;
use crate::scenario::Scenario;

/// Resolves what a page says into what is simulated. What is wrong is reported and stood in for; the result
/// is only sound if no error was reported.
pub fn resolve<'a>(scenario: &Scenario<'a>, reading: &mut Reading<'a>, stem: &str) -> Blueprint {
    let names = Names::of(scenario);
    let components = components(scenario, &names);
    if scenario.components.is_empty() && !scenario.is_suspect {
        reading.complain(scenario.span, Fault::NoComponents);
    }
    if scenario.requests.is_empty() && !scenario.is_suspect {
        reading.complain(scenario.span, Fault::NoPath);
    }
    let loaded = load::resolve(scenario, reading);
    let (request_types, visits, whole) =
        request_types(scenario, &names, &components, &loaded, reading);
    let network = network::resolve(scenario, &names, &components, &visits, reading);
    let happenings = timeline::resolve(scenario, &names, &components, reading);
    let randomness = montecarlo::resolve(scenario, &names, &components, reading);
    let blueprint = Blueprint {
        name: scenario.name.unwrap_or(stem).to_owned(),
        about: scenario.about.trim().to_owned(),
        components,
        data: data(scenario),
        request_types,
        load: loaded.load,
        load_times: loaded.times,
        shape: loaded.shape,
        timeline: happenings,
        randomness,
        network,
        slo: targets(scenario),
        run: scenario.run.settings.clone(),
    };
    check::all(scenario, &blueprint, &visits, whole, reading);
    blueprint
}

fn components(scenario: &Scenario<'_>, names: &Names<'_>) -> Vec<Component> {
    let readable = scenario.components.iter().filter_map(|(name, written)| {
        let written = written.as_ref()?;
        Some(Component {
            name: name.value.to_owned(),
            spec: written.spec.clone(),
            call: written.calls.over(&CallPolicy::default()),
            site: names.site(written.site),
        })
    });
    readable.collect()
}

fn data(scenario: &Scenario<'_>) -> Vec<Data> {
    let sets = scenario.data.iter().map(|set| Data {
        name: set.name.value.to_owned(),
        keys: set.keys,
        popularity: set.popularity.clone(),
        size_b: set.size_b,
    });
    sets.collect()
}

/// Every request's request type; every call on the way; and whether all paths could be read whole.
fn request_types<'a>(
    scenario: &Scenario<'a>,
    names: &Names<'_>,
    components: &[Component],
    loaded: &load::Loaded,
    reading: &mut Reading<'a>,
) -> (Vec<RequestType>, Vec<Visit>, bool) {
    let (mut request_types, mut visits, mut whole) = (Vec::new(), Vec::new(), !scenario.is_suspect);
    whole &= !scenario.requests.is_empty();
    for (index, request) in scenario.requests.iter().enumerate() {
        let reads = request.reads.and_then(|name| names.data_or_complain(name, reading));
        let writes = request.writes.and_then(|name| names.data_or_complain(name, reading));
        let call = request.calls.over(&CallPolicy::default());
        let mut walk = paths::Walk { names, components, reading, visits: Vec::new(), whole: true };
        let path =
            request.path.as_ref().map_or_else(Path::new, |path| walk.request_type(path, &call));
        whole &= walk.whole && request.is_whole;
        let entry = walk.visits.first().map(|visit| components[visit.component].site);
        visits.extend(walk.visits.into_iter().map(|visit| Visit { request_type: index, ..visit }));
        let site = match request.site {
            Some(_) => names.site(request.site),
            // A client that is said to be nowhere is beside what it calls first.
            None => entry.unwrap_or(0),
        };
        let of_data = reads.or(writes).and_then(|data| scenario.data.get(data));
        request_types.push(RequestType {
            name: request.name.value.to_owned(),
            rate_per_s: loaded.rates.get(index).copied().unwrap_or(0.0),
            share: loaded.shares.get(index).copied().unwrap_or(0.0),
            path,
            reads,
            writes,
            size_b: request.size_b.or_else(|| of_data.map(|set| set.size_b)),
            call,
            priority: request.priority.map_or(1, |priority| priority.value),
            patience: request.patience.clone(),
            deadline: request.deadline.is_some_and(|deadline| deadline.value),
            site,
        });
    }
    (request_types, visits, whole)
}

fn targets(scenario: &Scenario<'_>) -> Vec<Target> {
    let of = |request_type: Option<usize>, list: &crate::scenario::slo::Objectives| {
        let targets = list.list.iter();
        let target =
            move |&(metric, target, _): &(_, f64, _)| Target { request_type, metric, target };
        targets.map(target).collect::<Vec<_>>()
    };
    let mut targets = of(None, &scenario.slo);
    for (index, request) in scenario.requests.iter().enumerate() {
        targets.extend(of(Some(index), &request.slo));
    }
    targets
}
