package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.chainrule.io.Json;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.read.TableSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PlaygroundTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String FLOWERS = "length,width,kind\n" + "1.5,0.2,small\n5.5,2.1,large\n".repeat(40);

    private static Playground playground;
    private static final List<String> BEGUN = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        playground = Playground.of().table("flowers.csv", table(FLOWERS)).target("kind").start();
    }

    @AfterAll
    static void stop() {
        playground.close();
    }

    @AfterEach
    void end() throws Exception {
        for (String lesson : BEGUN) {
            CLIENT.send(HttpRequest.newBuilder(at(lesson)).DELETE().build(), HttpResponse.BodyHandlers.discarding());
        }
        BEGUN.clear();
    }

    private static TableSource table(String text) {
        return TableSource.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "flowers.csv");
    }

    private static URI at(String path) {
        return playground.address().resolve(path);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(at(path)).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> json(String path, Object body) throws Exception {
        return noted(post(path, "application/json", Json.write(body)));
    }

    /// Notes a lesson that a response began.
    private static HttpResponse<String> noted(HttpResponse<String> response) {
        if (response.statusCode() == 201) {
            BEGUN.add("/api/lessons/" + object(response).get("id"));
        }
        return response;
    }

    private static Map<?, ?> object(HttpResponse<String> response) {
        return (Map<?, ?>) Json.parse(response.body());
    }

    private static String begin(Map<String, Object> wish) throws Exception {
        HttpResponse<String> response = json("/api/lessons", wish);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return "/api/lessons/" + object(response).get("id");
    }

    /// Begins a lesson of XOR with a small network that pauses at a step, and waits for that.
    private static String trained(int step, Map<String, Object> more) throws Exception {
        return trained("xor", step, more);
    }

    private static String trained(String sample, int step, Map<String, Object> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of("hidden", List.of(4), "until", step));
        settings.putAll(more);
        String lesson = begin(Map.of("sample", sample, "settings", settings));
        json(lesson + "/play", Map.of("speed", 1000));
        events(lesson, event -> Boolean.FALSE.equals(event.get("playing")));
        return lesson;
    }

    private interface Enough {
        boolean with(Map<?, ?> event);
    }

    /// Reads events until one is enough, and returns its text.
    private static String events(String lesson, Enough enough) throws Exception {
        HttpResponse<InputStream> response = CLIENT.send(HttpRequest.newBuilder(at(lesson + "/events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:") && enough.with((Map<?, ?>) Json.parse(line.substring(5)))) {
                    return line.substring(5);
                }
            }
        }
        throw new AssertionError("the stream ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/play.js", "/play.css", "/lesson.js", "/web/palette.css", "/web/page.css",
            "/web/chart.js", "/web/network.js", "/web/uplot.js"})
    void eachFileOfThePageIsServed(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isNotBlank().doesNotContain("src=\"http", "href=\"http", "fetch('http", "url(http",
                "from 'http");
        assertThat(response.headers().firstValue("content-security-policy").orElse("default-src 'self'"))
                .startsWith("default-src 'self'");
    }

    @Test
    void thePageNamesFilesThatAreThere() throws Exception {
        List<String> names = Pattern.compile("(?:href|src)=\"(/[^\"]*)").matcher(get("/").body()).results()
                .map(found -> found.group(1)).toList();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            assertThat(get(name).statusCode()).as(name).isEqualTo(200);
        }
    }

    @Test
    void itStartsWithItsSamplesAndTheTableOfTheCommandLine() throws Exception {
        Map<?, ?> start = object(get("/api/start"));
        assertThat(((List<?>) start.get("samples")).stream().map(sample -> ((Map<?, ?>) sample).get("name")).toList())
                .isEqualTo(List.of("spirals", "xor", "circles", "sine", "iris", "digits"));
        assertThat(start.get("given")).isEqualTo("flowers.csv");
    }

    @Test
    void theTableOfTheCommandLineIsLearned() throws Exception {
        HttpResponse<String> response = json("/api/lessons", Map.of());
        Map<?, ?> lesson = object(response);
        Map<?, ?> table = (Map<?, ?>) lesson.get("table");
        assertThat(table.get("target")).isEqualTo("kind");
        assertThat(table.get("labels")).isEqualTo(List.of("large", "small"));
        assertThat(table.get("rows")).isEqualTo(80L);
        assertThat(((Map<?, ?>) lesson.get("settings")).get("columns")).isEqualTo(List.of("length", "width"));
    }

    @Test
    void anEventAndALaterRequestHaveTheSameBytesForTheSameStep() throws Exception {
        String lesson = trained("circles", 5, Map.of());
        String frame = frame(events(lesson, event -> step(event) == 5));
        assertThat(get(lesson + "/frames/5").body()).isEqualTo(frame);
        json(lesson + "/settings", Map.of("until", 60));
        json(lesson + "/play", Map.of("playing", true));
        String later = events(lesson, event -> step(event) > 5);
        assertThat(get(lesson + "/frames/" + step((Map<?, ?>) Json.parse(later))).body()).isEqualTo(frame(later));
        events(lesson, event -> step(event) == 60);
        assertThat(get(lesson + "/frames/5").body()).isEqualTo(frame);
        assertThat(get(trained("circles", 60, Map.of()) + "/frames/5").body()).isEqualTo(frame);
    }

    private static String frame(String event) {
        return event.substring(event.indexOf("\"frame\":") + 8, event.length() - 1);
    }

    private static long step(Map<?, ?> event) {
        return (long) ((Map<?, ?>) event.get("frame")).get("step");
    }

    @Test
    void aChangeBeginsAnewAndAnotherPictureDoesNot() throws Exception {
        String lesson = trained(20, Map.of());
        Map<?, ?> turned = object(json(lesson + "/settings", Map.of("columns", List.of("y", "x"))));
        assertThat(((Map<?, ?>) turned.get("settings")).get("columns")).isEqualTo(List.of("y", "x"));
        assertThat(get(lesson + "/frames/20").statusCode()).isEqualTo(200);
        json(lesson + "/play", Map.of("playing", false));
        Map<?, ?> changed = object(json(lesson + "/settings", Map.of("hidden", List.of(2, 2), "until", 0)));
        assertThat((long) changed.get("version")).isGreaterThan((long) turned.get("version"));
        assertThat(((Map<?, ?>) changed.get("settings")).get("hidden")).isEqualTo(List.of(2L, 2L));
    }

    @Test
    void oneStepIsOneMark() throws Exception {
        String lesson = trained(20, Map.of());
        json(lesson + "/settings", Map.of("until", 0));
        json(lesson + "/play", Map.of("step", true));
        assertThat(get(lesson + "/frames/21").statusCode()).isEqualTo(200);
        assertThat(get(lesson + "/frames/22").statusCode()).isEqualTo(400);
    }

    @Test
    void aRowIsWalkedThrough() throws Exception {
        String lesson = trained(20, Map.of());
        Map<?, ?> walk = object(get(lesson + "/steps/20/rows/5"));
        assertThat((List<?>) object(get(lesson + "/steps/20/columns")).get("columns")).hasSize(2);
        assertThat((List<?>) object(get(lesson + "/weights?layer=0&from=1&unit=0")).get("curve"))
                .hasSizeGreaterThan(20);
        assertSentence(get(lesson + "/weights?layer=9&from=1&unit=0"), 400);
        assertThat(walk.get("line")).isEqualTo(7L);
        assertThat((List<?>) walk.get("layers")).hasSize(2);
        assertThat((double) walk.get("loss")).isPositive();
    }

    @Test
    void theModelIsAnOrdinaryOne() throws Exception {
        String lesson = trained(300, Map.of("activation", "tanh", "rate", 0.05));
        HttpResponse<byte[]> file = CLIENT.send(
                HttpRequest.newBuilder(at(lesson + "/model?step=300&name=xor.safetensors")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(file.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"xor.safetensors\"");
        TabularModel model = TabularModel.load(new ByteArrayInputStream(file.body()));
        assertThat(model.predict(Map.of("x", 0.7, "y", 0.6)).text()).isEqualTo("blue");
        assertThat(model.predict(Map.of("x", -0.7, "y", 0.6)).text()).isEqualTo("orange");
        assertThat(model.provenance().model()).isEqualTo("own");
    }

    @Test
    void theCodeNamesTheSettings() throws Exception {
        String lesson = trained(20, Map.of("rate", 0.05, "seed", 3));
        Map<?, ?> code = object(get(lesson + "/code?step=20"));
        assertThat((String) code.get("command")).isEqualTo(
                "chainrule train xor.csv --target color --hidden 4 --epochs 2 --batch 32 --lr 0.05 --seed 3");
        assertThat((String) code.get("java")).contains("sequential(linear(4), tanh(), linear(2))", "adam(0.05)",
                ".seed(3)", "Path.of(\"xor.csv\")");
    }

    @Test
    void theTableOfASampleIsThere() throws Exception {
        assertThat(get("/api/samples/sine").body()).startsWith("x,y\n");
        assertThat(get("/api/samples/cosine").statusCode()).isEqualTo(404);
    }

    @Test
    void aDroppedTableIsLearned() throws Exception {
        HttpResponse<String> response = noted(post("/api/lessons?name=own.csv&target=length", "text/csv", FLOWERS));
        Map<?, ?> table = (Map<?, ?>) object(response).get("table");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(table.get("target")).isEqualTo("length");
        String digest = (String) object(response).get("digest");
        assertThat(json("/api/lessons", Map.of("digest", digest)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                        | ''     | is empty
            a,b\\n                                    | ''     | row
            a\\n1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10\\n | ''     | column
            a,b\\n1,x\\n2,x\\n3,x\\n4,x\\n5,x\\n6,x\\n7,x\\n8,x\\n9,x\\n10,x\\n | '' | x
            a,b\\n1,2\\n2,3\\n3,4\\n                  | c      | c
            """)
    void aTableThatCannotBeLearnedIsOneSentence(String text, String target, String about) throws Exception {
        HttpResponse<String> response = post("/api/lessons?name=bad.csv&target=" + target, "text/csv",
                text.replace("\\n", "\n"));
        assertSentence(response, 400);
        assertThat((String) object(response).get("error")).contains(about);
    }

    @Test
    void bytesThatAreNoTableAreOneSentence() throws Exception {
        assertSentence(post("/api/lessons?name=cat.png", "text/csv", "\u0000\u0001\u0002PNG\u0000\u0000"), 400);
    }

    private static void assertSentence(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat((String) object(response).get("error")).isNotBlank().doesNotContain("\n", "Exception", "null");
    }

    @Test
    void aTableThatIsTooLargeIsRefused() throws Exception {
        HttpResponse<String> response = post("/api/lessons?name=big.csv", "text/csv",
                "a,b\n" + "1,2\n".repeat(5_500_000));
        assertSentence(response, 413);
        assertThat((String) object(response).get("error")).startsWith("the file is larger than 20 MB");
    }

    @Test
    void wrongRequestsAreOneSentenceEach() throws Exception {
        String lesson = trained(1, Map.of());
        assertSentence(get("/api/lessons/none/frames/0"), 404);
        assertSentence(get(lesson + "/frames/x"), 400);
        assertSentence(get(lesson + "/frames/-1"), 400);
        assertSentence(get(lesson + "/code?step=-5"), 400);
        assertSentence(get(lesson + "/code?step=5"), 400);
        assertSentence(get(lesson + "/model?step=1e3"), 400);
        assertSentence(get(lesson + "/steps/0/rows/99999999999"), 400);
        assertSentence(get(lesson + "/frames/77"), 400);
        assertSentence(get(lesson + "/steps/0/rows/1000"), 400);
        assertSentence(json("/api/lessons", Map.of("sample", "cubes")), 404);
        assertSentence(json("/api/lessons", Map.of("digest", "00")), 404);
        assertSentence(json(lesson + "/settings", Map.of("rate", -1)), 400);
        assertSentence(json(lesson + "/settings", List.of(1)), 400);
        assertSentence(post(lesson + "/settings", "application/json", "{"), 400);
        assertSentence(json(lesson + "/play", Map.of("playing", true, "speed", 0)), 400);
        assertSentence(json(lesson + "/settings", Map.of("target", "nothing")), 400);
        assertSentence(json(lesson + "/settings", Map.of("columns", List.of("color", "x"))), 400);
    }

    @Test
    void otherSitesGetNoAnswer() throws Exception {
        HttpResponse<String> response = CLIENT.send(HttpRequest.newBuilder(at("/api/lessons"))
                .header("Origin", "http://example.org").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.ofString());
        assertSentence(response, 403);
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 403", "localhost, 200", "LOCALHOST, 200", "127.0.0.1, 200", "192.168.0.7, 200",
            "[::1], 200",
            "127.0.0.1.evil.example, 403", "1.2.3.4.5, 403"})
    void aNameThatAnotherSitePointsHereIsRefused(String host, int status) throws Exception {
        String answer = Raw.ask(playground.address(), "GET /api/start HTTP/1.1\r\nHost: " + host + ":"
                + playground.address().getPort() + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        if (status == 403) {
            assertThat(answer).contains("this page answers to localhost and IP addresses, not to ");
        }
    }

    @Test
    void aLessonThatEndedIsGone() throws Exception {
        String lesson = trained(1, Map.of());
        CLIENT.send(HttpRequest.newBuilder(at(lesson)).DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertSentence(get(lesson + "/frames/0"), 404);
    }

    @Test
    void theLongestRestingLessonMakesRoom() throws Exception {
        Map<String, Object> wish = Map.of("sample", "xor", "settings", Map.of("hidden", List.of(1), "until", 1));
        String first = begin(wish);
        String second = begin(wish);
        for (int i = 0; i < 7; i++) {
            begin(wish);
        }
        assertThat(get(second + "/frames/0").statusCode()).isEqualTo(200);
        assertThat(get(first + "/frames/0").statusCode()).isEqualTo(404);
    }

    @Test
    void aPortThatIsTakenIsLeftForAFreeOneOnlyIfThatIsWanted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Playground.of().port(port).start()).isInstanceOf(BindException.class);
            CountedTable counted = new CountedTable(table(FLOWERS));
            try (Playground other = Playground.of().table("flowers.csv", counted).portOrFree(port).start()) {
                assertThat(other.address().getPort()).isNotEqualTo(port);
                HttpRequest begin = HttpRequest.newBuilder(other.address().resolve("/api/lessons"))
                        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
                assertThat(CLIENT.send(begin, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
                assertThat(counted.reads()).hasValue(1);
            }
        }
    }

    @Test
    void aTableThatCannotBeLearnedOffersItsColumns() throws Exception {
        String csv = "a,b,c\n" + "1,2,x\n2,3,x\n".repeat(20);
        try (Playground other = Playground.of().table("constant.csv", table(csv)).start()) {
            HttpRequest.Builder begin = HttpRequest.newBuilder(other.address().resolve("/api/lessons"))
                    .header("Content-Type", "application/json");
            HttpResponse<String> refused = CLIENT.send(begin.POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertSentence(refused, 400);
            assertThat(object(refused).get("columns")).isEqualTo(List.of("a", "b", "c"));
            String wish = Json.write(Map.of("digest", object(refused).get("digest"), "target", "b"));
            assertThat(CLIENT.send(begin.POST(HttpRequest.BodyPublishers.ofString(wish)).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        }
    }
}
