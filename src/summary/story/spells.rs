//! When a series is beyond a level for long enough.

/// So many intervals in a row begin and end a spell: one alone is noise.
pub const FEWEST: usize = 2;
/// More spells than this are told as one that comes again and again.
const SCATTERED: usize = 2;

/// Intervals, the last one excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    pub from: usize,
    pub until: usize,
}

/// Spells that begin where `is_on` holds for [`FEWEST`] intervals in a row, and end where it does not for as many, or
/// with the series. `None` says nothing either way.
pub fn spells(count: usize, is_on: impl Fn(usize) -> Option<bool>) -> Vec<Spell> {
    let mut found = Vec::new();
    let (mut on, mut first, mut row) = (None, 0, 0);
    for at in 0..count {
        let Some(now) = is_on(at) else { continue };
        if now == on.is_some() {
            row = 0;
            continue;
        }
        if row == 0 {
            first = at;
        }
        row += 1;
        if row < FEWEST {
            continue;
        }
        row = 0;
        match on.take() {
            Some(from) => found.push(Spell { from, until: first }),
            None => on = Some(first),
        }
    }
    found.extend(on.map(|from| Spell { from, until: count }));
    found
}

/// The spells as they are told: each by itself, or all of them as one, and how many that one is.
pub fn told(spells: &[Spell]) -> Vec<(Spell, usize)> {
    match spells {
        [first, .., last] if spells.len() > SCATTERED => {
            vec![(Spell { from: first.from, until: last.until }, spells.len())]
        }
        _ => spells.iter().map(|spell| (*spell, 1)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels: &str) -> Vec<(usize, usize)> {
        let all: Vec<char> = levels.chars().collect();
        let is_on = |at: usize| (all[at] != '?').then(|| all[at] == '1');
        spells(all.len(), is_on).iter().map(|spell| (spell.from, spell.until)).collect()
    }

    #[test]
    fn one_interval_is_noise() {
        assert_eq!(of("0010000"), []);
        assert_eq!(of("0110000"), [(1, 3)]);
        assert_eq!(of("0111011"), [(1, 7)], "one below does not end it");
        assert_eq!(of("1100011"), [(0, 2), (5, 7)]);
        assert_eq!(of("01?1?0?0"), [(1, 5)], "what says nothing is passed over");
    }

    #[test]
    fn many_are_one_that_comes_again() {
        let spell = |from, until| Spell { from, until };
        let three = [spell(0, 2), spell(4, 6), spell(8, 10)];
        assert_eq!(told(&three), [(spell(0, 10), 3)]);
        assert_eq!(told(&three[..2]).len(), 2);
    }
}
