package org.chainrule.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Variable;
import org.jspecify.annotations.Nullable;

/// The values of a [Run]: its variables and the state of its optimizer, in the arrays of its session, and the values for a
/// model, which are the parameters or the optimizer's replacements for them, such as their averages.
final class RunState {
    private final StepProgram program;
    private final Program.Session session;
    private final int threads;
    private final @Nullable Evaluated evaluated;

    /// The optimizer's replacements for the trained parameters, in the order of the parameters, and the session that
    /// computes them from the state.
    private record Evaluated(List<Tensor> tensors, Program.Session session) {
    }

    RunState(StepProgram program, Program.Session session, int threads) {
        this.program = program;
        this.session = session;
        this.threads = threads;
        List<Tensor> tensors = program.evaluated();
        this.evaluated = tensors.equals(program.trained.stream().map(Variable::tensor).toList())
                ? null
                : new Evaluated(tensors, program.state(tensors).start(1, session));
    }

    /// Sets all values to their starts, which follow from the seed alone.
    void begin() {
        arrays().forEach(array -> Arrays.fill(array, 0));
        for (Variable variable : program.network.variables()) {
            copy(variable.start(program.step.seed()), session, variable);
        }
        program.scalars.forEach((scalar, start) -> session.array(scalar)[0] = start);
    }

    /// Sets variables to the chosen ones of some values; see [Run#from(Map, Predicate)].
    void from(Map<String, Tensor> values, Predicate<String> paths) {
        Map<String, Variable> own = new LinkedHashMap<>();
        program.network.variables().forEach(variable -> own.put(variable.path(), variable));
        Map<Variable, Tensor> chosen = new LinkedHashMap<>();
        values.forEach((path, value) -> {
            if (!paths.test(path)) {
                return;
            }
            ArgumentException.requireNotNull("from", "the value of " + path, value);
            Variable variable = own.get(path);
            if (variable == null) {
                throw new ArgumentException("values", "from: the net has no parameter " + path + ", expected some of "
                        + own.keySet());
            }
            if (!variable.shape().equals(value.shape())) {
                throw new ShapeException("from", "a parameter has another shape", "the net's " + path + " "
                        + variable.shape(), "given " + value.shape());
            }
            chosen.put(variable, value);
        });
        if (chosen.isEmpty() && !values.isEmpty()) {
            throw new ArgumentException("paths",
                    "from: none of the values is chosen, expected some of " + values.keySet());
        }
        chosen.forEach((variable, value) -> copy(value.values(), session, variable));
    }

    /// Returns copies of all variables by path.
    Map<String, Tensor> variables() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (Variable variable : program.network.variables()) {
            values.put(variable.path(), session.value(variable.tensor(), 1));
        }
        return values;
    }

    /// Returns copies of the values for a model by path: all variables, with the optimizer's replacements for parameters.
    Map<String, Tensor> parameters() {
        Map<String, Tensor> values = variables();
        if (evaluated != null) {
            evaluated.session.run(1);
            values.putAll(program.byPath(evaluated.session, evaluated.tensors));
        }
        return values;
    }

    /// Returns the arrays of all values that a step replaces, in the order of [StepProgram#state()].
    List<float[]> arrays() {
        return program.state().stream().map(session::array).toList();
    }

    /// Starts a session of a program that reads the network's variables and changes none of them. [#refresh] sets the
    /// variables to the values for a model.
    Program.Session predicting(Program prediction, int rows) {
        return evaluated == null ? prediction.start(rows, session) : prediction.start(rows, threads);
    }

    /// Sets the variables of a session that [#predicting] started to the values after the latest step.
    void refresh(Program.Session predicting) {
        if (evaluated == null) {
            return; // the sessions share their arrays
        }
        program.network.variables().forEach(variable -> copy(session.array(variable.tensor()), predicting, variable));
        evaluated.session.run(1);
        for (int i = 0; i < evaluated.tensors.size(); i++) {
            copy(evaluated.session.array(evaluated.tensors.get(i)), predicting, program.trained.get(i));
        }
    }

    /// Copies the elements of a variable to its array in a session.
    static void copy(float[] values, Program.Session to, Variable variable) {
        System.arraycopy(values, 0, to.array(variable.tensor()), 0, variable.shape().elements());
    }
}
