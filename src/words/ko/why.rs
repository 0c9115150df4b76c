//! Why a field has no effect, and why a value was assumed.

use crate::message::Why;

pub fn why(what: &Why) -> String {
    match what {
        Why::NoCores => "`cores`나 `machine`이 없으면 작업은 단순한 지연입니다",
        Why::SharedCores => "`order: processor_sharing`에서는 모두 코어를 나누어 쓰므로 아무도 기다리지 않습니다",
        Why::NoTimeout => "`timeout`이 없으면 클라이언트는 포기하지 않습니다",
        Why::Boot => "napkin이 고른 값입니다. 가상 머신은 1분에서 몇 분, 컨테이너는 몇 초 걸립니다",
        Why::NothingQueues => "`workers`, `cores`, `machine`이 없으면 기다릴 것이 없습니다",
        Why::NoWorkers => "`workers`가 없으면 놓아줄 스레드가 없습니다",
        Why::FixedPause => "쉬는 시간은 언제나 `base`입니다. `backoff: exponential`이면 늘어납니다",
        Why::NotWeighted => "가중치는 `policy: weighted`에서만 쓰입니다",
        Why::KnownHitRatio => "`hit_ratio`를 알고 있으면 항목을 시뮬레이션하지 않습니다",
        Why::NoMemoryLimit => "`memory`나 `machine`이 없으면 축출할 것이 없습니다",
        Why::NoTtl => "`ttl`이 없으면 항목의 수명이 끝나지 않습니다",
        Why::NoEarlyRefresh => "`refresh: early`에서만 쓰입니다",
        Why::NoReplicas => "데이터베이스에 `replicas`가 없습니다",
        Why::OneShard => "샤드가 하나입니다. `shards: 4`처럼 적으세요",
        Why::PageRead => "버퍼에 없는 페이지는 SSD에서 8KiB를 임의로 읽는 것으로 봅니다(napkin_2026)",
        Why::NoDiskWork => "디스크를 쓰는 작업이 없습니다. `work: { cpu: 1ms, disk: 2 }`처럼 적으세요",
        Why::AtMostOnce => "`at_most_once`에서는 메시지를 다시 배달하지 않습니다",
        Why::OpenLoad => "쉬는 시간은 `clients`에만 있습니다. 정해진 속도로 들어오는 요청은 응답을 기다리지 않습니다",
        Why::ClosedLoad => "`clients`는 응답을 받고 나서 보내므로 바꿀 속도가 없습니다",
        Why::TimesOne => "1배는 지금 부하 그대로입니다",
        Why::OnlyArrive => "`arrive`에만 쓸 수 있습니다",
        Why::ArriveWithin => "요청이 얼마 동안 들어오는지는 `within`에 적습니다",
        Why::OnlyStrikes => "인스턴스를 고르는 것은 `kill`, `slow`, `hang`뿐입니다",
        Why::OnlySlow => "`times`는 `slow`에만 있습니다",
        Why::NoDesign => "지연 시간이나 비용을 잴 `components`가 페이지에 없습니다",
        Why::NothingRuns => "무슨 일이 일어날 `components`가 페이지에 없습니다",
        Why::OneSite => "모든 구성 요소가 같은 사이트에 있습니다. 일부에 `site:`를 적으세요",
        Why::NobodyGivesUp => "이 호출을 포기하는 쪽이 없습니다. `timeout`도 적으세요",
        Why::TakesAll => "소비자에 워커나 코어 제한이 없어 메시지를 모두 바로 받습니다",
        Why::NothingLater => "나중 작업을 남기는(`later`) 경로가 없습니다",
        Why::NoPriorityOrder => "`order: priority`인 서버가 없습니다",
        Why::FlushIsOver => "비우기는 바로 끝납니다",
        Why::SetStays => "바꾼 값은 그대로 남습니다. 되돌리려면 항목을 하나 더 적으세요",
        Why::RetryPause => "재시도 전에 쉬는 시간이 적혀 있지 않습니다",
        Why::HealthChecks => "napkin이 정한 값: 장애는 몇 초 안에 알아채고 잠깐의 흔들림은 넘깁니다",
        Why::CacheWork => "단일 스레드 캐시는 코어 하나로 초당 약 81,000~134,000건의 GET을 처리합니다(redis-benchmark)",
        Why::DatabaseRead => "2026-03 pgbench: vCPU당 TPC-B 트랜잭션 초당 1,600~1,770건, 트랜잭션마다 문장 다섯 개",
        Why::DatabaseWrite => "2026-03 pgbench: TPC-B 트랜잭션 하나(갱신 셋과 커밋)에 vCPU 565~625μs",
        Why::KvWork => "ScyllaDB의 용량 산정 규칙: 단순한 연산은 코어 하나에서 초당 12,500건 이상",
        Why::OneCopy => "키마다 사본이 하나뿐입니다",
        Why::Lag => "레플리카의 복제 지연이 적혀 있지 않습니다. 한 리전 안에서는 10ms가 보통입니다",
        Why::Failover => "napkin이 정한 값: RDS Multi-AZ는 모두 60~120초, Aurora는 흔히 30초 이내라고 합니다",
        Why::Burst => "적혀 있지 않아 1초 분량으로 잡았습니다",
        Why::DataSize => "항목의 크기가 적혀 있지 않습니다",
        Why::HalfARoundTrip => "지연 시간 표에 있는 데이터 센터 안 왕복 시간의 절반",
        Why::Redeliver => "napkin이 정한 값: 소비자의 작업보다는 길고 장애보다는 짧습니다",
        Why::UsableShare => {
            "napkin이 정한 값: 필요한 대수를 구할 때 쓰는 용량의 비율. 대기열이 짧고 머신 하나가 죽어도 버팁니다"
        }
        Why::InstanceAvailability => {
            "napkin이 정한 값: 배포로 인한 중단까지 넣은 인스턴스 하나의 가용성. 교재의 어림값이며 장애는 서로 독립이라고 봅니다"
        }
        Why::NotWritten => "페이지에 적혀 있지 않습니다",
    }
    .to_owned()
}
