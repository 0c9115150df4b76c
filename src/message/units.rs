//! What is said about quantities and formulas.
