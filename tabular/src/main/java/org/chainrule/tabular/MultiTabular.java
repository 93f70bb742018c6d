package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;

/// An immutable description of a training for several targets of one table, or for the labels of a column of lists. It
/// trains one model for each target on the same rows and keeps them in one file.
///
/// ```java
/// MultiModel houses = MultiTabular.of("price", "sold").fit(Path.of("houses.csv")).model();
///
/// MultiTabular.labels("tags").with(each -> each.quick().seed(7)).fit(Path.of("films.csv"));
/// ```
///
/// No target is a feature of another: all are left out. All models have the same test rows, except that a row without a
/// target is no row of its model. A random test set has about the same share of each combination of classes as the table.
/// This is binary relevance for labels, and its counterpart for other targets: the models do not know of one another, so that
/// each may be a class, a number or a count.
public final class MultiTabular {
    private final Tabular settings;
    private final List<String> targets;
    private final boolean lists;

    private MultiTabular(Tabular settings, List<String> targets, boolean lists) {
        this.settings = settings;
        this.targets = targets;
        this.lists = lists;
    }

    /// Returns a training that learns to predict each of the target columns from the columns that are no target.
    ///
    /// @param targets at least one name. A name that no column has and that contains commas is a list of names, as in
    ///                [Tabular#ignore]
    public static MultiTabular of(String... targets) {
        return of(Tabular.of(targets.length == 0 ? "" : targets[0]), targets);
    }

    /// Same as [#of(String...)], with settings for all targets. The target of the settings does not count.
    public static MultiTabular of(Tabular settings, String... targets) {
        if (targets.length == 0) {
            throw new ArgumentException("targets", "targets: there is none; name at least one column");
        }
        return new MultiTabular(settings, List.of(targets), false);
    }

    /// Returns a training that learns to predict which labels a list has. Its column holds lists such as `red;big`, as they
    /// are recognised in features. Each label becomes a target with the classes `no` and `yes`: up to 50 labels, the most
    /// common ones, that at least five rows have and five lack. A row without a list is left out.
    public static MultiTabular labels(String column) {
        return labels(Tabular.of(column), column);
    }

    /// Same as [#labels(String)], with settings for all labels. The target of the settings does not count.
    public static MultiTabular labels(Tabular settings, String column) {
        return new MultiTabular(settings, List.of(column), true);
    }

    /// Changes the settings, which are those of all targets. A setting that does not fit a target, such as a decision
    /// threshold for a number, is refused with the name of the target. A [time][Tabular#time] is that of all trainings
    /// together. [Checkpoints][Tabular#checkpoints] are refused.
    public MultiTabular with(UnaryOperator<Tabular> change) {
        return new MultiTabular(change.apply(settings), targets, lists);
    }

    private Table read(TableSource source) throws IOException {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>(settings.choices.overrides.possibleKinds());
        if (lists) {
            kinds.put(targets.getFirst(), Column.Kind.TEXT);
        }
        return source.read(settings.choices.format.kinds(kinds), settings.listener::reading);
    }

    private MultiPlan prepare(Table table, String digest) {
        return lists
                ? MultiPlan.ofLabels(settings, targets.getFirst(), table, digest)
                : MultiPlan.of(settings, targets, table, digest);
    }

    /// Reads a CSV file and returns the plan of the trainings. Nothing is trained yet.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws ArgumentException if a target is missing or named twice, or a setting does not fit it
    public MultiPlan prepare(Path file) throws IOException {
        return prepare(TableSource.of(file));
    }

    /// Same as [#prepare(Path)], for a table from any place.
    public MultiPlan prepare(TableSource source) throws IOException {
        return prepare(read(source), source.digest());
    }

    /// Same as [#prepare(Path)], with the test rows in a separate file.
    ///
    /// @throws IOException if a file cannot be read
    public MultiPlan prepare(Path file, Path test) throws IOException {
        return prepare(TableSource.of(file), TableSource.of(test));
    }

    /// Same as [#prepare(TableSource)], with the test rows elsewhere.
    public MultiPlan prepare(TableSource source, TableSource test) throws IOException {
        return with(each -> each.testFraction(0)).prepare(source).test(test);
    }

    /// Returns the plan of the trainings on a table. Nothing is trained yet.
    public MultiPlan prepare(Table table) {
        return prepare(table, "");
    }

    /// Same as [#prepare(Table)], with the test rows in a separate table.
    public MultiPlan prepare(Table table, Table test) {
        return with(each -> each.testFraction(0)).prepare(table).test(test);
    }

    /// Trains on a CSV file with a header and returns the models with a report of each.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.DivergedException if the loss stops being a finite number
    public MultiPlan.Result fit(Path file) throws IOException {
        return prepare(file).fit();
    }

    /// Same as [#fit(Path)], for a table.
    public MultiPlan.Result fit(Table table) {
        return prepare(table).fit();
    }
}
