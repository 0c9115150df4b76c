//! The sentences of `napkin capacity`.
