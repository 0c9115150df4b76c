//! Formulas and exact computations of queueing theory, from scratch: nothing here knows the simulator.

/// Erlang's loss probability B(c, a), by its recursion (Erlang 1917; Kleinrock, Queueing Systems vol. 1, 1975,
/// 3.6).
pub fn erlang_b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b))
}

/// Erlang's delay probability C(c, a) (Erlang 1917; Kleinrock 1975, 3.5).
pub fn erlang_c(servers: u32, offered: f64) -> f64 {
    let (b, c) = (erlang_b(servers, offered), f64::from(servers));
    c * b / (c - offered * (1.0 - b))
}

/// Mean wait of M/M/c: C(c, a)/(cμ − λ).
pub fn mmc_wait(servers: u32, rate: f64, mean: f64) -> f64 {
    erlang_c(servers, rate * mean) / (f64::from(servers) / mean - rate)
}

/// Mean wait of M/G/1 from λ and the first two moments of service (Pollaczek 1930, Khinchine 1932).
pub fn mg1_wait(rate: f64, mean: f64, second_moment: f64) -> f64 {
    rate * second_moment / (2.0 * (1.0 - rate * mean))
}

/// P(N = n) of a Poisson variable, n = 0..count.
pub fn poisson(mean: f64, count: usize) -> Vec<f64> {
    let mut all = vec![(-mean).exp()];
    for n in 1..count {
        all.push(all[n - 1] * mean / n as f64);
    }
    all
}

/// Mean wait of M/D/c. In one service time everybody in service leaves and nobody who starts does, so the number
/// in the system satisfies N' = max(N − c, 0) + Poisson(λD); its stationary law by iteration (Crommelin, Post
/// Office Electrical Engineers' Journal 25, 1932).
pub fn mdc_wait(servers: usize, rate: f64, work: f64) -> f64 {
    const MOST: usize = 400;
    let arrivals = poisson(rate * work, 80);
    let mut law = vec![0.0; MOST];
    law[0] = 1.0;
    loop {
        let mut next = vec![0.0; MOST];
        for (n, p) in law.iter().enumerate() {
            let left = n.saturating_sub(servers);
            for (more, q) in arrivals.iter().enumerate() {
                next[(left + more).min(MOST - 1)] += p * q;
            }
        }
        let moved: f64 = law.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        law = next;
        if moved < 1e-12 {
            break;
        }
    }
    let waiting = law.iter().enumerate().map(|(n, p)| n.saturating_sub(servers) as f64 * p);
    waiting.sum::<f64>() / rate
}

/// The stationary law of a birth–death process on 0..=most (Kleinrock 1975, 3.1).
pub fn birth_death(
    most: usize,
    up: impl Fn(usize) -> f64,
    down: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let mut law = vec![1.0];
    for n in 0..most {
        law.push(law[n] * up(n) / down(n + 1));
    }
    let total: f64 = law.iter().sum();
    law.iter().map(|p| p / total).collect()
}

/// Σ f(n) p(n).
pub fn mean_of(law: &[f64], what: impl Fn(usize) -> f64) -> f64 {
    law.iter().enumerate().map(|(n, p)| what(n) * p).sum()
}

/// x in low..high with f(x) = 0, where f grows.
pub fn root(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Mean sojourn of G/M/1, which is exponential: 1/(μ(1 − σ)), where σ = A*(μ(1 − σ)) and A* is the transform of
/// the gaps (Kleinrock 1975, 6.4).
pub fn gm1_sojourn(mu: f64, transform: impl Fn(f64) -> f64) -> f64 {
    let sigma = root(0.0, 1.0 - 1e-9, |sigma| sigma - transform(mu * (1.0 - sigma)));
    1.0 / (mu * (1.0 - sigma))
}

/// H(n) = 1 + 1/2 + … + 1/n.
pub fn harmonic(n: u32) -> f64 {
    (1..=n).map(|i| 1.0 / f64::from(i)).sum()
}

/// Throughput and mean response of a closed system of single exponential servers with these mean works, and a
/// think time: exact mean value analysis (Reiser and Lavenberg, Journal of the ACM 27(2), 1980).
pub fn closed(works: &[f64], clients: u32, think: f64) -> (f64, f64) {
    let mut lengths = vec![0.0; works.len()];
    let mut answer = (0.0, 0.0);
    for n in 1..=clients {
        let stays: Vec<f64> = works.iter().zip(&lengths).map(|(w, l)| w * (1.0 + l)).collect();
        let response: f64 = stays.iter().sum();
        let throughput = f64::from(n) / (think + response);
        lengths = stays.iter().map(|stay| throughput * stay).collect();
        answer = (throughput, response);
    }
    answer
}

/// Mean number in the system of MMPP(2)/M/1: the rates of the two states, the rates of leaving them, and μ, by
/// the matrix-geometric solution π(n+1) = π(n) R (Neuts, Matrix-Geometric Solutions in Stochastic Models, 1981,
/// ch. 3).
pub fn mmpp_m1_number(rates: [f64; 2], leave: [f64; 2], mu: f64) -> f64 {
    type M = [[f64; 2]; 2];
    let times = |a: M, b: M| -> M {
        let cell = |i: usize, j: usize| a[i][0] * b[0][j] + a[i][1] * b[1][j];
        [[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]]
    };
    let inverse = |a: M| -> M {
        let d = a[0][0] * a[1][1] - a[0][1] * a[1][0];
        [[a[1][1] / d, -a[0][1] / d], [-a[1][0] / d, a[0][0] / d]]
    };
    // R solves diag(λ) + R (Q − diag(λ) − μ) + μ R² = 0.
    let local: M = [[rates[0] + leave[0] + mu, -leave[0]], [-leave[1], rates[1] + leave[1] + mu]];
    let inverse_local = inverse(local);
    let mut r: M = [[0.0; 2]; 2];
    for _ in 0..200_000 {
        let square = times(r, r);
        let mut sum: M = [[rates[0], 0.0], [0.0, rates[1]]];
        for i in 0..2 {
            for j in 0..2 {
                sum[i][j] += mu * square[i][j];
            }
        }
        r = times(sum, inverse_local);
    }
    let rest = inverse([[1.0 - r[0][0], -r[0][1]], [-r[1][0], 1.0 - r[1][1]]]);
    // π(0) (I − R)⁻¹ is the law of the phase.
    let phase = [leave[1] / (leave[0] + leave[1]), leave[0] / (leave[0] + leave[1])];
    let row =
        |v: [f64; 2], m: M| [v[0] * m[0][0] + v[1] * m[1][0], v[0] * m[0][1] + v[1] * m[1][1]];
    let pi0 = row(phase, [[1.0 - r[0][0], -r[0][1]], [-r[1][0], 1.0 - r[1][1]]]);
    let number = row(row(row(pi0, r), rest), rest);
    number[0] + number[1]
}

/// Batches of a small simulation.
const BATCHES: u32 = 30;

/// A small generator of its own (SplitMix64; Steele, Lea and Flood, OOPSLA 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        (self.uniform() * n as f64) as usize
    }

    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.uniform()).ln()
    }

    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Mean sojourn over several exponential servers with a queue each, and half of its 95 % interval: the Markov
/// chain of the queue lengths, uniformized, with `pick` choosing the queue of an arrival.
pub fn balanced(
    servers: usize,
    rate: f64,
    mean: f64,
    pick: impl Fn(&[u32], &mut Dice) -> usize,
) -> (f64, f64) {
    const STEPS: u32 = 300_000;
    let mut dice = Dice(7);
    let mut queues = vec![0_u32; servers];
    let arrives = rate / (rate + servers as f64 / mean);
    let mut means = Vec::new();
    // The first batch is the warm-up.
    for _ in 0..=BATCHES {
        let (mut area, mut total) = (0_u64, queues.iter().map(|&n| u64::from(n)).sum::<u64>());
        for _ in 0..STEPS {
            area += total;
            if dice.uniform() < arrives {
                let at = pick(&queues, &mut dice);
                queues[at] += 1;
                total += 1;
            } else {
                let at = dice.below(servers);
                if queues[at] > 0 {
                    queues[at] -= 1;
                    total -= 1;
                }
            }
        }
        means.push(area as f64 / f64::from(STEPS) / rate);
    }
    of_batches(&means[1..])
}

/// Mean sojourn at one exponential server after these gaps, by Lindley's recursion, and half of its 95 % interval.
pub fn single_server(mean: f64, mut gap: impl FnMut(&mut Dice) -> f64) -> (f64, f64) {
    let mut dice = Dice(8);
    let mut wait = 0.0_f64;
    let mut batch = || {
        let mut sum = 0.0;
        for _ in 0..100_000 {
            let work = dice.exponential(mean);
            sum += wait + work;
            wait = (wait + work - gap(&mut dice)).max(0.0);
        }
        sum / 1e5
    };
    let means: Vec<f64> = (0..=BATCHES).map(|_| batch()).collect();
    of_batches(&means[1..])
}

/// Mean of batch means, and half of its 95 % interval by Student's t at 29 degrees of freedom.
fn of_batches(means: &[f64]) -> (f64, f64) {
    let n = f64::from(BATCHES);
    let value = means.iter().sum::<f64>() / n;
    let squares: f64 = means.iter().map(|x| (x - value).powi(2)).sum();
    (value, 2.045 * (squares / (n - 1.0) / n).sqrt())
}

/// The share that M/D/1/K refuses, by the chain embedded at departures: 1 − 1/(d₀ + ρ) (Gross and Harris,
/// Fundamentals of Queueing Theory, 3rd ed. 1998, 5.1.7).
pub fn md1k_refused(load: f64, most: usize) -> f64 {
    let a = poisson(load, most + 1);
    let mut d = vec![1.0];
    for j in 0..most - 1 {
        let before: f64 = (1..=j).map(|i| d[i] * a[j + 1 - i]).sum();
        d.push((d[j] - d[0] * a[j] - before) / a[0]);
    }
    1.0 - 1.0 / (d[0] / d.iter().sum::<f64>() + load)
}

/// The quantile q of the sojourn of M/M/c: P(T > t) = e^(−μt) (1 + C (1 − e^(−μt(c−1−a)))/(c − 1 − a)) (Gross and
/// Harris 1998, 2.3).
pub fn mmc_sojourn_quantile(servers: u32, rate: f64, mean: f64, q: f64) -> f64 {
    let waits = erlang_c(servers, rate * mean);
    let free = f64::from(servers) - 1.0 - rate * mean;
    let tail = |x: f64| (-x).exp() * (1.0 + waits * (1.0 - (-x * free).exp()) / free);
    mean * root(0.0, 1000.0, |x| 1.0 - q - tail(x))
}

/// Quantiles of the sojourn of M/G/1 whose work has mean 1 and the distribution function `law`, in the work's unit.
///
/// The wait is a geometric sum, with ratio `load`, of independent residuals of the work, whose density is 1 − `law`:
/// this is what the transform of Pollaczek and Khinchine says (Kleinrock 1975, 5.7). Its law on a lattice follows by
/// the recursion of Panjer (ASTIN Bulletin 12(1), 1981).
pub fn mg1_sojourn_quantiles(load: f64, law: impl Fn(f64) -> f64, quantiles: &[f64]) -> Vec<f64> {
    const STEP: f64 = 0.01;
    const POINTS: usize = 8000;
    const PARTS: usize = 20;
    let edge = |k: usize| (k as f64 - 0.5) * STEP;
    // The law at 1/20 steps, cell by cell: for constant work its jump lies within a cell.
    let part = STEP / PARTS as f64;
    let residual: Vec<f64> = (0..POINTS)
        .map(|k| {
            let points = (0..PARTS).map(|i| edge(k) + (i as f64 + 0.5) * part);
            points.filter(|&x| x > 0.0).map(|x| (1.0 - law(x)) * part).sum()
        })
        .collect();
    let work: Vec<f64> =
        (0..POINTS).map(|k| law(edge(k + 1)) - if k == 0 { 0.0 } else { law(edge(k)) }).collect();
    let mut wait = vec![(1.0 - load) / (1.0 - load * residual[0])];
    for k in 1..POINTS {
        let sum: f64 = (1..=k).map(|j| residual[j] * wait[k - j]).sum();
        wait.push(load * sum / (1.0 - load * residual[0]));
    }
    let mut below = 0.0;
    let mut answers = Vec::new();
    for k in 0..POINTS {
        let mass: f64 = (0..=k).map(|j| work[j] * wait[k - j]).sum();
        while answers.len() < quantiles.len() && quantiles[answers.len()] <= below + mass {
            answers.push(edge(k) + STEP * (quantiles[answers.len()] - below) / mass);
        }
        below += mass;
    }
    answers
}

/// Mean wait of D/M/c. An arrival that finds n leaves n + 1, of whom some depart until the next: the law of n by
/// iteration, the departures by uniformization (Kendall, Annals of Mathematical Statistics 24(3), 1953).
pub fn dmc_wait(servers: usize, gap: f64, mu: f64) -> f64 {
    const MOST: usize = 200;
    let mut law = vec![0.0; MOST];
    law[0] = 1.0;
    loop {
        let mut after = vec![0.0; MOST];
        for n in 0..MOST {
            after[(n + 1).min(MOST - 1)] += law[n];
        }
        let next = departures(&after, servers, mu, gap);
        let moved: f64 = law.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        law = next;
        if moved < 1e-12 {
            break;
        }
    }
    let ahead = mean_of(&law, |n| (n + 1).saturating_sub(servers) as f64);
    ahead / (servers as f64 * mu)
}

/// A law of numbers in the system after a time in which nobody comes.
fn departures(law: &[f64], servers: usize, mu: f64, time: f64) -> Vec<f64> {
    transient(law, 0.0, servers, mu, time)
}

/// The law of M/M/c's number in the system a time after `law`, by uniformization (Jensen, Skandinavisk
/// Aktuarietidskrift 36, 1953); the last state refuses.
pub fn transient(law: &[f64], rate: f64, servers: usize, mu: f64, time: f64) -> Vec<f64> {
    let fastest = rate + servers as f64 * mu;
    // In parts short enough for e^(−Λt) to be a number.
    let parts = (fastest * time / 50.0).ceil().max(1.0);
    let weights = poisson(fastest * time / parts, 160);
    let mut law = law.to_vec();
    for _ in 0..parts as u32 {
        let (mut sum, mut now) = (vec![0.0; law.len()], law.clone());
        for weight in &weights {
            sum.iter_mut().zip(&now).for_each(|(sum, p)| *sum += weight * p);
            let mut next = vec![0.0; law.len()];
            for (n, p) in now.iter().enumerate() {
                let up = if n + 1 < law.len() { rate / fastest } else { 0.0 };
                let down = n.min(servers) as f64 * mu / fastest;
                if up > 0.0 {
                    next[n + 1] += p * up;
                }
                if down > 0.0 {
                    next[n - 1] += p * down;
                }
                next[n] += p * (1.0 - up - down);
            }
            now = next;
        }
        law = sum;
    }
    law
}

/// The share that a sliding window refuses, and half of its 95 % interval. Time in windows; `load` × `burst` Poisson
/// calls in each.
pub fn sliding_window_refused(load: f64, burst: u32) -> (f64, f64) {
    let mut dice = Dice(9);
    let (mut now, mut window, mut last, mut this) = (0.0_f64, 0.0_f64, 0.0, 0.0);
    let mut batch = || {
        let mut refused = 0;
        for _ in 0..200_000 {
            now += dice.exponential(1.0 / (load * f64::from(burst)));
            while now >= window + 1.0 {
                (window, last, this) = (window + 1.0, this, 0.0);
            }
            if this + last * (1.0 - (now - window)) + 1.0 <= f64::from(burst) {
                this += 1.0;
            } else {
                refused += 1;
            }
        }
        f64::from(refused) / 2e5
    };
    let shares: Vec<f64> = (0..=BATCHES).map(|_| batch()).collect();
    of_batches(&shares[1..])
}
