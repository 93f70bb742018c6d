package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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
        for (String closed : new String[]{"metrics", "models", "v2", "v2/models/prices", "v2/models/prices/ready",
                "v2/models/other/ready"}) {
            assertThat(client.get(closed).status()).as(closed).isEqualTo(401);
        }
        for (String open : new String[]{"", "web/page.css", "v2/health/live", "v2/health/ready", "ping"}) {
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
            byte[] text = "GET /ping HTTP/1.1\r\nHost: x\r\nX: ".getBytes(StandardCharsets.US_ASCII);
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
        try (ModelServer small = ModelServer.of(TestModels.PRICES).port(0).maxRequests(1)
                .maxWait(Duration.ofSeconds(1)).start()) {
            Client others = new Client(small.address());
            CompletableFuture<Got> waits = CompletableFuture.supplyAsync(() -> {
                try {
                    return others.postPatiently("models/prices/predict", "{\"x\":1}");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Got got = others.get("models");
            while (!waits.isDone() && got.status() == 200) {
                Thread.sleep(50);
                got = others.get("models");
            }
            assertThat(got.error()).isEqualTo("The server is answering 1 request, the limit; try again.");
            assertThat(got.status()).isEqualTo(429);
            assertThat(got.header("retry-after")).isEqualTo("1");
            assertThat(others.get("v2/health/live").status()).isEqualTo(200);
            assertThat(waits.get().status()).isEqualTo(200);
        }
    }

    @Test
    void holdsNoLongChunk() throws IOException {
        String head = " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
        assertThat(Raw.ask(server.address(), "POST /models/prices/predict" + head
                + "Authorization: Bearer secret\r\n\r\n7fffffff\r\n")).startsWith("HTTP/1.1 413")
                .contains("more than 2000 bytes");
        long begin = System.nanoTime();
        // what is left of a refused body is read for two seconds, unless that would need memory
        assertThat(Raw.ask(server.address(), "POST /models/prices/predict" + head + "\r\n7fffffff\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void whatFollowsARefusedBodyIsNoRequest() throws IOException {
        String chunk = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";
        assertThat(Raw.ask(server.address(), "POST /nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "7fffffff\r\n" + chunk)).startsWith("HTTP/1.1 404").doesNotContain("200 OK").doesNotContain("400");
    }

    @Test
    void holdsNoLongLineBeforeAChunk() throws IOException {
        try (ModelServer patient = ModelServer.of(TestModels.PRICES).port(0).maxBody(2000).start();
                Socket socket = new Socket(patient.address().getHost(), patient.address().getPort())) {
            socket.setSoTimeout(2000);
            OutputStream out = socket.getOutputStream();
            out.write("POST /models/prices/predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] digits = new byte[1 << 20];
            Arrays.fill(digits, (byte) '0');
            assertThatThrownBy(() -> {
                for (int i = 0; i < 2000; i++) {
                    out.write(digits);
                }
            }).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesWhatIsNoChunk() throws IOException {
        assertThat(Raw.ask(server.address(), """
                POST /models/prices/predict HTTP/1.1\r
                Host: x\r
                Authorization: Bearer secret\r
                Transfer-Encoding: chunked\r
                \r
                {"x":1}\r
                """)).startsWith("HTTP/1.1 400").contains("The body is not in chunks as HTTP/1.1 has them; each begins "
                + "with its length in hexadecimal digits.");
    }

    @Test
    void saysWhatIsWrongBeforeARequestIsRead() throws IOException {
        assertThat(Raw.ask(server.address(), "POST /models/prices/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                + "Content-Encoding: gzip\r\n\r\n{}")).startsWith("HTTP/1.1 415")
                .contains("{\"error\":\"The body is compressed; send it without Content-Encoding.\"}");
        assertThat(Raw.ask(server.address(), "GET /ping?" + "y".repeat(8000) + " HTTP/1.1\r\nHost: x\r\n"
                + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(Raw.ask(server.address(), "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414").contains("{\"error\":\"The first line of the request has more than 16384 "
                        + "bytes; send a shorter address.\"}");
        assertThat(Raw.ask(server.address(), "GET /models/%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("{\"error\":\"The address has a % without two hexadecimal digits.\"}");
        assertThat(Raw.ask(server.address(), "GET /models/prices?x=%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400").contains("its address has characters that must be escaped");
        assertThat(
                Raw.ask(server.address(), "POST /ping HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"))
                .startsWith("HTTP/1.1 501")
                .contains("The body has a transfer encoding other than chunked; send it without.");
    }

    @Test
    void anAddressWithoutASlashIsNone() throws IOException {
        for (String address : new String[]{"*", "foo"}) {
            assertThat(Raw.ask(server.address(), "OPTIONS " + address + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 404").contains("There is nothing at " + address + ";");
        }
    }

    @Test
    void refusesManyRows() throws IOException {
        try (ModelServer wide = ModelServer.of(TestModels.PRICES).port(0).start()) {
            Client rows = new Client(wide.address());
            String most = "{\"x\":1},".repeat(99_999);
            assertThat(rows.post("models/prices/predict", "[" + most + "{\"x\":1}]").status()).isEqualTo(200);
            Got got = rows.post("models/prices/predict", "[" + most + "{\"x\":1},{\"x\":1}]");
            assertThat(got.error()).isEqualTo(
                    "The request has more than 100000 rows, the limit for this model; send fewer rows at once.");
            assertThat(got.status()).isEqualTo(413);
        }
    }
}
