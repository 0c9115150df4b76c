//! Why a study cannot be made.

use super::{capacity, compare, montecarlo, scale, sweep};
use crate::message::Refusal;

pub fn refusal(what: &Refusal) -> String {
    match what {
        Refusal::Capacity(what) => capacity::refusal(what),
        Refusal::Compare(what) => compare::refusal(what),
        Refusal::MonteCarlo(what) => montecarlo::refusal(what),
        Refusal::Scale(what) => scale::refusal(what),
        Refusal::Sweep(what) => sweep::refusal(what),
        Refusal::NothingToSimulate { file } => format!(
            "{file}에는 시뮬레이션할 구성 요소가 없습니다. `napkin estimate`로 계산하는 페이지입니다"
        ),
        Refusal::NoComponent { name, near: Some(near), .. } => {
            format!("페이지에 `{name}`라는 구성 요소가 없습니다. `{near}`인가요?")
        }
        Refusal::NoComponent { name, near: None, all } => {
            format!(
                "페이지에 `{name}`라는 구성 요소가 없습니다. 있는 것은 {}입니다",
                all.join(", ")
            )
        }
    }
}
