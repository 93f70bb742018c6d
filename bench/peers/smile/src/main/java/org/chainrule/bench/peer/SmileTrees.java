package org.chainrule.bench.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
import smile.model.cart.Loss;
import smile.regression.DataFrameRegression;

/// Smile's random forest and gradient boosting on tables. Categories are nominal columns, which it splits itself. Its
/// trees have no missing values: a missing number becomes the median of the training rows, and a missing category a
/// category of its own.
///
/// The settings are its defaults of 500 trees, with these exceptions. Regression trees consider every split; by default
/// they consider one for each hundredth of the rows, so a node with fewer rows than that is never split, and forests
/// are weak. A forest for numbers tries a third of the columns for each split, the default, or all: that with the lower
/// error on the rows that its trees have not seen. Boosting for numbers minimises the squared error, because RMSE is
/// measured. Boosting uses trees of 6 leaves, the default, or of 31, the default of other libraries: those with the
/// lower loss on a fifth of the training rows.
public final class SmileTrees {
    private static final int[] LEAVES = {6, 31};
    private static final int FOLDS = 5;
    private static final double LEAST = 1e-7;
    private static final String TARGET = "target";

    private SmileTrees() {
    }

    /// Solves a problem; see [Learner#run]. The model is `smile-forest` or `smile-boosting`.
    public static void main(String[] args) {
        Learner.run(args, "Smile 6.3.0", SmileTrees::solve);
    }

    private static Learner.Answer solve(Problem problem, LearnerSettings settings) {
        System.setProperty("smile.regression_tree.bins", "" + Integer.MAX_VALUE);
        if (settings.model().equals("smile-forest")) {
            return new Learner.Answer(predictions(problem, settings.seed(), 0), "500 trees");
        }
        Problem held = held(problem, settings.seed());
        double[] targets = targets(problem, settings.seed(), true);
        int best = LEAVES[0];
        double least = Double.POSITIVE_INFINITY;
        for (int leaves : LEAVES) {
            double loss = loss(problem, predictions(held, settings.seed(), leaves), targets);
            if (loss < least) {
                least = loss;
                best = leaves;
            }
        }
        return new Learner.Answer(predictions(problem, settings.seed(), best), "500 trees of " + best + " leaves");
    }

    /// Returns the training rows without a fifth, drawn class by class, which become the test rows.
    private static Problem held(Problem problem, long seed) {
        return new Problem(problem.attributes(), problem.labels(), pick(problem, seed, false),
                targets(problem, seed, false),
                pick(problem, seed, true));
    }

    private static IntStream rows(Problem problem, long seed, boolean validation) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, problem.targets().length).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        if (problem.classes()) {
            order.sort((a, b) -> Double.compare(problem.targets()[a], problem.targets()[b]));
        }
        return IntStream.range(0, order.size()).filter(i -> (i % FOLDS == 0) == validation).map(order::get);
    }

    private static double[][] pick(Problem problem, long seed, boolean validation) {
        return rows(problem, seed, validation).mapToObj(row -> problem.train()[row]).toArray(double[][]::new);
    }

    private static double[] targets(Problem problem, long seed, boolean validation) {
        return rows(problem, seed, validation).mapToDouble(row -> problem.targets()[row]).toArray();
    }

    /// Returns the mean log loss or squared error.
    private static double loss(Problem problem, double[][] predictions, double[] targets) {
        return IntStream.range(0, targets.length)
                .mapToDouble(row -> problem.classes()
                        ? -Math.log(Math.max(LEAST, predictions[row][(int) targets[row]]))
                        : Math.pow(predictions[row][0] - targets[row], 2))
                .average().orElse(Double.NaN);
    }

    /// Returns the predictions of a forest, or of boosting with trees of so many leaves if they are not 0.
    private static double[][] predictions(Problem problem, long seed, int leaves) {
        MathEx.setSeed(seed);
        DataFrame train = frame(problem, problem.train(), target(problem, problem.targets()));
        DataFrame test = frame(problem, problem.test(), target(problem, new double[problem.test().length]));
        Formula formula = Formula.lhs(TARGET);
        double[][] predictions = new double[problem.test().length][problem.outputs()];
        if (problem.classes()) {
            DataFrameClassifier model = leaves == 0
                    ? smile.classification.RandomForest.fit(formula, train, forestOfClasses(seed))
                    : smile.classification.GradientTreeBoost.fit(formula, train, boostingOfClasses(leaves));
            for (int row = 0; row < predictions.length; row++) {
                model.predict(test.get(row), predictions[row]);
            }
        } else {
            DataFrameRegression model = leaves == 0
                    ? forestOfNumbers(formula, train, seed)
                    : smile.regression.GradientTreeBoost.fit(formula, train, boostingOfNumbers(leaves));
            for (int row = 0; row < predictions.length; row++) {
                predictions[row][0] = model.predict(test.get(row));
            }
        }
        return predictions;
    }

    /// The default settings, with a seed for each tree.
    private static smile.classification.RandomForest.Options forestOfClasses(long seed) {
        var all = new smile.classification.RandomForest.Options(500);
        return new smile.classification.RandomForest.Options(all.ntrees(), all.mtry(), all.rule(), all.maxDepth(),
                all.maxNodes(), all.nodeSize(), all.subsample(), all.classWeight(), seeds(seed, all.ntrees()),
                all.controller());
    }

    /// Returns a forest that tries a third of the columns for each split, or all of them.
    private static smile.regression.RandomForest forestOfNumbers(Formula formula, DataFrame train, long seed) {
        var all = new smile.regression.RandomForest.Options(500);
        List<smile.regression.RandomForest> forests = new ArrayList<>();
        for (int columns : new int[]{all.mtry(), train.ncol() - 1}) {
            forests.add(smile.regression.RandomForest.fit(formula, train,
                    new smile.regression.RandomForest.Options(all.ntrees(), columns, all.maxDepth(), all.maxNodes(),
                            all.nodeSize(), all.subsample(), seeds(seed, all.ntrees()), all.controller())));
        }
        return forests.get(0).metrics().rmse() <= forests.get(1).metrics().rmse() ? forests.get(0) : forests.get(1);
    }

    private static smile.classification.GradientTreeBoost.Options boostingOfClasses(int leaves) {
        var all = new smile.classification.GradientTreeBoost.Options(500);
        return new smile.classification.GradientTreeBoost.Options(all.ntrees(), all.maxDepth(), leaves, all.nodeSize(),
                all.shrinkage(), all.subsample(), all.test(), all.controller());
    }

    private static smile.regression.GradientTreeBoost.Options boostingOfNumbers(int leaves) {
        var all = new smile.regression.GradientTreeBoost.Options(500);
        return new smile.regression.GradientTreeBoost.Options(Loss.ls(), all.ntrees(), all.maxDepth(), leaves,
                all.nodeSize(), all.shrinkage(), all.subsample(), all.test(), all.controller());
    }

    private static long[] seeds(long seed, int trees) {
        return LongStream.rangeClosed(1, trees).map(tree -> seed * trees + tree).toArray();
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
