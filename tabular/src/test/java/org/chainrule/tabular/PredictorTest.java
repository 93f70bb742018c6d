package org.chainrule.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Calibrator;
import org.chainrule.tabular.train.Codec;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final TabularModel SPECIES = model("species");
    private static final TabularModel MASS = model("body_mass_g");

    enum Island {
        BISCOE, DREAM
    }

    record Penguin(double billLengthMm, String island, OptionalDouble bodyMassG, boolean sexKnown) {
    }

    record Weighed(String name, Float bill_length_mm, Optional<Island> Island, Integer bodyMassG, String sexKnown) {
    }

    static Table penguins(int rows) {
        double[] bills = new double[rows];
        double[] masses = new double[rows];
        String[] islands = new String[rows];
        String[] sexes = new String[rows];
        String[] species = new String[rows];
        for (int i = 0; i < rows; i++) {
            boolean gentoo = i % 3 == 0;
            bills[i] = i % 11 == 5 ? Double.NaN : (gentoo ? 47 : 38) + (i * 7 % 13) / 4.0;
            masses[i] = 3500 + (gentoo ? 1500 : 0) + i * 31 % 97;
            islands[i] = i % 2 == 0 ? "Biscoe" : "Dream";
            sexes[i] = i % 5 == 0 ? "no" : "yes";
            species[i] = gentoo ? "Gentoo" : "Adelie";
        }
        return Table.of("penguins.csv", NumberColumn.of("bill_length_mm", bills), TextColumn.of("island", islands),
                NumberColumn.of("body_mass_g", masses), TextColumn.of("sex known", sexes),
                TextColumn.of("species", species));
    }

    private static TabularModel model(String target) {
        return Tabular.of(target).hidden(8).epochs(20).learningRate(0.02).seed(5).fit(penguins(120)).model();
    }

    private static Map<String, Object> row(Object bill, Object island, Object mass, Object sex) {
        return Map.of("bill_length_mm", bill, "island", island, "body_mass_g", mass, "sex known", sex);
    }

    @Test
    void aRowOfATableIsTheSameByNameAsRecordAndInABatch() {
        Table table = penguins(60);
        Predictions.Classes all = (Predictions.Classes) SPECIES.predict(table);
        Predictor<Penguin> predictor = SPECIES.predictor(Penguin.class);
        NumberColumn bills = (NumberColumn) table.column("bill_length_mm");
        NumberColumn masses = (NumberColumn) table.column("body_mass_g");
        List<Penguin> records = IntStream.range(0, 60)
                .mapToObj(i -> new Penguin(bills.value(i), table.column("island").text(i),
                        OptionalDouble.of(masses.value(i)), table.column("sex known").text(i).equals("yes")))
                .toList();
        List<Prediction> batch = predictor.predict(records);
        for (int i = 0; i < 60; i++) {
            ClassPrediction expected = all.prediction(i);
            assertThat(expected.probabilities()).containsExactly(Map.entry("Adelie", all.probability(i, 0)),
                    Map.entry("Gentoo", all.probability(i, 1)));
            assertThat(expected.probability()).isEqualTo(Math.max(all.probability(i, 0), all.probability(i, 1)));
            assertThat(SPECIES.predict(row(bills.value(i), table.column("island").text(i), masses.value(i),
                    table.column("sex known").text(i)))).isEqualTo(expected);
            assertThat(predictor.predict(records.get(i))).isEqualTo(expected);
            assertThat(batch.get(i)).isEqualTo(expected);
        }
        assertThat(predictor.predict(List.of())).isEmpty();
        assertThat(predictor.unread()).isEmpty();
        assertThat(predictor.model()).isSameAs(SPECIES);
    }

    @Test
    void valuesOfEveryTypeAreReadAsATableWould() {
        Prediction plain = SPECIES.predict(row(40.5, "Dream", 3500.0, "yes"));
        assertThat(SPECIES.predict(row(new BigDecimal("40.50"), Island.DREAM, 3500, true))).isEqualTo(plain);
        assertThat(SPECIES.predict(row(" 40.5 ", Optional.of("Dream"), OptionalInt.of(3500), "yes"))).isEqualTo(plain);
        assertThat(SPECIES.predictor(Weighed.class, MethodHandles.lookup())
                .predict(new Weighed("Pip", 40.5f, Optional.of(Island.DREAM), 3500, "yes"))).isEqualTo(plain);
        Prediction missing = SPECIES.predict(row(Double.NaN, "", "NA", "?"));
        assertThat(missing).isNotEqualTo(plain);
        assertThat(
                SPECIES.predict(row(Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty())))
                .isEqualTo(missing);
        Map<String, Object> nulls = new HashMap<>();
        SPECIES.schema().encodings().forEach(encoding -> nulls.put(encoding.column(), null));
        assertThat(SPECIES.predict(nulls)).isEqualTo(missing);
        Predictor<Weighed> predictor = SPECIES.predictor(Weighed.class);
        assertThat(predictor.unread()).containsExactly("name");
        assertThat(predictor.predict(new Weighed("Nobody", null, Optional.empty(), null, null))).isEqualTo(missing);
    }

    enum Place {
        NORTH, SOUTH, UNKNOWN
    }

    record Reading(double x, Place w, String d) {
    }

    record Boxed(Double x, String w, LocalDate d) {
    }

    record Undated(double x, String w, int d) {
    }

    private static Map<String, Object> reading(Object x, Object w, Object d) {
        return Map.of("x", x, "w", w, "d", d);
    }

    private static TabularModel readings() throws IOException {
        StringBuilder csv = new StringBuilder("x,w,d,y\n");
        for (int i = 0; i < 90; i++) {
            csv.append(i % 9 == 4 ? "-200.0" : i * 7 % 23 + ".5").append(',')
                    .append(i % 10 == 3 ? "UNKNOWN" : i % 2 == 0 ? "NORTH" : "SOUTH").append(',')
                    .append(i % 8 == 5 ? "never" : "2026-01-" + (10 + i % 20)).append(',').append(i * 7 % 23)
                    .append('\n');
        }
        TableFormat format = TableFormat.detected().missing("-200", "UNKNOWN", "never");
        Table table = Tables.read(new ByteArrayInputStream(csv.toString().getBytes(UTF_8)), "t", format);
        return Tabular.of("y").task(Task.REGRESSION).format(format).hidden(4).epochs(3).seed(1).fit(table).model();
    }

    @Test
    void whatMeantMissingInTrainingMeansItHereToo() throws IOException {
        TabularModel model = readings();
        assertThat(model.schema().names()).contains("x missing", "w=NORTH", "w=SOUTH", "d missing")
                .doesNotContain("w=UNKNOWN");
        Prediction missing = model.predict(reading(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(model.predict(reading(1, "NORTH", LocalDate.of(2026, 1, 20)))).isNotEqualTo(missing);
        for (Object none : List.of(-200, -200.0, -200f, new BigDecimal("-2e2"), "-200", " -200.00 ")) {
            assertThat(model.predict(reading(none, "UNKNOWN", "never"))).isEqualTo(missing);
        }
        assertThat(model.predict(reading("NA", Place.UNKNOWN, "never"))).isEqualTo(missing);
        assertThat(model.predictor(Reading.class).predict(new Reading(-200, Place.UNKNOWN, "never")))
                .isEqualTo(missing);
        assertThat(model.predictor(Reading.class).predict(new Reading(-201, Place.UNKNOWN, "never")))
                .isNotEqualTo(missing);
        assertThat(model.predictor(Boxed.class).predict(new Boxed(-200.0, "UNKNOWN", null))).isEqualTo(missing);
    }

    @Test
    void aDateThatIsNoneIsRefusedInWords() throws IOException {
        TabularModel model = readings();
        assertThatThrownBy(() -> model.predict(reading(1, "NORTH", "soon"))).isInstanceOf(ArgumentException.class)
                .hasMessage("predict: column \"d\" held dates in training, got the text \"soon\"; pass a date, a "
                        + "date-time or text such as \"2026-01-31\", or null if it is missing");
        assertThatThrownBy(() -> model.predictor(Undated.class)).isInstanceOf(ArgumentException.class)
                .hasMessage("record Undated: component \"d\" is of type int, but column \"d\" held dates in training; "
                        + "declare it as LocalDate, LocalDateTime or String");
    }

    @Test
    void numbersThatAreNotFiniteAreRefusedInWords() {
        for (Object endless : new Object[]{Float.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
                new BigDecimal("1e999")}) {
            refused(row(endless, "Dream", 3500, "yes"), "predict: column \"bill_length_mm\" held numbers in training, "
                    + "got Infinity, which is not finite; pass a finite number, or null if it is missing");
        }
        refused(row(Double.NEGATIVE_INFINITY, "Dream", 3500, "yes"), "predict: column \"bill_length_mm\" held numbers "
                + "in training, got -Infinity, which is not finite; pass a finite number, or null if it is missing");
        for (String endless : List.of("inf", "Infinity", "-inf", "1e999")) {
            assertThatThrownBy(() -> SPECIES.predict(row(endless, "Dream", 3500, "yes")))
                    .isInstanceOf(ArgumentException.class).hasMessageMatching(
                            "predict: column \"bill_length_mm\" held numbers in training, got .*; pass a finite number, or "
                                    + "null if it is missing");
        }
        assertThatThrownBy(() -> SPECIES.predictor(Penguin.class)
                .predict(new Penguin(Double.NEGATIVE_INFINITY, "Dream", OptionalDouble.of(1), true)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("predict: column \"bill_length_mm\" held numbers in training, got -Infinity, which is not "
                        + "finite; pass a finite number, or null if it is missing");
        double[] endless = IntStream.range(0, 120).mapToDouble(i -> i % 10 == 7 ? Double.POSITIVE_INFINITY : i % 9)
                .toArray();
        Table table = penguins(120);
        List<LeftOut> left = Tabular.of("species")
                .prepare(Table.of("t", table.column("species"), table.column("island"), NumberColumn.of("e", endless)))
                .schema().leftOut();
        assertThat(left).extracting(LeftOut::sentence).containsExactly("column \"e\" is left out: it holds infinite "
                + "numbers; use finite numbers, and leave missing values empty");
    }

    /// The 18th of 19 sorted absolute errors bounds nine of ten: ceil(0.9 * 20). With 8 rows there is no 9th error.
    @Test
    void anIntervalIsAQuantileOfTheValidationErrors() {
        Table table = penguins(19);
        Target.Numbers target = new Target.Numbers("body_mass_g", 4000, 500);
        Codec codec = new Codec(MASS.schema(), target);
        double margin = margin(codec, table, table.rows());
        Predictions.Numbers predicted = new Predictions.Numbers(target,
                codec.outputs(MASS.network(), table, table.rows()));
        NumberColumn truth = (NumberColumn) table.column("body_mass_g");
        double[] errors = IntStream.range(0, 19)
                .mapToDouble(i -> Math.abs(truth.value(i) - predicted.value(i))).sorted().toArray();
        assertThat(margin).isEqualTo(errors[17]);
        assertThat(margin(codec, table, new int[8])).isInfinite();
        assertThat(margin(codec, table, new int[9])).isFinite();
    }

    private static double margin(Codec codec, Table table, int[] rows) {
        return ((Target.Numbers) Calibrator.decided(codec, codec.heldOut(MASS.network(), table, rows), table, false)
                .target()).margin();
    }

    @Test
    void aNumberComesWithItsInterval() {
        NumberPrediction mass = (NumberPrediction) MASS
                .predict(Map.of("bill_length_mm", 39, "island", "Dream", "sex known", "no", "species", "Adelie"));
        double margin = ((Target.Numbers) MASS.target()).margin();
        assertThat(margin).isBetween(1.0, 1000.0);
        assertThat(mass.low()).isEqualTo(mass.value() - margin);
        assertThat(mass.high()).isEqualTo(mass.value() + margin);
        assertThat(mass.text()).isEqualTo(Float.toString((float) mass.value()));
        Target.Numbers target = (Target.Numbers) MASS.target();
        assertThat(Target.fromJson(target.toJson(), "m")).isEqualTo(target);
        Map<String, Object> old = new HashMap<>(target.toJson());
        old.put("format", 1);
        old.remove("errors");
        old.remove("low");
        old.remove("high");
        assertThat(Target.fromJson(old, "m"))
                .isEqualTo(new Target.Numbers("body_mass_g", target.mean(), target.deviation()));
        old.put("margin", 12.5);
        assertThat(((Target.Numbers) Target.fromJson(old, "m")).margin()).isEqualTo(12.5);
    }

    @Test
    void aValueThatAColumnCannotHoldIsRefused() {
        refused(row("long", "Dream", 3500, "yes"), "predict: column \"bill_length_mm\" held numbers in training, got "
                + "the text \"long\"; pass a finite number, or null if it is missing");
        refused(row(1, "Dream", Double.POSITIVE_INFINITY, "yes"), "predict: column \"body_mass_g\" held numbers in "
                + "training, got Infinity, which is not finite; pass a finite number, or null if it is missing");
        refused(row(LocalDate.EPOCH, "Dream", 3500, "yes"), "predict: column \"bill_length_mm\" held numbers in "
                + "training, got a value of type LocalDate; pass a finite number, or null if it is missing");
        refused(row(1, new Object(), 3500, "yes"), "predict: column \"island\" held words in training, got a value of "
                + "type Object; pass text, an enum or a number, or null if it is missing");
        refused(Map.of("bill_length", 1), "predict: the row lacks \"bill_length_mm\", which the model reads; the "
                + "nearest name in the row is \"bill_length\"; if the value is missing, pass null or an empty "
                + "optional");
        refused(Map.of(), "predict: the row lacks \"bill_length_mm\", which the model reads; if the value is "
                + "missing, pass null or an empty optional");
    }

    private static void refused(Map<String, Object> row, String message) {
        assertThatThrownBy(() -> SPECIES.predict(row)).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    record Lacking(double billLengthMm, String island) {
    }

    record Wrong(LocalDate billLengthMm, String island, double bodyMassG, boolean sexKnown) {
    }

    record Listed(double billLengthMm, List<String> island, double bodyMassG, boolean sexKnown) {
    }

    record Twice(double billLengthMm, double billLength_mm, String island, double bodyMassG, boolean sexKnown) {
    }

    @Test
    void aRecordThatDoesNotFitIsRefusedOnce() {
        refused(Lacking.class,
                "record Lacking lacks a component for column \"body_mass_g\", which the model reads; its "
                        + "components are \"billLengthMm\" and \"island\"");
        refused(Wrong.class, "record Wrong: component \"billLengthMm\" is of type LocalDate, but column "
                + "\"bill_length_mm\" held numbers in training; declare it as double or Double");
        refused(Listed.class,
                "record Listed: component \"island\" is of type List, but column \"island\" held words in "
                        + "training; declare it as String or an enum");
        refused(Twice.class, "record Twice: several components fit column \"bill_length_mm\", \"billLengthMm\" and "
                + "\"billLength_mm\"; keep only one of them");
        assertThatThrownBy(() -> SPECIES.predictor(Hidden.class, MethodHandles.publicLookup()))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("record Hidden is not accessible to the given lookup; "
                        + "create the lookup in the class that declares the record");
    }

    private record Hidden(double billLengthMm, String island, double bodyMassG, boolean sexKnown) {
    }

    private static void refused(Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> SPECIES.predictor(type)).isInstanceOf(ArgumentException.class).hasMessage(message);
    }
}
