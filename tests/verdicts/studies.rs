//! What the studies advise, and the window they judge.
