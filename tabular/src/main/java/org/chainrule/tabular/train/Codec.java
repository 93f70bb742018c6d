package org.chainrule.tabular.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.tabular.assess.Temperature;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// Converts the rows of a table to the inputs of a network, and its outputs and measures back to the units of the
/// target.
///
/// @param schema the encodings of the columns
/// @param target the target
/// @param stop   the condition that ends measuring
/// @param aim    the measure that chooses, and how much each row counts
public record Codec(Schema schema, Target target, Stop stop, Aim aim) {
    private static final int ROWS_BETWEEN_CHECKS = 96;

    /// A consumer of the outputs of a network for a block of rows.
    @FunctionalInterface
    public interface Block {
        /// Accepts the outputs for `count` rows, of which the first has index `from` among the requested rows.
        void take(int from, int count, float[] outputs);
    }

    public Codec(Schema schema, Target target) {
        this(schema, target, Stop.NEVER, Aim.NONE);
    }

    /// Returns a copy with another aim.
    public Codec aiming(Aim other) {
        return new Codec(schema, target, stop, other);
    }

    /// Returns a copy that stops measuring when the condition is met.
    public Codec until(Stop asked) {
        return new Codec(schema, target, asked, aim);
    }

    /// Returns a copy with another target, such as one with a decision threshold.
    public Codec with(Target decided) {
        return new Codec(schema, decided, stop, aim);
    }

    public int outputs() {
        return switch (target) {
            case Target.Classes classes -> classes.labels().size();
            case Target.Numbers numbers -> numbers.estimand().outputs();
        };
    }

    /// Returns the rows of a table that have a target.
    public int[] withTarget(Table table) {
        Column column = table.column(target.column());
        int[] rows = IntStream.of(table.rows()).filter(row -> !column.missing(row)).toArray();
        if (rows.length == 0) {
            throw new ArgumentException("table", table.source() + ": the target " + Phrases.quoted(target.column())
                    + " has no value in any row; add rows with a target");
        }
        return rows;
    }

    /// Returns rows of a table, each with a target, as examples to measure a network on.
    public Examples examples(Table table, int[] rows) {
        RowSource source = schema.rows(table);
        return weighted(examples((row, out, at) -> source.read(rows[row], out, at), table, rows),
                aim.of(table, rows));
    }

    /// Returns rows of a table as examples to learn from: far values of the target are clipped, and classes are balanced if
    /// that is the aim.
    public Examples examples(Table table, int[] rows, FarValues far) {
        RowSource source = schema.rows(table);
        RowSource inputs = (row, out, at) -> source.read(rows[row], out, at);
        float[] weights = aim.learning(target, table, rows);
        if (!(target instanceof Target.Numbers numbers) || far.rows().length == 0) {
            return weighted(examples(inputs, table, rows), weights);
        }
        NumberColumn values = numbers.values(table);
        float[] standardized = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            standardized[i] = numbers.learned(far.clip(values.value(rows[i])));
        }
        return weighted(Examples.of(inputs, schema.width(), standardized), weights);
    }

    private static Examples weighted(Examples examples, float @Nullable [] weights) {
        return weights == null ? examples : examples.weights(weights);
    }

    private Examples examples(RowSource inputs, Table table, int[] rows) {
        return switch (target) {
            case Target.Classes classes ->
                Examples.of(inputs, schema.width(), known(classes, table, rows, classes.classes(table, rows)));
            case Target.Numbers numbers -> Examples.of(inputs, schema.width(), learned(numbers, table, rows));
        };
    }

    /// Returns the number that a network should predict for each of the given rows, for a target with numbers.
    private static float[] learned(Target.Numbers numbers, Table table, int[] rows) {
        NumberColumn values = numbers.values(table);
        float[] learned = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            learned[i] = numbers.learned(values.value(rows[i]));
        }
        return learned;
    }

    static int[] known(Target.Classes target, Table table, int[] rows, int[] classes) {
        for (int i = 0; i < rows.length; i++) {
            if (classes[i] < 0) {
                throw new ArgumentException("table",
                        table.source() + ", line " + table.line(rows[i]) + ": " + Phrases.quoted(target.column())
                                + " is " + Phrases.quoted(table.column(target.column()).text(rows[i]))
                                + ", which is not one of the learned classes: " + Phrases.names(target.labels())
                                + "; correct it, or train again with rows like it");
            }
        }
        return classes;
    }

    /// Measures a network on rows of a table, each with a target. The measures are in the units of the target and use
    /// its decision threshold.
    ///
    /// @throws Stop.LateException if the training was stopped and measuring takes too long
    public Map<String, Double> measure(Model network, Table table, int[] rows) {
        stop.check();
        boolean decides = target instanceof Target.Classes classes
                && (classes.threshold() != 0.5 || classes.temperature() != 1 || classes.ordered());
        if (decides || target instanceof Target.Numbers numbers && numbers.changes() || !aim.more().isEmpty()) {
            return measure(heldOut(network, table, rows), table);
        }
        RowSource source = schema.rows(table);
        return inUnits(network.evaluate(weighted(examples((row, out, at) -> {
            if (row % ROWS_BETWEEN_CHECKS == 0) {
                stop.check();
            }
            source.read(rows[row], out, at);
        }, table, rows), aim.of(table, rows))));
    }

    /// Returns the outputs of a network for rows that it did not learn from, computed when they are needed.
    public HeldOut heldOut(Model network, Table table, int[] rows) {
        Codec plain = target instanceof Target.Classes classes ? with(classes.calibrated(1)) : this;
        return new HeldOut(rows, false, (places, block) -> plain.each(network, table,
                IntStream.of(places).map(place -> rows[place]).toArray(), block));
    }

    /// Measures outputs for rows of a table, each with a target, like [#measure(Model, Table, int\[\])].
    public Map<String, Double> measure(HeldOut held, Table table) {
        RowScores scores = RowScores.of(this, table, held.rows());
        float[] row = new float[outputs()];
        each(held, (from, count, some) -> {
            for (int i = 0; i < count; i++) {
                System.arraycopy(some, i * row.length, row, 0, row.length);
                finish(row);
                scores.add(from + i, row);
            }
        });
        return scores.values();
    }

    /// Replaces the outputs of a network for a row by what measures read: probabilities, or the numbers of
    /// [Target.Numbers#finish].
    public void finish(float[] outputs) {
        if (target instanceof Target.Numbers numbers) {
            numbers.finish(outputs);
        }
    }

    /// Returns a copy with the decision threshold that has the highest F1 on the held-out rows, if there are two classes.
    public Codec withBestThreshold(HeldOut held, Table table) {
        if (!(target instanceof Target.Classes classes) || classes.labels().size() != 2) {
            return this;
        }
        float[] probabilities = new float[held.rows().length];
        each(held, (from, count, some) -> {
            for (int i = 0; i < count; i++) {
                probabilities[from + i] = some[2 * i + classes.positive()];
            }
        });
        double threshold = Threshold.bestF1(probabilities, classes.positive(),
                classes.classes(table, held.rows()), aim.of(table, held.rows()));
        return with(classes.deciding(classes.positive(), threshold));
    }

    /// Returns the constant baseline: the class shares, or the mean, of the training rows, weighted by their weights.
    public Constant constant(Table table, int[] training) {
        float[] weights = aim.of(table, training);
        return switch (target) {
            case Target.Classes classes -> {
                double[] shares = new double[outputs()];
                int[] labels = classes.classes(table, training);
                for (int i = 0; i < labels.length; i++) {
                    shares[labels[i]] += weights == null ? 1 : weights[i];
                }
                int most = 0;
                float[] output = new float[shares.length];
                for (int k = 0; k < shares.length; k++) {
                    output[k] = (float) (shares[k] / training.length);
                    most = shares[k] > shares[most] ? k : most;
                }
                yield Constant.of(Phrases.quoted(classes.labels().get(most)), output);
            }
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> {
                    double mean = mean(numbers.standardized(table, training), weights, 0);
                    yield Constant.ofMean(numbers.mean() + numbers.deviation() * mean, (float) mean);
                }
                case Estimand.Counts _ -> {
                    double mean = mean(numbers.truths(table, training), weights, numbers.mean());
                    yield Constant.ofMean(mean, (float) mean);
                }
                case Estimand.Quantiles(List<Double> levels) ->
                    quantiles(numbers.truths(table, training), weights, levels);
            };
        };
    }

    /// Returns the weighted mean of numbers, for weights with the mean 1.
    ///
    /// @param plain the mean for equal weights
    private static double mean(float[] numbers, float @Nullable [] weights, double plain) {
        if (weights == null) {
            return plain;
        }
        double mean = 0;
        for (int i = 0; i < numbers.length; i++) {
            mean += (double) weights[i] * numbers[i] / numbers.length;
        }
        return mean;
    }

    /// Returns the weighted quantiles of some numbers, which have the smallest pinball loss on them.
    private static Constant quantiles(float[] numbers, float @Nullable [] weights, List<Double> levels) {
        int[] order = IntStream.range(0, numbers.length).boxed().sorted(Comparator.comparingDouble(i -> numbers[i]))
                .mapToInt(Integer::intValue).toArray();
        double all = IntStream.of(order).mapToDouble(i -> weights == null ? 1 : weights[i]).sum();
        float[] quantiles = new float[levels.size()];
        double below = 0;
        int place = -1;
        for (int k = 0; k < quantiles.length; k++) {
            while (place < 0 || below < levels.get(k) * all && place + 1 < order.length) {
                place++;
                below += weights == null ? 1 : weights[order[place]];
            }
            quantiles[k] = numbers[order[place]];
        }
        return Constant.of("the quantile" + (quantiles.length == 1 ? " " : "s ")
                + Phrases.list(IntStream.range(0, quantiles.length).mapToObj(k -> Phrases.rounded(quantiles[k]))
                        .toList()),
                quantiles);
    }

    /// A prediction that is the same for every row.
    ///
    /// @param words     the prediction in words, such as `always the mean, 5.5`
    /// @param predicted what is predicted, in words without a comma, such as `the mean (5.5)`
    /// @param output    the probabilities of the classes, or the number that measures compare with the
    ///                  [truth][Target.Numbers#truths]
    public record Constant(String words, String predicted, float[] output) {
        private static Constant of(String predicted, float[] output) {
            return new Constant("always " + predicted, predicted, output);
        }

        private static Constant ofMean(double mean, float output) {
            String number = Phrases.rounded(mean);
            return new Constant("always the mean, " + number, "the mean (" + number + ")", new float[]{output});
        }
    }

    /// Measures a constant on rows of a table.
    public Map<String, Double> measure(Constant constant, Table table, int[] rows) {
        return measure(_ -> constant.output, table, rows);
    }

    /// Measures outputs for rows of a table, each with a target, given row after row.
    public Map<String, Double> measure(float[] outputs, Table table, int[] rows) {
        int width = outputs();
        return measure(row -> Arrays.copyOfRange(outputs, row * width, (row + 1) * width), table, rows);
    }

    private Map<String, Double> measure(IntFunction<float[]> outputs, Table table, int[] rows) {
        RowScores scores = RowScores.of(this, table, rows);
        for (int i = 0; i < rows.length; i++) {
            scores.add(i, outputs.apply(i));
        }
        return scores.values();
    }

    /// Returns measures of two classes with `auc`, which is NaN if all rows have the same class.
    private Map<String, Double> withAuc(Map<String, Double> measures) {
        if (outputs() != 2 || measures.containsKey("auc")) {
            return measures;
        }
        Map<String, Double> all = new LinkedHashMap<>(measures);
        all.put("auc", Double.NaN);
        return all;
    }

    /// Returns measures in the units of the target: errors of a number times its deviation, all others unchanged.
    public Map<String, Double> inUnits(Map<String, Double> measures) {
        if (!(target instanceof Target.Numbers numbers)) {
            return withAuc(measures);
        }
        if (!numbers.isMean()) {
            return measures;
        }
        Map<String, Double> restored = new LinkedHashMap<>(measures);
        for (String error : List.of("rmse", "mae")) {
            restored.computeIfPresent(error, (_, value) -> value * numbers.deviation());
        }
        return restored;
    }

    /// Returns the outputs of a network for rows of a table, computed lazily in blocks.
    public Outputs outputs(Model network, Table table, int[] rows) {
        RowSource source = schema.rows(table);
        int block = Outputs.blockRows(schema.width(), outputs());
        return Outputs.of(rows.length, outputs(), block,
                from -> outputs(network, source, rows, from, Math.min(block, rows.length - from)));
    }

    /// Passes the outputs of a network for rows of a table to a consumer, block by block.
    ///
    /// @throws Stop.LateException if the training was stopped and measuring takes too long
    public void each(Model network, Table table, int[] rows, Block block) {
        RowSource source = schema.rows(table);
        int most = Outputs.blockRows(schema.width(), outputs());
        for (int from = 0; from < rows.length; from += most) {
            stop.check();
            int count = Math.min(most, rows.length - from);
            block.take(from, count, outputs(network, source, rows, from, count));
        }
    }

    /// Passes outputs for held-out rows to a consumer, block by block, at the temperature of the target.
    ///
    /// @throws Stop.LateException if the training was stopped and measuring takes too long
    public void each(HeldOut held, Block block) {
        held.outputs((from, count, plain) -> {
            float[] outputs = plain;
            if (target instanceof Target.Classes classes && classes.temperature() != 1) {
                outputs = plain.clone();
                Temperature.apply(outputs, outputs(), classes.temperature());
            }
            block.take(from, count, outputs);
        });
    }

    private float[] outputs(Model network, RowSource source, int[] rows, int from, int count) {
        int width = schema.width();
        float[] inputs = new float[count * width];
        for (int i = 0; i < count; i++) {
            source.read(rows[from + i], inputs, i * width);
        }
        return outputs(network, inputs);
    }

    /// Returns the outputs of a network for encoded rows. A pattern switch here would slow down the first prediction of
    /// a process.
    public float[] outputs(Model network, float[] inputs) {
        if (inputs.length == 0) {
            return inputs;
        }
        if (network instanceof Classifier classifier) {
            float[] probabilities = classifier.probabilitiesAll(inputs);
            Temperature.apply(probabilities, outputs(), ((Target.Classes) target).temperature());
            return probabilities;
        }
        float[] numbers = ((Regressor) network).predictAll(inputs);
        int width = outputs();
        // quantiles that cross are put in order (Chernozhukov, Fernandez-Val and Galichon, 2010)
        for (int at = 0; width > 1 && at < numbers.length; at += width) {
            Arrays.sort(numbers, at, at + width);
        }
        return numbers;
    }
}
