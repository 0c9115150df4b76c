//! Key-value stores: quorums, versions at the nodes, hints and repairs.
//!
//! The caller's frame forks into one for each node it asks. A frame carries the version that it brings or finds. A
//! write's version is 0 where its key is only represented: that changes nothing at the representative, and costs the same.

use super::Machine;
use super::frame::{Frame, NO_KEY, State, flag};
use super::interpreter::Next;
use crate::component::kv::Asks;
use crate::component::kv::replicas::Hint;
use crate::component::load_balancer::balancer::mix;
use crate::world::meters::Reason;
use crate::world::program::{NONE, Op};

/// The mark of a frame that brings a hint; the others repair.
const HINT: u16 = 1;

impl Machine<'_> {
    /// Where a request's key lies on the ring; one without a key has a place of its own.
    fn ring_hash(&self, f: u32, component: usize) -> u64 {
        let frame = &self.frames[f];
        if frame.key == NO_KEY {
            return mix(frame.started_ns ^ (component as u64) << 48);
        }
        let offset = self.key_offset[frame.request_type as usize];
        mix(u64::from(offset) + u64::from(frame.key))
    }

    fn writes(&self, f: u32) -> Option<usize> {
        self.blueprint.request_types[self.frames[f].request_type as usize].writes
    }

    /// Before the nodes are asked: are enough of them up?
    pub(super) fn quorum(&mut self, f: u32, kv: u32, fork: u32, t: u64) -> Next {
        let program = self.program;
        let spec = &program.kvs[kv as usize];
        let hash = self.ring_hash(f, spec.component);
        let replicas = &self.replicas[kv as usize];
        let up = &self.places[spec.component].up;
        let alive = (0..replicas.copies()).filter(|&copy| up[replicas.node(hash, copy)]).count();
        let pc = self.frames[f].pc;
        if alive < program.forks[fork as usize].need as usize {
            return Next::At(self.fail(f, pc, Reason::NoQuorum, spec.component), t);
        }
        let is_sampled = !self.frames[f].is(flag::UNSAMPLED);
        self.frames[f].version = match (self.writes(f), spec.spec.asks) {
            (Some(_), _) if is_sampled => self.replicas[kv as usize].next_version(),
            // Which of the copies is asked first.
            (None, Asks::Quorum) => {
                let copies = u64::from(spec.spec.copies);
                u32::try_from(self.streams[spec.stream as usize].below(copies)).unwrap_or(0)
            }
            (Some(_), _) | (None, Asks::All) => 0,
        };
        Next::At(pc + 1, t)
    }

    /// One of the nodes is chosen; if it is down, the call to it fails at once, and nobody counts that.
    pub(super) fn ask(&mut self, f: u32, kv: u32, slot: u8, t: u64) -> Next {
        let spec = &self.program.kvs[kv as usize];
        let hash = self.ring_hash(f, spec.component);
        let (branch, first) = (self.frames[f].branch as usize, self.frames[f].version as usize);
        let writes = self.writes(f).is_some();
        let node = if writes || spec.spec.asks == Asks::All {
            self.replicas[kv as usize].node(hash, branch)
        } else {
            self.asked(kv, hash, first, branch)
        };
        let is_up = self.places[spec.component].up[node];
        if !writes {
            let expected = self.last_acknowledged(f, kv);
            let frame = &mut self.frames[f];
            frame.todo = expected;
            frame.active = frame.version;
            frame.version = 0;
        }
        let pc = self.frames[f].pc;
        self.frames[f].slots[slot as usize] = u32::try_from(node).unwrap_or(0);
        if is_up {
            return Next::At(pc + 1, t);
        }
        let frame = &mut self.frames[f];
        frame.flags |= flag::FAILED;
        frame.reason = Reason::NoQuorum as u8;
        frame.place = u16::try_from(spec.component).unwrap_or(u16::MAX);
        let scope = self.program.scope_of[pc as usize];
        Next::At(self.program.scopes[scope as usize].epilogue, t)
    }

    /// Whom a read asks as its so many-th node, if it asks no more than it needs: the copies in turn, from a first one on,
    /// without those that are down.
    fn asked(&self, kv: u32, hash: u64, first: usize, branch: usize) -> usize {
        let replicas = &self.replicas[kv as usize];
        let up = &self.places[self.program.kvs[kv as usize].component].up;
        let copies = replicas.copies();
        let order = (0..copies).map(|next| replicas.node(hash, (first + next) % copies));
        let mut alive = order.filter(|&node| up[node]);
        alive.nth(branch).unwrap_or_else(|| replicas.node(hash, first))
    }

    /// What a read that begins now has to find: the version of the last acknowledged write.
    fn last_acknowledged(&self, f: u32, kv: u32) -> u32 {
        let frame = &self.frames[f];
        let reads = self.blueprint.request_types[frame.request_type as usize].reads;
        match reads {
            Some(data) if frame.key != NO_KEY => {
                self.replicas[kv as usize].acknowledged(data, frame.key)
            }
            _ => 0,
        }
    }

    /// A node has a write.
    pub(super) fn took(&mut self, f: u32, kv: u32, slot: u8) {
        let Some(data) = self.writes(f) else { return };
        let node = self.instance(f, slot);
        let hash = self.ring_hash(f, self.program.kvs[kv as usize].component);
        let (key, version) = (self.frames[f].key, self.frames[f].version);
        self.replicas[kv as usize].put(data, key, hash, node, version);
    }

    /// A node tells which version it has.
    pub(super) fn told(&mut self, f: u32, kv: u32, slot: u8) {
        let node = self.instance(f, slot);
        let hash = self.ring_hash(f, self.program.kvs[kv as usize].component);
        let frame = &self.frames[f];
        let reads = self.blueprint.request_types[frame.request_type as usize].reads;
        if let Some(data) = reads.filter(|_| frame.key != NO_KEY) {
            let version = self.replicas[kv as usize].version(data, frame.key, hash, node);
            self.frames[f].version = version;
        }
    }

    /// A node's answer is with the caller, or that there is none.
    pub(super) fn heard(&mut self, f: u32, kv: u32, slot: u8) {
        let failed = self.frames[f].is(flag::FAILED);
        if self.writes(f).is_some() {
            if failed && self.program.kvs[kv as usize].spec.hints {
                self.keep_hint(f, kv, slot);
            }
            return;
        }
        let parent = self.frames[f].parent;
        if failed || parent == NONE {
            return;
        }
        let Op::Fork { fork } = self.program.ops[self.frames[parent].pc as usize] else { return };
        let before = match self.frames[parent].succeeded {
            0 => 0,
            _ => self.frames[parent].version,
        };
        let newest = self.frames[f].version.max(before);
        self.frames[f].version = newest;
        if self.frames[parent].succeeded + 1 == self.program.forks[fork as usize].need {
            let works = self.program.forks[fork as usize].bodies.len();
            self.answer(f, kv, works, newest);
        }
    }

    /// A read has the answers that it needs, of so many nodes that it asked.
    fn answer(&mut self, f: u32, kv: u32, works: usize, newest: u32) {
        let spec = &self.program.kvs[kv as usize];
        let is_stale = newest < self.frames[f].todo;
        if is_stale {
            self.frames[f].flags |= flag::STALE;
        }
        if let Some(meter) = self.meters.component(spec.component, self.now) {
            meter.reads += 1;
            meter.stale_reads += u64::from(is_stale);
        }
        if spec.spec.read_repair {
            self.repair(f, kv, works, newest);
        }
        // An entry made of it is old from the start if it lacks what is acknowledged by now.
        let is_new = newest >= self.last_acknowledged(f, kv);
        self.frames[f].version = if is_new { self.commits } else { 0 };
    }

    /// The nodes that were asked and have an older version get the newest.
    fn repair(&mut self, f: u32, kv: u32, works: usize, newest: u32) {
        let frame = &self.frames[f];
        let reads = self.blueprint.request_types[frame.request_type as usize].reads;
        let Some(data) = reads.filter(|_| frame.key != NO_KEY) else { return };
        let (key, is_sampled) = (frame.key, !frame.is(flag::UNSAMPLED));
        let (request_type, first) = (frame.request_type, frame.active as usize);
        let spec = &self.program.kvs[kv as usize];
        let hash = self.ring_hash(f, spec.component);
        let asks_all = spec.spec.asks == Asks::All;
        for branch in 0..works {
            let node = if asks_all {
                self.replicas[kv as usize].node(hash, branch)
            } else {
                self.asked(kv, hash, first, branch)
            };
            let has = self.replicas[kv as usize].version(data, key, hash, node);
            if has < newest && self.places[spec.component].up[node] {
                let version = if is_sampled { newest } else { 0 };
                self.mend(kv, node, Hint { request_type, key, version }, 0);
            }
        }
    }

    /// A write is acknowledged.
    pub(super) fn acknowledged(&mut self, f: u32, kv: u32) {
        let component = self.program.kvs[kv as usize].component;
        self.commits += 1;
        let (key, version) = (self.frames[f].key, self.frames[f].version);
        if let Some(data) = self.writes(f) {
            self.replicas[kv as usize].acknowledge(data, key, version, self.commits);
        }
        self.frames[f].version = self.commits;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.writes += 1;
        }
    }

    // ---- hints and repairs ----

    /// A node has missed a write: it is kept for it.
    fn keep_hint(&mut self, f: u32, kv: u32, slot: u8) {
        let node = self.instance(f, slot);
        let Frame { request_type, key, version, .. } = self.frames[f];
        self.replicas[kv as usize].miss(node, Hint { request_type, key, version });
        let component = self.program.kvs[kv as usize].component;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.kv.hints += 1;
        }
        self.bring_hint(kv, node);
    }

    /// The next of a node's hints sets out, if the node is up and none is on its way.
    fn bring_hint(&mut self, kv: u32, node: usize) {
        let component = self.program.kvs[kv as usize].component;
        if self.places[component].up[node]
            && let Some(hint) = self.replicas[kv as usize].next_hint(node)
        {
            self.mend(kv, node, hint, HINT);
        }
    }

    /// A write to one node that nobody waits for.
    fn mend(&mut self, kv: u32, node: usize, write: Hint, mark: u16) {
        let Some(body) = self.program.kvs[kv as usize].mend else { return };
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return;
        };
        let start = self.program.bodies[body as usize].start;
        self.frames[id] = Frame {
            pc: start,
            key: write.key,
            version: write.version,
            request_type: write.request_type,
            slots: [u32::try_from(node).unwrap_or(0), NONE, NONE, NONE],
            started_ns: self.now,
            branch: mark,
            state: State::Timed,
            ..Default::default()
        };
        self.make_ready(id, self.now);
    }

    /// A hint or a repair has come.
    pub(super) fn mended(&mut self, f: u32, kv: u32, slot: u8) {
        let node = self.instance(f, slot);
        let component = self.program.kvs[kv as usize].component;
        let Frame { request_type, key, version, branch, .. } = self.frames[f];
        let kinds = &self.blueprint.request_types[request_type as usize];
        let hash = self.ring_hash(f, component);
        if let Some(data) = kinds.writes.or(kinds.reads) {
            self.replicas[kv as usize].put(data, key, hash, node, version);
        }
        let is_hint = branch == HINT;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.kv.delivered += u64::from(is_hint);
            meter.kv.repairs += u64::from(!is_hint);
        }
        if is_hint {
            self.replicas[kv as usize].hint_came(node);
            self.bring_hint(kv, node);
        }
    }

    /// What is on its way to a node that dies: repairs are lost, a hint comes again.
    pub(super) fn stop_mending(&mut self, component: usize, node: usize) {
        let program = self.program;
        for (kv, spec) in program.kvs.iter().enumerate().filter(|it| it.1.component == component) {
            let Some(body) = spec.mend.map(|body| &program.bodies[body as usize]) else { continue };
            for id in self.frames.ids() {
                let frame = &self.frames[id];
                if (body.start..=body.end).contains(&frame.pc) && frame.slots[0] as usize == node {
                    self.cancel(id);
                }
            }
            self.replicas[kv].hint_lost(node);
        }
    }

    /// A node is back: what it has missed is brought to it.
    pub(super) fn node_is_back(&mut self, component: usize, node: usize) {
        for kv in 0..self.program.kvs.len() {
            if self.program.kvs[kv].component == component {
                self.bring_hint(u32::try_from(kv).unwrap_or(NONE), node);
            }
        }
    }

    /// The commit of a key's last acknowledged write, of all stores or of the one that a cache's entries come from.
    pub(super) fn last_acknowledged_commit(
        &self,
        key: u32,
        data: usize,
        origin: Option<usize>,
    ) -> Option<u32> {
        self.program
            .kvs
            .iter()
            .zip(&self.replicas)
            .filter(|(spec, _)| origin.is_none_or(|origin| origin == spec.component))
            .filter_map(|(_, replicas)| replicas.commits(data, key))
            .max()
    }
}
