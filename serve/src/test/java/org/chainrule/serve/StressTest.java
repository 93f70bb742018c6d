package org.chainrule.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chainrule.serve.Client.Got;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What one client or file does while others are served.
class StressTest {
    private static final String ROW = "{\"x\":7.25,\"y\":3.5,\"color\":\"red\",\"day\":\"2026-03-12\",\"tags\":\"big\"}";
    private static final int CUT_OFF = 0;

    @TempDir
    Path folder;

    @Test
    void everyAnswerIsWholeWhileTheFileIsReplaced() throws Exception {
        replaceUnderLoad(30, 8);
    }

    @Tag("full")
    @Test
    void everyAnswerIsWholeWhileTheFileIsReplacedAThousandTimes() throws Exception {
        replaceUnderLoad(1000, 64);
    }

    private void replaceUnderLoad(int times, int clients) throws Exception {
        Path file = Files.copy(TestModels.KINDS, folder.resolve("live.safetensors"));
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Set<String> allowed = new HashSet<>();
        try (ModelServer each = ModelServer.of(TestModels.KINDS, TestModels.PRICES).port(0).start()) {
            for (String name : List.of("kinds", "prices")) {
                allowed.add(told(new Client(each.address()).post("models/" + name + "/predict", ROW)));
            }
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ModelServer server = ModelServer.of(file).port(0).look(Duration.ofMillis(1)).log(log::add).start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Set<String>>> heard = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                heard.add(threads.submit(() -> {
                    Set<String> answers = new HashSet<>();
                    Client client = new Client(server.address());
                    while (!done.get()) {
                        answers.add(told(client.post("models/live/predict", ROW)));
                    }
                    return answers;
                }));
            }
            try {
                for (int i = 0; i < times; i++) {
                    SwapModelsTest.replace(file, i % 2 == 0 ? TestModels.PRICES : TestModels.KINDS);
                    while (log.size() <= i) {
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                }
            } finally {
                done.set(true);
            }
            Set<String> all = new HashSet<>();
            for (Future<Set<String>> each : heard) {
                all.addAll(each.get());
            }
            assertThat(all).isEqualTo(allowed);
            assertThat(log).hasSize(times).allMatch(line -> line.contains(" was replaced; "));
        }
    }

    /// Returns everything that an answer tells of its model.
    private static String told(Got got) {
        return got.status() + " " + got.header("chainrule-model") + " " + got.body();
    }

    /// Clients that send their headers or bodies bit by bit, one that sends 100 MB, and many that only connect.
    @Test
    @Timeout(120)
    void othersAreServedBesideSlowAndGreedyClients() throws Exception {
        try (ModelServer server = ModelServer.of(TestModels.KINDS).port(0).start()) {
            besides(server.address(), 500, 200);
        }
    }

    /// A process has too few descriptors for both ends of the connections.
    @Tag("full")
    @Test
    void othersAreServedBesideTenThousandConnections() throws Exception {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                System.getProperty("java.class.path"), StressTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            besides(URI.create(process.inputReader().readLine()), 10_000, 2000);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Serves until it is killed.
    ///
    /// @param args none
    public static void main(String[] args) throws Exception {
        ModelServer server = ModelServer.of(TestModels.KINDS).port(0).start();
        System.out.println(server.address());
        Thread.currentThread().join();
    }

    private static void besides(URI address, int idle, int slow) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        Client client = new Client(address);
        String right = client.post("models/kinds/predict", ROW).body();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < idle; i++) {
                sockets.add(new Socket(address.getHost(), address.getPort()));
            }
            for (int i = 0; i < slow; i++) {
                Socket socket = sockets.get(i);
                socket.getOutputStream().write((i % 2 == 0
                        ? "POST /models/kinds/predict HTTP/1.1\r\nHost: x\r\nX: "
                        : "POST /models/kinds/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{")
                        .getBytes(US_ASCII));
            }
            Future<Integer> greedy = threads.submit(() -> {
                try {
                    return client.post("models/kinds/predict", " ".repeat(100 << 20)).status();
                } catch (IOException e) { // the server closes the connection, maybe while the client still writes
                    return CUT_OFF;
                }
            });
            for (int round = 0; round < 20; round++) {
                Got got = client.post("models/kinds/predict", ROW);
                assertThat(got.body()).isEqualTo(right);
                for (int i = 0; i < slow; i++) {
                    drip(sockets.get(i));
                }
            }
            assertThat(greedy.get()).isIn(413, CUT_OFF);
            assertThat(client.get("v2/health/ready").status()).isEqualTo(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
        } catch (IOException _) {
            // the server has ended this connection
        }
    }
}
