package org.chainrule.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;

/// A classification data set from `examples/data`, standardized by its training rows. Three tenths of each class are held out
/// for the test.
///
/// @param classes the names of the classes
/// @param train the training rows
/// @param test the test rows
/// @param testInputs the inputs of the test rows, row by row
/// @param testLabels the classes of the test rows
record Samples(List<String> classes, Examples train, Examples test, float[] testInputs, int[] testLabels) {
    private static final double HELD_OUT = 0.3;

    /// Reads `file` and splits it at random.
    static Samples read(String file, String target, long seed) {
        try {
            Table table = Tables.read(find(file));
            int[] rows = table.rows();
            if (!(TargetChoice.of(table, target).fit(rows) instanceof Target.Classes classes)) {
                throw new IllegalArgumentException(file + " has no classes in " + target);
            }
            RowSplit split = RowSplit.stratified(rows, classes.classes(table, rows), HELD_OUT, seed);
            Schema schema = Schema.fit(table, split.kept(), Set.of(target));
            float[] inputs = schema.encode(table, split.held());
            int[] labels = classes.classes(table, split.held());
            Examples train = Examples.of(schema.encode(table, split.kept()), schema.width(),
                    classes.classes(table, split.kept()));
            return new Samples(classes.labels(), train, Examples.of(inputs, schema.width(), labels), inputs, labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The inputs of one test row.
    float[] testRow(int row) {
        int features = test.features();
        return Arrays.copyOfRange(testInputs, row * features, (row + 1) * features);
    }

    /// The share of test rows that a model classifies correctly.
    double accuracy(Classifier model) {
        return model.evaluate(test).getOrDefault("accuracy", Double.NaN);
    }

    private static Path find(String file) {
        Path inside = Path.of("data", file);
        return Files.exists(inside) ? inside : Path.of("examples", "data", file);
    }
}
