//! The loads under way of one cache: which entry is being fetched, since when, and who waits for the answer.
//!
//! An entry has one load at a time: the first miss of it since the last one ended. Misses that come meanwhile either
//! wait for its answer or fetch by themselves, and then they are no load of their own.

const NONE: u32 = u32::MAX;

/// What a cache does about misses that come at once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Policy {
    /// Misses of an entry that is being fetched wait for the answer.
    pub merge: bool,
    /// The β of early refresh; `None` waits for the end of an entry's life.
    pub beta: Option<f64>,
    /// For so long after its end an entry is still an answer, while it is fetched anew.
    pub stale_while_ns: u64,
}

impl Policy {
    /// Whether it does anything at all.
    #[must_use]
    pub const fn is_any(&self) -> bool {
        self.merge || self.beta.is_some() || self.stale_while_ns > 0
    }
}

/// A frame that waits, and the ticket that it must still have.
pub type Waiter = (u32, u32);

#[derive(Clone, Debug, Default)]
struct Load {
    /// The instance whose entry it will be.
    at: usize,
    since_ns: u64,
    waiters: Vec<Waiter>,
}

/// The loads of one cache.
#[derive(Clone, Debug, Default)]
pub struct Loads {
    /// By entry: its load under way.
    of_entry: Vec<u32>,
    list: Vec<Load>,
    free: Vec<u32>,
    /// By entry: how long its last load took; empty where nobody asks.
    took_ns: Vec<u64>,
    /// The same of whichever entry was loaded last.
    last_ns: u64,
}

impl Loads {
    /// For so many entries.
    #[must_use]
    pub fn new(entries: usize, policy: Policy) -> Self {
        let timed = if policy.beta.is_some() { entries } else { 0 };
        Self { of_entry: vec![NONE; entries], took_ns: vec![0; timed], ..Self::default() }
    }

    /// Whether an entry is being fetched, for any instance.
    #[must_use]
    pub fn is_any(&self, entry: u32) -> bool {
        self.of_entry[entry as usize] != NONE
    }

    /// Whether an entry is being fetched for this instance.
    #[must_use]
    pub fn is_at(&self, entry: u32, at: usize) -> bool {
        let load = self.of_entry[entry as usize];
        load != NONE && self.list[load as usize].at == at
    }

    /// An entry is being fetched from now on. There must be no load of it yet.
    pub fn begin(&mut self, entry: u32, at: usize, now: u64) {
        let id = self.free.pop().unwrap_or_else(|| {
            self.list.push(Load::default());
            u32::try_from(self.list.len() - 1).unwrap_or(NONE)
        });
        let load = &mut self.list[id as usize];
        load.at = at;
        load.since_ns = now;
        self.of_entry[entry as usize] = id;
    }

    /// Somebody waits for an entry that is being fetched.
    pub fn wait(&mut self, entry: u32, waiter: Waiter) {
        let load = self.of_entry[entry as usize];
        self.list[load as usize].waiters.push(waiter);
    }

    /// A load is over. Those who wait, the longest first; `give_back` takes the list again.
    pub fn end(&mut self, entry: u32) -> Vec<Waiter> {
        let id = std::mem::replace(&mut self.of_entry[entry as usize], NONE);
        let Some(load) = self.list.get_mut(id as usize) else { return Vec::new() };
        self.free.push(id);
        std::mem::take(&mut load.waiters)
    }

    /// The answer to a load came, which took until now.
    pub fn took(&mut self, entry: u32, now: u64) {
        let id = self.of_entry[entry as usize];
        let Some(load) = self.list.get(id as usize) else { return };
        let took_ns = now - load.since_ns;
        if let Some(last) = self.took_ns.get_mut(entry as usize) {
            *last = took_ns;
        }
        self.last_ns = took_ns;
    }

    /// How long a load of this entry takes: what its last one took, or whichever was the last of all; 0 is unknown.
    #[must_use]
    pub fn expected_ns(&self, entry: u32) -> u64 {
        match self.took_ns.get(entry as usize) {
            Some(&took_ns) if took_ns > 0 => took_ns,
            _ => self.last_ns,
        }
    }

    /// The memory of a list that `end` gave out.
    pub fn give_back(&mut self, mut waiters: Vec<Waiter>) {
        waiters.clear();
        if let Some(&id) = self.free.last() {
            self.list[id as usize].waiters = waiters;
        }
    }
}

/// Whether an entry is refreshed before the end of its life: XFetch (Vattani, Chierichetti and Lowenstein, PVLDB 8(8),
/// 2015), for an exponential draw of mean 1.
#[must_use]
pub fn is_early(left_ns: u64, load_ns: u64, beta: f64, draw: f64) -> bool {
    draw * beta * load_ns as f64 >= left_ns as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_ends_with_those_who_wait_for_it() {
        let mut loads = Loads::new(3, Policy { beta: Some(1.0), ..Policy::default() });
        loads.begin(1, 0, 100);
        assert!(loads.is_at(1, 0) && !loads.is_at(1, 1) && !loads.is_any(2));
        loads.wait(1, (7, 70));
        loads.wait(1, (8, 80));
        loads.took(1, 130);
        let waiters = loads.end(1);
        assert_eq!(waiters, [(7, 70), (8, 80)]);
        loads.give_back(waiters);
        assert!(!loads.is_any(1));
        assert_eq!((loads.expected_ns(1), loads.expected_ns(2)), (30, 30));
        loads.begin(2, 0, 200);
        assert!(loads.end(2).is_empty());
    }

    #[test]
    fn a_refresh_is_early_by_what_a_load_takes() {
        assert!(is_early(10, 20, 1.0, 0.5));
        assert!(!is_early(11, 20, 1.0, 0.5));
        assert!(is_early(20, 20, 2.0, 0.5));
        assert!(!is_early(1, 0, 1.0, 30.0));
    }
}
