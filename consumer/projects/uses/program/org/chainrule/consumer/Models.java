package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.ClassPrediction;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.Evaluation;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Prediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Predictor;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.Release;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingListener;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Reading;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;

/// Trains models of tables, saves and loads them, and predicts in every way.
final class Models {
    private static final int ROWS = 80;

    private Models() {
    }

    record Visit(double c1, String c2, LocalDate c3) {
    }

    static void use() {
        try {
            columns();
            TabularModel first = classes();
            compare(first);
            numbers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void columns() {
        double day = DateColumn.parse("2026-01-31");
        DateColumn days = DateColumn.of("day", day, Double.NaN);
        TextColumn words = TextColumn.of("word", "a", "");
        check("columns", days.kind() == Column.Kind.DATE && !days.timed() && days.text(0).equals("2026-01-31")
                && words.missing(1) && words.dictionary().equals(List.of("a")));
    }

    private static Table table() throws IOException {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            csv.append(i % 8 == 5 ? "-200" : i % 13 + ".5").append(i % 3 == 0 ? ",north," : ",south,")
                    .append("2026-01-").append(10 + i % 20).append(i % 13 > 5 ? ",yes,same\n" : ",no,same\n");
            csv.append(i == 9 ? "\n" : "");
        }
        Table table = Tables.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), "visits",
                format());
        Reading reading = table.reading();
        Dropped blank = reading.dropped().get(0);
        check("what was read", table.size() == ROWS && reading.rows() == ROWS && blank.count() == 1
                && blank.lines().equals(List.of(11)));
        return table;
    }

    private static TableFormat format() {
        return TableFormat.detected().header(false).missing("-200").kinds(Map.of("c3", Column.Kind.DATE));
    }

    private static TabularModel classes() throws IOException {
        List<String> told = new ArrayList<>();
        TrainingListener listener = (model, epoch) -> told.add(model);
        TrainingPlan training = Tabular.of("c4").format(format()).hidden(4).epochs(5).seed(3).onEpoch(listener)
                .prepare(table());
        List<Encoding> encodings = training.schema().encodings();
        check("the encodings", encodings.get(0) instanceof NumberEncoding number && number.indicator()
                && encodings.get(1) instanceof CategoryEncoding words && words.categories().size() == 2
                && encodings.get(2) instanceof DateEncoding);
        check("left out",
                training.schema().leftOut().equals(List.of(new LeftOut("c5", "it is always \"same\"", "same"))));
        check("the kind", training.kind().equals("mlp") && training.kinds().equals(List.of("mlp")));
        TabularResult result = training.fit();
        check("the training", result.epochs() == 5 && told.contains("mlp") && told.contains("linear"));
        Path file = Files.createTempFile("visits", ".safetensors");
        result.model().save(file);
        TabularModel model = TabularModel.load(file);
        try {
            TabularModel.load(new ByteArrayInputStream("no model".getBytes(StandardCharsets.UTF_8)), "upload");
            check("a text is no model", false);
        } catch (FormatException e) {
            check("the name of a stream", e.getMessage().startsWith("upload"));
        }
        Files.delete(file);
        Provenance provenance = model.provenance();
        check("the origin", provenance.version().equals(Release.version()) && provenance.source().equals("visits"));
        check("the target", model.target() instanceof Target.Classes classes
                && classes.labels().equals(List.of("no", "yes")) && classes.task() == Task.CLASSIFICATION
                && classes.place("YES") == 1 && classes.place("perhaps") < 0);

        Predictor<Visit> predictor = model.predictor(Visit.class, MethodHandles.lookup());
        Prediction record = predictor.predict(new Visit(-200, "north", LocalDate.of(2026, 1, 12)));
        check("a missing value", record.equals(model.predict(
                Map.of("c1", Double.NaN, "c2", "north", "c3", "2026-01-12"))));
        check("a class", record instanceof ClassPrediction(String label, Map<String, Float> probabilities)
                && probabilities.containsKey(label));
        StringWriter csv = new StringWriter();
        Predictions predictions = model.predict(table());
        predictions.writeCsv(csv);
        check("a batch", predictions.size() == ROWS && csv.toString().startsWith("c4,p(no),p(yes)\n"));
        check("some rows", model.predict(table(), 3).prediction(0).equals(predictions.prediction(3)));
        return model;
    }

    private static void compare(TabularModel model) throws IOException {
        Evaluation evaluation = model.evaluate(table());
        check("the evaluation", evaluation.rows() == ROWS && evaluation.measures().containsKey("auc"));
        Path file = Files.createTempFile("visits", ".csv");
        Files.writeString(file, "1.5,north,2026-01-12,no,same\n8.5,south,2026-01-13,yes,same\n");
        List<Long> bytes = new ArrayList<>();
        Comparison comparison = Comparison.of(model, model, TableSource.of(file),
                (_, _, count, _) -> bytes.add(count));
        check("the reading is told", bytes.getLast() == Files.size(file));
        Files.delete(file);
        check("the comparison", comparison.rows() == 2 && comparison.measure("logLoss").betterOrEqual());
    }

    private static void numbers() {
        double[] x = new double[ROWS];
        Arrays.setAll(x, i -> i * 7 % 23);
        double[] y = Arrays.stream(x).map(value -> 3 * value + 1).toArray();
        Table table = Table.of("line", NumberColumn.of("x", x), NumberColumn.of("y", y));
        Prediction prediction = Tabular.of("y").linear().epochs(3).fit(table).model().predict(Map.of("x", 4));
        check("a number", prediction instanceof NumberPrediction number && number.low() <= number.value()
                && number.value() <= number.high());
    }
}
