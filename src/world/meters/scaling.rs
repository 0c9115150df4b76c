//! What an autoscaler did within the measured window.

/// Counts and areas of one autoscaler.
#[derive(Clone, Debug, Default)]
pub struct ScalingMeter {
    /// In service, and booting, now.
    now: (usize, usize),
    last_ns: u64,
    /// Since the last interval's end: instances × ns in service, and booting.
    area: (f64, f64),
    /// The same of the window.
    pub ready_ns: f64,
    /// Booting instances are paid for, too.
    pub booting_ns: f64,
    /// Per interval: mean instances in service, and booting.
    pub series: Vec<(f64, f64)>,
    /// The fewest and the most in service.
    pub least: usize,
    /// See `least`.
    pub most: usize,
    /// The most that there were, booting ones included.
    pub most_asked: usize,
    /// The most that would have had what a look saw at the target.
    pub most_needed: u32,
    /// Looks.
    pub looks: u64,
    /// Looks that wanted more than there may be.
    pub capped: u64,
    /// Looks that asked for more instances, and for fewer.
    pub ups: u64,
    /// See `ups`.
    pub downs: u64,
    /// How often an increase followed a decrease, or the other way round.
    pub turns: u64,
    /// Instances that became ready.
    pub booted: u64,
    /// Whether the last change was an increase.
    rises: Option<bool>,
}

impl ScalingMeter {
    /// So many are in service and boot from now on, of which some have just booted.
    pub fn note(&mut self, now: u64, from_ns: u64, count: (usize, usize), booted: usize) {
        self.pass(now, from_ns);
        self.now = count;
        self.booted += booted as u64;
        self.see();
    }

    fn see(&mut self) {
        let (ready, booting) = self.now;
        self.least = if self.least == 0 { ready } else { self.least.min(ready) };
        self.most = self.most.max(ready);
        self.most_asked = self.most_asked.max(ready + booting);
    }

    fn pass(&mut self, now: u64, from_ns: u64) {
        let elapsed = now.saturating_sub(self.last_ns.max(from_ns)) as f64;
        self.area.0 += self.now.0 as f64 * elapsed;
        self.area.1 += self.now.1 as f64 * elapsed;
        self.last_ns = now;
    }

    /// A look changes the number from one to another; `capped` if it wanted more than there may be, `needed`
    /// would have what it saw at the target.
    pub fn looked(&mut self, from: u32, to: u32, capped: bool, needed: u32) {
        self.looks += 1;
        self.capped += u64::from(capped);
        self.most_needed = self.most_needed.max(needed);
        if from == to {
            return;
        }
        let rises = to > from;
        self.ups += u64::from(rises);
        self.downs += u64::from(!rises);
        self.turns += u64::from(self.rises.is_some_and(|before| before != rises));
        self.rises = Some(rises);
    }

    /// The end of an interval; `length_ns` 0 is the end of the warm-up, of which nothing counts.
    pub fn drain(&mut self, now: u64, from_ns: u64, length_ns: u64) {
        self.pass(now, from_ns);
        let (ready, booting) = std::mem::take(&mut self.area);
        if length_ns == 0 {
            let (now, last_ns) = (self.now, self.last_ns);
            *self = Self { now, last_ns, ..Self::default() };
            self.see();
            return;
        }
        self.ready_ns += ready;
        self.booting_ns += booting;
        let length = length_ns as f64;
        self.series.push((ready / length, booting / length));
    }
}
