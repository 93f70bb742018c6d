package org.chainrule.tabular.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.metric.Scores;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.tabular.assess.Measures;
import org.chainrule.tabular.assess.Temperature;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// Converts the rows of a table to the inputs of a network, and its outputs and measures back to the units of the
/// target.
///
/// @param schema the encodings of the columns
/// @param target the target
/// @param stop   the condition that ends measuring
public record Codec(Schema schema, Target target, Stop stop) {
    private static final int ROWS_BETWEEN_CHECKS = 96;

    /// A consumer of the outputs of a network for a block of rows.
    @FunctionalInterface
    public interface Block {
        /// Accepts the outputs for `count` rows, of which the first has index `from` among the requested rows.
        void take(int from, int count, float[] outputs);
    }

    public Codec(Schema schema, Target target) {
        this(schema, target, Stop.NEVER);
    }

    /// Returns a copy that stops measuring when the condition is met.
    public Codec until(Stop asked) {
        return new Codec(schema, target, asked);
    }

    /// Returns a copy with another target, such as one with a decision threshold.
    Codec with(Target decided) {
        return new Codec(schema, decided, stop);
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

    /// Returns rows of a table, each with a target, as examples for a network.
    public Examples examples(Table table, int[] rows) {
        RowSource source = schema.rows(table);
        return examples((row, out, at) -> source.read(rows[row], out, at), table, rows);
    }

    /// Returns rows of a table as examples to learn from: far values of the target are clipped.
    public Examples examples(Table table, int[] rows, FarValues far) {
        if (!(target instanceof Target.Numbers numbers) || far.rows().length == 0) {
            return examples(table, rows);
        }
        RowSource source = schema.rows(table);
        NumberColumn values = numbers.values(table);
        float[] standardized = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            standardized[i] = numbers.learned(far.clip(values.value(rows[i])));
        }
        return Examples.of((row, out, at) -> source.read(rows[row], out, at), schema.width(), standardized);
    }

    private Examples examples(RowSource inputs, Table table, int[] rows) {
        return switch (target) {
            case Target.Classes classes ->
                Examples.of(inputs, schema.width(), known(classes, table, rows, classes.classes(table, rows)));
            case Target.Numbers _ -> Examples.of(inputs, schema.width(), learned(table, rows));
        };
    }

    /// Returns the number that a network should predict for each of the given rows, for a target with numbers.
    public float[] learned(Table table, int[] rows) {
        Target.Numbers numbers = (Target.Numbers) target;
        NumberColumn values = numbers.values(table);
        float[] learned = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            learned[i] = numbers.learned(values.value(rows[i]));
        }
        return learned;
    }

    private static int[] known(Target.Classes target, Table table, int[] rows, int[] classes) {
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
        if (decides || target instanceof Target.Numbers numbers && numbers.changes()) {
            return measure(heldOut(network, table, rows), table);
        }
        RowSource source = schema.rows(table);
        return inUnits(network.evaluate(examples((row, out, at) -> {
            if (row % ROWS_BETWEEN_CHECKS == 0) {
                stop.check();
            }
            source.read(rows[row], out, at);
        }, table, rows)));
    }

    /// Returns the outputs of a network for rows that it did not learn from, computed when they are needed.
    public HeldOut heldOut(Model network, Table table, int[] rows) {
        Codec plain = target instanceof Target.Classes classes ? with(classes.calibrated(1)) : this;
        return new HeldOut(rows, (places, block) -> plain.each(network, table,
                IntStream.of(places).map(place -> rows[place]).toArray(), block));
    }

    /// Measures outputs for rows of a table, each with a target, like [#measure(Model, Table, int\[\])].
    public Map<String, Double> measure(HeldOut held, Table table) {
        float[] truth = new float[held.rows().length];
        Scores scores = switch (target) {
            case Target.Classes classes -> {
                int[] labels = known(classes, table, held.rows(), classes.classes(table, held.rows()));
                for (int i = 0; i < truth.length; i++) {
                    truth[i] = labels[i];
                }
                yield scores(classes, labels);
            }
            case Target.Numbers numbers -> {
                float[] truths = numbers.truths(table, held.rows());
                System.arraycopy(truths, 0, truth, 0, truth.length);
                yield Scores.of(Measures.of(numbers.estimand()), Measures.kind(numbers.estimand()));
            }
        };
        float[] row = new float[outputs()];
        float[] label = new float[1];
        each(held, (from, count, some) -> {
            for (int i = 0; i < count; i++) {
                System.arraycopy(some, i * row.length, row, 0, row.length);
                if (target instanceof Target.Numbers numbers) {
                    numbers.finish(row);
                }
                label[0] = truth[from + i];
                scores.add(row, label, 1);
            }
        });
        return inUnits(scores.values());
    }

    /// Returns the usual metrics, with the class chosen by the decision threshold.
    private Scores scores(Target.Classes classes, int[] truth) {
        ToIntFunction<float[]> decision = probabilities -> classes.decide(probabilities, 0);
        Map<Metric, Metric> chosen = Map.of(Metrics.accuracy(), Metrics.decided(Metrics.accuracy(), decision),
                Metrics.macroF1(), Metrics.decided(Metrics.macroF1(), decision));
        List<Metric> metrics = new ArrayList<>(Metrics.usual(outputs(), truth).stream()
                .map(metric -> chosen.getOrDefault(metric, metric)).toList());
        metrics.addAll(classes.ordered() ? Measures.ofOrder(decision) : List.of());
        return Scores.of(metrics, Metric.Kind.ofClasses(outputs()));
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
                classes.classes(table, held.rows()));
        return with(classes.deciding(classes.positive(), threshold));
    }

    /// Returns the constant baseline: the class shares, or the mean, of the training rows.
    public Constant constant(Table table, int[] training) {
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
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> new Constant("always the mean, " + Phrases.rounded(numbers.mean()), new float[1]);
                case Estimand.Counts _ -> new Constant("always the mean, " + Phrases.rounded(numbers.mean()),
                        new float[]{(float) numbers.mean()});
                case Estimand.Quantiles(List<Double> levels) -> quantiles(numbers.truths(table, training), levels);
            };
        };
    }

    /// Returns the quantiles of some numbers, which have the smallest pinball loss on them.
    private static Constant quantiles(float[] numbers, List<Double> levels) {
        float[] sorted = numbers.clone();
        Arrays.sort(sorted);
        float[] quantiles = new float[levels.size()];
        for (int k = 0; k < quantiles.length; k++) {
            int place = (int) Math.ceil(levels.get(k) * sorted.length) - 1;
            quantiles[k] = sorted[Math.clamp(place, 0, sorted.length - 1)];
        }
        return new Constant("always the quantile" + (quantiles.length == 1 ? " " : "s ")
                + Phrases.list(IntStream.range(0, quantiles.length).mapToObj(k -> Phrases.rounded(quantiles[k]))
                        .toList()),
                quantiles);
    }

    /// A prediction that is the same for every row.
    ///
    /// @param words  the prediction in words
    /// @param output the probabilities of the classes, or the number that measures compare with the
    ///               [truth][Target.Numbers#truths]
    public record Constant(String words, float[] output) {
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
        return switch (target) {
            case Target.Classes classes -> {
                int[] truth = known(classes, table, rows, classes.classes(table, rows));
                Scores scores = scores(classes, truth);
                for (int i = 0; i < rows.length; i++) {
                    scores.add(outputs.apply(i), new float[]{truth[i]}, 1);
                }
                yield withAuc(scores.values());
            }
            case Target.Numbers numbers -> {
                Scores scores = Scores.of(Measures.of(numbers.estimand()), Measures.kind(numbers.estimand()));
                float[] truth = numbers.truths(table, rows);
                for (int i = 0; i < rows.length; i++) {
                    scores.add(outputs.apply(i), new float[]{truth[i]}, 1);
                }
                yield inUnits(scores.values());
            }
        };
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
    void each(HeldOut held, Block block) {
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
