//! Delays, and the sites between which they are.

use std::collections::BTreeSet;

use super::check::Visit;
use super::names::Names;
use super::{Component, Network};
use crate::component::Written;
use crate::message::design::Fault;
use crate::message::{Why, fields};
use crate::problem::Problems;
use crate::reader::Reading;
use crate::sample::Dist;
use crate::scenario::{Name, Scenario};

/// The row whose half is one hop.
const HOP_ROW: &str = "datacenter_round_trip";
/// One hop if the table has no such row, s.
const HOP_S: f64 = 250e-6;

pub(super) fn resolve(
    scenario: &Scenario<'_>,
    names: &Names<'_>,
    components: &[Component],
    visits: &[Visit],
    reading: &mut Reading<'_>,
) -> Network {
    let written = &scenario.network;
    let between = between(scenario, names, reading);
    let hop = written.hop.clone().map_or_else(|| default_hop(reading), |hop| hop.value);
    let client = written.client.clone().map_or(Dist::ZERO, |client| client.value);
    warn_of_gaps(scenario, names, components, visits, &between, reading);
    Network { hop, client, sites: names.sites().to_vec(), between }
}

fn default_hop(reading: &mut Reading<'_>) -> Dist {
    let table = reading.tables.latency;
    let row =
        table.lookup(reading.list.as_deref(), HOP_ROW).or_else(|| table.lookup(None, HOP_ROW));
    let seconds = row.map_or(HOP_S, |row| row.value_s / 2.0);
    if let Some(row) = row.cloned() {
        reading.use_row(&row);
    }
    let shown = crate::units::show(crate::units::Quantity::new(seconds, crate::units::Dim::TIME));
    reading.assume("network.hop".to_owned(), shown, Why::HalfARoundTrip);
    Dist::Constant((seconds * 1e9).round() as u64)
}

fn between(
    scenario: &Scenario<'_>,
    names: &Names<'_>,
    reading: &mut Reading<'_>,
) -> Vec<(usize, usize, Dist)> {
    let sites = names.sites();
    // Of a component that could not be read the site is not known.
    let unread = |(_, written): &(Name<'_>, Option<Written<'_>>)| {
        written
            .as_ref()
            .is_none_or(|written| written.site.is_none() && written.fields.get("site").is_some())
    };
    if scenario.components.iter().any(unread) {
        return Vec::new();
    }
    if let Some(span) = scenario.network.between_span
        && sites.len() < 2
    {
        reading.complain(
            span,
            fields::Fault::NoEffect { field: "between".to_owned(), why: Why::OneSite },
        );
        return Vec::new();
    }
    let mut between: Vec<(usize, usize, Dist)> = Vec::new();
    for link in &scenario.network.between {
        let mut find = |name: Name<'_>| {
            let found = sites.iter().position(|site| site == name.value);
            if found.is_none() {
                let near = Problems::nearest(name.value, sites.iter().map(String::as_str));
                let fault = Fault::UnknownSite {
                    name: name.value.to_owned(),
                    near: near.map(str::to_owned),
                    sites: sites.to_vec(),
                };
                reading.complain(name.span, fault);
            }
            found
        };
        let (from, to) = (find(link.from), find(link.to));
        let (Some(from), Some(to)) = (from, to) else { continue };
        if from == to {
            let name = link.to.value.to_owned();
            reading.complain(link.to.span, Fault::SiteToItself { name });
        } else if between.iter().any(|&(a, b, _)| (a, b) == (from, to)) {
            let (from, to) = (link.from.value.to_owned(), link.to.value.to_owned());
            reading.complain(link.from.span, Fault::LinkTwice { from, to });
        } else {
            between.push((from, to, link.one_way.clone()));
        }
    }
    between
}

/// Calls between sites whose delay nobody said take one hop, which is hardly what was meant.
fn warn_of_gaps(
    scenario: &Scenario<'_>,
    names: &Names<'_>,
    components: &[Component],
    visits: &[Visit],
    between: &[(usize, usize, Dist)],
    reading: &mut Reading<'_>,
) {
    let mut warned = BTreeSet::new();
    for visit in visits {
        let to = components[visit.component].site;
        let of_client = scenario.requests.get(visit.request_type).and_then(|request| request.site);
        let from = match (visit.caller, of_client) {
            (Some(caller), _) => components[caller].site,
            (None, Some(site)) => names.site(Some(site)),
            (None, None) => to,
        };
        let known = between.iter().any(|&(a, b, _)| (a, b) == (from, to) || (b, a) == (from, to));
        if from != to && !known && warned.insert((from.min(to), from.max(to))) {
            let sites = names.sites();
            let (from, to) = (sites[from].clone(), sites[to].clone());
            reading.warn(visit.span, Fault::NoDelayBetween { from, to });
        }
    }
}
