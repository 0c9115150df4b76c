//! What a machine brings: cores, memory, network card, disk, and its price.
//!
//! `cores` and the like, written beside `machine`, override the machine's. What neither gives does not limit.

use super::pauses;
use crate::message::component::Fault;
use crate::message::fields;
use crate::problem::Problems;
use crate::reader::table::Otherwise::Is;
use crate::reader::table::{Field, Form, Table, field};
use crate::reader::{Fields, Reading, Spanned, Want};

/// The limits of one instance. `None` does not limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hardware {
    /// A name in `prices.yaml`, if one was written.
    pub machine: Option<String>,
    /// CPU cores: so much is worked on at once.
    pub cores: Option<u32>,
    /// What all of them may be used together, in cores, where that is less: a container's limit.
    pub quota: Option<f64>,
    /// Memory, bytes.
    pub memory_b: Option<f64>,
    /// Network card, bytes per second.
    pub bandwidth_b_per_s: Option<f64>,
    /// Disk.
    pub disk: Option<Disk>,
    /// When it stands still.
    pub pauses: Option<pauses::Spec>,
}

/// One instance's disk: one queue, each operation taking 1/iops plus size over bandwidth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Disk {
    /// Operations per second.
    pub iops: Option<f64>,
    /// Bytes per second.
    pub bandwidth_b_per_s: Option<f64>,
}

/// The most cores that one instance can have.
const MOST_CORES: u32 = 100_000;

/// The period of a quota: what Linux and Kubernetes take where nobody says otherwise.
pub const QUOTA_PERIOD_NS: u64 = 100_000_000;

const OF_THE_MACHINE: crate::reader::table::Otherwise = Is("the machine's, else no limit");

/// `machine`, of an instance.
pub(super) const MACHINE: Field =
    field("machine", Form::Name, Is("none"), "cores, memory, bandwidth and price of an instance")
        .shown("name in `prices.yaml`")
        .or_else(&["instance_type", "machine_type", "type"]);

/// `cores`.
pub(super) const CORES: Field =
    field("cores", Form::Cores(MOST_CORES), OF_THE_MACHINE, "CPU cores of an instance")
        .or_else(&["cpu", "cpus", "vcpu", "vcpus"])
        .is_size();

/// `memory`.
pub(super) const MEMORY: Field =
    field("memory", Form::Positive(Want::Size), OF_THE_MACHINE, "memory of an instance")
        .or_else(&["size", "ram", "max_memory"]);

/// `bandwidth`.
pub(super) const BANDWIDTH: Field =
    field("bandwidth", Form::Positive(Want::Bandwidth), OF_THE_MACHINE, "the network card")
        .or_else(&["network"]);

/// `disk`.
pub(super) const DISK: Field = field(
    "disk",
    Form::Map(&DISK_TABLE),
    Is("no limit"),
    "one queue; an operation takes 1/`iops` + size/`bandwidth`",
)
.shown("map: `iops`, `bandwidth`");

/// The fields of `disk`.
static DISK_TABLE: Table = Table::of(
    "disk",
    &[&[
        field("iops", Form::Positive(Want::Rate), Is("no limit"), "operations per second")
            .shown("count or rate"),
        field("bandwidth", Form::Positive(Want::Bandwidth), Is("no limit"), "bytes per second"),
    ]],
);

impl Hardware {
    /// The share of the time in which it does not stand still.
    #[must_use]
    pub fn running(&self) -> f64 {
        self.pauses.as_ref().map_or(1.0, pauses::Spec::running)
    }

    /// The fields that describe an instance, `disk` apart.
    pub fn read(fields: &mut Fields<'_, '_>) -> Self {
        let machine = fields.word("machine");
        let mut hardware = machine.map_or_else(Self::default, |name| of_machine(fields, name));
        if let Some(thousandths) = fields.thousandths("cores") {
            let thousandths = thousandths.value;
            hardware.cores = Some(thousandths.div_ceil(1000));
            hardware.quota =
                (!thousandths.is_multiple_of(1000)).then(|| f64::from(thousandths) / 1000.0);
        }
        if let Some(memory) = fields.amount("memory") {
            hardware.memory_b = Some(memory.value);
        }
        if let Some(bandwidth) = fields.amount("bandwidth") {
            hardware.bandwidth_b_per_s = Some(bandwidth.value);
        }
        hardware.pauses = pauses::Spec::read(fields);
        hardware
    }

    /// Cores that can be used up.
    #[must_use]
    pub fn cpu(&self) -> Option<f64> {
        self.quota.or(self.cores.map(f64::from))
    }

    /// The fields that describe an instance, `disk` included.
    pub fn read_with_disk(fields: &mut Fields<'_, '_>) -> Self {
        let hardware = Self::read(fields);
        Self { disk: Disk::read(fields), ..hardware }
    }
}

impl Disk {
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let mut disk = fields.nested("disk")?;
        let iops = disk.positive_in("iops", disk_unit(&disk));
        let bandwidth = disk.amount("bandwidth");
        if disk.is_empty() {
            let (owner, fits) = (disk.owner.clone(), Want::Count.into());
            disk.complain("", fields::Fault::Missing { field: "iops", owner, fits });
        }
        disk.finish();
        Some(Self {
            iops: iops.map(|iops| iops.value),
            bandwidth_b_per_s: bandwidth.map(|bandwidth| bandwidth.value),
        })
    }
}

/// `iops` is by its name a rate, so that `3000` is as good as `3000/s`.
fn disk_unit(disk: &Fields<'_, '_>) -> Want {
    let text = disk.entries().iter().find(|(key, _)| key.text == "iops");
    let written = text.and_then(|(_, node)| node.as_text()).unwrap_or("");
    if written.contains('/') { Want::Rate } else { Want::Count }
}

fn of_machine(fields: &mut Fields<'_, '_>, name: Spanned<&str>) -> Hardware {
    let Some(machine) = fields.reading.tables.prices.machine(name.value) else {
        let (near, sizes) = nearest(fields.reading, name.value);
        let fault = Fault::UnknownMachine {
            name: name.value.to_owned(),
            near: near.map(str::to_owned),
            sizes: sizes.into_iter().map(str::to_owned).collect(),
        };
        fields.reading.complain(name.span, fault);
        return Hardware::default();
    };
    Hardware {
        machine: Some(machine.name.clone()),
        cores: Some(machine.vcpu),
        quota: None,
        memory_b: Some(machine.memory_bytes as f64),
        bandwidth_b_per_s: machine.network_bytes_per_s,
        disk: None,
        pauses: None,
    }
}

/// The machine that was probably meant, one of the same family if there is any, and that family's machines.
fn nearest<'a>(reading: &Reading<'a>, name: &str) -> (Option<&'a str>, Vec<&'a str>) {
    let prices = reading.tables.prices;
    let family = name.rsplit_once('.').map_or(name, |(family, _)| family);
    let kin: Vec<&str> =
        prices.family(family).iter().map(|machine| machine.name.as_str()).collect();
    let near = Problems::nearest(name, kin.iter().copied())
        .or_else(|| if kin.is_empty() { Problems::nearest(name, prices.names()) } else { None });
    (near, kin)
}
