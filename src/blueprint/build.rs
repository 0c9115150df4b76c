//! A tree → a page: read, then resolved, with every problem reported at once.

use super::{AssumedValue, Blueprint, EstimateLine, Tables};
use crate::facts::latency::Row;
use crate::problem::Problems;
use crate::reader::{ReadFile, Reading};
use crate::scenario;
use crate::yaml::Node;

/// What a page comes to.
#[derive(Clone, Debug)]
pub struct Page {
    /// The design; `None` for a page of arithmetic alone.
    pub blueprint: Option<Blueprint>,
    /// `assume:`, then `estimate:`.
    pub estimate: Vec<EstimateLine>,
    /// The latency list that bare row names mean, if the page chose one.
    pub latency_list: Option<String>,
    /// Latency rows that the page's formulas used, each once.
    pub latency_rows_used: Vec<Row>,
    /// What was chosen because the page did not say.
    pub assumed: Vec<AssumedValue>,
}

/// Makes a page out of its tree. `stem` names a page without `name:`; `read_file` reads what the page refers
/// to, relative to the page. `None` if any problem forbids a run: `problems` then holds all of them.
pub fn build<'a>(
    tree: &'a Node,
    stem: &str,
    tables: Tables<'a>,
    read_file: &'a mut ReadFile<'a>,
    problems: &'a mut Problems,
) -> Option<Page> {
    let mut reading = Reading::new(tables, read_file, problems);
    let scenario = scenario::read(tree, &mut reading)?;
    let blueprint = scenario.is_design.then(|| super::resolve(&scenario, &mut reading, stem));
    if reading.problems.any_errors() {
        return None;
    }
    Some(Page {
        blueprint,
        estimate: scenario.estimate,
        latency_list: reading.list,
        latency_rows_used: reading.rows,
        assumed: reading.assumed,
    })
}
