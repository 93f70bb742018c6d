package org.chainrule.bench.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.chainrule.bench.tables.LearnerSettings;
import org.chainrule.bench.tables.Problem;

/// A random search for the parameters of XGBoost within a time. The first trial is XGBoost's default at a learning rate
/// of 0.1; the others are drawn from the search space of TabArena (Erickson et al. 2025). Each trial adds rounds until
/// the validation loss (log loss or RMSE) has not improved by a ten-thousandth for 50 of them. The validation rows are
/// a fifth of the training rows, drawn class by class. With fewer than 3,000 training rows each of five such folds is
/// held out in turn, and the mean decides: one fold alone would be too small to choose by.
///
/// The caller then trains on all training rows with the best parameters and rounds. The search leaves time for this.
final class XgboostSearch {
    private static final int FOLDS = 5;
    private static final int FEW_ROWS = 3000;
    private static final int PATIENCE = 50;
    private static final int MOST_ROUNDS = 10_000;
    /// A loss near 0 may shrink a little for thousands of rounds.
    private static final double LEAST_GAIN = 1e-4;

    /// The best trial.
    ///
    /// @param parameters the parameters
    /// @param rounds     the number of rounds with the least validation loss
    record Choice(Map<String, Object> parameters, int rounds) {
    }

    private record Held(DMatrix train, DMatrix validation) {
    }

    private final Map<String, Object> fixed;
    private final List<Held> held = new ArrayList<>();
    private final Set<String> categorical = new HashSet<>();
    private final Random random;
    private final long start = System.nanoTime();
    private final double seconds;

    private Choice best;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private double reserve; // seconds to train the best trial on all rows
    private int trials;

    XgboostSearch(Problem problem, Map<String, Object> fixed, LearnerSettings settings) throws XGBoostError {
        this.fixed = fixed;
        this.seconds = settings.seconds();
        this.random = new Random(settings.seed());
        this.best = new Choice(with(Map.of("eta", 0.1)), 100);
        int[] fold = folds(problem);
        int count = fold.length < FEW_ROWS ? FOLDS : 1;
        for (int i = 0; i < count; i++) {
            int f = i;
            held.add(new Held(
                    Xgboost.matrix(problem, IntStream.range(0, fold.length).filter(row -> fold[row] != f).toArray()),
                    Xgboost.matrix(problem, IntStream.range(0, fold.length).filter(row -> fold[row] == f).toArray())));
        }
        problem.attributes().stream().filter(attribute -> attribute.categorical())
                .forEach(attribute -> categorical.add(attribute.name()));
    }

    /// Returns the fold of each row: shuffled, then dealt in turn, the rows of each class after those of another.
    private int[] folds(Problem problem) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, problem.targets().length).boxed().toList());
        java.util.Collections.shuffle(order, random);
        if (problem.classes()) {
            order.sort((a, b) -> Double.compare(problem.targets()[a], problem.targets()[b]));
        }
        int[] fold = new int[order.size()];
        for (int i = 0; i < fold.length; i++) {
            fold[order.get(i)] = i % FOLDS;
        }
        return fold;
    }

    private double elapsed() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /// Returns the number of trials.
    int trials() {
        return trials;
    }

    /// Searches until the time is over.
    Choice best() throws XGBoostError {
        trial(best.parameters());
        while (elapsed() + reserve < seconds) {
            trial(with(drawn()));
        }
        return best;
    }

    private Map<String, Object> with(Map<String, Object> parameters) {
        Map<String, Object> all = new LinkedHashMap<>(fixed);
        all.putAll(parameters);
        return all;
    }

    private Map<String, Object> drawn() {
        Map<String, Object> drawn = new LinkedHashMap<>();
        drawn.put("eta", logarithmic(5e-3, 0.1));
        drawn.put("max_depth", whole(4, 10));
        drawn.put("min_child_weight", logarithmic(1e-3, 5));
        drawn.put("subsample", uniform(0.6, 1));
        drawn.put("colsample_bylevel", uniform(0.6, 1));
        drawn.put("colsample_bynode", uniform(0.6, 1));
        drawn.put("reg_alpha", uniform(1e-4, 5));
        drawn.put("reg_lambda", uniform(1e-4, 5));
        drawn.put("grow_policy", random.nextBoolean() ? "depthwise" : "lossguide");
        drawn.put("max_leaves", whole(8, 1024));
        int oneHot = whole(8, 100);
        if (!categorical.isEmpty()) {
            drawn.put("max_cat_to_onehot", oneHot);
        }
        return drawn;
    }

    private double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private double logarithmic(double low, double high) {
        return Math.exp(uniform(Math.log(low), Math.log(high)));
    }

    /// Returns a whole number, of which the logarithm is uniform.
    private int whole(int low, int high) {
        return Math.min(high, (int) logarithmic(low, high + 1));
    }

    private void trial(Map<String, Object> parameters) throws XGBoostError {
        trials++;
        List<Booster> boosters = new ArrayList<>();
        for (Held each : held) {
            boosters.add(XGBoost.train(each.train(), parameters, 0, Map.of(), null, null));
        }
        double milestone = Double.POSITIVE_INFINITY;
        double from = elapsed();
        int patient = PATIENCE;
        for (int round = 0; round < Math.min(MOST_ROUNDS, patient); round++) {
            double loss = 0;
            for (int i = 0; i < boosters.size(); i++) {
                boosters.get(i).update(held.get(i).train(), round);
                String text = boosters.get(i).evalSet(new DMatrix[]{held.get(i).validation()}, new String[]{"v"},
                        round);
                loss += Double.parseDouble(text.substring(text.lastIndexOf(':') + 1)) / boosters.size();
            }
            // the last fit has all rows, and each of these boosters four fifths of them
            double last = (elapsed() - from) / boosters.size() * FOLDS / (FOLDS - 1);
            if (loss < milestone * (1 - LEAST_GAIN)) {
                milestone = loss;
                patient = round + 1 + PATIENCE;
            }
            if (loss < bestLoss) {
                bestLoss = loss;
                best = new Choice(parameters, round + 1);
                reserve = last;
            }
            if (elapsed() + Math.max(reserve, last) > seconds) {
                break;
            }
        }
        boosters.forEach(Booster::dispose);
    }
}
