package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DateEncodingTest {
    @TempDir
    private Path folder;

    private static DateColumn dates(String... texts) {
        double[] seconds = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            seconds[i] = DateColumn.parse(texts[i]);
        }
        return DateColumn.of("when", seconds);
    }

    private static Schema fit(DateColumn column) {
        Table table = Table.of("t", column);
        return Schema.fit(table, table.rows(), Set.of());
    }

    /// By hand: Monday 2024-01-01 begins the year, the month and the week; at 6 o'clock a quarter of the day has
    /// passed.
    @Test
    void cyclesAndElapsedTimeByHand() {
        DateColumn column = dates("2024-01-01T06:00:00", "2024-07-02T18:00:00", "");
        Schema schema = fit(column);
        assertThat(schema.names()).containsExactly("when elapsed", "when year sin", "when year cos", "when month sin",
                "when month cos", "when weekday sin", "when weekday cos", "when hour sin", "when hour cos",
                "when missing");
        float[] inputs = schema.encode(Table.of("t", column), new int[]{0, 1, 2});
        float[] first = {-1, 0, 1, 0, 1, 0, 1, 1, 0, 0};
        for (int i = 0; i < first.length; i++) {
            assertThat(inputs[i]).as(schema.names().get(i)).isCloseTo(first[i], within(1e-6f));
        }
        assertThat(inputs[10]).isEqualTo(1);
        assertThat(inputs[12]).as("day 184 of 366 is half a year").isCloseTo(-1, within(1e-6f));
        assertThat(inputs[17]).as("18 o'clock is three quarters of a day").isCloseTo(-1, within(1e-6f));
        assertThat(IntStream.range(20, 30).mapToObj(i -> inputs[i])).containsExactly(0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f,
                1f);
    }

    @Test
    void onlyWhatVariesIsAnInput() {
        assertThat(fit(dates("2024-03-04", "2024-03-11", "2024-03-25")).names()).as("Mondays of one month")
                .containsExactly("when elapsed", "when year sin", "when year cos", "when month sin", "when month cos");
        assertThatThrownBy(() -> fit(dates("2024-03-04", "2024-03-04"))).isInstanceOf(ArgumentException.class)
                .hasMessage("t: no column is left to learn from; column \"when\" is left out: it is always 2024-03-04"
                        + "; add columns that differ from row to row");
        assertThat(fit(dates("2024-03-04", "")).names()).containsExactly("when missing");
    }

    /// The days of a month among which one is of the year 2700: the inputs of all others still differ.
    @Test
    void aWrongCenturyLeavesTheOtherDatesApart() {
        String[] days = IntStream.rangeClosed(1, 31).mapToObj(day -> String.format(Locale.ROOT, "2024-01-%02d", day))
                .toArray(String[]::new);
        float[] clean = elapsed(NumberScaling.STANDARD, days);
        assertThat(clean[30] - clean[0]).isGreaterThan(3);
        days[9] = "2700-01-10";
        for (NumberScaling scaling : NumberScaling.values()) {
            float[] inputs = elapsed(scaling, days);
            assertThat(inputs[30] - inputs[0]).isGreaterThan(1.5f);
            assertThat(inputs[9]).isBetween(inputs[30], 5f);
        }
        assertThat(fit(dates(days)).encodings().getFirst().rangeInWords()).isEqualTo("2024-01-01 to 2024-01-31");
        days[9] = "2024-03-10";
        assertThat(fit(dates(days)).encodings().getFirst().rangeInWords()).as("an ordinary gap")
                .isEqualTo("2024-01-01 to 2024-03-10");
    }

    private static float[] elapsed(NumberScaling scaling, String... days) {
        Table table = Table.of("t", dates(days));
        Schema schema = Schema.fit(table, table.rows(), Set.of(), Overrides.NONE, scaling);
        float[] inputs = schema.encode(table, table.rows());
        float[] elapsed = new float[days.length];
        for (int i = 0; i < days.length; i++) {
            elapsed[i] = inputs[i * schema.width()];
        }
        return elapsed;
    }

    @Test
    void whatIsWrittenIsRead() {
        DateEncoding encoding = new DateEncoding("when", 1e9, 1e6,
                List.of(DateEncoding.Cycle.YEAR, DateEncoding.Cycle.HOUR), true, new Range(0, 2e9, 1e9, 0, 60));
        String json = Json.write(encoding.toJson());
        assertThat(Encoding.fromJson(Json.parse(json, "m"), "m")).isEqualTo(encoding);
        assertThatThrownBy(() -> Encoding.fromJson(Json.parse(json.replace("hour", "hours"), "m"), "m"))
                .hasMessage("m: the encoding of a column has the wrong cycle \"hours\""
                        + "; the file is damaged, so copy it again or train again");
    }

    @Test
    void aFileOfDatesIsLearnedFromAndPredicted() throws IOException {
        StringBuilder csv = new StringBuilder("when,y\n");
        for (int i = 0; i < 140; i++) {
            csv.append(java.time.LocalDate.of(2024, 1, 1).plusDays(i)).append(',')
                    .append(i % 7 >= 5 ? "weekend" : "work").append('\n');
        }
        Path file = Files.writeString(folder.resolve("days.csv"), csv);
        TabularResult result = Tabular.of("y").timeColumn("when").hidden(16).epochs(60).learningRate(0.02).fit(file);
        assertThat(result.test()).containsEntry("accuracy", 1.0);
        TabularModel model = result.model();
        Path saved = folder.resolve("m");
        model.save(saved);
        Path more = Files.writeString(folder.resolve("more.csv"), "when\n2024-06-08\n2024-06-10\n");
        TabularModel loaded = TabularModel.load(saved);
        Predictions predictions = loaded.predict(loaded.read(more));
        assertThat(predictions.text(0)).isEqualTo("weekend");
        assertThat(predictions.text(1)).isEqualTo("work");
        Table numbers = Table.of("n", NumberColumn.of("when", 1, 2));
        assertThatThrownBy(() -> loaded.predict(numbers)).isInstanceOf(ArgumentException.class).hasMessage(
                "n: column \"when\" held dates in training, but here it holds numbers, such as \"1\"; use dates, and "
                        + "leave missing values empty");
    }

    @Test
    void datesAreNotPredicted() {
        Table table = Table.of("t", dates("2024-03-04", "2024-03-05", "2024-03-06"), NumberColumn.of("x", 1, 2, 3));
        assertThatThrownBy(() -> Tabular.of("when").prepare(table)).isInstanceOf(ArgumentException.class)
                .hasMessage("t: the target \"when\" holds dates, such as \"2024-03-04\", which cannot be predicted; "
                        + "convert it to a number, such as the days since another date");
    }

    @Test
    void textMayBeTakenAsDates() {
        Table table = Table.of("t", TextColumn.of("when", "2024-03-04", "2024-03-05", "x"),
                NumberColumn.of("n", 1, 2, 4));
        Schema schema = Schema.fit(table, table.rows(), Set.of("n"), Overrides.NONE.kind(Column.Kind.DATE, "when"));
        assertThat(schema.names()).startsWith("when elapsed").endsWith("when missing");
        assertThatThrownBy(
                () -> Schema.fit(table, table.rows(), Set.of(), Overrides.NONE.kind(Column.Kind.DATE, "n")))
                .hasMessage("t: column \"n\" holds \"1\", which is not a date; write "
                        + "dates such as 2026-01-31, or do not declare it as dates");
        assertThatThrownBy(() -> Tabular.of("y").date("n").numeric("n"))
                .hasMessage("column \"n\" is set to be both a date and numeric; choose one");
    }
}
