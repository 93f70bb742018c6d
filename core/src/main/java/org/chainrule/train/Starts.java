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

/// The starts of variables that are computed from examples, before the first step.
final class Starts {
    /// The most rows they are computed from.
    private static final int ROWS = 4096;

    private Starts() {
    }

    /// Checks that a net needs no examples to start.
    ///
    /// @throws ArgumentException if a variable starts with something computed from examples
    static void requireNone(StepProgram program) {
        Network network = program.network.as(Network.Mode.STARTING);
        if (!network.starts().isEmpty()) {
            throw new ArgumentException("type", "start: " + network.starts().keySet().iterator().next().path()
                    + " starts with numbers computed from examples; use start(examples, batch, threads)");
        }
    }

    /// Computes them and puts them into a run.
    ///
    /// @param given the paths of variables that have their values already
    /// @throws ArgumentException if a start is not a finite number
    static void compute(Run run, Examples rows, Set<String> given) {
        StepProgram program = run.program();
        Map<Variable, Tensor> starts = program.network.as(Network.Mode.STARTING, given::contains).starts();
        if (starts.isEmpty()) {
            return;
        }
        int count = Math.min(ROWS, rows.size());
        Batch batch = rows.shuffled(program.step.seed(), 0).batches(count).iterator().next();
        Program.Session session = program.over(List.copyOf(starts.values())).start(count, run.session());
        // a pass that no step takes, so that starts may draw random numbers of their own
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
