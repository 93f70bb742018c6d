package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chainrule.serve.Client.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class AddressesTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static ModelServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = ModelServer.of(TestModels.KINDS, TestModels.PRICES).port(0).accessLog(LOG::add).start();
        client = new Client(server.address());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET  | nothing                       | 404 | There is nothing at /nothing; /openapi.json lists the addresses.
            GET  | models/prices/versions        | 404 | There is nothing at /models/prices/versions; /openapi.json lists the addresses.
            POST | models/price/predict          | 404 | There is no model "price"; did you mean "prices"?
            POST | models/other/predict          | 404 | There is no model "other"; the server has "kinds", "prices".
            GET  | models/prices/versions/2      | 404 | The model "prices" has no version "2"; it has
            GET  | models/prices/predict         | 405 | The address /models/prices/predict takes POST, not GET.
            POST | metrics                       | 405 | The address /metrics takes GET and HEAD, not POST.
            DELETE | models/prices               | 405 | The address /models/prices takes GET and HEAD, not DELETE.
            POST | invocations                   | 404 | The server has several models; use /models/NAME/invocations with one of "kinds", "prices" as NAME.
            """)
    void refusesWrongAddresses(String method, String path, int status, String sentence) throws IOException {
        Got got = client.send(method, path, method.equals("POST") ? "{}" : null);
        assertThat(got.error()).startsWith(sentence);
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.header("Allow").isEmpty()).isEqualTo(status != 405);
    }

    @Test
    void readsOnlyJson() throws IOException {
        Got got = client.send("POST", "models/prices/predict", "<x/>", "Content-Type", "text/xml; charset=utf-8");
        assertThat(got.error()).isEqualTo("The body has the type text/xml; send application/json.");
        assertThat(got.status()).isEqualTo(415);
        // what curl -d sends
        assertThat(client.send("POST", "models/prices/predict", "{\"x\":1}", "Content-Type",
                "application/x-www-form-urlencoded").status()).isEqualTo(200);
        assertThat(client.send("POST", "models/prices/predict", "{\"x\":1}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "v2/health/live", "v2/health/ready", "v2", "v2/models/prices/ready", "models/",
            "models/kinds", "openapi.json", "metrics", "", "try.js", "try.css", "web/palette.css",
            "web/page.css", "web/dom.js"})
    void answers(String path) throws IOException {
        assertThat(client.get(path).status()).isEqualTo(200);
        assertThat(client.send("HEAD", path, null).status()).isEqualTo(200);
    }

    @Test
    void aConnectionEndsWhenTheClientAsks() throws IOException {
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            // all bytes until the end, for which a connection that stays open lets it wait in vain
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void describesEachModelByOpenApi() throws IOException {
        JsonNode document = client.get("openapi.json").json();
        assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.get("paths").propertyNames()).contains("/models/kinds", "/models/kinds/predict",
                "/models/kinds/invocations", "/v2/models/prices", "/v2/models/prices/infer", "/v2/models/prices/ready",
                "/models/kinds/versions/{version}/predict", "/v2/models/prices/versions/{version}/infer", "/models",
                "/v2",
                "/v2/health/live", "/v2/health/ready", "/ping", "/metrics").doesNotContain("/invocations");
        assertThat(document.at("/paths/~1models~1kinds~1versions~1{version}/parameters/0/name").asString())
                .isEqualTo("version");
        JsonNode row = document.get("components").get("schemas").get("prices.Row").get("properties");
        assertThat(row.propertyNames()).containsExactly("x", "y", "color", "day", "tags");
        assertThat(row.get("color").get("description").asString())
                .isEqualTo("A category, in training blue, green, red.");
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references).isNotEmpty().allMatch(each -> document.at(each.substring(1)).isObject());
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.get("$ref").asString());
        }
        node.values().forEach(each -> collect(each, references));
    }

    @Test
    void countsForPrometheus() throws IOException {
        client.post("models/kinds/predict", "{\"x\":1000,\"y\":null,\"color\":\"pink\",\"day\":null,\"tags\":null}");
        client.post("models/kinds/predict", "{}");
        String text = client.get("metrics").body();
        for (String line : text.lines().toList()) {
            assertThat(line).matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? "
                    + "(-?[0-9.E-]+|\\+Inf|NaN)");
        }
        assertThat(text).contains("chainrule_requests_total{door=\"json\",model=\"kinds\",status=\"400\"} 1")
                .containsPattern("chainrule_request_seconds_count\\{door=\"json\",model=\"kinds\"} [1-9]")
                .contains("chainrule_errors_total{kind=\"value\"}")
                .containsPattern("chainrule_batch_rows_sum\\{model=\"kinds\"} [1-9]")
                .contains("chainrule_input_missing_total{model=\"kinds\",column=\"day\"} 1")
                .contains("chainrule_input_novel_total{model=\"kinds\",column=\"color\"} 1")
                .contains("chainrule_input_novel_total{model=\"kinds\",column=\"x\"} 1")
                .containsPattern("chainrule_input_shift\\{model=\"kinds\",column=\"x\"} [0-9.]{3,}");
    }

    @Test
    void countsNoRowsButThoseOfClients() throws IOException {
        try (ModelServer fresh = ModelServer.of(TestModels.PRICES).port(0).start()) {
            assertThat(new Client(fresh.address()).get("metrics").body())
                    .contains("chainrule_batch_rows_count{model=\"prices\"} 0\n")
                    .contains("chainrule_input_rows_total{model=\"prices\"} 0\n");
        }
    }

    @Test
    void logsEachRequestAsALineOfJson() throws IOException, InterruptedException {
        int before = LOG.size();
        client.post("models/prices/predict?proba=secret", "{}");
        // the line is written after the answer
        for (int tries = 0; tries < 500 && LOG.stream().skip(before).noneMatch(AddressesTest::refusedRow); tries++) {
            Thread.sleep(10);
        }
        JsonNode line = new ObjectMapper().readTree(
                LOG.stream().skip(before).filter(AddressesTest::refusedRow).findFirst().orElseThrow());
        assertThat(line.propertyNames()).containsExactly("time", "client", "method", "path", "status", "bytes", "ms",
                "model", "error");
        assertThat(line.get("error").asString()).isEqualTo("request");
        assertThat(line.get("path").asString()).isEqualTo("/models/prices/predict");
    }

    private static boolean refusedRow(String line) {
        return line.contains("/models/prices/predict") && line.contains("\"model\"");
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws IOException {
        Got page = client.get("");
        assertThat(page.header("content-security-policy")).contains("default-src 'self'");
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body() + client.get("try.js").body() + client.get("try.css").body())
                .doesNotContainPattern("https?://");
    }
}
