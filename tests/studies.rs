//! The studies, each through a page: what they advise and find, held against what is known of the page.

mod studies {
    mod explain;
}
