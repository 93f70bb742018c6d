package org.chainrule.spark.parallel;

import java.io.Serializable;
import org.chainrule.data.RowType;
import org.chainrule.nn.Objective;
import org.chainrule.train.Step;

/// A network, how it learns, and the rows that it learns from. The driver sends it to the executors, so it must hold only
/// what Java can serialize: it builds layers, losses and optimizers when they are asked for.
public interface NetworkTraining extends Serializable {
    /// Returns the fields of a row. [DataParallel#train] states in which columns they are.
    RowType type();

    /// Returns the step. The training sets its seed, its number of steps and, if rows have weights, its mean weight.
    ///
    /// @param rows the number of rows to learn from, in all shards
    Step step(long rows);

    /// Returns the measure of held-out rows that chooses the epoch, lower is better: by default the objective of the step.
    default Objective measure(Step step) {
        return step.objective();
    }
}
