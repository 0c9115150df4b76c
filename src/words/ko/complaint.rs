//! What is wrong with a page: the areas that can say so.

use super::beside::beside;
use super::{cli, yaml};
use crate::message::{Complaint, Remark, Title, Words};
use crate::words::en;

pub fn complaint(what: &Complaint) -> Words {
    match what {
        Complaint::File(file) => cli::file(file),
        // These areas have no Korean yet.
        Complaint::Fields(_)
        | Complaint::Values(_)
        | Complaint::Paths(_)
        | Complaint::Traffic(_)
        | Complaint::Timeline(_)
        | Complaint::Component(_)
        | Complaint::Design(_)
        | Complaint::Page(_)
        | Complaint::Worded(_)
        | Complaint::Facts(_)
        | Complaint::Units(_)
        | Complaint::Yaml(_) => en::complaint::complaint(what),
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
