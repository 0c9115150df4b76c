//! The sentences: what `message` can say, in each language. Only the renderers and the notes call these.
//!
//! A language is a folder with one file an area, each with one exhaustive `match`: a language that lacks a sentence
//! does not compile.

mod en;
mod ko;
pub mod number;

use crate::document::{OfPage, State, Verdict, Warning};
use crate::figure::Shown;
pub use crate::message::Say;
use crate::message::findings::{Caveat, Finding};
use crate::message::study::{Cut, Trouble};
use crate::message::{
    Complaint, EventLabel, Lang, PhaseLabel, Refusal, Remark, Title, Why, Words, capacity, chart,
    cli, compare, cost, estimate, explain, facts, film, montecarlo, picture, report, scale, story,
    sweep, topology,
};

/// A line for each area: what is said, and the function of that name that every language has for it.
macro_rules! say {
    ($($what:ty => $area:ident::$function:ident,)*) => {$(
        impl Say for $what {
            fn say(&self, lang: Lang) -> String {
                match lang {
                    Lang::En => en::$area::$function(self),
                    Lang::Ko => ko::$area::$function(self),
                }
            }
        }
    )*};
}

say! {
    Finding => findings::finding,
    Caveat => findings::caveat,
    OfPage => findings::of_page,
    Warning => findings::warning,
    Shown => number::shown,
    chart::Text<'_> => chart::text,
    montecarlo::Chart<'_> => montecarlo::chart,
    montecarlo::Drawn => montecarlo::drawn,
    montecarlo::Drew => montecarlo::drew,
    montecarlo::Head => montecarlo::head,
    montecarlo::NoPage => montecarlo::no_page,
    montecarlo::Text<'_> => montecarlo::text,
    scale::Cell => scale::cell,
    scale::Head => scale::head,
    scale::Text<'_> => scale::text,
    sweep::Chart<'_> => sweep::chart,
    sweep::Column => sweep::column,
    sweep::Line => sweep::line,
    sweep::Text<'_> => sweep::text,
    cost::Item => cost::item,
    cost::Owner<'_> => cost::owner,
    cost::Short<'_> => cost::short,
    cost::Unpriced => cost::unpriced,
    estimate::Formula => estimate::formula,
    estimate::Step => estimate::step,
    estimate::Text<'_> => estimate::text,
    report::Count => report::count,
    report::Label => report::label,
    report::Text<'_> => report::text,
    Refusal => refusal::refusal,
    capacity::Criterion => capacity::criterion,
    capacity::Refusal => capacity::refusal,
    capacity::Text<'_> => capacity::text,
    compare::Refusal => compare::refusal,
    facts::Doubt => facts::doubt,
    facts::Refusal => facts::refusal,
    facts::Text<'_> => facts::text,
    compare::Name => compare::name,
    compare::Text<'_> => compare::text,
    State => compare::state,
    Verdict => compare::verdict,
    story::Step => story::step,
    story::Happening => story::happening,
    story::Text<'_> => story::text,
    Cut => study::cut,
    Trouble => study::trouble,
    explain::Advised => explain::advised,
    explain::Answer => explain::answer,
    explain::Failing => explain::failing,
    explain::Place => explain::place,
    explain::SpentOn => explain::spent_on,
    explain::Text<'_> => explain::text,
    Complaint => complaint::sentence,
    Title<'_> => complaint::title,
    cli::BadValue => cli::bad_value,
    cli::Fault => cli::fault,
    Remark => complaint::remark,
    film::Text<'_> => film::text,
    picture::Text<'_> => picture::text,
    topology::Label => topology::label,
    topology::Detail => topology::detail,
    topology::Text<'_> => topology::text,
    cli::Text<'_> => cli::text,
    cli::Verdict<'_> => cli::verdict,
    EventLabel => label::event,
    PhaseLabel => label::phase,
    Why => why::why,
}

/// Title, label and help of a problem.
#[must_use]
pub fn complaint(what: &Complaint, lang: Lang) -> Words {
    match lang {
        Lang::En => en::complaint::complaint(what),
        Lang::Ko => ko::complaint::complaint(what),
    }
}
