package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.chainrule.serve.Client.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static ModelServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = ModelServer.of(TestModels.PRICES).port(0).maxBody(2000).token("secret")
                .times(Duration.ofMillis(300), Duration.ofMillis(300)).start();
        client = new Client(server.address());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Got post(String body) throws IOException {
        return client.send("POST", "models/prices/predict", body, "Authorization", "Bearer secret");
    }

    @Test
    void asksForTheToken() throws IOException {
        assertThat(post("{\"x\":1}").status()).isEqualTo(200);
        Got without = client.post("models/prices/predict", "{\"x\":1}");
        assertThat(without.error())
                .isEqualTo("This server asks for a token; send the header Authorization: Bearer TOKEN.");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(client.get("openapi.json", "Authorization", "Bearer other").error()).isEqualTo(
                "The token is not that of this server; send the right one as Authorization: Bearer TOKEN.");
        assertThat(client.get("metrics").status()).isEqualTo(401);
        for (String open : new String[]{"", "v2/health/live", "v2/health/ready", "ping"}) {
            assertThat(client.get(open).status()).as(open).isEqualTo(200);
        }
    }

    @Test
    void refusesLargeBodies() throws IOException {
        Got got = post("[" + "{\"x\":1},".repeat(300) + "{\"x\":1}]");
        assertThat(got.error()).isEqualTo(
                "The body has more than 2000 bytes, the limit of this server; send fewer rows at once.");
        assertThat(got.status()).isEqualTo(413);
        // of unknown length
        assertThat(Raw.ask(server.address(), """
                POST /models/prices/predict HTTP/1.1\r
                Host: x\r
                Authorization: Bearer secret\r
                Transfer-Encoding: chunked\r
                \r
                fff\r
                """ + " ".repeat(0xfff) + "\r\n0\r\n\r\n")).startsWith("HTTP/1.1 413").contains("more than 2000 bytes");
        assertThat(post("{\"x\":1}").status()).isEqualTo(200);
    }

    @Test
    void theClientOfAHugeBodyReadsTheAnswer() throws IOException {
        Got got = post(" ".repeat(20 << 20));
        assertThat(got.status()).isEqualTo(413);
    }

    @Test
    void refusesSlowBodies() throws IOException {
        String answer = Raw.ask(server.address(), """
                POST /models/prices/predict HTTP/1.1\r
                Host: x\r
                Authorization: Bearer secret\r
                Content-Length: 100\r
                \r
                {"x":""");
        assertThat(answer).startsWith("HTTP/1.1 408").contains(
                "{\"error\":\"The body did not arrive within 300 milliseconds, the limit of this server; send fewer rows "
                        + "at once.\"}");
    }

    @Test
    void closesConnectionsWhoseHeadersDrip() throws Exception {
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(5000);
            byte[] text = "GET /ping HTTP/1.1\r\nHost: x\r\nX: ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            socket.getOutputStream().write(text);
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return Raw.read(socket);
                } catch (IOException e) {
                    return "";
                }
            });
            long begin = System.nanoTime();
            try {
                while (!answer.isDone() && System.nanoTime() - begin < 8_000_000_000L) {
                    socket.getOutputStream().write('x');
                    Thread.sleep(50);
                }
            } catch (IOException _) {
                // the server closed the connection
            }
            assertThat(answer.get()).doesNotContain("200 OK");
            assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void refusesWhatIsNoHttp() throws IOException {
        assertThat(Raw.ask(server.address(), "hello\r\n\r\n")).startsWith("HTTP/1.1 400").contains("{\"error\":\"");
        assertThat(Raw.ask(server.address(), "GET /ping HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4").contains("16384 bytes");
        assertThat(Raw.ask(server.address(), "POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void refusesMoreRequestsThanItAnswersAtOnce() throws Exception {
        try (ModelServer small = ModelServer.of(TestModels.PRICES).port(0).maxRequests(1).start();
                Socket slow = new Socket(small.address().getHost(), small.address().getPort())) {
            slow.getOutputStream().write("POST /models/prices/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            Client others = new Client(small.address());
            Got got = others.post("models/prices/predict", "{\"x\":1}");
            for (int i = 0; i < 100 && got.status() == 200; i++) {
                Thread.sleep(20);
                got = others.post("models/prices/predict", "{\"x\":1}");
            }
            assertThat(got.error()).isEqualTo("The server is answering 1 requests, the limit; try again.");
            assertThat(got.status()).isEqualTo(429);
            assertThat(got.header("retry-after")).isEqualTo("1");
            assertThat(others.get("v2/health/live").status()).isEqualTo(200);
            slow.getOutputStream().write("\"x\":1}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            slow.setSoTimeout(1000);
            assertThat(Raw.read(slow)).startsWith("HTTP/1.1 200");
        }
    }
}
