package org.chainrule.tabular.ensemble;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.io.Json;
import org.chainrule.model.Model;
import org.chainrule.tabular.assess.ReferenceRows;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.JsonFields;
import org.jspecify.annotations.Nullable;

/// What a model keeps of its training rows to tell whether a row is like them as a whole: whose values are all usual, but in a
/// combination that never occurred. A row is compared with [ReferenceRows] by its [RowVectors].
///
/// The network that counts has not learned from the held-out rows. Safe to share between threads.
public final class Familiarity {
    private static final int FORMAT = 1;
    /// Rows are compared in blocks of this size.
    private static final int BLOCK = 512;

    private final Model model;
    private final String text;
    private volatile @Nullable Known known;

    private record Known(RowVectors vectors, double[] scales, ReferenceRows reference) {
    }

    /// Creates what a model keeps.
    ///
    /// @param text the text that [#learn] returned
    public Familiarity(Model model, String text) {
        this.model = model;
        this.text = text;
    }

    /// Returns the place of the network that counts in the average; 0 for a single network.
    public static int place(Model model) {
        return RowVectors.place(model);
    }

    /// Returns what a model keeps as text; empty if there are too few rows.
    ///
    /// @param place  the place of the network that counts
    /// @param source the inputs of the rows of a table
    /// @param train  the rows that this network learned from
    /// @param held   rows that it did not learn from
    public static String learn(Model model, int place, RowSource source, int[] train, int[] held) {
        if (train.length < ReferenceRows.FEWEST || held.length < ReferenceRows.FEWEST) {
            return "";
        }
        RowVectors vectors = RowVectors.of(model, place);
        float[] some = read(source, even(train), vectors.inputs());
        double[] scales = vectors.scales(some);
        ReferenceRows reference = ReferenceRows.of(vectors.vectors(some, scales),
                vectors.vectors(read(source, even(held), vectors.inputs()), scales), vectors.length());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("network", place);
        json.put("inputs", scales[0]);
        json.put("hidden", scales[1]);
        json.put("reference", reference.toJson());
        return Json.write(json);
    }

    private static int[] even(int[] rows) {
        int count = Math.min(rows.length, ReferenceRows.MOST);
        return IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
    }

    private static float[] read(RowSource source, int[] rows, int width) {
        float[] inputs = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            source.read(rows[i], inputs, i * width);
        }
        return inputs;
    }

    /// Returns the text to keep; empty if nothing is known.
    public String text() {
        return text;
    }

    /// Returns how rows of a table are unlike the training rows.
    ///
    /// @throws org.chainrule.error.ArgumentException if the table lacks a column, or a column has another type than in
    ///     training
    public Novelty novelty(Schema schema, Table table, int[] rows) {
        Novelty columns = schema.novelty(table, rows);
        return distances(schema.rows(table), rows)
                .map(distances -> columns.with(distances, row -> table.line(rows[row]))).orElse(columns);
    }

    /// Returns how rows from Java code are unlike the training rows.
    ///
    /// @param inputs the inputs of the rows, row after row
    /// @param values the values of each row, as the readers of the encodings return them
    /// @param texts  the same values in words
    public Novelty novelty(Schema schema, float[] inputs, List<double[]> values, List<String[]> texts) {
        Novelty columns = schema.novelty(values.size(), new Novelty.Cells() {
            @Override
            public double value(int column, int row) {
                return values.get(row)[column];
            }

            @Override
            public String text(int column, int row) {
                return texts.get(row)[column];
            }
        });
        int width = schema.width();
        return distances((row, out, at) -> System.arraycopy(inputs, row * width, out, at, width),
                IntStream.range(0, values.size()).toArray())
                .map(distances -> columns.with(distances, _ -> 0)).orElse(columns);
    }

    /// Returns how far rows are from the training rows; empty if the model keeps nothing to tell.
    ///
    /// @param source the inputs of the rows
    /// @param rows   the rows of the source
    private Optional<Novelty.Distances> distances(RowSource source, int[] rows) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Known kept = known();
        ReferenceRows reference = kept.reference;
        double[] quantiles = new double[rows.length];
        boolean[] far = new boolean[rows.length];
        IntStream.range(0, (rows.length + BLOCK - 1) / BLOCK).parallel().forEach(number -> {
            int from = number * BLOCK;
            int[] block = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + BLOCK));
            float[] vectors = kept.vectors.vectors(read(source, block, kept.vectors.inputs()), kept.scales);
            for (int i = 0; i < block.length; i++) {
                float distance = reference.distance(
                        Arrays.copyOfRange(vectors, i * reference.width(), (i + 1) * reference.width()));
                quantiles[from + i] = reference.quantile(distance);
                far[from + i] = reference.isFar(distance);
            }
        });
        return Optional.of(new Novelty.Distances() {
            @Override
            public double quantile(int row) {
                return quantiles[row];
            }

            @Override
            public boolean isFar(int row) {
                return far[row];
            }
        });
    }

    /// Returns what the text says. Threads that ask at the same time may each read it.
    private Known known() {
        Known kept = known;
        if (kept == null) {
            String source = "model (familiarity)";
            JsonFields fields = JsonFields.of(Json.parse(text, source), source, "familiarity").version(FORMAT);
            RowVectors vectors = RowVectors.of(model, (int) fields.number("network"));
            ReferenceRows reference = ReferenceRows.fromJson(fields.object("reference"));
            if (reference.width() != vectors.length()) {
                throw fields.refuse("does not fit the network");
            }
            kept = new Known(vectors, new double[]{fields.number("inputs"), fields.number("hidden")}, reference);
            known = kept;
        }
        return kept;
    }
}
