//! Particles: which of 은 and 는, of 이 and 가, … stands at a word depends on how the word ends when it is read aloud
//! ([`super::sound`]).

use super::sound::{Ending, ending};

/// A particle that has two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    /// 은, 는.
    Topic,
    /// 이, 가.
    Subject,
    /// 을, 를.
    Object,
    /// 과, 와.
    And,
    /// 으로, 로.
    To,
    /// What stands before 면, 고, 라, …: 이, or nothing.
    Copula,
}

impl Particle {
    fn at(self, ending: Ending) -> &'static str {
        let open = ending == Ending::Open;
        match self {
            Self::Topic => {
                if open {
                    "는"
                } else {
                    "은"
                }
            }
            Self::Subject => {
                if open {
                    "가"
                } else {
                    "이"
                }
            }
            Self::Object => {
                if open {
                    "를"
                } else {
                    "을"
                }
            }
            Self::And => {
                if open {
                    "와"
                } else {
                    "과"
                }
            }
            Self::To => {
                if ending == Ending::Closed {
                    "으로"
                } else {
                    "로"
                }
            }
            Self::Copula => {
                if open {
                    ""
                } else {
                    "이"
                }
            }
        }
    }
}

/// The word with its particle: `서버는`, `` `db`가 ``, `200ms를`, `100으로`.
#[must_use]
pub fn with(word: &str, particle: Particle) -> String {
    format!("{word}{}", particle.at(ending(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read aloud, these end in a vowel: 서버는.
    const OPEN: &str = "
        서버 캐시 데이터베이스 메시지 큐 워커 샤드 레플리카 초 밀리초 캐시(부하량) 클라이언트… 달러
        2 4 5 9 12 1.5 0.25 3.14 12.9 1조 1,000,000,000,000 p99 p95 p99.9 db2
        12,720건/초 7,300GB 36.5TB 1.25GB/초 8.0ms 250μs 17us 3s 512MB 100KB 64B 2x 12.5% 0.1% 4,183달러 $5 $1,000
        100/s 1,157/s
        server cache queue worker database node store proxy gateway user feed user_feed order-service
        db lb api API CPU cpu io IO SSD id uuid kafka redis memcached DB HTTP TCP LFU IOPS
        link network event client request list post redirect write retry site service rate config log tag
        heartbeat bit check hub wait root
        `db` “서버” ‘캐시’ [lb] cache(redis) cache(app) 초(분)
    ";
    /// In ㄹ: 풀은, but 풀로.
    const RIEUL: &str = "
        풀 2일 하늘 1 7 8 11 18 21 1.8 p97 30d 365days 3months 7/day 5/month
        pool model email table file role scale URL url api_url SQL ttl TTL mysql MySQL yaml html kernel
        `pool` 풀(서버) (풀)
    ";
    /// In another consonant: 앱은, 앱으로.
    const CLOSED: &str = "
        앱 블록 시간 응답 요청 3 6 10 20 100 1,000 30,000 40만 1.5억 100,000,000 0 1.0 13 16 2.6
        p50 p90 p100 db3 5min 3h 2years 10년 30분 12시간
        app web job group step lookup heap map type timeline engine machine zone one token session json JSON
        chat bot fanout timeout checkout budget limit wallet tweet internet GET PUT
        block lock track facebook traffic public elastic
        time name frame volume stream RAM LAN ping ranking CDN cdn DRAM vm
        `app` “app” [web] app(cache) 앱(서버) 100`
    ";

    #[test]
    fn two_hundred_hard_cases() {
        for (words, expect) in
            [(OPEN, Ending::Open), (RIEUL, Ending::Rieul), (CLOSED, Ending::Closed)]
        {
            for word in words.split_whitespace() {
                assert_eq!(ending(word), expect, "{word}");
            }
        }
    }

    #[test]
    fn each_particle_has_its_forms() {
        let all = |word: &str| {
            use Particle::{And, Copula, Object, Subject, To, Topic};
            [Topic, Subject, Object, And, To, Copula].map(|particle| with(word, particle)).join(" ")
        };
        assert_eq!(all("서버"), "서버는 서버가 서버를 서버와 서버로 서버");
        assert_eq!(all("앱"), "앱은 앱이 앱을 앱과 앱으로 앱이");
        assert_eq!(all("`pool`"), "`pool`은 `pool`이 `pool`을 `pool`과 `pool`로 `pool`이");
        assert_eq!(
            all("SLO 100ms"),
            "SLO 100ms는 SLO 100ms가 SLO 100ms를 SLO 100ms와 SLO 100ms로 SLO 100ms"
        );
    }
}
