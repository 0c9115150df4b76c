//! Why a change helps or does not, and what a failure means where it arises.

use super::axes::Tempting;
use crate::document::Bottleneck;
use crate::message::explain::{Cause, Lever, Place, Why};
use crate::world::meters::Reason;

/// A smaller difference in the share of failures is none.
const FEW: f64 = 0.01;

/// Why a change helps; `full` says whether its place was.
pub const fn why(lever: Lever, full: bool) -> Why {
    match lever {
        Lever::Instances if !full => Why::MoreShareTheCalls,
        Lever::Machine | Lever::Cores if !full => Why::MoreCores,
        Lever::Instances | Lever::Machine | Lever::Cores | Lever::Iops => Why::ItWasFull,
        Lever::RetryBudget | Lever::NoRetry | Lever::FewerRetries => Why::RetriesAreALoad,
        Lever::RedeliverAfter | Lever::Prefetch => Why::WorkedAtTwice,
        Lever::Failover => Why::ReplacedSooner,
        Lever::Connections | Lever::Pool => Why::WaitedForAConnection,
        Lever::FewerWorkers => Why::InEachOthersWay,
        Lever::Timeout => Why::AnswersWereOnTheirWay,
        Lever::Queue | Lever::Shed => Why::ToldAtOnce,
        Lever::Cancel | Lever::Deadline => Why::UselessWork,
        Lever::Breaker => Why::NobodyWaitsForIt,
        Lever::NoBreaker => Why::RefusedWithoutNeed,
        Lever::NoHedge => Why::CopiesAreALoad,
        Lever::AddHedge => Why::SecondIsSeldomSlow,
        Lever::Health => Why::NoticedSooner,
        Lever::ShorterPauses => Why::StandsStillLess,
        Lever::Policy => Why::EvenQueues,
        Lever::Workers => Why::WaitedForAWorker,
        Lever::Async => Why::WorkersWaited,
        Lever::Ttl | Lever::Memory | Lever::Buffer | Lever::NewCache => Why::MoreIsFound,
        Lever::Merge => Why::FetchedOnce,
        Lever::LongerQueue => Why::BurstIsWaitedFor,
        Lever::ReadsFrom | Lever::Replicas => Why::MoreNodesAnswer,
        Lever::Burst | Lever::Rate => Why::RefusedWithoutNeed,
        Lever::Capacity => Why::MessagesWereRefused,
        Lever::Shards => Why::PartOfTheKeys,
        Lever::ReadPrimary => Why::PrimaryIsNeverBehind,
        Lever::ReadMoreAnswers => Why::QuorumsMeet,
        Lever::Replication => Why::SoonerAcknowledged,
        Lever::ReadQuorum | Lever::WriteQuorum => Why::FewerAnswersAreEnough,
        Lever::OnWrite | Lever::ShorterTtl => Why::OldValuesGoSooner,
        Lever::AddRetry | Lever::MoreRetries => Why::WorksTheSecondTime,
        Lever::MaxInstances => Why::ItWasFull,
        Lever::CountBooting => Why::AskedForTwice,
        Lever::Cooldown => Why::GoneBeforeNeeded,
        Lever::MinInstances | Lever::ScaleTarget => Why::ReadyBeforeNeeded,
        Lever::FewerInstances | Lever::SmallerMachine | Lever::FewerReplicas => {
            Why::ObjectivesLeaveRoom
        }
    }
}

/// Why a change does not help; `limit` is what limits in its place, `more_fail` is by how much larger a share of the
/// requests fails with it.
pub fn why_not(
    tempting: Option<Tempting>,
    lever: Option<Lever>,
    limit: Option<&Bottleneck>,
    more_fail: f64,
) -> Option<Why> {
    Some(match (tempting, lever) {
        (Some(Tempting::NotTheLimit), _) => {
            let Bottleneck { component, resource, .. } = limit?.clone();
            Why::NotTheLimit { component, resource }
        }
        (Some(Tempting::WritesGoToThePrimary), _) => Why::WritesGoToThePrimary,
        (Some(Tempting::EntriesExpire), _) => Why::EntriesExpire,
        (Some(Tempting::RetriesAreLoad), _) => Why::MoreToDo,
        (Some(Tempting::OneIsHot), _) => Why::OneIsHot,
        (None, Some(Lever::Shards)) => Why::EachShardAnyway,
        (None, Some(Lever::Timeout)) if more_fail > -FEW => Why::OnlyWaitsLonger,
        (None, Some(Lever::Workers)) => Why::WorkersWaitForWhatIsBusy,
        (None, Some(Lever::Queue | Lever::Shed)) if more_fail > FEW => Why::RefusedInItsPlace,
        (None, Some(Lever::FewerInstances | Lever::SmallerMachine | Lever::FewerReplicas)) => {
            Why::MetTooClosely
        }
        (None, _) => Why::ChangesLittle,
    })
}

/// What a reason means at a place; `is_queue` says whether that is a queue of messages.
pub const fn cause(reason: Reason, place: &Place, is_queue: bool) -> Cause {
    match (reason, place) {
        (Reason::Timeout, Place::Client) => Cause::ClientStopsWaiting,
        (Reason::Timeout, Place::Component(_) | Place::Network) => Cause::NotInTime,
        (Reason::QueueFull, _) if is_queue => Cause::Full,
        (Reason::QueueFull, _) => Cause::NoPlace,
        (Reason::NoHealthyTarget, _) => Cause::NoneUp,
        (Reason::ConnectionLost, _) => Cause::Dies,
        (Reason::RateLimited, _) => Cause::Limited,
        (Reason::GaveUp, _) => Cause::Leaves,
        (Reason::Error, _) => Cause::AnswersWithAnError,
        (Reason::CircuitOpen, _) => Cause::BreakerIsOpen,
        (Reason::Expired, _) => Cause::NobodyWaits,
        (Reason::Shed, _) => Cause::Sheds,
        (Reason::NoQuorum, _) => Cause::NoQuorum,
    }
}
