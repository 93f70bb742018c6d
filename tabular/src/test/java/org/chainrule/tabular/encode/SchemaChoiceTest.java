package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChoiceTest {
    private static final int ROWS = 1000;
    private static final int[] TRAINING = IntStream.range(0, 800).toArray();
    private static final int[] VALIDATION = IntStream.range(800, ROWS).toArray();

    private static SchemaChoice choice(Column x, double[] target, Overrides overrides) {
        Table table = Table.of("t", x, NumberColumn.of("y", target));
        return SchemaChoice.of(table, TargetChoice.of(table, "y", Task.REGRESSION).fit(TRAINING), TRAINING, VALIDATION,
                overrides);
    }

    private static double[] random(long seed, double scale) {
        Random random = new Random(seed);
        return IntStream.range(0, ROWS).mapToDouble(i -> scale * random.nextGaussian()).toArray();
    }

    /// Of 20 shops, every second one sells a lot. The best regression over neighbors is the one over up to five shops:
    /// it is off by 2/5 for 16 shops, by 1/3 for the two at the ends and by 3/5 for the two beside them, which leaves
    /// 0.70 of the variance 1/4.
    private static final double[] SHOPS = IntStream.range(0, ROWS).mapToDouble(i -> 100 + 7 * (i * 13 % 20)).toArray();
    private static final double[] SALES = Arrays.stream(SHOPS).map(shop -> shop % 2).toArray();

    @Test
    void codesBecomeCategories() {
        SchemaChoice choice = choice(NumberColumn.of("shop", SHOPS), SALES, Overrides.NONE);
        CategoryEncoding encoding = (CategoryEncoding) choice.schema().encodings().getFirst();
        assertThat(encoding.categories()).hasSize(20).startsWith("100", "107", "114").endsWith("233");
        assertThat(encoding.kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(choice.remarks()).extracting(Remark::sentence).containsExactly("column \"shop\": its numbers are "
                + "codes, treated as categories, because categories explain 100 % of the variance of the target on the "
                + "validation rows, and the number 30 %; to treat it as a number, declare it as numeric "
                + "(Tabular.numeric(\"shop\"))");
    }

    @Test
    void codesOfClassesBecomeCategories() {
        Table table = Table.of("t", NumberColumn.of("shop", SHOPS), TextColumn.of("y",
                Arrays.stream(SALES).mapToObj(sales -> sales > 0 ? "much" : "little").toArray(String[]::new)));
        SchemaChoice choice = SchemaChoice.of(table, TargetChoice.of(table, "y").fit(TRAINING), TRAINING, VALIDATION,
                Overrides.NONE);
        assertThat(choice.schema().names()).hasSize(20).startsWith("shop=100");
    }

    @Test
    void whatTheUserDeclaresIsNotTried() {
        Overrides numeric = Overrides.NONE.kind(Column.Kind.NUMBER, "shop");
        SchemaChoice choice = choice(NumberColumn.of("shop", SHOPS), SALES, numeric);
        assertThat(choice.schema().names()).containsExactly("shop");
        assertThat(choice.remarks()).isEmpty();
        assertThat(choice(NumberColumn.of("shop", SHOPS), SALES, Overrides.NONE.categories(19)).schema().names())
                .containsExactly("shop");
    }

    /// Quantities, of which neighboring values mean nearly the same, also where they say nothing about the target.
    @ParameterizedTest
    @CsvSource({"year, 1950, 70, wave", "age, 18, 70, bow", "count, 10, 30, line", "price, 100, 800, log",
            "quantity, 10, 50, nothing", "score, 10, 90, wave", "points, 100, 100, step", "exact, 10, 90, bow"})
    void quantitiesStayNumbers(String name, int from, int values, String shape) {
        DoubleUnaryOperator effect = switch (shape) {
            case "wave" -> x -> 2 * Math.sin(x / 8);
            case "bow" -> x -> (x - 45) * (x - 45) / 500;
            case "line" -> x -> x / 10;
            case "log" -> x -> 2 * Math.log(x);
            case "step" -> x -> x > 150 ? 1 : 0;
            default -> _ -> 0;
        };
        Random random = new Random(name.hashCode());
        double[] x = IntStream.range(0, ROWS).mapToDouble(i -> from + random.nextInt(values)).toArray();
        double[] noise = random(7, name.equals("exact") ? 0.001 : 0.5);
        double[] y = IntStream.range(0, ROWS).mapToDouble(i -> effect.applyAsDouble(x[i]) + noise[i]).toArray();
        SchemaChoice choice = choice(NumberColumn.of(name, x), y, Overrides.NONE);
        assertThat(choice.schema().names()).containsExactly(name);
        assertThat(choice.remarks()).isEmpty();
    }

    @Test
    void numbersOfDifferentLengthAndYearsAreNotCodes() {
        double[] lengths = Arrays.stream(SHOPS).map(shop -> shop - 7).toArray();
        assertThat(choice(NumberColumn.of("m", lengths), SALES, Overrides.NONE).schema().names()).containsExactly("m");
        assertThat(choice(NumberColumn.of("shop_id", lengths), SALES, Overrides.NONE).schema().names()).hasSize(20)
                .startsWith("shop_id=100").endsWith("shop_id=93");
        double[] years = Arrays.stream(SHOPS).map(shop -> shop + 1800).toArray();
        assertThat(choice(NumberColumn.of("m", years), SALES, Overrides.NONE).schema().names()).containsExactly("m");
        double[] parts = Arrays.stream(SHOPS).map(shop -> shop + 0.5).toArray();
        assertThat(choice(NumberColumn.of("m", parts), SALES, Overrides.NONE).schema().names()).containsExactly("m");
    }

    @Test
    void rareValuesAreKeptWhereTheyTellSomething() {
        Random random = new Random(5);
        int[] codes = IntStream.range(0, ROWS).map(i -> random.nextInt(300)).toArray();
        TextColumn words = TextColumn.of("w", IntStream.of(codes).mapToObj(code -> "w" + code).toArray(String[]::new));
        double[] useful = IntStream.of(codes).mapToDouble(code -> code * 0.37 % 1).toArray();
        long seen = IntStream.of(TRAINING).map(i -> codes[i]).distinct().count();
        SchemaChoice all = choice(words, useful, Overrides.NONE);
        assertThat(all.schema().width()).isEqualTo((int) seen);
        assertThat(all.remarks()).isEmpty();
        SchemaChoice some = choice(words, random(3, 1), Overrides.NONE);
        assertThat(some.schema().width()).isEqualTo(256);
        assertThat(some.remarks()).extracting(Remark::sentence).singleElement().asString()
                .startsWith("column \"w\": " + (seen - 255) + " of " + seen + " values are rare and were merged; ")
                .endsWith(" of 800 training rows have one of them; to keep more values, raise the number of categories "
                        + "(Tabular.categories)");
        assertThat(choice(words, random(3, 1), Overrides.NONE.categories(4000)).schema().width())
                .isEqualTo((int) seen);
    }

    @Test
    void spellingsAreMergedUnlessTheColumnIsDeclared() {
        String[] values = IntStream.range(0, ROWS)
                .mapToObj(i -> new String[]{"boots", "BOOTS", "boots\u00a0", "CO", "Co", "hat", "boots"}[i % 7])
                .toArray(String[]::new);
        TextColumn column = TextColumn.of("kind", values);
        SchemaChoice choice = choice(column, SALES, Overrides.NONE);
        assertThat(choice.schema().names()).containsExactly("kind=CO", "kind=Co", "kind=boots", "kind=hat");
        assertThat(choice.remarks()).extracting(Remark::sentence).containsExactly(
                "column \"kind\": \"boots\", \"BOOTS\" and \"boots\\u00a0\" differ only in case or blanks and are one "
                        + "value, \"boots\"; to keep them apart, treat it as categorical (Tabular.categorical(\"kind\"))",
                "column \"kind\": \"CO\" and \"Co\" differ only in case or blanks and are 2 values; if they mean the "
                        + "same, write them alike");
        SchemaChoice apart = choice(column, SALES, Overrides.NONE.kind(Column.Kind.TEXT, "kind"));
        assertThat(apart.schema().names()).hasSize(6);
        assertThat(apart.remarks()).extracting(Remark::sentence).containsExactly(
                "column \"kind\": \"boots\", \"BOOTS\" and \"boots\\u00a0\" differ only in case or blanks and are 3 values; "
                        + "1 other word is written in several ways too; if they mean the same, write them alike");
        TextColumn later = TextColumn.of("kind", "Boots", "co", "Hat ");
        assertThat(choice.schema().novelty(Table.of("t", later), new int[]{0, 1, 2}).count()).isEqualTo(1);
        assertThat(apart.schema().novelty(Table.of("t", later), new int[]{0, 1, 2}).count()).isEqualTo(3);
    }
}
