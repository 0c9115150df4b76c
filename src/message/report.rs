//! The labels and sentences of the report.
