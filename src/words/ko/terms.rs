//! Names that napkin's data has for resources and failures, in Korean.

/// `cpu`, `workers`, … as an engineer says them; a name that is not known stays.
pub fn resource(name: &str) -> String {
    match name {
        "cpu" => "CPU",
        "workers" => "워커",
        "disk" => "디스크",
        "connections" => "커넥션",
        "pool" => "커넥션 풀",
        "memory" => "메모리",
        "rate" => "처리율 제한",
        "network" => "네트워크",
        "replicas" => "레플리카",
        other => {
            return match other.split_once(' ') {
                Some(("replica", own)) => format!("레플리카 {}", resource(own)),
                Some(("primary", own)) => format!("프라이머리 {}", resource(own)),
                _ => other.replace('_', " "),
            };
        }
    }
    .to_owned()
}

/// Where a request failed: a component, or the client, whose name none can have.
pub fn place(name: &str) -> &str {
    if name == "client" { "클라이언트" } else { name }
}

/// Why a request failed.
pub fn reason(name: &str) -> String {
    match name {
        "timeout" => "타임아웃",
        "queue_full" => "대기열 가득 참",
        "no_healthy_target" => "살아 있는 인스턴스 없음",
        "connection_lost" => "연결 끊김",
        "rate_limited" => "처리율 제한",
        "gave_up" => "기다리다 포기",
        "error" => "오류 응답",
        "circuit_open" => "서킷 브레이커 열림",
        "expired" => "호출자가 이미 포기",
        "shed" => "부하 차단",
        "no_quorum" => "쿼럼 미달",
        other => return other.replace('_', " "),
    }
    .to_owned()
}

/// A figure of a report or an objective by its name in the data: `p99`, `redirect.errors`.
pub fn metric(name: &str) -> String {
    let (of, own) = name.rsplit_once('.').map_or(("", name), |(of, own)| (of, own));
    let own = match own {
        "p999" => "p99.9",
        "p9999" => "p99.99",
        "mean" => "평균 지연 시간",
        "errors" => "오류율",
        "availability" => "가용성",
        "throughput" => "처리량",
        "cost" => "월 비용",
        "later_p50" => "나중 작업 p50",
        "later_p75" => "나중 작업 p75",
        "later_p90" => "나중 작업 p90",
        "later_p95" => "나중 작업 p95",
        "later_p99" => "나중 작업 p99",
        "later_p999" => "나중 작업 p99.9",
        "later_p9999" => "나중 작업 p99.99",
        "waiting_at_end" => "끝까지 남은 메시지",
        "redelivered" => "재배달 비율",
        "completed_per_s" => "처리량",
        "cost_per_million" => "100만 건당 비용",
        "hit_ratio" => "적중률",
        "utilization" => "사용률",
        other => other,
    };
    let of = match of.rsplit_once('.') {
        Some((component, used)) if own == "사용률" => format!("{component} {}", resource(used)),
        _ => of.replace('.', " "),
    };
    if of.is_empty() { own.to_owned() } else { format!("{of} {own}") }
}
