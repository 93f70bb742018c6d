package org.chainrule.bench.peer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.chainrule.bench.tables.Attribute;
import org.chainrule.bench.tables.Learner;
import org.chainrule.bench.tables.LearnerSettings;
import org.chainrule.bench.tables.Problem;

/// XGBoost on tables: with its default settings, or tuned. Categories are given as categories, which it splits itself,
/// and missing values as missing.
public final class Xgboost {
    /// The defaults of XGBoost's own interfaces: 100 rounds, and depth 6 and a learning rate of 0.3 by itself.
    private static final int ROUNDS = 100;

    private Xgboost() {
    }

    /// Solves a problem; see [Learner#run]. The model is `xgboost` or `xgboost-tuned`.
    public static void main(String[] args) {
        Learner.run(args, "XGBoost 3.4.0", Xgboost::solve);
    }

    private static Learner.Answer solve(Problem problem, LearnerSettings settings) throws XGBoostError {
        Map<String, Object> fixed = fixed(problem, settings);
        int[] all = IntStream.range(0, problem.targets().length).toArray();
        DMatrix train = matrix(problem, all);
        Booster booster;
        String note;
        if (settings.model().equals("xgboost-tuned")) {
            XgboostSearch search = new XgboostSearch(problem, fixed, settings);
            XgboostSearch.Choice best = search.best();
            booster = XGBoost.train(train, best.parameters(), best.rounds(), Map.of(), null, null);
            note = search.trials() + " trials, " + best.rounds() + " rounds";
        } else {
            booster = XGBoost.train(train, fixed, ROUNDS, Map.of(), null, null);
            note = ROUNDS + " rounds";
        }
        return new Learner.Answer(predictions(problem, booster), note);
    }

    /// The objective and what it needs, the seed and the threads.
    private static Map<String, Object> fixed(Problem problem, LearnerSettings settings) {
        Map<String, Object> fixed = new LinkedHashMap<>();
        switch (problem.labels().size()) {
            case 0 -> fixed.putAll(Map.of("objective", "reg:squarederror", "eval_metric", "rmse"));
            case 2 -> fixed.putAll(Map.of("objective", "binary:logistic", "eval_metric", "logloss"));
            default -> fixed.putAll(Map.of("objective", "multi:softprob", "eval_metric", "mlogloss", "num_class",
                    problem.labels().size()));
        }
        fixed.put("seed", settings.seed());
        fixed.put("nthread", settings.threads());
        fixed.put("verbosity", 0);
        return fixed;
    }

    /// Returns some training rows with their targets.
    static DMatrix matrix(Problem problem, int[] rows) throws XGBoostError {
        DMatrix matrix = matrix(problem, Arrays.stream(rows).mapToObj(row -> problem.train()[row])
                .toArray(double[][]::new));
        float[] targets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            targets[i] = (float) problem.targets()[rows[i]];
        }
        matrix.setLabel(targets);
        return matrix;
    }

    private static DMatrix matrix(Problem problem, double[][] rows) throws XGBoostError {
        int width = problem.attributes().size();
        float[] values = new float[rows.length * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / width][i % width];
        }
        DMatrix matrix = new DMatrix(values, rows.length, width, Float.NaN);
        matrix.setFeatureTypes(problem.attributes().stream().map(Attribute::categorical)
                .map(categorical -> categorical ? "c" : "q").toArray(String[]::new));
        return matrix;
    }

    private static double[][] predictions(Problem problem, Booster booster) throws XGBoostError {
        float[][] raw = booster.predict(matrix(problem, problem.test()));
        double[][] predictions = new double[raw.length][problem.outputs()];
        for (int row = 0; row < raw.length; row++) {
            for (int k = 0; k < raw[row].length; k++) {
                predictions[row][k] = raw[row][k];
            }
            if (problem.labels().size() == 2) { // one probability, of the second class
                predictions[row][0] = 1.0 - raw[row][0];
                predictions[row][1] = raw[row][0];
            }
        }
        return predictions;
    }
}
