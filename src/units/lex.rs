//! Text into tokens.
