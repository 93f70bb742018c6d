package org.chainrule.tabular.remark;

import java.util.List;
import org.chainrule.tabular.value.Phrases;

/// Line numbers in sentences.
final class Lines {
    private Lines() {
    }

    /// Returns `line 3`, `lines 3 and 4` or `lines 1 to 5`.
    static String of(List<Integer> lines) {
        int first = lines.getFirst();
        int last = lines.getLast();
        if (lines.size() > 2 && last - first == lines.size() - 1) {
            return "lines " + first + " to " + last;
        }
        return (lines.size() == 1 ? "line " : "lines ") + Phrases.list(lines.stream().map(String::valueOf).toList());
    }
}
