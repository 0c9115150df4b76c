//! From usage to lines.

use super::{ComponentUsage, Usage};
use crate::blueprint::{Blueprint, ComponentId, Path, Step};
use crate::component::machine::Disk;
use crate::component::{Hardware, Spec};
use crate::document::{Cost, CostLine};
use crate::facts::prices::{BYTES_PER_GB, HOURS_PER_MONTH, Origin, PriceBook};
use crate::message::cost::{INSTANCE_HOUR, Item, Unpriced};

/// Seconds in a month of 730 hours.
const SECONDS_PER_MONTH: f64 = HOURS_PER_MONTH * 3600.0;
/// Requests to the queue's service that one message costs: send, receive, delete.
const REQUESTS_PER_MESSAGE: f64 = 3.0;
/// Operations per second that a gp3 volume includes.
const GP3_IOPS_INCLUDED: f64 = 3_000.0;
/// The same for a database's storage, from the size on from which more can be bought at all.
const RDS_IOPS_INCLUDED: f64 = 12_000.0;

/// The bill of a month like the measured seconds: components in the page's order, then what is counted
/// for the whole design, as tiers are.
#[must_use]
pub fn price(blueprint: &Blueprint, book: &PriceBook, usage: &Usage) -> Cost {
    let mut bill = Bill { book, cost: Cost::default() };
    for (id, component) in blueprint.components.iter().enumerate() {
        let used = usage.components.get(id).cloned().unwrap_or_default();
        bill.component(blueprint, id, &component.name, &used);
    }
    bill.cdns(blueprint, usage);
    let gb = |bytes_per_s: f64| bytes_per_s * SECONDS_PER_MONTH / BYTES_PER_GB;
    bill.tiered(&Item::Egress, "egress_internet_gb", gb(usage.client_bytes_per_s));
    // Sites are taken as regions of one provider.
    bill.unit(&Item::CrossSite, "inter_region_gb", gb(usage.cross_site_bytes_per_s));
    let mut cost = bill.cost;
    cost.per_month_usd = cost.lines.iter().map(|line| line.per_month_usd).sum();
    let million_requests = usage.completed_per_s * SECONDS_PER_MONTH / 1e6;
    cost.per_million_requests_usd =
        (million_requests > 0.0).then(|| cost.per_month_usd / million_requests);
    cost
}

struct Bill<'a> {
    book: &'a PriceBook,
    cost: Cost,
}

impl Bill<'_> {
    fn component(
        &mut self,
        blueprint: &Blueprint,
        id: ComponentId,
        name: &str,
        used: &ComponentUsage,
    ) {
        match &blueprint.components[id].spec {
            Spec::Server(spec) => {
                let count = used.instances.unwrap_or(f64::from(spec.instances));
                self.machines(name, &spec.hardware, count);
                let disk = (GP3_IOPS_INCLUDED, "ebs_gp3_iops_month");
                self.iops(name, spec.hardware.disk, count, disk);
            }
            Spec::Cache(spec) => {
                let count = used.instances.unwrap_or(f64::from(spec.instances));
                self.machines(name, &spec.hardware, count);
            }
            Spec::Kv(spec) => {
                let count = used.instances.unwrap_or(f64::from(spec.instances));
                self.machines(name, &spec.hardware, count);
            }
            Spec::Database(spec) => {
                let copies = 1 + spec.replicas;
                let nodes = f64::from(spec.shards) * f64::from(copies);
                let count = used.instances.unwrap_or(nodes);
                self.machines(name, &spec.hardware, count);
                for (index, data) in blueprint.data.iter().enumerate() {
                    if holds(blueprint, id, index) {
                        let gb = data.keys as f64 * data.size_b / BYTES_PER_GB;
                        let item = Item::Storage {
                            component: name.to_owned(),
                            data: data.name.clone(),
                            copies,
                        };
                        self.unit(&item, "rds_storage_gb_month", gb * f64::from(copies));
                    }
                }
                let disk = (RDS_IOPS_INCLUDED, "rds_gp3_iops_month");
                self.iops(name, spec.hardware.disk, count, disk);
            }
            Spec::LoadBalancer(_) => {
                let item = Item::LoadBalancerHours { component: name.to_owned() };
                self.unit(&item, "load_balancer_hour", HOURS_PER_MONTH);
                // A unit is an hour of the highest of several measures; of these the bytes alone are
                // known here: 1 GB in an hour.
                let gb = used.bytes_out_per_s * SECONDS_PER_MONTH / BYTES_PER_GB;
                let item = Item::LoadBalancerUnits { component: name.to_owned() };
                self.unit(&item, "load_balancer_lcu_hour", gb);
            }
            Spec::Queue(_) => {
                let requests = used.calls_per_s * SECONDS_PER_MONTH * REQUESTS_PER_MESSAGE;
                let (component, per_message) = (name.to_owned(), REQUESTS_PER_MESSAGE);
                let item = Item::QueueRequests { component, per_message };
                self.unit(&item, "sqs_requests", requests);
            }
            // A CDN is billed by traffic, over all of them; a rate limiter lives inside something else.
            Spec::Cdn(_) | Spec::RateLimiter(_) => {}
        }
    }

    /// Machines by the hour.
    fn machines(&mut self, name: &str, hardware: &Hardware, count: f64) {
        let Some(machine) = &hardware.machine else {
            self.cost.unpriced.push(Unpriced::NoMachine { component: name.to_owned() }.into());
            return;
        };
        let found = self.book.machine(machine).and_then(|found| Some((found, found.usd_per_hour?)));
        let Some((found, usd_per_hour)) = found else {
            let (component, machine) = (name.to_owned(), machine.clone());
            self.cost.unpriced.push(Unpriced::NoPrice { component, machine }.into());
            return;
        };
        let (component, machine) = (name.to_owned(), machine.clone());
        let item = Item::Machines { component, count, machine };
        let hours = count * HOURS_PER_MONTH;
        self.line(item, hours, INSTANCE_HOUR, usd_per_hour, &found.origin);
    }

    /// Operations per second beyond the included ones, on each of `count` disks.
    fn iops(&mut self, name: &str, disk: Option<Disk>, count: f64, (included, key): (f64, &str)) {
        if let Some(iops) = disk.and_then(|disk| disk.iops) {
            let beyond = (iops - included).max(0.0) * count;
            self.unit(&Item::Iops { component: name.to_owned(), included }, key, beyond);
        }
    }

    /// Every CDN's bytes and requests together, since the tiers count a whole account.
    fn cdns(&mut self, blueprint: &Blueprint, usage: &Usage) {
        let (mut names, mut bytes_per_s, mut calls_per_s) = (Vec::new(), 0.0, 0.0);
        for (component, used) in blueprint.components.iter().zip(&usage.components) {
            if matches!(component.spec, Spec::Cdn(_)) {
                names.push(component.name.as_str());
                bytes_per_s += used.bytes_out_per_s;
                calls_per_s += used.calls_per_s;
            }
        }
        let names = names.join(" + ");
        let gb = bytes_per_s * SECONDS_PER_MONTH / BYTES_PER_GB;
        self.tiered(&Item::CdnBytes { components: names.clone() }, "cdn_gb", gb);
        let requests = calls_per_s * SECONDS_PER_MONTH;
        self.unit(&Item::CdnRequests { components: names }, "cdn_https_requests", requests);
    }

    /// So many things at a flat price; nothing for none.
    fn unit(&mut self, item: &Item, key: &str, things: f64) {
        if things <= 0.0 {
            return;
        }
        let Some(price) = self.book.unit(key) else {
            let (item, key) = (item.clone(), key.to_owned());
            self.cost.unpriced.push(Unpriced::NoUnitPrice { item, key }.into());
            return;
        };
        self.line(item.clone(), things / price.per, &price.unit, price.usd, &price.origin);
    }

    /// A month's quantity at a tiered price, one line for each tier that is reached.
    fn tiered(&mut self, item: &Item, key: &str, quantity: f64) {
        if quantity <= 0.0 {
            return;
        }
        let Some(price) = self.book.tiered(key) else {
            let (item, key) = (item.clone(), key.to_owned());
            self.cost.unpriced.push(Unpriced::NoUnitPrice { item, key }.into());
            return;
        };
        for (part, usd) in price.cost(quantity) {
            self.line(item.clone(), part, &price.unit, usd, &price.origin);
        }
    }

    fn line(&mut self, item: Item, quantity: f64, unit: &str, unit_price: f64, origin: &Origin) {
        self.cost.lines.push(CostLine {
            item: item.into(),
            quantity,
            unit: unit.to_owned(),
            unit_price,
            per_month_usd: quantity * unit_price,
            source: format!("{}, {}", origin.source, origin.date),
            stale: origin.stale.is_some(),
        });
    }
}

/// Whether a request that reads or writes this data set passes this component.
fn holds(blueprint: &Blueprint, id: ComponentId, data: usize) -> bool {
    blueprint.request_types.iter().any(|request_type| {
        (request_type.reads == Some(data) || request_type.writes == Some(data))
            && passes(&request_type.path, id)
    })
}

fn passes(path: &Path, id: ComponentId) -> bool {
    path.iter().any(|step| match step {
        Step::Call { component, .. } => *component == id,
        Step::Parallel { paths, .. } | Step::Sequence(paths) => {
            paths.iter().any(|path| passes(path, id))
        }
        Step::Repeat { path, .. } | Step::Chance { path, .. } | Step::Later(path) => {
            passes(path, id)
        }
        Step::OneOf { paths, .. } => paths.iter().any(|(_, _, path)| passes(path, id)),
    })
}
