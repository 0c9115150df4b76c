//! What the lines say that napkin adds to an estimate, and what `napkin estimate` says of all of them. Names of lines are
//! identifiers and are not translated.

use crate::figure::Shown;

/// What stands in a line's place for a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// As the page, or napkin, wrote it: `write_qps * reads_per_write`.
    Written(String),
    /// The rate of a closed load.
    ClosedRate,
    /// `calls × mean CPU time (Little's law)`.
    OfferedLoad,
    /// Of a database, whose writes are done again on each replica.
    OfferedLoadReplicated,
    /// Of a key-value store, each of whose calls is done at several nodes.
    OfferedLoadCopied,
    /// Workers that are held, downstream time included.
    WorkersBusy,
    /// A need, at the share of its capacity that is aimed at: `peak load of cpu / 70%`.
    Need {
        /// `cpu`.
        resource: String,
        /// Whether the load has a peak.
        at_peak: bool,
        /// As a formula has it.
        target: String,
    },
    /// What a cache's memory is compared with.
    Rule,
    /// How many copies an availability takes.
    Copies {
        /// In series.
        tiers: usize,
        /// The availability in all.
        target: f64,
    },
    /// Instances needed.
    Instances {
        /// Of which they are made.
        resource: String,
    },
    /// Load over capacity.
    Utilization {
        /// The busiest.
        resource: String,
    },
    /// A hit ratio by what is evicted.
    HitRatio(Evicts),
    /// A hit ratio that the page gives.
    HitRatioGiven,
    /// A wait in queue.
    Wait,
    /// A latency without any waiting.
    Latency,
    /// The monthly bill.
    Bill,
}

impl Default for Formula {
    fn default() -> Self {
        Self::Written(String::new())
    }
}

/// What a full cache evicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Evicts {
    Lru,
    Lfu,
    Fifo,
    Random,
}

/// A line as one works it out at a whiteboard.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `1,157/s × 10 ≈ 11,574/s`, and what is said behind it.
    Board {
        /// In the notation of formulas.
        text: String,
        /// Behind it.
        remark: Option<Remark>,
    },
    /// The rate of a closed load.
    ClosedRate {
        /// How many.
        clients: f64,
        /// One request and the pause behind it, s.
        cycle_s: f64,
        /// What comes of it.
        per_s: f64,
    },
    /// Calls times what each takes: `1,157/s × 2 ms ≈ 2.3 busy on average`.
    Busy {
        /// Calls.
        per_s: f64,
        /// s.
        each_s: f64,
        /// Erlangs.
        busy: f64,
    },
    /// The same of a database with replicas.
    Replicated {
        /// Erlangs of reads.
        reads: f64,
        /// Erlangs of writes on one copy.
        writes: f64,
        /// The primary and its replicas.
        copies: u32,
        /// Erlangs in all.
        busy: f64,
    },
    /// A cache that holds a fifth of the keys.
    Rule {
        /// The share of the keys.
        keys: f64,
        /// What the rule says it hits.
        promised: f64,
        /// As the page writes it.
        popularity: String,
        /// What it would really hit.
        hits: f64,
    },
    /// Copies for an availability.
    Copies {
        /// That must be up.
        needed: f64,
        /// Of so many.
        all: f64,
        /// The availability of each.
        each: f64,
        /// Of all.
        reached: f64,
        /// What it has to be.
        share: f64,
    },
    /// Load over capacity.
    Utilization {
        /// Erlangs.
        load: f64,
        /// How many there are.
        capacity: f64,
        /// The one over the other.
        share: f64,
    },
    /// A hit ratio.
    HitRatio {
        /// Of the cache.
        instances: u32,
        /// Of each; `None` for room for all.
        memory_b: Option<f64>,
        /// s.
        ttl_s: Option<f64>,
        /// How long an entry stays, s.
        stays_s: Option<f64>,
        /// What comes of it.
        hits: f64,
    },
    /// A share that the page gives.
    Share(f64),
    /// A wait in queue.
    Wait {
        /// Of all instances.
        cores: f64,
        /// Of them.
        utilization: f64,
        /// Of a call, s.
        work_s: f64,
        /// What comes of it, s; 0 where it is too short to be known.
        wait_s: f64,
    },
    /// A latency without any waiting, s.
    Latency(f64),
    /// The monthly bill: what each costs, in all, and how many parts have no price.
    Bill {
        /// By component; without a name, what is sent to the internet or between sites.
        parts: Vec<(Payer, f64)>,
        /// Dollars.
        total: f64,
        /// How many.
        unpriced: usize,
    },
}

impl Default for Step {
    fn default() -> Self {
        Self::Board { text: String::new(), remark: None }
    }
}

/// For what a part of the bill is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payer {
    /// A component, or several of a kind.
    Component(String),
    /// Bytes to the internet.
    Egress,
    /// Bytes between sites.
    CrossSite,
}

/// What is said behind a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remark {
    /// So many are busy on average.
    BusyOnAverage,
    /// What the page has of it.
    PageHas(f64),
}

/// What `napkin estimate` says beside the lines.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// A figure or a step in the notation of formulas: `36.5 TB`.
    Notation(&'a str),
    /// A standard quantity by its name: `average QPS`; another keeps its name.
    Name(&'a str),
    /// The same of one component or data set.
    NameOf {
        /// Of which.
        owner: &'a str,
        /// `cache_memory` or `instances_needed`.
        quantity: &'a str,
    },
    /// A remark by itself.
    Remark(Remark),
    /// What a cache of that size hits.
    Hits(f64),
    /// What an interview's rounding costs in all.
    RoundingCost {
        /// The largest error.
        worst: &'a Shown,
        /// Of which line.
        name: &'a str,
        /// The error in the middle.
        median: &'a Shown,
    },
    /// Above the bars of one result.
    TornadoOf {
        /// Which.
        name: &'a str,
        /// Its value.
        median: &'a str,
        /// Both ends.
        range: &'a str,
    },
    /// What the bars are.
    TornadoLegend,
    /// Beside a line in round numbers: what is true, and the error.
    Exact {
        /// As it is shown.
        exact: &'a str,
        /// With its sign.
        error: &'a Shown,
    },
}

/// A share as a percentage with at most three digits: `12.5 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let decimals = if percent >= 100.0 {
        0
    } else {
        usize::from(percent >= 10.0) + 2 * usize::from(percent < 10.0)
    };
    let text = format!("{percent:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// An availability with as many nines as it has: `99.95 %`.
#[must_use]
pub fn nines(share: f64) -> String {
    let missing = (1.0 - share) * 100.0;
    let mut decimals = 0;
    let mut left = missing;
    while left < 9.5 && decimals < 12 && missing > 0.0 {
        left *= 10.0;
        decimals += 1;
    }
    // Rounded down: 99.9996 % is not five nines.
    let scale = libm::pow(10.0, f64::from(decimals));
    let shown = (share * 100.0 * scale + 1e-6).floor() / scale;
    let text = format!("{shown:.*}", decimals as usize);
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}
