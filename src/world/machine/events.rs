//! What happens to the system while it runs: the timeline, health checks, the ticks of the meters.

use super::frame::{State, flag};
use super::{Alarm, Machine};
use crate::blueprint::{Change, Verb, Which};
use crate::world::meters::Reason;
use crate::world::program::{NO_SLOT, NONE, TURN};

impl Machine<'_> {
    pub(super) fn alarm(&mut self, index: usize) {
        match self.alarms[index] {
            Alarm::Begin(at) => self.begin(at),
            Alarm::End(at) => self.end(at),
            Alarm::Tick => self.tick(),
            Alarm::Arrive(at) => self.one_of_a_herd(at, index),
            Alarm::Look(scaler) => self.look(scaler),
            Alarm::Booted(scaler) => self.booted(scaler),
            Alarm::Pause(component, instance) => self.pause(component, instance),
            Alarm::Resume(component, instance) => self.resume(component, &[instance]),
            Alarm::Noticed(chooser, instance, up) => {
                let actual = self.places[self.program.choosers[chooser].component].up[instance];
                if let Some(view) = &mut self.views[chooser]
                    && actual == up
                {
                    view[instance] = up;
                }
            }
            Alarm::Deposed(database, shard) => self.depose(database, shard),
            Alarm::Promote(database, shard) => self.replace(database, shard),
        }
    }

    fn begin(&mut self, at: usize) {
        let happening = &self.blueprint.timeline[at];
        let until = happening.for_ns.map_or(u64::MAX, |length| self.now.saturating_add(length));
        match happening.verb.clone() {
            Verb::Kill(component, which) => {
                if which == Which::All {
                    // Those that are dead already stay dead until this ends, too.
                    let down_until = &mut self.places[component].down_until;
                    down_until.iter_mut().for_each(|down| *down = (*down).max(until));
                }
                for instance in self.victims(component, which) {
                    self.places[component].down_until[instance] = until;
                    self.kill(component, instance);
                }
                self.deliver_all();
            }
            Verb::Slow(component, times, which) => {
                let struck = self.struck_by(component, which);
                struck.iter().for_each(|&at| self.places[component].slow[at] *= times);
                self.struck[at] = struck;
            }
            Verb::Hang(component, which) => {
                let struck = self.struck_by(component, which);
                self.hang(component, &struck, until);
                self.struck[at] = struck;
            }
            Verb::Cut(a, b) => {
                for (link, spec) in self.program.links.iter().enumerate() {
                    let (from, to) = (spec.ends.0 as usize, spec.ends.1 as usize);
                    if a.contains(&from) && b.contains(&to) || b.contains(&from) && a.contains(&to)
                    {
                        self.cut_until[link] = self.cut_until[link].max(until);
                    }
                }
            }
            Verb::Flush(component) => self.flush(component, None),
            Verb::Set(changes) => {
                for (component, change) in changes {
                    self.change(component, change);
                }
            }
            Verb::Arrive { count, within_ns, .. } => self.begin_herd(at, count, within_ns),
            Verb::Traffic(_) => {}
        }
    }

    fn end(&mut self, at: usize) {
        match self.blueprint.timeline[at].verb.clone() {
            Verb::Kill(component, _) => {
                for instance in 0..self.places[component].up.len() {
                    // Another kill may last longer.
                    if self.places[component].down_until[instance] <= self.now {
                        self.revive(component, instance);
                    }
                }
                self.deliver_all();
            }
            Verb::Slow(component, times, _) => {
                for instance in std::mem::take(&mut self.struck[at]) {
                    let slow = &mut self.places[component].slow[instance];
                    *slow /= times;
                    if (*slow - 1.0).abs() < 1e-9 {
                        *slow = 1.0;
                    }
                }
            }
            Verb::Hang(component, _) => {
                let struck = std::mem::take(&mut self.struck[at]);
                self.resume(component, &struck);
            }
            Verb::Set(changes) => {
                for (component, change) in changes {
                    let before = self.original(component, change);
                    self.change(component, before);
                }
            }
            Verb::Cut(..) | Verb::Traffic(_) | Verb::Arrive { .. } | Verb::Flush(_) => {}
        }
    }

    /// The value that a change replaced: the page's own.
    fn original(&self, component: usize, change: Change) -> Change {
        let spec = &self.blueprint.components[component].spec;
        match change {
            Change::Instances(_) => Change::Instances(spec.instances()),
            Change::Workers(now) => {
                let workers = spec.server().and_then(|server| server.workers);
                Change::Workers(workers.unwrap_or(now))
            }
            Change::HitRatio(now) => {
                let known = spec.cache().and_then(|cache| cache.hit_ratio);
                Change::HitRatio(known.unwrap_or(now))
            }
            Change::Errors(_) => Change::Errors(self.blueprint.components[component].call.errors),
        }
    }

    // ---- death and return ----

    /// Who is struck, of those that are up: of a database the primaries first, else the instances in order.
    fn victims(&self, component: usize, which: Which) -> Vec<usize> {
        let place = &self.places[component];
        let mut order: Vec<usize> = (0..place.instances).filter(|&at| place.up[at]).collect();
        if let Some(database) =
            self.program.databases.iter().position(|spec| spec.component == component)
        {
            order.sort_by_key(|&node| !self.databases[database].is_primary(node));
        }
        match which {
            Which::All => {}
            Which::First(count) => order.truncate(count as usize),
            Which::One(instance) => order.retain(|&at| at == instance as usize),
        }
        order
    }

    /// Who is slow or hangs: of all of them also those that come later.
    fn struck_by(&self, component: usize, which: Which) -> Vec<usize> {
        match which {
            Which::All => (0..self.places[component].up.len()).collect(),
            Which::First(_) | Which::One(_) => self.victims(component, which),
        }
    }

    fn kill(&mut self, component: usize, instance: usize) {
        self.places[component].up[instance] = false;
        self.count_instances(component);
        let frames: Vec<u32> = self.frames.ids().collect();
        for id in frames {
            if self.frames[id].state != State::Free {
                self.strike(id, component, instance);
            }
        }
        self.flush(component, Some(instance));
        if let Some(database) =
            self.program.databases.iter().position(|spec| spec.component == component)
        {
            self.stop_applying(database, instance);
            if self.databases[database].is_primary(instance) {
                let shard = instance / self.databases[database].per_shard() as usize;
                self.lose_primary(database, shard);
            }
        }
        self.stop_mending(component, instance);
        self.notice(component, instance, false);
    }

    /// A frame that is inside the dead instance fails there.
    fn strike(&mut self, id: u32, component: usize, instance: usize) {
        if self.frames[id].is(flag::BEHIND)
            && self.frames[id].slots[0] as usize == instance
            && self.frames[id].origin as usize == component
        {
            if let Some(meter) = self.meters.component(component, self.now) {
                meter.lost_writes += 1;
            }
            self.cancel(id);
            return;
        }
        let pc = self.frames[id].pc;
        let mut scope = self.program.scope_of[pc as usize];
        let mut hit = NONE;
        while scope != NONE {
            let spec = &self.program.scopes[scope as usize];
            let there = spec.component as usize == component
                && spec.chosen != NONE
                && pc >= spec.chosen
                && pc < spec.epilogue
                && (spec.slot == NO_SLOT
                    || self.frames[id].slots[spec.slot as usize] as usize == instance);
            if there {
                hit = scope;
            }
            scope = spec.parent;
        }
        if hit == NONE || self.frames[id].state == State::Backlogged {
            return;
        }
        self.stop_waiting(id);
        self.abandon_children(id, NONE);
        let place = u16::try_from(component).unwrap_or(u16::MAX);
        let back = self.fail_scope(id, hit, Reason::ConnectionLost, place);
        let frame = &mut self.frames[id];
        frame.pc = back;
        frame.state = State::Timed;
        self.make_ready(id, self.now);
    }

    fn revive(&mut self, component: usize, instance: usize) {
        if self.places[component].up[instance] || instance >= self.places[component].instances {
            return;
        }
        self.places[component].up[instance] = true;
        self.count_instances(component);
        if let Some(database) =
            self.program.databases.iter().position(|spec| spec.component == component)
        {
            self.node_came_back(database, instance);
        }
        self.node_is_back(component, instance);
        self.notice(component, instance, true);
    }

    /// The units of the instances that are in service count; those of the others do not.
    pub(in crate::world) fn count_instances(&mut self, component: usize) {
        let place = &self.places[component];
        let serves = |at: usize| at < place.instances && place.up[at];
        for (resource, spec) in self.resources.iter_mut().zip(&self.program.resources) {
            for at in (0..spec.instances).filter(|_| spec.component == component && !spec.is_pool) {
                resource.serve(at, serves(at), self.now);
            }
        }
        for (sharing, spec) in self.sharings.iter_mut().zip(&self.program.sharings) {
            for at in (0..spec.instances).filter(|_| spec.component == component) {
                sharing.serve(at, serves(at), self.now);
            }
        }
    }

    /// Health checks find out after `fails` (or `passes`) checks in a row, on their own grid.
    fn notice(&mut self, component: usize, instance: usize, up: bool) {
        for chooser in 0..self.program.choosers.len() {
            let spec = &self.program.choosers[chooser];
            let Some(health) = spec.health.filter(|_| spec.component == component) else {
                continue;
            };
            let checks = if up { health.passes } else { health.fails };
            let every = health.every_ns.max(1);
            let first = self.now.div_ceil(every) * every;
            let at = first + every * u64::from(checks.saturating_sub(1));
            self.raise(at, Alarm::Noticed(chooser, instance, up));
        }
    }

    pub(super) fn deliver_all(&mut self) {
        for backlog in 0..self.backlogs.len() {
            self.deliver(backlog);
        }
    }

    fn flush(&mut self, component: usize, instance: Option<usize>) {
        for (spec, store) in self.program.stores.iter().zip(&mut self.stores) {
            if spec.component != component {
                continue;
            }
            for at in (0..spec.instances).filter(|&at| instance.is_none_or(|only| only == at)) {
                store.flush(at);
            }
        }
    }

    // ---- changes ----

    pub(super) fn change(&mut self, component: usize, change: Change) {
        match change {
            Change::Instances(count) => {
                let count = count as usize;
                let place = &mut self.places[component];
                let before = std::mem::replace(&mut place.instances, count);
                for at in before..count {
                    place.up[at] = place.down_until[at] <= self.now;
                }
                self.count_instances(component);
                for at in before..count {
                    self.notice(component, at, self.places[component].up[at]);
                }
            }
            Change::Workers(workers) => {
                self.workers[component] = Some(u64::from(workers));
                for resource in 0..self.resources.len() {
                    let spec = &self.program.resources[resource];
                    if spec.component != component || spec.name != "workers" {
                        continue;
                    }
                    for at in 0..spec.instances {
                        self.resources[resource].resize(at, u64::from(workers), self.now);
                        self.serve_waiters(resource, at);
                    }
                }
            }
            Change::HitRatio(ratio) => self.hit_ratios[component] = Some(ratio),
            Change::Errors(share) => self.error_shares[component] = Some(share),
        }
        self.deliver_all();
    }

    // ---- meters ----

    /// The end of an interval: areas are read, and the number in the system noted.
    fn tick(&mut self) {
        self.meters.turn(self.now);
        let window = &self.meters.window;
        let (to_ns, interval_ns) = (window.to_ns, window.interval_ns);
        if self.now <= window.from_ns {
            self.drain(0);
            return;
        }
        let length = (self.now - window.from_ns - 1) % interval_ns + 1;
        self.drain(length);
        // Requests are counted when all is known (`close`); here only what nobody waits for any more.
        let waited_for = usize::try_from(self.in_system).unwrap_or(usize::MAX);
        self.meters.live.push(self.frames.live().saturating_sub(waited_for) as f64);
        if self.now < to_ns {
            self.raise((self.now + interval_ns).min(to_ns), Alarm::Tick);
        }
    }

    /// Reads every area since the last time; `length_ns` 0 throws it away (the warm-up).
    fn drain(&mut self, length_ns: u64) {
        self.drain_scales(length_ns);
        let meters = &mut self.meters.resources;
        let (resources, sharings) = (self.resources.len(), self.sharings.len());
        // By component, job-ns in the queue before cores that have a quota: part of theirs.
        let mut turns = Vec::new();
        let specs = self.program.resources.iter();
        for ((resource, spec), meter) in self.resources.iter_mut().zip(specs).zip(&mut *meters) {
            let areas = resource.drain(self.now, by_instance(meter, length_ns));
            if spec.name == TURN {
                turns.push((spec.component, areas.waiting));
            }
            note(meter, areas, length_ns);
        }
        let specs = self.program.sharings.iter();
        let all = self.sharings.iter_mut().zip(specs).zip(&mut meters[resources..]);
        for ((sharing, spec), meter) in all {
            let mut areas = sharing.drain(self.now, by_instance(meter, length_ns));
            let before = turns.iter().find(|turn| turn.0 == spec.component);
            areas.waiting += before.map_or(0.0, |turn| turn.1);
            note(meter, areas, length_ns);
        }
        for (line, meter) in self.lines.iter_mut().zip(&mut meters[resources + sharings..]) {
            let areas = line.drain(self.now, length_ns, by_instance(meter, length_ns));
            note(meter, areas, length_ns);
        }
        for spec in &self.program.backlogs {
            self.meters.components[spec.component].waiting_at_end = 0;
        }
        for backlog in 0..self.backlogs.len() {
            self.integrate_backlog(backlog);
            let state = &mut self.backlogs[backlog];
            let area = std::mem::take(&mut state.area);
            let waited_ns = std::mem::take(&mut state.waited_ns);
            let waiting = state.waiting.len() as u64;
            let component = self.program.backlogs[backlog].component;
            let meter = &mut self.meters.components[component];
            meter.waiting_at_end += waiting;
            if length_ns == 0 {
                meter.waiting_at_start += waiting;
            } else {
                meter.backlog_area += area;
                meter.handing_out_ns += waited_ns;
                meter.backlog_intervals.push(area / length_ns as f64);
            }
        }
    }
}

/// Takes what each instance did; of what is thrown away, nothing.
fn by_instance(
    meter: &mut crate::world::meters::ResourceMeter,
    length_ns: u64,
) -> impl FnMut(usize, f64, f64) {
    move |at, used, capacity| {
        if length_ns > 0 {
            meter.add_instance(at, used, capacity);
        }
    }
}

pub(super) fn note(
    meter: &mut crate::world::meters::ResourceMeter,
    areas: crate::engine::resource::Areas,
    length_ns: u64,
) {
    if length_ns == 0 {
        return;
    }
    meter.used += areas.used;
    meter.capacity += areas.capacity;
    meter.waiting += areas.waiting;
    meter.throttled.0 += areas.throttled.0;
    meter.throttled.1 += areas.throttled.1;
    let utilization = if areas.capacity > 0.0 { areas.used / areas.capacity } else { 0.0 };
    meter.series.push((utilization, areas.waiting / length_ns as f64));
}
