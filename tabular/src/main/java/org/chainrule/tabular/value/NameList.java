package org.chainrule.tabular.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Names of columns separated by commas, such as `a,b`. A name may itself contain commas, which only the table can tell:
/// `Height, cm` is one column if the table has a column of this name, otherwise two.
public final class NameList {
    /// The most parts that are taken for one name.
    private static final int MOST_PARTS = 10;

    private NameList() {
    }

    /// Returns the names in lists, resolved by the names of columns: as many parts as possible make a name, from the
    /// left. A part that is no column is returned as it is.
    ///
    /// @param has whether a table has a column of a name
    public static List<String> names(Collection<String> lists, Predicate<String> has) {
        List<String> names = new ArrayList<>();
        for (String list : lists) {
            String[] parts = list.split(",", -1);
            for (int from = 0; from < parts.length;) {
                int to = has.test(list) ? parts.length : Math.min(parts.length, from + MOST_PARTS);
                while (to > from + 1 && !has.test(joined(parts, from, to))) {
                    to--;
                }
                String name = joined(parts, from, to);
                if (!name.isEmpty() || parts.length == 1) {
                    names.add(name);
                }
                from = to;
            }
        }
        return names;
    }

    /// Returns all names that a list may hold.
    public static Set<String> possible(String list) {
        Set<String> names = new LinkedHashSet<>(Set.of(list));
        String[] parts = list.split(",", -1);
        for (int from = 0; from < parts.length; from++) {
            for (int to = from + 1; to <= Math.min(parts.length, from + MOST_PARTS); to++) {
                names.add(joined(parts, from, to));
            }
        }
        return names;
    }

    /// Returns parts as one name. Blanks around a single name are not part of it.
    private static String joined(String[] parts, int from, int to) {
        String name = String.join(",", List.of(parts).subList(from, to));
        return parts.length == 1 ? name : name.strip();
    }
}
