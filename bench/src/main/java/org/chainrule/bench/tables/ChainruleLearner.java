package org.chainrule.bench.tables;

import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Release;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;

/// Chainrule by its public API, with no code written for the benchmark. It trains on tables in memory, whose columns
/// are numbers or words.
public final class ChainruleLearner {
    private static final String TARGET = "target";

    private ChainruleLearner() {
    }

    /// Solves a problem; see [Learner#run].
    public static void main(String[] args) {
        Learner.run(args, "Chainrule " + Release.version(), ChainruleLearner::solve);
    }

    /// Trains the configuration with the name of the model and predicts the test rows.
    static Learner.Answer solve(Problem problem, LearnerSettings settings) {
        Column target = problem.classes()
                ? TextColumn.of(TARGET, words(problem.labels(), problem.targets()))
                : NumberColumn.of(TARGET, problem.targets());
        Tabular plain = Tabular.of(TARGET).task(problem.classes() ? Task.CLASSIFICATION : Task.REGRESSION)
                .seed(settings.seed()).threads(settings.threads())
                // no test rows: the benchmark measures the test rows itself
                .testFraction(0);
        TabularResult result = Configurations.of(settings.model()).change().apply(plain, settings)
                .fit(table(problem, problem.train(), target));
        Predictions predictions = result.model().predict(table(problem, problem.test()));
        double[][] rows = new double[predictions.size()][problem.outputs()];
        double[][] intervals = predictions instanceof Predictions.Numbers numbers
                ? intervals(numbers)
                : new double[0][];
        for (int row = 0; row < rows.length; row++) {
            switch (predictions) {
                case Predictions.Numbers numbers -> rows[row][0] = numbers.value(row);
                case Predictions.Quantiles quantiles -> throw new AssertionError(quantiles.column());
                case Predictions.Classes classes -> {
                    for (int k = 0; k < classes.labels().size(); k++) {
                        rows[row][problem.labels().indexOf(classes.labels().get(k))] = classes.probability(row, k);
                    }
                }
            }
        }
        double temperature = result.model().target() instanceof Target.Classes classes ? classes.temperature() : 1;
        return new Learner.Answer(rows, intervals, temperature, result.epochs() + " epochs");
    }

    /// Returns the ends of the intervals of level 0.9; none if there were too few rows for them.
    private static double[][] intervals(Predictions.Numbers numbers) {
        double[][] ends = new double[numbers.size()][2];
        for (int row = 0; row < ends.length; row++) {
            NumberPrediction prediction = numbers.prediction(row);
            if (!Double.isFinite(prediction.low())) {
                return new double[0][];
            }
            ends[row] = new double[]{prediction.low(), prediction.high()};
        }
        return ends;
    }

    private static Table table(Problem problem, double[][] rows, Column... target) {
        List<Column> inputs = IntStream.range(0, problem.attributes().size())
                .mapToObj(j -> column(problem.attributes().get(j), IntStream.range(0, rows.length)
                        .mapToDouble(row -> rows[row][j]).toArray()))
                .toList();
        return Table.of("table", java.util.stream.Stream.concat(inputs.stream(), List.of(target).stream())
                .toArray(Column[]::new));
    }

    private static Column column(Attribute attribute, double[] values) {
        return attribute.categorical()
                ? TextColumn.of(attribute.name(), words(attribute.categories(), values))
                : NumberColumn.of(attribute.name(), values);
    }

    /// Returns the words with these indices; an empty one where the index is NaN.
    private static String[] words(List<String> words, double[] indices) {
        return java.util.Arrays.stream(indices).mapToObj(i -> Double.isNaN(i) ? "" : words.get((int) i))
                .toArray(String[]::new);
    }
}
