//! What a bill is made of.

/// What one line is paid for.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub enum Item {
    /// `app: 40 × m7g.large`; a time average of a number that changed need not be whole.
    Machines { component: String, count: f64, machine: String },
    /// `db: storage of link, 3 copies`.
    Storage { component: String, data: String, copies: u32 },
    /// Disk operations beyond those that the storage includes: `db: IOPS above 12000`.
    Iops { component: String, included: f64 },
    /// The hours of a load balancer.
    LoadBalancerHours { component: String },
    /// The capacity units of a load balancer, of which only the bytes are counted.
    LoadBalancerUnits { component: String },
    /// Bytes that CDNs send to clients.
    CdnBytes { components: String },
    /// Requests that CDNs answer.
    CdnRequests { components: String },
    /// Messages of a queue: `jobs: requests, 3 per message (send, receive, delete)`.
    QueueRequests { component: String, per_message: f64 },
    /// Bytes to clients that no CDN sends.
    #[default]
    Egress,
    /// Bytes between sites.
    CrossSite,
}

impl Item {
    /// The component, or the components, that it is for.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        match self {
            Self::Machines { component: owner, .. }
            | Self::Storage { component: owner, .. }
            | Self::Iops { component: owner, .. }
            | Self::LoadBalancerHours { component: owner }
            | Self::LoadBalancerUnits { component: owner }
            | Self::CdnBytes { components: owner }
            | Self::CdnRequests { components: owner }
            | Self::QueueRequests { component: owner, .. } => Some(owner),
            Self::Egress | Self::CrossSite => None,
        }
    }
}

/// The same in few words, as beside a bar.
#[derive(Clone, Copy, Debug)]
pub struct Short<'a>(pub &'a Item);

/// Who pays for it: the component, or what it is itself.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a>(pub &'a Item);

/// What has no price, and why.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Unpriced {
    /// Cores or memory of no machine.
    NoMachine { component: String },
    /// A machine that the price book does not have, or has without a price.
    NoPrice { component: String, machine: String },
    /// A unit price that the price book lacks.
    NoUnitPrice { item: Item, key: String },
}

/// The unit of a machine's price.
pub const INSTANCE_HOUR: &str = "instance-hour";
