//! The highest rate that meets the objectives, what limits it, and when it runs out.

use super::{StudyError, Subject, Watch};
use crate::document::Capacity;

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
) -> Result<Capacity, StudyError> {
    Ok(Capacity { head: subject.head() })
}
