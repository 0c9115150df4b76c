//! The price book: machines and unit prices, dated, sourced, and marked when stale.
//!
//! Prices are on-demand, Linux, in one region, in US dollars; nothing here knows what a design uses.

use super::table::{self, Reading, RowReader, Words};
use crate::message::facts as message;
use crate::problem::{FileId, Problem, Problems};
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Hours in a month, as every bill counts them.
pub const HOURS_PER_MONTH: f64 = 730.0;
/// Bytes in the GB of a price.
pub const BYTES_PER_GB: f64 = 1e9;

const BUILTIN: &str = include_str!("../../prices.yaml");

const MEMORY: [(&str, f64); 3] =
    [("MiB", 1_048_576.0), ("GiB", 1_073_741_824.0), ("TiB", 1_099_511_627_776.0)];
/// Bits to bytes.
const NETWORK: [(&str, f64); 2] = [("Mbps", 1e6 / 8.0), ("Gbps", 1e9 / 8.0)];
const BARE: [(&str, f64); 1] = [("", 1.0)];

const MACHINE_FIELDS: [&str; 10] = [
    "name",
    "engine",
    "vcpu",
    "memory",
    "network",
    "gpus",
    "usd_per_hour",
    "coremark",
    "note",
    "from",
];
const UNIT_FIELDS: [&str; 7] = ["key", "what", "usd", "per", "unit", "note", "from"];
const TIER_FIELDS: [&str; 7] = ["key", "what", "above", "usd", "unit", "note", "from"];
const SOURCE_FIELDS: [&str; 5] = ["key", "source", "date", "note", "stale"];

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

impl Origin {
    /// One line for a bill: source, date, and a warning where the price is stale.
    #[must_use]
    pub fn cite(&self) -> String {
        let mut text = format!("{}, {}", self.source, self.date);
        if let Some(why) = &self.stale {
            text.push_str("; ");
            text.push_str(&message::stale(why));
        }
        text
    }
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

/// The file as it is written, before any word is understood.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    region: String,
    #[serde(default)]
    sources: Vec<Spanned<Words>>,
    #[serde(default)]
    machines: Vec<Spanned<Words>>,
    #[serde(default)]
    units: Vec<Spanned<Words>>,
    #[serde(default)]
    tiers: Vec<Spanned<Words>>,
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
        let written: File = table::read(text, file).map_err(|problem| vec![problem])?;
        let mut reading = Reading { text, file, problems: Vec::new() };
        let sources = read_sources(&written.sources, &mut reading);
        let machines = read_machines(&written.machines, &sources, &mut reading);
        let units = read_units(&written.units, &sources, &mut reading);
        let tiered = read_tiers(&written.tiers, &sources, &mut reading);
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        let mut by_name = BTreeMap::new();
        for (index, machine) in machines.iter().enumerate() {
            by_name.entry(machine.name.clone()).or_insert(index);
        }
        Ok(Self { region: written.region, machines, by_name, units, tiered })
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

    /// Every tiered price, sorted by key.
    pub fn all_tiered(&self) -> impl Iterator<Item = &Tiered> {
        self.tiered.values()
    }

    /// Every machine's name once, sorted: candidates for "did you mean".
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.by_name.keys().map(String::as_str).collect()
    }
}

type Sources = BTreeMap<String, Origin>;

fn label_of(section: &str, index: usize, words: &Spanned<Words>, name: &str) -> String {
    let name = words.value.get(name).map_or("", |word| word.value.as_str());
    message::price_row(section, index + 1, name)
}

fn read_sources(written: &[Spanned<Words>], reading: &mut Reading<'_>) -> Sources {
    let mut sources = Sources::new();
    for (index, words) in written.iter().enumerate() {
        let label = label_of("sources", index, words, "key");
        let mut reader = RowReader::new(words, label.clone(), &SOURCE_FIELDS, reading);
        let key = reader.name("key", "_", &message::expected_name());
        let source = reader.required("source", &message::expected_source(None));
        let date = reader.required("date", &message::expected_date());
        let (Some(key), Some(source), Some(date)) = (key, source, date) else { continue };
        let origin = Origin {
            source: source.value.clone(),
            date: date.value.clone(),
            stale: reader.text("stale"),
            note: reader.text("note"),
        };
        if sources.insert(key, origin).is_some() {
            let problem = Problem::error(reader.span, message::twice(&label));
            reader.reading.push(problem);
        }
    }
    sources
}

/// The row's `from:`, with the row's own note behind the source's.
fn read_origin(reader: &mut RowReader<'_, '_>, sources: &Sources) -> Option<Origin> {
    let word = reader.required("from", &message::expected_source(None))?;
    let Some(origin) = sources.get(&word.value) else {
        let near = Problems::nearest(&word.value, sources.keys().map(String::as_str));
        reader.bad("from", word, &message::expected_source(near));
        return None;
    };
    let mut origin = origin.clone();
    if let Some(note) = reader.text("note") {
        origin.note = Some(origin.note.map_or(note.clone(), |first| format!("{first}; {note}")));
    }
    Some(origin)
}

/// A field that may be missing: `Some(None)` then, and `None` where it is wrong.
#[allow(clippy::option_option)]
fn optional_quantity(
    reader: &mut RowReader<'_, '_>,
    field: &str,
    units: &[(&str, f64)],
    expected: &str,
) -> Option<Option<f64>> {
    let Some(word) = reader.optional(field) else { return Some(None) };
    reader.quantity(field, word, units, expected).map(Some)
}

fn required_quantity(
    reader: &mut RowReader<'_, '_>,
    field: &str,
    units: &[(&str, f64)],
    expected: &str,
) -> Option<f64> {
    let word = reader.required(field, expected)?;
    reader.quantity(field, word, units, expected)
}

/// A whole number above zero.
fn count(reader: &mut RowReader<'_, '_>, field: &str) -> Option<u32> {
    let word = reader.required(field, &message::expected_count())?;
    let number = word.value.parse().ok().filter(|&number: &u32| number > 0);
    if number.is_none() {
        reader.bad(field, word, &message::expected_count());
    }
    number
}

fn read_machines(
    written: &[Spanned<Words>],
    sources: &Sources,
    reading: &mut Reading<'_>,
) -> Vec<Machine> {
    let mut machines: Vec<Machine> = Vec::with_capacity(written.len());
    let mut seen = BTreeMap::new();
    for (index, words) in written.iter().enumerate() {
        let label = label_of("machines", index, words, "name");
        let Some(machine) = read_machine(words, label.clone(), sources, reading) else { continue };
        let span = reading.span(words);
        let id = (machine.name.clone(), machine.engine.clone());
        if let Some(&first) = seen.get(&id) {
            let problem = Problem::error(span, message::twice(&label))
                .also(first, message::first_written_here());
            reading.push(problem);
            continue;
        }
        seen.insert(id, span);
        machines.push(machine);
    }
    machines
}

// The product is at most a few TiB, far below where f64 or u64 lose a byte; `quantity` let no sign through.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn read_machine(
    words: &Spanned<Words>,
    label: String,
    sources: &Sources,
    reading: &mut Reading<'_>,
) -> Option<Machine> {
    let mut reader = RowReader::new(words, label, &MACHINE_FIELDS, reading);
    // Every field is read before any is given up, so that a row with two mistakes gets two messages.
    let name = reader.name("name", ".-", &message::expected_machine_name());
    let family = name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(family, _)| family);
    if let (Some(name), None) = (&name, family) {
        let title = message::bad_value(&reader.label, "name", name);
        let problem = Problem::error(reader.span, title).label(message::expected_machine_name());
        reader.reading.push(problem);
    }
    let vcpu = count(&mut reader, "vcpu");
    let gpus = if reader.optional("gpus").is_some() { count(&mut reader, "gpus") } else { Some(0) };
    let memory = required_quantity(&mut reader, "memory", &MEMORY, &message::expected_size());
    let network =
        optional_quantity(&mut reader, "network", &NETWORK, &message::expected_bandwidth());
    let usd = optional_quantity(&mut reader, "usd_per_hour", &BARE, &message::expected_usd());
    let coremark = optional_quantity(&mut reader, "coremark", &BARE, &message::expected_number());
    let origin = read_origin(&mut reader, sources);
    let engine = reader.text("engine");
    Some(Machine {
        family: family?.to_owned(),
        name: name?,
        engine,
        vcpu: vcpu?,
        memory_bytes: memory?.round() as u64,
        network_bytes_per_s: network?,
        gpus: gpus?,
        usd_per_hour: usd?,
        coremark_per_s: coremark?,
        origin: origin?,
    })
}

fn read_units(
    written: &[Spanned<Words>],
    sources: &Sources,
    reading: &mut Reading<'_>,
) -> BTreeMap<String, UnitPrice> {
    let mut units = BTreeMap::new();
    for (index, words) in written.iter().enumerate() {
        let label = label_of("units", index, words, "key");
        let mut reader = RowReader::new(words, label.clone(), &UNIT_FIELDS, reading);
        let key = reader.name("key", "_", &message::expected_name());
        let usd = required_quantity(&mut reader, "usd", &BARE, &message::expected_usd());
        let per = optional_quantity(&mut reader, "per", &BARE, &message::expected_number());
        let unit = reader.required("unit", &message::expected_unit());
        let origin = read_origin(&mut reader, sources);
        let what = reader.text("what");
        let (Some(key), Some(usd), Some(per), Some(unit), Some(origin)) =
            (key, usd, per, unit, origin)
        else {
            continue;
        };
        let what = what.unwrap_or_else(|| key.clone());
        let (per, unit) = (per.unwrap_or(1.0), unit.value.clone());
        let price = UnitPrice { key: key.clone(), what, usd, per, unit, origin };
        if units.insert(key, price).is_some() {
            let problem = Problem::error(reader.span, message::twice(&label));
            reader.reading.push(problem);
        }
    }
    units
}

/// Each row is one tier; the rows of one key stand in the order of their quantities.
fn read_tiers(
    written: &[Spanned<Words>],
    sources: &Sources,
    reading: &mut Reading<'_>,
) -> BTreeMap<String, Tiered> {
    let mut all: BTreeMap<String, Tiered> = BTreeMap::new();
    for (index, words) in written.iter().enumerate() {
        let label = label_of("tiers", index, words, "key");
        let mut reader = RowReader::new(words, label, &TIER_FIELDS, reading);
        let key = reader.name("key", "_", &message::expected_name());
        let previous = key
            .as_ref()
            .and_then(|key| all.get(key))
            .and_then(|tiered| tiered.tiers.last())
            .map(|tier| tier.above);
        let above = read_above(&mut reader, previous);
        let usd = required_quantity(&mut reader, "usd", &BARE, &message::expected_usd());
        let unit = reader.required("unit", &message::expected_unit());
        let origin = read_origin(&mut reader, sources);
        let what = reader.text("what");
        let (Some(key), Some(above), Some(usd), Some(unit), Some(origin)) =
            (key, above, usd, unit, origin)
        else {
            continue;
        };
        let tiered = all.entry(key.clone()).or_insert_with(|| Tiered {
            what: what.unwrap_or_else(|| key.clone()),
            key,
            unit: unit.value.clone(),
            tiers: Vec::new(),
            origin,
        });
        tiered.tiers.push(Tier { above, usd });
    }
    all
}

/// Zero for the first tier, and more than the tier before for the others.
fn read_above(reader: &mut RowReader<'_, '_>, previous: Option<f64>) -> Option<f64> {
    let expected = message::expected_tier(previous);
    let word = reader.required("above", &expected)?;
    let above = word.value.parse::<f64>().ok().filter(|above| match previous {
        None => *above == 0.0,
        Some(previous) => above.is_finite() && *above > previous,
    });
    if above.is_none() {
        reader.bad("above", word, &expected);
    }
    above
}
