//! The command line of napkin.

fn main() {}
