//! A duration as a bar of text, on a logarithmic scale.

/// The bars' scale: from 1 ns …
const BAR_FROM_LOG10_NS: f64 = 0.0;
/// … to 100 s, eleven powers of ten.
const BAR_TO_LOG10_NS: f64 = 11.0;

/// A logarithmic bar, at most `width` characters: empty at 1 ns and below, full at 100 s and above, in
/// eighths of a character.
pub fn bar(ns: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = cells(ns, width * 8);
    // A figure at the scale's foot is still a figure: it keeps a sliver.
    let eighths = eighths.max(usize::from(width > 0));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A bar whose solid part reaches the low end and whose shaded part reaches the high end.
pub fn bar_range(low_ns: f64, high_ns: f64, width: usize) -> String {
    let low = cells(low_ns, width);
    let high = cells(high_ns, width).max(low + 1).min(width);
    format!("{}{}", "█".repeat(low.min(high)), "▒".repeat(high.saturating_sub(low)))
}

/// Where a figure stands on the scale, in `steps` equal steps.
fn cells(ns: f64, steps: usize) -> usize {
    let share = (libm::log10(ns) - BAR_FROM_LOG10_NS) / (BAR_TO_LOG10_NS - BAR_FROM_LOG10_NS);
    // Clamped to 0..1 first, and NaN becomes 0: the cast cannot leave the range.
    (share.clamp(0.0, 1.0) * steps as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::{bar, bar_range};

    #[test]
    fn bars_are_logarithmic() {
        assert_eq!(bar(1e11, 11), "█".repeat(11));
        assert_eq!(bar(1e14, 11), "█".repeat(11));
        assert_eq!(bar(1_000.0, 11), "███");
        assert_eq!(bar(0.5, 11), "▏");
        assert_eq!(bar(1.0, 0), "");
        // √10 is half of a power of ten.
        assert_eq!(bar(10f64.sqrt() * 10.0, 11), "█▌");
        assert_eq!(bar_range(100.0, 1_000.0, 11), "██▒");
        assert_eq!(bar_range(100.0, 101.0, 11), "██▒");
        assert_eq!(bar(f64::NAN, 3), "▏");
    }
}
