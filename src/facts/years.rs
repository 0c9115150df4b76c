//! How the figures of the latency table moved over the years: Colin Scott's curves.
//!
//! Source: colin-scott/interactive_latencies, `interactive_latency.html`, commit f4d5d3b (2024-03-09). The
//! constants are those of that page as printed, its two slips included: an exponent of 0.33 beside a growth
//! of 2^(1/3), so that the anchors are off by a few per cent, and the SSD's random read, whose anchor moves
//! with the year. They are kept because the page's figures are what people quote.

use crate::message::facts::{Doubt, Refusal};

/// The first year of the model.
pub const FIRST_YEAR: u16 = 1990;
/// The last year of the model.
pub const LAST_YEAR: u16 = 2030;
/// After this year the curves of bandwidth leave what can be bought.
pub const BELIEVABLE_TO: u16 = 2015;
/// Solid-state drives were rare in servers before.
const SSD_FROM: u16 = 2007;

/// One operation in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRow {
    /// The operation, by the latency table's name where that has the same (`send_2kb` is over the year's own card).
    pub name: &'static str,
    /// Nanoseconds.
    pub value_ns: f64,
    /// How much data it is for.
    pub per: Option<&'static str>,
    /// Why it should not be believed, where the curve has left what was ever measured.
    pub doubt: Option<Doubt>,
}

/// Every operation of the model in one year, fastest kind first as on the page.
///
/// # Errors
///
/// If `year` is not in 1990..=2030.
pub fn at(year: u16) -> Result<Vec<YearRow>, Refusal> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(Refusal::YearOutside { year, first: FIRST_YEAR, last: LAST_YEAR });
    }
    let cycle = clock_cycle_ns(year);
    let row = |name, per, value_ns| YearRow { name, value_ns, per, doubt: None };
    let mut rows = vec![
        row("l1_reference", None, 3.0 * cycle),
        row("branch_mispredict", None, 10.0 * cycle),
        row("l2_reference", None, 13.0 * cycle),
        row("mutex_lock", None, 50.0 * cycle),
        row("memory_reference", None, memory_ns(year)),
        row("compress_1kb", Some("1KB"), 6000.0 * cycle),
        row("send_2kb", Some("2KB"), 2000.0 / nic_bytes_per_ns(year)),
        row("ssd_random_read", None, ssd_random_read_ns(year)),
        row("memory_read_1mb", Some("1MB"), 1e6 / memory_bytes_per_ns(year)),
        row("datacenter_round_trip", None, 500_000.0),
        row("ssd_read_1mb", Some("1MB"), 1e6 / ssd_bytes_per_ns(year)),
        row("disk_seek", None, disk_seek_ns(year)),
        row("disk_read_1mb", Some("1MB"), 1e6 / disk_bytes_per_ns(year)),
        row("packet_ca_netherlands_ca", None, 150_000_000.0),
    ];
    for row in &mut rows {
        row.doubt = doubt(row.name, year);
    }
    Ok(rows)
}

/// Why a figure of this year should not be believed.
fn doubt(name: &str, year: u16) -> Option<Doubt> {
    let late = year > BELIEVABLE_TO;
    match name {
        "send_2kb" if late => Some(Doubt::Nic { year, gigabytes_per_s: nic_bytes_per_ns(year) }),
        "memory_read_1mb" if late => {
            Some(Doubt::Memory { year, gigabytes_per_s: memory_bytes_per_ns(year) })
        }
        "ssd_read_1mb" if late => {
            Some(Doubt::Ssd { year, gigabytes_per_s: ssd_bytes_per_ns(year) })
        }
        "ssd_read_1mb" if year < SSD_FROM => Some(Doubt::SsdBefore { first: SSD_FROM }),
        "ssd_random_read" if year <= SSD_CURVE_TO => Some(Doubt::SsdFlat),
        _ => None,
    }
}

/// Years since 1982, the page's own zero.
fn shift(year: u16) -> f64 {
    f64::from(year) - 1982.0
}

/// `anchor` at `anchor_year`, multiplied by `growth` each year. `exponent` is log2 of the growth as the page
/// writes it, which is not always the growth's own.
fn bandwidth(year: u16, anchor: f64, anchor_year: u16, growth: f64, exponent: f64) -> f64 {
    let start = anchor / libm::pow(2.0, shift(anchor_year) * exponent);
    start * libm::pow(growth, shift(year))
}

/// The clock doubled every two years to 3 GHz in 2005, and stood still since.
fn clock_cycle_ns(year: u16) -> f64 {
    let hertz =
        if year <= 2005 { bandwidth(year, 3e9, 2005, libm::pow(2.0, 0.5), 0.5) } else { 3e9 };
    1e9 / hertz
}

fn memory_ns(year: u16) -> f64 {
    if year > 2000 {
        return 100.0;
    }
    100.0 / libm::pow(0.93, shift(2000)) * libm::pow(0.93, shift(year))
}

/// Bytes per nanosecond are GB/s. 1 Gb/s in 2003, doubling every two years.
fn nic_bytes_per_ns(year: u16) -> f64 {
    bandwidth(year, 125e6, 2003, libm::pow(2.0, 0.5), 0.5) / 1e9
}

/// 4 GB/s in 2001, doubling every three years.
fn memory_bytes_per_ns(year: u16) -> f64 {
    bandwidth(year, 4e9, 2001, libm::pow(2.0, 1.0 / 3.0), 0.33) / 1e9
}

/// 3 GB/s in 2012, doubling every three years.
fn ssd_bytes_per_ns(year: u16) -> f64 {
    bandwidth(year, 3e9, 2012, libm::pow(2.0, 1.0 / 3.0), 0.33) / 1e9
}

/// The year in which the SSD's curve ends in a constant.
const SSD_CURVE_TO: u16 = 2014;

/// The anchor uses the year asked for where a fixed one was surely meant; see the head of this file.
fn ssd_random_read_ns(year: u16) -> f64 {
    if year > SSD_CURVE_TO {
        return 16_000.0;
    }
    let yearly = libm::pow(1.0 / 20.0, 1.0 / 4.5);
    let start = 2e4 / libm::pow(1.0 / 20.0, shift(year) * 0.22);
    start * libm::pow(yearly, shift(year))
}

/// Seek and rotation: 10 ms in 2000, halving every ten years.
fn disk_seek_ns(year: u16) -> f64 {
    1e7 / libm::pow(2.0, (f64::from(year) - 2000.0) / 10.0)
}

/// 100 MB/s in 2002; it doubled every two years before, and every five since.
fn disk_bytes_per_ns(year: u16) -> f64 {
    let years = f64::from(year) - 2002.0;
    let doublings = if year <= 2002 { years / 2.0 } else { years / 5.0 };
    1e8 * libm::pow(2.0, doublings) / 1e9
}

#[cfg(test)]
mod tests {
    use super::{FIRST_YEAR, LAST_YEAR, at};
    use crate::message::Lang;
    use crate::words::Say;

    /// Half a unit of the last digit that a cell prints.
    fn precision(cell: &str) -> f64 {
        let decimals = cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        0.5000001 * 10f64.powi(-i32::try_from(decimals).unwrap())
    }

    #[test]
    fn every_cell_of_the_published_table() {
        let csv = include_str!("../../tests/data/colin-scott-by-year.csv");
        let mut checked = 0;
        for line in csv.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let year = cells[0].parse().unwrap();
            let rows = at(year).unwrap();
            assert_eq!(rows.len(), cells.len() - 1);
            for (row, cell) in rows.iter().zip(&cells[1..]) {
                let printed: f64 = cell.parse().unwrap();
                let off = (row.value_ns - printed).abs();
                assert!(off <= precision(cell), "{year} {}: {} {cell}", row.name, row.value_ns);
                checked += 1;
            }
        }
        assert_eq!(checked, 41 * 14);
    }

    #[test]
    fn says_where_it_stops_being_believable() {
        let doubted = |year: u16| -> Vec<&str> {
            at(year).unwrap().iter().filter(|row| row.doubt.is_some()).map(|row| row.name).collect()
        };
        assert_eq!(doubted(1990), ["ssd_random_read", "ssd_read_1mb"]);
        assert_eq!(doubted(2010), ["ssd_random_read"]);
        assert_eq!(doubted(2015), [""; 0]);
        assert_eq!(doubted(2020), ["send_2kb", "memory_read_1mb", "ssd_read_1mb"]);
        let doubt = at(2025).unwrap()[6].doubt.expect("a network card of 2025 is doubted");
        assert_eq!(
            doubt.say(Lang::En),
            "doubling every two years would make it 256 GB/s in 2025; cards did not keep that pace after 2015"
        );
    }

    #[test]
    fn refuses_years_outside_the_model() {
        assert!(at(FIRST_YEAR).is_ok() && at(LAST_YEAR).is_ok());
        for year in [1989, 2031] {
            let refusal = at(year).expect_err("the model does not cover this year");
            let expect = format!(
                "the yearly model covers 1990 to 2030, not {year}: outside, its constants were never meant to hold"
            );
            assert_eq!(refusal.say(Lang::En), expect);
        }
    }
}
