//! What can be wrong with a page, a table or a command line: one variant an area.

use super::{Words, cli, facts, yaml};

/// What is wrong, with the names and figures that a sentence about it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Complaint {
    /// Areas whose sentences are still made where the mistake is found. Goes when the last of them is gone.
    Worded(Words),
    /// A table of facts.
    Facts(facts::Fault),
    /// The YAML of a page.
    Yaml(yaml::Fault),
    /// A file that the command line names.
    File(cli::File),
}

/// The title of a complaint alone.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a>(pub &'a Complaint);

impl From<Words> for Complaint {
    fn from(words: Words) -> Self {
        Self::Worded(words)
    }
}

impl From<facts::Fault> for Complaint {
    fn from(fault: facts::Fault) -> Self {
        Self::Facts(fault)
    }
}

impl From<yaml::Fault> for Complaint {
    fn from(fault: yaml::Fault) -> Self {
        Self::Yaml(fault)
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

impl From<cli::File> for Complaint {
    fn from(file: cli::File) -> Self {
        Self::File(file)
    }
}

/// What is said of a second place that explains a problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// `with this`, beside a change without which the page would be right.
    WithThis,
    /// As [`Complaint::Worded`].
    Worded(String),
    /// `first written here`: the first of two that should be one.
    FirstWritten,
    /// The YAML of a page.
    Yaml(yaml::Remark),
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
