package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class FreeTextColumnsTest {
    private static final int ROWS = 1500;

    /// A review in Java code.
    record Review(String review) {
    }

    private final boolean[] opinions = Reviews.opinions(ROWS, 1);
    private final Table reviews = Table.of("reviews", Reviews.column("review", 2, opinions),
            Reviews.labels("opinion", opinions));
    private TabularResult result;

    @BeforeAll
    void train() {
        result = Tabular.of("opinion").patience(8).fit(reviews);
    }

    private static NumberColumn noise(String name, long seed) {
        Random random = new Random(seed);
        return NumberColumn.of(name, random.doubles(ROWS, -1, 1).toArray());
    }

    @Test
    void opinionsAreReadFromReviews() {
        assertThat(result.test().get("accuracy")).isGreaterThanOrEqualTo(0.95);
        TextEncoding encoding = (TextEncoding) result.model().schema().encodings().getFirst();
        assertThat(encoding.features()).hasSize(1000).isSorted().contains("lovely", "awful")
                .anyMatch(feature -> feature.startsWith("~"));
        assertThat(encoding.texts()).isEqualTo(960);
        assertThat(encoding.description()).isEqualTo("1,000 words and n-grams of 960 texts");
        assertThat(encoding.names()).hasSize(1000).contains("review: lovely");
    }

    @Test
    void theReportSaysIt() {
        TrainingPlan plan = Tabular.of("opinion").prepare(reviews);
        assertThat(plan.columnRemarks()).extracting(Remark::sentence)
                .containsExactly("column \"review\": its texts are "
                        + "read as 1,000 words, pairs of words and n-grams of 960 texts; to leave it out, ignore it "
                        + "(Tabular.ignore(\"review\"))");
        assertThat(plan.schema()).as("of training rows alone").isEqualTo(result.model().schema());
    }

    @Test
    void predictionsFromJavaAreThoseOfTheTable(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        result.model().save(file);
        TabularModel model = TabularModel.load(file);
        assertThat(model.schema()).isEqualTo(result.model().schema());
        TextColumn texts = (TextColumn) reviews.column("review");
        Predictor<Review> predictor = model.predictor(Review.class);
        int[] some = IntStream.range(0, 40).map(i -> 37 * i).toArray();
        Predictions known = model.predict(reviews, some);
        assertThat(predictor.predict(IntStream.of(some).mapToObj(row -> new Review(texts.text(row))).toList()))
                .isEqualTo(known.all());
        assertThat(model.predict(Map.of("review", Optional.of(texts.text(some[7]))))).isEqualTo(known.prediction(7));
        assertThat(model.predict(Map.of("review", "NOT LOVELY")).text()).isEqualTo("bad");
        assertThatThrownBy(() -> model.predict(Map.of("review", 7))).isInstanceOf(ArgumentException.class)
                .hasMessage("predict: column \"review\" held texts in training, got a value of type Integer; pass text,"
                        + " or null if it is missing");
        assertThat(predictor.novelty(new Review("\u4f60 \u597d")).remarks()).extracting(Remark::sentence)
                .containsExactly("column \"review\": no word of \"\u4f60 \u597d\" was learned in training");
        Table later = Table.of("later", TextColumn.of("review", "a lovely room", "", "\u4f60 \u597d"));
        assertThat(model.novelty(later).remarks()).extracting(Remark::sentence).containsExactly(
                "column \"review\": 1 row of 3 is missing, as in no training row",
                "column \"review\": 1 row of 3 has a text without any word learned in training, "
                        + "\"\u4f60 \u597d\" in line 3");
    }

    @Test
    void reviewsHelpBesideNumbers() {
        NumberColumn price = noise("price", 3);
        NumberColumn score = NumberColumn.of("score", IntStream.range(0, ROWS)
                .mapToDouble(row -> (opinions[row] ? 2 : 0) + price.value(row)).toArray());
        Table both = Table.of("both", price, reviews.column("review"), score);
        Tabular training = Tabular.of("score").epochs(6).hidden(32);
        double with = training.fit(both).test().getOrDefault("r2", 0.0);
        double without = training.ignore("review").fit(both).test().getOrDefault("r2", 0.0);
        assertThat(without).isBetween(0.1, 0.35);
        assertThat(with).isGreaterThan(0.7);
    }

    @Test
    void wordsThatTellNothingAreLeftOut() {
        boolean[] others = Reviews.opinions(ROWS, 99);
        Table unrelated = Table.of("t", noise("x", 4), reviews.column("review"), Reviews.labels("opinion", others));
        assertThat(Tabular.of("opinion").prepare(unrelated).schema().leftOut().getFirst().sentence())
                .isEqualTo("column \"review\" is left out: it looks like free text whose words do not help to predict "
                        + "the validation rows; to use them, declare it as free text");
        Schema declared = Tabular.of("opinion").text("review").prepare(unrelated).schema();
        assertThat(declared.encodings()).last().isInstanceOf(TextEncoding.class);
    }

    /// A text that only repeats what another column tells is not worth a thousand inputs.
    @Test
    void wordsThatOtherColumnsSayAreLeftOut() {
        Table same = Table.of("t", NumberColumn.of("stars", IntStream.range(0, ROWS)
                .mapToDouble(row -> opinions[row] ? 5 : 1).toArray()), reviews.column("review"),
                reviews.column("opinion"));
        assertThat(Tabular.of("opinion").prepare(same).schema().encodings()).extracting(Encoding::column)
                .containsExactly("stars");
    }

    @Test
    void withoutATargetTextMustBeDeclared() {
        Table few = Table.of("t", noise("x", 4), reviews.column("review"));
        assertThat(Schema.fit(few, few.rows(), Set.of()).leftOut().getFirst().reason())
                .isEqualTo("it looks like free text; to use it, declare it as free text");
    }

    @Test
    void fewRowsCannotTell() {
        boolean[] few = Reviews.opinions(90, 5);
        Table table = Table.of("t", NumberColumn.of("x", IntStream.range(0, 90).mapToDouble(i -> i % 7).toArray()),
                Reviews.column("review", 6, few), Reviews.labels("opinion", few));
        assertThat(Tabular.of("opinion").prepare(table).schema().leftOut().getFirst().reason())
                .startsWith("it looks like free text, and with so few validation rows nobody can tell");
    }

    @Test
    void oneColumnHasOneRole() {
        assertThatThrownBy(() -> Tabular.of("y").categorical("x").text("x"))
                .hasMessage("column \"x\" is set to be both categorical and text; choose one");
        assertThatThrownBy(() -> Tabular.of("y").text("x").categorical("x"))
                .hasMessage("column \"x\" is set to be both text and categorical; choose one");
        assertThatThrownBy(() -> Tabular.of("y").text("x").ignore("x"))
                .hasMessage("column \"x\" is set to be both ignored and text; choose one");
    }

    @Test
    void damagedEncodingsAreRefused() {
        Map<String, Object> tree = new TextEncoding("t", List.of("a", "b"), List.of(1, 2), 3, false).toJson();
        for (String damage : List.of("\"texts\":1", "\"counts\":[1]", "\"counts\":[1,0]", "\"features\":[\"a\",\"a\"]",
                "\"features\":[]")) {
            String field = damage.substring(0, damage.indexOf(':'));
            String json = Json.write(tree).replaceFirst(field + ":(\\[[^]]*]|[0-9]+)", damage);
            assertThat(json).contains(damage);
            assertThatThrownBy(() -> Encoding.fromJson(Json.parse(json, "m"), "m")).isInstanceOf(FormatException.class);
        }
    }
}
