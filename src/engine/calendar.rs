//! The calendar: pending events, taken in order of time, and at one instant in the order in
//! which they were scheduled.
//!
//! An event is one 128-bit number, so that one comparison orders it: time (64 bits, ns), sequence
//! number (36 bits), payload (28 bits).

/// The most that a payload may be.
pub const MAX_PAYLOAD: u32 = (1 << PAYLOAD_BITS) - 1;

const PAYLOAD_BITS: u32 = 28;
const SEQUENCE_MASK: u64 = (1 << 36) - 1;

/// The priority queue of the simulation.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    sorted: Vec<u128>,
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
        let at = self.sorted.partition_point(|&e| e > event);
        self.sorted.insert(at, event);
        sequence as u32
    }

    /// Takes the earliest event: (time in ns, ticket, payload).
    #[inline]
    pub fn pop(&mut self) -> Option<(u64, u32, u32)> {
        let event = self.sorted.pop()?;
        let low = event as u64;
        Some(((event >> 64) as u64, (low >> PAYLOAD_BITS) as u32, low as u32 & MAX_PAYLOAD))
    }

    /// The time of the earliest event, ns.
    #[must_use]
    #[inline]
    pub fn peek_time(&self) -> Option<u64> {
        self.sorted.last().map(|&event| (event >> 64) as u64)
    }

    /// How many events are pending.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.sorted.len()
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
    }

    /// Uses up a sequence number without an event, as a name that no event has.
    #[inline]
    pub fn next_ticket(&mut self) -> u32 {
        let ticket = self.sequence as u32;
        self.sequence += 1;
        ticket
    }
}
