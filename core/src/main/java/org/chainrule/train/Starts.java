package org.chainrule.train;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.random.RandomStream;
import org.chainrule.type.DType;

/// The start values of variables that are computed from examples before the first step.
final class Starts {
    /// The maximum number of rows that they are computed from.
    private static final int ROWS = 4096;

    private Starts() {
    }

    /// Checks that no start value is computed from examples.
    ///
    /// @throws ArgumentException if the start value of a variable is computed from examples
    static void requireNone(StepProgram program) {
        Network network = program.network.as(Network.Mode.STARTING);
        if (!network.starts().isEmpty()) {
            throw new ArgumentException("type", "start: " + network.starts().keySet().iterator().next().path()
                    + " starts with numbers computed from examples; use start(examples, batch, threads)");
        }
    }

    /// Computes the start values and sets the variables of a run.
    ///
    /// @param given the paths of variables that keep their values
    /// @throws ArgumentException if a start value is not finite
    static void compute(Run run, Examples rows, Set<String> given) {
        StepProgram program = run.program();
        Map<Variable, Tensor> starts = program.network.as(Network.Mode.STARTING, given::contains).starts();
        if (starts.isEmpty()) {
            return;
        }
        int count = Math.min(ROWS, rows.size());
        Batch batch = rows.shuffled(program.step.seed(), 0).batches(count).iterator().next();
        Program.Session session = program.over(List.copyOf(starts.values())).start(count, run.session());
        // no step has this pass, so these random numbers are not used again
        RandomStream.write(program.step.seed(), 0, DType.MAX_WHOLE - 1, session.array(program.network.stream()));
        session.array(program.network.progress())[0] = 0;
        run.hand(batch, session);
        run.run(session, batch);
        starts.forEach((variable, start) -> {
            float[] values = session.array(start);
            int at = Diagnosis.notFinite(values, variable.shape().elements());
            if (at >= 0) {
                throw new ArgumentException("examples", "start: " + variable.path() + " starts with " + values[at]
                        + ", computed from " + batch.size() + " rows of the examples, expected finite numbers");
            }
            RunState.copy(values, run.session(), variable);
        });
    }
}
