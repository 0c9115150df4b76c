//! Limited things that callers hold for a while: workers, cores, connections, a disk, a network card.
//!
//! A `Resource` is the same limit at each of many instances. Whoever finds no unit free waits in the
//! instance's queue: first come first served, or by class where classes are given. A waiter is named by
//! (holder, ticket): a ticket that is no longer the holder's current one marks a waiter that left, and is
//! skipped when its turn comes. Busy units and waiters are integrated over time exactly.

use std::collections::VecDeque;

/// What `claim` answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The units are held from now on.
    Granted,
    /// The holder waits; `next` will name it when its turn has come.
    Queued,
    /// Every waiting place is taken.
    Full,
}

#[derive(Clone, Copy, Debug)]
struct Waiter {
    holder: u32,
    ticket: u32,
    amount: u64,
}

/// One instance: units, waiters and their integrals since the last `drain`.
#[derive(Clone, Debug)]
struct Station {
    capacity: u64,
    used: u64,
    waiting: u32,
    last_ns: u64,
    used_area: u128,
    /// Of `used_area`, what was read before.
    drained_area: u128,
    waiting_area: u128,
    /// Units × ns there were, up to an instant; an instance out of service has none.
    capacity_area: f64,
    counted_ns: u64,
    in_service: bool,
    queues: Vec<VecDeque<Waiter>>,
}

impl Station {
    fn integrate(&mut self, now: u64) {
        let elapsed = now - self.last_ns;
        self.used_area += u128::from(self.used) * u128::from(elapsed);
        self.waiting_area += u128::from(u64::from(self.waiting) * elapsed);
        self.last_ns = now;
    }

    /// Counts the units there have been. Called before their number changes.
    fn count_capacity(&mut self, now: u64) {
        if self.in_service {
            self.capacity_area += self.capacity as f64 * (now - self.counted_ns) as f64;
        }
        self.counted_ns = now;
    }
}

/// The same limit at every instance of a component.
#[derive(Clone, Debug)]
pub struct Resource {
    stations: Vec<Station>,
    bound: u32,
    classes: usize,
}

/// Integrals over the time since the last `drain`, summed over the instances.
#[derive(Clone, Copy, Debug, Default)]
pub struct Areas {
    /// Units held × ns.
    pub used: f64,
    /// Waiters × ns.
    pub waiting: f64,
    /// Units × ns there were.
    pub capacity: f64,
    /// Instances × ns in which work stood still because a quota was used up, and in which there was any.
    pub throttled: (f64, f64),
}

impl Resource {
    /// `capacity` units at each of `instances`; `bound` waiting places each; `classes` ≥ 1 priority classes.
    #[must_use]
    pub fn new(instances: usize, capacity: u64, bound: Option<u32>, classes: usize) -> Self {
        let station = Station {
            capacity,
            used: 0,
            waiting: 0,
            last_ns: 0,
            used_area: 0,
            drained_area: 0,
            waiting_area: 0,
            capacity_area: 0.0,
            counted_ns: 0,
            in_service: true,
            queues: vec![VecDeque::new(); classes.max(1)],
        };
        Self {
            stations: vec![station; instances],
            bound: bound.unwrap_or(u32::MAX),
            classes: classes.max(1),
        }
    }

    /// Asks for `amount` units at an instance. Class 0 is served first; classes beyond the last share it.
    pub fn claim(
        &mut self,
        at: usize,
        amount: u64,
        now: u64,
        waiter: (u32, u32),
        class: usize,
    ) -> Claim {
        let classes = self.classes;
        let bound = self.bound;
        let station = &mut self.stations[at];
        // One that asks for more than there is gets everything there is, or it would wait for ever.
        let amount = amount.min(station.capacity.max(1));
        if station.waiting == 0 && station.used + amount <= station.capacity {
            station.integrate(now);
            station.used += amount;
            return Claim::Granted;
        }
        if station.waiting >= bound {
            return Claim::Full;
        }
        station.integrate(now);
        station.waiting += 1;
        let (holder, ticket) = waiter;
        station.queues[class.min(classes - 1)].push_back(Waiter { holder, ticket, amount });
        Claim::Queued
    }

    /// Gives units back. Call `next` afterwards until it returns `None`.
    pub fn release(&mut self, at: usize, amount: u64, now: u64) {
        let station = &mut self.stations[at];
        station.integrate(now);
        let amount = amount.min(station.capacity.max(1));
        station.used = station.used.saturating_sub(amount);
    }

    /// The next waiter that fits, whose units it now holds. `live` tells whether a (holder, ticket) still waits.
    pub fn next(&mut self, at: usize, now: u64, live: impl Fn(u32, u32) -> bool) -> Option<u32> {
        let station = &mut self.stations[at];
        if station.waiting == 0 {
            return None;
        }
        for queue in &mut station.queues {
            while let Some(&Waiter { holder, ticket, amount }) = queue.front() {
                if !live(holder, ticket) {
                    queue.pop_front();
                    continue;
                }
                if station.used + amount > station.capacity {
                    return None;
                }
                queue.pop_front();
                station.integrate(now);
                station.waiting -= 1;
                station.used += amount;
                return Some(holder);
            }
        }
        None
    }

    /// A waiter left: its ticket is void from now on, and its place is free at once.
    pub fn leave(&mut self, at: usize, now: u64) {
        let station = &mut self.stations[at];
        station.integrate(now);
        station.waiting -= 1;
        // Waiters that left are skipped when their turn comes; under a long stall they would pile up.
        for queue in &mut station.queues {
            if station.waiting == 0 && queue.len() > 64 {
                queue.clear();
            }
        }
    }

    /// Units held at an instance.
    #[must_use]
    pub fn used(&self, at: usize) -> u64 {
        self.stations[at].used
    }

    /// Units × ns held at an instance since the start.
    pub fn used_so_far(&mut self, at: usize, now: u64) -> u128 {
        let station = &mut self.stations[at];
        station.integrate(now);
        station.drained_area + station.used_area
    }

    /// Waiters at an instance.
    #[must_use]
    pub fn waiting(&self, at: usize) -> u32 {
        self.stations[at].waiting
    }

    /// Changes an instance's units; 0 stops it. Call `next` afterwards until it returns `None`.
    pub fn resize(&mut self, at: usize, capacity: u64, now: u64) {
        let station = &mut self.stations[at];
        station.integrate(now);
        station.count_capacity(now);
        station.capacity = capacity;
    }

    /// Takes an instance into service or out of it: its units count from now on, or no longer do.
    pub fn serve(&mut self, at: usize, in_service: bool, now: u64) {
        self.stations[at].count_capacity(now);
        self.stations[at].in_service = in_service;
    }

    /// Adds empty instances, or none.
    pub fn grow(&mut self, instances: usize, capacity: u64, now: u64) {
        while self.stations.len() < instances {
            let queues = vec![VecDeque::new(); self.classes];
            self.stations.push(Station {
                capacity,
                used: 0,
                waiting: 0,
                last_ns: now,
                used_area: 0,
                drained_area: 0,
                waiting_area: 0,
                capacity_area: 0.0,
                counted_ns: now,
                in_service: true,
                queues,
            });
        }
    }

    /// Reads the integrals up to `now`, of all instances together and `each` by itself (units held, and there
    /// were, × ns), and starts them anew.
    pub fn drain(&mut self, now: u64, mut each: impl FnMut(usize, f64, f64)) -> Areas {
        let mut areas = Areas::default();
        for (at, station) in self.stations.iter_mut().enumerate() {
            station.integrate(now);
            station.count_capacity(now);
            let used = station.used_area as f64;
            areas.used += used;
            areas.waiting += station.waiting_area as f64;
            // What is still held where nobody new is admitted is there as long as it is held.
            let capacity = station.capacity_area.max(used);
            areas.capacity += capacity;
            each(at, used, capacity);
            station.drained_area += station.used_area;
            station.used_area = 0;
            station.waiting_area = 0;
            station.capacity_area = 0.0;
        }
        areas
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_in_order_of_arrival_and_skips_those_who_left() {
        let mut cores = Resource::new(1, 1, None, 1);
        assert_eq!(cores.claim(0, 1, 0, (7, 1), 0), Claim::Granted);
        assert_eq!(cores.claim(0, 1, 5, (8, 2), 0), Claim::Queued);
        assert_eq!(cores.claim(0, 1, 6, (9, 3), 0), Claim::Queued);
        cores.leave(0, 7);
        cores.release(0, 1, 10);
        assert_eq!(cores.next(0, 10, |holder, _| holder != 8), Some(9));
        assert_eq!(cores.next(0, 10, |_, _| true), None);
        let areas = cores.drain(20, |_, _, _| ());
        assert_eq!((areas.used, areas.waiting, areas.capacity), (20.0, 6.0, 20.0));
    }

    #[test]
    fn refuses_when_every_waiting_place_is_taken() {
        let mut cores = Resource::new(1, 1, Some(1), 1);
        assert_eq!(cores.claim(0, 1, 0, (1, 1), 0), Claim::Granted);
        assert_eq!(cores.claim(0, 1, 0, (2, 2), 0), Claim::Queued);
        assert_eq!(cores.claim(0, 1, 0, (3, 3), 0), Claim::Full);
    }

    #[test]
    fn serves_the_first_class_first() {
        let mut cores = Resource::new(1, 1, None, 2);
        assert_eq!(cores.claim(0, 1, 0, (1, 1), 1), Claim::Granted);
        assert_eq!(cores.claim(0, 1, 1, (2, 2), 1), Claim::Queued);
        assert_eq!(cores.claim(0, 1, 2, (3, 3), 0), Claim::Queued);
        cores.release(0, 1, 3);
        assert_eq!(cores.next(0, 3, |_, _| true), Some(3));
    }
}
