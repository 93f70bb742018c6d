package org.chainrule.examples;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.model.Trace;
import org.chainrule.tabular.ClassPrediction;
import org.chainrule.tabular.CrossValidation;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.MultiTabular;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Predictor;
import org.chainrule.tabular.QuantilePrediction;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.report.Report;
import org.chainrule.tabular.table.Table;
import org.jspecify.annotations.Nullable;

/// A CSV file becomes a model: trained, saved, loaded by a service, and traced.
public final class Irises {
    private Irises() {
    }

    // snippet: a table
    static TabularResult fit(Path csv) throws IOException {
        return Tabular.of("species").fit(csv);
    }

    static void report(TabularResult result) {
        print("network", result.test());
        result.baselines().forEach(Irises::print); // a constant, a linear model and the nearest rows
    }
    // end

    // snippet: a service
    record Iris(double sepalLengthCm, double sepalWidthCm, double petalLengthCm, double petalWidthCm) {
    }

    /// The record is checked against the columns of the model here, once.
    static Predictor<Iris> load(Path file) throws IOException {
        return TabularModel.load(file).predictor(Iris.class, MethodHandles.lookup());
    }

    /// Any number of threads may call this at the same time.
    static String answer(Predictor<Iris> predictor, Iris iris) {
        return switch (predictor.predict(iris)) {
            case ClassPrediction species -> species.label() + " " + species.probabilities();
            case NumberPrediction number -> number.value() + " from " + number.low() + " to " + number.high();
            case QuantilePrediction number -> number.value() + " " + number.quantiles();
        };
    }
    // end

    // snippet: a row unlike the training
    /// Returns the columns in which an iris is unlike all irises of the training; empty if the prediction is no guess.
    static List<String> doubts(Predictor<Iris> predictor, Iris iris) {
        return predictor.novelty(iris).columns(0);
    }
    // end

    // snippet: several targets
    /// Returns models of the species and of the length of the petals of an iris, which read the other columns.
    static MultiModel speciesAndLength(Path csv) throws IOException {
        return MultiTabular.of("species", "petal_length").with(each -> each.quick().seed(7)).fit(csv).model();
    }

    /// Returns the length of the petals of an iris.
    static double petals(MultiModel models, Map<String, Double> iris) {
        return ((NumberPrediction) models.model("petal_length").predict(iris)).value();
    }

    /// Returns models of the labels in a column of lists, such as `red;big`.
    static MultiModel labels(Path csv) throws IOException {
        return MultiTabular.labels("tags").fit(csv).model();
    }
    // end

    // snippet: how far the numbers can be trusted
    /// Returns the mean accuracy of ten models on rows that they have not seen, and its standard deviation.
    static String crossValidated(Tabular training, Path csv) throws IOException {
        CrossValidation folds = training.prepare(csv).crossValidate(5, 2);
        return String.format(Locale.ROOT, "accuracy %.4f, deviation %.4f", folds.mean().get("accuracy"),
                folds.deviation().get("accuracy"));
    }

    /// Returns the interval in which the accuracy of a model lies for 95 % of such test rows; null if there is none.
    static @Nullable Interval accuracy(TabularResult result) {
        return result.assessment().intervals().get("accuracy");
    }

    /// Returns the species that an iris of a table may be of: they contain the true one for 19 of 20 irises.
    static List<String> candidates(TabularModel model, Table irises, int row) {
        return ((Predictions.Classes) model.predict(irises)).set(row, 0.95);
    }
    // end

    // snippet: a report
    /// Writes the report of a model on rows that it has not seen, and returns what the model is worth.
    static String reported(TabularModel model, Table tests, Path page) throws IOException {
        Report report = model.report(tests);
        report.save(page);
        return report.summary().verdict(); // On 30 rows that the model did not learn from, 96.7 % ...
    }
    // end

    // snippet: why a model says what it says
    /// Returns the columns that the model relies on, the most important first, with how much its log loss grows without them.
    static List<String> important(TabularModel model, Table tests) {
        return model.explain(tests).importance().columns().stream()
                .map(column -> String.format(Locale.ROOT, "%s %.2f", column.column(), column.mean())).toList();
    }

    /// Returns how the prediction depends on a column: `the probability that "species" is "setosa" falls with "petal_length_cm"`.
    static String direction(TabularModel model, Table tests, String column) {
        return model.explain(tests).dependence(column).sentence();
    }

    /// Returns the column that moved the prediction of a row most.
    static String reason(TabularModel model, Table tests, int row) {
        return model.explain(tests).attribution(row).columns().getFirst().column();
    }
    // end

    // snippet: quantiles of a number
    /// Returns a training that predicts three quantiles of a number instead of its mean.
    static Tabular quantiles(String column) {
        return Tabular.of(column).quantiles(0.1, 0.5, 0.9);
    }

    /// Returns a number that the true one exceeds in one of ten rows.
    static double rarelyExceeded(TabularModel model, Table rows, int row) {
        return ((Predictions.Quantiles) model.predict(rows)).value(row, 2);
    }
    // end

    // snippet: one row traced
    static void trace(TabularModel model, Path csv) throws IOException {
        Trace trace = model.trace(model.readWithTarget(csv), 70); // a versicolor that resembles a virginica
        Print.line("%s %.4f", trace.of(), trace.value());
        for (Trace.Step step : trace.steps()) {
            float largest = step.gradient().abs().max().value();
            Print.line("%-8s %-8s largest gradient %.5f", step.path(), step.value().shape(), largest);
        }
    }
    // end

    private static void print(String name, Map<String, Double> measures) {
        Print.line("%-9s accuracy %.4f, logLoss %.4f", name, measures.getOrDefault("accuracy", Double.NaN),
                measures.getOrDefault("logLoss", Double.NaN));
    }

    static Path csv() {
        Path inside = Path.of("data", "iris.csv");
        return Files.exists(inside) ? inside : Path.of("examples", "data", "iris.csv");
    }

    /// Trains on the irises, saves the model, loads it as a service would, and traces one row.
    public static void main(String[] args) throws IOException {
        TabularResult result = fit(csv());
        report(result);
        IO.println();
        Path file = Files.createTempFile("irises", ".safetensors");
        result.model().save(file);
        IO.println(answer(load(file), new Iris(5.9, 3.0, 4.2, 1.5)));
        Files.delete(file);
        IO.println();
        trace(Tabular.of("species").quick().fit(csv()).model(), csv());
    }
}
