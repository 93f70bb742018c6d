package org.chainrule.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parameter;

/// Measures parameters on rows that are not trained on, with the network as it predicts.
final class Validation {
    private static final int BLOCK = 256;

    private final Settings settings;
    private final Examples examples;
    private final Network network;
    private final Tensor target;
    private final Tensor losses;
    private final Tensor prediction;
    private final Program.Session session;

    Validation(Settings settings, Examples examples) {
        this.settings = settings;
        this.examples = examples;
        this.network = Network.of(settings.net, StepProgram.rows(examples.row()), false);
        this.target = Tensor.input("target", StepProgram.targets(examples));
        this.losses = settings.loss.apply(network.output(), target);
        boolean classes = examples.target() instanceof Examples.Target.Labels;
        this.prediction = classes ? network.output().softmax(-1) : network.output();
        List<Tensor> inputs = new ArrayList<>(List.of(network.input(), target));
        network.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
        this.session = Program.of(inputs, List.of(losses, prediction))
                .start(Math.min(BLOCK, examples.size()), settings.threads);
    }

    /// The measures at the parameters as they are; none if the training is asked to stop meanwhile.
    Map<String, Double> measure(Function<Parameter, float[]> values) {
        for (Parameter parameter : network.parameters()) {
            float[] current = values.apply(parameter);
            System.arraycopy(current, 0, session.array(parameter.tensor()), 0, current.length);
        }
        int width = prediction.shape().size(-1);
        int features = examples.features();
        ClassMetrics classes = new ClassMetrics(width);
        NumberMetrics numbers = examples.target() instanceof Examples.Target.Numbers(float[] all, int w)
                ? new NumberMetrics(all, w)
                : new NumberMetrics(new float[0], 1);
        double total = 0;
        double weight = 0;
        for (int from = 0; from < examples.size(); from += BLOCK) {
            if (from > 0 && settings.stop.getAsBoolean()) {
                return Map.of();
            }
            int rows = Math.min(BLOCK, examples.size() - from);
            float[] x = session.array(network.input());
            float[] y = session.array(target);
            for (int i = 0; i < rows; i++) {
                examples.read(from + i, x, i * features);
                switch (examples.target()) {
                    case Examples.Target.Labels(int[] labels) -> y[i] = labels[from + i];
                    case Examples.Target.Numbers(float[] all, int w) ->
                        System.arraycopy(all, (from + i) * w, y, i * w, w);
                }
            }
            session.run(rows);
            for (int i = 0; i < rows; i++) {
                total += (double) session.array(losses)[i] * examples.weight(from + i);
                weight += examples.weight(from + i);
            }
            float[] predictions = session.array(prediction);
            switch (examples.target()) {
                case Examples.Target.Labels(int[] labels) -> {
                    for (int i = 0; i < rows; i++) {
                        classes.add(predictions, i * width, labels[from + i]);
                    }
                }
                case Examples.Target.Numbers _ -> numbers.add(predictions, rows * width);
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("loss", total / weight);
        measures.putAll(switch (examples.target()) {
            case Examples.Target.Labels _ -> classes.measures();
            case Examples.Target.Numbers _ -> numbers.measures();
        });
        return measures;
    }
}
