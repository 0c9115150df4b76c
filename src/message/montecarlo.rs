//! The sentences of `napkin montecarlo`.
