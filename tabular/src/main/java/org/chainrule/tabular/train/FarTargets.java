package org.chainrule.tabular.train;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// The far values of a numeric target, in the training table and in a separate table of test rows.
final class FarTargets {
    /// From this multiple on, a value is compared with the median itself.
    private static final double MULTIPLE = 10;

    private FarTargets() {
    }

    /// Returns a remark on the far values of each table.
    static List<Remark> remarks(TargetChoice choice, Table table, Table tests, int[] test) {
        List<Remark> remarks = remark(choice.far(), choice, table, table, true);
        return tests == table || choice.task().isClasses() || !remarks.isEmpty()
                ? remarks
                : remark(far(choice, tests, test), choice, table, tests, false);
    }

    private static FarValues far(TargetChoice choice, Table table, int[] rows) {
        return FarValues.of(TargetChoice.numbers(table, choice.column()), rows);
    }

    private static List<Remark> remark(FarValues far, TargetChoice choice, Table table, Table of, boolean trained) {
        int[] rows = far.rows();
        if (rows.length == 0) {
            return List.of();
        }
        NumberColumn values = TargetChoice.numbers(of, choice.column());
        double value = values.value(rows[0]);
        double times = value / far.median();
        return List.of(new DataRemark.FarTarget(choice.column(), rows.length, values.text(rows[0]),
                place(table, of, rows[0]), Double.isFinite(times) && times >= MULTIPLE ? times : 0, far.gap(),
                trained ? Phrases.rounded(far.clip(value)) : ""));
    }

    /// Returns the test row with the farthest value, if there is one.
    static Optional<Integer> among(TargetChoice choice, Table table, Table tests, int[] test) {
        if (choice.task().isClasses()) {
            return Optional.empty();
        }
        Set<Integer> wanted = Arrays.stream(test).boxed().collect(Collectors.toCollection(HashSet::new));
        FarValues far = tests == table ? choice.far() : far(choice, tests, test);
        return IntStream.of(far.rows()).boxed().filter(wanted::contains).findFirst();
    }

    /// Returns the place of a row: `line 7`, or `line 7 of new.csv` if it is not in the training table.
    static String place(Table table, Table of, int row) {
        return "line " + of.line(row) + (of == table ? "" : " of " + of.source());
    }
}
