//! Written paths → steps, with every call on the way noted for the checks.

use super::check::Visit;
use super::names::{Found, Names};
use super::{Component, Path, Step};
use crate::component::{self, CallPolicy, Calls, Spec};
use crate::message::design;
use crate::message::paths::Fault;
use crate::problem::Span;
use crate::reader::Reading;
use crate::scenario::Name;
use crate::scenario::paths::{Link, What, WrittenPath, blocks};
use crate::yaml::Node;

/// The most calls that one request may make.
const MOST_CALLS: f64 = 1e6;
/// The most components that may wait for each other: whatever walks along a path goes one call deeper for each.
const MOST_WAITING: usize = 1_000;

/// A walk along the paths of one request.
pub(super) struct Walk<'w, 'n, 'a> {
    pub(super) names: &'w Names<'n>,
    pub(super) components: &'w [Component],
    pub(super) reading: &'w mut Reading<'a>,
    /// Every call met, in the order of the page.
    pub(super) visits: Vec<Visit>,
    /// False once a name was not known: what is then not reached may well be meant to be.
    pub(super) whole: bool,
}

/// What is known of the caller at some place of a path.
#[derive(Clone, Copy)]
struct From {
    caller: Option<usize>,
    /// Whether anyone up the chain can stop waiting.
    gives_up: bool,
}

impl<'a> Walk<'_, '_, 'a> {
    /// The path of a request whose client's call is `client`.
    pub(super) fn request_type(&mut self, path: &WrittenPath<'a>, client: &CallPolicy) -> Path {
        let from = From { caller: None, gives_up: client.timeout_ns.is_some() };
        let steps = self.chain(path, from, false);
        let calls = calls(&steps);
        if calls > MOST_CALLS {
            self.reading.complain(path.span, Fault::Endless { calls, most: MOST_CALLS });
        }
        let waiting = waiting(&steps);
        if waiting > MOST_WAITING {
            self.reading.complain(path.span, Fault::TooDeep { waiting, most: MOST_WAITING });
        }
        steps
    }

    fn chain(&mut self, path: &WrittenPath<'a>, mut from: From, is_later: bool) -> Path {
        let mut steps = Path::new();
        if is_later {
            self.check_later(path);
        }
        for (index, link) in path.links.iter().enumerate() {
            let next = path.links.get(index + 1);
            let step = match &link.what {
                What::Call(name, fields) => {
                    let is_first_of_later = is_later && index == 0;
                    self.call(*name, *fields, &mut from, next, is_first_of_later)
                }
                block => Some(self.block(block, from)),
            };
            steps.extend(step);
        }
        steps
    }

    fn block(&mut self, block: &What<'a>, from: From) -> Step {
        match block {
            What::Parallel(need, paths) => {
                let all = u32::try_from(paths.len()).unwrap_or(u32::MAX);
                let need = need.map_or(all, |need| need.value.min(all));
                let from = From { gives_up: from.gives_up || need < all, ..from };
                Step::Parallel { need, paths: self.all(paths, from) }
            }
            What::Sequence(paths) => Step::Sequence(self.all(paths, from)),
            What::Repeat(times, at_once, path) => Step::Repeat {
                times: times.clone(),
                at_once: *at_once,
                path: self.chain(path, from, false),
            },
            What::Chance(share, path) => {
                Step::Chance { share: *share, path: self.chain(path, from, false) }
            }
            What::OneOf(policy, paths) => {
                let resolve = |(name, weight, path): &(&str, f64, WrittenPath<'a>)| {
                    ((*name).to_owned(), *weight, self.chain(path, from, false))
                };
                Step::OneOf { policy: *policy, paths: paths.iter().map(resolve).collect() }
            }
            // Nobody waits for what is done later.
            What::Later(path) => {
                Step::Later(self.chain(path, From { gives_up: false, ..from }, true))
            }
            // `chain` takes calls itself; an empty sequence does nothing.
            What::Call(..) => Step::Sequence(Vec::new()),
        }
    }

    fn all(&mut self, paths: &[WrittenPath<'a>], from: From) -> Vec<Path> {
        paths.iter().map(|path| self.chain(path, from, false)).collect()
    }

    fn call(
        &mut self,
        name: Name<'a>,
        fields: Option<&'a Node>,
        from: &mut From,
        next: Option<&Link<'a>>,
        is_first_of_later: bool,
    ) -> Option<Step> {
        let id = self.find(name)?;
        let component = &self.components[id];
        let read = |node| component::read_step(self.reading, name.value, node, &component.spec);
        let plain = || (component.spec.clone(), Calls::default());
        let (spec, calls) = fields.and_then(read).unwrap_or_else(plain);
        let call = calls.over(&component.call);
        self.check_place(name, &spec, next, is_first_of_later);
        let gives_up = from.gives_up || call.timeout_ns.is_some() || call.hedge.is_some();
        self.visits.push(Visit {
            request_type: 0,
            component: id,
            span: name.span,
            spec: spec.clone(),
            call: call.clone(),
            cancel: calls.cancel.map(|cancel| cancel.span),
            caller: from.caller,
            next: next.and_then(|link| self.component_of(link)),
            gives_up,
        });
        *from = From { caller: Some(id), gives_up };
        Some(Step::Call { component: id, spec: Box::new(spec), call })
    }

    fn find(&mut self, name: Name<'_>) -> Option<usize> {
        match self.names.component(name.value) {
            Found::Index(id) => return Some(id),
            Found::Broken => {}
            Found::Nothing if name.value.contains([',', '>', '→']) => {
                self.reading.complain(name.span, in_one_word(name.value));
            }
            Found::Nothing => {
                let known = self.names.component_names().chain(blocks());
                let near = self.reading.problems.near(name.value, known);
                let fault = design::Fault::UnknownComponent {
                    name: name.value.to_owned(),
                    near: near.map(str::to_owned),
                };
                self.reading.complain(name.span, fault);
            }
        }
        self.whole = false;
        None
    }

    fn component_of(&self, link: &Link<'a>) -> Option<usize> {
        let What::Call(name, _) = &link.what else { return None };
        match self.names.component(name.value) {
            Found::Index(id) => Some(id),
            Found::Broken | Found::Nothing => None,
        }
    }

    /// Kinds that only make sense in some places of a path.
    fn check_place(
        &mut self,
        name: Name<'_>,
        spec: &Spec,
        next: Option<&Link<'_>>,
        is_first_of_later: bool,
    ) {
        let (span, name) = (name.span, name.value.to_owned());
        let fault = match spec {
            Spec::Queue(_) if !is_first_of_later => Fault::QueueOutsideLater { name },
            Spec::LoadBalancer(_) if next.is_none() => Fault::BalancesNothing { name },
            Spec::RateLimiter(_) if next.is_none() => Fault::LimitsNothing { name },
            Spec::Queue(_)
            | Spec::LoadBalancer(_)
            | Spec::RateLimiter(_)
            | Spec::Cache(_)
            | Spec::Cdn(_)
            | Spec::Database(_)
            | Spec::Kv(_)
            | Spec::Server(_) => return,
        };
        self.reading.complain(span, fault);
    }

    /// `later` is a queue and, right behind it, whoever takes its messages.
    fn check_later(&mut self, path: &WrittenPath<'a>) {
        let mut links = path.links.iter();
        let Some(first) = links.next() else { return };
        let kind = |walk: &Self, link: &Link<'a>| {
            walk.component_of(link).map(|id| walk.components[id].spec.kind())
        };
        let is_block = |link: &Link<'a>| !matches!(link.what, What::Call(..));
        let found: Option<(Span, Fault)> = match kind(self, first) {
            Some("queue") => match links.next() {
                None => Some((first.span, Fault::QueueWithoutConsumer)),
                Some(link) if is_block(link) => Some((link.span, Fault::ConsumerIsABlock)),
                Some(link) => match kind(self, link) {
                    Some("server" | "database") | None => None,
                    Some(kind) => Some((link.span, Fault::ConsumerIsA { kind })),
                },
            },
            kind @ Some(_) => Some((first.span, Fault::LaterWithoutQueue { kind })),
            None if is_block(first) => Some((first.span, Fault::LaterWithoutQueue { kind: None })),
            None => None,
        };
        if let Some((span, fault)) = found {
            self.reading.complain(span, fault);
        }
    }
}

/// `app -> db`, which is meant to be a list.
fn in_one_word(written: &str) -> Fault {
    let names = written.split([',', '>', '→']).map(|name| name.trim().trim_end_matches('-').trim());
    let names = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Fault::InOneWord { written: written.to_owned(), names }
}

/// How many components wait for each other where the path is deepest.
fn waiting(path: &[Step]) -> usize {
    let deepest =
        |paths: &mut dyn Iterator<Item = &Path>| paths.map(|path| waiting(path)).max().unwrap_or(0);
    let (mut before, mut most) = (0, 0);
    for step in path {
        let inside = match step {
            Step::Call { .. } => {
                before += 1;
                0
            }
            Step::Parallel { paths, .. } | Step::Sequence(paths) => deepest(&mut paths.iter()),
            Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => {
                waiting(path)
            }
            Step::OneOf { paths, .. } => deepest(&mut paths.iter().map(|(_, _, path)| path)),
        };
        most = most.max(before + inside);
    }
    most
}

/// The calls that one request makes at most, repeats at their mean.
fn calls(path: &[Step]) -> f64 {
    path.iter()
        .map(|step| match step {
            Step::Call { .. } => 1.0,
            Step::Parallel { paths, .. } | Step::Sequence(paths) => {
                paths.iter().map(|path| calls(path)).sum()
            }
            Step::Repeat { times, path, .. } => times.mean_ns() * calls(path).max(1.0),
            Step::Chance { path, .. } | Step::Later(path) => calls(path),
            Step::OneOf { paths, .. } => {
                paths.iter().map(|(_, _, path)| calls(path)).fold(0.0, f64::max)
            }
        })
        .sum()
}
