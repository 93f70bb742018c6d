package org.chainrule.tabular.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.value.Phrases;

/// The permutation importance of columns (Breiman, "Random forests", 2001): how much worse the deciding measure gets when the
/// values of a column are shuffled among the rows, so that they tell nothing any more. All inputs that a column becomes are
/// shuffled together. Columns that the model leaves out have none.
///
/// It tells how much this model relies on a column, not how much the column could tell. Of columns that say the same, each
/// looks less important, because the others stand in for it; [Group] measures them together.
///
/// @param metric  the name of the deciding measure, such as `logLoss`
/// @param score   its value for the rows as they are, in the unit of the target
/// @param rows    the number of rows that were shuffled
/// @param repeats the number of times that each column was shuffled
/// @param planned the number of times that it was to be shuffled; more than `repeats` if the
///                [time limit][Explainer#atMost] was over
/// @param columns the columns, the most important first
/// @param unmeasured the columns that were not shuffled, for the same reason
/// @param groups  columns that say nearly the same, the most important group first
public record Importance(String metric, double score, int rows, int repeats, int planned, List<Column> columns,
        List<String> unmeasured, List<Group> groups) {
    /// Creates importances; copies the lists.
    public Importance {
        columns = List.copyOf(columns);
        unmeasured = List.copyOf(unmeasured);
        groups = List.copyOf(groups);
    }

    /// The importance of a column.
    ///
    /// @param column    the name of the column
    /// @param mean      how much worse the measure got, on average over the repeats; about 0 if the model does not use the
    ///                  column, and below 0 if shuffling happened to help
    /// @param deviation the population standard deviation over the repeats
    public record Column(String column, double mean, double deviation) {
        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("column", column);
            json.put("mean", mean);
            json.put("deviation", deviation);
            return json;
        }
    }

    /// The importance of columns that say nearly the same: each is linked to another by a rank correlation or a Cramér's V
    /// of at least 0.9. All of them are shuffled in the same way.
    ///
    /// @param columns   the names of the columns
    /// @param link      the strongest link between two of them, from 0.9 to 1
    /// @param mean      how much worse the measure got, on average over the repeats
    /// @param deviation the population standard deviation over the repeats
    public record Group(List<String> columns, double link, double mean, double deviation) {
        /// Creates a group; copies the list.
        public Group {
            columns = List.copyOf(columns);
        }

        /// Returns a sentence without a full stop: `"sqft" and "rooms" say nearly the same, so each may look less important
        /// than it is; together: 0.31`.
        public String sentence() {
            return Phrases.names(columns)
                    + " say nearly the same, so each may look less important than it is; together: "
                    + Phrases.grouped(mean, 3);
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("columns", columns);
            json.put("link", link);
            json.put("mean", mean);
            json.put("deviation", deviation);
            return json;
        }
    }

    /// Returns the importances as a tree for [org.chainrule.io.Json].
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", metric);
        json.put("score", score);
        json.put("rows", rows);
        json.put("repeats", repeats);
        json.put("planned", planned);
        json.put("columns", columns.stream().map(Column::toJson).toList());
        json.put("unmeasured", unmeasured);
        json.put("groups", groups.stream().map(Group::toJson).toList());
        return json;
    }
}
