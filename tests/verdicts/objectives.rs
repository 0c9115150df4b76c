//! Whether objectives hold, for each request type.
