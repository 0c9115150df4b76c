//! Blocks: parallel, sequence, repeat, chance, one_of, later.

use super::{Caller, Compiler, Pending, head, index};
use crate::blueprint::{PickPath, Step};
use crate::world::program::{ForkSpec, NONE, Op, PickSpec, RepeatSpec};

impl<'a> Compiler<'a> {
    pub(super) fn block(&mut self, step: &'a Step, caller: &Caller) {
        match step {
            Step::Call { .. } => {}
            Step::Sequence(paths) => {
                for path in paths {
                    self.path(path, caller);
                }
            }
            Step::Parallel { need, paths } => self.fork(*need, paths, caller),
            Step::Repeat { times, at_once, path } => {
                let pending = Pending::Path { path, caller: caller.clone() };
                let body = self.push_body(pending, self.can_stop);
                let stream = self.stream(&self.request_type.name, "repeat");
                let spec = RepeatSpec {
                    body,
                    times: times.clone(),
                    at_once: *at_once,
                    stream,
                    carry: caller.slot,
                };
                self.program.repeats.push(spec);
                let repeat = index(self.program.repeats.len() - 1);
                self.emit(Op::Repeat { repeat });
            }
            Step::Chance { share, path } => {
                let stream = self.stream(&self.request_type.name, "chance");
                self.program.chances.push((*share, stream));
                let chance = index(self.program.chances.len() - 1);
                let skip = self.emit(Op::Chance { chance, other: 0 });
                self.path(path, caller);
                self.land(skip);
            }
            Step::OneOf { policy, paths } => self.one_of(*policy, paths, caller),
            // A call into a queue, which hands over what follows it.
            Step::Later(path) => self.path(path, caller),
        }
    }

    fn fork(&mut self, need: u32, paths: &'a [Vec<Step>], caller: &Caller) {
        let cancel: Vec<bool> = paths
            .iter()
            .map(|path| matches!(path.first(), Some(Step::Call { call, .. }) if call.cancel))
            .collect();
        let bodies: Vec<u32> = paths
            .iter()
            .zip(&cancel)
            .map(|(path, cancel)| {
                let pending = Pending::Path { path, caller: caller.clone() };
                self.push_body(pending, self.can_stop || *cancel)
            })
            .collect();
        self.program.forks.push(ForkSpec { bodies, need, cancel, carry: caller.slot });
        let fork = index(self.program.forks.len() - 1);
        self.emit(Op::Fork { fork });
    }

    fn one_of(&mut self, policy: PickPath, paths: &'a [(String, f64, Vec<Step>)], caller: &Caller) {
        if policy == PickPath::Failover {
            return self.failover(paths, caller);
        }
        let stream = self.stream(&self.request_type.name, "one_of");
        let mut order: Vec<usize> = (0..paths.len()).collect();
        let mut heads = Vec::new();
        if policy == PickPath::Nearest {
            let far = |at: &usize| self.distance(caller.site, &paths[*at].2);
            order.sort_by(|a, b| far(a).total_cmp(&far(b)));
            heads = order.iter().map(|&at| head(&paths[at].2).map_or(NONE, index)).collect();
            for &component in &heads {
                if component != NONE && self.program.exact[component as usize] {
                    self.emit(Op::Sync);
                    break;
                }
            }
        }
        let total: f64 = paths.iter().map(|path| path.1).sum();
        let mut sum = 0.0;
        let cumulative = order
            .iter()
            .map(|&at| {
                sum += paths[at].1 / total;
                sum
            })
            .collect();
        self.program.picks.push(PickSpec { cumulative, targets: Vec::new(), heads, stream });
        let pick = self.program.picks.len() - 1;
        self.emit(Op::Pick { pick: index(pick) });
        let mut exits = Vec::new();
        for at in order {
            let here = self.here();
            self.program.picks[pick].targets.push(here);
            self.path(&paths[at].2, caller);
            exits.push(self.emit(Op::Jump { to: 0 }));
        }
        for exit in exits {
            self.land(exit);
        }
    }

    /// The first path that answers: each in a frame of its own, the next after a failure.
    fn failover(&mut self, paths: &'a [(String, f64, Vec<Step>)], caller: &Caller) {
        let bodies: Vec<u32> = paths
            .iter()
            .map(|path| {
                let pending = Pending::Path { path: &path.2, caller: caller.clone() };
                self.push_body(pending, self.can_stop)
            })
            .collect();
        let cancel = vec![false; bodies.len()];
        // `need: 0` marks branches that are tried one after the other.
        self.program.forks.push(ForkSpec { bodies, need: 0, cancel, carry: caller.slot });
        let fork = index(self.program.forks.len() - 1);
        self.emit(Op::Fork { fork });
    }

    fn distance(&self, from: usize, path: &[Step]) -> f64 {
        let Some(component) = head(path) else { return 0.0 };
        let to = self.blueprint.components[component].site;
        if from == to {
            return 0.0;
        }
        let network = &self.blueprint.network;
        network
            .between
            .iter()
            .find(|(a, b, _)| (*a, *b) == (from, to) || (*b, *a) == (from, to))
            .map_or_else(|| network.hop.mean_ns(), |(_, _, delay)| delay.mean_ns())
    }
}
