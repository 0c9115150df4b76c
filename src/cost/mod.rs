//! The monthly bill: what a design's machines cost, and what its traffic does.
//!
//! A month has 730 hours. Prices are on-demand list prices of one region; what they leave out (discounts,
//! free tiers, support, taxes, traffic between zones) is left out here. Each line is quantity × unit price,
//! and the total is the sum of the lines.

mod bill;

pub use bill::price;

/// What a run used, as time averages per second. Plain data: measured by a simulation, or estimated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// By component, in the blueprint's order; missing entries count as no traffic.
    pub components: Vec<ComponentUsage>,
    /// Bytes to clients that no CDN sends.
    pub client_bytes_per_s: f64,
    /// Bytes from one site to another, both directions.
    pub cross_site_bytes_per_s: f64,
    /// Requests that were answered, for the price of a million.
    pub completed_per_s: f64,
}

/// What one component did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentUsage {
    /// Calls into it: a CDN's requests, a queue's messages.
    pub calls_per_s: f64,
    /// Bytes of its answers: what a CDN sends to clients, what passes a load balancer.
    pub bytes_out_per_s: f64,
    /// Time average of its machines (a database's nodes); `None` for what the page says.
    pub instances: Option<f64>,
}

#[cfg(test)]
mod tests;
