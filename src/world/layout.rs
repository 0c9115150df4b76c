//! What a design is once it is compiled: its program, and where the keys of each data set lie.

use super::keys::KeySpace;
use super::program::{Buffers, Program, StoreSpec};
use crate::blueprint::Blueprint;
use crate::component::database::shards::shard_of;
use crate::component::load_balancer::balancer::{jump_hash, mix};

/// A compiled design.
pub struct Layout<'b> {
    /// The design.
    pub blueprint: &'b Blueprint,
    /// Its program.
    pub program: Program,
    /// Key space of each data set.
    pub keys: Vec<KeySpace>,
    /// First entry of each request type's data in a store.
    pub key_offset: Vec<u32>,
    /// First entry of each data set, and the entries of all.
    pub data_offset: Vec<u32>,
}

impl<'b> Layout<'b> {
    /// Compiles a blueprint.
    #[must_use]
    pub fn new(blueprint: &'b Blueprint) -> Self {
        let program = super::compile::compile(blueprint);
        let keys: Vec<KeySpace> =
            blueprint.data.iter().map(|data| KeySpace::new(data.popularity.clone())).collect();
        let mut data_offset = vec![0];
        for space in &keys {
            data_offset.push(data_offset[data_offset.len() - 1] + space.slots());
        }
        let key_offset = blueprint
            .request_types
            .iter()
            .map(|request_type| {
                request_type.reads.or(request_type.writes).map_or(0, |data| data_offset[data])
            })
            .collect();
        Self { blueprint, program, keys, key_offset, data_offset }
    }

    /// Bytes that each entry of a store stands for, where each key has so many entries.
    #[must_use]
    pub fn weights_b(&self, copies: u32) -> Vec<u64> {
        let mut weights = Vec::new();
        for (data, space) in self.blueprint.data.iter().zip(&self.keys) {
            for slot in 0..space.slots() {
                let weight = (space.keys_of(slot) as f64 * data.size_b).round().max(1.0) as u64;
                weights.extend((0..copies).map(|_| weight));
            }
        }
        weights
    }
}

/// The instance that holds a store's entry: where the compiled chooser sends requests for its key.
#[must_use]
pub fn shelf_of(entry: u64, instances: usize, spec: &StoreSpec) -> usize {
    match spec.buffer {
        Some(Buffers { copies, shards, shard_by }) => {
            let (key, copy) = (entry / u64::from(copies), entry % u64::from(copies));
            let shard = shard_of(mix(key), shards as usize, shard_by);
            shard * copies as usize + usize::try_from(copy).unwrap_or(0)
        }
        None if instances <= 1 => 0,
        None => jump_hash(mix(entry), instances),
    }
}
