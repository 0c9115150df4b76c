//! Flags that a command takes like every other, and that change nothing it does: a script may give the same flags
//! to all. Each is checked as where it counts, is not in the help, and is told of in one line.

use std::path::PathBuf;

use clap::Args;

use super::output;
use super::values;
use crate::message::Lang;
use crate::message::cli::Text;
use crate::words::Say;

/// What only simulations heed.
#[derive(Clone, Debug, Default, Args)]
pub struct OfRuns {
    #[arg(long, hide = true, value_name = "N", value_parser = values::replications, allow_hyphen_values = true)]
    replications: Option<u32>,
    #[arg(long, hide = true, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true)]
    duration: Option<u64>,
    #[arg(long, hide = true, value_name = "N", value_parser = values::requests, allow_hyphen_values = true)]
    max_requests: Option<u64>,
    #[arg(long, hide = true, value_name = "STEPS", value_parser = values::budget, allow_hyphen_values = true)]
    budget: Option<u64>,
    #[arg(long, hide = true, value_name = "BYTES", value_parser = values::memory, allow_hyphen_values = true)]
    memory: Option<u64>,
    #[arg(long, hide = true, value_name = "N", value_parser = values::threads, allow_hyphen_values = true)]
    threads: Option<u16>,
}

/// What heeds a page that is computed with, and files.
#[derive(Clone, Debug, Default, Args)]
pub struct OfAnswers {
    #[arg(long, hide = true, value_name = "N", value_parser = values::seed, allow_hyphen_values = true)]
    seed: Option<u64>,
    #[arg(long, hide = true, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    runs: OfRuns,
}

/// What heeds a page at all.
#[derive(Clone, Debug, Default, Args)]
pub struct OfPages {
    #[arg(long, hide = true, value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    answers: OfAnswers,
}

/// What heeds a report in words and a document.
#[derive(Clone, Debug, Default, Args)]
pub struct OfReports {
    #[arg(long, hide = true)]
    json: bool,
    #[command(flatten)]
    pages: OfPages,
}

impl OfRuns {
    fn given(&self) -> Vec<&'static str> {
        let all = [
            ("--replications", self.replications.is_some()),
            ("--duration", self.duration.is_some()),
            ("--max-requests", self.max_requests.is_some()),
            ("--budget", self.budget.is_some()),
            ("--memory", self.memory.is_some()),
            ("--threads", self.threads.is_some()),
        ];
        all.into_iter().filter(|&(_, given)| given).map(|(name, _)| name).collect()
    }

    /// Says which of them were given, unless nothing but problems is to be said.
    pub fn tell(&self, quiet: bool, lang: Lang) {
        tell(&self.given(), quiet, lang);
    }
}

impl OfAnswers {
    fn given(&self) -> Vec<&'static str> {
        let own = [("--seed", self.seed.is_some()), ("--out", self.out.is_some())];
        let own = own.into_iter().filter(|&(_, given)| given).map(|(name, _)| name);
        own.chain(self.runs.given()).collect()
    }

    /// As [`OfRuns::tell`].
    pub fn tell(&self, quiet: bool, lang: Lang) {
        tell(&self.given(), quiet, lang);
    }
}

impl OfPages {
    fn given(&self) -> Vec<&'static str> {
        let own = (!self.set.is_empty()).then_some("--set");
        own.into_iter().chain(self.answers.given()).collect()
    }

    /// As [`OfRuns::tell`].
    pub fn tell(&self, quiet: bool, lang: Lang) {
        tell(&self.given(), quiet, lang);
    }
}

impl OfReports {
    /// As [`OfRuns::tell`].
    pub fn tell(&self, quiet: bool, lang: Lang) {
        let own = self.json.then_some("--json");
        let given: Vec<&str> = own.into_iter().chain(self.pages.given()).collect();
        tell(&given, quiet, lang);
    }
}

fn tell(flags: &[&str], quiet: bool, lang: Lang) {
    if !flags.is_empty() && !quiet {
        output::note(&Text::NoEffect { flags }.say(lang));
    }
}
