//! Words of the estimate.

use super::number::shown;
use crate::message::estimate::{Evicts, Formula, Payer, Remark, Step, Text, nines, percent};
use crate::units::{Dim, Quantity, show};

pub fn formula(what: &Formula) -> String {
    match what {
        Formula::Written(text) => text,
        Formula::ClosedRate => {
            "min(clients / (latency + think), what the busiest resource carries)"
        }
        Formula::OfferedLoad => "calls × mean CPU time (Little's law)",
        Formula::OfferedLoadReplicated => {
            "reads × read time + writes × write time × (1 + replicas) (Little's law)"
        }
        Formula::OfferedLoadCopied => "calls × CPU time at all nodes that they ask (Little's law)",
        Formula::WorkersBusy => "calls × time held, downstream included (Little's law)",
        Formula::Need { resource, at_peak, target } => {
            let load = if *at_peak { "peak load" } else { "load" };
            return format!("{load} of {resource} / {target}");
        }
        Formula::Rule => "the 80/20 rule against Che's approximation (LRU, no ttl)",
        Formula::Copies { tiers: 1, target } => {
            return format!("k of n up, for {} in all", nines(*target));
        }
        Formula::Copies { tiers, target } => {
            return format!("k of n up, for {} over {tiers} tiers in series", nines(*target));
        }
        Formula::Instances { resource } => {
            return format!("{resource} needed / {resource} per instance");
        }
        Formula::Utilization { resource } => return format!("load of {resource} / capacity"),
        Formula::HitRatio(Evicts::Lru) => "Che's approximation (LRU)",
        Formula::HitRatio(Evicts::Lfu) => "the most requested keys that fit (LFU)",
        Formula::HitRatio(Evicts::Fifo) => "characteristic-time approximation (FIFO)",
        Formula::HitRatio(Evicts::Random) => "characteristic-time approximation (RANDOM)",
        Formula::HitRatioGiven => "hit_ratio of the page",
        Formula::Wait => {
            "Erlang C, × (1 + cv²) / 2 (approximation: Poisson arrivals, one queue for all cores)"
        }
        Formula::Latency => "hops + work, averaged over hits and misses, no queueing",
        Formula::Bill => "what each component costs a month, at the average load",
    }
    .to_owned()
}

pub fn step(what: &Step) -> String {
    match what {
        Step::Board { text, remark: None } => text.clone(),
        Step::Board { text, remark: Some(behind) } => format!("{text}; {}", remark(*behind)),
        Step::ClosedRate { clients, cycle_s, per_s } => format!(
            "{} clients, one request each per {} at best ≈ {}",
            count(*clients),
            duration(*cycle_s),
            rate(*per_s)
        ),
        Step::Busy { per_s, each_s, busy } => {
            format!("{} × {} ≈ {}", rate(*per_s), duration(*each_s), erlangs(*busy))
        }
        Step::Replicated { reads, writes, copies, busy } => format!(
            "reads {} busy, writes {} busy on each of {copies} copies ≈ {}",
            count(*reads),
            count(*writes),
            erlangs(*busy)
        ),
        Step::Rule { keys, promised, popularity, hits } => format!(
            "{} of the keys: the rule says {} hits, {popularity} gives ≈ {}",
            percent(*keys),
            percent(*promised),
            percent(*hits)
        ),
        Step::Copies { needed, all, each, reached, share } => format!(
            "{} of {} up at {} each ≈ {}, at least {}",
            count(*needed),
            count(*all),
            nines(*each),
            nines(*reached),
            nines(*share)
        ),
        Step::Utilization { load, capacity, share } => {
            let more = if *share >= 1.0 { ": more than it can carry" } else { "" };
            format!("{} / {} ≈ {}{more}", count(*load), count(*capacity), percent(*share))
        }
        Step::HitRatio { instances, memory_b, ttl_s, stays_s, hits } => {
            let room = memory_b.map_or("room for all".to_owned(), |memory_b| {
                let each = show(Quantity::new(memory_b, Dim::BYTES));
                match instances {
                    1 => format!("{each} of memory"),
                    _ => format!("{} × {each} of memory", count(f64::from(*instances))),
                }
            });
            let ttl = ttl_s.map_or(String::new(), |s| format!(", ttl {}", duration(s)));
            let stays =
                stays_s.map_or(String::new(), |s| format!(", entries stay about {}", duration(s)));
            format!("{room}{ttl}{stays} ≈ {} hits", percent(*hits))
        }
        Step::Share(share) => percent(*share),
        Step::Wait { cores, utilization, work_s, wait_s } => {
            let wait = if *wait_s == 0.0 { count(0.0) } else { duration(*wait_s) };
            format!(
                "{} cores {} busy, {} each ≈ {wait}",
                count(*cores),
                percent(*utilization),
                duration(*work_s)
            )
        }
        Step::Latency(seconds) => format!("without any waiting ≈ {}", duration(*seconds)),
        Step::Bill { parts, total, unpriced } => {
            let part = |(whose, usd): &(Payer, f64)| format!("{} {}", payer(whose), dollars(*usd));
            let parts: Vec<String> = parts.iter().map(part).collect();
            let missing = match unpriced {
                0 => String::new(),
                1 => "; one part has no price".to_owned(),
                many => format!("; {many} parts have no price"),
            };
            format!("{} ≈ {}/month{missing}", parts.join(" + "), dollars(*total))
        }
    }
}

fn payer(whose: &Payer) -> &str {
    match whose {
        Payer::Component(name) => name,
        Payer::Egress => "to the internet",
        Payer::CrossSite => "between sites",
    }
}

fn remark(what: Remark) -> String {
    match what {
        Remark::BusyOnAverage => "so many are busy on average".to_owned(),
        Remark::PageHas(have) => format!("the page has {}", count(have)),
    }
}

fn erlangs(busy: f64) -> String {
    format!("{} busy on average", count(busy))
}

fn count(value: f64) -> String {
    show(Quantity::new(value, Dim::NONE))
}

fn rate(per_s: f64) -> String {
    show(Quantity::new(per_s, Dim::RATE))
}

fn duration(seconds: f64) -> String {
    show(Quantity::new(seconds, Dim::TIME))
}

/// Whole dollars from a hundred on.
fn dollars(usd: f64) -> String {
    let usd = if usd >= 100.0 { usd.round() } else { usd };
    show(Quantity::new(usd, Dim::MONEY))
}

pub fn text(what: &Text<'_>) -> String {
    match *what {
        Text::Notation(text) => text.to_owned(),
        Text::Name(name) => match name {
            "average_qps" => "average QPS",
            "peak_qps" => "peak QPS",
            "storage_a_year" => "stored in a year",
            "storage_kept" => "stored in all",
            "bandwidth_in" => "bandwidth in",
            "bandwidth_out" => "bandwidth out",
            "downtime_a_year" => "may be down a year",
            "monthly_bill" => "cost",
            other => other,
        }
        .to_owned(),
        Text::NameOf { owner, quantity: "cache_memory" } => {
            format!("cache for {owner}, 20 % of it")
        }
        Text::NameOf { owner, .. } => format!("{owner}: instances"),
        Text::Remark(what) => remark(what),
        Text::Hits(share) => format!("hits {}", percent(share)),
        Text::RoundingCost { worst, name, median } => format!(
            "Round numbers cost {} in the median of all results, and {} at worst ({name}).",
            shown(median).trim_start_matches('+'),
            shown(worst)
        ),
        Text::TornadoOf { name, median, range } => format!("{name}: {median} ({range}, 90 %)"),
        Text::TornadoLegend => {
            "Each assumption goes from its 5 % to its 95 % quantile while the others stay at their medians (│). The rank \
             correlation is of all of them drawn at once."
                .to_owned()
        }
        Text::Exact { exact, error } => format!("(exact {exact}, {})", shown(error)),
    }
}
