package org.chainrule.train;

import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Variable;
import org.jspecify.annotations.Nullable;

/// What an optimizer keeps in the place of the trained parameters, such as their averages, computed beside the steps.
final class Evaluated {
    private final StepProgram program;
    private final List<Tensor> tensors;
    private final Program.Session session;

    private Evaluated(StepProgram program, List<Tensor> tensors, Program.Session session) {
        this.program = program;
        this.tensors = tensors;
        this.session = session;
    }

    /// Null if the optimizer keeps nothing else than the parameters.
    static @Nullable Evaluated of(StepProgram program, Program.Session beside) {
        List<Tensor> tensors = program.evaluated();
        return tensors.equals(program.trained.stream().map(Variable::tensor).toList())
                ? null
                : new Evaluated(program, tensors, program.state(tensors).start(1, beside));
    }

    /// The values as they are now, by the path of the parameter.
    Map<String, Tensor> values() {
        session.run(1);
        return program.byPath(session, tensors);
    }

    /// Writes the values as they are now to a session that reads the parameters.
    void copy(Program.Session to) {
        session.run(1);
        for (int i = 0; i < tensors.size(); i++) {
            Run.copy(session.array(tensors.get(i)), to, program.trained.get(i));
        }
    }
}
