//! What is wrong with traffic, requests and objectives.

use super::fits::fits;
use super::list::{code, words};
use super::particle::Particle::Subject;
use crate::message::traffic::Fault;
use crate::message::{Fits, Words};
use crate::units::{Dim, Quantity, show};

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::RateAndClients => words(
            "`traffic`에 `rate`와 `clients`가 함께 있습니다",
            "`rate`는 여기",
            "`rate`는 응답을 기다리지 않고 `clients`는 기다립니다. 하나만 적으세요",
        ),
        Fault::RateAndReplay => words(
            "`traffic`에 `rate`가 있는데 `replay`의 파일에도 요청률이 있습니다",
            "기록된 요청률은 여기",
            "`rate`를 빼고, 기록된 부하를 늘리려면 `times`를 쓰세요",
        ),
        Fault::TwoArrivals => {
            words("`arrivals`는 `bursty`와 `batches` 중 하나여야 합니다", "두 번째는 여기", "")
        }
        Fault::NoArrivals => words(
            "이 맵에는 `arrivals`로 쓸 것이 없습니다",
            "",
            format!("`arrivals` 값은 {}입니다", fits(&Fits::Arrivals)),
        ),
        Fault::BurstyBackwards => {
            words("`low`가 `high`보다 큽니다", "한산할 때가 몰릴 때보다 바쁩니다", "")
        }
        Fault::BurstyMean { per_s } => words(
            "`bursty`가 `rate`와 맞지 않습니다",
            format!("여기의 평균은 {}입니다", show(Quantity::new(*per_s, Dim::RATE))),
            "`rate`는 평균입니다. 빼거나, `high`와 `low`를 단위 없는 배수로 적으세요",
        ),
        Fault::TwoShapes => words(
            "`shape`에는 한 가지 모양만 적을 수 있습니다",
            "두 번째는 여기",
            "합친 모양을 `steps`로 적거나, 두 번째 모양을 `timeline: [ { at, for, traffic: { times } } ]`으로 적으세요",
        ),
        Fault::NoShape => words(
            "`shape`가 비어 있습니다",
            "",
            "모양은 `steps`, `ramp`, `spike`, `diurnal`, `points` 중 하나입니다: \
             `shape: { spike: { at: 20s, times: 3, ramp: 5s, hold: 10s } }`",
        ),
        Fault::StepsBackwards => {
            words("이 단계의 시각이 앞 단계보다 늦지 않습니다", "", "단계를 `at` 순서로 적으세요")
        }
        Fault::PointsBackwards => {
            words("이 점의 시각이 앞 점보다 이릅니다", "", "점을 `at` 순서로 적으세요")
        }
        Fault::SpikeOfNoLength => words(
            "트래픽 급증의 길이가 없습니다",
            "",
            "얼마나 이어지는지 `hold: 10s`처럼, 늘고 주는 시간은 `ramp: 5s`처럼 적으세요",
        ),
        Fault::DiurnalBackwards => words("`peak`가 `trough`보다 작습니다", "`peak`는 여기", ""),
        Fault::ShortPeriod => words(
            "`period`는 1초 이상이어야 합니다",
            "",
            "하루의 부하보다 빨리 변하는 것은 `arrivals: { bursty: … }`로 적으세요",
        ),
        Fault::RateAndWeight { request } => words(
            format!("`{request}`에 `rate`와 `weight`가 함께 있습니다"),
            "`weight`는 여기",
            "`rate`는 이 요청만의 초당 요청 수이고 `weight`는 트래픽에서 차지하는 몫입니다. 하나만 적으세요",
        ),
        Fault::RatesAndWeights => words(
            "어떤 요청에는 `rate`가 있고 다른 요청에는 `weight`가 있습니다",
            "`weight`는 여기",
            "모든 요청에 `rate`를 적거나, 모든 요청에 `weight`를 적고 `traffic`에 전체 초당 요청 수를 적으세요",
        ),
        Fault::RequestWithout { request, field } => words(
            format!("다른 요청에는 있는 {} `{request}`에는 없습니다", code(field, Subject)),
            format!("여기에 {} 없습니다", code(field, Subject)),
            "모든 요청에 `rate`를 적거나, 모든 요청에 `weight`를 적으세요",
        ),
        Fault::RequestWithoutPart { request } => words(
            format!("`{request}`에 `rate`도 `weight`도 없습니다"),
            "이 요청은 얼마나 들어오나요?",
            "요청 종류가 둘 이상이면 모두에 `rate: 100/s`를 적거나, 트래픽에서 차지하는 몫을 `weight: 1`처럼 적으세요",
        ),
        Fault::LoadTwice { field } => words(
            format!("`traffic`에 {} 있는데 요청에도 각각 `rate`가 있습니다", code(field, Subject)),
            format!("`{field}` 값은 여기"),
            "빼거나, 요청에 `rate` 대신 `weight`를 적으세요",
        ),
        Fault::NoTraffic { requests } => {
            let help = if *requests > 1 {
                "전체 트래픽을 `traffic: 200/s`처럼 적거나, 요청마다 `rate`를 적으세요"
            } else {
                "`traffic: 200/s`나 `traffic: { clients: 500, think: exp(2s) }`처럼 적으세요"
            };
            words("페이지에 트래픽이 얼마인지 적혀 있지 않습니다", "", help)
        }
        Fault::TrafficWithoutRate => words(
            "`traffic`에 `rate`도 `clients`도 없습니다",
            "트래픽이 얼마인가요?",
            "`rate: 200/s`를, 또는 `clients: 500`과 `think: exp(2s)`를 적으세요",
        ),
        Fault::ReadsAndWrites { request } => words(
            format!("`{request}`에 `reads`와 `writes`가 함께 있습니다"),
            "여기서 씁니다",
            "요청의 키는 하나입니다. 읽는 요청과 쓰는 요청을 나누어 적으세요",
        ),
        Fault::AvailabilityWithoutErrors => words(
            "`availability`에는 `errors`가 필요합니다",
            "오류율이 얼마 이하인 초의 비율인가요?",
            "`errors: 0.1%`도 적으세요. 오류율이 그 이하인 초를 가용한 것으로 셉니다",
        ),
        Fault::ObjectiveOfTheWhole { field } => words(
            format!("요청 종류에는 따로 {} 없습니다", code(field, Subject)),
            "페이지 전체의 목표입니다",
            format!("페이지 맨 위 단계에 `slo: {{ {field}: … }}`처럼 적으세요"),
        ),
    }
}
