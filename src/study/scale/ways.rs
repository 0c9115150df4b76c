//! The cheapest design of each kind for one rate.

use super::fit::Count;
use super::judge::Judge;
use crate::document::scale::Way;
use crate::world::RunError;

/// More machines than this are not a design that one would draw.
const MOST: u32 = 20_000;
/// Counts that are simulated of one size at one rate, at most.
const TRIES: usize = 12;

/// So many machines of a kind, for a server (or cache) or a database.
const fn count_of(way: Way, machines: u32, is_database: bool) -> Count {
    match way {
        Way::Replicas => Count::Nodes(1, machines - 1),
        Way::Up | Way::Out | Way::Diagonal | Way::Shards if is_database => {
            Count::Nodes(machines, 0)
        }
        Way::Up | Way::Out | Way::Diagonal | Way::Shards => Count::Instances(machines),
    }
}

/// A size and a count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    pub(super) size: usize,
    pub(super) count: Count,
}

/// How the kinds are made of the family.
pub(super) struct Kinds {
    /// The size that is counted when it scales out.
    pub(super) small: usize,
    /// Those between it and the largest.
    pub(super) middles: Vec<usize>,
    pub(super) is_database: bool,
    /// By kind and size: the utilization of the design that was found for the last rate.
    pub(super) learned: std::collections::BTreeMap<(Way, usize), f64>,
}

impl Kinds {
    /// The kinds that there are.
    pub(super) fn ways(&self) -> Vec<Way> {
        if self.is_database {
            vec![Way::Up, Way::Replicas, Way::Shards, Way::Diagonal]
        } else {
            vec![Way::Up, Way::Out, Way::Diagonal]
        }
    }

    /// The cheapest design of a kind that carries a rate; `None` if there is none.
    pub(super) fn cheapest(
        &mut self,
        way: Way,
        rate: f64,
        judge: &mut Judge<'_>,
    ) -> Result<Option<Choice>, RunError> {
        match way {
            Way::Up => self.up(rate, judge),
            Way::Out | Way::Replicas | Way::Shards => {
                self.fewest(way, self.small, rate, f64::INFINITY, judge)
            }
            Way::Diagonal => self.diagonal(rate, judge),
        }
    }

    /// One machine: the cheapest size that carries it.
    fn up(&self, rate: f64, judge: &mut Judge<'_>) -> Result<Option<Choice>, RunError> {
        let count = count_of(Way::Up, 1, self.is_database);
        for size in 0..judge.sizes.len() {
            if judge.meets(size, count, rate)? {
                return Ok(Some(Choice { size, count }));
            }
        }
        Ok(None)
    }

    /// The fewest machines of one size, at least two, that carry it, if they cost less than `below`.
    ///
    /// Arithmetic says below how many a resource is full. The search begins at the utilization that the
    /// design of the last rate had, and walks with doubling steps to where one more carries it and one fewer
    /// does not.
    fn fewest(
        &mut self,
        way: Way,
        size: usize,
        rate: f64,
        below: f64,
        judge: &mut Judge<'_>,
    ) -> Result<Option<Choice>, RunError> {
        let Some(least) = self.least(way, size, rate, judge) else { return Ok(None) };
        if judge.price(size, least) >= below {
            return Ok(None);
        }
        let full = |machines: u32, judge: &Judge<'_>| {
            judge.by_arithmetic(size, count_of(way, machines, self.is_database), rate).0
        };
        let wanted = self.learned.get(&(way, size)).copied().unwrap_or(0.8);
        let guess = f64::from(least) * full(least, judge) / wanted;
        let mut machines = (guess.ceil() as u32).clamp(least, MOST);
        let (mut low, mut high) = (least - 1, None);
        let mut step = (machines / 50).max(1);
        for _ in 0..TRIES {
            let count = count_of(way, machines, self.is_database);
            if judge.price(size, machines) >= below && high.is_none() && machines == least {
                return Ok(None);
            }
            if judge.meets(size, count, rate)? {
                high = Some(machines);
            } else {
                low = low.max(machines);
            }
            machines = match high {
                Some(high) if high - low <= 1 => break,
                // Downwards in doubling steps until one fails, then by halves.
                Some(high) if low == least - 1 || high - low > 2 * step => {
                    high.saturating_sub(step).max(low + 1)
                }
                Some(high) => u32::midpoint(low, high),
                None if machines >= MOST || judge.price(size, machines) >= below => {
                    return Ok(None);
                }
                None => (machines + step).min(MOST),
            };
            step *= 2;
        }
        let Some(machines) = high else { return Ok(None) };
        self.learned.insert((way, size), full(machines, judge));
        Ok(Some(Choice { size, count: count_of(way, machines, self.is_database) }))
    }

    /// The fewest that no resource fills by arithmetic, at least two; `None` if no number is enough, as where
    /// writes alone fill a primary.
    fn least(&self, way: Way, size: usize, rate: f64, judge: &Judge<'_>) -> Option<u32> {
        let busy = |machines: u32| {
            judge.by_arithmetic(size, count_of(way, machines, self.is_database), rate).0
        };
        let mut high = 2;
        while busy(high) >= 1.0 {
            if high >= MOST {
                return None;
            }
            high *= 2;
        }
        let mut low = high / 2;
        while high - low > 1 {
            let middle = u32::midpoint(low, high);
            if busy(middle) < 1.0 { high = middle } else { low = middle }
        }
        Some(high.max(2))
    }

    /// Several of a middle size: each size in the order of what arithmetic says it costs at least, as long as
    /// that is less than the best so far.
    fn diagonal(&mut self, rate: f64, judge: &mut Judge<'_>) -> Result<Option<Choice>, RunError> {
        let mut sizes: Vec<(f64, usize)> = Vec::new();
        for &size in &self.middles {
            if let Some(least) = self.least(Way::Diagonal, size, rate, judge) {
                sizes.push((judge.price(size, least), size));
            }
        }
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best: Option<(f64, Choice)> = None;
        for (_, size) in sizes {
            let below = best.map_or(f64::INFINITY, |best| best.0);
            if let Some(choice) = self.fewest(Way::Diagonal, size, rate, below, judge)? {
                let price = judge.price(size, choice.count.machines());
                if price < below {
                    best = Some((price, choice));
                }
            }
        }
        Ok(best.map(|best| best.1))
    }
}
