package org.chainrule.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.chainrule.data.Examples;
import org.chainrule.io.Json;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layers;
import org.chainrule.serve.TrainingView;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page of a training over HTTP.
@Timeout(300)
class TrainingViewTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int EPOCHS = 120;
    private static final long EPOCH = 2_000_000;

    private static Path table(Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < 400; i++) {
            double a = Math.sin(i);
            double b = Math.cos(3 * i);
            csv.append(a).append(',').append(b).append(',').append(a * b > 0 ? "yes" : "no").append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), csv);
    }

    private static Tabular settings() {
        return Tabular.of("kind").quick().hidden(16, 8).epochs(2000).patience(2000).threads(2).seed(5);
    }

    private static URI at(TrainingView view, String path) {
        return view.address().resolve("/" + path);
    }

    private static String token(TrainingView view) {
        return view.address().getFragment();
    }

    private static int post(TrainingView view, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(view, path)).POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private static int ask(TrainingView view, String path) throws IOException, InterruptedException {
        return post(view, path, "X-Token", token(view));
    }

    /// A page that reads the events.
    private static final class Page implements AutoCloseable {
        private final BufferedReader reader;

        Page(TrainingView view, String network) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest
                    .newBuilder(at(view, "api/events?token=" + token(view) + "&network=" + network)).build();
            reader = new BufferedReader(new InputStreamReader(
                    CLIENT.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
        }

        Map<?, ?> next() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("data:")) {
                    return (Map<?, ?>) Json.parse(line.substring("data:".length()), "the event");
                }
            }
            throw new IOException("the events have ended");
        }

        Map<?, ?> until(Predicate<Map<?, ?>> wanted) throws IOException {
            Map<?, ?> state = next();
            while (!wanted.test(state)) {
                state = next();
            }
            return state;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static Map<?, ?> detail(Map<?, ?> state) {
        return state.get("detail") instanceof Map<?, ?> detail ? detail : Map.of();
    }

    private static byte[] saved(TabularResult result, Path file) throws IOException {
        result.model().save(file);
        return Files.readAllBytes(file);
    }

    @Test
    void aViewerAPauseAndAMeasurementChangeNoBit(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException {
        Path csv = table(folder);
        byte[] plain = saved(settings().epochs(EPOCHS).fit(csv), folder.resolve("plain.safetensors"));
        try (TrainingView view = TrainingView.open()) {
            CompletableFuture<TabularResult> result;
            Map<?, ?> last;
            ask(view, "api/pause");
            try (Page page = new Page(view, "")) {
                result = CompletableFuture.supplyAsync(() -> fit(view, csv));
                Map<?, ?> held = page.until(state -> "training".equals(detail(state).get("state")));
                assertThat(held.get("paused")).isEqualTo(true);
                assertThat(held.get("title")).isEqualTo("kind");
                assertThat(((Map<?, ?>) held.get("constant")).get("logLoss")).isInstanceOf(Number.class);
                Object epoch = detail(held).get("epoch");
                Thread.sleep(300);
                assertThat(detail(page.next()).get("epoch")).isEqualTo(epoch);
                ask(view, "api/resume");
                Map<?, ?> measured = page.until(state -> detail(state).get("measured") instanceof Map<?, ?>);
                assertLayers((Map<?, ?>) detail(measured).get("measured"));
                ask(view, "api/pause");
                Thread.sleep(100);
                ask(view, "api/resume");
                assertThat(saved(result.get(), folder.resolve("viewed.safetensors"))).isEqualTo(plain);
                CompletableFuture<Void> closing = CompletableFuture.runAsync(view::close);
                last = page.until(state -> Boolean.TRUE.equals(state.get("ended")));
                closing.get();
            }
            assertThat((List<?>) last.get("networks")).hasSize(2);
            assertThat(((Map<?, ?>) last.get("result")).get("model")).isInstanceOf(Map.class);
        }
    }

    /// Trains with epochs that take a while, so that a page sees them on a machine of any speed.
    private static TabularResult fit(TrainingView view, Path csv) {
        try {
            return settings().epochs(EPOCHS)
                    .onEpoch(view.listener((_, _) -> java.util.concurrent.locks.LockSupport.parkNanos(EPOCH))).fit(csv);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertLayers(Map<?, ?> measured) {
        List<?> layers = (List<?>) measured.get("layers");
        assertThat(layers.stream().map(layer -> String.valueOf(((Map<?, ?>) layer).get("path"))).toList())
                .startsWith("input", "linear").hasSizeGreaterThan(4);
        Map<?, ?> hidden = (Map<?, ?>) layers.get(1);
        assertThat(hidden.get("shape")).isEqualTo("[n, 16]");
        assertThat((List<?>) hidden.get("means")).hasSize(16);
        assertThat(((Number) hidden.get("gradient")).doubleValue()).isPositive();
        assertThat((List<?>) measured.get("weights")).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void strangersAreRefused() throws IOException, InterruptedException {
        try (TrainingView view = TrainingView.open()) {
            assertThat(post(view, "api/stop")).isEqualTo(403);
            assertThat(post(view, "api/stop", "X-Token", "0".repeat(32))).isEqualTo(403);
            assertThat(post(view, "api/stop", "X-Token", token(view), "Origin", "http://evil.example")).isEqualTo(403);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), view.address().getPort())) {
                socket.getOutputStream().write(("POST /api/stop HTTP/1.1\r\nHost: evil.example\r\nX-Token: "
                        + token(view) + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(),
                        StandardCharsets.US_ASCII)).readLine()).contains(" 403 ");
            }
            assertThat(view.stopAsked()).isFalse();
            assertThat(post(view, "api/keep?network=none", "X-Token", token(view))).isEqualTo(404);
            assertThat(post(view, "api/stop", "X-Token", token(view), "Origin",
                    "http://127.0.0.1:" + view.address().getPort())).isEqualTo(200);
            while (!view.stopAsked()) {
                Thread.sleep(10); // the request is answered before it takes effect
            }
        }
    }

    @Test
    void keepingTheBestEndsOneNetworkAndStopEndsAll(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException {
        Path csv = table(folder);
        try (TrainingView view = TrainingView.open(); Page page = new Page(view, "")) {
            Tabular endless = view.follow(settings().epochs(1_000_000).patience(1_000_000));
            CompletableFuture<TabularResult> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return endless.fit(csv);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            page.until(state -> detail(state).get("best") instanceof Number best && best.intValue() > 0);
            assertThat(ask(view, "api/keep?network=mlp")).isEqualTo(200);
            // the baseline is trained next, in up to as many epochs
            page.until(state -> state.toString().contains("name=linear, state=training"));
            assertThat(view.stopAsked()).isFalse();
            assertThat(ask(view, "api/stop")).isEqualTo(200);
            TabularResult found = result.get();
            assertThat(found.model().provenance().members()).isEmpty();
            assertThat(found.epochs()).isPositive().isLessThan(1_000_000);
        }
    }

    @Test
    void thePageAndItsPartsAreServed() throws IOException, InterruptedException {
        try (TrainingView view = TrainingView.open()) {
            for (String path : List.of("", "view.js", "view.css", "flow.js", "panels.js", "web/page.css",
                    "web/palette.css", "web/chart.js", "web/uplot.js")) {
                assertThat(CLIENT.send(HttpRequest.newBuilder(at(view, path)).build(), BodyHandlers.ofString())
                        .statusCode()).as(path).isEqualTo(200);
            }
            String page = CLIENT.send(HttpRequest.newBuilder(at(view, "")).build(), BodyHandlers.ofString()).body();
            assertThat(page).doesNotContain("http://", "https://").contains("lang=\"en\"");
        }
    }

    @Test
    void aTrainerShowsItself() {
        List<Integer> epochs = new ArrayList<>();
        Regressor.of(Layers.linear(1)).epochs(2)
                .onEpoch(epoch -> epochs.add(epoch.number())).view()
                .fit(Examples.of(new float[][]{{1}, {2}}, new float[]{1, 2}));
        assertThat(epochs).containsExactly(1, 2);
    }
}
