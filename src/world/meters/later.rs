//! Work left for later: when it is done, and what of it is not.

use super::Meters;
use crate::stats::Histogram;

impl Meters {
    /// It is done.
    pub fn later(&mut self, request_type: u16, started: u64, at: u64) {
        if self.inside(at).is_some() {
            let meter = &mut self.request_types[request_type as usize];
            meter.later.get_or_insert_with(Histogram::new).record(at - started);
        }
    }

    /// It is lost.
    pub fn later_failed(&mut self, request_type: u16, at: u64) {
        if self.inside(at).is_some() {
            self.request_types[request_type as usize].later_failed += 1;
        }
    }

    /// A queue's message is set aside: it was handed out as often as it may be.
    pub fn set_aside(&mut self, queue: usize, request_type: u16, at: u64) {
        self.later_failed(request_type, at);
        if let Some(meter) = self.component(queue, at) {
            meter.dead_letters += 1;
        }
    }

    /// A queue's message is not done when the window ends.
    pub fn left(&mut self, queue: usize, request_type: u16, started: u64) {
        let age = self.window.to_ns.saturating_sub(started);
        self.request_types[request_type as usize].left_ns.push(age);
        let meter = &mut self.components[queue];
        meter.oldest_ns = meter.oldest_ns.max(age);
    }
}
