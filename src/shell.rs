//! Commands as a shell takes them.

/// A word that the shell hands on as it is: quoted if it has to be.
#[must_use]
pub fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_read_more_into_it() {
        let check = |text: &str, expect: &str| assert_eq!(word(text), expect);
        check("reports/x-1.yaml", "reports/x-1.yaml");
        check("주문.yaml", "주문.yaml");
        check("app.utilization=50%", "app.utilization=50%");
        check("a b.yaml", "'a b.yaml'");
        check("it's", r"'it'\''s'");
        check("exp(5ms)", "'exp(5ms)'");
        check("", "''");
    }
}
