//! Studies through pages: what they find against closed forms, and that nothing depends on threads.

mod common;

mod studies {
    mod pages;

    mod capacity;
    mod compare;
    mod explain;
    mod scale;
    mod sweep;
}
