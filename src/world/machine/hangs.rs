//! Instances that stand still: because the timeline hangs them, or in a pause of their own.
//!
//! Work under way there goes on when they do; what is done elsewhere (`io`) goes on meanwhile, and its answer waits.

use super::frame::State;
use super::{Alarm, Machine};
use crate::world::program::{NONE, Op};

impl Machine<'_> {
    /// Instances take calls and answer nothing until then.
    pub(super) fn hang(&mut self, component: usize, instances: &[usize], until: u64) {
        // Those for which that is news, and until when they were to hang before.
        let mut news: Vec<(usize, u64)> = Vec::new();
        for &at in instances {
            let hung_until = &mut self.places[component].hung_until[at];
            let before = (*hung_until).max(self.now);
            if until > before {
                *hung_until = until;
                news.push((at, before));
                self.stop_sharing(component, at, true);
            }
        }
        if news.is_empty() {
            return;
        }
        let frames: Vec<u32> = self.frames.ids().collect();
        self.steps += frames.len() as u64 / 16;
        for id in frames {
            let Some(at) = self.works_at(id, component) else { continue };
            let Some(&(_, before)) = news.iter().find(|(instance, _)| *instance == at) else {
                continue;
            };
            let (pc, due) = (self.frames[id].pc, self.frames[id].since_ns);
            if until == u64::MAX {
                self.park(id, pc);
            } else {
                if matches!(self.program.ops[(pc as usize).saturating_sub(1)], Op::Work { .. }) {
                    self.stood_still(id, component, until - before);
                }
                self.resume_at(id, due.saturating_add(until - before), pc);
            }
        }
    }

    /// The instance of a component that a frame is in the midst of some work at.
    fn works_at(&self, id: u32, component: usize) -> Option<usize> {
        let frame = &self.frames[id];
        let pc = frame.pc;
        let scope = self.program.scopes[self.program.scope_of[pc as usize] as usize];
        let inside = frame.state == State::Timed
            && scope.component as usize == component
            && scope.chosen != NONE
            && pc >= scope.chosen
            && pc < scope.epilogue
            && frame.since_ns > self.now;
        let is_outside = || match self.program.ops[(pc as usize).saturating_sub(1)] {
            Op::Work { work } => self.program.works[work as usize].is_outside,
            _ => false,
        };
        (inside && !is_outside()).then(|| self.instance(id, scope.slot))
    }

    /// A pause makes a call wait, as a queue does.
    pub(in crate::world) fn stood_still(&mut self, f: u32, component: usize, ns: u64) {
        if self.pause_streams[component].is_some() {
            self.frames[f].waited_ns += ns;
        }
    }

    /// Those of these instances that nothing else holds up go on.
    pub(super) fn resume(&mut self, component: usize, instances: &[usize]) {
        for &at in instances {
            if self.places[component].hung_until[at] <= self.now {
                self.stop_sharing(component, at, false);
            }
        }
        self.deliver_all();
    }

    fn stop_sharing(&mut self, component: usize, at: usize, stopped: bool) {
        for (sharing, spec) in self.program.sharings.iter().enumerate() {
            if spec.component == component {
                self.sharings[sharing].stop(at, self.now, stopped);
                self.expect_departure(sharing, at);
            }
        }
    }

    // ---- pauses ----

    /// The first pause of every instance: each at a moment of its own.
    pub(in crate::world) fn start_pauses(&mut self) {
        let blueprint = self.blueprint;
        for (component, own) in blueprint.components.iter().enumerate() {
            let Some(pauses) = own.spec.hardware().and_then(|own| own.pauses.as_ref()) else {
                continue;
            };
            for at in 0..self.places[component].up.len() {
                let Some(stream) = &mut self.pause_streams[component] else { continue };
                let gap_ns = pauses.every.sample(stream) as f64;
                let first = (gap_ns * stream.uniform()) as u64;
                self.raise(first, Alarm::Pause(component, at));
            }
        }
    }

    /// An instance stands still for a while, and will again.
    pub(super) fn pause(&mut self, component: usize, at: usize) {
        let hardware = self.blueprint.components[component].spec.hardware();
        let pauses = hardware.and_then(|own| own.pauses.as_ref());
        let (Some(pauses), Some(stream)) = (pauses, &mut self.pause_streams[component]) else {
            return;
        };
        let length_ns = pauses.length.sample(stream);
        let next = self.now + pauses.every.sample(stream).max(length_ns).max(1);
        let until = self.now + length_ns;
        self.raise(next, Alarm::Pause(component, at));
        if length_ns > 0 {
            self.hang(component, &[at], until);
            self.raise(until, Alarm::Resume(component, at));
        }
    }
}
