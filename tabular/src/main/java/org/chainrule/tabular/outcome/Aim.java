package org.chainrule.tabular.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.tabular.table.RowWeights;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// What a training aims at: the measure that chooses the epoch, and how much each row counts.
///
/// The weights of rows count in all losses and measures. Balanced classes count equally in the loss and in the
/// temperature only; measures are those of the rows as they are.
///
/// @param metric   the measure that chooses the epoch and the weights of an ensemble; empty for the loss
/// @param weights  the column with the weights of the rows; empty if all rows count equally
/// @param balanced whether all classes have the same total weight in training
/// @param classes  the factor of the weights of each class in training; empty if it is not balanced or not known yet
public record Aim(Optional<Criterion> metric, String weights, boolean balanced, List<Double> classes) {
    /// The loss, with equal weights.
    public static final Aim NONE = new Aim(Optional.empty(), "", false, List.of());

    /// Creates an aim; copies the list.
    public Aim {
        classes = List.copyOf(classes);
    }

    /// Returns a copy with another measure that chooses.
    public Aim metric(Criterion criterion) {
        return new Aim(Optional.of(criterion), weights, balanced, classes);
    }

    /// Returns a copy with a column of weights.
    public Aim weights(String column) {
        return new Aim(metric, column, balanced, classes);
    }

    /// Returns a copy in which classes are balanced, or are not.
    public Aim balanced(boolean equal) {
        return new Aim(metric, weights, equal, List.of());
    }

    /// Returns a copy with the factors that give all classes of some rows the same total weight: `W / (K W[c])` for a class
    /// whose rows weigh `W[c]`, of K classes that together weigh W. With equal weights of the rows, these are the factors
    /// `n / (K n[c])` (King and Zeng, "Logistic regression in rare events data", 2001). A class without rows has the
    /// factor 1.
    public Aim balancing(Target target, Table table, int[] rows) {
        if (!balanced || !(target instanceof Target.Classes known)) {
            return this;
        }
        double[] sums = new double[known.labels().size()];
        int[] labels = known.classes(table, rows);
        float[] own = of(table, rows);
        for (int i = 0; i < labels.length; i++) {
            sums[labels[i]] += own == null ? 1 : own[i];
        }
        double all = Arrays.stream(sums).sum();
        long present = Arrays.stream(sums).filter(sum -> sum > 0).count();
        return new Aim(metric, weights, true,
                Arrays.stream(sums).mapToObj(sum -> sum > 0 ? all / (present * sum) : 1.0).toList());
    }

    /// Returns whether rows have weights of their own in a table.
    public boolean weighs(Table table) {
        return !weights.isEmpty() && table.has(weights);
    }

    /// Returns the table without the rows of weight 0; the same table if there are none.
    ///
    /// @throws org.chainrule.error.ArgumentException if a weight is missing or wrong
    public Table counted(Table table) {
        if (!weighs(table)) {
            return table;
        }
        int[] rows = RowWeights.counted(table, weights);
        return rows.length == table.size()
                ? table
                : table.select("the weight " + Phrases.quoted(weights) + " is 0", rows);
    }

    /// Returns the weight of each row in measures, 1 on average; null if all count equally.
    public float @Nullable [] of(Table table, int[] rows) {
        return weighs(table) ? RowWeights.of(table, weights, rows) : null;
    }

    /// Returns the weight of each row in a loss; null if all count equally.
    public float @Nullable [] learning(Target target, Table table, int[] rows) {
        float[] own = of(table, rows);
        if (classes.isEmpty() || !(target instanceof Target.Classes known)) {
            return own;
        }
        int[] labels = known.classes(table, rows);
        float[] all = new float[rows.length];
        for (int i = 0; i < all.length; i++) {
            double factor = labels[i] < 0 ? 1 : classes.get(labels[i]);
            all[i] = (float) (factor * (own == null ? 1 : own[i]));
        }
        return all;
    }

    /// Returns the criterion that decides between models: the one that chooses the epoch, the balanced accuracy if the
    /// classes are balanced, and the [usual one][Criterion#usual] of the target otherwise.
    public Criterion deciding(Target target) {
        return metric.orElse(balanced ? Criterion.BALANCED_ACCURACY : Criterion.usual(target));
    }

    /// Returns the criteria to measure beside the usual metrics.
    public List<Criterion> more() {
        List<Criterion> more = new ArrayList<>();
        metric.ifPresent(more::add);
        if (balanced) {
            more.add(Criterion.BALANCED_ACCURACY);
        }
        return more;
    }

    /// Returns the aim as a tree for [org.chainrule.io.Json], without the factors.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        metric.ifPresent(criterion -> json.put("metric", criterion.word()));
        if (!weights.isEmpty()) {
            json.put("weights", weights);
        }
        if (balanced) {
            json.put("balanced", true);
        }
        return json;
    }
}
