//! YAML text → what the page says: every section read and typed, names unresolved, spans kept. Floor 4.
//!
//! `page` composes one tree out of the page's files; [`read`] turns the tree into a [`Scenario`]. Whether
//! the names it mentions exist, and whether its parts make sense together, is the blueprint's business.

pub mod assume;
pub mod data;
pub mod montecarlo;
pub mod network;
pub mod page;
pub mod paths;
pub mod requests;
pub mod run;
mod set;
pub mod shape;
pub mod slo;
pub mod timeline;
pub mod traffic;

use crate::component::{self, Written};
use crate::message::component::Fault::NamedLikeABlock;
use crate::message::design;
use crate::message::fields::Fault;
use crate::message::{Complaint, Owner, Why};
use crate::problem::{Problems, Span};
use crate::reader::table::Otherwise::Is;
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{EstimateLine, Fields, Reading, Spanned};
use crate::yaml::Node;

/// A name that is written on the page and not looked up yet.
pub type Name<'a> = Spanned<&'a str>;

/// What a page says.
#[derive(Clone, Debug)]
pub struct Scenario<'a> {
    /// The whole page.
    pub span: Span,
    /// `name:`.
    pub name: Option<&'a str>,
    /// `about:`.
    pub about: &'a str,
    /// `assume:`, then `estimate:`.
    pub estimate: Vec<EstimateLine>,
    /// True if the page describes a design, and not only arithmetic.
    pub is_design: bool,
    /// True if a section has a wrong name or is no section: what is missing may well be in it.
    pub is_suspect: bool,
    /// `traffic:`.
    pub traffic: Option<traffic::Traffic>,
    /// `data:`.
    pub data: Vec<data::DataSet<'a>>,
    /// `requests:`, or the one that a top-level `path:` makes.
    pub requests: Vec<requests::Request<'a>>,
    /// `components:`; `None` in place of one that could not be read.
    pub components: Vec<(Name<'a>, Option<Written<'a>>)>,
    /// `network:`.
    pub network: network::Network<'a>,
    /// `timeline:`.
    pub timeline: Vec<timeline::Entry<'a>>,
    /// `montecarlo:`.
    pub montecarlo: Option<montecarlo::Section<'a>>,
    /// `slo:`.
    pub slo: slo::Objectives,
    /// `run:`.
    pub run: run::Run,
}

/// The sections of a page, with those that are gone when it is composed.
pub static PAGE: Table = Table::of("page", &[SECTIONS, COMPOSED]);

/// The sections of a page that is composed.
static COMPOSED_PAGE: Table = Table::of("page", &[SECTIONS]);

const SECTIONS: &[Field] = &[
    field("name", Form::Name, Is("the file's name"), "the title of the report"),
    field("about", Form::Text, Is("nothing"), "one sentence below it"),
    field("assume", Form::Formulas, Is("none"), "[named quantities](#formulas-and-ranges)"),
    field(
        "estimate",
        Form::Formulas,
        Is("none"),
        "[formulas](#formulas-and-ranges) over them; every step is shown",
    ),
    field(
        "traffic",
        Form::Short("rate", &traffic::TRAFFIC),
        Is("each request has a `rate`"),
        "[who sends requests](#who-sends-requests)",
    ),
    field(
        "data",
        Form::Named(&data::DATA),
        Is("none"),
        "[keys](#keys-and-caches), and how hot they are",
    ),
    field("path", Form::Path, Is("`requests`"), "where the only type of request goes"),
    field(
        "requests",
        Form::Named(&requests::REQUEST),
        Is("`path`"),
        "[the types of request](#where-they-go)",
    ),
    field(
        "components",
        Form::Components,
        Is("**needed** to run"),
        "[what the names of the paths are](#what-each-component-is)",
    ),
    field(
        "network",
        Form::Map(&network::NETWORK),
        Is("250 us from component to component"),
        "[delays](#the-network) between components, sites and clients",
    ),
    field(
        "timeline",
        Form::List(&timeline::EVENT),
        Is("nothing happens"),
        "[what happens when](#the-timeline)",
    ),
    field(
        "montecarlo",
        Form::Map(&montecarlo::MONTECARLO),
        Is("spikes, there"),
        "[what happens at random](#at-random), for `napkin montecarlo` alone",
    ),
    field("slo", Form::Map(&slo::SLO), Is("no objective"), "[what must hold](#objectives)"),
    field(
        "run",
        Form::Map(&run::RUN),
        Is("napkin chooses, and says what"),
        "[how long, how often](#the-run)",
    ),
    field(
        "latency_table",
        Form::Name,
        Is("the first list that has the word"),
        "the list in which [the latency table's words](#how-long-work-takes) are looked up",
    ),
];

const COMPOSED: &[Field] = &[
    field("base", Form::Name, Is("none"), "[another page](#what-if) that this one changes"),
    field("include", Form::Files, Is("none"), "[other pages](#what-if) that this one is made of"),
];

/// True for a section of a page.
fn is_section(name: &str) -> bool {
    COMPOSED_PAGE.row(name).is_some()
}

/// Sections that make a page a design.
const DESIGN: [&str; 8] =
    ["traffic", "path", "requests", "components", "data", "network", "timeline", "run"];

/// Reads every section of a page. What is wrong is reported, and left out.
pub fn read<'a>(tree: &'a Node, reading: &mut Reading<'a>) -> Option<Scenario<'a>> {
    let mut page = Fields::of(reading, tree, &COMPOSED_PAGE, Owner::Page, "")?;
    let name = page.word("name").map(|name| name.value);
    let about = page.text("about").map_or("", |text| text.text);
    read_latency_list(&mut page);
    let estimate = assume::read(&mut page);
    let is_design = DESIGN.iter().any(|section| page.has(section).is_some());
    let mut scenario = Scenario {
        span: tree.span,
        name,
        about,
        estimate,
        is_design,
        is_suspect: false,
        traffic: traffic::read(&mut page),
        data: data::read(&mut page),
        requests: requests::read(&mut page),
        components: read_components(&mut page),
        network: network::read(&mut page),
        timeline: timeline::read(&mut page),
        montecarlo: montecarlo::read(&mut page),
        slo: slo::read(&mut page, true),
        run: run::read(&mut page),
    };
    let estimates = page.has("estimate").or(page.has("assume")).is_some();
    if !is_design && !estimates && !page.has_unknown() {
        page.reading.complain(tree.span, Fault::NothingToDo);
    }
    let has = |section: &str| page.has(section).is_some();
    let lost = has("components") && scenario.components.is_empty()
        || has("requests") && scenario.requests.is_empty();
    scenario.is_suspect = lost || page.has_unknown();
    if !is_design {
        page.useless("slo", Why::NoDesign);
        page.useless("montecarlo", Why::NothingRuns);
    }
    page.finish_but(&misplaced);
    Some(scenario)
}

/// Fields that are written on the page itself but belong into a section.
fn misplaced(written: &str) -> Option<Complaint> {
    let field = written.to_owned();
    let fault = if traffic::TRAFFIC.row(written).is_some() {
        Fault::BelongsInto { field, section: "traffic" }
    } else if requests::REQUEST.row(written).is_some() {
        Fault::BelongsIntoARequest { field }
    } else if run::RUN.row(written).is_some() {
        Fault::BelongsInto { field, section: "run" }
    } else if component::kinds().any(|kind| kind == written) {
        Fault::KindOnThePage { kind: field }
    } else {
        return None;
    };
    Some(fault.into())
}

/// `latency_table:` decides which list a bare row name is looked up in.
fn read_latency_list(page: &mut Fields<'_, '_>) {
    let Some(list) = page.word("latency_table") else { return };
    let lists = page.reading.tables.latency.lists();
    if lists.iter().any(|known| known.name == list.value) {
        page.reading.list = Some(list.value.to_owned());
        return;
    }
    let lists: Vec<String> = lists.iter().map(|known| known.name.clone()).collect();
    let near = Problems::nearest(list.value, lists.iter().map(String::as_str)).map(str::to_owned);
    let name = list.value.to_owned();
    page.reading.complain(list.span, Fault::UnknownLatencyList { name, near, lists });
}

fn read_components<'a>(page: &mut Fields<'_, 'a>) -> Vec<(Name<'a>, Option<Written<'a>>)> {
    let mut components = Vec::new();
    let Some(map) = page.nested("components") else { return components };
    if map.is_empty() {
        map.reading.complain(map.span, Fault::EmptySection { section: "components" });
    }
    for (key, node) in map.entries() {
        let name = Spanned::new(key.text.as_str(), key.span);
        if name.value == "client" {
            map.reading.complain(key.span, design::Fault::ClientIsTaken);
        } else if paths::is_block(name.value) {
            map.reading.complain(key.span, NamedLikeABlock { name: name.value.to_owned() });
        } else if !is_plain(name.value) {
            map.reading.complain(key.span, Fault::NotAName { name: name.value.to_owned() });
        }
        let written = component::read(map.reading, name.value, node, "components");
        components.push((name, written));
    }
    components
}

/// Letters, digits, `_` and `-`: what can stand in `--set` and in `set:` without doubt.
pub(crate) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
        && !name.starts_with('-')
}
