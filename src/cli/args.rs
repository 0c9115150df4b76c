//! What can be typed. The help texts stand in the doc comments, which the argument parser prints.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::idle;
use super::values::{self, Warmup};
use crate::blueprint::RunSettings;
use crate::message::Lang;
use crate::note::Detail;
use crate::study::capacity::growth::{Rate as Growth, Start};
use crate::study::scale::Rates;
use crate::world::budget::{self, Budget};

/// Back-of-the-envelope arithmetic and request-by-request simulation of a system design.
///
/// A design is one page of YAML. Exit codes: 0 done, 2 wrong usage, 3 invalid scenario (nothing was run, nothing
/// written), 4 an objective was missed and --gate was given, 1 anything else.
#[derive(Debug, Parser)]
#[command(name = "napkin", version, max_term_width = 100)]
pub struct Cli {
    /// The language of reports, problems and messages; else that of NAPKIN_LANG or of the locale
    #[arg(long, value_name = "LANG", value_enum, global = true)]
    pub lang: Option<Lang>,
    #[command(subcommand)]
    pub command: Command,
}

impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.tag()))
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Estimate, simulate, price and report a design
    Run(RunArgs),
    /// Do the arithmetic alone, step by step, with ranges
    Estimate(EstimateArgs),
    /// Set variants side by side, with the intervals of their differences
    Compare(CompareArgs),
    /// Draw curves over one parameter, or a heat map over two
    Sweep(SweepArgs),
    /// Find the highest rate that meets the objectives, and what limits it
    Capacity(CapacityArgs),
    /// Scale up or out: the cheapest design of each kind for each rate
    Scale(ScaleArgs),
    /// Draw what is unknown and random many times: how likely the objectives are missed
    Montecarlo(MontecarloArgs),
    /// Say where time goes, what fails where, and which changes help
    Explain(ExplainArgs),
    /// Say whether pages are fit to run, and everything that is wrong with them
    Check(CheckArgs),
    /// Print the latency table, also as if a nanosecond were a second
    Latency(LatencyArgs),
    /// List the scenarios that come with napkin
    List(ListArgs),
    /// Write a page to start from
    New(NewArgs),
    /// Print the JSON Schema of a page, for editors
    Schema(SchemaArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
}

/// `napkin run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    #[command(flatten)]
    pub page: PageArgs,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Go on until mean, p50, p99, throughput and every objective are this precise: 1%
    #[arg(long, value_name = "SHARE", value_parser = values::precision, allow_hyphen_values = true, help_heading = "The run")]
    pub until_precision: Option<f64>,
    /// Exit with 4 if an objective is missed, and say which and by how much
    #[arg(long)]
    pub gate: bool,
    /// Print also the arithmetic that napkin adds, what it assumed, and the latency rows
    #[arg(long, conflicts_with_all = ["brief", "json", "quiet"])]
    pub full: bool,
}

impl RunArgs {
    /// How much of the report is printed.
    pub fn detail(&self) -> Detail {
        match (self.output.brief, self.full) {
            (true, _) => Detail::Brief,
            (false, true) => Detail::Full,
            (false, false) => Detail::Usual,
        }
    }
}

/// What every study takes.
#[derive(Clone, Debug, Args)]
pub struct StudyArgs {
    #[command(flatten)]
    pub page: PageArgs,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `napkin compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The pages: files, names of `napkin list`, or - for the standard input; the first is what the others
    /// are compared with. With one page and no --variant, each --set is a variant of it
    #[arg(required = true)]
    pub scenarios: Vec<String>,
    /// A variant of the one page, several changes at once: `--variant "big: app.instances=8; app.work=3ms"`;
    /// can be repeated
    #[arg(long, value_name = "NAME: PATH=VALUE; …")]
    pub variant: Vec<String>,
    /// Exit with 4 if a variant is worse than the first, and say by how much
    #[arg(long)]
    pub gate: bool,
    /// With --gate: latencies, errors and throughput may be worse by this share of the first's: 10%
    #[arg(long, value_name = "SHARE", value_parser = values::share, requires = "gate")]
    pub worse: Option<f64>,
    /// With --gate: the bill may be higher by this a month: $100
    #[arg(long, value_name = "USD", value_parser = values::dollars, requires = "gate")]
    pub dearer: Option<f64>,
    #[command(flatten)]
    pub study: StudyArgs,
}

/// `napkin sweep`.
#[derive(Debug, Args)]
pub struct SweepArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    /// What varies: `traffic.rate=1k/s..20k/s`, `app.work=exp(1ms..10ms)`, `cache.memory=1GiB..64GiB:log`,
    /// `lb.policy=random,round_robin`; given twice, a heat map
    #[arg(long, value_name = "PATH=LOW..HIGH", value_parser = values::vary, required = true)]
    pub vary: Vec<String>,
    /// Points of each parameter [default: about 12, of which some lie where load nears capacity]
    #[arg(long, value_name = "N", value_parser = values::points, allow_hyphen_values = true)]
    pub points: Option<u16>,
    /// Spread the points evenly over the logarithm, as :log behind a range does
    #[arg(long)]
    pub log: bool,
    #[command(flatten)]
    pub study: StudyArgs,
}

/// `napkin capacity`.
#[derive(Debug, Args)]
pub struct CapacityArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    /// How the load grows, to say when the capacity runs out: 5%/month, 30%/year
    #[arg(long, value_name = "SHARE/PERIOD", value_parser = values::growth, allow_hyphen_values = true, conflicts_with = "size")]
    pub growth: Option<Growth>,
    /// When the load is the page's, for a date: 2026-11
    #[arg(long, value_name = "MONTH", value_parser = values::start, requires = "growth")]
    pub from: Option<Start>,
    /// Find the smallest count that carries the load instead: app.instances
    #[arg(long, value_name = "COMPONENT.FIELD")]
    pub size: Option<String>,
    /// The rate that it is to carry: 5k/s [default: the page's]
    #[arg(long, value_name = "RATE", value_parser = values::rate, allow_hyphen_values = true, requires = "size")]
    pub rate: Option<f64>,
    #[command(flatten)]
    pub study: StudyArgs,
}

/// `napkin scale`.
#[derive(Debug, Args)]
pub struct ScaleArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    /// Which component is scaled: a server, cache or database
    #[arg(long, value_name = "NAME")]
    pub component: String,
    /// Its machines, by any one of them or the family's name: m7g [default: the page's]
    #[arg(long, value_name = "FAMILY")]
    pub family: Option<String>,
    /// The rates: 1k/s..50k/s, or a list 1k/s,5k/s,20k/s [default: from half of today's to beyond one machine]
    #[arg(long, value_name = "A..B", value_parser = values::rates, allow_hyphen_values = true)]
    pub rates: Option<Rates>,
    #[command(flatten)]
    pub study: StudyArgs,
}

/// `napkin montecarlo`.
#[derive(Debug, Args)]
pub struct MontecarloArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    /// How often everything is drawn [default: the page's `montecarlo.trials`, or 1000]
    #[arg(long, value_name = "N", value_parser = values::trials, allow_hyphen_values = true)]
    pub trials: Option<u32>,
    /// Exit with 4 if an objective is missed in more than this share of the trials: 5%
    #[arg(long, value_name = "SHARE", value_parser = values::share)]
    pub gate: Option<f64>,
    #[command(flatten)]
    pub study: StudyArgs,
}

/// `napkin explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    #[command(flatten)]
    pub study: StudyArgs,
}

/// `napkin estimate`.
#[derive(Debug, Args)]
pub struct EstimateArgs {
    /// The page: a file, a name of `napkin list`, or - for the standard input
    pub scenario: String,
    #[command(flatten)]
    pub page: PageArgs,
    /// Work with the numbers as they are, or with round ones and the exact result beside them
    #[arg(long, value_name = "HOW", default_value = "exact")]
    pub rounding: Rounding,
    /// The seed of the ranges' draws: the same seed gives the same intervals [default: 1]
    #[arg(long, value_name = "N", value_parser = values::seed, allow_hyphen_values = true)]
    pub seed: Option<u64>,
    /// Print one JSON document and nothing else; files are written if --out is given
    #[arg(long)]
    pub json: bool,
    /// Write estimate.md, estimate.json and the chart of what matters into this folder [default: write nothing]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print nothing but problems
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub idle: idle::OfRuns,
}

/// `--rounding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rounding {
    /// A day has 86,400 s.
    Exact,
    /// A day has 10^5 s: round numbers go in, two digits come out.
    Interview,
}

/// `napkin check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The pages: files, names of `napkin list`, or - for the standard input
    #[arg(required = true)]
    pub scenarios: Vec<String>,
    #[command(flatten)]
    pub page: PageArgs,
    /// Print one JSON document and nothing else; problems still go to the standard error
    #[arg(long)]
    pub json: bool,
    /// Print nothing but problems
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub idle: idle::OfAnswers,
}

/// `napkin latency`.
#[derive(Debug, Args)]
pub struct LatencyArgs {
    /// One list of the table
    #[arg(long, value_name = "NAME", conflicts_with = "year")]
    pub list: Option<String>,
    /// What a year's machines took, by the yearly model (1990 to 2030)
    #[arg(long, value_parser = values::year, allow_hyphen_values = true)]
    pub year: Option<u16>,
    /// Another table than the one in the program
    #[arg(long, value_name = "FILE")]
    pub latency_table: Option<PathBuf>,
    /// Print one JSON document and nothing else
    #[arg(long)]
    pub json: bool,
    /// Print nothing but problems
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub idle: idle::OfPages,
}

/// `napkin list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Print one JSON document and nothing else
    #[arg(long)]
    pub json: bool,
    /// Print nothing but problems
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub idle: idle::OfPages,
}

/// `napkin new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The page's name; it is written to NAME.yaml, which must not exist
    pub name: String,
    /// Print one JSON document and nothing else
    #[arg(long)]
    pub json: bool,
    /// Print nothing
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub idle: idle::OfPages,
}

/// `napkin schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The schema of the document that a command prints with --json, in place of a page's
    #[arg(long, value_name = "COMMAND", num_args = 0..=1, default_missing_value = "run")]
    pub output: Option<Document>,
    #[command(flatten)]
    pub idle: idle::OfReports,
    /// Print nothing but the schema
    #[arg(long, short, hide = true)]
    pub quiet: bool,
}

/// `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Document {
    /// Of `napkin run`.
    Run,
    /// Of `napkin estimate`.
    Estimate,
    /// Of `napkin compare`.
    Compare,
    /// Of `napkin sweep`.
    Sweep,
    /// Of `napkin capacity`.
    Capacity,
    /// Of `napkin scale`.
    Scale,
    /// Of `napkin montecarlo`.
    Montecarlo,
    /// Of `napkin explain`.
    Explain,
}

/// `napkin completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell
    pub shell: Shell,
    #[command(flatten)]
    pub idle: idle::OfReports,
    /// Print nothing but the script
    #[arg(long, short, hide = true)]
    pub quiet: bool,
}

/// What decides what a page says.
#[derive(Clone, Debug, Args)]
pub struct PageArgs {
    /// Change the page: `--set app.instances=8`, `--set traffic.rate=2k/s`; can be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// So many times the page's load, every rate or the clients: 10x
    #[arg(long, value_name = "TIMES", value_parser = values::load, allow_hyphen_values = true)]
    pub load: Option<f64>,
    /// Another latency table than the one in the program
    #[arg(long, value_name = "FILE")]
    pub latency_table: Option<PathBuf>,
    /// Other prices than those in the program
    #[arg(long, value_name = "FILE")]
    pub prices: Option<PathBuf>,
}

impl PageArgs {
    /// Every change of the page, as `--set` has it.
    pub fn sets(&self) -> Vec<String> {
        let load = self.load.map(|times| format!("traffic.times={times}"));
        self.set.iter().cloned().chain(load).collect()
    }
}

/// Where a report goes.
#[derive(Clone, Debug, Args)]
pub struct OutputArgs {
    /// Print one JSON document and nothing else; files are then written only if --out is given
    #[arg(long)]
    pub json: bool,
    /// The report's folder [default: reports/NAME/, NAME being the page's file without its ending]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print no report and no progress; the files are written
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the verdict alone, in about ten lines
    #[arg(long, conflicts_with_all = ["json", "quiet"])]
    pub brief: bool,
}

/// What overrides the page's `run:`, and what bounds the machine's work.
#[derive(Clone, Debug, Default, Args)]
pub struct RunFlags {
    /// The seed: the same seed gives the same report, byte for byte
    #[arg(long, value_name = "N", value_parser = values::seed, allow_hyphen_values = true, help_heading = "The run")]
    pub seed: Option<u64>,
    /// Independent replications: the intervals come from them
    #[arg(long, value_name = "N", value_parser = values::replications, allow_hyphen_values = true, help_heading = "The run")]
    pub replications: Option<u32>,
    /// The measured window of each replication: 30s, 2m
    #[arg(long, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true, help_heading = "The run")]
    pub duration: Option<u64>,
    /// What is cut off before it, or `auto` to find it
    #[arg(long, value_name = "TIME", value_parser = values::warmup, allow_hyphen_values = true, help_heading = "The run")]
    pub warmup: Option<Warmup>,
    /// Whether caches start as their load would have left them
    #[arg(long, value_name = "HOW", help_heading = "The run")]
    pub caches: Option<Caches>,
    /// Simulated requests in all, about: napkin shrinks what the page leaves open [default: 10M]
    #[arg(long, value_name = "N", value_parser = values::requests, allow_hyphen_values = true, help_heading = "The run")]
    pub max_requests: Option<u64>,
    /// Requests in flight at once at which a run is given up [default: 4M]
    #[arg(long, value_name = "N", value_parser = values::in_flight, allow_hyphen_values = true, help_heading = "The run")]
    pub max_in_flight: Option<u64>,
    /// Steps that all simulations of the command may take: 500M; or 30s, as many seconds of two cores [default: 60s]
    #[arg(long, value_name = "STEPS", value_parser = values::budget, allow_hyphen_values = true, help_heading = "The run")]
    pub budget: Option<u64>,
    /// Memory that the simulation may take [default: 2GB]
    #[arg(long, value_name = "BYTES", value_parser = values::memory, allow_hyphen_values = true, help_heading = "The run")]
    pub memory: Option<u64>,
    /// Threads; the report does not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = values::threads, allow_hyphen_values = true, help_heading = "The run")]
    pub threads: Option<u16>,
}

/// `--caches`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Caches {
    /// In the steady state of their load.
    Warm,
    /// Empty.
    Cold,
}

impl RunFlags {
    /// What the simulations of the command may take in all.
    pub fn budget(&self) -> Budget {
        Budget::new(
            self.budget.unwrap_or(budget::DEFAULT_STEPS),
            self.memory.unwrap_or(budget::DEFAULT_BYTES),
        )
    }

    /// Writes what was given over what the page says.
    pub fn apply(&self, run: &mut RunSettings) {
        run.seed = self.seed.or(run.seed);
        run.replications = self.replications.or(run.replications);
        run.duration_ns = self.duration.or(run.duration_ns);
        run.max_requests = self.max_requests.or(run.max_requests);
        match self.warmup {
            Some(Warmup::Auto) => run.warmup_ns = None,
            Some(Warmup::Ns(length)) => run.warmup_ns = Some(length),
            None => {}
        }
        if let Some(caches) = self.caches {
            run.caches_warm = caches == Caches::Warm;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
