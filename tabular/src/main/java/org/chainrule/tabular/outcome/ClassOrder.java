package org.chainrule.tabular.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Folding;
import org.chainrule.tabular.value.Phrases;

/// The order of classes. Numbers have one of their own; words need that of the user.
final class ClassOrder {
    private ClassOrder() {
    }

    /// Returns the labels in their order.
    ///
    /// @param labels the labels in sorted order
    /// @param order  the labels in the order of the user, in any spelling; empty if the user states none
    /// @throws ArgumentException if words have no order, or the order does not name each label once
    static List<String> of(Table table, Column column, List<String> labels, List<String> order) {
        if (order.isEmpty()) {
            if (column instanceof NumberColumn) {
                return labels;
            }
            Refusal refusal = new Refusal.NoOrder(table.source(), column.name(), labels);
            throw ArgumentException.because("order", refusal.sentence(), (Record) refusal);
        }
        Map<String, String> keys = new LinkedHashMap<>();
        labels.forEach(label -> keys.merge(Folding.key(label), label, (_, _) -> ""));
        List<String> sorted = new ArrayList<>();
        String target = table.source() + ": the target " + Phrases.quoted(column.name());
        for (String word : order) {
            String label = labels.contains(word) ? word : keys.getOrDefault(Folding.key(word), "");
            if (label.isEmpty()) {
                throw new ArgumentException("order", target + " has no class " + Phrases.quoted(word)
                        + ", which the order names; its classes are " + Phrases.names(labels));
            }
            if (sorted.contains(label)) {
                throw new ArgumentException("order", "the order names the class " + Phrases.quoted(label)
                        + " of the target " + Phrases.quoted(column.name()) + " twice; name each class once");
            }
            sorted.add(label);
        }
        List<String> lacking = labels.stream().filter(label -> !sorted.contains(label)).toList();
        if (!lacking.isEmpty()) {
            throw new ArgumentException("order", target + " has the class " + Phrases.quoted(lacking.getFirst())
                    + ", which the order lacks; name each class once: " + Phrases.names(labels));
        }
        return sorted;
    }
}
