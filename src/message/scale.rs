//! The sentences of `napkin scale`.
