//! What can be wrong with a page, a table or a command line: one variant an area.

use super::{
    Beside, Words, cli, component, design, facts, fields, page, paths, timeline, traffic, units,
    values, yaml,
};

/// What is wrong, with the names and figures that a sentence about it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Complaint {
    /// Fields, sections and names.
    Fields(fields::Fault),
    /// The value of a field.
    Values(values::Fault),
    /// Paths, their steps and their blocks.
    Paths(paths::Fault),
    /// Traffic, requests and objectives.
    Traffic(traffic::Fault),
    /// What happens, at a time or at random.
    Timeline(timeline::Fault),
    /// A component and the calls into it.
    Component(component::Fault),
    /// What only the whole page can tell.
    Design(design::Fault),
    /// The files of a page, and changes to it.
    Page(page::Fault),
    /// Areas whose sentences are still made where the mistake is found. Goes when the last of them is gone.
    Worded(Words),
    /// A table of facts.
    Facts(facts::Fault),
    /// A quantity or a formula.
    Units(units::Fault),
    /// The YAML of a page.
    Yaml(yaml::Fault),
    /// A file that the command line names.
    File(cli::File),
}

/// The title of a complaint alone.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a>(pub &'a Complaint);

/// A line for each area: its faults are complaints.
macro_rules! areas {
    ($($variant:ident($fault:ty),)*) => {$(
        impl From<$fault> for Complaint {
            fn from(fault: $fault) -> Self {
                Self::$variant(fault)
            }
        }
    )*};
}

areas! {
    Component(component::Fault),
    Design(design::Fault),
    Facts(facts::Fault),
    Fields(fields::Fault),
    File(cli::File),
    Page(page::Fault),
    Paths(paths::Fault),
    Timeline(timeline::Fault),
    Traffic(traffic::Fault),
    Units(units::Fault),
    Values(values::Fault),
    Yaml(yaml::Fault),
}

impl From<Words> for Complaint {
    fn from(words: Words) -> Self {
        Self::Worded(words)
    }
}

impl From<String> for Complaint {
    fn from(title: String) -> Self {
        Self::Worded(Words { title, label: String::new(), help: String::new() })
    }
}

impl From<&str> for Complaint {
    fn from(title: &str) -> Self {
        title.to_owned().into()
    }
}

/// What is said of a second place that explains a problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// `with this`, beside a change without which the page would be right.
    WithThis,
    /// Another place of the page.
    Beside(Beside),
    /// As [`Complaint::Worded`].
    Worded(String),
    /// `first written here`: the first of two that should be one.
    FirstWritten,
    /// The YAML of a page.
    Yaml(yaml::Remark),
}

impl From<Beside> for Remark {
    fn from(beside: Beside) -> Self {
        Self::Beside(beside)
    }
}

impl From<String> for Remark {
    fn from(words: String) -> Self {
        Self::Worded(words)
    }
}

impl From<&str> for Remark {
    fn from(words: &str) -> Self {
        Self::Worded(words.to_owned())
    }
}

impl From<yaml::Remark> for Remark {
    fn from(remark: yaml::Remark) -> Self {
        Self::Yaml(remark)
    }
}
