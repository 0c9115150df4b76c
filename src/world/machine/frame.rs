//! Frames: one for each piece of a request that can be abandoned on its own, kept in a slab.

use crate::world::program::{NONE, Pc};

/// What a frame waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Not in use.
    #[default]
    Free,
    /// Running, or due at an event of the calendar.
    Timed,
    /// In the queue of a resource.
    Queued,
    /// Sharing a processor.
    Sharing,
    /// For frames of its own.
    Blocked,
    /// In a queue's backlog.
    Backlogged,
    /// For the answer to another's miss of the same entry.
    Merged,
    /// Stopped for good: in a component that hangs, behind a cut that never heals.
    Parked,
}

/// What a frame is.
pub mod flag {
    /// A client's request: its end is an outcome.
    pub const ROOT: u8 = 1;
    /// A queue's message.
    pub const MESSAGE: u8 = 2;
    /// A write that a cache passes on later.
    pub const BEHIND: u8 = 4;
    /// Something stale was read.
    pub const STALE: u8 = 8;
    /// It failed, and is on its way back.
    pub const FAILED: u8 = 16;
    /// Its key is not among the sampled ones: stores are looked at, not touched.
    pub const UNSAMPLED: u8 = 32;
    /// Of a message: its work has been done by another consumer, or it was set aside; its own end counts for nothing.
    pub const DUPLICATE: u8 = 64;
    /// Of a message's work: it is that of several messages, which wait for it.
    pub const BATCH: u8 = 128;
}

/// A key that is none.
pub const NO_KEY: u32 = u32::MAX;

/// One frame: two cache lines, of which requests that wait for no frames of their own need the first only.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct Frame {
    /// The next instruction.
    pub pc: Pc,
    /// The ticket of the one event or queue place that may wake it; others are void.
    pub wake: u32,
    /// Bits of what it holds.
    pub held: u32,
    /// The key, as a slot of its data's key space; `NO_KEY` if the request has none.
    pub key: u32,
    /// Instances of the calls under way.
    pub slots: [u32; 4],
    /// When the client meant to send the request.
    pub started_ns: u64,
    /// When it joined the queue that it is in, or is due.
    pub since_ns: u64,
    /// Waited so far in the call under way.
    pub waited_ns: u64,
    /// Index of its request type.
    pub request_type: u16,
    /// Where it failed: a component; `u16::MAX` is the client.
    pub place: u16,
    /// Why it failed.
    pub reason: u8,
    /// Priority class.
    pub class: u8,
    /// Bits of `flag`.
    pub flags: u8,
    /// What it waits for.
    pub state: State,
    /// The ticket of its timeout event; 0 is none.
    pub deadline: u32,
    /// The ticket of its patience event; 0 is none.
    pub patience: u32,
    /// Who waits for it; `NONE` for requests and for what was abandoned.
    pub parent: u32,
    /// The first of the frames it waits for.
    pub child: u32,
    /// Its neighbours among its parent's children.
    pub siblings: (u32, u32),
    /// Latest end of its children; or a work drawn beforehand.
    pub latest_ns: u64,
    /// When its timeout fires.
    pub deadline_ns: u64,
    /// The version read or written.
    pub version: u32,
    /// Repetitions still to start.
    pub todo: u32,
    /// Children under way.
    pub active: u32,
    /// Children that have succeeded.
    pub succeeded: u32,
    /// Index into the tables of calls, for its own policy; of publishes, for a message. `NONE` without.
    pub origin: u32,
    /// Which of its parent's branches it is; of a message, how often it was handed out.
    pub branch: u16,
    /// Second tries made of the call under way.
    pub tries: u16,
}

const _: () = assert!(size_of::<Frame>() == 128, "two cache lines");

impl Default for Frame {
    fn default() -> Self {
        Self {
            pc: 0,
            wake: 0,
            deadline: 0,
            patience: 0,
            parent: NONE,
            child: NONE,
            siblings: (NONE, NONE),
            held: 0,
            slots: [NONE; 4],
            key: NO_KEY,
            version: 0,
            todo: 0,
            branch: 0,
            active: 0,
            succeeded: 0,
            origin: NONE,
            started_ns: 0,
            since_ns: 0,
            waited_ns: 0,
            latest_ns: 0,
            deadline_ns: 0,
            request_type: 0,
            place: u16::MAX,
            reason: 0,
            tries: 0,
            class: 0,
            flags: 0,
            state: State::Free,
        }
    }
}

impl Frame {
    /// Whether a flag is set.
    #[must_use]
    pub const fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// A message that carries this piece of a request into a queue: what it is about, and nothing of its way.
    #[must_use]
    pub fn message(&self, publish: u32) -> Self {
        Self {
            key: self.key,
            version: self.version,
            started_ns: self.started_ns,
            request_type: self.request_type,
            class: self.class,
            flags: (self.flags & flag::UNSAMPLED) | flag::MESSAGE,
            origin: publish,
            ..Self::default()
        }
    }
}

/// All frames; the freed ones are used again.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    list: Vec<Frame>,
    free: Vec<u32>,
    live: usize,
}

impl Frames {
    /// A frame to be written whole. `None` beyond the limit.
    pub fn allocate(&mut self, limit: usize) -> Option<u32> {
        if let Some(id) = self.free.pop() {
            self.live += 1;
            return Some(id);
        }
        if self.list.len() >= limit {
            return None;
        }
        self.live += 1;
        self.list.push(Frame::default());
        u32::try_from(self.list.len() - 1).ok()
    }

    /// Gives a frame back.
    pub fn free(&mut self, id: u32) {
        // Only what late events and neighbours might look at; whoever takes the frame writes it whole.
        let frame = &mut self.list[id as usize];
        frame.state = State::Free;
        frame.wake = 0;
        frame.deadline = 0;
        frame.patience = 0;
        frame.parent = NONE;
        frame.child = NONE;
        self.free.push(id);
        self.live -= 1;
    }

    /// Frames in use.
    #[must_use]
    pub const fn live(&self) -> usize {
        self.live
    }

    /// Ids of the frames in use, ascending.
    pub fn ids(&self) -> impl Iterator<Item = u32> + use<> {
        let used: Vec<u32> = (0..self.list.len())
            .filter(|&at| self.list[at].state != State::Free)
            .map(|at| u32::try_from(at).unwrap_or(NONE))
            .collect();
        used.into_iter()
    }
}

impl std::ops::Index<u32> for Frames {
    type Output = Frame;
    fn index(&self, id: u32) -> &Frame {
        &self.list[id as usize]
    }
}

impl std::ops::IndexMut<u32> for Frames {
    fn index_mut(&mut self, id: u32) -> &mut Frame {
        &mut self.list[id as usize]
    }
}
