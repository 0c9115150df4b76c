//! `prices.yaml` → machines and prices, or every bad row at once.

use super::super::table::{self, Reading, RowReader, SIZES, Words};
use super::{Machine, Origin, Tier, Tiered, UnitPrice};
use crate::message::Remark;
use crate::message::facts::{Expected, Fault, Row};
use crate::problem::{FileId, Problem, Problems, problem};
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::BTreeMap;

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

/// What the file says.
pub(super) struct Contents {
    pub region: String,
    pub machines: Vec<Machine>,
    pub units: BTreeMap<String, UnitPrice>,
    pub tiered: BTreeMap<String, Tiered>,
}

/// Reads the whole file; the error holds every bad row.
pub(super) fn contents(text: &str, file: FileId) -> Result<Contents, Vec<Problem>> {
    let written: File = table::read(text, file)?;
    let mut reading = Reading { text, file, problems: Vec::new() };
    let sources = read_sources(&written.sources, &mut reading);
    let machines = read_machines(&written.machines, &sources, &mut reading);
    let units = read_units(&written.units, &sources, &mut reading);
    let tiered = read_tiers(&written.tiers, &sources, &mut reading);
    if !reading.problems.is_empty() {
        return Err(reading.problems);
    }
    Ok(Contents { region: written.region, machines, units, tiered })
}

type Sources = BTreeMap<String, Origin>;

fn row_of(section: &'static str, index: usize, words: &Spanned<Words>, name: &str) -> Row {
    let name = words.value.get(name).map_or_else(String::new, |word| word.value.clone());
    Row::Price { section, number: index + 1, name }
}

fn read_sources(written: &[Spanned<Words>], reading: &mut Reading<'_>) -> Sources {
    let mut sources = Sources::new();
    for (index, words) in written.iter().enumerate() {
        let row = row_of("sources", index, words, "key");
        let mut reader = RowReader::new(words, row, &SOURCE_FIELDS, reading);
        let key = reader.name("key", "_", Expected::Name);
        let source = reader.required("source", &Expected::Source { near: None });
        let date = reader.required("date", &Expected::Date);
        let (Some(key), Some(source), Some(date)) = (key, source, date) else { continue };
        let origin = Origin {
            source: source.value.clone(),
            date: date.value.clone(),
            stale: reader.text("stale"),
            note: reader.text("note"),
        };
        if sources.insert(key, origin).is_some() {
            reader.reading.push(problem(reader.span, Fault::Twice { row: reader.row }));
        }
    }
    sources
}

/// The row's `from:`, with the row's own note behind the source's.
fn read_origin(reader: &mut RowReader<'_, '_>, sources: &Sources) -> Option<Origin> {
    let word = reader.required("from", &Expected::Source { near: None })?;
    let Some(origin) = sources.get(&word.value) else {
        let near = Problems::nearest(&word.value, sources.keys().map(String::as_str));
        reader.bad("from", word, Expected::Source { near: near.map(str::to_owned) });
        return None;
    };
    let mut origin = origin.clone();
    if let Some(note) = reader.text("note") {
        origin.note = Some(origin.note.map_or(note.clone(), |first| format!("{first}; {note}")));
    }
    Some(origin)
}

/// A field that may be missing: `Some(None)` then, and `None` where it is wrong.
fn optional_quantity(
    reader: &mut RowReader<'_, '_>,
    field: &'static str,
    units: &[(&str, f64)],
    expected: Expected,
) -> Option<Option<f64>> {
    let Some(word) = reader.optional(field) else { return Some(None) };
    reader.quantity(field, word, units, expected).map(Some)
}

fn required_quantity(
    reader: &mut RowReader<'_, '_>,
    field: &'static str,
    units: &[(&str, f64)],
    expected: Expected,
) -> Option<f64> {
    let word = reader.required(field, &expected)?;
    reader.quantity(field, word, units, expected)
}

/// Dollars; nothing at all is a price too.
fn dollars(reader: &mut RowReader<'_, '_>, field: &'static str) -> Option<f64> {
    let word = reader.required(field, &Expected::Usd)?;
    let usd = word.value.parse().ok().filter(|usd: &f64| usd.is_finite() && *usd >= 0.0);
    if usd.is_none() {
        reader.bad(field, word, Expected::Usd);
    }
    usd
}

/// A whole number above zero.
fn count(reader: &mut RowReader<'_, '_>, field: &'static str) -> Option<u32> {
    let word = reader.required(field, &Expected::Count)?;
    let number = word.value.parse().ok().filter(|&number: &u32| number > 0);
    if number.is_none() {
        reader.bad(field, word, Expected::Count);
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
        let row = row_of("machines", index, words, "name");
        let Some(machine) = read_machine(words, row.clone(), sources, reading) else { continue };
        let span = reading.row_span(words);
        let id = (machine.name.clone(), machine.engine.clone());
        if let Some(&first) = seen.get(&id) {
            let found = problem(span, Fault::Twice { row });
            reading.push(found.also(first, Remark::FirstWritten));
            continue;
        }
        seen.insert(id, span);
        machines.push(machine);
    }
    machines
}

// The product is at most a few TiB, far below where f64 or u64 lose a byte; `quantity` let no sign through.
fn read_machine(
    words: &Spanned<Words>,
    row: Row,
    sources: &Sources,
    reading: &mut Reading<'_>,
) -> Option<Machine> {
    let mut reader = RowReader::new(words, row, &MACHINE_FIELDS, reading);
    // Every field is read before any is given up, so that a row with two mistakes gets two messages.
    let name = reader.name("name", ".-", Expected::MachineName);
    let family = name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(family, _)| family);
    if let (Some(name), None) = (&name, family) {
        let (row, text) = (reader.row.clone(), name.clone());
        let expected = Expected::MachineName;
        let fault = Fault::BadValue { row, field: "name", text, expected };
        reader.reading.push(problem(reader.span, fault));
    }
    let vcpu = count(&mut reader, "vcpu");
    let gpus = if reader.optional("gpus").is_some() { count(&mut reader, "gpus") } else { Some(0) };
    let memory = required_quantity(&mut reader, "memory", &SIZES, Expected::Size);
    let network = optional_quantity(&mut reader, "network", &NETWORK, Expected::Bandwidth);
    // A machine of one's own may have no price: then it is left out of the bill, which says so.
    let usd = match reader.optional("usd_per_hour") {
        Some(_) => dollars(&mut reader, "usd_per_hour").map(Some),
        None => Some(None),
    };
    let coremark = optional_quantity(&mut reader, "coremark", &BARE, Expected::Number);
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
        let row = row_of("units", index, words, "key");
        let mut reader = RowReader::new(words, row, &UNIT_FIELDS, reading);
        let key = reader.name("key", "_", Expected::Name);
        let usd = dollars(&mut reader, "usd");
        let per = optional_quantity(&mut reader, "per", &BARE, Expected::Number);
        let unit = reader.required("unit", &Expected::Unit);
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
            reader.reading.push(problem(reader.span, Fault::Twice { row: reader.row }));
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
        let row = row_of("tiers", index, words, "key");
        let mut reader = RowReader::new(words, row, &TIER_FIELDS, reading);
        let key = reader.name("key", "_", Expected::Name);
        let previous = key
            .as_ref()
            .and_then(|key| all.get(key))
            .and_then(|tiered| tiered.tiers.last())
            .map(|tier| tier.above);
        let above = read_above(&mut reader, previous);
        let usd = dollars(&mut reader, "usd");
        let unit = reader.required("unit", &Expected::Unit);
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
    let expected = match previous {
        None => Expected::FirstTier,
        Some(previous) => Expected::NextTier { previous },
    };
    let word = reader.required("above", &expected)?;
    let above = word.value.parse::<f64>().ok().filter(|above| match previous {
        None => *above == 0.0,
        Some(previous) => above.is_finite() && *above > previous,
    });
    if above.is_none() {
        reader.bad("above", word, expected);
    }
    above
}
