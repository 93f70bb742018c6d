package org.chainrule.tabular;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.observe.Observer;
import org.chainrule.tabular.assess.Folds;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.train.Epoch;

/// The quality of a training by cross-validation (Stone, 1974): each fold chooses the encodings, trains and decides anew
/// on a part of the rows, and is measured on rows that it has not seen. It shows how good the whole procedure is, and how
/// much that depends on the rows.
///
/// The rows are divided as they are held out for a test: at random, class by class; in whole groups; or by forward
/// chaining, in which each fold tests on rows later than those that it learns from.
///
/// The deviation is that of single folds. It is not the standard error of the mean, which cannot be told from the folds,
/// because they share training rows (Bengio and Grandvalet, 2004).
///
/// @param folds    the number of folds
/// @param repeats  the number of divisions into folds
/// @param measures the measures of each model on the test rows of its fold, in the order of the folds; fewer than folds
///                 times repeats if the training was stopped
/// @param remarks  remarks about the folds
public record CrossValidation(int folds, int repeats, List<Map<String, Double>> measures, List<Remark> remarks) {
    /// Creates a result; copies the collections.
    public CrossValidation {
        measures = measures.stream().map(each -> Collections.unmodifiableMap(new LinkedHashMap<>(each))).toList();
        remarks = List.copyOf(remarks);
    }

    /// Returns the mean of each measure over the folds in which it is defined, by name.
    public Map<String, Double> mean() {
        Map<String, Double> means = new LinkedHashMap<>();
        names().forEach(name -> means.put(name, values(name).average().orElse(Double.NaN)));
        return means;
    }

    /// Returns the sample standard deviation of each measure over the folds in which it is defined, by name; NaN for a
    /// single fold.
    public Map<String, Double> deviation() {
        Map<String, Double> deviations = new LinkedHashMap<>();
        mean().forEach((name, mean) -> {
            double[] squares = values(name).map(value -> (value - mean) * (value - mean)).toArray();
            deviations.put(name, squares.length < 2
                    ? Double.NaN
                    : Math.sqrt(DoubleStream.of(squares).sum() / (squares.length - 1)));
        });
        return deviations;
    }

    private List<String> names() {
        return measures.stream().flatMap(each -> each.keySet().stream()).distinct().toList();
    }

    private DoubleStream values(String name) {
        return measures.stream().mapToDouble(each -> each.getOrDefault(name, Double.NaN))
                .filter(value -> !Double.isNaN(value));
    }

    /// Checks that rows can be divided into folds, before anything is trained.
    ///
    /// @throws ArgumentException as [TrainingPlan#crossValidate] does
    public static void check(TrainingPlan plan, int folds, int repeats) {
        if (repeats < 1) {
            throw new ArgumentException("repeats", "repeats: got " + repeats + ", expected at least 1");
        }
        if (plan.choices.time.isPresent()) {
            throw new ArgumentException("folds", "a cross-validation trains several models, but a time limit is that of"
                    + " one; leave out one of the two");
        }
        plan.choices.holdout.checkClasses(plan.choice(), plan.table(), plan.choice().rows(), folds);
        divided(plan, folds, plan.seed());
    }

    private static List<Folds> divided(TrainingPlan plan, int folds, long seed) {
        return plan.choices.holdout.folds(plan.choice(), plan.table(), plan.choice().rows(), folds, seed);
    }

    static CrossValidation of(TrainingPlan plan, int folds, int repeats) {
        check(plan, folds, repeats);
        List<Map<String, Double>> measures = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            long seed = plan.seed() + repeat;
            Choices settings = plan.choices.with(c -> {
                c.seed = seed;
                c.checkpoints = null;
            });
            for (Folds fold : divided(plan, folds, seed)) {
                String name = "fold " + (measures.size() + 1) + "/" + folds * repeats;
                TabularResult result = trained(plan, fold, settings, named(name, plan.listener));
                if (result.interrupted()) {
                    return new CrossValidation(folds, repeats, measures, List.of());
                }
                measures.add(result.test());
            }
        }
        return new CrossValidation(folds, repeats, measures,
                Warnings.folds(plan.choices.holdout, plan.choice(), plan.table(), folds));
    }

    /// Trains on some rows of the table of a plan and tests on others.
    private static TabularResult trained(TrainingPlan plan, Folds fold, Choices settings, TrainingListener follower) {
        Table table = plan.rows.table();
        return TrainingPlan.of(settings, follower, plan.choice,
                new TrainingPlan.Rows(table, "", fold.train(), new int[0], table, fold.test())).fit(false);
    }

    /// Returns a listener that names each model by its fold.
    private static TrainingListener named(String fold, TrainingListener listener) {
        return new TrainingListener() {
            @Override
            public void epoch(String model, Epoch<?> epoch) {
                listener.epoch(fold, epoch);
            }

            @Override
            public void step(String model, int epoch, int rows, int of) {
                listener.step(fold, epoch, rows, of);
            }

            @Override
            public Optional<Observer> observer(String model) {
                return listener.observer(fold + ", " + model);
            }
        };
    }
}
