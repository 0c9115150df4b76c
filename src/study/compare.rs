//! Variants side by side, with the intervals of their differences.

use super::{StudyError, Subject, Watch};
use crate::document::Comparison;

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
) -> Result<Comparison, StudyError> {
    Ok(Comparison { head: subject.head() })
}
