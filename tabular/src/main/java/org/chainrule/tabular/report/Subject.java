package org.chainrule.tabular.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.chainrule.model.Model;
import org.chainrule.model.Trace;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;

/// What a report tells about: a model with everything that it keeps of its training. `TabularModel.report` makes it.
///
/// @param schema   the encodings of the columns
/// @param target   the column to predict
/// @param aim      the measure that decides, and the weights of the rows
/// @param model    the network
/// @param origin   where the model comes from
/// @param search   the networks that were trained
/// @param results  the measures at the time of training by subject, such as `validation` and `test`
/// @param settings the settings of the training as a tree; empty if the model does not keep them
/// @param seen     the rows that the model has seen, as text; empty if it does not keep them
/// @param tracing  follows a row through the network
public record Subject(Schema schema, Target target, Aim aim, Model model, Origin origin, Search search,
        Map<String, Map<String, Double>> results, Map<String, Object> settings, String seen, Tracing tracing) {
    /// Creates a subject; copies the maps.
    public Subject {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /// What only the training itself knows, and a report of its model adds.
    ///
    /// @param table      the table that the model was trained on
    /// @param drawn      how the test rows were chosen, such as `drawn at random class by class`
    /// @param choice     the task and the reason for it, as a sentence
    /// @param remarks    the remarks on the data and the training
    /// @param seconds    the duration of the training
    /// @param memory     the bytes that training a batch takes
    /// @param limit      the time limit of the training in seconds; empty if there was none
    /// @param test       the measures on the test rows; empty if they were not measured
    /// @param baselines  the measures of the baselines on the test rows
    /// @param constant   the constant baseline in words, such as `always the mean, 5.5`
    /// @param predicted  what it predicts, in words without a comma, such as `the mean (5.5)`
    /// @param assessment how far the measures can be trusted
    public record Notes(Table table, String drawn, String choice, List<Remark> remarks, double seconds, long memory,
            OptionalDouble limit, Map<String, Double> test, Map<String, Map<String, Double>> baselines,
            String constant, String predicted, Assessment assessment) {
        /// Creates notes; copies the collections.
        public Notes {
            remarks = List.copyOf(remarks);
            test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
            baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
        }
    }

    /// Follows rows through the network of a model.
    @FunctionalInterface
    public interface Tracing {
        /// Returns the values and the gradients of a row of a table.
        Trace of(Table table, int row);
    }
}
