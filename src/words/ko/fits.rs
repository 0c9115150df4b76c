//! What fits a field.

use super::list::any_of;
use super::particle::{Particle, with};
use crate::message::Fits;

/// `` 시간(예: `5ms`) ``.
pub fn fits(what: &Fits) -> String {
    match parts(what) {
        (noun, None) => noun,
        (noun, Some(example)) => format!("{noun}(예: {example})"),
    }
}

/// `` 시간을 `5ms`처럼 적으세요 ``.
pub fn write(what: &Fits) -> String {
    let (noun, example) = parts(what);
    let noun = with(&noun, Particle::Object);
    example.map_or_else(
        || format!("{noun} 적으세요"),
        |example| format!("{noun} {example}처럼 적으세요"),
    )
}

/// What it is, and an example.
fn parts(what: &Fits) -> (String, Option<&'static str>) {
    let (noun, example) = match what {
        Fits::Duration => ("시간", "`5ms`"),
        Fits::Size => ("크기", "`500B`나 `10GiB`"),
        Fits::Rate => ("초당 요청 수", "`200/s`"),
        Fits::Bandwidth => ("대역폭", "`10Gbps`나 `200MB/s`"),
        Fits::Count => ("단위 없는 수", "`3`이나 `10k`"),
        Fits::WholeNumber => ("정수", "`3`"),
        Fits::Cores => ("코어 수", "`2`나 `0.5`, `500m`"),
        Fits::Share => ("비율", "`10%`"),
        Fits::Cost => ("월 비용", "`$6000/month`"),
        Fits::Multiple => ("배수", "`3`"),
        Fits::Formula => ("값이나 범위, 식", "`100M/day`, `1.5..3`, `users * 10`"),
        Fits::Name => ("이름", ""),
        Fits::Site => ("사이트 이름", ""),
        Fits::Sentence => ("문장", ""),
        Fits::Map => ("맵", "`{ field: value }`"),
        Fits::Warmup => ("`auto`나 시간", "`30s`"),
        Fits::Popularity => ("`uniform`, `zipf(0.9)`, `hot(1% takes 90%)` 중 하나", ""),
        Fits::Arrivals => (
            "`poisson`, `constant`, `erlang(4)`, `{ bursty: { high: 5, low: 0.5, high_for: 1s, low_for: 9s } }`, \
             `{ batches: { mean: 10 } }` 중 하나",
            "",
        ),
        Fits::Bursty => ("맵", "`bursty: { high: 5, low: 0.5, high_for: 1s, low_for: 9s }`"),
        Fits::Path => ("구성 요소 목록", "`[lb, app, db]`"),
        Fits::Paths => ("경로 목록", "`[a, [b, c]]`"),
        Fits::NamedPaths => ("이름 붙인 경로", "`{ main: [app, db], spare: [app2, db] }`"),
        Fits::OneOf(words) => return (any_of(words.iter().copied()), None),
    };
    (noun.to_owned(), (!example.is_empty()).then_some(example))
}
