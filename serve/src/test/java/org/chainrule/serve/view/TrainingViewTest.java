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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.chainrule.data.Examples;
import org.chainrule.io.Json;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layers;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.chainrule.serve.TrainingView;
import org.chainrule.serve.TrainingViewer;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingListener;
import org.chainrule.train.Epoch;
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
    void theEndTellsWhatTheModelReliesOnAndWhereItErrs(@TempDir Path folder) throws Exception {
        Path csv = table(folder);
        try (TrainingView view = TrainingView.open(); Page page = new Page(view, "")) {
            page.next();
            TabularResult result = view.follow(settings().epochs(EPOCHS)).fit(csv);
            Map<?, ?> ending = (Map<?, ?>) page.until(state -> state.get("ending") instanceof Map<?, ?>).get("ending");
            List<?> lines = (List<?>) ending.get("confusion");
            long right = (long) ((List<?>) lines.get(0)).get(0) + (long) ((List<?>) lines.get(1)).get(1);
            assertThat((double) right / (long) ending.get("rows")).isEqualTo(result.test().get("accuracy"));
            assertThat((List<?>) ending.get("columns")).hasSize(2);
        }
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
    void aTrainerShowsItself() throws Exception {
        CompletableFuture<URI> address = new CompletableFuture<>();
        Handler handler = addresses(address);
        Logger log = Logger.getLogger(TrainingViewer.class.getName());
        log.addHandler(handler);
        AtomicBoolean read = new AtomicBoolean();
        try {
            CompletableFuture<Regressor> training = CompletableFuture.supplyAsync(() -> Regressor.of(Layers.linear(1))
                    .epochs(100_000_000).view().stopWhen(read::get)
                    .fit(Examples.of(new float[][]{{1}, {2}}, new float[]{1, 2})));
            URI page = address.get(30, TimeUnit.SECONDS);
            HttpRequest request = HttpRequest
                    .newBuilder(page.resolve("/api/events?token=" + page.getFragment() + "&network=")).build();
            try (BufferedReader events = new BufferedReader(new InputStreamReader(
                    CLIENT.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
                assertThat(events.readLine()).startsWith("data:").contains("\"networks\":[");
                // a training that is stopped before the end of its first epoch has no history
                assertThat(events.lines().anyMatch(line -> line.contains("\"lines\":[["))).isTrue();
                read.set(true);
                assertThat(events.lines().filter(line -> line.contains("\"ended\":true"))).hasSize(1);
            }
            assertThat(training.get().history()).isNotEmpty();
        } finally {
            read.set(true);
            log.removeHandler(handler);
        }
    }

    /// Returns what completes an address with the one that a viewer logs.
    private static Handler addresses(CompletableFuture<URI> address) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getMessage().startsWith("The training is shown at ")) {
                    address.complete((URI) line.getParameters()[0]);
                }
            }

            @Override
            public void flush() {
                // nothing is kept
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Test
    void aSecondTrainingOnAViewIsShownFromItsBeginning(@TempDir Path folder) throws IOException, InterruptedException {
        Path csv = table(folder);
        try (TrainingView view = TrainingView.open(); Page page = new Page(view, "linear")) {
            for (int training = 0; training < 2; training++) {
                view.follow(settings().epochs(12).patience(12)).fit(csv);
                // the lines are those of this training alone, whether a page got them at once or by and by
                List<Object> lines = new ArrayList<>();
                page.until(state -> {
                    Map<?, ?> detail = detail(state);
                    if (!"linear".equals(detail.get("name"))) {
                        return false;
                    }
                    int from = ((Number) detail.get("from")).intValue();
                    assertThat(from).isLessThanOrEqualTo(lines.size());
                    lines.subList(from, lines.size()).clear();
                    lines.addAll((List<?>) detail.get("lines"));
                    return "trained".equals(detail.get("state")) && state.get("result") instanceof Map;
                });
                assertThat(lines).hasSizeBetween(1, 12);
            }
        }
    }

    @Test
    void anotherListenerObservesToo(@TempDir Path folder) throws IOException {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        TrainingListener other = new TrainingListener() {
            @Override
            public void epoch(String model, Epoch<?> epoch) {
                // not asked here
            }

            @Override
            public Optional<Observer> observer(String model) {
                return Optional.of(new Observer() {
                    @Override
                    public void step(Moment moment) {
                        // too many
                    }

                    @Override
                    public void epoch(Moment moment, double loss, Map<String, Double> validation, boolean best) {
                        told.add(model + " " + moment.epoch());
                    }

                    @Override
                    public void ended(String failure) {
                        told.add(model + " ended");
                    }
                });
            }
        };
        try (TrainingView view = TrainingView.open()) {
            settings().epochs(2).onEpoch(view.listener(other)).fit(table(folder));
        }
        assertThat(told).contains("mlp 1", "mlp 2", "mlp ended", "linear ended");
    }

    @Test
    void eachNetworkOfAFoldIsShownByItself(@TempDir Path folder) throws IOException {
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epoch(String model, Epoch<?> epoch) {
                // not asked here
            }

            @Override
            public Optional<Observer> observer(String model) {
                names.add(model);
                return Optional.empty();
            }
        };
        settings().epochs(1).onEpoch(listener).prepare(table(folder)).crossValidate(2, 1);
        assertThat(names).contains("fold 1/2, mlp", "fold 2/2, mlp");
    }

    @Test
    void aPageThatCannotBeOpenedIsNotWaitedFor() throws IOException {
        TrainingView view = TrainingView.open();
        view.opening();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(view::close);
        long start = System.nanoTime();
        view.notOpened();
        closing.join();
        assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
    }

    @Test
    void anInterruptedEndIsShownToo() throws IOException {
        TrainingView view = TrainingView.open();
        try (Page page = new Page(view, "")) {
            page.next();
            view.opening();
            Thread.currentThread().interrupt();
            view.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(page.until(state -> Boolean.TRUE.equals(state.get("ended")))).isNotEmpty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
