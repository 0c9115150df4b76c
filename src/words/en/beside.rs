//! Beside a second place.

use crate::message::Beside;

pub fn beside(what: &Beside) -> String {
    match what {
        Beside::First => "the first is here",
        Beside::Clients => "clients here",
        Beside::Rate => "a rate here",
        Beside::AnotherHasIt => "another request has it",
        Beside::Reads => "it reads here",
        Beside::Requests => "and the requests are here",
        Beside::FirstShape => "the first shape is here",
        Beside::StepBefore => "the step before is here",
        Beside::PointBefore => "the point before is here",
        Beside::Trough => "the trough is here",
        Beside::Least => "the least is here",
        Beside::Median => "half of them are slower than this",
        Beside::End => "the run ends here",
    }
    .to_owned()
}
