package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that are slow or leave hold up no others, and are counted.
@Timeout(60)
class SlowClientsTest {
    private static final String POST = "POST /models/prices/predict HTTP/1.1\r\nHost: x\r\nContent-Length: ";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private ModelServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = ModelServer.of(TestModels.PRICES).port(0).maxRequests(1)
                .times(Duration.ofSeconds(10), Duration.ofSeconds(2)).accessLog(lines::add).start();
        client = new Client(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        // small, so that the server cannot put a large answer into it
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(server.address().getHost(), server.address().getPort()));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private int status() {
        try {
            return client.post("models/prices/predict", "{\"x\":1}").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 500 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private void assertCounted(int status, String error) throws Exception {
        until(() -> lines.stream().anyMatch(line -> line.contains("\"status\":" + status + ",\"bytes\":0,")
                && line.contains("\"model\":\"prices\"") && line.endsWith("\"error\":\"" + error + "\"}")));
        assertThat(client.get("metrics").body())
                .contains("chainrule_requests_total{door=\"json\",model=\"prices\",status=\"" + status + "\"} 1")
                .contains("chainrule_errors_total{kind=\"" + error + "\"} 1");
    }

    @Test
    void aBodyThatIsOnItsWayHoldsUpNoOthers() throws Exception {
        try (Socket slow = connected()) {
            write(slow, POST + "7\r\n\r\n{");
            for (int i = 0; i < 20; i++) {
                assertThat(status()).isEqualTo(200);
                Thread.sleep(10);
            }
            write(slow, "\"x\":1}");
            slow.setSoTimeout(1000);
            assertThat(Raw.read(slow)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aLateBodyIsCounted() throws Exception {
        try (Socket slow = connected()) {
            write(slow, POST + "7\r\n\r\n{");
            assertThat(Raw.read(slow)).startsWith("HTTP/1.1 408");
        }
        assertCounted(408, "slow");
    }

    @Test
    void aClientThatLeavesIsCounted() throws Exception {
        try (Socket half = connected()) {
            write(half, POST + "7\r\n\r\n{");
            half.shutdownOutput();
            assertThat(Raw.read(half)).isEmpty();
        }
        assertCounted(499, "gone");
    }

    /// Its answer needs memory, so it counts among the requests at once until it is taken.
    @Test
    void aClientThatTakesNoAnswerIsCutOff() throws Exception {
        String rows = "[" + "{\"x\":1},".repeat(99_999) + "{\"x\":1}]";
        try (Socket slow = connected()) {
            write(slow, POST + rows.length() + "\r\n\r\n" + rows);
            until(() -> status() == 429);
            until(() -> status() == 200);
            assertCounted(408, "slow");
        }
    }

    @Test
    void aClientThatNeverSendsItsBodyHasTheRefusalAtOnce() throws Exception {
        try (Socket slow = connected()) {
            write(slow, "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n");
            slow.setSoTimeout(500);
            assertThat(Raw.read(slow)).startsWith("HTTP/1.1 404");
            // the connection serves the next request
            write(slow, "{\"x\":1}GET /ping HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Raw.read(slow)).startsWith("HTTP/1.1 200");
        }
    }
}
