//! Choices: which instance answers, which path is taken, whether a limiter lets a call through.

use super::Machine;
use super::frame::NO_KEY;
use super::interpreter::Next;
use crate::component::load_balancer::Policy;
use crate::component::load_balancer::balancer::{jump_hash, mix};
use crate::component::rate_limiter::limiter::Verdict;
use crate::world::meters::Reason;
use crate::world::program::{NO_SLOT, NONE, Rule};

/// So many instances are looked at in the time of an instruction.
const INSTANCES_A_STEP: u64 = 16;

impl Machine<'_> {
    pub(super) fn choose(&mut self, f: u32, chooser: usize, slot: u8) -> Result<(), Reason> {
        let program = self.program;
        let spec = &program.choosers[chooser];
        let hash = match spec.rule {
            Rule::ByKey => self.key_hash(f, spec.stream),
            _ => 0,
        };
        let place = &self.places[spec.component];
        // Some policies look at every instance.
        self.steps += place.instances as u64 / INSTANCES_A_STEP;
        let believed = self.views[chooser].as_ref();
        let up = |at: usize| believed.map_or(place.up[at], |view| view[at]);
        let picked = match spec.rule {
            Rule::Single => place.up[0].then_some(0),
            Rule::Balance(policy) => {
                let hashes = matches!(policy, Policy::IpHash | Policy::ConsistentHash);
                let hash = if hashes { self.identity(f, spec.component) } else { 0 };
                let active = self.active_ids[spec.component];
                let load = |at: usize| active.map_or(0, |id| self.resources[id].used(at));
                let stream = &mut self.streams[spec.stream as usize];
                self.balancers[chooser].pick(place.instances, up, load, hash, stream)
            }
            Rule::ByKey => {
                let at = jump_hash(hash, place.instances);
                place.up[at].then_some(at)
            }
            Rule::Primary => self.primary_for(f, spec.component, spec.stream)?,
            Rule::ReadNode => self.read_node_for(f, spec.component, spec.stream),
        };
        let Some(at) = picked else { return Err(Reason::NoHealthyTarget) };
        if slot != NO_SLOT {
            self.frames[f].slots[slot as usize] = u32::try_from(at).unwrap_or(0);
        }
        if self.places[spec.component].up[at] {
            return Ok(());
        }
        Err(Reason::ConnectionLost)
    }

    /// What a hashing balancer goes by: the key, else the client; every open request is a new client.
    fn identity(&self, f: u32, component: usize) -> u64 {
        let frame = &self.frames[f];
        if frame.key != NO_KEY {
            return mix(u64::from(frame.key));
        }
        mix(frame.started_ns ^ (component as u64) << 48)
    }

    /// Where a request's key lives; a request without a key goes anywhere.
    pub(in crate::world) fn key_hash(&mut self, f: u32, stream: u32) -> u64 {
        let frame = &self.frames[f];
        if frame.key == NO_KEY {
            return self.streams[stream as usize].next_u64();
        }
        let offset = self.key_offset[frame.request_type as usize];
        mix(u64::from(offset) + u64::from(frame.key))
    }

    pub(super) fn pick(&mut self, pick: u32) -> u32 {
        let spec = &self.program.picks[pick as usize];
        if !spec.heads.is_empty() {
            let is_up =
                |&component: &u32| component == NONE || self.places[component as usize].any_up();
            let at = spec.heads.iter().position(is_up).unwrap_or(0);
            return spec.targets[at];
        }
        let draw = self.streams[spec.stream as usize].uniform();
        let at = spec.cumulative.iter().position(|&sum| draw < sum);
        spec.targets[at.unwrap_or(spec.targets.len() - 1)]
    }

    pub(super) fn limit(&mut self, f: u32, limiter: u32, t: u64) -> Next {
        let key = self.frames[f].key;
        let pc = self.frames[f].pc;
        match self.limiters[limiter as usize].ask(key, self.now) {
            Verdict::Pass => Next::At(pc + 1, t),
            Verdict::After(wait) => {
                self.frames[f].waited_ns += wait;
                Next::At(pc + 1, t.saturating_add(wait))
            }
            Verdict::Refused => {
                let place = self.program.limiters[limiter as usize].component;
                Next::At(self.fail(f, pc, Reason::RateLimited, place), t)
            }
        }
    }
}
