//! How notations are read, and what is asked about.
