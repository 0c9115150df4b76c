//! Which language napkin speaks: what `--lang` says, else `NAPKIN_LANG`, else the locale, else English.

use crate::message::Lang;

/// Where POSIX looks for the language of messages, the first that is set deciding.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language; `variable` reads an environment variable.
pub fn chosen(asked: Option<Lang>, variable: impl Fn(&str) -> Option<String>) -> Lang {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    asked
        .or_else(|| set("NAPKIN_LANG").and_then(|value| tagged(&value)))
        .or_else(|| LOCALE.into_iter().find_map(set).and_then(|value| tagged(&value)))
        .unwrap_or_default()
}

/// The same, of this process.
pub fn find(asked: Option<Lang>) -> Lang {
    chosen(asked, |name| std::env::var(name).ok())
}

/// `ko` for `ko`, `ko_KR.UTF-8` and `KO-kr`.
fn tagged(value: &str) -> Option<Lang> {
    let tag = value.split(['_', '-', '.', '@']).next().unwrap_or_default();
    Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_comes_before_the_variable_and_that_before_the_locale() {
        let check = |asked: Option<Lang>, set: &[(&str, &str)], expect: Lang| {
            let variable = |name: &str| {
                set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(chosen(asked, variable), expect, "{asked:?} {set:?}");
        };
        check(None, &[], Lang::En);
        check(None, &[("LANG", "ko_KR.UTF-8")], Lang::Ko);
        check(None, &[("LANG", "C.UTF-8")], Lang::En);
        check(None, &[("LANG", "kok_IN")], Lang::En);
        check(None, &[("LC_ALL", "C"), ("LANG", "ko_KR.UTF-8")], Lang::En);
        check(None, &[("LC_ALL", ""), ("LC_MESSAGES", "ko"), ("LANG", "en_US")], Lang::Ko);
        check(None, &[("NAPKIN_LANG", "en"), ("LANG", "ko_KR.UTF-8")], Lang::En);
        check(None, &[("NAPKIN_LANG", "tlh"), ("LANG", "ko_KR.UTF-8")], Lang::Ko);
        check(Some(Lang::En), &[("NAPKIN_LANG", "ko")], Lang::En);
    }
}
