//! What only the whole page can tell.

use super::list::{all_of, code, did_you_mean, named, words};
use super::particle::Particle::{And, Object, Topic};
use crate::message::Words;
use crate::message::design::Fault;

pub fn fault(what: &Fault) -> Words {
    match what {
        Fault::ClientIsTaken => words(
            "`client`는 요청을 보내는 쪽이므로 구성 요소의 이름으로 쓸 수 없습니다",
            "",
            "다른 이름을 쓰세요. 그렇지 않으면 여기서 난 실패와 클라이언트가 포기한 것을 구별할 수 없습니다",
        ),
        Fault::NoComponents => words(
            "페이지에 구성 요소가 없습니다",
            "",
            "`components: { app: { server: { cores: 2, work: 5ms } } }`처럼 적으세요",
        ),
        Fault::NoPath => words(
            "페이지에 `path`도 `requests`도 없습니다",
            "",
            "`path: [app, db]`나 `requests: { name: { path: [app, db] } }`처럼 적으세요",
        ),
        Fault::PathAndRequests => words(
            "페이지에 `path`와 `requests`가 함께 있습니다",
            "`path`는 여기",
            "`requests`가 있으면 `path`는 요청 종류마다 따로 적으세요",
        ),
        Fault::UnknownComponent { name, near } => {
            let help = match near {
                Some(_) => String::new(),
                None => {
                    format!(
                        "구성 요소를 추가하세요: `components: {{ {name}: {{ server: {{ work: 5ms }} }} }}`"
                    )
                }
            };
            words(
                format!("{} 구성 요소가 없습니다", named(name)),
                did_you_mean(near.as_deref()),
                help,
            )
        }
        Fault::UnknownData { name, near } => {
            let help = match near {
                Some(_) => String::new(),
                None => {
                    format!(
                        "데이터를 추가하세요: `data: {{ {name}: {{ keys: 1M, popularity: zipf(0.9) }} }}`"
                    )
                }
            };
            words(format!("{} 데이터가 없습니다", named(name)), did_you_mean(near.as_deref()), help)
        }
        Fault::Unreachable { name } => words(
            format!("구성 요소 `{name}`에 이르는 경로가 없습니다"),
            "어느 경로에도 없습니다",
            "경로에 넣거나 지우세요",
        ),
        Fault::UnusedData { name } => words(
            format!("{} 읽거나 쓰는 요청이 없습니다", code(name, Object)),
            "이 데이터는 효과가 없습니다",
            format!("요청에 `reads: {name}`처럼 적거나, 데이터를 지우세요"),
        ),
        Fault::CacheWithoutKeys { cache, request, is_only } => {
            let whose =
                if *is_only { "요청이".to_owned() } else { format!("`{request}` 요청이") };
            words(
                format!("{} 캐시인데 {whose} 데이터를 읽지도 쓰지도 않습니다", code(cache, Topic)),
                "어느 키를 찾나요?",
                format!(
                    "`data: {{ item: {{ keys: 1M, popularity: zipf(0.9) }} }}`를 적고 `requests: {{ {request}: … }}`에 \
                     `reads: item`을 적으세요. 적중률을 알고 있다면 `{cache}`에 `hit_ratio: 90%`처럼 적어도 됩니다"
                ),
            )
        }
        Fault::LimiterWithoutKeys { request } => words(
            format!(
                "`per: key`는 키마다 세는데 `{request}` 요청은 데이터를 읽지도 쓰지도 않습니다"
            ),
            "어느 키를 세나요?",
            "요청에 `reads:`를 적거나 `per: key`를 빼세요",
        ),
        Fault::UnknownSite { name, near, sites } => words(
            format!("사이트 `{name}`에는 아무것도 없습니다"),
            did_you_mean(near.as_deref()),
            format!("페이지의 사이트: {}", all_of(sites.iter().map(String::as_str))),
        ),
        Fault::SiteToItself { name } => words(
            format!("`between`은 두 사이트 사이인데 둘 다 `{name}`입니다"),
            "같은 사이트가 두 번 적혀 있습니다",
            "한 사이트 안의 지연은 `hop`입니다",
        ),
        Fault::LinkTwice { from, to } => words(
            format!("`{from}`에서 `{to}`까지의 지연이 두 번 적혀 있습니다"),
            "두 번째는 여기",
            "",
        ),
        Fault::NoDelayBetween { from, to } => words(
            format!("사이트 {} `{to}` 사이의 지연이 적혀 있지 않습니다", code(from, And)),
            "이 호출에는 `hop` 하나만 걸립니다",
            format!(
                "`network: {{ between: [ {{ from: {from}, to: {to}, one_way: 17ms }} ] }}`처럼 적으세요"
            ),
        ),
    }
}
