//! Words of the estimate.

use super::board;
use super::number::shown;
use super::terms::resource as resource_of;
use crate::message::estimate::{Evicts, Formula, Payer, Remark, Step, Text, nines, percent};
use crate::units::{Dim, Quantity, show};

pub fn formula(what: &Formula) -> String {
    match what {
        Formula::Written(text) => text,
        Formula::ClosedRate => {
            "min(클라이언트 수 / (지연 시간 + 쉬는 시간), 가장 바쁜 자원의 한계)"
        }
        Formula::OfferedLoad => "호출 × 평균 CPU 시간(리틀의 법칙)",
        Formula::OfferedLoadReplicated => {
            "읽기 × 읽기 시간 + 쓰기 × 쓰기 시간 × (1 + 레플리카)(리틀의 법칙)"
        }
        Formula::OfferedLoadCopied => "호출 × 물어보는 모든 노드의 CPU 시간(리틀의 법칙)",
        Formula::WorkersBusy => "호출 × 워커를 쥐는 시간, 하위 호출 포함(리틀의 법칙)",
        Formula::Need { resource, at_peak, target } => {
            let load = if *at_peak { "최대 부하" } else { "부하" };
            return format!("{} {load} / {target}", resource_of(resource));
        }
        Formula::Rule => "80/20 법칙과 Che 근사의 비교(LRU, ttl 없음)",
        Formula::Copies { tiers: 1, target } => {
            return format!("n개 중 k개가 살아 있을 확률, 목표 {}", percent_of(&nines(*target)));
        }
        Formula::Copies { tiers, target } => {
            return format!(
                "n개 중 k개가 살아 있을 확률, 직렬 {tiers}단계를 합쳐 목표 {}",
                percent_of(&nines(*target))
            );
        }
        Formula::Instances { resource } => {
            let resource = resource_of(resource);
            return format!("필요한 {resource} / 인스턴스당 {resource}");
        }
        Formula::Utilization { resource } => {
            return format!("{} 부하 / 용량", resource_of(resource));
        }
        Formula::HitRatio(Evicts::Lru) => "Che 근사(LRU)",
        Formula::HitRatio(Evicts::Lfu) => "메모리에 들어가는 가장 많이 찾는 키(LFU)",
        Formula::HitRatio(Evicts::Fifo) => "특성 시간 근사(FIFO)",
        Formula::HitRatio(Evicts::Random) => "특성 시간 근사(RANDOM)",
        Formula::HitRatioGiven => "페이지의 hit_ratio",
        Formula::Wait => "얼랑 C × (1 + cv²) / 2(근사: 푸아송 도착, 모든 코어에 대기열 하나)",
        Formula::Latency => "홉 + 작업, 캐시 적중과 미스의 평균, 대기 제외",
        Formula::Bill => "평균 부하에서 구성 요소마다 드는 월 비용",
    }
    .to_owned()
}

pub fn step(what: &Step) -> String {
    match what {
        Step::Board { text, remark: None } => board::written(text),
        Step::Board { text, remark: Some(behind) } => {
            format!("{}; {}", board::written(text), remark(*behind))
        }
        Step::ClosedRate { clients, cycle_s, per_s } => format!(
            "클라이언트 {}개가 빨라야 {}에 한 건씩 ≈ {}",
            count(*clients),
            duration(*cycle_s),
            rate(*per_s)
        ),
        Step::Busy { per_s, each_s, busy } => {
            format!("{} × {} ≈ {}", rate(*per_s), duration(*each_s), erlangs(*busy))
        }
        Step::Replicated { reads, writes, copies, busy } => format!(
            "읽기에 {}개, 쓰기에 사본 {copies}개마다 {}개 ≈ {}",
            count(*reads),
            count(*writes),
            erlangs(*busy)
        ),
        Step::Rule { keys, promised, popularity, hits } => format!(
            "키의 {}: 법칙으로는 적중률 {}, {popularity}에서는 ≈ {}",
            share_of(*keys),
            share_of(*promised),
            share_of(*hits)
        ),
        Step::Copies { needed, all, each, reached, share } => format!(
            "가용성 {}인 {}개 중 {}개 ≈ {}, 이 단계의 목표 {}",
            percent_of(&nines(*each)),
            count(*all),
            count(*needed),
            percent_of(&nines(*reached)),
            percent_of(&nines(*share))
        ),
        Step::Utilization { load, capacity, share } => {
            let more = if *share >= 1.0 { ", 감당할 수 있는 양을 넘음" } else { "" };
            format!("{} / {} ≈ {}{more}", count(*load), count(*capacity), share_of(*share))
        }
        Step::HitRatio { instances, memory_b, ttl_s, stays_s, hits } => {
            let room = memory_b.map_or("모두 들어감".to_owned(), |memory_b| {
                let each = board::written(&show(Quantity::new(memory_b, Dim::BYTES)));
                match instances {
                    1 => format!("메모리 {each}"),
                    _ => format!("메모리 {} × {each}", count(f64::from(*instances))),
                }
            });
            let ttl = ttl_s.map_or(String::new(), |s| format!(", ttl {}", duration(s)));
            let stays =
                stays_s.map_or(String::new(), |s| format!(", 항목이 약 {} 머묾", duration(s)));
            format!("{room}{ttl}{stays} ≈ 적중률 {}", share_of(*hits))
        }
        Step::Share(share) => share_of(*share),
        Step::Wait { cores, utilization, work_s, wait_s } => {
            let wait = if *wait_s == 0.0 { count(0.0) } else { duration(*wait_s) };
            format!(
                "코어 {}개 사용률 {}, 한 건에 {} ≈ {wait}",
                count(*cores),
                share_of(*utilization),
                duration(*work_s)
            )
        }
        Step::Latency(seconds) => format!("대기가 없으면 ≈ {}", duration(*seconds)),
        Step::Bill { parts, total, unpriced } => {
            let part = |(whose, usd): &(Payer, f64)| format!("{} {}", payer(whose), dollars(*usd));
            let parts: Vec<String> = parts.iter().map(part).collect();
            let missing = match unpriced {
                0 => String::new(),
                many => format!("; {many}개는 가격 없음"),
            };
            format!("{} ≈ 월 {}{missing}", parts.join(" + "), dollars(*total))
        }
    }
}

fn payer(whose: &Payer) -> &str {
    match whose {
        Payer::Component(name) => name,
        Payer::Egress => "인터넷 트래픽",
        Payer::CrossSite => "리전 간 트래픽",
    }
}

fn remark(what: Remark) -> String {
    match what {
        Remark::BusyOnAverage => "동시에 쓰이는 평균 개수".to_owned(),
        Remark::PageHas(have) => format!("페이지에는 {}개", count(have)),
    }
}

fn erlangs(busy: f64) -> String {
    format!("평균 {}개 사용", count(busy))
}

fn count(value: f64) -> String {
    board::written(&show(Quantity::new(value, Dim::NONE)))
}

fn rate(per_s: f64) -> String {
    board::written(&show(Quantity::new(per_s, Dim::RATE)))
}

fn duration(seconds: f64) -> String {
    board::written(&show(Quantity::new(seconds, Dim::TIME)))
}

/// Whole dollars from a hundred on.
fn dollars(usd: f64) -> String {
    let usd = if usd >= 100.0 { usd.round() } else { usd };
    board::written(&show(Quantity::new(usd, Dim::MONEY)))
}

fn share_of(share: f64) -> String {
    percent_of(&percent(share))
}

/// `70%`.
fn percent_of(text: &str) -> String {
    text.replace(" %", "%")
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Notation(text) => board::written(text),
        Text::Name(name) => match name {
            "average_qps" => "평균 QPS",
            "peak_qps" => "최대 QPS",
            "storage_a_year" => "연간 저장량",
            "storage_kept" => "전체 저장량",
            "bandwidth_in" => "인바운드 대역폭",
            "bandwidth_out" => "아웃바운드 대역폭",
            "downtime_a_year" => "허용되는 연간 중단 시간",
            "monthly_bill" => "비용",
            other => other,
        }
        .to_owned(),
        Text::NameOf { owner, quantity: "cache_memory" } => format!("{owner} 캐시(20%)"),
        Text::NameOf { owner, .. } => format!("{owner} 인스턴스"),
        Text::Remark(what) => remark(what),
        Text::Hits(share) => format!("적중률 {}", share_of(share)),
        Text::RoundingCost { worst, name, median } => format!(
            "어림셈의 오차는 중앙값이 {}, 가장 큰 것이 {}입니다({name}).",
            shown(median).trim_start_matches('+'),
            shown(worst)
        ),
        Text::TornadoOf { name, median, range } => format!("{name}: {median}(90% 범위 {range})"),
        Text::TornadoLegend => {
            "가정을 하나씩 5% 분위수에서 95% 분위수까지 바꾸고 나머지는 중앙값(│)에 둔 결과입니다. 순위 상관은 모든 가정을 \
             한꺼번에 뽑아 구했습니다."
                .to_owned()
        }
        Text::Exact { exact, error } => format!("(정확히 {exact}, 오차 {})", shown(error)),
    }
}
