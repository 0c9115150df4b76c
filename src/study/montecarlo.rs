//! Unknown inputs and random events drawn many times: how the outcome is distributed.

use super::{StudyError, Subject, Watch};
use crate::document::MonteCarlo;

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
) -> Result<MonteCarlo, StudyError> {
    Ok(MonteCarlo { head: subject.head() })
}
