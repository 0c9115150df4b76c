//! The sentences that say what a run found: what one reads first. Whoever computes a finding calls the
//! function with plain figures (ratios 0..1, milliseconds, dollars) and keeps the sentence.

use super::number::{Unit, brief, brief_beside, count, show};

/// `app is the bottleneck (cpu 93% busy).` Below 70 % nothing is called one.
#[must_use]
pub fn bottleneck(
    component: &str,
    resource: &str,
    utilization: f64,
    peak_utilization: Option<f64>,
) -> String {
    if resource == "pool" {
        return pool(component, utilization, peak_utilization);
    }
    let busy = format!("{resource} {} busy", show_percent(utilization));
    if let Some(peak) = peak_utilization.filter(|&peak| peak >= 0.7 && peak > utilization * 1.1) {
        let average = show_percent(utilization);
        let most = show_percent(peak);
        let (are, its) = if resource.ends_with('s') { ("are", "their") } else { ("is", "its") };
        return format!(
            "{component} is the bottleneck: its {resource} {are} {average} busy on average, {most} at {its} busiest."
        );
    }
    if utilization >= 0.995 {
        format!("{component} is the bottleneck ({busy}): it can take no more.")
    } else if utilization >= 0.7 {
        format!("{component} is the bottleneck ({busy}).")
    } else {
        format!("Nothing is near its limit; the busiest is {component} ({busy}).")
    }
}

/// One instance has much more to do than the others, and is near its limit.
#[must_use]
pub fn hot_instance(place: &str, resource: &str, utilization: f64, average: f64) -> String {
    let are = if resource.ends_with('s') { "are" } else { "is" };
    format!(
        "{place} is the bottleneck: its {resource} {are} {} busy, {} on average of all instances. The load is uneven.",
        show_percent(utilization),
        show_percent(average)
    )
}

/// `instance 3 of cache`, counted from 1.
#[must_use]
pub fn instance(component: &str, at: usize) -> String {
    format!("Instance {} of {component}", at + 1)
}

/// `the primary of shard 3 of db`: the node that was it at the start. Counted from 1.
#[must_use]
pub fn node(component: &str, at: usize, replicas: usize) -> String {
    let (shard, within) = (at / (1 + replicas) + 1, at % (1 + replicas));
    match (replicas, within) {
        (0, _) => format!("Shard {shard} of {component}"),
        (_, 0) => format!("The primary of shard {shard} of {component}"),
        _ => format!("A replica of shard {shard} of {component}"),
    }
}

/// Calls wait though nothing is busy on average.
#[must_use]
pub fn waits_below_limit(
    component: &str,
    resource: &str,
    utilization: f64,
    wait_ms: f64,
    work_ms: f64,
) -> String {
    format!(
        "On average nothing is near its limit, and yet calls wait {} at {component} for {} of work ({resource} {} busy): \
         they come in bursts, or some take very long.",
        brief(wait_ms, Unit::Ms),
        brief(work_ms, Unit::Ms),
        show_percent(utilization)
    )
}

/// Nothing stands behind a cache.
#[must_use]
pub fn misses_are_free(cache: &str, misses: f64) -> String {
    format!(
        "{} of the reads at {cache} are misses, and no step follows it: they cost nothing. Write after it what a \
         miss asks.",
        brief(misses, Unit::Percent)
    )
}

/// A cache without room for anything.
#[must_use]
pub fn item_too_large(cache: &str, data: &str) -> String {
    format!("An item of {data} is larger than the memory of {cache}: nothing of it is kept there.")
}

/// A queue's messages take longer than it waits for them.
#[must_use]
pub fn redelivered(queue: &str, messages: u64) -> String {
    format!(
        "{} messages of {queue} are handed out again in a run, because they were not done within \
         `redeliver_after`: what takes that long is done several times.",
        count(messages)
    )
}

/// An event stops the answers, and those that come later have waited for its end.
#[must_use]
pub fn phase_stalls(
    label: &str,
    completed: f64,
    offered: f64,
    p99_after_ms: Option<f64>,
) -> String {
    let after = match p99_after_ms {
        Some(after) => format!("; after it p99 is {}", brief(after, Unit::Ms)),
        None => String::new(),
    };
    format!(
        "During “{label}” {} of {} requests a second are answered{after}.",
        brief(completed, Unit::Plain),
        brief(offered, Unit::Plain)
    )
}

/// A ratio in whole percent, with a decimal only where whole percents would say nothing.
fn show_percent(ratio: f64) -> String {
    let percent = ratio * 100.0;
    let decimals = if percent.abs() < 10.0 || (percent - 100.0).abs() < 1.0 { 1 } else { 0 };
    let text = super::number::fixed(percent, decimals);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// The callers' connections to a component, where they are what limits.
fn pool(component: &str, utilization: f64, peak: Option<f64>) -> String {
    let used = show_percent(utilization);
    let of = format!("Of the callers' connections to {component} (its `pool`) {used} are in use");
    match peak {
        Some(peak) if peak >= 0.7 => {
            let most = show_percent(peak);
            format!(
                "{of} on average, {most} at their busiest, and calls wait for them: that is what limits."
            )
        }
        _ if utilization >= 0.7 => format!("{of}, and calls wait for them: that is what limits."),
        _ => format!("{of}; nothing else has a limit."),
    }
}

/// `No component has a limit, so nothing can be the bottleneck.`
#[must_use]
pub fn no_limit() -> String {
    "No component has a limit, so nothing can be the bottleneck.".to_owned()
}

/// `The p99 objective is missed: 131 ms, the target is 100 ms.` Figures in the objective's own unit
/// (`ms`, `ratio`, `USD/month`); `actual` is `None` when there was nothing to measure.
#[must_use]
pub fn slo_missed(objective: &str, unit: &str, target: f64, actual: Option<f64>) -> String {
    let unit = Unit::named(unit);
    let asked = show(target, unit);
    match actual {
        Some(actual) => {
            let got = brief_beside(actual, target, unit);
            format!("The {objective} objective is missed: {got}, the target is {asked}.")
        }
        None => format!(
            "The {objective} objective is missed: there is nothing to measure, the target is {asked}."
        ),
    }
}

/// The interval contains the target: more replications would decide it.
#[must_use]
pub fn slo_unclear(objective: &str, unit: &str, target: f64, low: f64, high: f64) -> String {
    let unit = Unit::named(unit);
    format!(
        "Whether the {objective} objective is met is not clear: the interval {} to {} contains the target \
         of {}. More replications would narrow it.",
        brief(low, unit),
        brief(high, unit),
        show(target, unit)
    )
}

/// `Every objective is met.`
#[must_use]
pub fn slo_all_met() -> String {
    "Every objective is met.".to_owned()
}

/// The load does not settle: requests pile up at `component`, `growth_per_s` more every second.
#[must_use]
pub fn unstable(component: &str, growth_per_s: f64) -> String {
    format!(
        "The load does not settle: {component} falls behind by {} requests every second, so every latency \
         would only measure how long the run was.",
        super::number::significant(growth_per_s, 2)
    )
}

/// Nothing at all completed.
#[must_use]
pub fn nothing_completed() -> String {
    "No request completed, so there is no latency and no latency objective is met.".to_owned()
}

/// Arithmetic and run disagree on `name`; both figures in `unit`.
#[must_use]
pub fn napkin_vs_run(name: &str, unit: &str, napkin: f64, run: f64) -> String {
    let unit = Unit::named(unit);
    let ratio = if napkin.abs() > 0.0 { run / napkin } else { f64::NAN };
    let by = if !ratio.is_finite() || ratio <= 0.0 || unit == Unit::Percent {
        String::new()
    } else if ratio >= 1.0 {
        format!(", {} times as much", super::number::significant(ratio, 2))
    } else {
        format!(", {} of it", show_percent(ratio))
    };
    format!(
        "The arithmetic and the run disagree on {name}: {} on the napkin, {} in the run{by}.",
        brief(napkin, unit),
        brief(run, unit)
    )
}

/// Retries per request, wherever on the way they are made.
#[must_use]
pub fn retry_amplification(ratio: f64) -> String {
    format!("Retries add to the load: {} for each request.", super::number::significant(ratio, 3))
}

/// What an event did to p99; `during` is `None` when nothing completed in it.
#[must_use]
pub fn phase_effect(label: &str, p99_before_ms: f64, p99_during_ms: Option<f64>) -> String {
    let before = brief(p99_before_ms, Unit::Ms);
    let Some(during_ms) = p99_during_ms else {
        return format!("During “{label}” nothing completes; before it p99 was {before}.");
    };
    let during = brief(during_ms, Unit::Ms);
    if during == before {
        format!("“{label}” leaves p99 where it was, at {before}.")
    } else {
        format!("During “{label}” p99 goes from {before} to {during}.")
    }
}

/// After an event the system did not come back.
#[must_use]
pub fn no_recovery(label: &str, p99_before_ms: f64, p99_after_ms: Option<f64>) -> String {
    let before = brief(p99_before_ms, Unit::Ms);
    match p99_after_ms {
        Some(after) => format!(
            "It does not recover after “{label}”: p99 was {before} before it and is {} at the end.",
            brief(after, Unit::Ms)
        ),
        None => format!(
            "It does not recover after “{label}”: p99 was {before} before it, and at the end nothing \
             completes."
        ),
    }
}

/// The run was made shorter than asked or usual to stay within the request budget.
#[must_use]
pub fn shrunk_to_budget(max_requests: u64, replications: u32, simulated_s: f64) -> String {
    format!(
        "To stay within {} simulated requests, the run is {replications} replications of {}; \
         `--max-requests` raises the limit.",
        count(max_requests),
        super::number::duration(simulated_s)
    )
}

/// Every metric is as precise as was asked.
#[must_use]
pub fn precision_reached(wanted: f64, hardest: &str, replications: u32) -> String {
    format!(
        "{} replications make mean, p50, p99, throughput and every objective precise to {}; {hardest} \
         was the hardest.",
        count(u64::from(replications)),
        brief(wanted, Unit::Percent)
    )
}

/// The budget, or another limit, ended the run before it was as precise as was asked.
#[must_use]
pub fn precision_missed(wanted: f64, hardest: &str, reached: Option<f64>, why: &str) -> String {
    let reached = match reached {
        Some(reached) => format!("is precise to {} only", brief(reached, Unit::Percent)),
        None => "has an interval as wide as itself".to_owned(),
    };
    format!(
        "{hardest}, the hardest to know, {reached}, where {} was asked for: {why}.",
        brief(wanted, Unit::Percent)
    )
}

/// What ended a run before it was precise.
#[must_use]
pub fn ended_by_budget(max_requests: u64) -> String {
    format!(
        "{} simulated requests ended the run, and `--max-requests` allows more",
        count(max_requests)
    )
}

/// What ended a run before it was precise.
#[must_use]
pub fn ended_by_replications(replications: u32) -> String {
    format!(
        "a run has {} replications at most, and a longer `--duration` makes more of each",
        count(u64::from(replications))
    )
}

/// What ended a run before it was precise.
#[must_use]
pub fn ended_by_interrupt() -> String {
    "the run was stopped".to_owned()
}

/// Nothing to be precise about.
#[must_use]
pub fn no_precision() -> String {
    "There is no latency to be precise about, so no more replications were made for it.".to_owned()
}

/// Some prices are older than they should be.
#[must_use]
pub fn stale_prices(lines: usize, oldest: &str) -> String {
    if lines == 1 {
        format!("One price of the bill is stale (marked †): it is of {oldest}.")
    } else {
        format!("{lines} prices of the bill are stale (marked †); the oldest is of {oldest}.")
    }
}

/// Stale reads seen at a database whose replicas lag.
#[must_use]
pub fn stale_reads(component: &str, ratio: f64) -> String {
    format!("{} of the reads at {component} return an old value.", brief(ratio, Unit::Percent))
}

/// Writes acknowledged and then lost in a failover.
#[must_use]
pub fn lost_writes(component: &str, writes: u64) -> String {
    let were = if writes == 1 { "write was" } else { "writes were" };
    format!(
        "{} {were} acknowledged by {component} and lost, on average of the runs.",
        count(writes)
    )
}

/// What the arithmetic and the run are compared on.
#[must_use]
pub fn mean_latency_of(request_type: &str) -> String {
    format!("the mean latency of {request_type}")
}

/// The run was stopped early.
#[must_use]
pub fn interrupted(done: u32, planned: u32) -> String {
    format!("Stopped early: {done} of {planned} replications are reported.")
}

/// The pilot never settled.
#[must_use]
pub fn not_settled(warmup_s: f64) -> String {
    format!(
        "The pilot did not settle in its first half; the first {} of each replication are cut, and the \
         figures may still drift. A longer `--duration` would tell.",
        super::number::duration(warmup_s)
    )
}

/// The budget of requests ends the run before an event.
#[must_use]
pub fn cut_off(label: &str, at_s: f64, end_s: f64) -> String {
    format!(
        "“{label}” at {} was not simulated: the budget of requests ends the run at {}. `--max-requests` raises it.",
        super::number::duration(at_s),
        super::number::duration(end_s)
    )
}

/// Latencies are of a part only.
#[must_use]
pub fn latency_of_the_answered(failed: f64) -> String {
    format!("Latencies are of the requests that were answered; {} were not.", show_percent(failed))
}

/// Something goes on growing after the last event.
#[must_use]
pub fn ends_unstable(component: &str, growth_per_s: f64) -> String {
    format!(
        "At the end the load does not settle: work piles up at {component}, {} calls more every second.",
        super::number::significant(growth_per_s, 2)
    )
}

/// Only the work left for later does not settle.
#[must_use]
pub fn later_unstable(queue: &str, growth_per_s: f64) -> String {
    format!(
        "Work left for later does not settle: {queue} grows by {} messages every second, while the answers \
         that clients wait for are not held up.",
        super::number::significant(growth_per_s, 2)
    )
}

/// What an event does to the requests.
#[must_use]
pub fn phase_failures(label: &str, rate: f64) -> String {
    format!("During “{label}” {} of the requests fail.", show_percent(rate))
}

/// Waiting is what the arithmetic leaves out.
#[must_use]
pub fn waiting_adds(request_type: &str, napkin_ms: f64, run_ms: f64) -> String {
    format!(
        "Waiting adds {} to the mean latency of {request_type}: {} without any, {} in the run.",
        brief(run_ms - napkin_ms, Unit::Ms),
        brief(napkin_ms, Unit::Ms),
        brief(run_ms, Unit::Ms)
    )
}

/// Work left for later takes its time.
#[must_use]
pub fn later_takes(request_type: &str, answer_p99_ms: f64, later_p99_ms: f64) -> String {
    format!(
        "{request_type} is answered within {} (p99); what it leaves for later is done within {}.",
        brief(answer_p99_ms, Unit::Ms),
        brief(later_p99_ms, Unit::Ms)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentences_read_like_this() {
        let all = [
            bottleneck("app", "cpu", 0.931, None),
            bottleneck("app", "cpu", 0.49, Some(1.0)),
            bottleneck("app", "workers", 1.0, None),
            bottleneck("app", "cpu", 0.052, None),
            no_limit(),
            bottleneck("db", "pool", 0.962, None),
            bottleneck("db", "pool", 0.41, Some(0.962)),
            bottleneck("db", "pool", 0.41, None),
            slo_missed("p99", "ms", 100.0, Some(131.37)),
            slo_missed("p99", "ms", 100.0, Some(100.2)),
            slo_missed("redirect.p99", "ms", 100.0, None),
            slo_missed("cost", "USD/month", 6000.0, Some(7312.4)),
            slo_unclear("errors", "ratio", 0.001, 0.000_951, 0.001_11),
            slo_all_met(),
            unstable("db", 79.34),
            nothing_completed(),
            napkin_vs_run("p99", "ms", 1.9, 9.0),
            napkin_vs_run("cache hit ratio", "ratio", 0.8, 0.41),
            napkin_vs_run("queue", "", 0.0, 12.0),
            retry_amplification(1.719),
            phase_effect("kill cache", 8.99, Some(212.3)),
            phase_effect("kill cache", 8.99, Some(8.991)),
            phase_effect("kill db", 8.99, None),
            no_recovery("slow db", 8.99, Some(4012.0)),
            no_recovery("slow db", 8.99, None),
            shrunk_to_budget(10_000_000, 3, 12.5),
            stale_prices(1, "2024-02"),
            stale_prices(3, "2024-02"),
            stale_reads("db", 0.000_21),
            lost_writes("db", 1),
            lost_writes("db", 1_240),
            hot_instance(&node("db", 4, 1), "cpu", 0.962, 0.31),
            hot_instance(&instance("app", 0), "workers", 1.0, 0.31),
            node("db", 2, 0) + ".",
            node("db", 5, 1) + ".",
            waits_below_limit("app", "cpu", 0.367, 517.2, 1.49),
            misses_are_free("cache", 0.0612),
            item_too_large("cdn", "video"),
            redelivered("jobs", 64),
            phase_stalls("hang app", 0.0333, 597.6, Some(4838.1)),
            phase_stalls("hang app", 0.0, 597.6, None),
        ];
        for sentence in &all {
            assert!(sentence.ends_with('.'), "{sentence}");
        }
        insta::assert_snapshot!(all.join("\n"));
    }
}
