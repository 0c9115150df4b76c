//! The sentences of `napkin explain`.
