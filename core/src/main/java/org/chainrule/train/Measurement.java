package org.chainrule.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;

/// Measures models on examples, as a training measures the epochs on its validation rows.
public final class Measurement {
    private Measurement() {
    }

    /// The measures of a model by name, in order: the objective as `loss`, if there is one, then the usual metrics and the
    /// caller's.
    ///
    /// @param task what the only output predicts; if there is none, outputs are measured against targets of their names
    /// @param metrics more metrics, by output; under the empty name for the only one
    /// @throws ArgumentException if the examples are not of the model's kind, or a metric does not fit
    /// @throws ShapeException if the rows are not those the model takes
    public static Map<String, Double> of(Fitted fitted, Optional<Task> task, Examples examples,
            Optional<Objective> objective, Map<String, List<Metric>> metrics) {
        Network network = network(fitted, task, examples);
        return values(fitted, network, examples, objective, Head.of(network, task, examples, metrics));
    }

    /// One metric of a model.
    ///
    /// @param task as in [#of]
    /// @param output the output that is measured; empty for the only one
    /// @throws ArgumentException if the examples are not of the model's kind, or the metric does not fit
    public static double one(Fitted fitted, Optional<Task> task, Examples examples, String output, Metric metric) {
        Network network = network(fitted, task, examples);
        List<Head> heads = List.of(Head.of(network, task, examples, output, metric));
        return values(fitted, network, examples, Optional.empty(), heads).values().iterator().next();
    }

    private static Network network(Fitted fitted, Optional<Task> task, Examples examples) {
        ArgumentException.requireNotNull("evaluate", "examples", examples);
        if (!examples.type().inputs().equals(fitted.inputs())) {
            boolean shapes = fitted.inputs().size() == 1 && examples.type().inputs().size() == 1;
            throw new ShapeException("evaluate", "the rows do not have the model's features",
                    "rows " + (shapes ? examples.row() : examples.type().inputs()),
                    "model takes " + (shapes ? fitted.row() : fitted.inputs()));
        }
        Network network = Network.of(fitted.net(), StepProgram.types(fitted.inputs()), Network.Mode.PREDICTING);
        Fit.targets("evaluate", task, network, examples);
        return network;
    }

    private static Map<String, Double> values(Fitted fitted, Network network, Examples examples,
            Optional<Objective> objective, List<Head> heads) {
        Evaluator evaluator = new Evaluator("evaluate", network, objective, heads, examples);
        return evaluator.measure(evaluator.start(fitted.parameters(), 1), fitted::parameters, () -> false);
    }
}
