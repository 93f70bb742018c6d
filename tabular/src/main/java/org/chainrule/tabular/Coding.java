package org.chainrule.tabular;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Examples;
import org.chainrule.model.Metrics;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.model.RowSource;

/// From rows of a table to what a network takes, and from its measures back to the units of the target.
///
/// @param schema the columns
/// @param target the target
record Coding(Schema schema, Target target) {
    int outputs() {
        return switch (target) {
            case Target.Classes classes -> classes.labels().size();
            case Target.Numbers _ -> 1;
        };
    }

    /// The rows of a table that have a target.
    int[] withTarget(Table table) {
        Column column = table.column(target.column());
        int[] rows = IntStream.of(table.rows()).filter(row -> !column.missing(row)).toArray();
        if (rows.length == 0) {
            throw new ArgumentException("table", table.source() + ": the target " + Phrases.quoted(target.column())
                    + " has no value in any row; give rows that have one");
        }
        return rows;
    }

    /// Rows of a table, each with a target, as examples for a network.
    Examples examples(Table table, int[] rows) {
        RowSource source = schema.rows(table);
        RowSource inputs = (row, out, at) -> source.read(rows[row], out, at);
        return switch (target) {
            case Target.Classes classes ->
                Examples.of(inputs, schema.width(), known(classes, table, rows, classes.classes(table, rows)));
            case Target.Numbers numbers ->
                Examples.of(inputs, schema.width(), numbers.standardized(table, rows));
        };
    }

    private static int[] known(Target.Classes target, Table table, int[] rows, int[] classes) {
        for (int i = 0; i < rows.length; i++) {
            if (classes[i] < 0) {
                throw new ArgumentException("table",
                        table.source() + ", line " + table.line(rows[i]) + ": " + Phrases.quoted(target.column())
                                + " is " + Phrases.quoted(table.column(target.column()).text(rows[i]))
                                + ", which is none of the classes learned: " + Phrases.names(target.labels())
                                + "; correct it, or train again with rows like it");
            }
        }
        return classes;
    }

    /// How good a network is on rows of a table, each with a target: in the units of the target, and with its decision
    /// threshold.
    Map<String, Double> measure(Model network, Table table, int[] rows) {
        if (target instanceof Target.Classes classes && classes.threshold() != 0.5) {
            return measure(classes, outputs(network, table, rows), table, rows);
        }
        return inUnits(network.evaluate(examples(table, rows)));
    }

    private static Map<String, Double> measure(Target.Classes classes, float[] probabilities, Table table, int[] rows) {
        int width = classes.labels().size();
        int[] predicted = IntStream.range(0, rows.length).map(i -> classes.decide(probabilities, i * width)).toArray();
        return Metrics.classification(probabilities, width,
                known(classes, table, rows, classes.classes(table, rows)), predicted);
    }

    /// The same with the decision threshold of the highest F1 on the given rows, if there are two classes.
    Coding withBestThreshold(Model network, Table table, int[] rows) {
        if (!(target instanceof Target.Classes classes) || classes.labels().size() != 2) {
            return this;
        }
        double threshold = Threshold.bestF1(outputs(network, table, rows), classes.positive(),
                classes.classes(table, rows));
        return new Coding(schema, new Target.Classes(classes.column(), classes.kind(), classes.labels(),
                classes.positive(), threshold));
    }

    /// What the constant says: the classes' shares among the training rows, or the training mean.
    Constant constant(Table table, int[] training) {
        return switch (target) {
            case Target.Classes classes -> {
                float[] shares = new float[outputs()];
                for (int label : classes.classes(table, training)) {
                    shares[label]++;
                }
                int most = 0;
                for (int k = 0; k < shares.length; k++) {
                    shares[k] /= training.length;
                    most = shares[k] > shares[most] ? k : most;
                }
                yield new Constant("always " + Phrases.quoted(classes.labels().get(most)), shares);
            }
            case Target.Numbers numbers -> new Constant("always the mean, " + Phrases.rounded(numbers.mean()),
                    new float[1]);
        };
    }

    /// A prediction that is the same for every row.
    ///
    /// @param words  what it says
    /// @param output the probabilities of the classes, or the standardized number
    record Constant(String words, float[] output) {
    }

    /// How good a constant is on rows of a table.
    Map<String, Double> measure(Constant constant, Table table, int[] rows) {
        int width = constant.output.length;
        float[] predictions = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(constant.output, 0, predictions, i * width, width);
        }
        return switch (target) {
            case Target.Classes classes -> measure(classes, predictions, table, rows);
            case Target.Numbers numbers ->
                inUnits(Metrics.regression(predictions, numbers.standardized(table, rows), 1));
        };
    }

    /// Errors of a number times its deviation, everything else as it is.
    private Map<String, Double> inUnits(Map<String, Double> measures) {
        if (!(target instanceof Target.Numbers numbers)) {
            return measures;
        }
        Map<String, Double> restored = new LinkedHashMap<>(measures);
        for (String error : List.of("rmse", "mae")) {
            restored.computeIfPresent(error, (_, value) -> value * numbers.deviation());
        }
        return restored;
    }

    /// What a network says about the rows of a table.
    Predictions predict(Model network, Table table) {
        return predictions(outputs(network, table, table.rows()));
    }

    /// What the outputs of a network mean.
    Predictions predictions(float[] outputs) {
        if (target instanceof Target.Classes classes) {
            return new Predictions.Classes(classes, outputs);
        }
        return new Predictions.Numbers((Target.Numbers) target, outputs);
    }

    /// The outputs of a network, taken in blocks so that a large table needs no second copy of itself.
    float[] outputs(Model network, Table table, int[] rows) {
        int block = 4096;
        int width = outputs();
        float[] outputs = new float[Math.multiplyExact(rows.length, width)];
        for (int from = 0; from < rows.length; from += block) {
            float[] inputs = schema.encode(table, Arrays.copyOfRange(rows, from, Math.min(rows.length, from + block)));
            float[] some = outputs(network, inputs);
            System.arraycopy(some, 0, outputs, from * width, some.length);
        }
        return outputs;
    }

    /// The outputs of a network for encoded rows. No pattern switch: the first one of a process takes longer than a
    /// prediction.
    float[] outputs(Model network, float[] inputs) {
        if (inputs.length == 0) {
            return inputs;
        }
        return network instanceof Classifier classifier
                ? classifier.probabilitiesAll(inputs)
                : ((Regressor) network).predictAll(inputs);
    }

    /// The same with the half-width of the interval around a number that holds nine of ten: of the n absolute errors on
    /// the given rows the one at place ⌈0.9 (n + 1)⌉ by size.
    Coding withMargin(Model network, Table table, int[] rows) {
        if (!(target instanceof Target.Numbers numbers)) {
            return this;
        }
        float[] outputs = outputs(network, table, rows);
        NumberColumn truth = TargetChoice.numbers(table, numbers.column());
        double[] errors = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            errors[i] = Math.abs(truth.value(rows[i]) - numbers.restore(outputs[i]));
        }
        Arrays.sort(errors);
        int place = (9 * (errors.length + 1) + 9) / 10;
        return new Coding(schema, new Target.Numbers(numbers.column(), numbers.mean(), numbers.deviation(),
                place > errors.length ? Double.POSITIVE_INFINITY : errors[place - 1]));
    }
}
