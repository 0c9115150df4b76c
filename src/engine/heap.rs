//! A 4-ary heap of 128-bit numbers whose sibling groups are cache lines.
//!
//! Four siblings of 16 bytes fill one line of 64, so a level costs at most one cache miss. The
//! least child is found without branches, which no predictor could guess. The root may be vacant
//! for a moment: what is pushed next after a pop, the usual case in a simulation, takes its place
//! and sinks once, instead of one element sinking for the pop and another rising for the push.
//!
//! LaMarca and Ladner, "The influence of caches on the performance of heaps", ACM JEA 1, 1996;
//! Wegener, "Bottom-up heapsort", TCS 118(1), 1993.

/// Four siblings; what is absent is the greatest number, so that it is never the least child.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([u128; 4]);

const ABSENT: u128 = u128::MAX;

/// The root is slot 3, so that the children of slot s are the whole line s − 2.
const ROOT: usize = 3;

/// The heap. [`u128::MAX`] itself cannot be held.
#[derive(Debug, Clone, Default)]
pub(super) struct Heap {
    lines: Vec<Line>,
    /// How many slots are in use from the root on, a vacant root included.
    used: usize,
    is_root_vacant: bool,
}

impl Heap {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.used - usize::from(self.is_root_vacant)
    }

    #[inline]
    pub(super) fn push(&mut self, x: u128) {
        if self.is_root_vacant {
            self.is_root_vacant = false;
            self.sink(x);
            return;
        }
        let slot = ROOT + self.used;
        if slot / 4 >= self.lines.len() {
            self.lines.push(Line([ABSENT; 4]));
        }
        self.used += 1;
        self.rise(slot, x);
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<u128> {
        if self.is_root_vacant {
            self.fill_root();
        }
        if self.used == 0 {
            return None;
        }
        self.is_root_vacant = true;
        Some(self.lines[0].0[ROOT])
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u128> {
        if self.len() == 0 {
            None
        } else if self.is_root_vacant {
            let line = &self.lines[1];
            Some(line.0[least(line)])
        } else {
            Some(self.lines[0].0[ROOT])
        }
    }

    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.used = 0;
        self.is_root_vacant = false;
    }

    /// Moves the last element into the vacant root.
    #[inline]
    fn fill_root(&mut self) {
        self.is_root_vacant = false;
        self.used -= 1;
        let last = ROOT + self.used;
        let line = &mut self.lines[last / 4].0;
        let x = line[last % 4];
        line[last % 4] = ABSENT;
        if self.used > 0 {
            self.sink(x);
        }
    }

    /// Puts `x` where the root was: least children move up until a leaf is vacant, and from there
    /// `x` rises to its place, which is most often near.
    #[inline]
    fn sink(&mut self, x: u128) {
        let end = ROOT + self.used;
        let mut slot = ROOT;
        loop {
            let children = slot - 2;
            if children * 4 >= end {
                break;
            }
            let line = &self.lines[children];
            let child = least(line);
            let moved = line.0[child];
            self.lines[slot / 4].0[slot % 4] = moved;
            slot = children * 4 + child;
        }
        self.rise(slot, x);
    }

    /// Puts `x` at the vacant `slot` or above.
    #[inline]
    fn rise(&mut self, mut slot: usize, x: u128) {
        while slot > ROOT {
            let parent = slot / 4 + 2;
            let above = self.lines[parent / 4].0[parent % 4];
            if above <= x {
                break;
            }
            self.lines[slot / 4].0[slot % 4] = above;
            slot = parent;
        }
        self.lines[slot / 4].0[slot % 4] = x;
    }
}

/// The index of the least of four, by comparisons that become arithmetic.
#[inline]
fn least(line: &Line) -> usize {
    let v = &line.0;
    let a = usize::from(v[1] < v[0]);
    let b = 2 + usize::from(v[3] < v[2]);
    let is_b = usize::from(v[b & 3] < v[a & 3]);
    (a ^ ((a ^ b) & is_b.wrapping_neg())) & 3
}
