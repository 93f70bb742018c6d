package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Labels are spelled as in the table, and `-` is a label beside `+`.
class ClassLabelsTest {
    @TempDir
    private Path folder;

    /// Returns a table with one input and the given labels in turn.
    private static String csv(int rows, String... labels) {
        return "y;x\n"
                + IntStream.range(0, rows).mapToObj(i -> labels[i % labels.length] + ";" + i % labels.length + "\n")
                        .collect(Collectors.joining());
    }

    private static TargetChoice choice(String csv, TableFormat format) {
        try {
            return TargetChoice.of(Tables.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "t.csv",
                    format), "y");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> labels(String... values) {
        return choice(csv(values.length, values), TableFormat.detected()).labels();
    }

    private TabularModel trained(String csv) throws IOException {
        return Tabular.of("y").linear().epochs(150).fit(Files.writeString(folder.resolve("t.csv"), csv)).model();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0111 0112 1111|0111 0112 1111", "+1 -1|-1 +1", "1.0 0.0|0.0 1.0",
            "1e5 2E5|1e5 2E5", "007 010 7 007 7 7|007 010 7", "0111 111 0111 5|0111 111 5", "1.0 1 2|1 2", "- +|+ -",
            "+ - + ?|+ -", "++ + - --|+ ++ - --", "* - **|* ** -", "1,000 2,500|1,000 2,500", "12 -3|-3 12",
            "0001 0002|0001 0002"})
    void labelsAreAsTheTableWritesThem(String values, String labels) throws IOException {
        String csv = csv(60, values.split(" ", -1));
        assertThat(choice(csv, TableFormat.detected()).labels()).containsExactly(labels.split(" ", -1));
        TabularModel model = trained(csv);
        model.save(folder.resolve("m"));
        TabularModel loaded = TabularModel.load(folder.resolve("m"));
        StringWriter out = new StringWriter();
        Path more = Files.writeString(folder.resolve("more.csv"), csv);
        loaded.predict(loaded.read(more)).writeCsv(out);
        assertThat(((Predictions.Classes) loaded.predict(loaded.read(more))).labels())
                .containsExactly(labels.split(" ", -1));
        assertThat(out.toString().lines().findFirst().orElse("")).contains("p(" + labels.split(" ", -1)[0] + ")");
        assertThat(loaded.predict(loaded.read(more)).all()).extracting(p -> ((ClassPrediction) p).label())
                .isSubsetOf(labels.split(" ", -1));
        assertThat(loaded.evaluate(loaded.readWithTarget(more)).rows())
                .isEqualTo(60 - (int) csv.lines().filter(line -> line.startsWith("?")).count());
    }

    @Test
    void oneNumberWrittenInTwoWaysIsOneClassAndSaid() {
        TargetChoice choice = choice(csv(60, "7.0", "7", "10", "7"), TableFormat.detected());
        assertThat(choice.labels()).containsExactly("7", "10");
        assertThat(choice.remarks()).extracting(Remark::sentence)
                .containsExactly("the target \"y\": \"7\" and \"7.0\" are one number and one class,"
                        + " \"7\"; to keep them apart, treat it as categorical (Tabular.categorical(\"y\"))");
        assertThat(choice(csv(60, "7.0", "7", "10"), TableFormat.detected().kinds(Map.of("y", Column.Kind.TEXT)))
                .labels()).containsExactly("10", "7", "7.0");
        assertThat(choice(csv(60, "007", "010"), TableFormat.detected()).remarks()).isEmpty();
    }

    @Test
    void codesAreClassesAlsoWhereTheyAreMany() {
        String[] codes = IntStream.range(0, 600).mapToObj(i -> String.format("%05d", i)).toArray(String[]::new);
        Table table = CsvTables.table(csv(1200, codes));
        assertThat(TargetChoice.of(table, "y", Task.CLASSIFICATION).labels()).containsExactly(codes);
    }

    @Test
    void newTablesMayWriteNumbersOtherwise() throws IOException {
        TabularModel model = trained(csv(60, "1.0", "0.0"));
        Path other = Files.writeString(folder.resolve("other.csv"), csv(20, "1", "0"));
        assertThat(model.evaluate(model.readWithTarget(other)).measures().get("accuracy")).isEqualTo(1.0);
        assertThat(Tabular.of("y").linear().epochs(2).positive("1").threshold(0.4)
                .fit(folder.resolve("t.csv")).model().target().toJson()).containsEntry("positive", "1.0");
    }

    @Test
    void theDashIsAClassAlsoWhereNewRowsHaveNoOther() throws IOException {
        TabularModel model = trained(csv(60, "+", "-"));
        Path dashes = Files.writeString(folder.resolve("dashes.csv"), "y;x\n-;1\n-;1\n");
        assertThat(model.evaluate(model.readWithTarget(dashes)).rows()).isEqualTo(2);
        assertThat(model.evaluate(model.readWithTarget(dashes)).measures().get("accuracy")).isEqualTo(1.0);
    }

    @Test
    void plusIsThePositiveClassBesideADashOfAnyWidth() {
        assertThat(choice(csv(6, "+", "\u2212"), TableFormat.detected()).positive(null)).isZero();
        assertThat(choice(csv(6, "+", "-"), TableFormat.detected()).positive(null)).isZero();
        assertThat(choice(csv(6, "+", "++"), TableFormat.detected()).positive(null)).isEqualTo(1);
    }

    @Test
    void theDashOfAnInputIsTheSameFromAFileAndFromAMap() throws IOException {
        TabularModel model = trained("y;x\n" + "a;+\nb;-\n".repeat(30));
        assertThat(model.schema().names()).containsExactly("x=+", "x=-");
        assertThat(model.predict(Map.of("x", "-")).toString()).contains("b");
        assertThat(model.predict(model.read(Files.writeString(folder.resolve("new.csv"), "x\n-\n"))).text(0))
                .isEqualTo("b");
    }

    @Test
    void theDashIsMissingWhereThatIsSaidOrOtherClassesAreWords() {
        TargetChoice said = choice(csv(6, "+", "++", "-"), TableFormat.detected().missing("-"));
        assertThat(said.labels()).containsExactly("+", "++");
        assertThat(labels("yes", "no", "-", "yes")).containsExactly("no", "yes");
        assertThatThrownBy(() -> labels("yes", "-")).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t.csv: the target \"y\" is always \"yes\" or missing, as in line 3; an empty value, NA, N/A, ?,"
                                + " null, NaN, - and errors of spreadsheets such as #N/A mean missing, so write classes as other words, choose another target or add"
                                + " rows where it differs");
    }

    @Test
    void saysThatTheDashIsAValue() {
        assertThat(CsvTables.table("y;x\n-;1\n+;2\n").reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"y\": \"-\" is a value"
                        + " here, like the other marks; if it means that a value is missing, read it as missing"
                        + " (TableFormat.missing(\"-\"))");
    }

    @Test
    void aLabelHasAClassInAnyCase() {
        Target.Classes words = new Target.Classes("y", Column.Kind.TEXT, List.of("down", "left"));
        assertThat(List.of("left", "LEFT", "Down", "right")).extracting(words::place).containsExactly(1, 1, 0, -1);
        Target.Classes written = new Target.Classes("y", Column.Kind.TEXT, List.of("left", "LEFT"), 1, 0.5, true);
        assertThat(List.of("LEFT", "Left")).extracting(written::place).containsExactly(1, -1);
    }

    @Test
    void aMissingNumberIsNoClassOfWords() {
        Target.Classes words = new Target.Classes("y", Column.Kind.TEXT, List.of("a", "7"));
        assertThat(words.classes(Table.of("t", NumberColumn.of("y", Double.NaN, 7)), new int[]{0, 1}))
                .containsExactly(-1, 1);
    }
}
