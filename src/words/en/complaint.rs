//! What is wrong with a page: the areas that can say so.

use crate::message::{Complaint, Remark, Words};

pub fn complaint(what: &Complaint) -> Words {
    match what {
        Complaint::Worded(words) => words.clone(),
    }
}

pub fn remark(what: &Remark) -> String {
    match what {
        Remark::WithThis => "with this".to_owned(),
        Remark::Worded(words) => words.clone(),
    }
}
