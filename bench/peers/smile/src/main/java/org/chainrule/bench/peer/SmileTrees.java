package org.chainrule.bench.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.chainrule.bench.tables.Attribute;
import org.chainrule.bench.tables.Learner;
import org.chainrule.bench.tables.LearnerSettings;
import org.chainrule.bench.tables.Problem;
import smile.classification.DataFrameClassifier;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.measure.NominalScale;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;
import smile.data.vector.ValueVector;
import smile.math.MathEx;
import smile.regression.DataFrameRegression;

/// Smile's random forest and gradient boosting on tables, with their default settings. Categories are nominal columns, which
/// it splits itself. Its trees have no missing values: a missing number becomes the median of the training rows, and a
/// missing category a category of its own.
public final class SmileTrees {
    private static final String TARGET = "target";

    private SmileTrees() {
    }

    /// Solves a problem; see [Learner#run]. The model is `smile-forest` or `smile-boosting`.
    public static void main(String[] args) {
        Learner.run(args, "Smile 6.3.0", SmileTrees::solve);
    }

    private static Learner.Answer solve(Problem problem, LearnerSettings settings) {
        MathEx.setSeed(settings.seed());
        boolean forest = settings.model().equals("smile-forest");
        DataFrame train = frame(problem, problem.train(), target(problem));
        DataFrame test = frame(problem, problem.test(), target(problem, new double[problem.test().length]));
        Formula formula = Formula.lhs(TARGET);
        double[][] predictions = new double[problem.test().length][problem.outputs()];
        if (problem.classes()) {
            DataFrameClassifier model = forest
                    ? smile.classification.RandomForest.fit(formula, train, classes(settings.seed()))
                    : smile.classification.GradientTreeBoost.fit(formula, train);
            for (int row = 0; row < predictions.length; row++) {
                model.predict(test.get(row), predictions[row]);
            }
        } else {
            DataFrameRegression model = forest
                    ? smile.regression.RandomForest.fit(formula, train, numbers(settings.seed()))
                    : smile.regression.GradientTreeBoost.fit(formula, train);
            for (int row = 0; row < predictions.length; row++) {
                predictions[row][0] = model.predict(test.get(row));
            }
        }
        return new Learner.Answer(predictions, "500 trees");
    }

    /// The default settings, with a seed for each tree.
    private static smile.classification.RandomForest.Options classes(long seed) {
        var all = new smile.classification.RandomForest.Options(500);
        return new smile.classification.RandomForest.Options(all.ntrees(), all.mtry(), all.rule(), all.maxDepth(),
                all.maxNodes(), all.nodeSize(), all.subsample(), all.classWeight(), seeds(seed, all.ntrees()),
                all.controller());
    }

    private static smile.regression.RandomForest.Options numbers(long seed) {
        var all = new smile.regression.RandomForest.Options(500);
        return new smile.regression.RandomForest.Options(all.ntrees(), all.mtry(), all.maxDepth(), all.maxNodes(),
                all.nodeSize(), all.subsample(), seeds(seed, all.ntrees()), all.controller());
    }

    private static long[] seeds(long seed, int trees) {
        return LongStream.rangeClosed(1, trees).map(tree -> seed * trees + tree).toArray();
    }

    private static ValueVector target(Problem problem) {
        return target(problem, problem.targets());
    }

    private static ValueVector target(Problem problem, double[] targets) {
        return problem.classes() ? nominal(TARGET, problem.labels(), targets) : new DoubleVector(TARGET, targets);
    }

    private static IntVector nominal(String name, List<String> levels, double[] codes) {
        return new IntVector(new StructField(name, DataTypes.IntType, new NominalScale(levels)),
                Arrays.stream(codes).mapToInt(code -> (int) code).toArray());
    }

    private static DataFrame frame(Problem problem, double[][] rows, ValueVector target) {
        List<ValueVector> columns = new ArrayList<>();
        for (int j = 0; j < problem.attributes().size(); j++) {
            Attribute attribute = problem.attributes().get(j);
            int column = j;
            double missing = attribute.categorical() ? attribute.categories().size() : median(problem.train(), j);
            double[] values = IntStream.range(0, rows.length).mapToDouble(row -> rows[row][column])
                    .map(value -> Double.isNaN(value) ? missing : value).toArray();
            if (attribute.categorical()) {
                List<String> levels = new ArrayList<>(attribute.categories());
                levels.add("");
                columns.add(nominal(attribute.name(), levels, values));
            } else {
                columns.add(new DoubleVector(attribute.name(), values));
            }
        }
        columns.add(target);
        return new DataFrame(columns.toArray(ValueVector[]::new));
    }

    private static double median(double[][] rows, int column) {
        double[] known = Arrays.stream(rows).mapToDouble(row -> row[column]).filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return known.length == 0 ? 0 : (known[(known.length - 1) / 2] + known[known.length / 2]) / 2;
    }
}
