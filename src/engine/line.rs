//! A first-come-first-served station that nothing interrupts: a job's departure is known when it arrives.
//!
//! With c servers and no one leaving early, a job starts at max(now, the earliest time that a server is free)
//! (Kiefer & Wolfowitz 1955; for one server, Lindley 1952), so that a visit costs no event of its own. Busy time
//! and waiting time are still integrated exactly: what was promised beyond an instant is taken off there.

use std::collections::VecDeque;

use super::resource::Areas;

#[derive(Clone, Debug)]
struct Desk {
    /// When each server will be free.
    free_at: Vec<u64>,
    /// Starts of the jobs that wait, in order; those gone by are dropped at the next visit.
    starts: VecDeque<u64>,
    /// Work promised since the last `drain`, and of what was promised before, the part beyond it; ns.
    work_ns: u64,
    owed_work_ns: u64,
}

impl Desk {
    /// The server that is free first, and when that is.
    #[inline]
    fn earliest(&self) -> (usize, u64) {
        let free_at = self.free_at.as_slice();
        if let &[only] = free_at {
            return (0, only);
        }
        // Four searches side by side, each without a branch: one after another would wait for one another.
        let mut best = [(0, u64::MAX); 4];
        let fours = free_at.chunks_exact(4);
        let rest = fours.remainder();
        for (four, times) in fours.enumerate() {
            for (lane, &time) in times.iter().enumerate() {
                best[lane] = earlier(best[lane], (4 * four + lane, time));
            }
        }
        for (lane, &time) in rest.iter().enumerate() {
            best[lane] = earlier(best[lane], (free_at.len() - rest.len() + lane, time));
        }
        earlier(earlier(best[0], best[1]), earlier(best[2], best[3]))
    }

    #[inline]
    fn forget_started(&mut self, now: u64) {
        while self.starts.front().is_some_and(|&start| start <= now) {
            self.starts.pop_front();
        }
    }
}

/// The earlier of two (server, time); of equals the first.
#[inline]
const fn earlier(a: (usize, u64), b: (usize, u64)) -> (usize, u64) {
    if b.1 < a.1 { b } else { a }
}

/// Such a station at every instance of a component.
#[derive(Clone, Debug)]
pub struct Line {
    desks: Vec<Desk>,
    bound: usize,
    /// Waits promised since the last `drain`, and of those promised before, the part beyond it; ns. A few hundred
    /// thousand jobs in line wait for longer together than a number of nanoseconds holds; only differences of these
    /// sums, and of those of work, are read, and they are exact where the sums go round.
    wait_ns: u64,
    owed_wait_ns: u64,
}

/// What a visit comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When service begins.
    pub start: u64,
    /// When it ends.
    pub end: u64,
}

impl Line {
    /// `servers` at each of `instances`, with `bound` waiting places each.
    #[must_use]
    pub fn new(instances: usize, servers: u64, bound: Option<u32>) -> Self {
        let servers = usize::try_from(servers).unwrap_or(1).max(1);
        let desk = Desk {
            free_at: vec![0; servers],
            starts: VecDeque::new(),
            work_ns: 0,
            owed_work_ns: 0,
        };
        Self {
            desks: vec![desk; instances],
            bound: bound.map_or(usize::MAX, |bound| bound as usize),
            wait_ns: 0,
            owed_wait_ns: 0,
        }
    }

    /// A job of `service` ns arrives at an instance; `None` if every waiting place is taken.
    #[inline]
    pub fn visit(&mut self, at: usize, now: u64, service: u64) -> Option<Visit> {
        let desk = &mut self.desks[at];
        let (first, earliest) = desk.earliest();
        if earliest <= now {
            let end = now.saturating_add(service);
            desk.free_at[first] = end;
            desk.work_ns = desk.work_ns.wrapping_add(end - now);
            return Some(Visit { start: now, end });
        }
        desk.forget_started(now);
        if desk.starts.len() >= self.bound {
            return None;
        }
        desk.starts.push_back(earliest);
        let end = earliest.saturating_add(service);
        desk.free_at[first] = end;
        desk.work_ns = desk.work_ns.wrapping_add(end - earliest);
        self.wait_ns = self.wait_ns.wrapping_add(earliest - now);
        Some(Visit { start: earliest, end })
    }

    /// When the only server of the only instance will be free, to be kept up to date; `None` if there are more.
    #[must_use]
    pub fn only(&mut self) -> Option<&mut u64> {
        match self.desks.as_mut_slice() {
            [desk] if desk.free_at.len() == 1 => desk.free_at.first_mut(),
            _ => None,
        }
    }

    /// As `visit` where everybody may wait, and nothing is integrated: that is the caller's.
    #[inline]
    pub fn serve(&mut self, at: usize, now: u64, service: u64) -> Visit {
        let desk = &mut self.desks[at];
        let (first, earliest) = desk.earliest();
        let start = earliest.max(now);
        let end = start.saturating_add(service);
        desk.free_at[first] = end;
        Visit { start, end }
    }

    /// Whether a visit now would find a place.
    #[inline]
    pub fn has_room(&mut self, at: usize, now: u64) -> bool {
        if self.bound == usize::MAX {
            return true;
        }
        let desk = &mut self.desks[at];
        desk.forget_started(now);
        desk.starts.len() < self.bound || desk.free_at.iter().any(|&free| free <= now)
    }

    /// Busy and waiting time since the last `drain`, and the server time there was: of all instances together, and
    /// `each` by itself.
    pub fn drain(
        &mut self,
        now: u64,
        interval_ns: u64,
        mut each: impl FnMut(usize, f64, f64),
    ) -> Areas {
        let (mut work, mut owed_wait, mut servers) = (0, 0_u64, 0);
        let sum = |total: u64, ns: u64| total.wrapping_add(ns);
        for (at, desk) in self.desks.iter_mut().enumerate() {
            desk.forget_started(now);
            let here = desk.free_at.len() as u64;
            let owed = desk.free_at.iter().map(|&free| free.saturating_sub(now)).fold(0, sum);
            let done = desk.work_ns.wrapping_add(desk.owed_work_ns).wrapping_sub(owed);
            (desk.work_ns, desk.owed_work_ns) = (0, owed);
            each(at, done as f64, here as f64 * interval_ns as f64);
            work += done;
            servers += here;
            owed_wait = desk.starts.iter().map(|&start| start - now).fold(owed_wait, sum);
        }
        let areas = Areas {
            used: work as f64,
            waiting: self.wait_ns.wrapping_add(self.owed_wait_ns).wrapping_sub(owed_wait) as f64,
            capacity: servers as f64 * interval_ns as f64,
            throttled: (0.0, 0.0),
        };
        self.wait_ns = 0;
        self.owed_wait_ns = owed_wait;
        areas
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_serves_in_order() {
        let mut line = Line::new(1, 1, None);
        assert_eq!(line.visit(0, 10, 5), Some(Visit { start: 10, end: 15 }));
        assert_eq!(line.visit(0, 12, 4), Some(Visit { start: 15, end: 19 }));
        assert_eq!(line.visit(0, 30, 1), Some(Visit { start: 30, end: 31 }));
    }

    #[test]
    fn areas_are_cut_exactly_at_the_tick() {
        let mut line = Line::new(1, 1, None);
        line.visit(0, 0, 10);
        line.visit(0, 2, 10);
        let first = line.drain(8, 8, |_, _, _| ());
        assert_eq!((first.used, first.waiting, first.capacity), (8.0, 6.0, 8.0));
        let second = line.drain(30, 22, |_, _, _| ());
        assert_eq!((second.used, second.waiting), (12.0, 2.0));
    }

    #[test]
    fn areas_are_exact_where_the_sum_of_all_waits_goes_round() {
        let mut line = Line::new(1, 1, None);
        let jobs = 6_000;
        let service = 1_000_000_000_000_000;
        for _ in 0..jobs {
            line.visit(0, 0, service);
        }
        // Together they wait for 1.8e22 ns, a thousand times what 64 bits hold; in the first second all but one do.
        let areas = line.drain(1_000_000_000, 1_000_000_000, |_, _, _| ());
        assert_eq!((areas.used, areas.waiting), (1e9, f64::from(jobs - 1) * 1e9));
    }

    #[test]
    fn a_job_beyond_the_end_of_time_never_ends() {
        let mut line = Line::new(1, 1, None);
        line.visit(0, 5, u64::MAX - 10);
        assert_eq!(line.visit(0, 6, 100).map(|visit| visit.end), Some(u64::MAX));
        assert_eq!(line.visit(0, 7, 100).map(|visit| visit.start), Some(u64::MAX));
    }

    #[test]
    fn waiting_places_come_free_when_service_begins() {
        let mut line = Line::new(1, 1, Some(1));
        assert!(line.visit(0, 0, 10).is_some());
        assert!(line.visit(0, 1, 10).is_some());
        assert!(line.visit(0, 2, 10).is_none());
        assert!(line.visit(0, 10, 10).is_some());
    }
}
