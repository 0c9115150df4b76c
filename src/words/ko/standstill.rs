//! What makes an instance stand still.

use super::number::{brief, significant};
use crate::figure::Unit;

pub fn throttled(component: &str, share: f64, quota: f64, utilization: f64) -> String {
    format!(
        "{component}의 CPU가 일하는 시간의 {} 동안 스로틀링됩니다. 평균으로는 할당량의 {}만 쓰지만, 100ms마다 주어지는 코어 {}개의 \
         할당량을 그 전에 다 써 버려서, 하던 일이 다음 100ms를 기다립니다.",
        brief(share, Unit::Percent),
        brief(utilization, Unit::Percent),
        significant(quota, 3)
    )
}

pub fn pauses(
    component: &str,
    for_ms: f64,
    every_s: f64,
    wait_p99_ms: f64,
    utilization: Option<f64>,
) -> String {
    let busy = utilization
        .map_or(String::new(), |it| format!("사용률은 {}뿐인데 ", brief(it, Unit::Percent)));
    format!(
        "{component}의 인스턴스마다 {} 간격으로 {} 동안 멈추고, 이것이 꼬리 지연을 정합니다. {busy}호출이 p99에서 {}를 기다립니다. \
         더 빠른 장비는 도움이 되지 않고, 멈추는 시간을 줄여야 합니다.",
        brief(every_s * 1e3, Unit::Ms),
        brief(for_ms, Unit::Ms),
        brief(wait_p99_ms, Unit::Ms)
    )
}

pub fn slow_instance(
    component: &str,
    instance: usize,
    times: Option<f64>,
    utilization: f64,
    average: f64,
) -> String {
    let what = times.map_or("멈춰 있는데도".to_owned(), |times| {
        format!("{}배 느린데도", significant(times, 3))
    });
    format!(
        "{component}의 {instance}번 인스턴스가 한동안 {what} 호출이 계속 갑니다. 그 인스턴스의 사용률은 {}, 전체 평균은 \
         {}입니다. 헬스 체크로는 알 수 없고, 처리 중인 호출 수를 보는 로드 밸런서라면 피해 갑니다.",
        brief(utilization, Unit::Percent),
        brief(average, Unit::Percent)
    )
}
