package org.chainrule.serve.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chainrule.serve.batch.Answer;
import org.chainrule.serve.batch.Batcher;
import org.chainrule.serve.measure.Drift;
import org.chainrule.serve.measure.Histogram;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.outcome.Target;

/// A loaded model that answers requests. Immutable but for its counts.
public final class Served {
    /// The most numbers that the rows of a request may become.
    private static final int MOST_INPUTS = 1 << 24;
    private static final int MOST_OUTPUTS = 1 << 22;
    private static final int MOST_ROWS = 100_000;

    private final String name;
    private final String version;
    private final String digest;
    private final List<Part> parts;
    private final List<Encoding> columns;
    private final Map<String, Integer> places;
    private final Optional<String> list;
    private final List<String> labels;
    private final Drift drift;
    private final int mostRows;
    private final Map<String, String> headers;
    private final Batches batches;

    /// The settings of batches.
    ///
    /// @param most  the most rows in a batch
    /// @param nanos how long the first request of a batch waits for others
    public record Batches(int most, long nanos) {
    }

    private Served(String name, String version, String digest, List<TabularModel> models, Optional<String> list,
            List<String> labels, Batches batches, Histogram sizes) {
        this.name = name;
        this.version = version;
        this.digest = digest;
        this.headers = Map.of("Chainrule-Model", digest);
        this.list = list;
        this.labels = labels;
        this.batches = batches;
        Map<String, Encoding> all = new LinkedHashMap<>();
        models.forEach(model -> model.schema().encodings().forEach(each -> all.putIfAbsent(each.column(), each)));
        this.columns = List.copyOf(all.values());
        this.places = new LinkedHashMap<>();
        all.keySet().forEach(column -> places.put(column, places.size()));
        List<Part> made = new ArrayList<>();
        for (TabularModel model : models) {
            Optional<Part> same = made.stream().filter(each -> each.model().schema().equals(model.schema()))
                    .findFirst();
            int width = model.schema().width();
            made.add(new Part(model, same.map(Part::inputs).orElse(made.size()), places,
                    new Batcher(model::predict, width, batches.most, batches.nanos, sizes)));
        }
        this.parts = List.copyOf(made);
        this.drift = new Drift(List.copyOf(all.keySet()));
        int width = IntStream.range(0, parts.size()).filter(part -> parts.get(part).inputs() == part)
                .map(part -> parts.get(part).width()).sum();
        int outputs = parts.stream().mapToInt(part -> part.model().network().outputs()).sum();
        this.mostRows = Math.clamp(Math.min(MOST_INPUTS / Math.max(1, width), MOST_OUTPUTS / Math.max(1, outputs)), 1,
                MOST_ROWS);
    }

    /// Returns the same model with counts of its own, for rows that no client sent.
    public Served apart() {
        return new Served(name, version, digest, models(), list, labels, batches, new ServerMetrics().batches(name));
    }

    /// Returns a model of one target.
    static Served of(String name, String version, String digest, TabularModel model, Batches batches,
            Histogram sizes) {
        return new Served(name, version, digest, List.of(model), Optional.empty(), List.of(), batches, sizes);
    }

    /// Returns a model of several targets, or of the labels of lists.
    static Served of(String name, String version, String digest, MultiModel models, Batches batches,
            Histogram sizes) {
        return new Served(name, version, digest, models.models(), models.list(), models.labels(), batches, sizes);
    }

    /// Returns the name in addresses.
    public String name() {
        return name;
    }

    /// Returns the version.
    public String version() {
        return version;
    }

    /// Returns the first twelve digits of the SHA-256 of the file.
    public String digest() {
        return digest;
    }

    /// Returns the headers of its answers, which name the file that answered.
    public Map<String, String> headers() {
        return headers;
    }

    /// Returns the model of each target.
    public List<TabularModel> models() {
        return parts.stream().map(Part::model).toList();
    }

    /// Returns the target columns; for lists those of their labels.
    public List<Target> targets() {
        return parts.stream().map(part -> part.model().target()).toList();
    }

    /// Returns the column of lists whose labels are predicted; empty if the targets are columns.
    public Optional<String> list() {
        return list;
    }

    /// Returns the labels of lists, in the order of the targets; empty if the targets are columns.
    public List<String> labels() {
        return labels;
    }

    /// Returns the names of what is predicted: the targets, or the column of lists.
    public List<String> predicted() {
        return list.map(List::of).orElseGet(() -> targets().stream().map(Target::column).toList());
    }

    /// Returns the encoding of each column that some target needs.
    public List<Encoding> columns() {
        return columns;
    }

    /// Returns the names of the columns.
    public List<String> names() {
        return List.copyOf(places.keySet());
    }

    /// Returns the place of a column; -1 if the model does not read it.
    public int place(String column) {
        return places.getOrDefault(column, -1);
    }

    /// Returns the most rows of a request.
    public int mostRows() {
        return mostRows;
    }

    /// Returns how the inputs differ from those of the training.
    public Drift drift() {
        return drift;
    }

    List<Part> parts() {
        return parts;
    }

    /// Predicts rows, at least one, and counts their values.
    ///
    /// @return the predictions of each target
    public List<Answer> predict(RowInputs rows) {
        drift.add(rows.tally());
        if (parts.size() == 1) {
            return List.of(parts.getFirst().predict(rows));
        }
        return parts.stream().map(part -> part.predict(rows)).toList();
    }

    /// Returns whether the model predicts finite numbers for rows without values and for a typical row.
    boolean isFinite() {
        RowInputs rows = new RowInputs(this, false, () -> {
        });
        rows.begin();
        rows.end();
        rows.begin();
        for (int place = 0; place < columns.size(); place++) {
            rows.value(place, columns.get(place).sample());
        }
        rows.end();
        return predict(rows).stream().allMatch(answer -> IntStream.range(0, rows.size())
                .allMatch(row -> finite(answer.around(row), answer.at(row))));
    }

    private static boolean finite(Predictions predictions, int row) {
        return switch (predictions) {
            case Predictions.Classes classes -> IntStream.range(0, classes.labels().size())
                    .allMatch(k -> Float.isFinite(classes.probability(row, k)));
            case Predictions.Numbers numbers -> Double.isFinite(numbers.value(row));
            case Predictions.Quantiles quantiles -> IntStream.range(0, quantiles.levels().size())
                    .allMatch(k -> Double.isFinite(quantiles.value(row, k)));
        };
    }
}
