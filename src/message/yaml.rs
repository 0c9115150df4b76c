//! What is said about a page's YAML and about how pages are composed.
