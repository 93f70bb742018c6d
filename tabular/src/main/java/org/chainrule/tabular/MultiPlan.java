package org.chainrule.tabular;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.assess.LabelScores;
import org.chainrule.tabular.ensemble.Deadline;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TargetRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.LabelList;
import org.chainrule.tabular.train.Choices;
import org.chainrule.tabular.train.Holdout;
import org.chainrule.tabular.value.NameList;
import org.chainrule.tabular.value.Phrases;

/// The plan of a training for several targets: a [TrainingPlan] for each, with the same test rows. [#fit] trains them one
/// after the other.
public final class MultiPlan {
    private static final int MOST_LABELS = 50;
    private static final int FEWEST = 5;
    /// A combination of classes with fewer rows is not drawn by its share.
    private static final int STRATUM = 10;
    /// A training has at least this part of an equal share of the time, even if those before it took longer.
    private static final double LEAST_SHARE = 0.25;

    private final Tabular settings;
    private final Table table;
    private final List<TrainingPlan> plans;
    private final Optional<LabelList> labels;
    private final List<Remark> remarks;

    /// A target with its settings, and the table that has its column.
    private record Item(Choices choices, TargetChoice choice, Table table) {
    }

    private MultiPlan(Tabular settings, Table table, List<TrainingPlan> plans, Optional<LabelList> labels,
            List<Remark> remarks) {
        this.settings = settings;
        this.table = table;
        this.plans = List.copyOf(plans);
        this.labels = labels;
        this.remarks = List.copyOf(remarks);
    }

    /// The result of a training for several targets.
    ///
    /// @param model    the models
    /// @param results  the result of each target, in their order
    /// @param labels   for the labels of lists: measures on the test rows of the predicted sets, `microF1`, `macroF1`,
    ///                 `subsetAccuracy` and `hammingLoss`; empty otherwise, and if there are no test rows
    /// @param constant the same measures of the set that is always predicted: the labels that at least half of the training
    ///                 rows have
    public record Result(MultiModel model, List<TabularResult> results, Map<String, Double> labels,
            Map<String, Double> constant) {
        /// Creates a result; copies the collections.
        public Result {
            results = List.copyOf(results);
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            constant = Collections.unmodifiableMap(new LinkedHashMap<>(constant));
        }
    }

    static MultiPlan of(Tabular settings, List<String> named, Table read, String digest) {
        List<String> targets = NameList.names(named, read::has);
        Set<String> seen = new HashSet<>();
        targets.forEach(target -> {
            if (!read.has(target) || !seen.add(target)) {
                throw new ArgumentException("target", read.has(target)
                        ? "the target " + Phrases.quoted(target) + " is named twice; name each column once"
                        : missing(read, target));
            }
        });
        if (targets.size() == 1) {
            Choices only = settings.choices.with(c -> c.target = targets.getFirst());
            return new MultiPlan(settings, read, List.of(TrainingPlan.of(only, settings.listener, read, digest)),
                    Optional.empty(), List.of());
        }
        refuseCheckpoints(settings);
        Table table = settings.choices.with(c -> c.target = targets.getFirst()).counted(read);
        List<Item> items = new ArrayList<>();
        for (String target : targets) {
            List<String> others = targets.stream().filter(other -> !other.equals(target)).toList();
            items.add(item(settings, target, table, others));
        }
        return of(settings, table, items, digest, Optional.empty(), List.of());
    }

    static MultiPlan ofLabels(Tabular settings, String column, Table read, String digest) {
        refuseCheckpoints(settings);
        if (settings.choices.positive != null) {
            throw new ArgumentException("positive",
                    "a label of a list is present or absent, so there is no positive class "
                            + "to choose; leave it out");
        }
        Choices whole = settings.choices.resolved(read).with(c -> c.target = column);
        whole.check(read);
        Table table = whole.counted(read);
        Column lists = table.column(column);
        int[] rows = IntStream.of(table.rows()).filter(row -> !lists.missing(row)).toArray();
        LabelList labels = (lists instanceof TextColumn words
                ? LabelList.of(words, rows, FEWEST, MOST_LABELS)
                : Optional.<LabelList>empty())
                .orElseThrow(() -> new ArgumentException("labels", table.source() + ": the target "
                        + Phrases.quoted(column)
                        + " does not look like lists of labels, such as red;big, in which labels "
                        + "repeat and three rows of ten have several; predict it as classes instead"));
        if (labels.labels().isEmpty()) {
            throw new ArgumentException("labels", table.source() + ": no label of the target " + Phrases.quoted(column)
                    + " occurs in at least " + FEWEST + " rows and is absent from as many; add rows");
        }
        List<Item> items = labels.labels().stream()
                .map(label -> item(settings, labels.name(label), labeled(labels, table, label), List.of(column)))
                .toList();
        int others = labels.others((TextColumn) lists, rows);
        List<Remark> remarks = new ArrayList<>();
        if (others > 0) {
            remarks.add(new TargetRemark.OtherLabels(column, labels.labels().size(), others, FEWEST, MOST_LABELS));
        }
        return of(settings, table, items, digest, Optional.of(labels), remarks);
    }

    private static Table labeled(LabelList labels, Table table, String label) {
        if (table.has(labels.name(label))) {
            throw new ArgumentException("labels", table.source() + ": column " + Phrases.quoted(labels.name(label))
                    + " has the name that a label of " + Phrases.quoted(labels.column())
                    + " gets as a target; rename it");
        }
        return labels.with(table, label);
    }

    private static String missing(Table table, String target) {
        try {
            return table.column(target).name();
        } catch (ArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void refuseCheckpoints(Tabular settings) {
        if (settings.choices.checkpoints != null) {
            throw new ArgumentException("checkpoints",
                    "a training for several targets cannot save checkpoints; train each target by itself to use them");
        }
    }

    private static Item item(Tabular settings, String target, Table table, List<String> others) {
        Choices choices = settings.choices.resolved(table).with(c -> {
            c.target = target;
            c.overrides = c.overrides.without(others);
        });
        TargetChoice choice = choices.choice(table);
        settings.listener.target(choice);
        choices.counted(table);
        choices.check(table);
        choices.checkAim(choice, table);
        return new Item(choices, choice, table);
    }

    private static MultiPlan of(Tabular settings, Table table, List<Item> items, String digest,
            Optional<LabelList> labels, List<Remark> remarks) {
        Choices first = items.getFirst().choices;
        int[] all = items.stream().flatMapToInt(item -> IntStream.of(item.choice.rows())).distinct().sorted().toArray();
        RowSplit split = split(items, all, first.testFraction, first.seed);
        BitSet held = bits(split.held());
        // all labels have the same rows, and so the same training rows
        BitSet validation = labels.isPresent()
                ? bits(split(items, split.kept(), first.validationFraction, ~first.seed).held())
                : new BitSet();
        List<TrainingPlan> plans = new ArrayList<>();
        for (Item item : items) {
            int[] rows = item.choice.rows();
            int[] kept = IntStream.of(rows).filter(row -> !held.get(row) && !validation.get(row)).toArray();
            int[] chosen = IntStream.of(rows).filter(validation::get).toArray();
            int[] tests = IntStream.of(rows).filter(held::get).toArray();
            Choices shared = item.choices.with(c -> c.time = c.time.map(limit -> limit.dividedBy(items.size())));
            plans.add(TrainingPlan.of(shared, settings.listener, item.choice,
                    new TrainingPlan.Rows(item.table, digest, kept, chosen, item.table, tests)));
        }
        return new MultiPlan(settings, table, plans, labels, remarks);
    }

    /// Splits rows in two for all targets.
    private static RowSplit split(List<Item> items, int[] rows, double fraction, long seed) {
        Item first = items.getFirst();
        return first.choices.holdout instanceof Holdout.Random
                ? RowSplit.stratified(rows, strata(items, rows), fraction, seed)
                : first.choices.holdout.split(first.choice, first.table, rows, fraction, seed);
    }

    private static BitSet bits(int[] rows) {
        BitSet bits = new BitSet();
        IntStream.of(rows).forEach(bits::set);
        return bits;
    }

    /// Returns the combination of classes of each row as a number; rare combinations share one.
    private static int[] strata(List<Item> items, int[] rows) {
        int[] strata = new int[rows.length];
        for (Item item : items) {
            if (item.choice.fit(item.choice.rows()) instanceof Target.Classes classes) {
                int[] own = classes.classes(item.table, rows);
                Map<Long, Integer> pairs = new HashMap<>();
                for (int i = 0; i < strata.length; i++) {
                    long pair = (long) strata[i] << Integer.SIZE | own[i] + 1;
                    strata[i] = pairs.computeIfAbsent(pair, _ -> pairs.size());
                }
            }
        }
        int count = Arrays.stream(strata).max().orElse(0) + 1;
        int[] sizes = new int[count];
        IntStream.of(strata).forEach(stratum -> sizes[stratum]++);
        return IntStream.of(strata).map(stratum -> sizes[stratum] < STRATUM ? count : stratum).toArray();
    }

    /// Returns a copy with test rows from another place.
    MultiPlan test(TableSource source) throws IOException {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>();
        plans.forEach(plan -> plan.schema().kinds().forEach(kinds::putIfAbsent));
        labels.ifPresentOrElse(list -> kinds.put(list.column(), Column.Kind.TEXT),
                () -> plans.forEach(plan -> kinds.put(plan.target().column(), plan.target().kind())));
        return test(source.read(settings.choices.format.foundIn(table).kinds(kinds), settings.listener::reading));
    }

    /// Returns a copy with test rows from another table.
    MultiPlan test(Table other) {
        List<TrainingPlan> tested = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            int place = i;
            tested.add(plans.get(i)
                    .test(labels.map(list -> list.with(other, list.labels().get(place))).orElse(other)));
        }
        return new MultiPlan(settings, table, tested, labels, remarks);
    }

    /// Returns the table.
    public Table table() {
        return table;
    }

    /// Returns the plan of each target, in their order.
    public List<TrainingPlan> plans() {
        return plans;
    }

    /// Returns the column of lists whose labels are the targets; empty if the targets are columns.
    public Optional<String> list() {
        return labels.map(LabelList::column);
    }

    /// Returns the labels, in the order of their plans; empty if the targets are columns.
    public List<String> labels() {
        return labels.map(LabelList::labels).orElse(List.of());
    }

    /// Returns remarks on the targets, such as labels that are left out.
    public List<Remark> remarks() {
        return remarks;
    }

    /// Trains a model for each target and measures all on the test rows.
    ///
    /// @throws org.chainrule.error.DivergedException if the loss of a model stops being a finite number
    public Result fit() {
        return fit(_ -> {
        });
    }

    /// Same as [#fit()]; a consumer receives each plan before its training begins.
    public Result fit(Consumer<TrainingPlan> begins) {
        Deadline deadline = settings.choices.time
                .map(limit -> Deadline.after(settings.choices.timeStart, limit)).orElse(Deadline.NONE);
        plans.forEach(TrainingPlan::checkFolds);
        List<TabularResult> results = new ArrayList<>();
        for (TrainingPlan plan : plans) {
            int left = plans.size() - results.size();
            TrainingPlan next = plans.size() == 1
                    ? plan
                    : settings.choices.time
                            .map(limit -> within(plan, share(limit, plans.size(), deadline.secondsLeft(), left)))
                            .orElse(plan);
            begins.accept(next);
            results.add(next.fit());
        }
        MultiModel model = new MultiModel(results.stream().map(TabularResult::model).toList(), labels);
        TrainingPlan.Rows rows = plans.getFirst().rows;
        boolean measured = labels.isPresent() && results.stream().noneMatch(result -> result.test().isEmpty());
        return new Result(model, results,
                measured ? model.measures(rows.testTable(), rows.test()) : Map.of(),
                measured ? constant(rows.testTable(), rows.test()) : Map.of());
    }

    /// Returns the time of the next training.
    ///
    /// @param limit the time of all trainings
    /// @param left  the time left in seconds
    /// @param next  the number of trainings that share it
    static Duration share(Duration limit, int all, double left, int next) {
        double least = LEAST_SHARE * limit.toNanos() / all;
        return Duration.ofNanos((long) Math.max(least, left * 1e9 / next));
    }

    private Map<String, Double> constant(Table table, int[] tests) {
        boolean[] frequent = new boolean[plans.size()];
        for (int k = 0; k < frequent.length; k++) {
            TrainingPlan.Rows rows = plans.get(k).rows;
            int present = plans.get(k).target() instanceof Target.Classes classes
                    ? classes.count(rows.table(), rows.train(), LabelList.WORDS.indexOf("yes"))
                    : 0;
            frequent[k] = 2 * present >= rows.train().length;
        }
        return LabelScores.of(Stream.generate(() -> frequent).limit(tests.length).toArray(boolean[][]::new),
                labels.orElseThrow().present(table, tests), plans.getFirst().aim().of(table, tests));
    }

    /// Returns a copy of a plan that has this time from now on.
    private static TrainingPlan within(TrainingPlan plan, Duration time) {
        return new TrainingPlan(plan.choices.with(c -> {
            c.time = Optional.of(time);
            c.timeStart = System.nanoTime();
        }), plan.listener, plan.choice, plan.codec, plan.columnRemarks(), plan.rows);
    }
}
