//! The price book: machines and unit prices, dated, sourced, and marked when stale.
//!
//! Prices are on-demand, Linux, in one region, in US dollars; nothing here knows what a design uses.

mod read;

use crate::problem::{FileId, Problem};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Hours in a month, as every bill counts them.
pub const HOURS_PER_MONTH: f64 = 730.0;
/// Bytes in the GB of a price.
pub const BYTES_PER_GB: f64 = 1e9;

const BUILTIN: &str = include_str!("../../prices.yaml");

/// Where a price is from, and how far to trust it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Where it can be read.
    pub source: String,
    /// When it was read there: `2026-07-20`, `about 2020-21`.
    pub date: String,
    /// Why it should not be trusted today, where that is so.
    pub stale: Option<String>,
    /// What else one should know: of the source, then of the row.
    pub note: Option<String>,
}

/// One rentable machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// `m7g.large`, `db.r6g.xlarge`, `cache.r7g.large`, `kafka.m5.large`.
    pub name: String,
    /// The name up to its size: `m7g`, `db.r6g`.
    pub family: String,
    /// What runs on it, where it is managed: `postgresql`, `mysql`, `redis`, `kafka`.
    pub engine: Option<String>,
    /// Hardware threads.
    pub vcpu: u32,
    /// Memory that the work can use, bytes.
    pub memory_bytes: u64,
    /// Baseline (not burst) network bandwidth, bytes a second.
    pub network_bytes_per_s: Option<f64>,
    /// Graphics cards.
    pub gpus: u32,
    /// On-demand dollars an hour.
    pub usd_per_hour: Option<f64>,
    /// CoreMark iterations a second over all threads.
    pub coremark_per_s: Option<f64>,
    /// Where the figures are from.
    pub origin: Origin,
}

impl Machine {
    /// Dollars a month of 730 h.
    #[must_use]
    pub fn usd_per_month(&self) -> Option<f64> {
        self.usd_per_hour.map(|usd| usd * HOURS_PER_MONTH)
    }

    /// True for a whole machine without a hypervisor, which has a virtual twin of the same size.
    #[must_use]
    pub fn is_metal(&self) -> bool {
        self.name.contains(".metal")
    }
}

/// A price that is the same for any quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitPrice {
    /// `load_balancer_hour`.
    pub key: String,
    /// What is paid for, for the bill.
    pub what: String,
    /// Dollars for `per` of the unit's things.
    pub usd: f64,
    /// How many things the price buys: 10,000 for a price of 10k requests, else 1.
    pub per: f64,
    /// The unit of the price: `hour`, `GB`, `10k requests`.
    pub unit: String,
    /// Where it is from.
    pub origin: Origin,
}

impl UnitPrice {
    /// Dollars for so many things (requests, GB, hours).
    #[must_use]
    pub fn cost(&self, things: f64) -> f64 {
        things / self.per * self.usd
    }
}

/// One step of a tiered price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// It is paid for what is above this quantity, up to the next tier's.
    pub above: f64,
    /// Dollars a unit.
    pub usd: f64,
}

/// A price that falls with the month's quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiered {
    /// `egress_internet_gb`.
    pub key: String,
    /// What is paid for, for the bill.
    pub what: String,
    /// The unit of the quantity: `GB`.
    pub unit: String,
    /// From the first unit on, upwards; never empty.
    pub tiers: Vec<Tier>,
    /// Where it is from.
    pub origin: Origin,
}

impl Tiered {
    /// A month's quantity split over the tiers: (quantity, dollars a unit), only tiers that are reached.
    #[must_use]
    pub fn cost(&self, quantity: f64) -> Vec<(f64, f64)> {
        let ends = self.tiers.iter().skip(1).map(|tier| tier.above).chain([f64::INFINITY]);
        self.tiers
            .iter()
            .zip(ends)
            .map(|(tier, end)| (quantity.min(end) - tier.above, tier.usd))
            .filter(|&(part, _)| part > 0.0)
            .collect()
    }

    /// Dollars for a month's quantity.
    #[must_use]
    pub fn total(&self, quantity: f64) -> f64 {
        self.cost(quantity).iter().map(|(part, usd)| part * usd).sum()
    }
}

/// Every price.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceBook {
    region: String,
    machines: Vec<Machine>,
    /// By name: the first machine of that name in the file.
    by_name: BTreeMap<String, usize>,
    units: BTreeMap<String, UnitPrice>,
    tiered: BTreeMap<String, Tiered>,
}

impl PriceBook {
    /// The book that is compiled into the program.
    ///
    /// # Panics
    ///
    /// Never: a test reads the embedded file.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BOOK: OnceLock<PriceBook> = OnceLock::new();
        BOOK.get_or_init(|| {
            Self::parse(BUILTIN, FileId::default())
                .expect("the embedded price book is read by a test of this module")
        })
    }

    /// The text of the built-in book, for messages that point into it.
    #[must_use]
    pub const fn builtin_text() -> &'static str {
        BUILTIN
    }

    /// Reads a book of this form; `file` is the id that the problems' places carry.
    ///
    /// # Errors
    ///
    /// Every bad row at once, each with its number and what was expected.
    pub fn parse(text: &str, file: FileId) -> Result<Self, Vec<Problem>> {
        let read::Contents { region, machines, units, tiered } = read::contents(text, file)?;
        let mut by_name = BTreeMap::new();
        for (index, machine) in machines.iter().enumerate() {
            by_name.entry(machine.name.clone()).or_insert(index);
        }
        Ok(Self { region, machines, by_name, units, tiered })
    }

    /// Where the prices hold: `us-east-1`.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// A machine by name; where several engines run on it, the one the file lists first.
    #[must_use]
    pub fn machine(&self, name: &str) -> Option<&Machine> {
        self.by_name.get(name).map(|&index| &self.machines[index])
    }

    /// A machine by name and engine.
    #[must_use]
    pub fn machine_of(&self, name: &str, engine: &str) -> Option<&Machine> {
        self.machines.iter().find(|m| m.name == name && m.engine.as_deref() == Some(engine))
    }

    /// The machines of a family (`m5`, or any machine of it: `m5.large`), smallest first, one of each name.
    #[must_use]
    pub fn family(&self, name: &str) -> Vec<&Machine> {
        let family = self.machine(name).map_or(name, |machine| machine.family.as_str());
        let mut found: Vec<&Machine> =
            self.machines().filter(|machine| machine.family == family).collect();
        found.sort_by_key(|m| (m.vcpu, m.memory_bytes, m.is_metal()));
        found
    }

    /// Every machine, one of each name, sorted by name.
    pub fn machines(&self) -> impl Iterator<Item = &Machine> {
        self.by_name.values().map(|&index| &self.machines[index])
    }

    /// A flat price.
    #[must_use]
    pub fn unit(&self, key: &str) -> Option<&UnitPrice> {
        self.units.get(key)
    }

    /// A tiered price.
    #[must_use]
    pub fn tiered(&self, key: &str) -> Option<&Tiered> {
        self.tiered.get(key)
    }

    /// Every flat price, sorted by key.
    pub fn units(&self) -> impl Iterator<Item = &UnitPrice> {
        self.units.values()
    }

    /// Every machine's name once, sorted: candidates for "did you mean".
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.by_name.keys().map(String::as_str).collect()
    }
}
