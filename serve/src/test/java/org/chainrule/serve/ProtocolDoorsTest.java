package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.chainrule.serve.Client.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The doors of the Open Inference Protocol and of MLflow give the predictions of the door of JSON.
class ProtocolDoorsTest {
    private static final String INPUTS = """
            {"name": "x", "shape": [2], "datatype": "FP64", "data": [7.25, 1]},
            {"name": "y", "shape": [2, 1], "datatype": "FP32", "data": [[3.5], [null]]},
            {"name": "day", "shape": [2], "datatype": "BYTES", "data": ["2026-03-12", "2026-01-11"]},
            {"name": "tags", "shape": [2], "datatype": "BYTES", "data": ["big;hot", "small"]},
            {"name": "color", "shape": [2], "datatype": "BYTES", "data": ["red", "blue"]}""";
    private static final String ROWS = """
            [{"x": 7.25, "y": 3.5, "color": "red", "day": "2026-03-12", "tags": "big;hot"},
             {"x": 1, "y": null, "color": "blue", "day": "2026-01-11", "tags": "small"}]""";
    private static ModelServer server;
    private static Client client;
    private static ModelServer alone;

    @BeforeAll
    static void start() throws IOException {
        server = ModelServer.of(TestModels.KINDS, TestModels.PRICES, TestModels.BOTH, TestModels.QUANTILES).port(0)
                .start();
        client = new Client(server.address());
        alone = ModelServer.of(TestModels.PRICES).port(0).start();
    }

    @AfterAll
    static void stop() {
        server.close();
        alone.close();
    }

    @Test
    void describesTensors() throws IOException {
        JsonNode model = client.get("v2/models/kinds").json();
        assertThat(model.propertyNames()).containsExactly("name", "versions", "platform", "inputs", "outputs");
        assertThat(model.get("inputs").get(0).toString())
                .isEqualTo("{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[-1]}");
        assertThat(model.get("outputs").get(1).toString()).isEqualTo("{\"name\":\"kind.probabilities\","
                + "\"datatype\":\"FP32\",\"shape\":[-1,3],\"parameters\":{\"labels\":[\"a\",\"b\",\"c\"]}}");
        String version = model.get("versions").get(0).asString();
        assertThat(client.get("v2/models/kinds/versions/" + version).status()).isEqualTo(200);
        assertThat(client.get("v2/models/kinds/versions/" + version + "/ready").json().get("ready").asBoolean())
                .isTrue();
        assertThat(client.get("v2").json().get("name").asString()).isEqualTo("chainrule");
    }

    @Test
    void infersTensors() throws IOException {
        Got got = client.post("v2/models/kinds/infer",
                "{\"id\": \"42\", \"inputs\": [" + INPUTS + "], \"parameters\": {\"binary_data_output\": false}}");
        assertThat(got.status()).isEqualTo(200);
        JsonNode rows = client.post("models/kinds/predict?proba", ROWS).json();
        JsonNode answer = got.json();
        assertThat(answer.get("model_name").asString()).isEqualTo("kinds");
        assertThat(answer.get("model_version").asString()).hasSize(12);
        assertThat(answer.get("id").asString()).isEqualTo("42");
        JsonNode labels = answer.get("outputs").get(0);
        JsonNode shares = answer.get("outputs").get(1);
        assertThat(labels.get("shape").toString()).isEqualTo("[2]");
        assertThat(shares.get("shape").toString()).isEqualTo("[2,3]");
        for (int row = 0; row < 2; row++) {
            assertThat(labels.get("data").get(row)).isEqualTo(rows.get(row).get("prediction"));
            for (int k = 0; k < 3; k++) {
                assertThat(shares.get("data").get(3 * row + k))
                        .isEqualTo(rows.get(row).get("probabilities").get("abc".substring(k, k + 1)));
            }
        }
    }

    @Test
    void infersNumbersAndChosenOutputs() throws IOException {
        JsonNode rows = client.post("models/prices/predict?interval=0.8", ROWS).json();
        JsonNode outputs = client.post("v2/models/prices/infer",
                "{\"inputs\": [" + INPUTS + "], \"parameters\": {\"interval\": 0.8}}").json().get("outputs");
        assertThat(outputs.size()).isEqualTo(3);
        assertThat(outputs.get(0).get("data").get(1)).isEqualTo(rows.get(1).get("prediction"));
        assertThat(outputs.get(2).get("data").get(1)).isEqualTo(rows.get(1).get("high"));
        assertThat(client.post("v2/models/both/infer", "{\"inputs\": [" + INPUTS
                + "], \"outputs\": [{\"name\": \"price\"}]}").json().get("outputs").size()).isEqualTo(1);
        assertThat(client.post("v2/models/quantiles/infer", "{\"inputs\": [" + INPUTS + "]}").json().get("outputs")
                .get(1).get("shape").toString()).isEqualTo("[2,3]");
        assertThat(client.post("v2/models/prices/infer", "{\"inputs\": [" + INPUTS.replace("[2]", "[0]")
                .replace("[2, 1]", "[0, 1]").replaceAll("\"data\": .*]", "\"data\": []") + "]}").json().get("outputs")
                .get(0).get("data").toString()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                       | The body is not an object; send an object with a list of inputs.
            {}                       | The key inputs holds null; send a list of tensors, one for each column.
            {"inputs": []}           | The inputs lack "x", "y", "color", "day" and "tags", which the model reads; there are none.
            {"inputs": [{}]}         | Tensor 1 of inputs has no name; send an object with name, shape, datatype and data.
            {"inputs": [{"name": "x", "shape": [1], "datatype": "F8", "data": [1]}]}       | The tensor "x" has no datatype of the protocol; give one, such as FP64.
            {"inputs": [{"name": "x", "shape": [2], "datatype": "FP64", "data": [1]}]}     | The tensor "x" has 1 element; give the shape [1], one element for each row.
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "data": 1}]}       | The tensor "x" has no list of data; send its elements, one for each row.
            {"id": 3, "inputs": []}  | The key id holds a number; send a text.
            """)
    void refusesTensors(String body, String sentence) throws IOException {
        Got got = client.post("v2/models/prices/infer", body);
        assertThat(got.error()).isEqualTo(sentence);
        assertThat(got.status()).isEqualTo(400);
    }

    @Test
    void eachDoorNamesTheFileThatAnswered() throws IOException {
        String digest = client.get("models/prices").json().get("digest").asString();
        String instances = "{\"instances\": " + ROWS + "}";
        String inputs = "{\"inputs\": [" + INPUTS + "]}";
        Client one = new Client(alone.address());
        for (Got got : new Got[]{client.post("models/prices/predict", ROWS),
                client.post("models/prices/invocations", instances), client.post("v2/models/prices/infer", inputs),
                client.post("models/prices/versions/" + digest + "/predict", ROWS),
                one.post("invocations", instances)}) {
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.header("chainrule-model")).isEqualTo(digest);
        }
    }

    @Test
    @Timeout(20)
    void readsManyTensorsAndColumns() throws IOException {
        StringBuilder tensors = new StringBuilder("{\"inputs\": [" + INPUTS);
        StringBuilder outputs = new StringBuilder("], \"outputs\": [{\"name\":\"price\"}");
        for (int i = 0; i < 100_000; i++) {
            tensors.append(",{\"name\":\"t").append(i)
                    .append("\",\"shape\":[2],\"datatype\":\"INT8\",\"data\":[1,2]}");
            outputs.append(",{\"name\":\"price\"}");
        }
        assertThat(client.post("v2/models/prices/infer", tensors.toString() + outputs + "]}").status()).isEqualTo(200);
    }

    @Test
    void refusesTextThatJsonCannotHold() throws IOException {
        Got got = client.post("v2/models/prices/infer", "{\"id\": \"\\ud800\", \"inputs\": [" + INPUTS + "]}");
        assertThat(got.error()).isEqualTo(
                "Cannot write JSON: a string has a lone surrogate at index 0, which is not a character.");
        assertThat(got.status()).isEqualTo(400);
    }

    @Test
    void describesTheOnlyModelAtInvocations() throws IOException {
        assertThat(new Client(alone.address()).get("openapi.json").json().get("paths").has("/invocations")).isTrue();
    }

    @Test
    void refusesElementsOfAnotherType() throws IOException {
        assertThat(client.post("v2/models/prices/infer",
                "{\"inputs\": [" + INPUTS.replace("[7.25, 1]", "[7.25, \"1\"]") + "]}").error())
                .isEqualTo(
                        "Row 2: column \"x\" has the datatype FP64, but got a text; send an element of this type, or "
                                + "null if it is missing.");
        assertThat(client.post("v2/models/prices/infer",
                "{\"inputs\": [" + INPUTS + "], \"outputs\": [{\"name\": \"cost\"}]}").error())
                .isEqualTo("There is no output \"cost\"; there are \"price\".");
        assertThat(client.send("POST", "v2/models/prices/infer", "{}", "Inference-Header-Content-Length", "2").error())
                .isEqualTo("This server does not read binary tensors; send their data as JSON.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"dataframe_records": [{"x": 7.25, "y": 3.5, "color": "red", "day": "2026-03-12", "tags": "big;hot"}, {"x": 1, "color": "blue", "day": "2026-01-11", "tags": "small"}]}
            {"instances": [{"x": 7.25, "y": 3.5, "color": "red", "day": "2026-03-12", "tags": "big;hot"}, {"x": 1, "color": "blue", "day": "2026-01-11", "tags": "small"}]}
            {"instances": [[7.25, 3.5, "red", "2026-03-12", "big;hot"], [1, null, "blue", "2026-01-11", "small"]]}
            {"inputs": {"x": [7.25, 1], "y": [[3.5], [null]], "color": ["red", "blue"], "day": ["2026-03-12", "2026-01-11"], "tags": ["big;hot", "small"]}}
            {"dataframe_split": {"index": [0, 1], "columns": ["id", "tags", "day", "color", "y", "x"], "data": [[9, "big;hot", "2026-03-12", "red", 3.5, 7.25], [8, "small", "2026-01-11", "blue", null, 1]]}}
            """)
    void answersMlflow(String body) throws IOException {
        JsonNode rows = client.post("models/prices/predict", ROWS).json();
        Got got = new Client(alone.address()).post("invocations", body);
        assertThat(got.body()).isEqualTo("{\"predictions\":[" + rows.get(0).get("prediction") + ","
                + rows.get(1).get("prediction") + "]}");
        assertThat(client.post("models/prices/invocations", body).body()).isEqualTo(got.body());
        JsonNode wide = client.post("models/prices/invocations",
                body.replaceFirst("}$", ", \"params\": {\"interval\": 0.8}}")).json();
        assertThat(wide.get("predictions").get(0).has("low")).isTrue();
    }

    @Test
    void answersCsv() throws IOException {
        String csv = "\uFEFFid,x,y,color,day,tags\r\n1,7.25,3.5,red,2026-03-12,\"big;hot\"\r\n\r\n2,1,,blue,2026-01-11,small\r\n";
        JsonNode rows = client.post("models/prices/predict", ROWS).json();
        Got got = client.send("POST", "models/prices/invocations", csv, "Content-Type", "text/csv");
        assertThat(got.body()).isEqualTo("{\"predictions\":[" + rows.get(0).get("prediction") + ","
                + rows.get(1).get("prediction") + "]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/json | {}                              | The body has none of the keys dataframe_split, dataframe_records, instances, inputs; send exactly one of them.
            application/json | {"instances": [], "inputs": []} | The body has 2 of the keys dataframe_split, dataframe_records, instances, inputs; send exactly one of them.
            application/json | {"instances": 3}                | The key instances holds a number; send a list of rows.
            application/json | {"instances": [[1, 2]]}         | Row 1 of instances is a list of 2; send a list of 5 values.
            application/json | {"dataframe_split": []}         | The key dataframe_split must hold an object with the lists columns and data.
            application/json | {"dataframe_split": {"columns": ["x"], "data": []}} | The columns lack "y", "color", "day" and "tags", which the model reads; there are "x".
            application/json | {"instances": [{"x": "one"}]}   | Row 1: column "x" held numbers in training, got the text "one"; pass a finite number, or null if it is missing.
            text/csv         | x,y                             | The columns lack "color", "day" and "tags", which the model reads; there are "x" and "y".
            application/xml  | <x/>                            | The body has the type application/xml; send application/json or text/csv.
            """)
    void refusesMlflow(String type, String body, String sentence) throws IOException {
        Got got = client.send("POST", "models/prices/invocations", body, "Content-Type", type);
        assertThat(got.error()).isEqualTo(sentence);
        assertThat(got.status()).isEqualTo(type.endsWith("xml") ? 415 : 400);
    }

    @Test
    void refusesRaggedCsv() throws IOException {
        assertThat(client.send("POST", "models/prices/invocations", "x,y,color,day,tags\n1,2\n", "Content-Type",
                "text/csv").error()).isEqualTo(
                        "The body is not CSV: a line has more or fewer fields than the first, or a quote is not closed.");
        assertThat(client.send("POST", "models/prices/invocations", "x,y,color,day,tags\n", "Content-Type", "text/csv")
                .body()).isEqualTo("{\"predictions\":[]}");
    }
}
