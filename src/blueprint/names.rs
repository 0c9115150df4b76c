//! What the names of a page stand for.

use crate::message::design::Fault;
use crate::reader::Reading;
use crate::scenario::{Name, Scenario};

/// The site of what names none.
const DEFAULT_SITE: &str = "default";

/// The names of a page and what they stand for.
pub(super) struct Names<'s> {
    /// Every component's name; the index is `None` for one that could not be read.
    components: Vec<(&'s str, Option<usize>)>,
    data: Vec<&'s str>,
    sites: Vec<String>,
}

/// What a name turned out to be.
pub(super) enum Found {
    /// A thing with this index.
    Index(usize),
    /// Known, but it could not be read: already reported.
    Broken,
    /// Nothing of this name.
    Nothing,
}

impl<'s> Names<'s> {
    pub(super) fn of(scenario: &Scenario<'s>) -> Self {
        let mut index = 0;
        let components = scenario
            .components
            .iter()
            .map(|(name, written)| {
                let id = written.is_some().then_some(index);
                index += usize::from(written.is_some());
                (name.value, id)
            })
            .collect();
        let data = scenario.data.iter().map(|set| set.name.value).collect();
        Self { components, data, sites: sites(scenario) }
    }

    pub(super) fn component(&self, name: &str) -> Found {
        // Without any component every name would be unknown, and the reason is another.
        if self.components.is_empty() {
            return Found::Broken;
        }
        match self.components.iter().find(|(known, _)| *known == name) {
            Some((_, Some(index))) => Found::Index(*index),
            Some((_, None)) => Found::Broken,
            None => Found::Nothing,
        }
    }

    /// The component with this name; an unknown one is reported.
    pub(super) fn component_or_complain(
        &self,
        name: Name<'_>,
        reading: &mut Reading<'_>,
    ) -> Option<usize> {
        match self.component(name.value) {
            Found::Index(index) => Some(index),
            Found::Broken => None,
            Found::Nothing => {
                let near = reading.problems.near(name.value, self.component_names());
                let fault = Fault::UnknownComponent {
                    name: name.value.to_owned(),
                    near: near.map(str::to_owned),
                };
                reading.complain(name.span, fault);
                None
            }
        }
    }

    pub(super) fn component_names(&self) -> impl Iterator<Item = &'s str> {
        self.components.iter().map(|(name, _)| *name)
    }

    pub(super) fn data_or_complain(
        &self,
        name: Name<'_>,
        reading: &mut Reading<'_>,
    ) -> Option<usize> {
        let found = self.data.iter().position(|known| *known == name.value);
        if found.is_none() {
            let near = reading.problems.near(name.value, self.data.iter().copied());
            let near = near.map(str::to_owned);
            reading.complain(name.span, Fault::UnknownData { name: name.value.to_owned(), near });
        }
        found
    }

    /// The site with this name; `0` for none.
    pub(super) fn site(&self, name: Option<Name<'_>>) -> usize {
        let at = |name: Name<'_>| self.sites.iter().position(|site| site == name.value);
        name.and_then(at).unwrap_or(0)
    }

    pub(super) fn sites(&self) -> &[String] {
        &self.sites
    }
}

/// Every site of the page; the first is that of what names none, if there is any.
fn sites(scenario: &Scenario<'_>) -> Vec<String> {
    let of_components = scenario.components.iter().filter_map(|(_, written)| written.as_ref());
    let homeless = of_components.clone().any(|written| written.site.is_none());
    let mut sites: Vec<String> = Vec::new();
    let named: Vec<Name<'_>> = of_components
        .filter_map(|written| written.site)
        .chain(scenario.requests.iter().filter_map(|request| request.site))
        .collect();
    if homeless || named.is_empty() {
        sites.push(DEFAULT_SITE.to_owned());
    }
    for name in named {
        if !sites.iter().any(|site| site == name.value) {
            sites.push(name.value.to_owned());
        }
    }
    sites
}
