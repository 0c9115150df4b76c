//! Why a study cannot be made.

use super::{capacity, compare, montecarlo, scale, sweep};
use crate::message::Refusal;

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::Capacity(what) => capacity::refusal(what),
        Refusal::Compare(what) => compare::refusal(what),
        Refusal::MonteCarlo(what) => montecarlo::refusal(what),
        Refusal::Scale(what) => scale::refusal(what),
        Refusal::Sweep(what) => sweep::refusal(what),
        Refusal::NothingToSimulate { file } => {
            format!("{file} has no components to simulate: it is a page for `napkin estimate`")
        }
        Refusal::NoComponent { name, near: Some(near), .. } => {
            format!("the page has no component `{name}`; did you mean `{near}`?")
        }
        Refusal::NoComponent { name, near: None, all } => {
            format!("the page has no component `{name}`; it has {}", all.join(", "))
        }
    }
}
