//! Where the time of single requests goes: a replication run once more, with pieces of time written down.
//!
//! The same seed makes the same requests, so what is traced is what was measured. Of every `every`-th request
//! the whole life is followed; kept are those whose latency is near the median, those among the slowest, and some that failed.
//! The pieces of a request follow each other without a gap, from its intended arrival to its answer: they
//! sum to its latency to the nanosecond. Where a frame waits for frames of its own, the pieces are those of
//! the critical path: of what ended last, and of what that began after.
//!
//! `machine::tracing` writes the pieces; here they are put together.

use super::program::NONE;

/// What a piece of time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spent {
    /// Waiting: in a queue, for a connection, before the next try.
    Waiting,
    /// Being worked on.
    Service,
    /// On its way.
    Network,
}

/// A piece of a request's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its start, ns from the start of the replication.
    pub from_ns: u64,
    /// Its end.
    pub to_ns: u64,
    /// What it is spent on.
    pub spent: Spent,
    /// Index of the component; `NONE` for the network and for the client.
    pub component: u32,
    /// Which of its instances.
    pub instance: u32,
    /// Which of its resources: `cpu`, `workers`, `connections`, `pool`, `retry`, …
    pub what: &'static str,
}

impl Piece {
    /// Its length.
    #[must_use]
    pub const fn length_ns(&self) -> u64 {
        self.to_ns - self.from_ns
    }

    fn continues(&self, next: &Self) -> bool {
        self.to_ns == next.from_ns
            && (self.spent, self.component, self.instance, self.what)
                == (next.spent, next.component, next.instance, next.what)
    }
}

/// Which requests are worth keeping.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Every so many requests one is followed.
    pub every: u64,
    /// Latencies near the median, ns, ends included.
    pub near_ns: (u64, u64),
    /// The slowest begin here, ns.
    pub slow_ns: u64,
    /// So many of each kind are kept, spread evenly over the run.
    pub most: usize,
}

/// One request's time.
#[derive(Clone, Debug, Default)]
pub struct Traced {
    /// Index of its request type.
    pub request_type: u16,
    /// Its intended arrival, ns from the start of the replication.
    pub started_ns: u64,
    /// To its answer.
    pub latency_ns: u64,
    /// In order, without a gap.
    pub pieces: Vec<Piece>,
}

/// What was kept.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    /// Near the median.
    pub near: Vec<Traced>,
    /// Among the slowest.
    pub slow: Vec<Traced>,
    /// Those that failed.
    pub failed: Vec<Traced>,
    /// Requests that were followed to their answer.
    pub followed: u64,
}

/// A sample of a stream of unknown length, evenly spread over it: when it is full, every second one goes.
#[derive(Debug)]
struct Spread {
    kept: Vec<Traced>,
    stride: u64,
    seen: u64,
}

impl Spread {
    const fn new() -> Self {
        Self { kept: Vec::new(), stride: 1, seen: 0 }
    }

    fn offer(&mut self, traced: Traced, most: usize) {
        if self.seen.is_multiple_of(self.stride) {
            if self.kept.len() >= most.max(2) {
                let mut at = 0;
                self.kept.retain(|_| {
                    at += 1;
                    at % 2 == 1
                });
                self.stride *= 2;
            }
            if self.seen.is_multiple_of(self.stride) {
                self.kept.push(traced);
            }
        }
        self.seen += 1;
    }
}

/// What is known of one frame that is followed.
#[derive(Debug, Default)]
pub(super) struct Life {
    pub frame: u32,
    pub begun_ns: u64,
    /// Its time is accounted for until here.
    pub marked_ns: u64,
    /// What it has been doing since.
    pub pc: u32,
    /// What the frame had waited by then.
    pub waited_ns: u64,
    /// Its end, once it has one.
    pub end_ns: Option<u64>,
    pub is_abandoned: bool,
    pub pieces: Vec<Piece>,
    /// The frames it waits for now, or has waited for since `marked_ns`.
    pub children: Vec<u32>,
}

impl Life {
    pub(super) fn push(&mut self, piece: Piece) {
        if piece.from_ns >= piece.to_ns {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.continues(&piece) => last.to_ns = piece.to_ns,
            _ => self.pieces.push(piece),
        }
    }

    /// Takes back what was written down beyond an instant: a frame that ran ahead was interrupted.
    pub(super) fn clip(&mut self, at_ns: u64) {
        self.pieces.retain(|piece| piece.from_ns < at_ns);
        if let Some(last) = self.pieces.last_mut() {
            last.to_ns = last.to_ns.min(at_ns);
        }
        self.marked_ns = self.marked_ns.min(at_ns);
    }
}

/// The state of a frame in `of_frame`: a request that is not followed.
pub(super) const SKIPPED: u32 = NONE - 1;

/// A replication's notes.
#[derive(Debug)]
pub(super) struct Trace {
    wanted: Wanted,
    pub lives: Vec<Life>,
    free: Vec<u32>,
    /// Per frame: its life; `NONE` is not known.
    of_frame: Vec<u32>,
    requests: u64,
    near: Spread,
    slow: Spread,
    failed: Spread,
    followed: u64,
}

impl Trace {
    pub(super) const fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            lives: Vec::new(),
            free: Vec::new(),
            of_frame: Vec::new(),
            requests: 0,
            near: Spread::new(),
            slow: Spread::new(),
            failed: Spread::new(),
            followed: 0,
        }
    }

    /// What was kept.
    pub(super) fn into_traces(self) -> Traces {
        let Self { near, slow, failed, followed, .. } = self;
        Traces { near: near.kept, slow: slow.kept, failed: failed.kept, followed }
    }

    /// The life that goes on in a frame.
    pub(super) fn life_of(&self, frame: u32) -> Option<u32> {
        let id = self.of_frame.get(frame as usize).copied().unwrap_or(NONE);
        let life = self.lives.get(id as usize)?;
        (life.frame == frame && life.end_ns.is_none()).then_some(id)
    }

    /// The life of a frame whose end may still be ahead of the clock.
    pub(super) fn last_life_of(&self, frame: u32) -> Option<u32> {
        let id = self.of_frame.get(frame as usize).copied().unwrap_or(NONE);
        let life = self.lives.get(id as usize)?;
        (life.frame == frame && !life.is_abandoned).then_some(id)
    }

    pub(super) fn is_skipped(&self, frame: u32) -> bool {
        self.of_frame.get(frame as usize) == Some(&SKIPPED)
    }

    pub(super) fn set(&mut self, frame: u32, state: u32) {
        let at = frame as usize;
        if at >= self.of_frame.len() {
            self.of_frame.resize(at + 1, NONE);
        }
        self.of_frame[at] = state;
    }

    /// Whether the next request is one to follow.
    pub(super) fn picks(&mut self) -> bool {
        self.requests += 1;
        (self.requests - 1).is_multiple_of(self.wanted.every.max(1))
    }

    /// A life begins in a frame.
    pub(super) fn begin(&mut self, frame: u32, pc: u32, at_ns: u64) -> u32 {
        let id = match self.free.pop() {
            Some(id) => id,
            None => {
                self.lives.push(Life::default());
                u32::try_from(self.lives.len() - 1).unwrap_or(SKIPPED)
            }
        };
        let life = &mut self.lives[id as usize];
        life.pieces.clear();
        life.children.clear();
        life.frame = frame;
        (life.begun_ns, life.marked_ns, life.pc) = (at_ns, at_ns, pc);
        (life.waited_ns, life.end_ns, life.is_abandoned) = (0, None, false);
        self.set(frame, id);
        id
    }

    /// The critical path through the frames that a frame has waited for, from `from_ns` to `to_ns`; what none
    /// of them accounts for is `gap`. Their lives are given back.
    pub(super) fn gather(&mut self, id: u32, from_ns: u64, to_ns: u64, gap: Piece) {
        let mut children = std::mem::take(&mut self.lives[id as usize].children);
        let end = |life: &Life| (life.end_ns.unwrap_or(u64::MAX), !life.is_abandoned);
        children.sort_by_key(|&child| std::cmp::Reverse(end(&self.lives[child as usize])));
        let mut backwards: Vec<Piece> = Vec::new();
        let mut cursor = to_ns;
        for &child in &children {
            let life = &self.lives[child as usize];
            let end_ns = life.end_ns.unwrap_or(u64::MAX);
            if cursor <= from_ns || end_ns > cursor || life.begun_ns >= cursor || end_ns <= from_ns
            {
                continue;
            }
            if end_ns < cursor {
                backwards.push(Piece { from_ns: end_ns, to_ns: cursor, ..gap });
            }
            let start_ns = life.begun_ns.max(from_ns);
            for piece in life.pieces.iter().rev().filter(|piece| piece.to_ns > start_ns) {
                backwards.push(Piece { from_ns: piece.from_ns.max(start_ns), ..*piece });
            }
            cursor = start_ns;
        }
        if cursor > from_ns {
            backwards.push(Piece { from_ns, to_ns: cursor, ..gap });
        }
        let life = &mut self.lives[id as usize];
        for piece in backwards.into_iter().rev() {
            life.push(piece);
        }
        self.release(&children);
    }

    fn release(&mut self, children: &[u32]) {
        for &child in children {
            let life = &mut self.lives[child as usize];
            life.end_ns.get_or_insert(life.marked_ns);
            life.is_abandoned = true;
            let below = std::mem::take(&mut life.children);
            self.release(&below);
            self.free.push(child);
        }
    }

    /// A request that was followed has ended, with an answer or without one; `None` for the request type if that
    /// was outside the measured window.
    pub(super) fn finish(
        &mut self,
        id: u32,
        request_type: Option<u16>,
        is_failed: bool,
        at_ns: u64,
    ) {
        let life = &mut self.lives[id as usize];
        life.end_ns = Some(at_ns);
        let pieces = std::mem::take(&mut life.pieces);
        let started_ns = life.begun_ns;
        let below = std::mem::take(&mut life.children);
        self.release(&below);
        self.free.push(id);
        let Some(request_type) = request_type else { return };
        let latency_ns = at_ns - started_ns;
        let traced = Traced { request_type, started_ns, latency_ns, pieces };
        let Wanted { near_ns, slow_ns, most, .. } = self.wanted;
        if is_failed {
            return self.failed.offer(traced, most);
        }
        self.followed += 1;
        let is_near = (near_ns.0..=near_ns.1).contains(&latency_ns);
        let is_slow = latency_ns >= slow_ns;
        // Where latencies hardly vary, the slowest are near the median, too.
        if is_near && is_slow {
            self.near.offer(traced.clone(), most);
            self.slow.offer(traced, most);
        } else if is_slow {
            self.slow.offer(traced, most);
        } else if is_near {
            self.near.offer(traced, most);
        }
    }
}
