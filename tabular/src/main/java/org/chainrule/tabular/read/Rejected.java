package org.chainrule.tabular.read;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;

/// The lines left out for one reason.
final class Rejected {
    private final String reason;
    private final List<Integer> first = new ArrayList<>();
    private int count;

    Rejected(String reason) {
        this.reason = reason;
    }

    void add(long line) {
        count++;
        if (first.size() < Dropped.MOST_LINES) {
            first.add(Math.toIntExact(line));
        }
    }

    List<Dropped> dropped() {
        return count == 0 ? List.of() : List.of(new Dropped(reason, count, first));
    }
}
