//! The sentences of `napkin compare`.
