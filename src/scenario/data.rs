//! `data:`: sets of keys and how hot they are.

use super::Name;
use crate::message::values::Fault;
use crate::message::{Fits, Owner, Why, fields};
use crate::reader::table::Otherwise::{Assumed, Is, Needed};
use crate::reader::table::{Form, Table, field};
use crate::reader::{Fields, Reading, Spanned, Text, Want};
use crate::sample::Popularity;

/// The most keys of one data set.
const MOST_KEYS: u64 = 1_000_000_000_000;
/// Bytes of an item whose size is not written.
const DEFAULT_SIZE_B: f64 = 1000.0;

/// The laws of popularity.
const LAWS: [&str; 3] = ["uniform", "zipf(0.9)", "hot(1% takes 90%)"];

/// The fields of a data set.
pub static DATA: Table = Table::of(
    "data",
    &[&[
        field("keys", Form::Positive(Want::Count), Needed, "how many there are"),
        field(
            "popularity",
            Form::Call(&LAWS),
            Is("`uniform`"),
            "how requests choose among them; Zipf's exponent a is about 0.6 to 1 on the web",
        )
        .shown("`uniform`, `zipf(a)`, `hot(1% takes 90%)`, `hot(5 takes 40%)`")
        .fits(&Fits::Popularity),
        field(
            "size",
            Form::Positive(Want::Size),
            Assumed("1KB", Why::DataSize),
            "bytes of an item: in a cache's memory, in answers, in the bill",
        ),
    ]],
);

/// One data set as it is written.
#[derive(Clone, Debug)]
pub struct DataSet<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Keys.
    pub keys: u64,
    /// How hot they are.
    pub popularity: Popularity,
    /// Bytes of one item.
    pub size_b: f64,
}

/// Reads the section. A set that cannot be read is kept with one key, so that its name exists.
pub fn read<'a>(page: &mut Fields<'_, 'a>) -> Vec<DataSet<'a>> {
    let Some(map) = page.nested("data") else { return Vec::new() };
    let mut sets = Vec::new();
    for (key, node) in map.entries() {
        let path = map.path_of(&key.text);
        let name = Spanned::new(key.text.as_str(), key.span);
        let owner = Owner::Data(key.text.clone());
        let set =
            Fields::of(map.reading, node, &DATA, owner, &path).and_then(|set| read_set(set, name));
        sets.extend(set.or_else(|| stand_in(name)));
    }
    if map.is_empty() {
        let span = map.span;
        map.reading.complain(span, fields::Fault::EmptySection { section: "data" });
    }
    sets
}

fn stand_in(name: Name<'_>) -> Option<DataSet<'_>> {
    let popularity = Popularity::uniform(1)?;
    Some(DataSet { name, keys: 1, popularity, size_b: DEFAULT_SIZE_B })
}

fn read_set<'a>(mut fields: Fields<'_, 'a>, name: Name<'a>) -> Option<DataSet<'a>> {
    fields.require("keys");
    let keys = read_keys(&mut fields);
    let size = fields.amount("size");
    if fields.has("size").is_none() {
        fields.assume("size");
    }
    let law = fields.text("popularity");
    let law = law.map(|text| (text, Law::read(fields.reading, &text)));
    fields.finish();
    let keys = keys?;
    let popularity = match law {
        None => Popularity::uniform(keys)?,
        Some((_, law)) => law?.over(keys)?,
    };
    Some(DataSet { name, keys, popularity, size_b: size.map_or(DEFAULT_SIZE_B, |size| size.value) })
}

/// A number of keys is rounded: it may well be `users × 0.3`.
fn read_keys(fields: &mut Fields<'_, '_>) -> Option<u64> {
    let keys = fields.amount("keys")?;
    if keys.value > MOST_KEYS as f64 {
        fields
            .reading
            .complain(keys.span, Fault::BeyondLimit { field: "keys".to_owned(), most: MOST_KEYS });
        return None;
    }
    Some((keys.value.round() as u64).max(1))
}

enum Law {
    Uniform,
    Zipf(f64),
    /// A share of the keys, and their share of the requests.
    Hot(f64, f64),
    /// So many keys, and their share of the requests.
    HotKeys(u64, f64),
}

impl Law {
    fn over(&self, keys: u64) -> Option<Popularity> {
        match self {
            Self::Uniform => Popularity::uniform(keys),
            Self::Zipf(a) => Popularity::zipf(keys, *a),
            Self::Hot(of_keys, of_requests) => Popularity::hot(keys, *of_keys, *of_requests),
            Self::HotKeys(count, of_requests) => {
                Popularity::hot_keys(keys, (*count).min(keys), *of_requests)
            }
        }
    }

    fn read(reading: &mut Reading<'_>, text: &Text<'_>) -> Option<Self> {
        if text.text.trim() == "uniform" {
            return Some(Self::Uniform);
        }
        match text.call() {
            Some(("zipf", arguments)) => {
                if let [exponent] = arguments.as_slice() {
                    let exponent = reading.amount(exponent, "zipf", Want::Count)?;
                    return Some(Self::Zipf(exponent.value));
                }
            }
            Some(("hot", arguments)) => {
                if let [one] = arguments.as_slice()
                    && let Some((of_keys, of_requests)) = one.split_once(" takes ")
                {
                    let counted = reading.count_of(&of_keys).filter(|keys| *keys >= 1.0);
                    let of_requests = reading.amount(&of_requests, "hot", Want::Share);
                    if counted.is_some() {
                        let count = reading.whole(&of_keys, "hot", (1, MOST_KEYS))?;
                        return Some(Self::HotKeys(count.value, of_requests?.value));
                    }
                    let of_keys = reading.amount(&of_keys, "hot", Want::Share);
                    return Some(Self::Hot(of_keys?.value, of_requests?.value));
                }
            }
            _ => {}
        }
        let near = crate::problem::Problems::nearest(text.text, LAWS);
        let (field, written) = ("popularity".to_owned(), text.text.to_owned());
        let fault = Fault::NotAChoice { field, written, near, fits: Fits::Popularity };
        reading.complain(text.span, fault);
        None
    }
}
