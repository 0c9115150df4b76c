//! What is said of the tables of facts, and of the yearly model.

/// What a row must look like, in the words of the YAML reader.
pub const EXPECTED_A_ROW: &str = "a row: `{ key: value, … }`";

/// The whole file could not be read; `reader` is the YAML reader's complaint, whose own words are about its
/// insides where they are about the file's form.
#[must_use]
pub fn unreadable(reader: &str) -> String {
    let why = match reader {
        "unexpected end of input" => "it is empty",
        "expected sequence start" => "expected a list of rows here",
        "expected mapping start" => "expected `key: value` here",
        "expected string scalar" => "expected a plain value here, not a list or a map",
        // The rest of such a complaint is advice to a programmer.
        other => other.split(", set ").next().unwrap_or(other),
    };
    format!("this table cannot be read: {why}")
}

/// How a row of the latency table is called.
#[must_use]
pub fn latency_row(number: usize, name: &str) -> String {
    if name.is_empty() { format!("row {number}") } else { format!("row {number} ({name})") }
}

/// How an entry of `lists:` is called.
#[must_use]
pub fn latency_list(number: usize) -> String {
    format!("list {number}")
}

/// How a row of a section of the price book is called.
#[must_use]
pub fn price_row(section: &str, number: usize, name: &str) -> String {
    if name.is_empty() {
        format!("{section} row {number}")
    } else {
        format!("{section} row {number} ({name})")
    }
}

/// A key that no row has.
#[must_use]
pub fn unknown_field(row: &str, field: &str) -> String {
    format!("{row}: unknown field `{field}`")
}

/// What the fields are.
#[must_use]
pub fn fields_are(near: Option<&str>, fields: &[&str]) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the fields are {}", fields.join(", ")),
    }
}

/// A field that every row must have.
#[must_use]
pub fn missing_field(row: &str, field: &str) -> String {
    format!("{row}: no `{field}`")
}

/// A field that cannot be understood.
#[must_use]
pub fn bad_value(row: &str, field: &str, text: &str) -> String {
    if text.is_empty() {
        return format!("{row}: `{field}:` has no value");
    }
    format!("{row}: `{field}: {text}` cannot be used")
}

/// Two rows of one name.
#[must_use]
pub fn twice(row: &str) -> String {
    format!("{row} is written twice")
}

/// Beside the first of two.
#[must_use]
pub fn first_written_here() -> String {
    "first written here".to_owned()
}

/// A row of a list that the file does not announce.
#[must_use]
pub fn unlisted(row: &str, list: &str) -> String {
    format!("{row}: `{list}` is not one of `lists:`")
}

/// What to do about it.
#[must_use]
pub fn unlisted_hint(near: Option<&str>) -> String {
    near.map_or_else(
        || "add it to `lists:`, whose order is the order of search".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// A table without rows.
#[must_use]
pub fn no_rows() -> String {
    "this table has no rows".to_owned()
}

/// Neither one value nor a range.
#[must_use]
pub fn no_figure(row: &str) -> String {
    format!("{row}: it is not clear how long it takes")
}

/// What a figure is.
#[must_use]
pub fn expected_figure() -> String {
    "expected either `value`, or `low` and `high`".to_owned()
}

/// What a name is.
#[must_use]
pub fn expected_name() -> String {
    "expected small letters, digits and `_`, such as `disk_seek`".to_owned()
}

/// What a duration is.
#[must_use]
pub fn expected_duration() -> String {
    "expected a duration above zero in ns, us, ms, s, min or h, such as `10ms`".to_owned()
}

/// What the high end must be.
#[must_use]
pub fn expected_above_low(low: &str) -> String {
    format!("expected more than the low end, {low}")
}

/// What a size is.
#[must_use]
pub fn expected_size() -> String {
    "expected a size above zero, such as `64B`, `1MB` or `8KiB`".to_owned()
}

/// What a bandwidth is.
#[must_use]
pub fn expected_bandwidth() -> String {
    "expected bits a second above zero, such as `750Mbps` or `25Gbps`".to_owned()
}

/// What a year is.
#[must_use]
pub fn expected_year() -> String {
    "expected the year of the figure, 1950..2100".to_owned()
}

/// What a count is.
#[must_use]
pub fn expected_count() -> String {
    "expected a whole number above zero".to_owned()
}

/// What a price is.
#[must_use]
pub fn expected_usd() -> String {
    "expected US dollars as a bare number, such as `0.096`".to_owned()
}

/// What a number is.
#[must_use]
pub fn expected_number() -> String {
    "expected a number above zero".to_owned()
}

/// What a tier starts at.
#[must_use]
pub fn expected_tier(previous: Option<f64>) -> String {
    previous.map_or_else(
        || "the first tier of a price starts `above: 0`".to_owned(),
        |previous| format!("expected more than the tier before it, {previous}"),
    )
}

/// What a machine's name is.
#[must_use]
pub fn expected_machine_name() -> String {
    "expected a family and a size, such as `m7g.large`".to_owned()
}

/// What a price's unit is.
#[must_use]
pub fn expected_unit() -> String {
    "expected what the price buys one of, such as `GB` or `hour`".to_owned()
}

/// What a source is.
#[must_use]
pub fn expected_source(near: Option<&str>) -> String {
    near.map_or_else(
        || "expected a key of `sources:`, or where the figure can be read".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// A date is part of every price.
#[must_use]
pub fn expected_date() -> String {
    "expected when the price was read, such as `2026-07-20`".to_owned()
}

/// A year outside the yearly model.
#[must_use]
pub fn year_outside(year: u16, first: u16, last: u16) -> String {
    format!(
        "the yearly model covers {first} to {last}, not {year}: outside, its constants were never meant to hold"
    )
}

/// Why the network card's figure is not believable.
#[must_use]
pub fn nic_beyond(year: u16, gigabytes_per_s: f64) -> String {
    format!(
        "doubling every two years would make it {gigabytes_per_s:.0} GB/s in {year}; cards did not keep that pace after 2015"
    )
}

/// Why the memory's figure is not believable.
#[must_use]
pub fn memory_beyond(year: u16, gigabytes_per_s: f64) -> String {
    format!(
        "doubling every three years would make it {gigabytes_per_s:.0} GB/s in {year}; one thread reads about 20 GiB/s in 2026"
    )
}

/// Why the SSD's bandwidth is not believable.
#[must_use]
pub fn ssd_beyond(year: u16, gigabytes_per_s: f64) -> String {
    format!(
        "doubling every three years would make it {gigabytes_per_s:.0} GB/s in {year}; a drive reads about 8 GiB/s in 2026"
    )
}

/// Why the SSD's random read is not believable.
#[must_use]
pub fn ssd_flat() -> String {
    "the formula anchors its curve on the year it is asked for, so the curve is nearly flat; it was surely meant to fall".to_owned()
}

/// There were no such drives to read.
#[must_use]
pub fn ssd_before(first: u16) -> String {
    format!("before {first} there was hardly an SSD to measure: the curve is drawn backwards")
}

/// A list that the table does not have.
#[must_use]
pub fn no_such_list(list: &str, near: Option<&str>, lists: &[&str]) -> String {
    let hint = near.map_or_else(
        || format!("the lists are {}", lists.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    format!("the latency table has no list `{list}`: {hint}")
}

/// A year and a list were both asked for.
#[must_use]
pub fn year_and_list() -> String {
    "a year asks for the yearly model, which is not one of the table's lists: give one of the two"
        .to_owned()
}

/// Headings of `napkin latency`.
pub mod heading {
    /// The operation.
    pub const OPERATION: &str = "operation";
    /// How long it takes.
    pub const TAKES: &str = "takes";
    /// For how much data.
    pub const PER: &str = "per";
    /// If a nanosecond were a second.
    pub const HUMAN: &str = "if 1 ns were 1 s";
    /// The year of the figure.
    pub const YEAR: &str = "year";
    /// Which source.
    pub const SOURCE: &str = "Source";
    /// The sources below a table.
    pub const SOURCES: &str = "Sources";
    /// The notes below a table.
    pub const NOTES: &str = "Notes";
}

/// What the bars show.
#[must_use]
pub fn bar_legend() -> String {
    "Bars are logarithmic, from 1 ns to 100 s. ▒ spans low to high.".to_owned()
}

/// What the bars of a year show.
#[must_use]
pub fn bar_legend_of_year() -> String {
    "Bars are logarithmic, from 1 ns to 100 s. ░ is not believable.".to_owned()
}

/// Where a table is from.
#[must_use]
pub fn source_line(source: &str) -> String {
    format!("{}: {source}", heading::SOURCE)
}

/// The order of search.
#[must_use]
pub fn search_order(lists: &[&str]) -> String {
    format!(
        "A bare name in a scenario is looked for in this order: {}. `list.name` names one.",
        lists.join(", ")
    )
}

/// The yearly model's title.
#[must_use]
pub fn year_title(year: u16) -> String {
    format!("{year}, by the yearly model")
}

/// Where the yearly model is from.
#[must_use]
pub fn year_source() -> String {
    "Colin Scott, colin-scott/interactive_latencies, interactive_latency.html, commit f4d5d3b (2024-03-09): curves, not measurements"
        .to_owned()
}

/// How far the yearly model goes.
#[must_use]
pub fn believable_to(year: u16) -> String {
    format!(
        "Its curves of network, memory and SSD bandwidth stop being believable after about {year}."
    )
}

/// What the mark means.
#[must_use]
pub fn not_believable() -> String {
    "? marks what should not be believed:".to_owned()
}
