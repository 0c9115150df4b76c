//! What editors say about a page's fields, on completion and on hovering.

/// What the schema is of.
#[must_use]
pub fn title() -> String {
    "A napkin scenario: a system design on one page".to_owned()
}

/// What a field means. `owner` is the map that it stands in; a field that means the same in several maps is
/// described once, without an owner. Empty if it is not described.
#[must_use]
pub fn describe(owner: &str, field: &str) -> &'static str {
    let own = format!("{owner}.{field}");
    let found = FIELDS.iter().find(|(name, _)| *name == own);
    found.or_else(|| FIELDS.iter().find(|(name, _)| *name == field)).map_or("", |(_, text)| text)
}

/// `map.field`, or a field alone, and what it means.
pub const FIELDS: &[(&str, &str)] = &[
    // The page.
    ("page.name", "What the report is titled; the file's name if it is not given."),
    ("page.about", "What the system does, in a sentence."),
    ("page.slo", "What it has to hold: `{ p99: 100ms, errors: 0.1%, cost: $6000/month }`."),
    (
        "page.assume",
        "What you know, with units: `users: 2M users`, `peak: 1.5..3` (a range is a 90 % interval).",
    ),
    ("page.estimate", "Formulas over it: dimension-checked, every step shown."),
    (
        "page.traffic",
        "Who sends requests: `200/s`, or `{ rate, clients, think, arrivals, shape }`.",
    ),
    ("page.data", "Sets of keys, and how hot they are: hit ratios come from them."),
    (
        "page.requests",
        "The types of request: how many, what each reads or writes, and which way it goes.",
    ),
    ("page.path", "Which way the only type of request goes: each name calls the next."),
    ("page.components", "What the system is built of: `name: { kind: { fields } }`."),
    (
        "page.montecarlo",
        "What happens at random, for `napkin montecarlo` alone: `{ spikes: { every: 6h } }`.",
    ),
    ("page.timeline", "What happens when: `{ at: 60s, kill: cache, for: 15s }`."),
    ("page.network", "Delays between components, to the clients, and between sites."),
    ("page.run", "How it is simulated; the flags of the same names override it."),
    (
        "page.latency_table",
        "The list of the latency table that bare names are looked up in: `dean_2009`.",
    ),
    (
        "page.base",
        "Another page that this one changes: maps merge, lists are replaced, `null` removes.",
    ),
    ("page.include", "Pages that are part of this one; nothing may be written twice."),
    // Objectives.
    ("slo.mean", "Mean latency of the successes: `20ms`."),
    ("slo.p50", "Median latency: `10ms`."),
    ("slo.p90", "Latency of the fastest 90 %: `50ms`."),
    ("slo.p95", "Latency of the fastest 95 %: `80ms`."),
    ("slo.p99", "Latency of the fastest 99 %: `100ms`."),
    ("slo.p999", "Latency of the fastest 99.9 %: `300ms`."),
    ("slo.errors", "Share of requests that fail: `0.1%`."),
    ("slo.stale", "Share of reads that see an old value: `1%`."),
    ("slo.availability", "Share of seconds whose error rate is within `errors`: `99.95%`."),
    ("slo.cost", "The monthly bill: `$6000/month`."),
    // Load.
    (
        "traffic.rate",
        "Requests per second, whether or not earlier ones were answered: `200/s`, `100M/day`.",
    ),
    ("traffic.clients", "Clients that wait for the answer before they ask again."),
    ("traffic.think", "How long a client pauses after each answer: `exp(2s)`."),
    (
        "traffic.arrivals",
        "How requests are spaced: `poisson`, `constant`, `erlang(4)`, `{ bursty: … }`, `{ batches: … }`.",
    ),
    ("traffic.shape", "How the rate changes over time; it multiplies whatever rate there is."),
    ("shape.steps", "Jumps: `[{ at: 10s, times: 2 }]`."),
    ("shape.ramp", "From the rate to a multiple of it: `{ to: 3, over: 60s }`."),
    ("shape.spike", "Up, for a while, and down: `{ at: 20s, times: 3, ramp: 5s, hold: 10s }`."),
    ("shape.points", "Straight lines between points: `[{ at: 10s, times: 2 }]`."),
    ("shape.diurnal", "Day and night: `{ peak: 1.5, trough: 0.5, period: 24h }`."),
    ("shape_step.times", "How often the base rate from then on."),
    ("ramp.to", "How often the base rate at its end."),
    ("ramp.over", "How long it takes."),
    ("spike.times", "How often the base rate at its top."),
    ("spike.ramp", "How long it takes to rise, and to fall."),
    ("spike.hold", "How long the top lasts."),
    ("diurnal.peak", "How often the base rate at noon."),
    ("diurnal.trough", "How often the base rate at night."),
    ("diurnal.period", "A day: 24 h if not given."),
    (
        "arrivals.bursty",
        "A source that changes between two rates: `{ high, low, high_for, low_for }`.",
    ),
    ("arrivals.batches", "Several at once: `{ mean: 10 }`, geometrically distributed."),
    ("bursty.high", "The rate in a burst, or how often the mean."),
    ("bursty.low", "The rate between bursts, or how often the mean."),
    ("bursty.high_for", "Mean length of a burst."),
    ("bursty.low_for", "Mean time between bursts."),
    ("batches.mean", "Mean number of requests in a batch, at least 1."),
    // Data and requests.
    ("data.keys", "How many keys there are: `100M`."),
    ("data.popularity", "How hot they are: `uniform`, `zipf(0.9)`, `hot(1% takes 90%)`."),
    ("data.size", "Bytes of one item: `500B`."),
    (
        "request.rate",
        "Requests of this type per second: `200/s`; either every type has a rate or every type a weight.",
    ),
    ("request.weight", "Its share of the page's traffic."),
    ("request.reads", "The data that it reads a key of."),
    ("request.writes", "The data that it writes a key of."),
    ("request.size", "Bytes of the answer (of the request, if it writes)."),
    ("request.priority", "1 is served first, where a server's `order` is `priority`."),
    ("request.patience", "How long it waits in a queue before it leaves."),
    ("request.slo", "Objectives of this type alone."),
    ("request.timeout", "How long the client waits for an answer."),
    (
        "request.retry",
        "What the client does when it fails: a number of tries, or `{ times, backoff, base, … }`.",
    ),
    ("request.site", "Where its clients are."),
    // Kinds.
    ("kind.cache", "Keeps what was read; the hit ratio comes out of the run."),
    ("kind.cdn", "A cache at the edge, billed by traffic."),
    ("kind.database", "Primaries, replicas and shards."),
    ("kind.load_balancer", "Spreads calls over the instances of the next step."),
    ("kind.queue", "Takes messages for `later`; the next step's workers are its consumers."),
    ("kind.rate_limiter", "Refuses what exceeds a rate."),
    ("kind.server", "Machines that do work."),
    // Machines.
    (
        "machine",
        "A machine of the price book: `m7g.large`. It gives cores, memory, bandwidth and the price.",
    ),
    ("cores", "Cores of each instance; not written, and work is a pure delay."),
    ("memory", "Memory of each instance: `8GiB`."),
    ("bandwidth", "Network card of each instance: `10Gbps`."),
    ("disk", "Disk of each instance: `{ iops: 3000, bandwidth: 125MB/s }`."),
    ("instances", "How many there are: 1 if not given."),
    ("site", "Where it stands: a name; `network.between` says how far sites are apart."),
    ("disk.iops", "Operations per second."),
    ("disk.bandwidth", "Bytes per second: `125MB/s`."),
    // Servers.
    (
        "server.work",
        "What a call takes: CPU time (`5ms`, `exp(5ms)`, `{ mean: 5ms, cv: 1.5 }`), or `{ cpu, disk, io, memory }`.",
    ),
    (
        "server.workers",
        "Threads of each instance, each held from admission to answer; not written, no limit.",
    ),
    ("server.queue", "Waiting places of each instance; a call that finds none is refused."),
    ("server.async", "Waiting for an answer frees the worker too."),
    ("server.order", "Who is served next: `fifo`, `processor_sharing`, `priority`."),
    (
        "server.contention",
        "Universal Scalability Law α: the share of work that cores wait for each other.",
    ),
    (
        "server.coherency",
        "Universal Scalability Law β: what keeping each other up to date costs, by pairs of cores.",
    ),
    ("work.cpu", "CPU time."),
    ("work.disk", "Time on the disk (`5ms`), operations (`3`), or bytes (`256KB`)."),
    ("work.io", "A wait that occupies nothing here: a remote interface, a lock."),
    ("work.memory", "Memory held from admission to answer."),
    // Caches.
    ("evict", "What goes when it is full: `lru`, `lfu`, `fifo`, `random`."),
    ("ttl", "How long an entry lives: `1h`."),
    (
        "mode",
        "`aside`: the caller fills it; `through`: it reads and writes for the caller; `behind`: it writes later.",
    ),
    ("on_write", "What a write does to the entry: `invalidate`, `update`, `ignore`."),
    ("hit_ratio", "A known hit ratio, in place of the one that the run finds: `90%`."),
    ("when_down", "`pass`: calls go on to the next step; `fail`: they are refused."),
    ("work", "What a call takes of it: `10us`, `exp(5ms)`."),
    // Databases.
    ("read", "What a read takes of a node: `200us`."),
    ("write", "What a write takes of a node: `600us`."),
    ("database.replicas", "Copies of each shard beside its primary: 0 if not given."),
    (
        "database.replication",
        "When a write is answered: `async`, `semi_sync` (one copy has it), `sync` (all have it).",
    ),
    ("database.lag", "How long a write takes to reach a replica: `50ms`, `exp(50ms)`."),
    ("database.reads_from", "`replicas`, `primary`, or `any`."),
    ("database.shards", "Parts that the keys are split into: 1 if not given."),
    ("database.shard_by", "`hash`: key mod shards; `consistent`: a ring."),
    ("database.connections", "Connections of each node, held from arrival to answer."),
    ("database.buffer", "Memory for pages of each node; what is not there is read from the disk."),
    ("database.failover", "How a dead primary is replaced: `{ detect: 10s, promote: 20s }`."),
    ("failover.detect", "Until its death is noticed."),
    ("failover.promote", "Until a replica has taken its place."),
    // Load balancers.
    ("load_balancer.policy", "How an instance is picked."),
    ("load_balancer.weights", "One weight for each instance, for `policy: weighted`."),
    (
        "load_balancer.health",
        "How it finds out who is dead: `{ every: 2s, fails: 3, passes: 2 }`; not written, it knows at once.",
    ),
    ("health.every", "Time between two probes of an instance."),
    ("health.fails", "Failed probes in a row until it gets no calls."),
    ("health.passes", "Answered probes in a row until it gets calls again."),
    // Queues and limiters.
    ("queue.capacity", "Messages that it holds; one more is refused."),
    ("queue.delivery", "`at_least_once` or `at_most_once`."),
    ("queue.redeliver_after", "When a message that was not acknowledged is given out again."),
    ("rate_limiter.rate", "What it lets through: `1000/s`."),
    ("rate_limiter.burst", "How many it lets through at once."),
    ("rate_limiter.algorithm", "How it counts."),
    ("rate_limiter.per", "`key`: each key has a limit of its own."),
    // Calls.
    ("timeout", "How long the caller waits for an answer, network included."),
    (
        "retry",
        "What the caller does when it fails: a number of tries, or `{ times, backoff, base, max, jitter, budget }`.",
    ),
    ("cancel", "Giving up stops the work; without it, abandoned work is done all the same."),
    ("pool", "Connections of each calling instance to it."),
    ("retry.times", "Tries after the first."),
    ("retry.backoff", "`fixed` pauses, or `exponential`: each twice the last."),
    ("retry.base", "The first pause: `100ms`."),
    ("retry.max", "The longest pause."),
    ("retry.jitter", "Which part of a pause is random: `true` is all of it, `50%` half."),
    ("retry.budget", "Retries may be at most this share of calls: `10%`."),
    // Paths.
    ("path", "Each name calls the next, and the answer comes back through them."),
    ("paths", "Which ways it goes."),
    ("path.parallel", "All at once: `[path, …]`, or `{ need: k, paths: […] }`."),
    ("path.sequence", "One after the other: `[path, …]`."),
    ("path.repeat", "The same path many times: `{ times: 200, at_once: 10, path: […] }`."),
    ("path.chance", "Sometimes: `{ share: 10%, path: […] }`."),
    (
        "path.one_of",
        "One of several: `{ policy: weighted | failover | nearest, paths: { name: path } }`.",
    ),
    ("path.later", "What the caller does not wait for; it starts at a queue."),
    ("parallel.need", "Answers that are waited for; all of them if not given."),
    ("repeat.times", "How often; it may vary: `{ mean: 5, cv: 1 }`."),
    ("repeat.at_once", "How many are under way at once: 1 if not given."),
    ("chance.share", "How often: `10%`."),
    ("one_of.policy", "`weighted`, `failover` (the next one if one fails) or `nearest` (by site)."),
    ("one_of.paths", "The ways, by name."),
    ("one_of.weights", "How often each way is taken, by name."),
    ("choice.weight", "How often it is taken, against the others' weights."),
    // Network.
    ("network.hop", "One way between two components of a site: `250us`."),
    ("network.client", "One way between the clients and the first component; 0 if not given."),
    ("network.between", "How far sites are apart: `[{ from: seoul, to: tokyo, one_way: 17ms }]`."),
    ("link.from", "A site."),
    ("link.to", "Another site."),
    ("link.one_way", "One way between them."),
    // Run.
    ("run.duration", "The measured window of each replication: `2m`."),
    ("run.warmup", "What is cut off before it; `auto` finds it."),
    ("run.replications", "Independent replications: the intervals come from them."),
    ("run.seed", "The same seed gives the same report, byte for byte."),
    ("run.caches", "`warm`: as their load would have left them; `cold`: empty."),
    ("run.max_requests", "Simulated requests in all, about."),
    // Timeline.
    ("at", "When it begins, from the start of the measured window."),
    ("event.for", "How long it lasts; not written, to the end."),
    ("event.kill", "Instances die: requests in flight fail, memory is lost."),
    ("event.count", "How many instances; not written, all of them."),
    ("event.slow", "All work there takes `times` as long."),
    ("event.times", "How many times as long work takes."),
    ("event.hang", "It takes calls and does not answer."),
    ("event.traffic", "The load is multiplied: `{ times: 3 }`."),
    ("event.cut", "No message passes between two components or sites: `[app, db]`."),
    ("event.flush", "A cache is emptied."),
    ("event.set", "Fields change: `{ app.instances: 8 }`."),
    ("traffic_event.times", "How often the load."),
    // What happens at random.
    ("montecarlo.trials", "How often everything is drawn: 1000 if not given."),
    ("montecarlo.horizon", "The stretch of time that a trial draws: `1d`, `30d`."),
    (
        "montecarlo.moment",
        "What of it is simulated: `worst`, where the load on what is up is highest, or `random`.",
    ),
    ("montecarlo.window", "How much of it is simulated: `30s`."),
    (
        "montecarlo.spikes",
        "Crowds that come and go: `{ every: 6h, times: 3 }`; `{}` for the defaults.",
    ),
    ("montecarlo.crowds", "Crowds that come all at once and fade: `{ every: 7d, times: 10 }`."),
    ("montecarlo.failures", "What fails: `{ app: { mtbf: 30d, mttr: 5m } }`."),
    ("spikes.every", "Mean time between two: `6h`."),
    (
        "spikes.times",
        "How many times the load: `3`, or `{ min: 1.5, alpha: 2, max: 10 }` (Pareto).",
    ),
    ("spikes.ramp", "How long a spike rises: `30s`, `exp(30s)`."),
    ("spikes.hold", "How long it stays: `exp(2m)`."),
    ("spikes.decay", "How long it falls: `1m`."),
    ("crowds.every", "Mean time between two crowds: `7d`."),
    (
        "crowds.times",
        "How many times the load a crowd brings: `5`, or `{ min: 2, alpha: 1.5, max: 20 }`.",
    ),
    ("crowds.fade", "The time in which it falls to 37 %: `10m`."),
    ("height.min", "The least, above 1."),
    ("height.alpha", "Its Pareto exponent: the smaller, the heavier the tail."),
    ("height.max", "The most: what is drawn above it is this."),
    ("failure.mtbf", "Mean time from repair to failure of each instance: `30d`."),
    ("failure.mttr", "Mean time from failure to repair: `5m`."),
    // Varying values.
    ("varying.mean", "The mean, of a lognormal distribution."),
    ("varying.cv", "Its coefficient of variation: standard deviation over mean."),
    ("varying.p50", "The median, of a lognormal distribution."),
    ("varying.p99", "Its 99th percentile."),
    ("varying.min", "The least, of a Pareto distribution."),
    ("varying.alpha", "Its exponent, above 1: the smaller, the heavier the tail."),
];
