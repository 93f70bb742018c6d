package org.chainrule.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Scores;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;
import org.chainrule.nn.Variable;
import org.jspecify.annotations.Nullable;

/// An evaluation of a predicting network on examples: the objective and the metrics of each output.
final class Evaluator {
    private static final int BLOCK = 256;

    private final String operation;
    private final Network network;
    private final Examples examples;
    private final Tensors targets;
    private final @Nullable Tensor losses;
    private final List<Head> heads;
    private final Program program;

    /// @param operation the first word of error messages
    /// @param network the network in its predicting mode
    /// @param objective the objective to report as `loss`, if any
    Evaluator(String operation, Network network, Optional<Objective> objective, List<Head> heads, Examples examples) {
        this.operation = operation;
        this.network = network;
        this.examples = examples;
        this.heads = heads;
        this.targets = StepProgram.places(examples.type().targets());
        this.losses = objective
                .map(goal -> StepProgram.rows(goal, network.outputs(), targets, Tensor.scalar(1))).orElse(null);
        List<Tensor> inputs = new ArrayList<>(network.inputs().asMap().values());
        inputs.addAll(targets.asMap().values());
        network.variables().forEach(variable -> inputs.add(variable.tensor()));
        List<Tensor> outputs = new ArrayList<>(heads.stream().map(Head::prediction).toList());
        if (losses != null) {
            outputs.add(losses);
        }
        this.program = Program.of(inputs, outputs.stream().distinct().toList());
    }

    /// Returns the names of the measures, in order.
    List<String> names() {
        return Head.names(heads);
    }

    Program program() {
        return program;
    }

    /// Returns the number of rows per batch.
    int block() {
        return Math.min(BLOCK, examples.size());
    }

    /// Returns a session with its own copies of variables.
    Program.Session start(Map<String, Tensor> values, int threads) {
        Program.Session session = program.start(block(), threads);
        for (Variable variable : network.variables()) {
            Tensor value = values.get(variable.path());
            if (value != null) {
                System.arraycopy(value.values(), 0, session.array(variable.tensor()), 0, variable.shape().elements());
            }
        }
        return session;
    }

    /// Returns the measures by name, at the variables in a session of [#program]; none if `stop` becomes true.
    ///
    /// @param values the values of the variables for an error message
    Map<String, Double> measure(Program.Session session, Supplier<Map<String, Tensor>> values, BooleanSupplier stop) {
        List<Scores> scores = heads.stream().map(head -> Scores.of(head.metrics(), head.kind())).toList();
        double total = 0;
        double weight = 0;
        int seen = 0;
        for (Batch batch : examples.inOrder().batches(block())) {
            if (seen > 0 && stop.getAsBoolean()) {
                return Map.of();
            }
            run(session, batch, values);
            float[] losses = this.losses == null ? new float[0] : session.array(this.losses);
            float[] weights = batch.weights();
            for (int i = 0; i < batch.size(); i++) {
                float own = weights == null ? 1 : weights[i];
                total += this.losses == null ? 0 : (double) losses[i] * own;
                weight += own;
            }
            for (int i = 0; i < heads.size(); i++) {
                add(heads.get(i), scores.get(i), session, batch);
            }
            seen += batch.size();
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        if (this.losses != null) {
            measures.put(Head.LOSS, total / weight);
        }
        for (int i = 0; i < heads.size(); i++) {
            String prefix = heads.get(i).prefix();
            scores.get(i).values().forEach((name, value) -> measures.put(prefix + name, value));
        }
        return measures;
    }

    private void run(Program.Session session, Batch batch, Supplier<Map<String, Tensor>> values) {
        List<Field> inputs = examples.type().inputs();
        List<Tensor> places = List.copyOf(network.inputs().asMap().values());
        for (int i = 0; i < places.size(); i++) {
            inputs.get(i).check(operation, batch.input(i), 0, batch.size(), batch.row(0));
            session.feed(places.get(i), batch.input(i), 0);
        }
        int field = 0;
        for (Tensor target : targets.asMap().values()) {
            session.feed(target, batch.target(field++), 0);
        }
        try {
            session.run(batch.size());
        } catch (ArgumentException e) {
            throw Network.of(network.net(), StepProgram.types(inputs), values.get())
                    .located(e, StepProgram.inputs(batch), 0, batch.size(), batch::row);
        }
    }

    private static void add(Head head, Scores scores, Program.Session session, Batch batch) {
        float[] predictions = session.array(head.prediction());
        float[] targets = batch.target(head.target());
        float[] weights = batch.weights();
        float[] prediction = new float[head.kind().outputs()];
        float[] target = new float[head.kind().targets()];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(predictions, i * prediction.length, prediction, 0, prediction.length);
            System.arraycopy(targets, i * target.length, target, 0, target.length);
            scores.add(prediction, target, weights == null ? 1 : weights[i]);
        }
    }
}
