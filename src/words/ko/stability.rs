//! The load does not settle: what a run and the studies say of it.

use super::number::significant;

/// The load does not settle.
pub fn unstable(component: Option<&str>, growth_per_s: f64) -> String {
    let growth = significant(growth_per_s, 2);
    let what = match component {
        Some(component) => {
            format!("{}에 처리하지 못한 요청이 매초 {growth}건씩 쌓이므로", component)
        }
        None => format!("다음 시도나 응답을 기다리는 요청이 매초 {growth}건씩 늘어나므로"),
    };
    format!("부하가 안정되지 않습니다. {what}, 지연 시간은 실행을 길게 할수록 커질 뿐입니다.")
}
