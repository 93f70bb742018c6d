package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.value.BooleanWords;
import org.chainrule.tabular.value.Folding;

/// Finds the class of a value among the labels of a target.
///
/// @param labels  the labels; class k has the k-th
/// @param written whether each spelling of a word is a class of its own
record LabelMatch(List<String> labels, boolean written) {
    /// Returns the class of each of the given rows, as [Target.Classes#classes] describes.
    int[] classes(Column values, int[] rows) {
        Map<String, Integer> index = index();
        int[] classes = new int[rows.length];
        if (values instanceof NumberColumn numbers) {
            Map<Double, Integer> places = TargetChoice.places(labels);
            Arrays.setAll(classes, i -> places.getOrDefault(numbers.value(rows[i]) + 0.0, -1));
            return classes;
        }
        Map<String, Integer> keys = keys();
        Arrays.setAll(classes, i -> place(values.text(rows[i]), index, keys));
        return classes;
    }

    /// Returns the class of a label; -1 if there is none.
    int place(String label) {
        return place(label, index(), keys());
    }

    private int place(String label, Map<String, Integer> index, Map<String, Integer> keys) {
        int known = index.getOrDefault(dotted(index, label) ? undotted(label) : label, -1);
        return known >= 0 || written
                ? known
                : BooleanWords.isTruth(label)
                        ? BooleanWords.place(label, labels)
                        : keys.getOrDefault(Folding.key(label), -1);
    }

    /// Returns remarks on labels that matched despite a different spelling.
    List<Remark> remarks(Column values, int[] rows) {
        Map<String, Integer> index = index();
        int count = 0;
        String example = "";
        for (int row : rows) {
            if (dotted(index, values.text(row))) {
                example = count++ == 0 ? values.text(row) : example;
            }
        }
        return count == 0
                ? List.of()
                : List.of(new DataRemark.FullStops(count, values.name(), example, undotted(example)));
    }

    private Map<String, Integer> index() {
        Map<String, Integer> index = new LinkedHashMap<>();
        labels.forEach(label -> index.put(label, index.size()));
        return index;
    }

    /// Returns the index of each label by the form in which its spellings are equal, if it is the only such label.
    private Map<String, Integer> keys() {
        Map<String, Integer> keys = new LinkedHashMap<>();
        for (int place = 0; place < labels.size(); place++) {
            keys.merge(Folding.key(labels.get(place)), place, (_, _) -> -1);
        }
        return keys;
    }

    private static boolean dotted(Map<String, Integer> index, String label) {
        return label.endsWith(".") && !index.containsKey(label) && index.containsKey(undotted(label));
    }

    private static String undotted(String label) {
        return label.substring(0, label.length() - 1);
    }
}
