//! `napkin latency`: the table, scaled to human time, and drawn. Pure text.

use crate::facts::latency::LatencyTable;

/// stub
pub fn render(
    _table: &LatencyTable,
    _list: Option<&str>,
    _year: Option<u16>,
    _human: bool,
    _width: usize,
) -> Result<String, String> {
    Ok(String::new())
}
