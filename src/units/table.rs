//! Every unit word and what it stands for.

use super::calendar::Periods;
use super::quantity::Dim;

/// What a unit multiplies a number by: 10^ten · mul / div. Powers of ten are kept apart so that they can be
/// added to the number's own exponent, which makes `1.1ms` the f64 nearest to 0.0011.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub ten: i32,
    pub mul: f64,
    pub div: f64,
    pub dim: Dim,
    /// The units of time in it, as they are written.
    pub periods: Periods,
    /// What is counted, for words that say it (`qps`).
    pub noun: Option<&'static str>,
}

impl Unit {
    /// The unit of a bare number.
    pub const ONE: Self = unit(0, 1.0, 1.0, Dim::NONE);

    /// `B/s` from `B` and `s`; `None` if a power of a base unit leaves the range of `i8`.
    pub fn per(self, other: Self) -> Option<Self> {
        Some(Self {
            ten: self.ten - other.ten,
            mul: self.mul * other.div,
            div: self.div * other.mul,
            dim: self.dim.per(other.dim)?,
            periods: self.periods.per(other.periods),
            noun: self.noun.or(other.noun),
        })
    }

    /// `USD·GB` from `USD` and `GB`; `None` if a power of a base unit leaves the range of `i8`.
    pub fn times(self, other: Self) -> Option<Self> {
        Some(Self {
            ten: self.ten + other.ten,
            mul: self.mul * other.mul,
            div: self.div * other.div,
            dim: self.dim.times(other.dim)?,
            periods: self.periods.times(other.periods),
            noun: self.noun.or(other.noun),
        })
    }

    /// `s^2` from `s`.
    pub fn power(self, power: i8) -> Option<Self> {
        let one = Self { noun: self.noun, ..Self::ONE };
        (0..power.unsigned_abs())
            .try_fold(one, |unit, _| if power < 0 { unit.per(self) } else { unit.times(self) })
    }

    /// The number whose decimal digits (with a fraction or an exponent) are `digits`, in base units.
    pub fn apply(self, digits: &str, more_tens: i32) -> f64 {
        let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
        // An exponent beyond i32 is beyond f64 too: saturate on the side of its sign.
        let beyond = if exponent.starts_with('-') { -1_000_000 } else { 1_000_000 };
        let exponent = exponent.parse::<i32>().unwrap_or(beyond).clamp(-1_000_000, 1_000_000);
        let text = format!("{mantissa}e{}", exponent + self.ten + more_tens);
        text.parse::<f64>().unwrap_or(f64::NAN) * self.mul / self.div
    }
}

const fn unit(ten: i32, mul: f64, div: f64, dim: Dim) -> Unit {
    // What is not a whole unit of time is written in seconds.
    let periods = Periods::seconds(dim.time);
    Unit { ten, mul, div, dim, periods, noun: None }
}

const fn time(seconds: f64) -> Unit {
    Unit { periods: Periods::of_length(seconds), ..unit(0, seconds, 1.0, Dim::TIME) }
}

const fn bytes(ten: i32) -> Unit {
    unit(ten, 1.0, 1.0, Dim::BYTES)
}

const fn binary_bytes(times: f64) -> Unit {
    unit(0, times, 1.0, Dim::BYTES)
}

const fn bits(ten: i32) -> Unit {
    unit(ten, 1.0, 8.0, Dim::BYTES)
}

const fn bits_per_second(ten: i32) -> Unit {
    unit(ten, 1.0, 8.0, Dim::BANDWIDTH)
}

const fn bytes_per_second(ten: i32) -> Unit {
    unit(ten, 1.0, 1.0, Dim::BANDWIDTH)
}

const fn per_second(noun: &'static str) -> Unit {
    Unit { noun: Some(noun), ..unit(0, 1.0, 1.0, Dim::RATE) }
}

pub(super) const fn count(ten: i32) -> Unit {
    unit(ten, 1.0, 1.0, Dim::NONE)
}

const REQUESTS: Unit = Unit { noun: Some("requests"), ..Unit::ONE };
const DOLLARS: Unit = unit(0, 1.0, 1.0, Dim::MONEY);
/// A year is 365 days and a month 730 h, a twelfth of it.
const MONTH: Unit = time(730.0 * 3600.0);
const YEAR: Unit = time(365.0 * 86_400.0);
const KI: f64 = 1024.0;

/// Every unit word. The first of several spellings is the one to suggest.
const UNITS: &[(&str, Unit)] = &[
    ("ns", unit(-9, 1.0, 1.0, Dim::TIME)),
    ("us", unit(-6, 1.0, 1.0, Dim::TIME)),
    ("\u{b5}s", unit(-6, 1.0, 1.0, Dim::TIME)),
    ("\u{3bc}s", unit(-6, 1.0, 1.0, Dim::TIME)),
    ("ms", unit(-3, 1.0, 1.0, Dim::TIME)),
    ("s", time(1.0)),
    ("sec", time(1.0)),
    ("secs", time(1.0)),
    ("second", time(1.0)),
    ("seconds", time(1.0)),
    ("m", time(60.0)),
    ("min", time(60.0)),
    ("mins", time(60.0)),
    ("minute", time(60.0)),
    ("minutes", time(60.0)),
    ("h", time(3600.0)),
    ("hr", time(3600.0)),
    ("hrs", time(3600.0)),
    ("hour", time(3600.0)),
    ("hours", time(3600.0)),
    ("d", time(86_400.0)),
    ("day", time(86_400.0)),
    ("days", time(86_400.0)),
    ("w", time(604_800.0)),
    ("week", time(604_800.0)),
    ("weeks", time(604_800.0)),
    ("month", MONTH),
    ("months", MONTH),
    ("y", YEAR),
    ("yr", YEAR),
    ("yrs", YEAR),
    ("year", YEAR),
    ("years", YEAR),
    ("B", bytes(0)),
    ("byte", bytes(0)),
    ("bytes", bytes(0)),
    ("KB", bytes(3)),
    ("kB", bytes(3)),
    ("MB", bytes(6)),
    ("GB", bytes(9)),
    ("TB", bytes(12)),
    ("PB", bytes(15)),
    ("EB", bytes(18)),
    ("ZB", bytes(21)),
    ("KiB", binary_bytes(KI)),
    ("MiB", binary_bytes(KI * KI)),
    ("GiB", binary_bytes(KI * KI * KI)),
    ("TiB", binary_bytes(KI * KI * KI * KI)),
    ("PiB", binary_bytes(KI * KI * KI * KI * KI)),
    ("EiB", binary_bytes(KI * KI * KI * KI * KI * KI)),
    ("b", bits(0)),
    ("bit", bits(0)),
    ("bits", bits(0)),
    ("Kb", bits(3)),
    ("kb", bits(3)),
    ("kbit", bits(3)),
    ("Mb", bits(6)),
    ("Mbit", bits(6)),
    ("Gb", bits(9)),
    ("Gbit", bits(9)),
    ("Tb", bits(12)),
    ("Tbit", bits(12)),
    ("Pb", bits(15)),
    ("Pbit", bits(15)),
    ("bps", bits_per_second(0)),
    ("kbps", bits_per_second(3)),
    ("Kbps", bits_per_second(3)),
    ("Mbps", bits_per_second(6)),
    ("Gbps", bits_per_second(9)),
    ("Tbps", bits_per_second(12)),
    ("Pbps", bits_per_second(15)),
    ("Bps", bytes_per_second(0)),
    ("KBps", bytes_per_second(3)),
    ("kBps", bytes_per_second(3)),
    ("MBps", bytes_per_second(6)),
    ("GBps", bytes_per_second(9)),
    ("req", REQUESTS),
    ("qps", per_second("queries")),
    ("QPS", per_second("queries")),
    ("rps", per_second("requests")),
    ("RPS", per_second("requests")),
    ("tps", per_second("transactions")),
    ("TPS", per_second("transactions")),
    ("IOPS", per_second("operations")),
    ("iops", per_second("operations")),
    ("USD", DOLLARS),
    ("dollar", DOLLARS),
    ("dollars", DOLLARS),
    ("percent", count(-2)),
    ("kilobyte", bytes(3)),
    ("kilobytes", bytes(3)),
    ("megabyte", bytes(6)),
    ("megabytes", bytes(6)),
    ("gigabyte", bytes(9)),
    ("gigabytes", bytes(9)),
    ("terabyte", bytes(12)),
    ("terabytes", bytes(12)),
    ("petabyte", bytes(15)),
    ("petabytes", bytes(15)),
    ("kilobit", bits(3)),
    ("kilobits", bits(3)),
    ("megabit", bits(6)),
    ("megabits", bits(6)),
    ("gigabit", bits(9)),
    ("gigabits", bits(9)),
    ("terabit", bits(12)),
    ("terabits", bits(12)),
    ("퍼센트", count(-2)),
    ("프로", count(-2)),
    ("바이트", bytes(0)),
    ("킬로바이트", bytes(3)),
    ("메가바이트", bytes(6)),
    ("기가바이트", bytes(9)),
    ("테라바이트", bytes(12)),
    ("페타바이트", bytes(15)),
    ("킬로", bytes(3)),
    ("메가", bytes(6)),
    ("기가", bytes(9)),
    ("테라", bytes(12)),
    ("비트", bits(0)),
    ("킬로비트", bits(3)),
    ("메가비트", bits(6)),
    ("기가비트", bits(9)),
    ("테라비트", bits(12)),
    ("나노초", unit(-9, 1.0, 1.0, Dim::TIME)),
    ("마이크로초", unit(-6, 1.0, 1.0, Dim::TIME)),
    ("밀리초", unit(-3, 1.0, 1.0, Dim::TIME)),
    ("하루", time(86_400.0)),
    ("주일", time(604_800.0)),
    ("배", count(0)),
    ("초", time(1.0)),
    ("분", time(60.0)),
    ("시간", time(3600.0)),
    ("일", time(86_400.0)),
    ("주", time(604_800.0)),
    ("개월", MONTH),
    ("월", MONTH),
    ("달", MONTH),
    ("년", YEAR),
    ("달러", DOLLARS),
];

/// Abbreviations of other tools, nearer in spelling to another unit than to the one that they mean.
const MISTAKEN: &[(&str, &str)] = &[
    ("msec", "ms"),
    ("msecs", "ms"),
    ("milli", "ms"),
    ("millis", "ms"),
    ("millisecond", "ms"),
    ("milliseconds", "ms"),
    ("usec", "us"),
    ("usecs", "us"),
    ("micros", "us"),
    ("microsecond", "us"),
    ("microseconds", "us"),
    ("nsec", "ns"),
    ("nsecs", "ns"),
    ("nanos", "ns"),
    ("nanosecond", "ns"),
    ("nanoseconds", "ns"),
];

/// Words that multiply a number by a power of ten, and may stand before another unit.
const COUNTS: &[(&str, i32)] = &[
    ("k", 3),
    ("K", 3),
    ("thousand", 3),
    ("M", 6),
    ("million", 6),
    ("bn", 9),
    ("billion", 9),
    ("bil", 9),
    ("mn", 6),
    ("mil", 6),
    ("lakh", 5),
    ("crore", 7),
    ("trillion", 12),
    ("quadrillion", 15),
    ("quintillion", 18),
    ("천", 3),
    ("만", 4),
    ("십만", 5),
    ("백만", 6),
    ("천만", 7),
    ("억", 8),
    ("십억", 9),
    ("백억", 10),
    ("천억", 11),
    ("조", 12),
    ("千", 3),
    ("万", 4),
    ("萬", 4),
    ("百万", 6),
    ("千万", 7),
    ("億", 8),
    ("亿", 8),
];

/// `million` for `Million`: a capital letter says nothing where the rest of a word is in small ones. In `Kb` and
/// `KB` it does.
fn in_small_letters(word: &str) -> Option<String> {
    let rest = word.strip_prefix(|c: char| c.is_ascii_uppercase())?;
    (rest.len() > 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase()))
        .then(|| word.to_ascii_lowercase())
}

/// What stands beside the word, or beside it in small letters.
fn entry<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let exactly =
        |word: &str| table.iter().find(|(name, _)| *name == word).map(|&(_, found)| found);
    exactly(word).or_else(|| in_small_letters(word).and_then(|word| exactly(&word)))
}

/// The power of ten that a word such as `M`, `bn` or `million` stands for.
pub(super) fn count_suffix(word: &str) -> Option<i32> {
    entry(COUNTS, word)
}

/// The unit a word stands for behind a number or a `/`.
pub(super) fn find(word: &str) -> Option<Unit> {
    entry(UNITS, word).or_else(|| lasting(word))
}

/// `5년간`, `3개월치`, `2시간동안`: Korean says behind a unit of time that something lasts.
fn lasting(word: &str) -> Option<Unit> {
    let unit = ["동안", "간", "치"].iter().find_map(|end| word.strip_suffix(end))?;
    entry(UNITS, unit).filter(|found| found.dim == Dim::TIME && !unit.is_ascii())
}

/// What a currency is called where its rate is stated, by how amounts are written: `€` is `EUR`.
const CURRENCIES: &[(&str, &str)] = &[
    ("원", "원"),
    ("KRW", "KRW"),
    ("₩", "KRW"),
    ("￦", "KRW"),
    ("EUR", "EUR"),
    ("€", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("유로", "유로"),
    ("JPY", "JPY"),
    ("¥", "JPY"),
    ("￥", "JPY"),
    ("yen", "JPY"),
    ("엔", "엔"),
    ("円", "円"),
    ("GBP", "GBP"),
    ("£", "GBP"),
    ("CNY", "CNY"),
    ("RMB", "CNY"),
    ("위안", "위안"),
    ("元", "元"),
    ("INR", "INR"),
    ("₹", "INR"),
    ("CHF", "CHF"),
];

/// The name of a currency that is no dollar: what a page says its rate for.
pub(super) fn currency(word: &str) -> Option<&'static str> {
    CURRENCIES.iter().find(|(written, _)| *written == word).map(|&(_, name)| name)
}

/// True for the name of a currency whose rate a page states.
#[must_use]
pub fn is_currency(name: &str) -> bool {
    CURRENCIES.iter().any(|&(_, known)| known == name)
}

/// True for a sign of money other than `$`.
pub(super) const fn is_money_sign(c: char) -> bool {
    matches!(c, '₩' | '￦' | '€' | '¥' | '￥' | '£' | '₹')
}

/// The unit a word stands for when it stands alone, which is also the case of `million`, but not of `M`.
pub(super) fn find_alone(word: &str) -> Option<Unit> {
    let spelt_out = || count_suffix(word).filter(|_| word.is_ascii() && word.len() > 2).map(count);
    find(word).or_else(spelt_out)
}

/// True if the word stands for a unit when it stands alone and no name shadows it.
#[must_use]
pub fn is_unit(word: &str) -> bool {
    find_alone(word).is_some()
}

/// The unit word nearest in spelling, letter case aside, if one is near enough to be meant.
#[must_use]
pub fn nearest(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    if let Some((_, meant)) = MISTAKEN.iter().find(|(name, _)| *name == lower) {
        return Some(meant);
    }
    let length = word.chars().count();
    UNITS
        .iter()
        .map(|&(name, _)| name)
        .chain(COUNTS.iter().map(|&(name, _)| name))
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|&(distance, name)| distance == 0 || near(distance, length, name))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// One slip is near for words of two letters and more, another for each three letters.
fn near(distance: usize, length: usize, name: &str) -> bool {
    length > 1 && name.len() > 1 && distance <= 1.max(length.max(name.len()) / 3)
}

/// The unit of time that a Korean word in front of a number stands for: `초당 200` is 200 a second.
const IN_FRONT: &[(&str, &str)] = &[
    ("초당", "s"),
    ("매초", "s"),
    ("분당", "min"),
    ("매분", "min"),
    ("시간당", "h"),
    ("매시간", "h"),
    ("하루", "day"),
    ("하루에", "day"),
    ("하루당", "day"),
    ("일", "day"),
    ("일당", "day"),
    ("일일", "day"),
    ("일간", "day"),
    ("매일", "day"),
    ("주", "week"),
    ("주당", "week"),
    ("주간", "week"),
    ("매주", "week"),
    ("월", "month"),
    ("월당", "month"),
    ("월간", "month"),
    ("매월", "month"),
    ("매달", "month"),
    ("한달", "month"),
    ("한달에", "month"),
    ("연", "year"),
    ("연간", "year"),
    ("매년", "year"),
];

/// The period of a word in front of a number: `day` of `하루 5건`, `일 500MB`.
pub(super) fn period_in_front(word: &str) -> Option<&'static str> {
    entry(IN_FRONT, word)
}

/// Words in front of a number that say what kind of figure it is, and not another one.
const ABOUT: &[&str] = &[
    "평균",
    "평균적으로",
    "최대",
    "최소",
    "피크",
    "총",
    "약",
    "대략",
    "각",
    "각각",
    "보통",
    "average",
    "avg",
    "about",
    "approx",
    "approximately",
    "around",
    "roughly",
    "total",
    "say",
    "peak",
];

/// True for a word that may stand in front of a number and says nothing of its size: `평균 2KB`, `about 500 bytes`.
pub(super) fn says_about(word: &str) -> bool {
    ABOUT.contains(&word)
}

/// True for a word behind a value that says that it is about so much: `2KB 정도`.
pub(super) fn says_about_behind(word: &str) -> bool {
    ["정도", "가량", "쯤", "내외", "안팎"].contains(&word)
}

/// A unit that differs from the word in letter case alone: `gb` is a slip, never a noun.
pub(super) fn differs_in_case(word: &str) -> bool {
    word.chars().count() > 1 && UNITS.iter().any(|&(name, _)| name.eq_ignore_ascii_case(word))
}

/// Things that are counted, and are spelt like a unit but for one letter.
const NOUNS_BESIDE_UNITS: &str = "bats bays bears bets bids bins bots dags ears fins fits four fours gears geeks hats \
    hits kits lays leeks mints mines minds minis moth moths mouth mouths pays pears peeks pins pits pour pours rays says \
    sects seeks sets specs tears tins tour tours ways wears weeds wins 비스트 바이크";

/// The unit that a noun is, but for one slip: `yeers`, `dya`, `바이드`. Short words are nouns more often than slips, so
/// they must have all the unit's letters.
pub(super) fn misspelt(word: &str) -> Option<&'static str> {
    let length = word.chars().count();
    let small = word.to_lowercase();
    let is_noun = || NOUNS_BESIDE_UNITS.split_whitespace().any(|noun| noun == small);
    if length < 3 || find(word).is_some() || count_suffix(word).is_some() || is_noun() {
        return None;
    }
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let meant = |name: &str| {
        let own = name.chars().count();
        let spelt_out = own >= 3 && name.chars().all(|c| c.is_lowercase() || !c.is_ascii());
        let slip = strsim::damerau_levenshtein(&small, name) == 1;
        let long = length >= 4 && own >= 4 || !name.is_ascii() && own >= 3;
        spelt_out && slip && (long || letters(&small) == letters(name))
    };
    let names = UNITS.iter().map(|&(name, _)| name);
    let names = names.chain(COUNTS.iter().map(|&(name, _)| name));
    // One minute for one, minutes for many.
    names.filter(|name| meant(name)).min_by_key(|name| name.ends_with('s') != small.ends_with('s'))
}
