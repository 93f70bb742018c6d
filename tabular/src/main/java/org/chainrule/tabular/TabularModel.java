package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.model.Trace;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.Target;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Outputs;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Suggestions;
import org.jspecify.annotations.Nullable;

/// A trained network together with what it knows of tables: which columns it reads and how, and what its outputs mean.
/// Immutable, safe to share between threads, nothing to close, and saved as one file.
///
/// ```java
/// TabularModel model = TabularModel.load(Path.of("penguins.safetensors"));
/// Predictions predictions = model.predict(model.read(Path.of("new.csv")));
/// String species = predictions.text(0);
/// ```
public final class TabularModel {
    private static final String SCHEMA = "schema";
    private static final String TARGET = "target";
    private static final String PROVENANCE = "provenance";
    private static final String FORMAT = "format";

    private final Schema schema;
    private final Target target;
    private final Model network;
    private final Provenance provenance;
    private final TableFormat format;
    private final Codec coding;
    private final List<Feature> features;

    TabularModel(Schema schema, Target target, Model network, Provenance provenance, TableFormat format) {
        this.schema = schema;
        this.target = target;
        this.network = network;
        this.provenance = provenance;
        this.format = format;
        this.coding = new Codec(schema, target);
        this.features = schema.encodings().stream().map(encoding -> Feature.of(encoding, format))
                .toList();
    }

    /// The columns it reads and how.
    public Schema schema() {
        return schema;
    }

    /// What it predicts.
    public Target target() {
        return target;
    }

    /// The network.
    public Model network() {
        return network;
    }

    /// Where it comes from.
    public Provenance provenance() {
        return provenance;
    }

    /// Reads a CSV file of rows to predict: its columns hold what they held in training. The target need not be there.
    ///
    /// @throws IOException if the file cannot be read
    public Table read(Path file) throws IOException {
        return Tables.read(file, format.kinds(schema.kinds()));
    }

    /// As [#read(Path)], telling how far it is.
    ///
    /// @throws IOException if the file cannot be read
    public Table read(Path file, ReadingListener listener) throws IOException {
        return Tables.read(file, format.kinds(schema.kinds()), listener);
    }

    /// Reads a CSV file of rows with their targets, for [#evaluate].
    ///
    /// @throws IOException if the file cannot be read
    public Table readWithTarget(Path file) throws IOException {
        return readWithTarget(file, (_, _, _, _) -> {
        });
    }

    /// As [#readWithTarget(Path)], telling how far it is.
    ///
    /// @throws IOException if the file cannot be read
    public Table readWithTarget(Path file, ReadingListener listener) throws IOException {
        Map<String, Column.Kind> kinds = new LinkedHashMap<>(schema.kinds());
        kinds.put(target.column(), target.kind());
        return Tables.read(file, format.kinds(kinds), listener);
    }

    /// Predicts every row of a table.
    ///
    /// @throws ArgumentException if the table lacks a column that the model reads
    public Predictions predict(Table table) {
        return predictions(coding.outputs(network, table, table.rows()));
    }

    /// Predicts some rows of a table, in the order given.
    ///
    /// @param rows the rows, from 0
    /// @throws ArgumentException if there is no such row, or the table lacks a column
    public Predictions predict(Table table, int... rows) {
        for (int row : rows) {
            check(table, row);
        }
        return predictions(coding.outputs(network, table, rows.clone()));
    }

    private static void check(Table table, int row) {
        if (row < 0 || row >= table.size()) {
            throw new ArgumentException("row", table.source() + " has " + Phrases.count(table.size(), "row")
                    + "; there is no row " + (row + 1) + ", so choose one from 1 to " + table.size());
        }
    }

    /// Predicts one row given by name. Each column the model reads must be there; other entries are not read. A value is
    /// a number, text, a boolean, an enum, or a date or time; null, an empty optional, NaN and what meant missing in the
    /// training table say that it is missing.
    ///
    /// @throws ArgumentException if a column is not there, or its value is not what the column held
    public Prediction predict(Map<String, ? extends @Nullable Object> row) {
        float[] inputs = new float[schema.width()];
        int at = 0;
        for (Feature feature : features) {
            Object value = row.get(feature.column());
            if (value == null && !row.containsKey(feature.column())) {
                throw lacking(feature.column(), row);
            }
            feature.encode(value, inputs, at);
            at += feature.width();
        }
        return predictions(inputs).prediction(0);
    }

    private static ArgumentException lacking(String column, Map<String, ?> row) {
        List<String> near = Suggestions.of(column, row.keySet());
        return new ArgumentException("row", "predict: the row lacks " + Phrases.quoted(column)
                + ", which the model reads; "
                + (near.isEmpty() ? "" : "did you mean it by " + Phrases.names(near) + "? ")
                + "give null or an empty optional when the value is missing");
    }

    /// Predicts from records of a type, which is checked against the columns here, once.
    ///
    /// @throws ArgumentException if the record lacks a column, a component is of a type that its column cannot hold, or
    ///     the record is not accessible
    public <R extends Record> Predictor<R> predictor(Class<R> type) {
        return Predictor.of(this, type, null);
    }

    /// As [#predictor(Class)], for a record that only the lookup's class may access.
    ///
    /// @throws ArgumentException as there
    public <R extends Record> Predictor<R> predictor(Class<R> type, MethodHandles.Lookup lookup) {
        return Predictor.of(this, type, lookup);
    }

    /// How values from Java code become inputs, a column each.
    List<Feature> features() {
        return features;
    }

    private Predictions predictions(Outputs outputs) {
        // no pattern switch: the first one of a process takes longer than a prediction
        return target instanceof Target.Classes classes
                ? new Predictions.Classes(classes, outputs)
                : new Predictions.Numbers((Target.Numbers) target, outputs);
    }

    /// What the network says about encoded rows.
    Predictions predictions(float[] inputs) {
        return predictions(Outputs.of(coding.outputs(network, inputs), coding.outputs()));
    }

    /// Measures the model on the rows of a table that have a target.
    ///
    /// @throws ArgumentException if the table lacks a column, or a target is a class that was not learned
    public Evaluation evaluate(Table table) {
        int[] rows = coding.withTarget(table);
        List<Remark> remarks = new ArrayList<>(table.reading().remarks());
        if (rows.length < table.size()) {
            remarks.add(new DataRemark.MissingTarget(table.size() - rows.length, target.column()));
        }
        if (target instanceof Target.Classes classes) {
            remarks.addAll(classes.remarks(table, rows));
        }
        remarks.addAll(schema.remarks(table, rows, target.column()));
        return new Evaluation(rows.length, coding.measure(network, table, rows), remarks);
    }

    /// What there is to say about a table to predict, a sentence each: columns and values that training did not have, which
    /// tell the model nothing.
    public List<Remark> remarks(Table table) {
        return schema.remarks(table, table.rows(), target.column());
    }

    /// Follows one row through the network, forward and back: with its target the loss is differentiated, otherwise the
    /// logit of the predicted class, or the standardized number predicted.
    ///
    /// @param row the row, from 0
    /// @throws ArgumentException if there is no such row, or the table lacks a column
    public Trace trace(Table table, int row) {
        check(table, row);
        int[] one = {row};
        float[] inputs = schema.encode(table, one);
        boolean known = table.has(target.column()) && !table.column(target.column()).missing(row);
        return switch (network) {
            case Classifier classifier when known && target instanceof Target.Classes classes -> {
                int label = classes.classes(table, one)[0];
                yield label < 0 ? classifier.trace(inputs) : classifier.trace(inputs, label);
            }
            case Regressor regressor when known && target instanceof Target.Numbers numbers
                    && table.column(target.column()) instanceof NumberColumn ->
                regressor.trace(inputs, numbers.standardized(table, one)[0]);
            default -> network.trace(inputs);
        };
    }

    /// Saves everything as one safetensors file, whole or not at all: what stood there before stays if anything fails.
    ///
    /// @throws IOException if the file cannot be written, saying why
    public void save(Path file) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(SCHEMA, Json.write(schema.toJson()));
        notes.put(TARGET, Json.write(target.toJson()));
        notes.put(PROVENANCE, Json.write(provenance.toJson()));
        notes.put(FORMAT, Json.write(format.toJson()));
        network.save(file, notes);
    }

    /// Loads a model that [#save] wrote, ready to predict: what a first prediction has to prepare is prepared here.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if it is not such a model
    public static TabularModel load(Path file) throws IOException {
        return of(Model.load(file), file.toString());
    }

    /// Loads a model from a stream, which is read to its end and not closed.
    ///
    /// @throws IOException if the stream cannot be read
    /// @throws FormatException if it is not such a model
    public static TabularModel load(InputStream stream) throws IOException {
        return of(Model.load(stream, "stream"), "stream");
    }

    private static TabularModel of(Model network, String source) {
        Schema schema = Schema.fromJson(note(network, SCHEMA, source), source);
        Target target = Target.fromJson(note(network, TARGET, source), source);
        Provenance provenance = Provenance.fromJson(note(network, PROVENANCE, source), source);
        boolean fits = switch (target) {
            case Target.Classes classes ->
                network instanceof Classifier && network.outputs() == classes.labels().size();
            case Target.Numbers _ -> network instanceof Regressor && network.outputs() == 1;
        };
        if (!fits || IntStream.of(network.row().sizes(1)).sum() != schema.width() || network.row().rank() != 1) {
            throw new FormatException(source,
                    source + " is damaged: its network does not fit its columns and target; copy it again, or "
                            + "train it again");
        }
        // models from before it was kept were trained on files of which all was found out
        TableFormat format = network.metadata().containsKey(FORMAT)
                ? TableFormat.fromJson(note(network, FORMAT, source), source)
                : TableFormat.detected();
        return new TabularModel(schema, target, network, provenance, format).ready();
    }

    /// The same, having predicted once: classes are loaded and buffers made, so that the first caller does not wait for
    /// them.
    private TabularModel ready() {
        Map<String, @Nullable Object> missing = new HashMap<>();
        schema.encodings().forEach(encoding -> missing.put(encoding.column(), null));
        predict(missing);
        return this;
    }

    private static Object note(Model network, String name, String source) {
        String text = network.metadata().get(name);
        if (text == null) {
            throw FormatException.ofWhole(source, source
                    + " is a Chainrule model that was not trained on a table: it lacks the note " + name
                    + "; load it with Model.load");
        }
        return Json.parse(text, source + " (" + name + ")");
    }
}
