//! What happens when: names looked up, targets checked, sorted by time.

use super::names::{Found, Names};
use super::{Change, Component, ComponentId, Happening, Verb, Which};
use crate::component::Spec;
use crate::message::timeline::Fault;
use crate::message::{EventLabel, Why, fields};
use crate::reader::table::{Field, Form};
use crate::reader::{Reading, Spanned, Want};
use crate::scenario::timeline::{Entry, Verb as Written, Which as Chosen};
use crate::scenario::{Name, Scenario};
use crate::yaml::Node;

struct Looking<'l, 'n, 'a> {
    /// The types of request.
    requests: Vec<String>,
    names: &'l Names<'n>,
    components: &'l [Component],
    reading: &'l mut Reading<'a>,
    is_closed: bool,
}

pub(super) fn resolve<'a>(
    scenario: &Scenario<'a>,
    names: &Names<'_>,
    components: &[Component],
    reading: &mut Reading<'a>,
) -> Vec<Happening> {
    let traffic = scenario.traffic.as_ref();
    let is_closed = traffic.is_some_and(|traffic| traffic.place("clients").is_some());
    let requests = scenario.requests.iter().map(|request| request.name.value.to_owned()).collect();
    let mut looking = Looking { requests, names, components, reading, is_closed };
    let mut happenings: Vec<Happening> = Vec::new();
    for entry in &scenario.timeline {
        if let Some((verb, label)) = looking.verb(entry) {
            let within = match verb {
                Verb::Arrive { within_ns, .. } if within_ns > 0 => Some(within_ns),
                _ => None,
            };
            let for_ns = entry.lasts.or(within);
            happenings.push(Happening { at_ns: entry.at.value, for_ns, verb, label });
        }
    }
    happenings.sort_by_key(|happening| happening.at_ns);
    happenings
}

impl<'a> Looking<'_, '_, 'a> {
    fn verb(&mut self, entry: &Entry<'a>) -> Option<(Verb, EventLabel)> {
        let component = |name: &Name<'_>| name.value.to_owned();
        let found = match &entry.verb {
            Written::Kill(name, which) => {
                let id = self.target("kill", *name)?;
                let which = self.which(id, *name, *which);
                (Verb::Kill(id, which), EventLabel::Kill { component: component(name) })
            }
            Written::Slow(name, times, which) => {
                let id = self.target("slow", *name)?;
                let which = self.which(id, *name, *which);
                let (component, times) = (component(name), *times);
                let label = EventLabel::Slow { component, times, instances: which.count() };
                (Verb::Slow(id, times, which), label)
            }
            Written::Hang(name, which) => {
                let id = self.target("hang", *name)?;
                let which = self.which(id, *name, *which);
                let label =
                    EventLabel::Hang { component: component(name), instances: which.count() };
                (Verb::Hang(id, which), label)
            }
            Written::Flush(name) => {
                let id = self.names.component_or_complain(*name, self.reading)?;
                self.check_flush(id, *name);
                (Verb::Flush(id), EventLabel::Flush { component: component(name) })
            }
            Written::Arrive(count, within_ns, request) => {
                self.refuse_closed("arrive", entry);
                let request_type = match request {
                    Some(name) => Some(self.request(*name)?),
                    None => None,
                };
                let (count, within_ns) = (*count, *within_ns);
                let label = EventLabel::Arrive { count };
                (Verb::Arrive { count, within_ns, request_type }, label)
            }
            Written::Traffic(times) => {
                self.refuse_closed("traffic", entry);
                (Verb::Traffic(*times), EventLabel::Traffic { times: *times })
            }
            Written::Cut(one, other) => {
                let sides = (self.side(*one), self.side(*other));
                let label = EventLabel::Cut { one: component(one), other: component(other) };
                (Verb::Cut(sides.0?, sides.1?), label)
            }
            Written::Set(changes) => {
                let changes: Vec<(Name<'a>, (ComponentId, Change), String)> =
                    changes.iter().filter_map(|(key, node)| self.change(*key, node)).collect();
                let set = |(key, _, value): &(Name<'a>, _, String)| (component(key), value.clone());
                let label = EventLabel::Set { changes: changes.iter().map(set).collect() };
                (Verb::Set(changes.into_iter().map(|(_, change, _)| change).collect()), label)
            }
        };
        Some(found)
    }

    /// Clients come when they have their answer: nothing else comes or goes.
    fn refuse_closed(&mut self, verb: &str, entry: &Entry<'a>) {
        if self.is_closed {
            let (field, why) = (verb.to_owned(), Why::ClosedLoad);
            self.reading.complain(entry.span, fields::Fault::NoEffect { field, why });
        }
    }

    /// A type of request by its name.
    fn request(&mut self, name: Name<'_>) -> Option<usize> {
        let found = self.requests.iter().position(|request| request == name.value);
        if found.is_none() {
            let known = self.requests.iter().map(String::as_str);
            let near = self.reading.problems.near(name.value, known).map(str::to_owned);
            let (span, name) = (name.span, name.value.to_owned());
            self.reading.complain(span, Fault::UnknownRequest { name, near });
        }
        found
    }

    /// A component that can be killed, slowed or hung.
    fn target(&mut self, verb: &'static str, name: Name<'_>) -> Option<usize> {
        let id = self.names.component_or_complain(name, self.reading)?;
        if !self.components[id].spec.can_be_struck() {
            let (span, name) = (name.span, name.value.to_owned());
            self.reading.complain(span, Fault::NothingToStrike { verb, name });
            return None;
        }
        Some(id)
    }

    fn which(&mut self, id: usize, name: Name<'_>, which: Chosen) -> Which {
        let all = self.components[id].spec.instances();
        let name = name.value.to_owned();
        match which {
            Chosen::All => Which::All,
            Chosen::First(count) => {
                if count.value > all {
                    let (span, count) = (count.span, count.value);
                    self.reading.complain(span, Fault::MoreThanThereAre { name, count, all });
                }
                Which::First(count.value)
            }
            Chosen::One(instance) => {
                if instance.value > all {
                    let (span, instance) = (instance.span, instance.value);
                    self.reading.complain(span, Fault::NoSuchInstance { name, instance, all });
                }
                Which::One(instance.value.saturating_sub(1))
            }
        }
    }

    fn check_flush(&mut self, id: usize, name: Name<'_>) {
        let spec = &self.components[id].spec;
        let (span, name) = (name.span, name.value.to_owned());
        let fault = match spec.cache() {
            Some(cache) if cache.hit_ratio.is_none() => return,
            Some(_) => Fault::FlushOfKnownRatio { name },
            None => Fault::FlushOfNoCache { name, kind: spec.kind() },
        };
        self.reading.complain(span, fault);
    }

    /// One side of a cut: a component, or every component of a site.
    fn side(&mut self, name: Name<'_>) -> Option<Vec<ComponentId>> {
        match self.names.component(name.value) {
            Found::Index(id) => return Some(vec![id]),
            Found::Broken => return None,
            Found::Nothing => {}
        }
        let sites = self.names.sites();
        let Some(site) = sites.iter().position(|site| site == name.value) else {
            let known = self.names.component_names().chain(sites.iter().map(String::as_str));
            let near = self.reading.problems.near(name.value, known).map(str::to_owned);
            let (span, name) = (name.span, name.value.to_owned());
            self.reading.complain(span, Fault::UnknownSide { name, near });
            return None;
        };
        let at = self.components.iter().enumerate();
        let at: Vec<usize> = at.filter(|(_, c)| c.site == site).map(|(id, _)| id).collect();
        if at.is_empty() {
            let (span, name) = (name.span, name.value.to_owned());
            self.reading.complain(span, Fault::NothingAtSite { name });
            return None;
        }
        Some(at)
    }

    /// `component.field: value`, with the value as it is said.
    fn change(
        &mut self,
        key: Name<'a>,
        node: &'a Node,
    ) -> Option<(Name<'a>, (ComponentId, Change), String)> {
        let path = short(key.value);
        let Some((name, field)) = path.rsplit_once('.') else {
            let is_component = !matches!(self.names.component(key.value), Found::Nothing);
            let (span, key) = (key.span, key.value.to_owned());
            self.reading.complain(span, Fault::SetWantsAField { key, is_component });
            return None;
        };
        let id = self.names.component_or_complain(Spanned::new(name, key.span), self.reading)?;
        let row = match can_change(name, field, &self.components[id].spec) {
            Ok(row) => row,
            Err(message) => {
                self.reading.complain(key.span, message);
                return None;
            }
        };
        let text = self.reading.text(node, field, Want::Count)?;
        let mut whole = |bounds: (u64, u64)| {
            u32::try_from(self.reading.whole(&text, field, bounds)?.value).ok()
        };
        let change = match (field, row.form) {
            ("instances", Form::Whole(least, most)) => Change::Instances(whole((least, most))?),
            ("workers", Form::Whole(least, most)) => Change::Workers(whole((least, most))?),
            ("errors", _) => Change::Errors(self.reading.amount(&text, field, Want::Share)?.value),
            _ => Change::HitRatio(self.reading.amount(&text, field, Want::Share)?.value),
        };
        Some((key, (id, change), text.text.to_owned()))
    }
}

/// `app.instances` of `components.app.server.instances`.
fn short(key: &str) -> String {
    match key.split('.').collect::<Vec<_>>().as_slice() {
        ["components", name, _, field] => format!("{name}.{field}"),
        _ => key.to_owned(),
    }
}

/// The field, if a run can change it of this component.
fn can_change(name: &str, field: &str, spec: &Spec) -> Result<&'static Field, Fault> {
    let name = name.to_owned();
    let kind = spec.registered();
    let Some(row) = kind.table.row(field).filter(|row| row.of_set) else {
        let fits = kind.table.fields().filter(|row| row.of_set).map(|row| row.name).collect();
        return Err(Fault::CannotSet { field: field.to_owned(), name, kind: kind.name(), fits });
    };
    let is_measured = || spec.cache().is_some_and(|cache| cache.hit_ratio.is_none());
    if field == "instances" && spec.autoscale().is_some() {
        Err(Fault::SetOfScaled { name })
    } else if row.of_size && spec.count(field).is_none() {
        Err(Fault::SetOfNoLimit { name })
    } else if field == "hit_ratio" && is_measured() {
        Err(Fault::SetOfMeasuredRatio { name })
    } else {
        Ok(row)
    }
}
