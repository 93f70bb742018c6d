package org.chainrule.tabular.train;

import java.util.Map;
import java.util.Optional;
import org.chainrule.tabular.assess.Neighbors;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;

/// The baseline of the nearest training rows.
///
/// @param neighbors the number of neighbors, chosen on the validation rows
/// @param measures  the measures on the test rows
public record NeighborBaseline(int neighbors, Map<String, Double> measures) {
    /// Measures the baseline; empty if it would take more than a second, if there are no validation rows, and for counts and
    /// quantiles, which few neighbors do not tell.
    ///
    /// @param tests the table that the test rows are in
    public static Optional<NeighborBaseline> of(Codec codec, Table table, int[] train, int[] validation, Table tests,
            int[] test) {
        int width = codec.schema().width();
        boolean averages = !(codec.target() instanceof Target.Numbers numbers) || numbers.isMean();
        if (!averages || validation.length == 0
                || !Neighbors.isQuick(train.length, validation.length + test.length, width)) {
            return Optional.empty();
        }
        float[] trained = codec.schema().encode(table, train);
        Neighbors validated = Neighbors.of(trained, codec.schema().encode(table, validation), width);
        Neighbors tested = Neighbors.of(trained, codec.schema().encode(tests, test), width);
        int neighbors;
        float[] outputs;
        switch (codec.target()) {
            case Target.Classes classes -> {
                int count = classes.labels().size();
                int[] labels = classes.classes(table, train);
                neighbors = validated.bestForClasses(labels, count, classes.classes(table, validation));
                outputs = tested.classes(neighbors, labels, count);
            }
            case Target.Numbers numbers -> {
                float[] standardized = numbers.standardized(table, train);
                neighbors = validated.bestForNumbers(standardized, numbers.standardized(table, validation));
                outputs = tested.numbers(neighbors, standardized);
            }
        }
        return Optional.of(new NeighborBaseline(neighbors, codec.measure(outputs, tests, test)));
    }
}
