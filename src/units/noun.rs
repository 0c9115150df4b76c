//! What a product counts: `users × tweets/day/user` are tweets. Nouns only say what a figure is; they never
//! decide whether a formula is right.

use super::quantity::{Dim, Ranged};

/// Nouns above and below the line: `tweets/user` has one of each.
#[derive(Clone, Debug, Default, PartialEq)]
struct Nouns {
    above: Vec<String>,
    below: Vec<String>,
}

impl Nouns {
    fn of(noun: Option<&str>) -> Self {
        let mut words = noun.unwrap_or("").split('/');
        let own = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        Self {
            above: words.next().and_then(own).into_iter().collect(),
            below: words.filter_map(own).collect(),
        }
    }

    fn inverse(&self) -> Self {
        Self {
            above: self.below.iter().map(|word| plural(word)).collect(),
            below: self.above.iter().map(|word| singular(word)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.above.is_empty() && self.below.is_empty()
    }

    /// Takes out what stands above here and below there.
    fn cancel(&mut self, other: &mut Self) {
        self.above.retain(|word| {
            let found = other.below.iter().position(|below| singular(below) == singular(word));
            found.map(|at| other.below.remove(at)).is_none()
        });
    }

    fn joined(&self) -> Option<String> {
        let mut text = self.above.first().cloned().unwrap_or_default();
        for word in &self.below {
            text.push('/');
            text.push_str(word);
        }
        (!self.is_empty() && self.above.len() <= 1).then_some(text)
    }
}

/// One of several, by the rules of English that suffice for `users`, `queries`, `searches`, `people`.
pub(super) fn singular(word: &str) -> String {
    if word == "people" {
        return "person".to_owned();
    }
    let endings = [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")];
    if let Some((stem, end)) =
        endings.iter().find_map(|&(many, one)| Some((word.strip_suffix(many)?, one)))
    {
        return format!("{stem}{end}");
    }
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with(['s', 'u']));
    stem.unwrap_or(word).to_owned()
}

/// Several of one.
fn plural(word: &str) -> String {
    let is_plain = word.chars().all(|c| c.is_ascii_lowercase());
    if !is_plain || word.ends_with('s') || word == "people" {
        return word.to_owned();
    }
    match word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if word == "person" => "people".to_owned(),
        None if word.ends_with('x') || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        None => format!("{word}s"),
    }
}

/// What a product counts; `dim` is its dimension.
pub(super) fn of_product(a: &Ranged, b: &Ranged, dim: Dim) -> Option<String> {
    let (left, right) = (Nouns::of(a.noun.as_deref()), Nouns::of(b.noun.as_deref()));
    combined(left, right, (a.dim, b.dim), dim)
}

/// What a quotient counts.
pub(super) fn of_quotient(a: &Ranged, b: &Ranged, dim: Dim) -> Option<String> {
    // 3,000 reads/s over 1,000 queries/s is a bare number, whatever the two count.
    if a.dim == b.dim && a.dim != Dim::NONE {
        return None;
    }
    let (left, right) = (Nouns::of(a.noun.as_deref()), Nouns::of(b.noun.as_deref()).inverse());
    combined(left, right, (a.dim, b.dim), dim)
}

fn combined(mut a: Nouns, mut b: Nouns, (of_a, of_b): (Dim, Dim), dim: Dim) -> Option<String> {
    let (named_a, named_b) = (!a.is_empty(), !b.is_empty());
    let (each_a, each_b) = (!a.below.is_empty(), !b.below.is_empty());
    a.cancel(&mut b);
    b.cancel(&mut a);
    let mut nouns = match (a.above.is_empty(), b.above.is_empty()) {
        // Users times tweets per head are tweets, by whatever name the heads go.
        (false, false) if each_b && !each_a => Nouns { above: b.above, below: a.below },
        (false, false) if each_a && !each_b => Nouns { above: a.above, below: b.below },
        // Users times tweets a day are tweets a day.
        (false, false) if of_b == Dim::RATE && of_a != Dim::RATE => b,
        (false, false) if of_a == Dim::RATE && of_b != Dim::RATE => a,
        (false, false) => return None,
        _ => Nouns {
            above: a.above.into_iter().chain(b.above).collect(),
            below: a.below.into_iter().chain(b.below).collect(),
        },
    };
    // Ten reads to a write, a hundred times a second: the hundred were writes, although nobody said so.
    let other = if named_a { of_b } else { of_a };
    if named_a != named_b && other != Dim::NONE && other != Dim::TIME && !nouns.above.is_empty() {
        nouns.below.clear();
    }
    // A noun counts things; what things weigh or cost is said by the unit, and for what by the noun below.
    if dim != Dim::NONE && dim != Dim::RATE {
        if !nouns.above.is_empty() {
            nouns.below.clear();
        }
        nouns.above.clear();
    }
    nouns.joined()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many() {
        for (many, one) in [
            ("users", "user"),
            ("queries", "query"),
            ("searches", "search"),
            ("people", "person"),
            ("status", "status"),
            ("boxes", "box"),
            ("tweet", "tweet"),
            ("명", "명"),
        ] {
            assert_eq!(singular(many), one);
        }
        assert_eq!((plural("server"), plural("query")), ("servers".into(), "queries".into()));
        assert_eq!((plural("day"), plural("DAU")), ("days".into(), "DAU".into()));
    }
}
