//! What a run found.

use super::complaint::sentence;
use super::label::{during, event as named, phase as said};
use super::number::{brief, brief_beside, count, duration, fixed, show, significant};
use super::particle::{Particle, with};
use super::scaling;
use super::stability::unstable;
use super::standstill;
use super::terms::{metric, place as place_of, reason as reason_of, resource as resource_of};
use crate::document::{OfPage, Warning};
use crate::figure::{EXHAUSTED, Measured, NEAR_LIMIT, Unit, telling_peak};
use crate::message::findings::{Caveat, FailsBy, Finding, HeldUp, Needs, Place, PrecisionEnd};
use Particle::{And, Object, Subject, To, Topic};

pub fn finding(what: &Finding) -> String {
    match what {
        Finding::Bottleneck { component, resource, utilization, peak_utilization, held_up } => {
            bottleneck(component, resource, *utilization, *peak_utilization) + &waiting(held_up)
        }
        Finding::HotInstance { component, place, resource, utilization, average } => {
            let place = with(&one_of(component, *place), Subject);
            format!(
                "{place} 병목입니다. {} 사용률이 {}인데 전체 인스턴스 평균은 {}입니다. 부하가 한쪽에 몰려 있습니다.",
                resource_of(resource),
                percent(*utilization),
                percent(*average)
            )
        }
        Finding::WaitsBelowLimit { component, resource, utilization, wait_ms, work_ms } => format!(
            "평균으로는 어느 자원도 한계에 가깝지 않은데, {component} 호출은 {}짜리 작업을 하려고 {} 기다립니다({} 사용률 \
             {}). 호출이 한꺼번에 몰리거나 일부 작업이 아주 오래 걸린다는 뜻입니다.",
            brief(*work_ms, Unit::Ms),
            with(&brief(*wait_ms, Unit::Ms), Object),
            resource_of(resource),
            percent(*utilization)
        ),
        Finding::Throttled { component, share, quota, utilization } => {
            standstill::throttled(component, *share, *quota, *utilization)
        }
        Finding::Pauses { component, for_ms, every_s, wait_p99_ms, utilization } => {
            standstill::pauses(component, *for_ms, *every_s, *wait_p99_ms, *utilization)
        }
        Finding::SlowInstance { component, instance, times, utilization, average } => {
            standstill::slow_instance(component, *instance, *times, *utilization, *average)
        }
        Finding::NoLimit => {
            "한계가 있는 구성 요소가 없어 병목이 생길 수 없습니다.".to_owned()
        }
        Finding::ObjectiveMissed { objective, unit, target, actual, low, high } => {
            let interval = (*low, *high);
            missed(objective, Unit::named(unit), *target, *actual, interval)
        }
        Finding::ObjectiveUnclear { objective, unit, target, low, high } => {
            let unit = Unit::named(unit);
            format!(
                "{} 목표를 달성했는지 분명하지 않습니다. 신뢰 구간 {}~{} 안에 기준 {} 들어 있습니다. 반복을 늘리면 구간이 \
                 좁아집니다.",
                metric(objective),
                brief(*low, unit),
                brief(*high, unit),
                with(&show(*target, unit), Subject)
            )
        }
        Finding::Unanswered { share } => {
            format!("실행이 끝날 때까지 요청의 {} 응답을 받지 못했습니다.", with(&percent(*share), Subject))
        }
        Finding::ObjectivesMet => "모든 목표를 달성했습니다.".to_owned(),
        Finding::Unstable { component, growth_per_s } => {
            unstable(component.as_deref(), *growth_per_s)
        }
        Finding::EndsUnstable { component: Some(component), growth_per_s } => format!(
            "끝 무렵에 부하가 안정되지 않습니다. {component}에 작업이 매초 {}건씩 더 쌓입니다.",
            significant(*growth_per_s, 2)
        ),
        Finding::EndsUnstable { component: None, growth_per_s } => format!(
            "끝 무렵에 부하가 안정되지 않습니다. 다음 시도나 응답을 기다리는 호출이 매초 {}건씩 늘어납니다.",
            significant(*growth_per_s, 2)
        ),
        Finding::LaterUnstable { queue, growth_per_s } => format!(
            "나중 작업이 안정되지 않습니다. {queue}에 메시지가 매초 {}건씩 쌓입니다. 클라이언트가 기다리는 응답은 밀리지 \
             않습니다.",
            significant(*growth_per_s, 2)
        ),
        Finding::Redelivered {
            queue,
            messages,
            times,
            redeliver_after_s,
            prefetch,
            work_s,
        } => redelivered(queue, *messages, *times, (*redeliver_after_s, *work_s), *prefetch),
        Finding::DeadLetters { queue, messages, share, after } => {
            dead_letters(queue, *messages, *share, *after)
        }
        Finding::Limiter { component, refused, passes_per_s, keys, rate_per_s, wait_ms } => {
            let keys = keys.map(|keys| (keys, *rate_per_s));
            limiter(component, *refused, *passes_per_s, keys, *wait_ms)
        }
        Finding::Deadlock { component, resource, count: all, each, callers, least } => {
            let least = match (callers, least) {
                (Some(callers), Some(least)) => format!(
                    " 동시에 진행되는 요청이 {}건이면 적어도 {}개가 있어야 합니다.",
                    count(*callers),
                    count(*least)
                ),
                _ => String::new(),
            };
            format!(
                "교착 상태입니다. 요청 하나가 {component}의 {} {}개 중 {each}개를 한꺼번에 쥐어야 하는데, 모두 나머지를 \
                 기다리는 요청이 쥐고 있습니다. 아무것도 끝나지 않습니다.{least}",
                resource_of(resource),
                count(*all)
            )
        }
        Finding::NothingCompleted => {
            "완료된 요청이 없습니다. 그래서 지연 시간도 없고, 지연 시간 목표는 하나도 달성하지 못했습니다."
                .to_owned()
        }
        Finding::RetryAmplification { ratio } => {
            format!("재시도가 부하를 키웁니다. 요청 1건당 재시도가 {}건입니다.", significant(*ratio, 3))
        }
        Finding::CopiesAdd { component, share } => format!(
            "헤지 요청이 부하를 키웁니다. {component} 호출의 {} 두 번 보냅니다.",
            with(&percent(*share), Particle::Object)
        ),
        Finding::PhaseFailures { phase, rate } => {
            format!("{} 요청의 {} 실패합니다.", during(phase), with(&percent(*rate), Subject))
        }
        Finding::PhaseEffect { phase, p99_before_ms, p99_during_ms } => {
            phase_effect(&during(phase), *p99_before_ms, *p99_during_ms)
        }
        Finding::PhaseStalls { phase, completed_per_s, offered_per_s, p99_after_ms } => {
            let after = p99_after_ms.map_or(String::new(), |after| {
                format!(" 그 뒤의 p99는 {}입니다.", brief(after, Unit::Ms))
            });
            format!(
                "{} 초당 {}건 중 {}건에만 응답합니다.{after}",
                during(phase),
                brief(*offered_per_s, Unit::Plain),
                brief(*completed_per_s, Unit::Plain)
            )
        }
        Finding::WaitsForStruck { component, resource, waits_for, hangs } => {
            let state = if *hangs { "멈춘" } else { "느려진" };
            let what = match resource.as_str() {
                "pool" => format!("{component} 쪽 커넥션 풀"),
                resource => format!("{component}의 {}", resource_of(resource)),
            };
            format!("{} 가득 찬 것은 {state} {} 기다리기 때문입니다.", with(&what, Particle::Subject), with(waits_for, Particle::Object))
        }
        Finding::FailsCalls { component, by, share, opened } => {
            fails_calls(component, *by, *share, *opened)
        }
        Finding::NoRecovery { phase, failing: Some((before, after)), .. } => format!(
            "‘{}’ 뒤에 회복하지 못합니다. 실패하는 요청이 그전에는 {}, 끝에는 {}입니다.",
            said(phase),
            percent(*before),
            percent(*after)
        ),
        Finding::EndsTooSoon { phase, left_s } => format!(
            "‘{}’에서 회복하는지는 알 수 없습니다. 실행이 그 뒤 {} 만에 끝납니다.",
            said(phase),
            duration(*left_s)
        ),
        Finding::NoRecovery { phase, p99_before_ms, p99_after_ms, failing: None } => {
            let before = brief(*p99_before_ms, Unit::Ms);
            let end = match p99_after_ms {
                Some(after) => format!("끝에 {}입니다", brief(*after, Unit::Ms)),
                None => "끝에는 완료되는 요청이 없습니다".to_owned(),
            };
            format!("‘{}’ 뒤에 회복하지 못합니다. p99는 그전에 {before}, {end}.", said(phase))
        }
        Finding::TypeFails { request_type, rate, component, reason } => format!(
            "{request_type}: {} 실패하며, 대부분 {}에서 실패합니다({}).",
            with(&percent(*rate), Subject),
            place_of(component),
            reason_of(reason)
        ),
        Finding::LatencyOfTheAnswered { failed } => format!(
            "지연 시간은 성공한 요청만으로 계산했습니다. 요청의 {} 응답을 받지 못했습니다.",
            with(&percent(*failed), Topic)
        ),
        Finding::LaterTakes { request_type, answer_p99_ms, later_p99_ms } => format!(
            "{} {} 안에 응답하고(p99), 뒤로 미룬 작업은 {} 안에 끝납니다.",
            with(request_type, Topic),
            brief(*answer_p99_ms, Unit::Ms),
            brief(*later_p99_ms, Unit::Ms)
        ),
        Finding::StaleReads { component, ratio } => format!(
            "{component}에서 읽은 값의 {} 오래된 값입니다.",
            with(&brief(*ratio, Unit::Percent), Subject)
        ),
        Finding::Stampede { component, misses, again } => format!(
            "{component}의 캐시 미스 {}건 중 {}건은 다른 미스가 이미 가져오고 있는 항목을 또 가져옵니다(실행당 평균). 같은 키를 \
             묻는 호출이 한꺼번에 뒤쪽으로 몰립니다(캐시 스탬피드). `merge: true`면 하나만 가고 나머지는 그 응답을 기다립니다.",
            count(*misses),
            count(*again)
        ),
        Finding::NoQuorum { component, share, copies: 1, .. } => format!(
            "{component} 호출의 {} 키를 가진 노드가 죽어 실패합니다. 다른 노드에는 그 키가 없습니다.",
            with(&percent(*share), Subject)
        ),
        Finding::NoQuorum { component, share, copies, write, read } => format!(
            "{component} 호출의 {} 쿼럼을 채우지 못해 실패합니다. 키를 가진 노드 {copies}개 가운데 쓰기에는 {write}개, 읽기에는 \
             {read}개가 필요한데 살아 있는 노드가 그보다 적습니다.",
            with(&percent(*share), Subject)
        ),
        Finding::LostWrites { component, writes } => format!(
            "{} 성공했다고 응답한 쓰기 중 {}건이 유실됩니다(실행당 평균).",
            with(component, Subject),
            count(*writes)
        ),
        Finding::WaitingAdds { request_type, napkin_ms, run_ms, branches: true } => format!(
            "{request_type}의 평균 지연 시간은 동시에 부른 호출 중 가장 느린 것을 기다리고 대기도 하느라 {} 늘어납니다. \
             평균으로 계산하면 {}, 시뮬레이션에서는 {}입니다.",
            brief(run_ms - napkin_ms, Unit::Ms),
            brief(*napkin_ms, Unit::Ms),
            brief(*run_ms, Unit::Ms)
        ),
        Finding::WaitingAdds { request_type, napkin_ms, run_ms, branches: false } => format!(
            "{request_type}의 평균 지연 시간은 대기 때문에 {} 늘어납니다. 대기가 없으면 {}, 시뮬레이션에서는 {}입니다.",
            brief(run_ms - napkin_ms, Unit::Ms),
            brief(*napkin_ms, Unit::Ms),
            brief(*run_ms, Unit::Ms)
        ),
        Finding::FasterThanNapkin { request_type, napkin_ms, run_ms } => {
            let ratio = run_ms / napkin_ms;
            let by = if ratio.is_finite() && ratio > 0.0 {
                format!("(추정의 {})", percent(ratio))
            } else {
                String::new()
            };
            format!(
                "{request_type}의 평균 지연 시간이 계산과 시뮬레이션에서 다릅니다. 추정은 {}, 시뮬레이션은 {}{by}입니다.",
                brief(*napkin_ms, Unit::Ms),
                brief(*run_ms, Unit::Ms)
            )
        }
        Finding::PrecisionReached { wanted, hardest, replications } => format!(
            "{}번 반복해 평균, p50, p99, 처리량과 모든 목표를 {}까지 정밀하게 구했습니다. 가장 까다로웠던 값은 {}입니다.",
            count(u64::from(*replications)),
            brief(*wanted, Unit::Percent),
            metric(hardest)
        ),
        Finding::LaterWaits { queue, messages, oldest_s, begun_after_s } => {
            later_waits(queue, *messages, *oldest_s, *begun_after_s)
        }
        Finding::TooShort { component, work_s, window_s, enough_s, needs } => format!(
            "측정 구간이 너무 짧아 판단할 수 없습니다. {component} 호출 하나가 {} 걸리는데 측정 구간은 {}입니다.{} 측정 \
             구간이 {} 이상이면 알 수 있습니다.",
            duration(*work_s),
            duration(*window_s),
            needs.as_ref().map_or(String::new(), by_arithmetic),
            duration(*enough_s)
        ),
        Finding::ScalingSwings { component, turns, least, most, boot_s, cooldown_s } => {
            scaling::swings(component, *turns, (*least, *most), *boot_s, *cooldown_s)
        }
        Finding::ScalingCapped { component, max, share } => {
            scaling::capped(component, *max, *share)
        }
        Finding::ScalingOvershoots { component, asked, needed, boot_s, every_s } => {
            scaling::overshoots(component, *asked, *needed, *boot_s, *every_s)
        }
        Finding::ScalingLate { component, full_s, boot_s } => {
            scaling::late(component, *full_s, *boot_s)
        }
        Finding::ScalingUnseen { component, window_s, every_s, boot_s } => {
            scaling::unseen(component, *window_s, *every_s, *boot_s)
        }
        Finding::CutOff { event, at_s, end_s } => format!(
            "{} 시점의 {} 시뮬레이션하지 못했습니다. 요청 수 한도 때문에 실행이 {} 시점에 끝납니다. 한도는 \
             `--max-requests`로 늘릴 수 있습니다.",
            duration(*at_s),
            with(&format!("‘{}’", named(event)), Topic),
            duration(*end_s)
        ),
    }
}

pub fn caveat(what: &Caveat) -> String {
    match what {
        Caveat::ShrunkToBudget { max_requests, replications, simulated_s } => format!(
            "시뮬레이션할 요청을 {}건 이하로 맞추려고 {}씩 {replications}번만 실행했습니다. 한도는 `--max-requests`로 늘릴 \
             수 있습니다.",
            count(*max_requests),
            duration(*simulated_s)
        ),
        Caveat::ShrunkToSteps { calls, steps, requests, replications, simulated_s } => format!(
            "이 페이지는 요청 하나에 호출이 {}번 일어납니다. 계산량을 {}단계 이하로 맞추려고 요청 {}건만, {}씩 \
             {replications}번 반복해 시뮬레이션했습니다. 한도는 `--budget`으로 늘릴 수 있습니다.",
            count(calls.round() as u64),
            count(*steps),
            count(*requests),
            duration(*simulated_s)
        ),
        Caveat::RanOut { steps, asked_s, simulated_s } => format!(
            "계산량 한도({}단계) 때문에 반복마다 {}에서 끝납니다. 페이지의 측정 구간은 {}이며 그 뒤의 일은 알 수 없습니다. \
             한도는 `--budget`으로 늘릴 수 있습니다.",
            count(*steps),
            duration(*simulated_s),
            duration(*asked_s)
        ),
        Caveat::FewerForMemory { replications } => format!(
            "반복이 {replications}번을 넘으면 메모리 한도를 넘습니다. 한도는 `--memory`로 늘릴 수 있습니다."
        ),
        Caveat::Imprecise { wanted, hardest, reached, ended_by } => {
            let hardest = with(&metric(hardest), Topic);
            let reached = match reached {
                Some(reached) => format!("{}까지만 정밀합니다", brief(*reached, Unit::Percent)),
                None => "신뢰 구간이 값만큼이나 넓습니다".to_owned(),
            };
            format!(
                "가장 까다로운 값인 {hardest} {reached}(요구한 정밀도는 {}). {}.",
                brief(*wanted, Unit::Percent),
                ended_by_what(*ended_by)
            )
        }
        Caveat::NoPrecision => {
            "정밀하게 구할 지연 시간이 없어 반복을 더 하지 않았습니다.".to_owned()
        }
        Caveat::Interrupted { done, planned } => {
            format!("도중에 멈췄습니다. {planned}번 중 {done}번까지의 결과입니다.")
        }
        Caveat::NotSettled { warmup_s } => format!(
            "예비 실행이 전반부 안에 안정되지 않았습니다. 반복마다 앞의 {} 잘라 냈지만 값이 아직 움직일 수 있습니다. \
             `--duration`을 늘려 확인하세요.",
            with(&duration(*warmup_s), Object)
        ),
        Caveat::MissesAreFree { cache, misses } => format!(
            "{cache}에서 읽기의 {} 캐시 미스인데 그 뒤에 단계가 없어, 미스에 비용이 들지 않습니다. 미스일 때 갈 곳을 뒤에 \
             적으세요.",
            with(&brief(*misses, Unit::Percent), Subject)
        ),
        Caveat::ItemTooLarge { cache, data } => {
            format!("{data}의 항목 하나가 {cache}의 메모리보다 커서 전혀 캐시되지 않습니다.")
        }
        Caveat::StalePrices { lines: 1, oldest } => {
            format!("월 비용에 오래된 가격이 하나 있습니다(† 표시, 출처: {oldest}).")
        }
        Caveat::StalePrices { lines, oldest } => {
            format!(
                "월 비용에 오래된 가격이 {lines}개 있습니다(† 표시). 가장 오래된 것의 출처: {oldest}."
            )
        }
    }
}

pub fn of_page(what: &OfPage) -> String {
    sentence(&what.what)
}

pub fn warning(what: &Warning) -> String {
    match what {
        Warning::Page(told) => of_page(told),
        Warning::Run(told) => caveat(told),
    }
}

fn ended_by_what(ended_by: PrecisionEnd) -> String {
    match ended_by {
        PrecisionEnd::Budget { max_requests } => format!(
            "요청 {}건을 시뮬레이션하고 끝났습니다. `--max-requests`로 더 늘릴 수 있습니다",
            count(max_requests)
        ),
        PrecisionEnd::Replications { most } => format!(
            "한 번에 최대 {}번까지 반복합니다. `--duration`을 늘리면 한 번에 더 많이 잽니다",
            count(u64::from(most))
        ),
        PrecisionEnd::Interrupt => "실행을 멈췄습니다".to_owned(),
    }
}

fn bottleneck(component: &str, resource: &str, utilization: f64, peak: Option<f64>) -> String {
    if resource == "pool" {
        return pool(component, utilization, peak);
    }
    let resource = resource_of(resource);
    let used = percent(utilization);
    let subject = with(component, Subject);
    if let Some(peak) = telling_peak(utilization, peak) {
        return format!(
            "{subject} 병목입니다. {resource} 사용률이 평균 {used}, 가장 바쁠 때 {}입니다.",
            percent(peak)
        );
    }
    if utilization >= EXHAUSTED {
        format!("{subject} 병목입니다({resource} 사용률 {used}). 더는 받을 수 없습니다.")
    } else if utilization >= NEAR_LIMIT {
        format!("{subject} 병목입니다({resource} 사용률 {used}).")
    } else {
        format!(
            "한계에 가까운 자원은 없습니다. 가장 바쁜 곳은 {component}입니다({resource} 사용률 {used})."
        )
    }
}

/// A rate that refuses calls, or lets them wait for their turn.
fn limiter(
    component: &str,
    refused: f64,
    passes_per_s: f64,
    keys: Option<(u64, f64)>,
    wait_ms: f64,
) -> String {
    let passes = brief(passes_per_s, Unit::PerSecond);
    let of = keys.map_or(String::new(), |(keys, rate)| {
        format!("(키 {}개 × {})", count(keys), brief(rate, Unit::PerSecond))
    });
    if refused >= 0.01 {
        return format!(
            "{} 호출의 {} 거절합니다. {passes}{of}까지만 통과시킵니다.",
            with(component, Subject),
            with(&percent(refused), Object)
        );
    }
    let wait = brief(wait_ms, Unit::Ms);
    format!(
        "{} 병목입니다. {passes}{of}까지만 통과시키고 나머지는 평균 {wait} 기다리게 합니다.",
        with(component, Subject)
    )
}

/// Calls that fail by what guards them, or by themselves.
fn fails_calls(component: &str, by: FailsBy, share: f64, opened: Option<f64>) -> String {
    let share = with(&percent(share), Object);
    match by {
        FailsBy::Error => {
            format!("{} 호출의 {share} 오류로 응답합니다.", with(component, Subject))
        }
        FailsBy::CircuitOpen => format!(
            "{component} 쪽 서킷 브레이커가 실행당 평균 {}번 열려, 호출의 {share} 보내지 않습니다.",
            significant(opened.unwrap_or(0.0), 2)
        ),
        FailsBy::Shed => {
            format!("{component}의 대기열이 오랫동안 줄지 않아 호출의 {share} 거절합니다.")
        }
        FailsBy::Expired => format!(
            "{} 차례가 온 호출의 {share} 버립니다. 기다리던 쪽이 이미 포기했기 때문입니다.",
            with(component, Subject)
        ),
    }
}

/// Messages that are done several times.
fn redelivered(
    queue: &str,
    messages: u64,
    times: f64,
    (after_s, work_s): (f64, f64),
    prefetch: u32,
) -> String {
    let (after, work) = (duration(after_s), duration(work_s));
    let why = if work_s > after_s {
        format!("`redeliver_after`({after})가 작업 시간({work})보다 짧기 때문입니다")
    } else if prefetch > 1 {
        format!(
            "워커마다 {prefetch}건씩 미리 받아 두는데(`prefetch`), 거기서 기다리는 동안 `redeliver_after`({after})가 지나기 \
             때문입니다"
        )
    } else {
        format!("`redeliver_after`({after}) 안에 작업이 끝나지 않았기 때문입니다")
    };
    format!(
        "{queue}의 메시지는 하나당 평균 {}번 처리되고, 실행 한 번에 {}건이 다시 배달됩니다. {why}.",
        significant(times, 2),
        count(messages)
    )
}

/// Messages that were set aside.
fn dead_letters(queue: &str, messages: f64, share: f64, after: u16) -> String {
    format!(
        "{queue}에서 메시지의 {}(실행 한 번에 평균 {}건)가 격리됩니다. {after}번 배달했지만 처리되지 않은 메시지입니다.",
        percent(share),
        brief(messages, Unit::Plain)
    )
}

/// Messages that nobody has taken when the run ends.
fn later_waits(queue: &str, messages: u64, oldest_s: f64, begun_after_s: Option<f64>) -> String {
    let last = begun_after_s.map_or(String::new(), |after| {
        format!(" 마지막 메시지는 약 {} 뒤에야 시작됩니다.", duration(after))
    });
    format!(
        "실행이 끝날 때 {queue}에 메시지 {}건이 남아 있고, 처리되지 않은 가장 오래된 메시지는 {} 전 \
         것입니다.{last} 나중 작업이 얼마나 걸리는지는 앞부분만 보았으므로 \
         제시하지 않습니다.",
        count(messages),
        duration(oldest_s)
    )
}

/// What a resource needs and has.
fn by_arithmetic(needs: &Needs) -> String {
    let Needs { resource, busy, there } = needs;
    let (busy_text, has) = (brief(*busy, Unit::Plain), brief(*there, Unit::Plain));
    let resource = with(&resource_of(resource), Subject);
    if busy > there {
        let times = significant(busy / there, 2);
        format!(" 계산으로는 {resource} {busy_text}개 필요한데 {has}개뿐입니다({times}배).")
    } else {
        format!(" 계산으로는 {resource} {busy_text}개 필요하고 {has}개가 있습니다.")
    }
}

/// What is full of those that wait for the bottleneck.
fn waiting(held_up: &[HeldUp]) -> String {
    let one = |one: &HeldUp| match one.resource.as_str() {
        "pool" => format!("{} 쪽 커넥션 풀", one.component),
        resource => format!("{}의 {}", one.component, resource_of(resource)),
    };
    match held_up.iter().map(one).collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => {
            format!(" {}도 가득 찼지만, 병목을 기다리느라 찬 것입니다.", one)
        }
        [most @ .., last] => format!(
            " {} {last}도 가득 찼지만, 병목을 기다리느라 찬 것입니다.",
            with(&most.join(", "), And)
        ),
    }
}

/// The callers' connections to a component, where they are what limits.
fn pool(component: &str, utilization: f64, peak: Option<f64>) -> String {
    let used = percent(utilization);
    let of = format!("{} 여는 커넥션 풀(`pool`)이", with(component, To));
    match peak {
        Some(peak) if peak >= NEAR_LIMIT => format!(
            "{of} 평균 {used}, 가장 바쁠 때 {} 쓰이고, 호출이 커넥션을 기다립니다. 이것이 병목입니다.",
            percent(peak)
        ),
        _ if utilization >= NEAR_LIMIT => {
            format!("{of} {used} 쓰이고, 호출이 커넥션을 기다립니다. 이것이 병목입니다.")
        }
        _ => format!("{of} {used} 쓰입니다. 그 밖에는 한계가 없습니다."),
    }
}

/// One instance of a component.
pub(super) fn one_of(component: &str, place: Place) -> String {
    match place {
        Place::Instance { number } => format!("{component}의 {number}번 인스턴스"),
        Place::Shard { number } => format!("{component}의 {number}번 샤드"),
        Place::Primary { shard } => format!("{component}의 {shard}번 샤드 프라이머리"),
        Place::Replica { shard } => format!("{component}의 {shard}번 샤드 레플리카"),
    }
}

fn missed(
    objective: &str,
    unit: Unit,
    target: f64,
    actual: Option<f64>,
    (low, high): (Option<f64>, Option<f64>),
) -> String {
    let asked = show(target, unit);
    let objective = metric(objective);
    // Rounded as far as the interval allows, unless that hides by how little it is missed.
    let rounded =
        |value| Some(Measured { value, low, high }.supported()).filter(|shown| *shown != target);
    match actual.map(|actual| rounded(actual).unwrap_or(actual)) {
        Some(actual) => {
            let got = brief_beside(actual, target, unit);
            format!(
                "{objective} 목표를 달성하지 못했습니다. 기준은 {asked}인데 측정값은 {got}입니다."
            )
        }
        None if unit == Unit::Ms => {
            format!(
                "{objective} 목표를 달성하지 못했습니다. 기준은 {asked}인데 응답받은 요청이 너무 적습니다."
            )
        }
        None => {
            format!("{objective} 목표를 달성하지 못했습니다. 기준은 {asked}인데 측정값이 없습니다.")
        }
    }
}

fn phase_effect(when: &str, p99_before_ms: f64, p99_during_ms: Option<f64>) -> String {
    let before = brief(p99_before_ms, Unit::Ms);
    let Some(during_ms) = p99_during_ms else {
        return format!("{when} 완료되는 요청이 없습니다. 그전의 p99는 {before}입니다.");
    };
    let during = brief(during_ms, Unit::Ms);
    if during == before {
        format!("{when} p99는 {before} 그대로입니다.")
    } else {
        let turns = if during_ms > p99_before_ms { "늘어납니다" } else { "줄어듭니다" };
        format!("{when} p99가 {before}에서 {} {turns}.", with(&during, To))
    }
}

/// A ratio in whole percent, with a decimal only where whole percents would say nothing.
pub(super) fn percent(ratio: f64) -> String {
    let percent = ratio * 100.0;
    let decimals = if percent.abs() < 10.0 || (percent - 100.0).abs() < 1.0 { 1 } else { 0 };
    let text = fixed(percent, decimals);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}
