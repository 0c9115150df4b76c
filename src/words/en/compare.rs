//! What `napkin compare` says.

use crate::message::compare::Refusal;

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::OneAlone => "there is nothing to compare it with: name another page, or give a \
            change with `--set app.instances=8` or `--variant \"big: app.instances=8; app.work=3ms\"`"
            .to_owned(),
        Refusal::VariantsOfOnePage => "--variant changes one page, and there are several: compare \
            the pages as they are (--set changes them all), or one page with its variants"
            .to_owned(),
        Refusal::NotAVariant { text } => format!(
            "`--variant \"{text}\"` does not say what changes: write \"NAME: app.instances=8; \
             app.work=3ms\""
        ),
    }
}
