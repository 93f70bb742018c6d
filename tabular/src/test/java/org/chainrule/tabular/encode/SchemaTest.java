package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static Schema fit(Table table) {
        return Schema.fit(table, table.rows(), Set.of());
    }

    @Test
    void standardizesNumbersWithThePopulationDeviationOfTrainingRows() {
        Table table = CsvTables.table("x\n1\n3\n100\n");
        Schema schema = Schema.fit(table, new int[]{0, 1}, Set.of());
        assertThat(schema.encodings())
                .containsExactly(new NumberEncoding("x", 2, 1, false, new Range(1, 3, 3, 0, 2), false,
                        NumberScaling.STANDARD, QuantileTransform.NONE, true));
        assertThat(schema.encode(table, new int[]{0, 1})).containsExactly(-1, 1);
    }

    @Test
    void rowsOutsideTrainingChangeNothing() {
        String train = "x,w,y\n1,a,0\n3,b,0\n,b,1\n";
        Schema alone = fit(CsvTables.table(train));
        Schema among = Schema.fit(CsvTables.table(train + "1e9,zzz,5\n,,\n"), new int[]{0, 1, 2}, Set.of());
        assertThat(among).isEqualTo(alone);
    }

    @Test
    void fillsMissingNumbersWithTheMeanAndSaysSo() {
        Table table = CsvTables.table("x,y\n1,1\n,2\n5,3\n");
        Schema schema = fit(table);
        assertThat(schema.names()).containsExactly("x", "x missing", "y");
        float third = (float) Math.sqrt(1.5);
        assertThat(schema.encode(table, table.rows())).containsExactly(-1, 0, -third, 0, 1, 0, 1, 0, third);
        Table later = CsvTables.table("x,y\n5,\n");
        assertThat(schema.encode(later, later.rows())).as("no indicator without missing values in training")
                .containsExactly(1, 0, 0);
    }

    @Test
    void aConstantWithMissingValuesTellsOnlyThatItIsMissing() {
        Table table = CsvTables.table("x,y\n7,1\n,2\n");
        Schema schema = fit(table);
        assertThat(schema.names()).containsExactly("x missing", "y");
        assertThat(schema.encode(table, table.rows())).containsExactly(0, -1, 1, 1);
    }

    @Test
    void limitsAbsurdValues() {
        Table table = CsvTables.table("x\n0\n1\n1e300\n");
        float[] inputs = Schema.fit(table, new int[]{0, 1}, Set.of()).encode(table, new int[]{2});
        assertThat(inputs[0]).as("at most 1 beyond that of 1.5, which is 2").isBetween(2.9f, 3f);
    }

    @Test
    void keepsSmallDifferencesOfLargeNumbers() {
        Table table = CsvTables.table("t\n1700000000001\n1700000000003\n");
        assertThat(fit(table).encode(table, table.rows())).containsExactly(-1, 1);
    }

    @Test
    void givesEachCategoryOneInputInSortedOrder() {
        Table table = CsvTables.table("w,x\nb,1\na,2\n,3\nb,4\n");
        Schema schema = Schema.fit(table, table.rows(), Set.of("x"));
        assertThat(schema.names()).containsExactly("w=a", "w=b");
        assertThat(schema.encode(table, table.rows())).containsExactly(0, 1, 1, 0, 0, 0, 0, 1);
    }

    @Test
    void countsValuesThatTrainingNeverSaw() {
        Schema schema = fit(CsvTables.table("w,v\na,p\nb,q\n"));
        Table later = CsvTables.table("v,w\np,c\nq,a\n,d\n");
        assertThat(schema.encode(later, later.rows())).containsExactly(0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0);
        Novelty novelty = schema.novelty(later, later.rows());
        assertThat(List.of(novelty.columns(0), novelty.columns(1), novelty.columns(2)))
                .containsExactly(List.of("w"), List.of(), List.of("w"));
        assertThat(novelty.count()).isEqualTo(2);
    }

    @Test
    void mergesTheRarestOfManyCategories() {
        StringBuilder csv = new StringBuilder("w\n");
        for (int i = 0; i < 300; i++) {
            csv.append(String.format("c%03d\n", i).repeat(i < 45 ? 2 : 3));
        }
        Table table = CsvTables.table(csv.toString());
        Schema schema = Schema.fit(table, table.rows(), Set.of(), Overrides.NONE.categories(255));
        assertThat(fit(table).width()).isEqualTo(300);
        assertThat(schema.width()).isEqualTo(256);
        assertThat(schema.names()).startsWith("w=c045").endsWith("w=c299", "w=(other)");
        Table later = CsvTables.table("w\nc000\nnew\nc045\n?\n");
        float[] inputs = schema.encode(later, later.rows());
        assertThat(new float[]{inputs[255], inputs[256 + 255], inputs[512], inputs[512 + 255]}).containsExactly(1, 1, 1,
                0);
        assertThat(IntStream.range(768, 1024).filter(i -> inputs[i] != 0)).isEmpty();
        assertThat(schema.novelty(later, later.rows()).count()).as("rare words are merged with new ones").isZero();
    }

    @Test
    void saysWhyColumnsAreLeftOut() {
        StringBuilder csv = new StringBuilder("id,name,year,planet,note,huge,count,x\n");
        for (int i = 1; i <= 60; i++) {
            csv.append(i).append(",n").append(i).append(",2007,Earth,,").append(i % 2 == 0 ? "1e300" : "-1e300")
                    .append(',').append(i).append(',').append(i % 7).append('\n');
        }
        Schema schema = fit(CsvTables.table(csv.toString()));
        assertThat(schema.names()).containsExactly("count", "x");
        assertThat(schema.leftOut()).extracting(LeftOut::sentence).containsExactly(
                "column \"id\" is left out: it counts the rows",
                "column \"name\" is left out: it looks like an identifier or free text, with 60 distinct values in 60 training rows",
                "column \"year\" is left out: it is always 2007",
                "column \"planet\" is left out: it is always \"Earth\"",
                "column \"note\" is left out: it has no value in the training rows",
                "column \"huge\" is left out: its values are too large to be standardized");
    }

    @Test
    void refusesWhatLeavesNothingToLearnFrom() {
        Table table = CsvTables.table("x,y\n1,0\n1,1\n");
        assertThatThrownBy(() -> Schema.fit(table, table.rows(), Set.of("y"))).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv: no column is left to learn from; column \"x\" is left out: it is always 1"
                        + "; add columns that differ from row to row");
        assertThatThrownBy(() -> Schema.fit(table, table.rows(), Set.of("x", "y")))
                .hasMessage("t.csv: no column is left to learn from; add columns that differ from row to row");
        assertThatThrownBy(() -> Schema.fit(table, new int[0], Set.of()))
                .hasMessage("t.csv: there are no training rows; add at least one");
    }

    @Test
    void refusesTablesThatDoNotFit() {
        Schema schema = fit(CsvTables.table("a,b,c\n1,2,u\n3,4,v\n"));
        Table lacking = CsvTables.table("A,c\n1,u\n");
        assertThatThrownBy(() -> schema.encode(lacking, lacking.rows())).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv lacks \"a\" and \"b\", which the model reads; its columns are \"A\" and \"c\"; "
                        + "add every missing column, or train again without it");
        Table other = CsvTables.table("a,b,c\n1,two,u\n");
        assertThatThrownBy(() -> schema.encode(other, other.rows()))
                .hasMessage("t.csv: column \"b\" held numbers in training, but here it is text, such as \"two\"; "
                        + "use numbers, and leave missing values empty");
    }

    @Test
    void saysWhatTrainingDidNotHave() {
        Schema schema = fit(CsvTables.table("w,v\na,1\nb,2\n"));
        Table later = CsvTables.table("w,v,y,p,q\n" + "a,1,0,0,0\n".repeat(9) + "c,1,0,0,0\n");
        assertThat(schema.remarks(later, schema.novelty(later, later.rows()), "y")).extracting(Remark::sentence)
                .containsExactly(
                        "columns \"p\" and \"q\" were not in the training table and are ignored",
                        "column \"w\": 1 row of 10 has a value not seen in training, \"c\" in line 11");
    }

    @Test
    void encodesPenguins() throws IOException {
        Table table = Tables.read(SharedData.require("tabular/penguins/penguins.csv"));
        Schema schema = Schema.fit(table, table.rows(), Set.of("species"));
        assertThat(schema.names()).containsExactly("island=Biscoe", "island=Dream", "island=Torgersen",
                "bill_length_mm",
                "bill_length_mm missing", "bill_depth_mm", "bill_depth_mm missing", "flipper_length_mm",
                "flipper_length_mm missing", "body_mass_g", "body_mass_g missing", "sex=female", "sex=male", "year");
        NumberEncoding bill = (NumberEncoding) schema.encodings().get(1);
        assertThat(bill.mean()).isCloseTo(43.92193, within(1e-5));
        assertThat(bill.deviation()).isCloseTo(5.451596, within(1e-5));
        float[] inputs = schema.encode(table, new int[]{3});
        assertThat(inputs).startsWith(0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0);
    }

    @Test
    void encodesTitanic() throws IOException {
        Table table = Tables.read(SharedData.require("tabular/titanic/titanic.csv"));
        Schema schema = Schema.fit(table, table.rows(), Set.of("Survived"));
        assertThat(schema.names()).containsExactly("Pclass", "Sex=female", "Sex=male", "Age", "Age missing", "SibSp",
                "Parch", "Fare", "Embarked=C", "Embarked=Q", "Embarked=S");
        assertThat(schema.leftOut()).extracting(LeftOut::column).containsExactly("PassengerId", "Name", "Ticket",
                "Cabin");
    }

    @Test
    void aTrainedColumnOfWordsStaysOneWhereOnlyNumbersFollow() {
        Schema schema = fit(CsvTables.table("code\n01\nA\nB\n"));
        byte[] csv = "code\n01\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Table later = CsvTables.table(csv, schema.kinds());
        assertThat(schema.names()).isEqualTo(List.of("code=01", "code=A", "code=B"));
        assertThat(schema.encode(later, later.rows())).containsExactly(1, 0, 0);
    }
}
