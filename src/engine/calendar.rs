//! The calendar: pending events, taken in order of time, and at one instant in the order in
//! which they were scheduled.
//!
//! An event is one 128-bit number, so that one comparison orders it: time (64 bits, ns), sequence
//! number (36 bits), payload (28 bits).
//!
//! Few events are kept in a sorted array, many in a heap; which is the faster was measured in the
//! hold model (`benches/calendar.rs`). Events that share one constant delay, as timeouts do, come
//! in order of time by themselves: they can go through a ring, at a fraction of the price.

use std::collections::VecDeque;

use super::heap::Heap;

/// The most that a payload may be.
pub const MAX_PAYLOAD: u32 = (1 << PAYLOAD_BITS) - 1;

const PAYLOAD_BITS: u32 = 28;
const SEQUENCE_MASK: u64 = (1 << 36) - 1;

/// With this many pending the array becomes a heap, and with so few the heap an array; the
/// distance keeps a population that hovers about either from turning back and forth.
const HEAP_FROM: usize = 160;
const ARRAY_UP_TO: usize = 80;

/// An array longer than this is searched by halving.
const SEARCHED_FROM: usize = 24;

/// Constant delays that get a ring of their own.
const MOST_DELAYS: usize = 6;

/// Later than every event: no sequence number reaches it.
const NEVER: u128 = u128::MAX;

/// An event that its owner keeps outside of the calendar, in its place in the order of all events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Booking(u128);

impl Booking {
    /// After every event.
    pub const NEVER: Self = Self(NEVER);

    /// (time in ns, ticket, payload); `None` if it is never.
    #[must_use]
    #[inline]
    pub fn event(self) -> Option<(u64, u32, u32)> {
        (self.0 != NEVER).then(|| unpacked(self.0))
    }
}

#[inline]
const fn unpacked(event: u128) -> (u64, u32, u32) {
    let low = event as u64;
    ((event >> 64) as u64, (low >> PAYLOAD_BITS) as u32, low as u32 & MAX_PAYLOAD)
}

/// Names a ring of a calendar: a queue of events that come in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ring(u32);

/// The priority queue of the simulation.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The pending events in descending order, while they are few.
    sorted: Vec<u128>,
    /// All of them, while they are many; then `sorted` is empty.
    heap: Heap,
    is_heap: bool,
    rings: Vec<VecDeque<u128>>,
    /// Constant delays that have a ring, and which.
    delays: Vec<u64>,
    ring_of_delay: Vec<Ring>,
    /// The earliest event of all rings, and the ring that has it.
    ring_first: u128,
    ring_of_first: usize,
    /// The next sequence number; 36 bits outlast any run that ends within days.
    sequence: u64,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new()
    }
}

impl Calendar {
    /// An empty calendar.
    #[must_use]
    pub fn new() -> Self {
        Self {
            sorted: Vec::with_capacity(HEAP_FROM),
            heap: Heap::default(),
            is_heap: false,
            rings: Vec::new(),
            delays: Vec::new(),
            ring_of_delay: Vec::new(),
            ring_first: NEVER,
            ring_of_first: 0,
            sequence: 0,
        }
    }

    /// Schedules `payload` (at most [`MAX_PAYLOAD`]; higher bits are dropped) at `time`, in ns.
    /// Returns the low 32 bits of the event's sequence number: its ticket.
    #[inline]
    pub fn push(&mut self, time: u64, payload: u32) -> u32 {
        let (event, ticket) = self.event(time, payload);
        self.push_event(event);
        ticket
    }

    /// A new ring, for the events of one constant delay: one for each timeout value, say.
    pub fn new_ring(&mut self) -> Ring {
        self.rings.push(VecDeque::new());
        Ring(self.rings.len() as u32 - 1)
    }

    /// Schedules like [`push`](Self::push), through a ring of this calendar. The order of events
    /// is the same as without it. A time before the last one in the ring is allowed, but then
    /// the event takes the ordinary way.
    #[inline]
    pub fn push_in(&mut self, ring: Ring, time: u64, payload: u32) -> u32 {
        let (event, ticket) = self.event(time, payload);
        match self.rings.get_mut(ring.0 as usize) {
            Some(events) if events.back().is_none_or(|&last| last < event) => {
                events.push_back(event);
                if event < self.ring_first {
                    (self.ring_first, self.ring_of_first) = (event, ring.0 as usize);
                }
            }
            _ => self.push_event(event),
        }
        ticket
    }

    /// Schedules through the ring of a constant delay, which is made at its first use. The few
    /// delays that are used most pay for a ring; with more, finding the earliest of all rings
    /// would cost what they save.
    #[inline]
    pub fn push_after(&mut self, delay: u64, time: u64, payload: u32) -> u32 {
        let ring = match self.delays.iter().position(|&known| known == delay) {
            Some(ring) => ring,
            None if self.delays.len() < MOST_DELAYS => {
                self.delays.push(delay);
                let ring = self.new_ring();
                self.ring_of_delay.push(ring);
                self.delays.len() - 1
            }
            None => return self.push(time, payload),
        };
        self.push_in(self.ring_of_delay[ring], time, payload)
    }

    /// So little is pending that a ring would save nothing on events that are soon due.
    #[must_use]
    #[inline]
    pub fn is_short(&self) -> bool {
        !self.is_heap && self.sorted.len() <= SEARCHED_FROM
    }

    /// Takes the earliest event: (time in ns, ticket, payload).
    #[inline]
    pub fn pop(&mut self) -> Option<(u64, u32, u32)> {
        let event =
            if self.ring_first == NEVER { self.pop_outside_rings()? } else { self.pop_merged() };
        Some(unpacked(event))
    }

    /// Gives an event its place in the order without holding it: for the one arrival that is always awaited.
    #[inline]
    pub fn book(&mut self, time: u64, payload: u32) -> Booking {
        Booking(self.event(time, payload).0)
    }

    /// Takes the earliest event if it comes before what was booked.
    #[inline]
    pub fn pop_before(&mut self, booking: Booking) -> Option<(u64, u32, u32)> {
        if self.ring_first == NEVER {
            if self.is_heap {
                self.heap.peek().filter(|&first| first < booking.0)?;
                return self.pop_heap().map(unpacked);
            }
            let event = *self.sorted.last().filter(|&&first| first < booking.0)?;
            self.sorted.pop();
            return Some(unpacked(event));
        }
        let first = self.first_outside_rings().min(self.ring_first);
        (first < booking.0).then(|| unpacked(self.pop_merged()))
    }

    /// The time of the earliest event, ns.
    #[cfg(test)]
    fn peek_time(&self) -> Option<u64> {
        let first = self.first_outside_rings().min(self.ring_first);
        (first != NEVER).then_some((first >> 64) as u64)
    }

    /// Gives an event its number.
    #[inline]
    fn event(&mut self, time: u64, payload: u32) -> (u128, u32) {
        debug_assert!(payload <= MAX_PAYLOAD, "payload {payload} has more than 28 bits");
        let sequence = self.sequence & SEQUENCE_MASK;
        self.sequence += 1;
        let low = (sequence << PAYLOAD_BITS) | u64::from(payload & MAX_PAYLOAD);
        ((u128::from(time) << 64) | u128::from(low), sequence as u32)
    }

    #[inline]
    fn push_event(&mut self, event: u128) {
        if self.is_heap {
            self.heap.push(event);
        } else {
            self.insert(event);
        }
    }

    #[inline]
    fn first_outside_rings(&self) -> u128 {
        let first = if self.is_heap { self.heap.peek() } else { self.sorted.last().copied() };
        first.unwrap_or(NEVER)
    }

    #[inline]
    fn pop_outside_rings(&mut self) -> Option<u128> {
        if self.is_heap { self.pop_heap() } else { self.sorted.pop() }
    }

    /// Takes the earliest event when there is one in a ring. Apart, so that a calendar without
    /// rings does not pay for them.
    #[inline(never)]
    fn pop_merged(&mut self) -> u128 {
        if self.ring_first > self.first_outside_rings()
            && let Some(event) = self.pop_outside_rings()
        {
            return event;
        }
        self.pop_ring()
    }

    /// Takes the earliest event of the rings, which is there, and finds the next.
    #[inline]
    fn pop_ring(&mut self) -> u128 {
        let event = self.ring_first;
        self.rings[self.ring_of_first].pop_front();
        self.ring_first = NEVER;
        for (i, ring) in self.rings.iter().enumerate() {
            if let Some(&first) = ring.front().filter(|&&first| first < self.ring_first) {
                (self.ring_first, self.ring_of_first) = (first, i);
            }
        }
        event
    }

    /// How many events are pending.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        let in_rings: usize = self.rings.iter().map(VecDeque::len).sum();
        in_rings + if self.is_heap { self.heap.len() } else { self.sorted.len() }
    }

    /// Whether none is pending.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets every pending event; rings stay, empty, and sequence numbers go on.
    pub fn clear(&mut self) {
        self.rings.iter_mut().for_each(VecDeque::clear);
        self.ring_first = NEVER;
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
        if self.sorted.len() > SEARCHED_FROM {
            let at = self.sorted.partition_point(|&e| e > event);
            return self.sorted.insert(at, event);
        }
        // Making room from the end costs one wrong guess of the processor; halving would cost several.
        self.sorted.push(event);
        let mut at = self.sorted.len() - 1;
        while at > 0 && self.sorted[at - 1] < event {
            self.sorted[at] = self.sorted[at - 1];
            at -= 1;
        }
        self.sorted[at] = event;
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
        /// Through one of three rings, seldom earlier than the last time in it.
        PushIn(usize, u64, u32),
        Pop(u8),
        Ticket,
        Clear,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            // Few distinct times, so that order within an instant matters.
            30 => (0_u64..20, 0..=MAX_PAYLOAD).prop_map(|(t, p)| Step::Push(t, p)),
            30 => (any::<u64>(), 0..=MAX_PAYLOAD).prop_map(|(t, p)| Step::Push(t, p)),
            30 => (0_usize..3, 0_u64..200, 0..=MAX_PAYLOAD)
                .prop_map(|(r, t, p)| Step::PushIn(r, t, p)),
            40 => (1_u8..3).prop_map(Step::Pop),
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
            let rings = [(); 3].map(|()| calendar.new_ring());
            let mut clock = 0;
            for step in steps {
                match step {
                    Step::PushIn(ring, ahead, payload) => {
                        clock += 5;
                        let time = clock + ahead / 10 * 100;
                        prop_assert_eq!(calendar.push_in(rings[ring], time, payload), sequence);
                        model.push(Reverse((time, sequence, payload)));
                        sequence += 1;
                    }
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
    fn what_is_booked_keeps_its_place() {
        let mut calendar = Calendar::new();
        calendar.push(10, 1);
        let booking = calendar.book(10, 2);
        calendar.push(10, 3);
        calendar.push_after(4, 10, 4);
        assert_eq!(calendar.pop_before(booking), Some((10, 0, 1)));
        assert_eq!(calendar.pop_before(booking), None);
        assert_eq!(booking.event(), Some((10, 1, 2)));
        assert_eq!(calendar.pop_before(Booking::NEVER), Some((10, 2, 3)));
        assert_eq!(calendar.pop_before(Booking::NEVER), Some((10, 3, 4)));
        assert_eq!((calendar.pop_before(Booking::NEVER), Booking::NEVER.event()), (None, None));
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
