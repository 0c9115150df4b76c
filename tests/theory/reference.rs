//! Formulas of queueing theory, computed from scratch.

/// Erlang's loss probability B(c, a), by its recursion (Kleinrock, Queueing Systems vol. 1, 1975, 3.6).
pub fn erlang_b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b))
}

/// Erlang's delay probability C(c, a) (Kleinrock 1975, 3.5; Cooper, Introduction to Queueing Theory, 1981, 3.4).
pub fn erlang_c(servers: u32, offered: f64) -> f64 {
    let (b, c) = (erlang_b(servers, offered), f64::from(servers));
    c * b / (c - offered * (1.0 - b))
}

/// Mean wait of M/G/1 from λ and the first two moments of service (Pollaczek 1930, Khinchine 1932).
pub fn pollaczek_khinchine(rate: f64, mean: f64, second_moment: f64) -> f64 {
    rate * second_moment / (2.0 * (1.0 - rate * mean))
}
