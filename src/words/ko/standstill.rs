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
