//! The calendar: pending events, taken in order of time, and at one instant in the order in
//! which they were scheduled.
//!
//! An event is one 128-bit number, so that one comparison orders it: time (64 bits, ns), sequence
//! number (36 bits), payload (28 bits).

use super::heap::Heap;

/// The most that a payload may be.
pub const MAX_PAYLOAD: u32 = (1 << PAYLOAD_BITS) - 1;

const PAYLOAD_BITS: u32 = 28;
const SEQUENCE_MASK: u64 = (1 << 36) - 1;

/// With this many pending the array becomes a heap, and with so few the heap an array; the
/// distance keeps a population that hovers about either from turning back and forth.
const HEAP_FROM: usize = 64;
const ARRAY_UP_TO: usize = 24;

/// The priority queue of the simulation.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// The pending events in descending order, while they are few.
    sorted: Vec<u128>,
    /// All of them, while they are many; then `sorted` is empty.
    heap: Heap,
    is_heap: bool,
    /// The next sequence number; 36 bits outlast any run that ends within days.
    sequence: u64,
}

impl Calendar {
    /// An empty calendar.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Schedules `payload` (at most [`MAX_PAYLOAD`]; higher bits are dropped) at `time`, in ns.
    /// Returns the low 32 bits of the event's sequence number: its ticket.
    #[inline]
    pub fn push(&mut self, time: u64, payload: u32) -> u32 {
        debug_assert!(payload <= MAX_PAYLOAD, "payload {payload} has more than 28 bits");
        let sequence = self.sequence & SEQUENCE_MASK;
        self.sequence += 1;
        let low = (sequence << PAYLOAD_BITS) | u64::from(payload & MAX_PAYLOAD);
        let event = (u128::from(time) << 64) | u128::from(low);
        if self.is_heap {
            self.heap.push(event);
        } else {
            self.insert(event);
        }
        sequence as u32
    }

    /// Takes the earliest event: (time in ns, ticket, payload).
    #[inline]
    pub fn pop(&mut self) -> Option<(u64, u32, u32)> {
        let event = if self.is_heap { self.pop_heap()? } else { self.sorted.pop()? };
        let low = event as u64;
        Some(((event >> 64) as u64, (low >> PAYLOAD_BITS) as u32, low as u32 & MAX_PAYLOAD))
    }

    /// The time of the earliest event, ns.
    #[must_use]
    #[inline]
    pub fn peek_time(&self) -> Option<u64> {
        let event = if self.is_heap { self.heap.peek() } else { self.sorted.last().copied() };
        event.map(|event| (event >> 64) as u64)
    }

    /// How many events are pending.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        if self.is_heap { self.heap.len() } else { self.sorted.len() }
    }

    /// Whether none is pending.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets every pending event; sequence numbers go on.
    pub fn clear(&mut self) {
        self.sorted.clear();
        self.heap.clear();
        self.is_heap = false;
    }

    /// Adds to the sorted array, or turns it into a heap when it has grown too long for shifting.
    #[inline]
    fn insert(&mut self, event: u128) {
        if self.sorted.len() >= HEAP_FROM {
            return self.become_heap(event);
        }
        let at = self.sorted.partition_point(|&e| e > event);
        self.sorted.insert(at, event);
    }

    #[cold]
    #[inline(never)]
    fn become_heap(&mut self, event: u128) {
        self.is_heap = true;
        // Ascending order is a heap already, so none of these moves.
        self.sorted.drain(..).rev().for_each(|e| self.heap.push(e));
        self.heap.push(event);
    }

    #[inline]
    fn pop_heap(&mut self) -> Option<u128> {
        if self.heap.len() <= ARRAY_UP_TO {
            self.become_array();
            return self.sorted.pop();
        }
        self.heap.pop()
    }

    #[cold]
    #[inline(never)]
    fn become_array(&mut self) {
        self.is_heap = false;
        self.sorted.extend(std::iter::from_fn(|| self.heap.pop()));
        self.sorted.reverse();
        self.heap.clear();
    }

    /// Uses up a sequence number without an event, as a name that no event has.
    #[inline]
    pub fn next_ticket(&mut self) -> u32 {
        let ticket = self.sequence as u32;
        self.sequence += 1;
        ticket
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    /// What is done to a calendar in a test.
    #[derive(Debug, Clone)]
    enum Step {
        Push(u64, u32),
        Pop(u8),
        Ticket,
        Clear,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            // Few distinct times, so that order within an instant matters.
            30 => (0_u64..20, 0..=MAX_PAYLOAD).prop_map(|(t, p)| Step::Push(t, p)),
            30 => (any::<u64>(), 0..=MAX_PAYLOAD).prop_map(|(t, p)| Step::Push(t, p)),
            30 => (1_u8..3).prop_map(Step::Pop),
            1 => (20_u8..200).prop_map(Step::Pop),
            2 => Just(Step::Ticket),
            1 => Just(Step::Clear),
        ];
        prop::collection::vec(step, 0..1500)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

        /// Any sequence of operations does what a plain binary heap does.
        #[test]
        fn agrees_with_a_binary_heap(steps in steps()) {
            let mut calendar = Calendar::new();
            let mut model = BinaryHeap::new();
            let mut sequence = 0_u32;
            for step in steps {
                match step {
                    Step::Push(time, payload) => {
                        prop_assert_eq!(calendar.push(time, payload), sequence);
                        model.push(Reverse((time, sequence, payload)));
                        sequence += 1;
                    }
                    Step::Pop(times) => for _ in 0..times {
                        prop_assert_eq!(calendar.pop(), model.pop().map(|event| event.0));
                    },
                    Step::Ticket => {
                        prop_assert_eq!(calendar.next_ticket(), sequence);
                        sequence += 1;
                    }
                    Step::Clear => {
                        calendar.clear();
                        model.clear();
                    }
                }
                prop_assert_eq!(calendar.len(), model.len());
                prop_assert_eq!(calendar.is_empty(), model.is_empty());
                prop_assert_eq!(calendar.peek_time(), model.peek().map(|event| event.0.0));
            }
            while let Some(Reverse(event)) = model.pop() {
                prop_assert_eq!(calendar.pop(), Some(event));
            }
            prop_assert_eq!(calendar.pop(), None);
        }
    }

    /// A population that rises and falls through every size, in the hold pattern.
    #[test]
    fn order_holds_at_every_size() {
        let mut stream = crate::sample::Stream::new(51, 0, "calendar", "hold");
        let (mut calendar, mut model) = (Calendar::new(), BinaryHeap::new());
        let mut now = 0;
        for target in [10, 70, 20, 300, 5000, 100, 23, 65, 0] {
            for _ in 0..20_000 {
                let pushes = match calendar.len().cmp(&target) {
                    std::cmp::Ordering::Less => 2,
                    std::cmp::Ordering::Equal => 1,
                    std::cmp::Ordering::Greater => 0,
                };
                for _ in 0..pushes {
                    let time = now + stream.below(1000);
                    let ticket = calendar.push(time, 7);
                    model.push(Reverse((time, ticket, 7)));
                }
                let event = calendar.pop();
                assert_eq!(event, model.pop().map(|e| e.0));
                now = event.map_or(now, |e| e.0);
            }
        }
        assert!(calendar.is_empty());
    }

    #[test]
    fn extremes_fit() {
        let mut calendar = Calendar::new();
        calendar.push(u64::MAX, MAX_PAYLOAD);
        calendar.push(0, 0);
        assert_eq!(calendar.peek_time(), Some(0));
        assert_eq!(calendar.pop(), Some((0, 1, 0)));
        assert_eq!(calendar.pop(), Some((u64::MAX, 0, MAX_PAYLOAD)));
        assert_eq!((calendar.pop(), calendar.peek_time()), (None, None));
    }
}
