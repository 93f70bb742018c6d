package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.model.Classifier;
import org.chainrule.model.Model;
import org.chainrule.model.Regressor;
import org.chainrule.model.Trace;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.ensemble.Familiarity;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.report.Report;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Outputs;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// A trained network together with the columns it reads, their encodings, and the meaning of its outputs. Immutable,
/// safe to share between threads, needs no closing, and is saved as one file.
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
    private static final String FAMILIARITY = "familiarity";

    private final Schema schema;
    private final Target target;
    private final Model network;
    private final Provenance provenance;
    final TableFormat format;
    final Familiarity familiarity;
    private final Codec codec;
    private final List<Predictor.Feature> features;

    TabularModel(Schema schema, Target target, Model network, Provenance provenance, TableFormat format) {
        this(schema, target, network, provenance, format, "");
    }

    /// @param familiarity what tells rows that are unlike the training rows as a whole; empty if nothing does
    TabularModel(Schema schema, Target target, Model network, Provenance provenance, TableFormat format,
            String familiarity) {
        this.schema = schema;
        this.target = target;
        this.network = network;
        this.provenance = provenance;
        this.format = format;
        this.familiarity = new Familiarity(network, familiarity);
        this.codec = new Codec(schema, target).aiming(provenance.aim());
        this.features = schema.encodings().stream().map(encoding -> Predictor.Feature.of(encoding, format)).toList();
    }

    /// Returns the columns that the model reads, with their encodings.
    public Schema schema() {
        return schema;
    }

    /// Returns the target that the model predicts.
    public Target target() {
        return target;
    }

    /// Returns the network.
    public Model network() {
        return network;
    }

    /// Returns the provenance of the model: its data, settings and results.
    public Provenance provenance() {
        return provenance;
    }

    /// Returns an explainer of the model on rows, best such that the model did not learn from.
    ///
    /// @throws ArgumentException if the table lacks a column that the model reads, or has no rows
    public Explainer explain(Table rows) {
        return Explainer.of(schema, target, network, provenance.aim(), rows);
    }

    /// Returns the name of the measure that decides between this model and another, such as `logLoss`: the metric that
    /// chose the epoch, if one was chosen.
    public String deciding() {
        return provenance.aim().deciding(target).reported();
    }

    /// Reads a CSV file of rows to predict, with the column types and the format of the training. The target may be
    /// missing.
    ///
    /// @throws IOException if the file cannot be read
    public Table read(Path file) throws IOException {
        return read(TableSource.of(file), ReadingListener.SILENT);
    }

    /// Same as [#read(Path)], for a table from any place, reporting progress to a listener.
    ///
    /// @throws IOException if reading fails
    public Table read(TableSource source, ReadingListener listener) throws IOException {
        return source.read(format.kinds(schema.kinds()), listener);
    }

    /// Reads a CSV file of rows with their targets, for [#evaluate].
    ///
    /// @throws IOException if the file cannot be read
    public Table readWithTarget(Path file) throws IOException {
        return readWithTarget(TableSource.of(file), ReadingListener.SILENT);
    }

    /// Same as [#readWithTarget(Path)], for a table from any place, reporting progress to a listener.
    ///
    /// @throws IOException if reading fails
    public Table readWithTarget(TableSource source, ReadingListener listener) throws IOException {
        Map<String, Column.Kind> kinds = schema.kinds();
        kinds.put(target.column(), target.kind());
        return source.read(format.kinds(kinds), listener);
    }

    /// Predicts every row of a table.
    ///
    /// @throws ArgumentException if the table lacks a column that the model reads
    public Predictions predict(Table table) {
        return predictions(codec.outputs(network, table, table.rows()));
    }

    /// Predicts some rows of a table, in the given order.
    ///
    /// @param rows the rows, from 0
    /// @throws ArgumentException if a row is out of range, or the table lacks a column
    public Predictions predict(Table table, int... rows) {
        for (int row : rows) {
            check(table, row);
        }
        return predictions(codec.outputs(network, table, rows.clone()));
    }

    private static void check(Table table, int row) {
        if (row < 0 || row >= table.size()) {
            throw new ArgumentException("row", table.source() + " has " + Phrases.count(table.size(), "row")
                    + "; there is no row " + (row + 1) + ", so choose one from 1 to " + table.size());
        }
    }

    /// Predicts one row, given as values by column name. The map must have an entry for each column that the model
    /// reads; other entries are ignored. A value is a number, text, a boolean, an enum constant, or a date or time.
    /// Null, an empty optional, NaN, and the words that meant missing in the training table stand for a missing value.
    ///
    /// @throws ArgumentException if an entry is missing, or the column cannot hold its value
    public Prediction predict(Map<String, ? extends @Nullable Object> row) {
        return predict(inputs(row)).prediction(0);
    }

    private float[] inputs(Map<String, ? extends @Nullable Object> row) {
        float[] inputs = new float[schema.width()];
        int at = 0;
        for (Predictor.Feature feature : features) {
            feature.encode(feature.value(row), inputs, at);
            at += feature.width();
        }
        return inputs;
    }

    /// Returns which rows of a table are unlike the training rows, and in which columns: predictions for them are guesses.
    ///
    /// @throws ArgumentException if the table lacks a column that the model reads
    public Novelty novelty(Table table) {
        return familiarity.novelty(schema, table, table.rows());
    }

    /// Returns whether a row, given as values by column name, is unlike the training rows, and in which columns.
    ///
    /// @throws ArgumentException if an entry is missing, or the column cannot hold its value
    public Novelty novelty(Map<String, ? extends @Nullable Object> row) {
        double[] values = new double[features.size()];
        String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = features.get(i).value(row);
            values[i] = features.get(i).reader().read(value);
            texts[i] = Predictor.Feature.text(value);
        }
        return familiarity.novelty(schema, inputs(row), List.of(values), List.<String[]>of(texts));
    }

    /// Returns a predictor for records of a type. It checks the type against the columns once, here.
    ///
    /// @throws ArgumentException if the record lacks a component for a column, the type of a component does not fit its
    ///     column, or the record is not accessible
    public <R extends Record> Predictor<R> predictor(Class<R> type) {
        return Predictor.of(this, type, null);
    }

    /// Same as [#predictor(Class)], for a record that only the lookup's class may access.
    ///
    /// @throws ArgumentException if the record lacks a component for a column, the type of a component does not fit its
    ///     column, or the lookup cannot access the record
    public <R extends Record> Predictor<R> predictor(Class<R> type, MethodHandles.Lookup lookup) {
        return Predictor.of(this, type, lookup);
    }

    /// Returns the feature of each column, which turns values from Java code into inputs.
    List<Predictor.Feature> features() {
        return features;
    }

    private Predictions predictions(Outputs outputs) {
        // a pattern switch here would slow down the first prediction of a process
        if (target instanceof Target.Classes classes) {
            return new Predictions.Classes(classes, outputs);
        }
        Target.Numbers numbers = (Target.Numbers) target;
        return numbers.estimand() instanceof Estimand.Quantiles quantiles
                ? new Predictions.Quantiles(numbers, quantiles, outputs)
                : new Predictions.Numbers(numbers, outputs);
    }

    /// Returns the format of the training files, with which [Encoding][org.chainrule.tabular.encode.Encoding#values] reads.
    public TableFormat format() {
        return format;
    }

    /// Predicts rows that were encoded by the [schema][#schema()], bit for bit as each of them alone.
    ///
    /// @param inputs the inputs, as [rows, [width][Schema#width()]]
    public Predictions predict(float[] inputs) {
        return predictions(Outputs.of(codec.outputs(network, inputs), codec.outputs()));
    }

    /// Measures the model on those rows of a table that have a target. If the training rows had weights and the table has
    /// the column of the weights, the measures are weighted, too.
    ///
    /// @throws ArgumentException if the table lacks a column, or a target is a class that the model does not know
    public Evaluation evaluate(Table read) {
        Table table = codec.aim().counted(read);
        int[] rows = codec.withTarget(table);
        List<Remark> remarks = new ArrayList<>(table.reading().remarks());
        if (rows.length < table.size()) {
            remarks.add(new DataRemark.MissingTarget(table.size() - rows.length, target.column()));
        }
        remarks.addAll(Warnings.weights(codec.aim(), table));
        if (target instanceof Target.Classes classes) {
            remarks.addAll(classes.remarks(table, rows));
        }
        Novelty novelty = familiarity.novelty(schema, table, rows);
        remarks.addAll(schema.remarks(table, novelty, target.column()));
        int[] clamped = {0};
        Map<String, Double> measures = target instanceof Target.Numbers numbers && numbers.changes()
                ? codec.measure(codec.heldOut(network, table, rows).counting(numbers, clamped), table)
                : codec.measure(network, table, rows);
        if (target instanceof Target.Numbers numbers) {
            remarks.addAll(Predictions.Numbers.remarks(numbers, clamped[0], rows.length));
        }
        return new Evaluation(rows.length, measures, novelty, remarks);
    }

    /// Returns a remark for each column that the training table did not have, and that the model therefore ignores, and
    /// for each column with values unlike those of the training rows.
    public List<Remark> remarks(Table table) {
        return schema.remarks(table, novelty(table), target.column());
    }

    /// Returns the report of the model on rows with a target: how good it is, what it relies on, and where it errs. Rows that
    /// it learned from are left out, unless there are no others.
    ///
    /// @throws ArgumentException as [#evaluate] does
    public Report report(Table rows) {
        return report(rows, Wording.JAVA);
    }

    /// Same as [#report(Table)], in which remarks name their remedies as a user interface does.
    public Report report(Table rows, Wording wording) {
        return Report.of(provenance.subject(this), rows, Optional.empty(), wording);
    }

    /// Traces one row through the network, forward and backward. It differentiates the loss if the row has a target,
    /// and otherwise the logit of the predicted class or the output of the network: the standardized predicted number. Of
    /// counts and quantiles it always differentiates the output, which is their logarithm, or the sum of the outputs.
    ///
    /// @param row the row, from 0
    /// @throws ArgumentException if the row is out of range, or the table lacks a column
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
            case Regressor regressor when known && target instanceof Target.Numbers numbers && numbers.isMean()
                    && table.column(target.column()) instanceof NumberColumn ->
                regressor.trace(inputs, numbers.learned(numbers.values(table).value(row)));
            default -> network.trace(inputs);
        };
    }

    /// Saves the model as one safetensors file. If anything fails, an existing file at this path stays as it was.
    ///
    /// @throws IOException if the file cannot be written; the message gives the reason
    public void save(Path file) throws IOException {
        network.save(file, notes());
    }

    /// Returns the notes that describe the model beside its network in a file.
    Map<String, String> notes() {
        Map<String, String> notes = new HashMap<>(Map.of(SCHEMA, Json.write(schema.toJson()), TARGET,
                Json.write(target.toJson()), PROVENANCE, Json.write(provenance.toJson()), FORMAT,
                Json.write(format.toJson())));
        if (!familiarity.text().isEmpty()) {
            notes.put(FAMILIARITY, familiarity.text());
        }
        return notes;
    }

    /// Loads a model that [#save] wrote. The model predicts once while it loads, so that the first call is fast.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if the file is not a model trained on a table
    public static TabularModel load(Path file) throws IOException {
        return of(Model.load(file), file.toString());
    }

    /// Loads a model from a stream. Reads the stream to its end and does not close it.
    ///
    /// @throws IOException if the stream cannot be read
    /// @throws FormatException if the stream is not a model trained on a table
    public static TabularModel load(InputStream stream) throws IOException {
        return load(stream, "stream");
    }

    /// Same as [#load(InputStream)], with the name that messages give the stream.
    public static TabularModel load(InputStream stream, String source) throws IOException {
        return of(Model.load(stream, source), source);
    }

    /// Returns the model of a network that was loaded with its [#notes] from a file, which messages name.
    static TabularModel of(Model network, String source) {
        Schema schema = Schema.fromJson(note(network, SCHEMA, source), source);
        Target target = Target.fromJson(note(network, TARGET, source), source);
        Provenance provenance = Provenance.fromJson(note(network, PROVENANCE, source), source);
        if (!TrainingRun.fits(schema, target, network)) {
            throw new FormatException(source, source
                    + " is damaged: its network does not fit its columns and target; copy it again, or train it again");
        }
        // older models lack the format; every format was detected when they were trained
        TableFormat format = network.metadata().containsKey(FORMAT)
                ? TableFormat.fromJson(note(network, FORMAT, source), source)
                : TableFormat.detected();
        return new TabularModel(schema, target, network, provenance, format,
                network.metadata().getOrDefault(FAMILIARITY, "")).ready();
    }

    /// Predicts once and returns this model: that loads classes and allocates buffers, so that the first caller does
    /// not wait.
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
