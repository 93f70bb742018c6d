package org.chainrule.tabular.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.NoveltyRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TargetRemark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.ListText;

/// Warnings about everything that makes results look better than they are: rows on both sides of the split, columns
/// that give the target away, classes too small to test.
public final class Warnings {
    /// This many rows suffice to see whether a column gives the target away.
    private static final int ENOUGH = 50_000;
    private static final int FEWEST = 50;

    /// With fewer positive rows than this, a decision threshold is chosen mostly by chance.
    private static final int FEWEST_POSITIVES = 20;

    /// With fewer test rows, the intervals of the measures are wide.
    private static final int FEWEST_TESTS = 100;

    /// With fewer rows of a class in each fold, its share of the measures is left to chance.
    private static final int FEWEST_IN_FOLD = 5;

    private Warnings() {
    }

    /// Returns all remarks on the rows of a training.
    ///
    /// @param tests the table that the test rows are in
    public static List<Remark> of(Holdout holdout, TargetChoice choice, Codec codec, Table table, int[] train,
            int[] validation, Table tests, int[] test) {
        List<Remark> warnings = new ArrayList<>(FarTargets.remarks(choice, table, tests, test));
        warnings.addAll(lonely(choice, table));
        if (codec.target() instanceof Target.Classes classes) {
            warnings.addAll(OneSided.of(classes, table, train, validation, tests, test));
        }
        warnings.addAll(leakage(codec, table, train));
        warnings.addAll(Copies.of(codec, table, train, tests, test));
        warnings.addAll(NearCopies.of(codec, table, train, tests, test));
        List<NoveltyRemark> novel = novelty(codec, tests, test);
        warnings.addAll(novel);
        Set<String> known = novel.stream()
                .flatMap(remark -> remark instanceof NoveltyRemark.More more
                        ? more.columns().stream()
                        : Stream.of(remark.column()))
                .collect(Collectors.toSet());
        warnings.addAll(Shifts.of(holdout, codec, table, train, tests, test, known));
        return warnings;
    }

    /// Returns a remark if the classes are whole lists, whose items could be predicted.
    public static List<Remark> lists(TargetChoice choice, Table table) {
        return choice.task().isClasses() && table.column(choice.column()) instanceof TextColumn words
                ? ListText.of(words, choice.rows()).<List<Remark>>map(
                        lists -> List.of(new TargetRemark.Lists(choice.column(), lists.example()))).orElse(List.of())
                : List.of();
    }

    /// Returns a remark if rows to measure on lack the weights that the training rows have.
    public static List<Remark> weights(Aim aim, Table table) {
        return aim.weights().isEmpty() || aim.weighs(table)
                ? List.of()
                : List.of(new DataRemark.NoWeights(table.source(), aim.weights()));
    }

    /// Returns remarks on results that rest on very few rows: a decision threshold on rows of the positive class, measures
    /// on test rows.
    ///
    /// @param target    the target with the threshold
    /// @param positives the number of validation rows of the positive class; empty if no threshold was chosen
    /// @param tests     the number of test rows
    public static List<Remark> few(Target target, Optional<Integer> positives, int tests, Assessment assessment) {
        List<Remark> remarks = new ArrayList<>();
        if (target instanceof Target.Classes classes && positives.isPresent() && positives.get() < FEWEST_POSITIVES) {
            remarks.add(new TrainingRemark.FewPositives(classes.threshold(),
                    classes.labels().get(classes.positive()), positives.get()));
        }
        String measure = target.task().isClasses()
                ? "accuracy"
                : target instanceof Target.Numbers numbers && numbers.estimand() instanceof Estimand.Quantiles
                        ? "pinball"
                        : "rmse";
        if (tests < FEWEST_TESTS && assessment.intervals().get(measure) instanceof Interval(double low, double high)) {
            remarks.add(new TrainingRemark.FewTestRows(tests, measure, low, high));
        }
        return remarks;
    }

    /// Returns a remark for each thing that a model lacks because its training was stopped before it was measured.
    ///
    /// @param chooses whether a decision threshold was to be chosen
    public static List<Remark> undecided(Target target, boolean chooses) {
        return switch (target) {
            case Target.Numbers numbers when Double.isInfinite(numbers.margin())
                    && !(numbers.estimand() instanceof Estimand.Quantiles) ->
                List.of(new TrainingRemark.NoInterval());
            case Target.Classes classes when chooses && classes.threshold() == 0.5 ->
                List.of(new TrainingRemark.NoThreshold());
            default -> List.of();
        };
    }

    /// Returns a remark on classes with very few rows in each fold of a cross-validation.
    public static List<Remark> folds(Holdout holdout, TargetChoice choice, Table table, int folds) {
        if (!(holdout instanceof Holdout.Random) || !(choice.fit(choice.rows()) instanceof Target.Classes classes)) {
            return List.of();
        }
        int[] counts = Appraisal.counts(classes, table, choice.rows());
        List<String> few = IntStream.range(0, counts.length).filter(k -> counts[k] < FEWEST_IN_FOLD * folds)
                .mapToObj(classes.labels()::get).toList();
        int most = IntStream.of(counts).filter(count -> count < FEWEST_IN_FOLD * folds).max().orElse(0);
        return few.isEmpty() ? List.of() : List.of(new DataRemark.FewInFolds(few, (most + folds - 1) / folds));
    }

    /// Returns remarks on test rows that are unlike the training rows; none on a column in which they are fewer than one
    /// in a hundred, as they are by chance.
    private static List<NoveltyRemark> novelty(Codec codec, Table tests, int[] test) {
        return codec.schema().novelty(tests, test).remarks().stream()
                .filter(remark -> remark.count() * 100L >= test.length).toList();
    }

    /// Returns a remark on each column that alone predicts the target of nearly all training rows.
    public static List<Remark> leakage(Codec codec, Table table, int[] train) {
        int[] rows = train.length <= ENOUGH
                ? train
                : IntStream.range(0, ENOUGH).map(i -> train[(int) ((long) i * train.length / ENOUGH)]).toArray();
        if (rows.length < FEWEST) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        for (Encoding encoding : codec.schema().encodings()) {
            Column column = table.column(encoding.column());
            boolean given = switch (codec.target()) {
                case Target.Classes classes ->
                    Leakage.classes(column, rows, classes.classes(table, rows), classes.labels().size());
                case Target.Numbers target -> column instanceof NumberColumn numbers
                        && Leakage.numbers(numbers, TargetChoice.numbers(table, target.column()), rows);
            };
            if (given) {
                remarks.add(new DataRemark.Leakage(column.name()));
            }
        }
        return remarks;
    }

    /// Returns a remark on classes with a single row, which is never held out; none if every class has at least two.
    public static List<Remark> lonely(TargetChoice choice, Table table) {
        if (!choice.task().isClasses()) {
            return List.of();
        }
        int[] counts = new int[choice.labels().size()];
        for (int label : ((Target.Classes) choice.fit(choice.rows())).classes(table, choice.rows())) {
            counts[label]++;
        }
        List<String> single = IntStream.range(0, counts.length).filter(k -> counts[k] == 1)
                .mapToObj(choice.labels()::get).toList();
        if (single.isEmpty()) {
            return List.of();
        }
        return List.of(new DataRemark.SingleRowClasses(single));
    }
}
