//! Writing down what frames spend their time on (`world::trace`); nothing of it runs unless that is asked for.
//!
//! A frame's time moves in one way only: between one instruction and the next. So there is one place that
//! looks, at every instruction, how much time has passed since the one before, and what that one was.

use super::frame::flag;
use super::{Frames, Machine, Place};
use crate::world::program::{NO_SLOT, NONE, Op, Program, TURN};
use crate::world::trace::{Piece, SKIPPED, Spent, Trace};

/// What the notes are made from.
struct Scene<'a> {
    program: &'a Program,
    frames: &'a Frames,
    places: &'a [Place],
}

impl Machine<'_> {
    /// A frame is about to execute an instruction at its local time `t`.
    #[inline(never)]
    pub(super) fn trace_step(&mut self, f: u32, pc: u32, t: u64) {
        let Some(trace) = self.trace.as_deref_mut() else { return };
        let frame = &self.frames[f];
        let is_return = matches!(plain(self.program, pc as usize), Op::Return);
        let is_root = frame.is(flag::ROOT);
        let scene = Scene { program: self.program, frames: &self.frames, places: &self.places };
        let Some(life) = trace.life_of(f).or_else(|| scene.meet(trace, f, pc, t)) else {
            if is_return && is_root {
                trace.set(f, NONE);
            }
            return;
        };
        scene.account(trace, life, t);
        let notes = &mut trace.lives[life as usize];
        notes.pc = pc;
        notes.waited_ns = frame.waited_ns;
        if !is_return {
            return;
        }
        notes.end_ns = Some(t);
        if is_root {
            let window = &self.meters.window;
            let counts = t >= window.from_ns && t < window.to_ns;
            let is_failed = frame.is(flag::FAILED);
            trace.finish(life, counts.then_some(frame.request_type), is_failed, t);
            trace.set(f, NONE);
        }
    }

    /// Nobody waits for a frame any more: what it and the frames below it did until now is what counts.
    pub(super) fn trace_abandoned(&mut self, f: u32) {
        let Some(trace) = self.trace.as_deref_mut() else { return };
        let Some(life) = trace.last_life_of(f) else { return };
        let scene = Scene { program: self.program, frames: &self.frames, places: &self.places };
        scene.close(trace, life, self.now);
    }
}

impl Scene<'_> {
    /// A frame is seen for the first time: a request that may be followed, or a part of one that is.
    fn meet(&self, trace: &mut Trace, f: u32, pc: u32, t: u64) -> Option<u32> {
        let frame = &self.frames[f];
        if frame.is(flag::ROOT) {
            if trace.is_skipped(f) {
                return None;
            }
            if trace.picks() {
                return Some(trace.begin(f, pc, frame.started_ns));
            }
            trace.set(f, SKIPPED);
            return None;
        }
        if frame.parent == NONE || matches!(plain(self.program, pc as usize), Op::Return) {
            return None;
        }
        let parent = trace.life_of(frame.parent)?;
        let life = trace.begin(f, pc, t);
        trace.lives[parent as usize].children.push(life);
        Some(life)
    }

    /// The instance that a slot of a life's frame names.
    fn instance(&self, f: u32, slot: u8) -> u32 {
        if slot == NO_SLOT { 0 } else { self.frames[f].slots[slot as usize] }
    }

    /// Writes down what a life has spent its time on since it was looked at last.
    fn account(&self, trace: &mut Trace, id: u32, t: u64) {
        let life = &mut trace.lives[id as usize];
        let (from, f) = (life.marked_ns, life.frame);
        if t <= from {
            life.clip(t);
            return;
        }
        life.marked_ns = t;
        let piece = |spent: Spent, component: usize, instance: u32, what: &'static str| Piece {
            from_ns: from,
            to_ns: t,
            spent,
            component: u32::try_from(component).unwrap_or(NONE),
            instance,
            what,
        };
        // Work that waits first: the frame knows how long.
        let waited = self.frames[f].waited_ns.saturating_sub(life.waited_ns).min(t - from);
        let (program, doing) = (self.program, life.pc as usize);
        let mut both = |waited: u64, whole: Piece| {
            let turn = from + waited;
            life.push(Piece { to_ns: turn, spent: Spent::Waiting, ..whole });
            life.push(Piece { from_ns: turn, ..whole });
        };
        match plain(program, doing) {
            Op::Hop { .. } => life.push(piece(Spent::Network, NONE as usize, 0, "network")),
            Op::Work { work } => {
                let spec = &program.works[work as usize];
                let component = spec.component as usize;
                let at = self.instance(f, spec.slot);
                // Whatever hangs answers nobody until then.
                let hung_until = self.places[component].hung_until.get(at as usize).copied();
                let hung = (hung_until.unwrap_or(0).clamp(from, t) - from).max(waited);
                both(hung, piece(Spent::Service, component, 0, "work"));
            }
            Op::Line { line, slot, .. } => {
                let spec = &program.lines[line as usize];
                let at = self.instance(f, slot);
                both(waited, piece(Spent::Service, spec.component, at, spec.name));
            }
            Op::Share { sharing, slot, .. } => {
                let component = program.sharings[sharing as usize].component;
                let at = self.instance(f, slot);
                both(waited, piece(Spent::Service, component, at, "cpu"));
            }
            Op::Claim { hold } => {
                let hold = program.holds[hold as usize];
                let spec = &program.resources[hold.resource as usize];
                let at = self.instance(f, hold.slot);
                let name = if spec.name == TURN { "cpu" } else { spec.name };
                life.push(piece(Spent::Waiting, spec.component, at, name));
            }
            op => match self.waited_for(f, op) {
                Some((component, at, what)) => {
                    life.push(piece(Spent::Waiting, component, at, what));
                }
                None => {
                    let scope = program.scopes[program.scope_of[doing] as usize];
                    let calls = matches!(op, Op::Call { .. } | Op::Fork { .. } | Op::Repeat { .. });
                    let what = if calls { "retry" } else { "other" };
                    let gap = piece(Spent::Waiting, scope.component as usize, 0, what);
                    trace.gather(id, from, t, gap);
                }
            },
        }
    }

    /// The component, its instance and what an instruction waits for that does nothing else.
    fn waited_for(&self, f: u32, op: Op) -> Option<(usize, u32, &'static str)> {
        let program = self.program;
        match op {
            Op::Load { load, slot, .. } => {
                let store = program.loads[load as usize].store;
                let component = program.stores[store as usize].component;
                Some((component, self.instance(f, slot), "load"))
            }
            Op::Limit { limiter } => {
                Some((program.limiters[limiter as usize].component, 0, "rate"))
            }
            Op::Commit { database, .. } => {
                Some((program.databases[database as usize].component, 0, "replicas"))
            }
            Op::Settle { component, .. } => Some((component as usize, 0, "hang")),
            _ => None,
        }
    }

    /// A life ends because nobody waits for it any more.
    fn close(&self, trace: &mut Trace, id: u32, now: u64) {
        for at in 0..trace.lives[id as usize].children.len() {
            let child = trace.lives[id as usize].children[at];
            self.close(trace, child, now);
        }
        let life = &mut trace.lives[id as usize];
        match life.end_ns {
            Some(end) if end <= now => return,
            Some(_) => life.clip(now),
            None => self.account(trace, id, now),
        }
        let life = &mut trace.lives[id as usize];
        life.end_ns = Some(now);
        life.is_abandoned = true;
    }
}

/// The instruction as it was before several were fused: a stretch is followed step by step.
fn plain(program: &Program, pc: usize) -> Op {
    match program.ops[pc] {
        Op::Stretch { stretch } => program.stretches[stretch as usize].first,
        Op::Spend { work, .. } => Op::Work { work },
        op => op,
    }
}
