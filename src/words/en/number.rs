//! How figures are written in English: `figure` has chosen their digits and their units.

pub use crate::message::number::shown;
