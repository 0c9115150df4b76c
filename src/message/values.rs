//! What is wrong with the value of a field.

use super::Fits;

/// A mistake in a value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the sentence of a variant says what its fields are")]
pub enum Fault {
    /// `` `work` has no value ``.
    NoValue { field: String, fits: Fits },
    /// `` `work` is one value, not a list ``.
    NotAList { field: String, fits: Fits },
    /// `` `work` is one value, not a map ``.
    NotAMap { field: String, fits: Fits },
    /// `` `evict` cannot be `lifo` ``.
    NotAChoice { field: String, written: String, near: Option<&'static str>, fits: Fits },
    /// `` `rates.csv` has lines that are no time and rate``.
    BadRates { file: String, shown: Vec<(usize, String)>, more: usize },
    /// ``line 7 of `rates.csv` is before the line above it``.
    RatesBackwards { file: String, line: usize },
    /// `` `rates.csv` has no rates``.
    NoRates { file: String },
    /// `` `rates.csv` has more rows than are read``.
    TooManyRates { file: String, found: usize, most: usize },
    /// ``what one `원` is worth stands nowhere``.
    NoRate { currency: String },
    /// ``unknown name `usres` ``.
    UnknownName { name: String, near: Option<String>, fits: Fits },
    /// A name behind a division that nothing defines, and that may be meant for a noun.
    UnknownBelow { name: String },
    /// `` `rate` cannot be negative ``.
    Negative { field: String },
    /// `` `rate` must be more than zero ``.
    NotPositive { field: &'static str },
    /// `` `work` is too large to compute with ``.
    TooLarge { field: String },
    /// `` `errors` is a share: it cannot be more than 100% ``.
    BeyondAWhole { field: String, written: String, may_be_percent: bool },
    /// `` `errors` is a share: it cannot be a number of `apple` ``.
    ShareOfThings { field: String, noun: String, near: Option<&'static str> },
    /// `` `errors: 1` would allow all of them ``.
    BareWhole { field: &'static str },
    /// `` `instances` must be a whole number, and `1.5` is not ``.
    NotWhole { field: String, written: String },
    /// `` `instances` must be at least 1 ``.
    Below { field: String, least: u64 },
    /// `` `keys` is beyond the limit of 1,000,000,000,000 ``.
    BeyondLimit { field: String, most: u64 },
    /// `` `duration` is beyond the limit of 30 days ``.
    BeyondDays { field: &'static str, most: u64 },
    /// `` `until_precision` is from 0.1% to 15% ``.
    NotAPrecision,
    /// `` `instances` cannot be a range ``.
    RangeOfACount { field: String },
    /// ``unknown distribution `gauss` ``.
    UnknownDistribution { name: String, near: Option<&'static str> },
    /// `` `erlang` takes 2 arguments: the number of stages and the mean of their sum ``.
    WrongArguments { name: String, found: usize },
    /// ``the bracket of `exp(` is never closed``.
    UnclosedCall { name: &'static str },
    /// `` `timeout` is one value, and `exp(5ms)` varies ``.
    DoesNotVary { field: String, written: String, fits: Fits },
    /// `` `exp(…)` cannot be part of a formula ``.
    VaryingInFormula { name: &'static str },
    /// `` `uniform` takes a range ``.
    UniformWantsARange { written: String },
    /// ``the range `5ms..1ms` is backwards``.
    RangeBackwards { written: String, low: String, high: String },
    /// ``this map is not a value for `work` ``.
    NoSuchShape { field: String },
    /// `` `work` needs `mean` and `cv` ``.
    HalfAShape { field: String, first: &'static str, second: &'static str, missing: &'static str },
    /// `no distribution has these parameters`.
    ImpossibleShape,
    /// `` `p99` is below `p50` ``.
    PercentilesBackwards,
    /// `` `alpha` must be more than 1 ``.
    InfiniteMean,
    /// ``cannot read `times.csv`: no such file``, the reason in the system's words.
    SamplesUnreadable { file: String, detail: String },
    /// `` `times.csv` is not text in UTF-8 ``.
    SamplesNotText { file: String },
    /// `` `times.csv` is larger than 64 MiB ``.
    SamplesTooLarge { file: String, limit_mib: usize },
    /// `` `times.csv` has lines that are not durations ``: some of them, by number, and how many there are more.
    BadSamples { file: String, shown: Vec<(usize, String)>, more: usize },
    /// `` `times.csv` has no samples ``.
    NoSamples { file: String },
    /// `` `times.csv` has 2,000,000 samples; the limit is 1,000,000 ``.
    TooManySamples { file: String, found: usize, most: usize },
}
