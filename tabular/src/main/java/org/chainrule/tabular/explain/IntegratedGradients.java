package org.chainrule.tabular.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Network;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;

/// Computes an [Attribution].
///
/// The integral is a midpoint sum. A network of rectifiers has kinks along the line, so the number of points is doubled until
/// the sum fits the difference of the predictions.
final class IntegratedGradients {
    private static final int FEWEST_STEPS = 64;
    static final int MOST_STEPS = 1 << 14;
    /// The cost of a point in predictions.
    static final int PREDICTIONS = 4;
    private static final double TOLERANCE = 1e-3;
    /// The share of the absolute amounts that float32 cannot resolve.
    private static final double ROUNDING = 1e-5;
    private static final int BLOCK = 64;
    /// The step of the numerical derivative of the target by the output of the network.
    private static final double SMALL = 1e-4;

    private final ExplainedModel model;
    /// The place of the class that is explained; of numbers, that of the output.
    private final int place;
    private final Tensor input;
    private final Tensor output;
    private final Tensor gradient;
    private final Program.Session session;

    /// @param place the place of the class, or of the output
    IntegratedGradients(ExplainedModel model, int place) {
        this.model = model;
        this.place = place;
        Network network = model.model().fitted().network();
        this.input = network.inputs().asMap().values().iterator().next();
        this.output = explained(network.outputs().asMap().values().iterator().next());
        // the rows do not depend on one another, so the gradient of the sum holds that of each
        this.gradient = output.sum().gradient(input);
        this.session = Program.of(List.of(input), List.of(output, gradient)).start(BLOCK,
                Runtime.getRuntime().availableProcessors());
    }

    /// Returns the log-odds of the class, or the output, for each row.
    private Tensor explained(Tensor plain) {
        if (!(model.target() instanceof Target.Classes classes)) {
            return plain.slice(1, place, place + 1);
        }
        Tensor outputs = plain.div(classes.temperature());
        Tensor own = outputs.slice(1, place, place + 1);
        List<Tensor> others = new ArrayList<>();
        if (place > 0) {
            others.add(outputs.slice(1, 0, place));
        }
        if (place < classes.labels().size() - 1) {
            others.add(outputs.slice(1, place + 1, classes.labels().size()));
        }
        Tensor rest = others.size() == 1 ? others.getFirst() : Tensor.concat(1, others.toArray(Tensor[]::new));
        return own.sub(rest.logSumExp(1).unsqueeze(1));
    }

    /// Returns the place of the class or output to explain: the positive class of two, the predicted one of more, the middle
    /// one of several quantiles.
    ///
    /// @param outputs the outputs for the row
    static int place(Target target, float[] outputs) {
        return switch (target) {
            case Target.Classes classes ->
                classes.labels().size() == 2 ? classes.positive() : classes.decide(outputs, 0);
            case Target.Numbers numbers ->
                numbers.estimand() instanceof Estimand.Quantiles quantiles ? quantiles.middle() : 0;
        };
    }

    /// Returns an output on the scale of the explanation.
    private double scaled(double value) {
        return switch (model.target()) {
            case Target.Classes _ -> value;
            case Target.Numbers numbers -> numbers.restore(value);
        };
    }

    private double slope(double value) {
        return (scaled(value + SMALL) - scaled(value - SMALL)) / (2 * SMALL);
    }

    /// @param row       the inputs of the row
    /// @param baseline  those of the baseline
    /// @param reference the baseline in words
    /// @param texts     the value of each column as text
    /// @param most      the largest number of steps
    Attribution compute(float[] row, float[] baseline, String reference, List<String> texts, int most) {
        double value = scaled(output(row));
        double start = scaled(output(baseline));
        int steps = FEWEST_STEPS;
        double[] amounts = amounts(row, baseline, steps);
        while (!isComplete(amounts, value - start) && 2 * steps <= most) {
            steps *= 2;
            amounts = amounts(row, baseline, steps);
        }
        double gap = gap(amounts, value - start);
        List<Attribution.Column> columns = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            String column = model.schema().encodings().get(i).column();
            columns.add(new Attribution.Column(column, texts.get(i), amounts[i]));
        }
        columns.sort(Comparator.comparingDouble(column -> -Math.abs(column.amount())));
        boolean classes = model.target() instanceof Target.Classes;
        return new Attribution(
                model.target() instanceof Target.Classes known ? known.labels().get(place) : model.target().column(),
                classes ? Attribution.LOG_ODDS : Attribution.TARGET, value, start, reference, columns, steps, gap,
                isComplete(amounts, value - start));
    }

    private static double gap(double[] amounts, double difference) {
        return Arrays.stream(amounts).sum() - difference;
    }

    private static boolean isComplete(double[] amounts, double difference) {
        double rounding = ROUNDING * Arrays.stream(amounts).map(Math::abs).sum();
        return Math.abs(gap(amounts, difference)) <= Math.max(TOLERANCE * Math.abs(difference), rounding);
    }

    private double output(float[] row) {
        session.feed(input, row, 0);
        session.run(1);
        return session.read(output)[0];
    }

    /// Returns the amount of each column.
    private double[] amounts(float[] row, float[] baseline, int steps) {
        int width = row.length;
        double[] sums = new double[width];
        float[] points = new float[BLOCK * width];
        for (int from = 0; from < steps; from += BLOCK) {
            int count = Math.min(BLOCK, steps - from);
            for (int i = 0; i < count; i++) {
                double share = (from + i + 0.5) / steps;
                for (int j = 0; j < width; j++) {
                    points[i * width + j] = (float) (baseline[j] + share * ((double) row[j] - baseline[j]));
                }
            }
            session.feed(input, points, 0);
            session.run(count);
            float[] values = session.read(output);
            float[] gradients = session.read(gradient);
            for (int i = 0; i < count; i++) {
                double slope = slope(values[i]) / steps;
                for (int j = 0; j < width; j++) {
                    sums[j] += slope * gradients[i * width + j];
                }
            }
        }
        List<Encoding> encodings = model.schema().encodings();
        double[] amounts = new double[encodings.size()];
        int at = 0;
        for (int i = 0; i < amounts.length; i++) {
            for (int j = at; j < at + encodings.get(i).width(); j++) {
                amounts[i] += sums[j] * ((double) row[j] - baseline[j]);
            }
            at += encodings.get(i).width();
        }
        return amounts;
    }
}
