//! Why requests and calls fail.

/// Why a request or a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Reason {
    /// The caller stopped waiting.
    Timeout,
    /// Every waiting place was taken.
    QueueFull,
    /// No instance was up.
    NoHealthyTarget,
    /// The instance died, or was dead and nobody knew.
    ConnectionLost,
    /// Beyond the rate.
    RateLimited,
    /// It left the queue: its patience had ended.
    GaveUp,
    /// The answer was an error.
    Error,
    /// The caller's breaker was open.
    CircuitOpen,
    /// Whoever waits for it had given up before the work began.
    Expired,
    /// The queue had been too long for too long.
    Shed,
    /// Fewer of a key's nodes were up than the call needs.
    NoQuorum,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: [Self; 11] = [
        Self::Timeout,
        Self::QueueFull,
        Self::NoHealthyTarget,
        Self::ConnectionLost,
        Self::RateLimited,
        Self::GaveUp,
        Self::Error,
        Self::CircuitOpen,
        Self::Expired,
        Self::Shed,
        Self::NoQuorum,
    ];

    /// Its name in the JSON document.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::QueueFull => "queue_full",
            Self::NoHealthyTarget => "no_healthy_target",
            Self::ConnectionLost => "connection_lost",
            Self::RateLimited => "rate_limited",
            Self::GaveUp => "gave_up",
            Self::Error => "error",
            Self::CircuitOpen => "circuit_open",
            Self::Expired => "expired",
            Self::Shed => "shed",
            Self::NoQuorum => "no_quorum",
        }
    }

    /// The reason of a frame's code.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        Self::ALL[if (code as usize) < Self::ALL.len() { code as usize } else { 0 }]
    }
}
