package org.chainrule.tabular.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.DataRemark.OneSidedClasses;
import org.chainrule.tabular.remark.DataRemark.OneSidedClasses.Part;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;

/// Classes that are on one side of the split only.
final class OneSided {
    /// A class is missed among test rows if at least this many rows with it would be expected.
    private static final int EXPECTED = 5;

    private OneSided() {
    }

    /// Returns remarks on classes that are in the test rows or the validation rows and not in the training rows, and on
    /// those that are frequent in the training rows and not in the test rows.
    ///
    /// @param tests the table that the test rows are in
    static List<Remark> of(Target.Classes target, Table table, int[] train, int[] validation, Table tests,
            int[] test) {
        int[] trained = Appraisal.counts(target, table, train);
        int[] validated = Appraisal.counts(target, table, validation);
        int[] tested = Appraisal.counts(target, tests, test);
        int[] labels = IntStream.range(0, trained.length).toArray();
        List<Remark> remarks = new ArrayList<>();
        add(remarks, target, IntStream.of(labels).filter(k -> trained[k] == 0 && tested[k] > 0).toArray(), tested,
                Part.TEST, Part.TRAINING);
        add(remarks, target,
                IntStream.of(labels).filter(k -> trained[k] == 0 && tested[k] == 0 && validated[k] > 0).toArray(),
                validated, Part.VALIDATION, Part.TRAINING);
        add(remarks, target,
                IntStream.of(labels).filter(
                        k -> tested[k] == 0 && (long) trained[k] * test.length >= (long) EXPECTED * train.length
                                && test.length > 0)
                        .toArray(),
                trained, Part.TRAINING, Part.TEST);
        return remarks;
    }

    private static void add(List<Remark> remarks, Target.Classes target, int[] classes, int[] counts, Part part,
            Part without) {
        if (classes.length > 0) {
            double share = (double) IntStream.of(classes).map(k -> counts[k]).sum() / IntStream.of(counts).sum();
            remarks.add(new OneSidedClasses(IntStream.of(classes).mapToObj(target.labels()::get).toList(), share, part,
                    without));
        }
    }
}
