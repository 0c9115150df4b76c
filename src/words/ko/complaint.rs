//! What is wrong with a page: the areas that can say so.

use super::beside::beside;
use super::{
    component, design, facts, fields, page, paths, timeline, traffic, units, values, yaml,
};
use crate::message::{Complaint, Remark, Title, Words};

pub fn complaint(what: &Complaint) -> Words {
    match what {
        Complaint::Fields(what) => fields::fault(what),
        Complaint::Values(what) => values::fault(what),
        Complaint::Paths(what) => paths::fault(what),
        Complaint::Traffic(what) => traffic::fault(what),
        Complaint::Timeline(what) => timeline::fault(what),
        Complaint::Component(what) => component::fault(what),
        Complaint::Design(what) => design::fault(what),
        Complaint::Page(what) => page::fault(what),
        Complaint::Worded(words) => words.clone(),
        Complaint::Facts(fault) => facts::fault(fault),
        Complaint::Units(fault) => units::fault(fault),
        Complaint::Yaml(fault) => yaml::fault(fault),
        Complaint::File(file) => super::cli::file(file),
    }
}

/// All of it as one sentence, for a report, which shows no place.
pub fn sentence(what: &Complaint) -> String {
    let Words { title, label, help } = complaint(what);
    [title, label, help].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

pub fn title(what: &Title<'_>) -> String {
    complaint(what.0).title
}

pub fn remark(what: &Remark) -> String {
    match what {
        Remark::WithThis => "이것과 함께".to_owned(),
        Remark::Beside(what) => beside(what),
        Remark::Worded(words) => words.clone(),
        Remark::FirstWritten => "처음 적은 곳".to_owned(),
        Remark::Yaml(remark) => yaml::remark(remark),
    }
}
