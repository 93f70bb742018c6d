package org.chainrule.tabular.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.table.Table;

/// What the model relies on.
///
/// @param importance  how much each column matters
/// @param dependences how the prediction depends on the most important columns
public record Reliance(Importance importance, List<Dependence> dependences) {
    private static final int COLUMNS = 6;
    /// A column with less importance, in standard deviations over the repeats, may not matter at all.
    private static final double CLEAR = 2;

    /// Creates an explanation; copies the list.
    public Reliance {
        dependences = List.copyOf(dependences);
    }

    /// @param time the time that importance and dependences may take together
    static Reliance of(Subject subject, Table rows, Duration time) {
        Explainer explainer = Explainer
                .of(subject.schema(), subject.target(), subject.model(), subject.aim(), rows).within(time.dividedBy(2))
                .seed(subject.origin().seed());
        Importance importance = explainer.importance();
        List<Dependence> dependences = new ArrayList<>();
        importance.columns().stream().filter(Reliance::matters).limit(COLUMNS)
                .forEach(column -> dependences.add(explainer.dependence(column.column())));
        return new Reliance(importance, dependences);
    }

    /// Returns whether a column clearly matters.
    static boolean matters(Importance.Column column) {
        return column.mean() > CLEAR * column.deviation() && column.mean() > 0;
    }

    /// Returns the columns that clearly matter, the most important first.
    public List<String> columns() {
        return importance.columns().stream().filter(Reliance::matters).map(Importance.Column::column).toList();
    }
}
