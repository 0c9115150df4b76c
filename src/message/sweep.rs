//! The sentences of `napkin sweep`.
