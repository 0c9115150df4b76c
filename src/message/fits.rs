//! What fits a field.

/// What can be written as the value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fits {
    /// ``a duration, such as `5ms` ``.
    Duration,
    /// ``a size, such as `500B` or `10GiB` ``.
    Size,
    /// ``a rate, such as `200/s` ``.
    Rate,
    /// ``a bandwidth, such as `10Gbps` or `200MB/s` ``.
    Bandwidth,
    /// ``a plain number, such as `3` or `10k` ``.
    Count,
    /// ``a whole number, such as `3` ``.
    WholeNumber,
    /// ``a number of cores, such as `2`, `0.5` or `500m` ``.
    Cores,
    /// ``a share, such as `10%` ``.
    Share,
    /// ``money per month, such as `$6000/month` ``.
    Cost,
    /// ``how many times as much, such as `3` ``.
    Multiple,
    /// A line of `assume:` or `estimate:`.
    Formula,
    /// `a name`.
    Name,
    /// ``the name of a site``.
    Site,
    /// ``a sentence``.
    Sentence,
    /// ``a map: `{ field: value }` ``.
    Map,
    /// `` `auto` or a duration, such as `30s` ``.
    Warmup,
    /// `` `uniform`, `zipf(0.9)` or `hot(1% takes 90%)` ``.
    Popularity,
    /// `` `poisson`, `constant`, `erlang(4)`, … ``.
    Arrivals,
    /// The fields of `bursty:`.
    Bursty,
    /// ``a list of components, such as `[lb, app, db]` ``.
    Path,
    /// The `paths` of `parallel:`.
    Paths,
    /// The `paths` of `one_of:`.
    NamedPaths,
    /// `` `fifo`, `lru` or `random` ``.
    OneOf(Vec<&'static str>),
}
