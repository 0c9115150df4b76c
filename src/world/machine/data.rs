//! Instructions on data: cache entries, pages, versions, replicas, write-behind.

use super::frame::{NO_KEY, State, flag};
use super::{Alarm, Kind, Machine, payload};
use crate::component::database::shards::shard_of;
use crate::component::database::{Failover, ReadsFrom, Replication};
use crate::world::meters::{Reason, Turn};
use crate::world::program::NONE;

/// A version that nothing is newer than: an entry that the cache itself wrote.
const OWN_VERSION: u32 = u32::MAX;

impl Machine<'_> {
    // ---- caches ----

    pub(super) fn lookup_ratio(&mut self, ratio: u32, t: u64) -> bool {
        let (component, stream, known) = self.program.hit_ratios[ratio as usize];
        let probability = self.hit_ratios[component as usize].unwrap_or(known);
        let hit = self.streams[stream as usize].chance(probability);
        if let Some(meter) = self.meters.component(component as usize, t) {
            meter.lookups += 1;
            meter.hits += u64::from(hit);
        }
        hit
    }

    /// The slot of a frame's key in a store.
    pub(super) fn entry(&self, f: u32) -> u32 {
        let frame = &self.frames[f];
        self.key_offset[frame.request_type as usize] + frame.key
    }

    /// The commit of a key's last write, where a store's entries come from: of all databases that have the key
    /// where none stands behind the store.
    pub(super) fn last_commit(&self, f: u32, store: u32) -> u32 {
        let frame = &self.frames[f];
        let request_type = &self.blueprint.request_types[frame.request_type as usize];
        let Some(data) = request_type.reads.or(request_type.writes) else { return 0 };
        let origin = self.program.stores[store as usize].origins.get(data).copied().flatten();
        self.program
            .databases
            .iter()
            .zip(&self.written)
            .filter(|(spec, _)| origin.is_none_or(|origin| origin == spec.component))
            .filter_map(|(_, written)| written[data].as_ref())
            .map(|written| written.commits(frame.key as usize))
            .chain(self.last_acknowledged_commit(frame.key, data, origin))
            .max()
            .unwrap_or(0)
    }

    pub(super) fn lookup(&mut self, f: u32, store: u32, slot: u8) -> bool {
        if self.frames[f].key == NO_KEY {
            return false;
        }
        let at = self.instance(f, slot);
        let own = !self.frames[f].is(flag::UNSAMPLED);
        let entry = self.entry(f);
        let found = self.stores[store as usize].lookup(at, entry, own, self.now);
        self.note_lookup(f, store, found)
    }

    /// What a lookup found: it is counted, and the frame knows which version it is.
    pub(super) fn note_lookup(&mut self, f: u32, store: u32, found: Option<u32>) -> bool {
        let component = self.program.stores[store as usize].component;
        let is_stale = found.is_some_and(|version| version < self.last_commit(f, store));
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.lookups += 1;
            if found.is_some() {
                meter.hits += 1;
                meter.reads += 1;
                meter.stale_reads += u64::from(is_stale);
            }
        }
        // What is fetched now has in it what is committed by now, unless an old copy answers.
        self.frames[f].version = found.unwrap_or(self.commits);
        if found.is_none() {
            return false;
        }
        if is_stale {
            self.frames[f].flags |= flag::STALE;
        }
        true
    }

    /// Whether the call passed by because no instance was up.
    fn is_absent(&self, f: u32, slot: u8) -> bool {
        self.instance(f, slot) == NONE as usize
    }

    /// The answer to a miss fills the cache; true if there is a live entry already.
    pub(super) fn fill(&mut self, f: u32, store: u32, slot: u8) -> bool {
        let frame = &self.frames[f];
        if frame.key == NO_KEY || frame.is(flag::UNSAMPLED) || self.is_absent(f, slot) {
            return false;
        }
        let at = self.instance(f, slot);
        let component = self.program.stores[store as usize].component;
        if !self.places[component].up.get(at).copied().unwrap_or(false) {
            return false;
        }
        let (entry, version) = (self.entry(f), self.frames[f].version);
        let store = &mut self.stores[store as usize];
        let is_there = store.has(at, entry, self.now);
        store.fill(at, entry, version, self.now);
        is_there
    }

    /// A miss fetched what another one had fetched meanwhile.
    pub(super) fn note_again(&mut self, store: u32, was_there: bool) {
        let component = self.program.stores[store as usize].component;
        if was_there && let Some(meter) = self.meters.component(component, self.now) {
            meter.loads.again += 1;
        }
    }

    pub(super) fn wrote(&mut self, f: u32, store: u32, slot: u8, update: bool) {
        let frame = &self.frames[f];
        if frame.key == NO_KEY || frame.is(flag::UNSAMPLED) || self.is_absent(f, slot) {
            return;
        }
        let at = self.instance(f, slot);
        let entry = self.entry(f);
        if update {
            let behind = matches!(
                self.program.ops[self.frames[f].pc as usize + 1],
                crate::world::program::Op::Behind { .. }
            );
            // A write that no database has taken leaves what there is by now.
            let version = match self.frames[f].version {
                _ if behind => OWN_VERSION,
                0 => self.commits,
                version => version,
            };
            self.stores[store as usize].update(at, entry, version, self.now);
        } else {
            self.stores[store as usize].invalidate(at, entry);
        }
    }

    /// The cache has acknowledged a write, and passes it on by itself.
    pub(super) fn write_behind(&mut self, f: u32, body: u32, slot: u8, component: u32) {
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return;
        };
        let source = self.frames[f].clone();
        let start = self.program.bodies[body as usize].start;
        let at = u32::try_from(self.instance(f, slot)).unwrap_or(0);
        self.frames[id] = super::frame::Frame {
            pc: start,
            key: source.key,
            started_ns: source.started_ns,
            request_type: source.request_type,
            class: source.class,
            flags: (source.flags & flag::UNSAMPLED) | flag::BEHIND,
            origin: component,
            state: State::Timed,
            slots: [at, NONE, NONE, NONE],
            ..Default::default()
        };
        self.make_ready(id, self.now);
    }

    pub(super) fn buffered(&mut self, f: u32, store: u32, slot: u8) -> bool {
        if self.frames[f].key == NO_KEY {
            return false;
        }
        let at = self.instance(f, slot);
        let own = !self.frames[f].is(flag::UNSAMPLED);
        let copies = self.program.stores[store as usize].copies();
        let copy = u32::try_from(at).unwrap_or(0) % copies;
        let entry = self.entry(f) * copies + copy;
        let found = self.stores[store as usize].lookup(at, entry, own, self.now).is_some();
        // The page is read at once into the buffer: whoever asks next finds it, or waits at the disk.
        if !found && own {
            self.stores[store as usize].fill(at, entry, 0, self.now);
        }
        let component = self.program.stores[store as usize].component;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.lookups += 1;
            meter.hits += u64::from(found);
        }
        found
    }

    // ---- databases ----

    fn database_of(&self, component: usize) -> usize {
        self.program.databases.iter().position(|spec| spec.component == component).unwrap_or(0)
    }

    fn shard_for(&mut self, f: u32, database: usize, stream: u32) -> usize {
        let hash = self.key_hash(f, stream);
        let shards = self.databases[database].count();
        shard_of(hash, shards, self.program.databases[database].spec.shard_by)
    }

    pub(super) fn primary_for(
        &mut self,
        f: u32,
        component: usize,
        stream: u32,
    ) -> Result<Option<usize>, Reason> {
        let database = self.database_of(component);
        let shard = self.shard_for(f, database, stream);
        Ok(self.databases[database].primary(shard))
    }

    /// A node that may answer this read: by `reads_from`, and up if any is.
    pub(super) fn read_node_for(&mut self, f: u32, component: usize, stream: u32) -> Option<usize> {
        let database = self.database_of(component);
        let shard = self.shard_for(f, database, stream);
        let nodes = self.databases[database].per_shard() as usize;
        let base = shard * nodes;
        let primary = self.databases[database].primary(shard);
        let reads_from = self.program.databases[database].spec.reads_from;
        if nodes == 1 || reads_from == ReadsFrom::Primary {
            return primary;
        }
        let up = &self.places[component].up;
        let fits =
            |node: usize| up[node] && (reads_from == ReadsFrom::Any || primary != Some(node));
        let fitting = (base..base + nodes).filter(|&node| fits(node)).count();
        if fitting == 0 {
            // With every replica down, clients fall back to the primary.
            return primary;
        }
        let draw = self.streams[stream as usize].below(fitting as u64);
        (base..base + nodes).filter(|&node| fits(node)).nth(usize::try_from(draw).unwrap_or(0))
    }

    pub(super) fn read_node(&mut self, f: u32, database: u32, slot: u8) {
        let node = self.instance(f, slot);
        let seen = self.databases[database as usize].seen(node, self.now);
        let frame = &self.frames[f];
        let request_type = &self.blueprint.request_types[frame.request_type as usize];
        let written =
            request_type.reads.and_then(|data| self.written[database as usize][data].as_ref());
        let (last, heard) =
            written.map_or((0, 0), |written| written.places(frame.key as usize, self.now));
        // What all replicas have acknowledged is there, whatever still queues for their cores: the client has not
        // waited for those queues either.
        let replication = self.program.databases[database as usize].spec.replication;
        let seen = if replication == Replication::Sync { seen.max(heard) } else { seen };
        let is_stale = heard > seen;
        // An entry made of it is old from the start if it lacks what is committed by now.
        self.frames[f].version = if last > seen { 0 } else { self.commits };
        if is_stale {
            self.frames[f].flags |= flag::STALE;
        }
        let component = self.program.databases[database as usize].component;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.reads += 1;
            meter.stale_reads += u64::from(is_stale);
        }
    }

    /// The primary has the write: the replicas hear of it. Returns when it is acknowledged.
    pub(super) fn commit(&mut self, f: u32, database: u32, slot: u8) -> u64 {
        let node = self.instance(f, slot);
        let spec = &self.program.databases[database as usize];
        let place = self.databases[database as usize].append(node);
        self.commits += 1;
        self.frames[f].version = self.commits;
        if let Some(meter) = self.meters.component(spec.component, self.now) {
            meter.writes += 1;
        }
        let (mut first, mut last) = (u64::MAX, 0);
        for replica in self.databases[database as usize].peers(node) {
            if !self.places[spec.component].up[replica] {
                continue;
            }
            let due = self.replicate(f, database, replica, place);
            first = first.min(due);
            last = last.max(due);
        }
        let acknowledged = match spec.spec.replication {
            Replication::SemiSync if first < u64::MAX => Some(first),
            Replication::Sync if last > 0 => Some(last),
            _ => None,
        };
        let heard = acknowledged.map_or(self.now, |acknowledged| {
            let heard = acknowledged + spec.ack.sample(&mut self.streams[spec.stream as usize]);
            self.databases[database as usize].acknowledge(node, place, heard, self.now);
            heard
        });
        self.note_write(f, database, place, heard);
        heard
    }

    /// Readers of this key may expect this write, once its client has heard of it.
    fn note_write(&mut self, f: u32, database: u32, place: u32, heard_ns: u64) {
        let frame = &self.frames[f];
        let request_type = &self.blueprint.request_types[frame.request_type as usize];
        // A key that is only represented leaves its representative as it is.
        if let Some(data) = request_type.writes
            && !frame.is(flag::UNSAMPLED)
            && let Some(written) = &mut self.written[database as usize][data]
        {
            written.commit(frame.key as usize, place, self.commits, heard_ns, self.now);
        }
    }

    /// One replica will have the write at the returned instant; applied it is later, if its cores are busy.
    fn replicate(&mut self, f: u32, database: u32, replica: usize, place: u32) -> u64 {
        let spec = &self.program.databases[database as usize];
        let stream = &mut self.streams[spec.stream as usize];
        let lag = spec.spec.lag.sample(stream);
        let Some(body) = spec.apply else {
            if let Some(meter) = self.meters.component(spec.component, self.now) {
                meter.applied += 1;
                meter.lag_ns += u128::from(lag);
            }
            return self.databases[database as usize].send(
                replica,
                place,
                self.now.saturating_add(lag),
            );
        };
        let work = spec.spec.write.sample(stream);
        let Some(id) = self.frames.allocate(self.most_frames) else {
            self.overflowed = true;
            return self.now.saturating_add(lag);
        };
        let start = self.program.bodies[body as usize].start;
        let request_type = self.frames[f].request_type;
        self.frames[id] = super::frame::Frame {
            pc: start,
            version: place,
            slots: [u32::try_from(replica).unwrap_or(0), NONE, NONE, NONE],
            latest_ns: work,
            started_ns: self.now,
            request_type,
            ..Default::default()
        };
        // The lag is what shipping and an idle replica's apply take together.
        let begin = self.now.saturating_add(lag.saturating_sub(work));
        self.resume_at(id, begin, start);
        if spec.spec.replication == Replication::Async {
            return begin + work;
        }
        // A log arrives in order: whoever waits for this write waits for those before it.
        self.databases[database as usize].ship(replica, place, begin + work, self.now)
    }

    pub(super) fn applied(&mut self, f: u32, database: u32, slot: u8) {
        let node = self.instance(f, slot);
        let place = self.frames[f].version;
        self.databases[database as usize].applied(node, place);
        let component = self.program.databases[database as usize].component;
        let started = self.frames[f].started_ns;
        let late = self.now - started;
        if let Some(meter) = self.meters.component(component, self.now) {
            // The lag measured is the lag that readers see: queueing at the replica included.
            meter.lag_ns += u128::from(late);
            meter.applied += 1;
        }
    }

    /// A shard has lost its primary: after detection and promotion a replica takes over.
    pub(super) fn lose_primary(&mut self, database: usize, shard: usize) {
        self.databases[database].primary_died(shard, self.now);
        self.stop_shipping(database, shard);
        let spec = &self.program.databases[database];
        let Some(failover) = spec.spec.failover.filter(|_| spec.replicas > 0) else { return };
        let detected = self.now.saturating_add(failover.detect_ns);
        self.raise(detected, Alarm::Deposed(database, shard));
        self.raise(detected + failover.promote_ns, Alarm::Promote(database, shard));
    }

    /// Applies that have not reached their replica when the primary dies never will.
    fn stop_shipping(&mut self, database: usize, shard: usize) {
        let Some(body) = self.program.databases[database].apply else { return };
        let start = self.program.bodies[body as usize].start;
        let per_shard = self.databases[database].per_shard() as usize;
        for id in self.frames.ids() {
            let frame = &self.frames[id];
            let on_its_way =
                frame.pc == start && frame.state == State::Timed && frame.since_ns > self.now;
            if on_its_way && frame.slots[0] as usize / per_shard == shard {
                self.cancel(id);
            }
        }
    }

    /// Applies under way at a node that dies.
    pub(super) fn stop_applying(&mut self, database: usize, node: usize) {
        let Some(body) = self.program.databases[database].apply else { return };
        let body = self.program.bodies[body as usize].clone();
        for id in self.frames.ids() {
            let frame = &self.frames[id];
            if (body.start..=body.end).contains(&frame.pc) && frame.slots[0] as usize == node {
                self.cancel(id);
            }
        }
    }

    /// A node is back. If its shard has nobody to take writes, the most advanced takes over at once.
    pub(super) fn node_came_back(&mut self, database: usize, node: usize) {
        let shard = node / self.databases[database].per_shard() as usize;
        if self.databases[database].primary(shard).is_none() {
            self.promote(database, shard);
        }
        self.databases[database].came_back(node);
    }

    /// Whether an alarm raised `after_ns` after a death is about the death that lasts.
    fn still_dead(&self, database: usize, shard: usize, after_ns: u64) -> bool {
        let since = self.databases[database].dead_since_ns(shard);
        since.is_some_and(|since| since + after_ns <= self.now)
    }

    /// The failure has been noticed.
    pub(super) fn depose(&mut self, database: usize, shard: usize) {
        let failover = self.program.databases[database].spec.failover;
        if failover.is_some_and(|failover| self.still_dead(database, shard, failover.detect_ns)) {
            self.databases[database].depose(shard);
        }
    }

    /// A new primary is ready.
    pub(super) fn replace(&mut self, database: usize, shard: usize) {
        let failover = self.program.databases[database].spec.failover;
        let due = |failover: Failover| failover.detect_ns + failover.promote_ns;
        if failover.is_some_and(|failover| self.still_dead(database, shard, due(failover))) {
            self.promote(database, shard);
        }
    }

    fn promote(&mut self, database: usize, shard: usize) {
        let component = self.program.databases[database].component;
        let before = self.databases[database].lost_writes;
        let since = self.databases[database].dead_since_ns(shard);
        let up = &self.places[component].up;
        let promoted = self.databases[database].promote(shard, self.now, |node| up[node]);
        let lost = self.databases[database].lost_writes - before;
        if let Some(meter) = self.meters.component(component, self.now) {
            meter.lost_writes += lost;
            if promoted.is_some() {
                meter.failovers += 1;
                meter.recovery_ns += since.map_or(0, |since| self.now - since);
            }
        }
        if promoted.is_some() {
            self.meters.turned(component, self.now, Turn::Promotes);
        }
    }

    /// Schedules an alarm.
    pub(in crate::world) fn raise(&mut self, at: u64, alarm: Alarm) {
        let index = u32::try_from(self.alarms.len()).unwrap_or(0);
        self.alarms.push(alarm);
        self.calendar.push(at, payload(Kind::Alarm, index));
    }
}
