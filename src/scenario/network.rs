//! `network:`: delays between components, to the client, and between sites.

use super::Name;
use crate::message::language as say;
use crate::problem::Span;
use crate::reader::{Fields, Spanned};
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

/// Reads the section.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Network<'a> {
    let Some(mut fields) = page.nested("network") else { return Network::default() };
    let hop = fields.varying("hop");
    let client = fields.varying("client");
    let between_span = fields.has("between");
    let mut between = Vec::new();
    for item in fields.list("between").unwrap_or_default() {
        let Some(mut link) = Fields::of(fields.reading, item, "between", "") else { continue };
        for (name, fits) in
            [("from", say::A_SITE), ("to", say::A_SITE), ("one_way", say::A_DURATION)]
        {
            link.require(name, fits);
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
