package org.chainrule.tabular.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.value.Phrases;

/// What the model relies on.
///
/// @param importance  how much each column matters
/// @param dependences how the prediction depends on the most important columns, the most important first
/// @param late        the columns whose dependence would follow, if the time for explanations had not been over
public record Reliance(Importance importance, List<Dependence> dependences, List<String> late) {
    private static final int COLUMNS = 6;
    /// A column with less importance, in standard deviations over the repeats, may not matter at all.
    private static final double CLEAR = 2;
    /// A column that surely has less than this share of the largest importance hardly matters.
    private static final double LITTLE = 0.05;
    /// Columns whose importance differs by less than this share of the larger one are nearly equal.
    private static final double NEAR = 0.1;
    private static final List<String> RANKS = List.of("first", "second", "third");

    /// Creates an explanation; copies the lists.
    public Reliance {
        dependences = List.copyOf(dependences);
        late = List.copyOf(late);
    }

    /// @param limit the time that importance and dependences may take together on the clock; empty for any
    static Reliance of(Explainer explainer, Optional<Duration> limit) {
        long begin = System.nanoTime();
        long most = limit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        Importance importance = limit.map(time -> explainer.atMost(time.dividedBy(2))).orElse(explainer).importance();
        List<Dependence> dependences = new ArrayList<>();
        List<String> late = new ArrayList<>();
        long longest = 0;
        for (String column : first(importance)) {
            long before = System.nanoTime() - begin;
            // a chart that would probably not be finished in time is not begun
            if (before + longest < most && late.isEmpty()) {
                dependences.add(explainer.dependence(column));
                longest = Math.max(longest, System.nanoTime() - begin - before);
            } else {
                late.add(column);
            }
        }
        return new Reliance(importance, dependences, late);
    }

    /// Returns the most important columns, up to the last one that clearly matters.
    static List<String> first(Importance importance) {
        List<Importance.Column> all = importance.columns();
        int last = -1;
        for (int i = 0; i < Math.min(COLUMNS, all.size()); i++) {
            last = matters(all.get(i)) ? i : last;
        }
        return all.subList(0, last + 1).stream().map(Importance.Column::column).toList();
    }

    /// Returns the columns that have a dependence or would have one with more time, the most important first.
    public List<String> leading() {
        return Stream.concat(dependences.stream().map(Dependence::column), late.stream()).toList();
    }

    /// Returns whether a column clearly matters.
    static boolean matters(Importance.Column column) {
        return column.mean() > CLEAR * column.deviation() && column.mean() > 0;
    }

    /// Returns the columns that surely have little importance beside the first one.
    public List<String> negligible() {
        double most = importance.columns().isEmpty() ? 0 : importance.columns().getFirst().mean();
        return importance.columns().stream()
                .filter(column -> Math.abs(column.mean()) + CLEAR * column.deviation() < LITTLE * most)
                .map(Importance.Column::column).toList();
    }

    /// Returns the columns that clearly matter and cannot be told apart from one of them: their importance differs by less
    /// than the spreads of both, or by less than a tenth.
    ///
    /// @param place the place of the column; only those after it count
    public List<String> ties(int place) {
        Importance.Column last = importance.columns().get(place);
        return importance.columns().stream().skip(place + 1L).filter(Reliance::matters)
                .filter(column -> last.mean() - column.mean() <= Math.max(last.deviation() + column.deviation(),
                        NEAR * last.mean()))
                .map(Importance.Column::column).toList();
    }

    /// Returns the groups of related columns that matter more together than each of them alone.
    List<Importance.Group> masked() {
        return importance.groups().stream()
                .filter(group -> matters(new Importance.Column("", group.mean(), group.deviation())))
                .filter(group -> importance.columns().stream()
                        .noneMatch(each -> group.columns().contains(each.column()) && each.mean() >= group.mean()))
                .toList();
    }

    /// Returns the rank that a group of related columns would have among the single columns: `first`, `second` or `third`;
    /// empty if that is no better than the rank of one of them, or if the group does not clearly matter.
    Optional<String> rank(Importance.Group group) {
        List<Importance.Column> columns = importance.columns();
        int own = (int) columns.stream().takeWhile(each -> !group.columns().contains(each.column())).count();
        long rank = columns.stream()
                .filter(each -> each.mean() >= group.mean() && !group.columns().contains(each.column())).count()
                + masked().stream().filter(each -> each.mean() > group.mean()).count();
        return rank < Math.min(own, RANKS.size()) && group.mean() > CLEAR * group.deviation()
                ? Optional.of(RANKS.get((int) rank))
                : Optional.empty();
    }

    /// Returns how much the other columns matter than some that are named already, as sentences. Each of them is in one.
    List<String> others(List<String> named) {
        List<String> less = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        List<String> little = new ArrayList<>();
        List<String> negligible = negligible();
        for (Importance.Column each : importance.columns()) {
            if (!named.contains(each.column())) {
                (negligible.contains(each.column()) ? little : matters(each) ? less : unclear).add(each.column());
            }
        }
        List<String> sentences = new ArrayList<>();
        add(sentences, less, " matters less.", " matter less.");
        add(sentences, unclear, " may not matter at all: its importance is within chance.",
                " may not matter at all: their importance is within chance.");
        add(sentences, little, " hardly matters.", " hardly matter.");
        return sentences;
    }

    private static void add(List<String> sentences, List<String> names, String one, String several) {
        if (!names.isEmpty()) {
            sentences.add(Phrases.names(names) + (names.size() == 1 ? one : several));
        }
    }

    /// Returns the columns that clearly matter, the most important first.
    public List<String> columns() {
        return importance.columns().stream().filter(Reliance::matters).map(Importance.Column::column).toList();
    }

    /// Returns the other columns than the [leading][#leading] ones, the most important first.
    public List<String> others() {
        return importance.columns().stream().map(Importance.Column::column)
                .filter(column -> !leading().contains(column)).toList();
    }
}
