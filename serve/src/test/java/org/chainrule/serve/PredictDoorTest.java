package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.serve.Client.Got;
import org.chainrule.tabular.ClassPrediction;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PredictDoorTest {
    private static final String ROW = """
            {"x": 7.25, "y": 3.5, "color": "red", "day": "2026-03-12", "tags": ["big", "hot"]}""";
    private static ModelServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = ModelServer.of(TestModels.KINDS, TestModels.PRICES, TestModels.BOTH, TestModels.TAGS,
                TestModels.QUANTILES).port(0).start();
        client = new Client(server.address());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("x", 7.25);
        row.put("y", 3.5);
        row.put("color", "red");
        row.put("day", "2026-03-12");
        row.put("tags", List.of("big", "hot"));
        return row;
    }

    @Test
    void answersOneRowByAnObject() throws IOException {
        ClassPrediction expected = (ClassPrediction) TabularModel.load(TestModels.KINDS).predict(row());
        Got got = client.post("models/kinds/predict", ROW);
        assertThat(got.body()).isEqualTo("{\"prediction\":\"" + expected.label() + "\"}");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("content-type")).isEqualTo("application/json");
        JsonNode probabilities = client.post("models/kinds/predict?proba", ROW).json().get("probabilities");
        expected.probabilities().forEach(
                (label, share) -> assertThat(probabilities.get(label).asString()).isEqualTo(Float.toString(share)));
    }

    @Test
    void answersManyRowsByAnArray() throws IOException {
        Got got = client.post("models/prices/predict", "[" + ROW + ",{\"x\":1,\"y\":null,\"color\":\"blue\",\"day\":"
                + "\"2026-01-11\",\"tags\":[]}]");
        assertThat(got.json().size()).isEqualTo(2);
        NumberPrediction expected = (NumberPrediction) TabularModel.load(TestModels.PRICES).predict(row());
        assertThat(got.json().get(0).toString()).isEqualTo("{\"prediction\":" + expected.text() + "}");
        assertThat(client.post("models/prices/predict", "[]").body()).isEqualTo("[]");
    }

    /// The answer to a row is that of the command `predict` to the same text in CSV.
    @Test
    void valuesMeanTheSameAsInCsv(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), """
                x,y,color,day,tags
                7.25,3.5,red,2026-03-12,big;hot
                1e1,,GREEN,2026-08-18,small
                007,NA,?,,
                -3.5,2,violet,2027-01-01,cold;flat;new
                """);
        TabularModel model = TabularModel.load(TestModels.PRICES);
        Predictions expected = model.predict(model.read(file));
        Got got = client.post("models/prices/predict", """
                [{"x": 7.25, "y": 3.5, "color": "red", "day": "2026-03-12", "tags": "big;hot"},
                 {"x": 1e1, "y": null, "color": "GREEN", "day": "2026-08-18", "tags": ["small"]},
                 {"x": "007", "y": "NA", "color": "?", "day": "", "tags": []},
                 {"x": "-3.5", "y": "2", "color": "violet", "day": "2027-01-01", "tags": ["cold", "flat", "new"]}]""");
        for (int row = 0; row < 4; row++) {
            assertThat(got.json().get(row).get("prediction").asString()).as("row " + row).isEqualTo(expected.text(row));
        }
    }

    @Test
    void addsIntervalsAndSets() throws IOException {
        NumberPrediction expected = (NumberPrediction) TabularModel.load(TestModels.PRICES).predict(row());
        JsonNode price = client.post("models/prices/predict?interval", ROW).json();
        assertThat(price.get("low").floatValue()).isEqualTo((float) expected.low());
        assertThat(price.get("high").floatValue()).isEqualTo((float) expected.high());
        JsonNode narrow = client.post("models/prices/predict?interval=0.5", ROW).json();
        assertThat(narrow.get("high").floatValue()).isLessThan((float) expected.high());
        JsonNode kind = client.post("models/kinds/predict?set=0.9", ROW).json();
        assertThat(kind.get("set").values()).extracting(JsonNode::asString)
                .contains(kind.get("prediction").asString());
        JsonNode quantiles = client.post("models/quantiles/predict", ROW).json();
        assertThat(quantiles.get("quantiles").propertyNames()).containsExactly("0.1", "0.5", "0.9");
        assertThat(quantiles.get("quantiles").get("0.5")).isEqualTo(quantiles.get("prediction"));
    }

    @Test
    void explains() throws IOException {
        JsonNode explanation = client.post("models/prices/predict?explain", ROW).json().get("explanation");
        double sum = 0;
        for (JsonNode column : explanation.get("columns").values()) {
            sum += column.get("amount").doubleValue();
        }
        double difference = explanation.get("value").doubleValue() - explanation.get("baseline").doubleValue();
        assertThat(sum).isCloseTo(difference, org.assertj.core.api.Assertions.within(2e-3 * Math.abs(difference)));
        assertThat(client.post("models/both/predict?explain", ROW).json().get("explanation").propertyNames())
                .containsExactly("kind", "price");
    }

    @Test
    void tellsRowsThatAreUnlikeTheTrainingRows() throws IOException {
        JsonNode got = client.post("models/prices/predict?unlike", ROW.replace("7.25", "7000")).json();
        assertThat(got.get("unlike").values()).extracting(JsonNode::asString).contains("x");
        assertThat(client.post("models/prices/predict?unlike=false", ROW).json().has("unlike")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"explain", "unlike"})
    void explainsFewRowsAtOnce(String option) throws IOException {
        String most = (ROW + ",").repeat(19) + ROW;
        String sentence = "The parameters explain and unlike are for at most 20 rows at once; send fewer rows.";
        assertThat(client.post("models/prices/predict?" + option, "[" + most + "]").status()).isEqualTo(200);
        Got got = client.post("models/prices/predict?" + option, "[" + most + "," + ROW + "]");
        assertThat(got.error()).isEqualTo(sentence);
        assertThat(got.status()).isEqualTo(413);
        Got other = client.post("models/prices/invocations?" + option,
                "{\"instances\": [" + most + "," + ROW + "]}");
        assertThat(other.error()).isEqualTo(sentence);
        assertThat(other.status()).isEqualTo(413);
        Got params = client.post("models/prices/invocations",
                "{\"instances\": [" + most + "," + ROW + "], \"params\": {\"" + option + "\": true}}");
        assertThat(params.status()).isEqualTo(413);
    }

    @Test
    void answersSeveralTargetsByTarget() throws IOException {
        MultiModel models = MultiModel.load(TestModels.BOTH);
        JsonNode got = client.post("models/both/predict?proba&interval", ROW).json();
        models.predict(row()).forEach((target, prediction) -> assertThat(
                got.get("prediction").get(target).asString()).isEqualTo(prediction.text()));
        assertThat(got.get("probabilities").propertyNames()).containsExactly("kind");
        assertThat(got.get("low").propertyNames()).containsExactly("price");
        MultiModel tags = MultiModel.load(TestModels.TAGS);
        JsonNode labels = client.post("models/tags/predict?proba", "{\"x\":9.5,\"y\":9.5}").json();
        assertThat(labels.get("prediction").values()).extracting(JsonNode::asString)
                .containsExactlyElementsOf(tags.labels(Map.of("x", 9.5, "y", 9.5)));
        assertThat(labels.get("probabilities").propertyNames()).containsExactlyElementsOf(tags.labels());
    }

    @Test
    void takesAColumnThatARowLacksAsMissing() throws IOException {
        Got got = client.post("models/prices/predict", ROW.replace("\"y\": 3.5,", ""));
        assertThat(got.json().get("remarks").get(0).asString())
                .isEqualTo("The row lacks \"y\", which counts as missing.");
        assertThat(got.json().get("prediction")).isEqualTo(
                client.post("models/prices/predict", ROW.replace("3.5", "null")).json().get("prediction"));
        assertThat(client.post("models/prices/predict", ROW.replace("{", "{\"customer\": {\"id\": 7}, ")).body())
                .isEqualTo(client.post("models/prices/predict", ROW).body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                          | Row 1 has none of the columns that the model reads, which are "x", "y", "color", "day" and "tags"; send an object with a value by column.
            [{"x": 1}, {"z": 1}]        | Row 2 has none of the columns that the model reads, which are "x", "y", "color", "day" and "tags"; send an object with a value by column.
            {"x": 1, "colour": "red"}   | Row 1 lacks the column "color", but has "colour", which the model does not read; name it "color", or send null for the column if its value is missing.
            {"x": "one"}                | Row 1: column "x" held numbers in training, got the text "one"; pass a finite number, or null if it is missing.
            [{"x": 1}, {"x": 1e999}]    | Row 2: column "x" held numbers in training, got Infinity, which is not finite; pass a finite number, or null if it is missing.
            {"day": "soon"}             | Row 1: column "day" held dates in training, got the text "soon"; pass a date, a date-time or text such as "2026-01-31", or null if it is missing.
            {"x": {"value": 1}}         | Row 1: column "x" takes one value, but got an object; send one value, or null if it is missing.
            {"x": [1]}                  | Row 1: column "x" takes one value, but got a list; send one value, or null if it is missing.
            {"tags": [["big"]]}         | Row 1: column "tags" has a list with a nested value; a list may hold texts and numbers only.
            {"x": 1, "x": 2}            | Row 1: column "x" is given twice; give it once.
            `                          `| The body is empty; send an object {"column": value, ...}, or an array of such objects.
            x=1                         | The body is not JSON, in line 1, column 1; send an object {"column": value, ...}, or an array of such objects.
            {"x": NaN}                  | The body is not JSON, in line 1, column 10; send an object {"column": value, ...}, or an array of such objects.
            {"x": 1                     | The body is not JSON, in line 1, column 8; send an object {"column": value, ...}, or an array of such objects.
            {"x": 1} {"x": 2}           | The body has text after the end of its JSON, in line 1, column 10; send only an object {"column": value, ...}, or an array of such objects.
            7                           | The body is neither an object nor an array; send an object {"column": value, ...}, or an array of such objects.
            [7]                         | Row 1 is not an object; send an object {"column": value, ...}, or an array of such objects.
            """)
    void refusesInOneSentence(String body, String sentence) throws IOException {
        Got got = client.post("models/prices/predict", body);
        assertThat(got.error()).isEqualTo(sentence);
        assertThat(got.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            prices | proba           | The parameter proba applies to classes, but the model predicts numbers; use interval.
            prices | set             | The parameter set applies to classes, but the model predicts none; use interval.
            kinds  | interval=0.9    | The parameter interval applies to means, but the model predicts none; use set.
            quantiles | proba        | The parameter proba applies to classes, but the model predicts numbers; leave it out.
            quantiles | interval     | The parameter interval applies to means, but the model predicts none; leave it out.
            prices | interval=2      | The parameter interval is "2"; give a number between 0 and 1, such as 0.9.
            prices | explain=maybe   | The parameter explain is "maybe"; give true or false.
            prices | explian         | There is no parameter "explian"; did you mean explain?
            prices | explain&explain | The parameter "explain" is given twice; give it once.
            """)
    void refusesParametersThatDoNotApply(String model, String query, String sentence) throws IOException {
        Got got = client.post("models/" + model + "/predict?" + query, ROW);
        assertThat(got.error()).isEqualTo(sentence);
        assertThat(got.status()).isEqualTo(400);
    }
}
