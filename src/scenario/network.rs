//! `network:`: delays between components, to the client, and between sites.

use super::Name;
use crate::message::{Fits, Why};
use crate::problem::Span;
use crate::reader::table::Otherwise::{Assumed, Is, Needed};
use crate::reader::table::{Form, Table, field};
use crate::reader::{Fields, Spanned, Want};
use crate::sample::Dist;

/// The section as it is written.
#[derive(Clone, Debug, Default)]
pub struct Network<'a> {
    /// One way between two components of one site.
    pub hop: Option<Spanned<Dist>>,
    /// One way between the client and the first component.
    pub client: Option<Spanned<Dist>>,
    /// One way between two sites.
    pub between: Vec<Link<'a>>,
    /// Where `between` was written.
    pub between_span: Option<Span>,
}

/// The delay between two sites.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// From this site.
    pub from: Name<'a>,
    /// To this site.
    pub to: Name<'a>,
    /// One way.
    pub one_way: Dist,
}

/// The fields of `network`.
pub static NETWORK: Table = Table::of(
    "network",
    &[&[
        field(
            "hop",
            Form::Varying(Want::Duration),
            Assumed("250us", Why::HalfARoundTrip),
            "one way between two components of a site (half of the latency table's `datacenter_round_trip`)",
        ),
        field(
            "client",
            Form::Varying(Want::Duration),
            Is("0"),
            "one way between a client and its site: latency is measured at the edge",
        ),
        field(
            "between",
            Form::List(&BETWEEN),
            Is("one `hop`"),
            "one way between two sites; both directions, unless the other is written too",
        ),
    ]],
);

/// The fields of a way between two sites.
static BETWEEN: Table = Table::of(
    "between",
    &[&[
        field("from", Form::Name, Needed, "a site").fits(&Fits::Site),
        field("to", Form::Name, Needed, "another site").fits(&Fits::Site),
        field("one_way", Form::Varying(Want::Duration), Needed, "one way between them"),
    ]],
);

/// Reads the section.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Network<'a> {
    let Some(mut fields) = page.nested("network") else { return Network::default() };
    let hop = fields.varying("hop");
    let client = fields.varying("client");
    let between_span = fields.has("between");
    let mut between = Vec::new();
    for item in fields.list("between").unwrap_or_default() {
        let Some(mut link) = Fields::of(fields.reading, item, &BETWEEN, "between", "") else {
            continue;
        };
        for name in ["from", "to", "one_way"] {
            link.require(name);
        }
        let from = link.word("from");
        let to = link.word("to");
        let one_way = link.varying("one_way");
        link.finish();
        if let (Some(from), Some(to), Some(one_way)) = (from, to, one_way) {
            between.push(Link { from, to, one_way: one_way.value });
        }
    }
    fields.finish();
    Network { hop, client, between, between_span }
}
