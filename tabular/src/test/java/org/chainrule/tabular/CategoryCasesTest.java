package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables with many categories, codes, identifiers and spellings, each with what its user wants.
class CategoryCasesTest {
    private static Path file(String name) {
        return SharedData.require("cases/" + name);
    }

    @Test
    void allOfManyCategoriesAreKept() throws IOException {
        TabularResult result = Tabular.of("demand").epochs(25).fit(file("many-categories.csv"));
        assertThat(result.test().get("r2")).isGreaterThan(0.95);
        TrainingPlan few = Tabular.of("demand").quick().categories(100).prepare(file("many-categories.csv"));
        // no product has enough rows for a category: one input is for all, and one for the statistic
        assertThat(few.schema().names()).contains("product=(other)", "mean of demand by product").hasSize(3);
        assertThat(few.columnRemarks()).isEmpty();
        assertThatThrownBy(() -> Tabular.of("demand").categories(1)).isInstanceOf(ArgumentException.class)
                .hasMessage("categories: got 1, expected at least 2");
    }

    /// The branches repeat; the other column with leading zeros does not, so that it would learn rows by heart.
    @Test
    void codesOfBranchesAreLearned() throws IOException {
        TabularResult result = Tabular.of("sales").categorical("branch").ignore("cpf").linear().epochs(30)
                .fit(file("leading-zero-codes.csv"));
        assertThat(result.test().get("r2")).isGreaterThan(0.95);
    }

    @Test
    void growingIdentifiersAreLeftOut() throws IOException {
        TabularResult result = Tabular.of("y").linear().epochs(40).fit(file("growing-id.csv"));
        assertThat(result.model().schema().leftOut()).extracting(LeftOut::sentence)
                .containsExactly(
                        "column \"invoice_no\" is left out: it looks like an identifier that grows from row to "
                                + "row, from 50000 to 52997; if it says something about a row, declare it as numeric");
        Table later = Tables.read(file("growing-id-new.csv"));
        assertThat(result.model().evaluate(later).measures().get("r2")).isGreaterThan(0.95);
        assertThat(Tabular.of("y").numeric("invoice_no").prepare(file("growing-id.csv")).schema().names())
                .contains("invoice_no");
    }

    @Test
    void variantsOfLabelsAreOneClass() throws IOException {
        TabularResult result = Tabular.of("kind").linear().epochs(40).fit(file("label-variants.csv"));
        assertThat(((Target.Classes) result.model().target()).labels()).containsExactly("Boots", "Stilettos");
        assertThat(result.test().get("accuracy")).isGreaterThan(0.9);
        TrainingPlan plan = Tabular.of("kind").prepare(file("label-variants.csv"));
        assertThat(plan.warnings()).extracting(Remark::sentence).containsExactly("the target \"kind\": \"Boots\", "
                + "\"boots\" and \"BOOTS\" differ only in case or blanks and are one class, \"Boots\", and so are the "
                + "spellings of 1 other word; to keep them apart, treat it as categorical "
                + "(Tabular.categorical(\"kind\"))");
        assertThat(Tabular.of("kind").categorical("kind").prepare(file("label-variants.csv")).choice().labels())
                .hasSize(6);
    }

    /// Codes that the training file writes as 101.0, because some are missing, match 101 in a later file.
    @Test
    void codesAmongNumbersMatchInAnyWrittenForm(@TempDir Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("shop,x,sales\n");
        for (int i = 0; i < 600; i++) {
            int shop = 100 + i * 13 % 20;
            csv.append(i % 40 == 0 ? "" : shop + ".0").append(',').append(i * 7 % 11).append(',').append(shop % 2 * 5)
                    .append(".5\n");
        }
        TabularResult result = Tabular.of("sales").linear().epochs(40)
                .fit(Files.writeString(folder.resolve("t.csv"), csv));
        TabularModel model = result.model();
        assertThat(model.schema().kinds()).containsEntry("shop", Column.Kind.NUMBER);
        model.save(folder.resolve("m.safetensors"));
        TabularModel back = TabularModel.load(folder.resolve("m.safetensors"));
        Path later = Files.writeString(folder.resolve("later.csv"), "shop,x\n101,5\n102.0,5\n+103,5\n");
        Table table = back.read(later);
        assertThat(back.remarks(table)).isEmpty();
        List<String> sales = IntStream.range(0, 3)
                .mapToObj(row -> back.predict(table).text(row).replaceAll("\\..*", ""))
                .toList();
        assertThat(sales).containsExactly("5", "0", "5");
        for (Object shop : List.of(101, 101.0, "101", "101.00")) {
            assertThat(back.predict(Map.of("shop", shop, "x", 5))).isEqualTo(back.predict(table, 0).prediction(0));
        }
        assertThatThrownBy(() -> back.predict(Map.of("shop", "main", "x", 5)))
                .hasMessage("predict: column \"shop\" held numbers in training, got the text \"main\"; pass a finite "
                        + "number, or null if it is missing");
    }

    /// A statistic of a training row knows nothing of other rows of its group, and nothing of later rows.
    @Test
    void statisticsAreHeldOutAsTheTestRowsAre() {
        Random random = new Random(1);
        int[] people = random.ints(1200, 0, 120).toArray();
        // each of the last 20 people is the only one of a city
        int[] cities = IntStream.of(people).map(person -> person < 100 ? person % 50 : person).toArray();
        double[] offsets = random.doubles(120, -2, 2).toArray();
        Table table = Table.of("t", words("city", cities), words("person", people),
                NumberColumn.of("day", IntStream.range(0, people.length).mapToDouble(i -> i).toArray()),
                NumberColumn.of("y", IntStream.of(cities).mapToDouble(city -> offsets[city] + random.nextGaussian())
                        .toArray()));
        double[] grouped = statistics(Tabular.of("y").ignore("day").hidden(4).epochs(1).groupColumn("person")
                .prepare(table));
        double[] drawn = statistics(Tabular.of("y").ignore("person", "day").hidden(4).epochs(1).prepare(table));
        for (int row = 0; row < people.length; row++) {
            assertThat(people[row] >= 100 && grouped[row] != 0).isFalse();
        }
        assertThat(known(grouped)).isGreaterThan(200);
        assertThat(known(drawn)).isGreaterThan(700);
        double[] latest = statistics(Tabular.of("y").ignore("person").hidden(4).epochs(1).timeColumn("day")
                .prepare(table));
        assertThat(Arrays.copyOf(latest, 100)).containsOnly(0.0);
        assertThat(known(latest)).isGreaterThan(500);
    }

    private static long known(double[] statistics) {
        return Arrays.stream(statistics).filter(value -> value != 0).count();
    }

    private static TextColumn words(String name, int[] codes) {
        return TextColumn.of(name, IntStream.of(codes).mapToObj(code -> name + code).toArray(String[]::new));
    }

    /// Returns the statistic of the first column for each row of the table; 0 for rows that are held out.
    private static double[] statistics(TrainingPlan plan) {
        assertThat(plan.schema().encodings().getFirst()).isInstanceOf(StatisticsEncoding.class);
        int width = plan.schema().encodings().getFirst().width();
        float[] inputs = new float[plan.schema().width()];
        RowSource source = plan.schema().rows(plan.rows.table());
        double[] statistics = new double[plan.table().size()];
        for (int row : plan.rows.train()) {
            source.read(row, inputs, 0);
            statistics[row] = inputs[width - 1];
        }
        return statistics;
    }
}
