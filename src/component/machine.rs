//! What a machine brings: cores, memory, network card, disk, and its price.
//!
//! `cores` and the like, written beside `machine`, override the machine's. What neither gives does not limit.

/// The limits of one instance. `None` does not limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hardware {
    /// A name in `prices.yaml`, if one was written.
    pub machine: Option<String>,
    /// CPU cores.
    pub cores: Option<u32>,
    /// Memory, bytes.
    pub memory_b: Option<f64>,
    /// Network card, bytes per second.
    pub bandwidth_b_per_s: Option<f64>,
    /// Disk.
    pub disk: Option<Disk>,
}

/// One instance's disk: one queue, each operation taking 1/iops plus size over bandwidth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Disk {
    /// Operations per second.
    pub iops: Option<f64>,
    /// Bytes per second.
    pub bandwidth_b_per_s: Option<f64>,
}
