//! Scale-up against scale-out: the cheapest design of each kind for each rate.

use super::{StudyError, Subject, Watch};
use crate::document::Scaling;

/// The rates that are compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Rates {
    /// From one to the other, evenly on a logarithmic scale.
    Between(f64, f64),
    /// These, ascending.
    Each(Vec<f64>),
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {}

/// Makes the study.
///
/// # Errors
/// What is wrong with the page or the request, or why nothing could be simulated.
pub fn study(
    subject: &Subject<'_>,
    _request: &Request,
    _watch: &Watch<'_>,
) -> Result<Scaling, StudyError> {
    Ok(Scaling { head: subject.head() })
}
