package org.chainrule.tabular.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.value.Phrases;

/// Rows that were left out for one reason: how many, and the lines where the first ones stand.
///
/// @param reason why, such as `the line is blank`
/// @param count  how many
/// @param lines  the line numbers of the first ten, counted from 1
public record Dropped(String reason, int count, List<Integer> lines) {
    /// How many line numbers are kept.
    public static final int MOST_LINES = 10;

    /// Rows left out for a reason.
    public Dropped {
        lines = List.copyOf(lines);
    }

    /// The whole in words: `2 rows left out: the line is blank (lines 7 and 9)`.
    public String sentence() {
        String what = Phrases.count(count, "row") + " left out: " + reason;
        if (lines.isEmpty()) {
            return what;
        }
        List<String> shown = new ArrayList<>(lines.stream().map(String::valueOf).toList());
        if (count > lines.size()) {
            shown.add(String.format(Locale.ROOT, "%,d more", count - lines.size()));
        }
        int last = shown.size() - 1;
        String where = last == 0 ? shown.get(0) : String.join(", ", shown.subList(0, last)) + " and " + shown.get(last);
        return what + " (line" + (count == 1 ? " " : "s ") + where
                + ")";
    }
}
