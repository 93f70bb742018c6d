package org.chainrule.serve.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.chainrule.serve.web.Deadlines;
import org.chainrule.serve.web.Limits;
import org.chainrule.serve.web.OwnPages;
import org.chainrule.serve.web.Site;
import org.chainrule.tabular.remark.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of requests that fail.
@Timeout(60)
class ExchangeTest {
    private static final Limits LIMITS = Limits.USUAL.bodyBytes(1 << 20).times(Duration.ofSeconds(5),
            Duration.ofMillis(400));
    private final Logger log = Logger.getLogger(Exchange.class.getName());
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
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
    private Site site;

    @BeforeEach
    void start() throws IOException {
        log.addHandler(handler);
        log.setUseParentHandlers(false);
        Deadlines deadlines = new Deadlines(LIMITS);
        Exchange exchange = new Exchange(Wording.JAVA, new OwnPages("127.0.0.1"), LIMITS, deadlines);
        site = Site.start("127.0.0.1", 0, LIMITS, deadlines, null, routes -> routes
                .get("/missing", exchange.answering((_, _) -> {
                    throw new NoSuchFileException("flowers.csv");
                })).get("/memory", exchange.answering((_, _) -> {
                    throw new OutOfMemoryError();
                })).get("/bug", exchange.answering((_, _) -> {
                    throw new IllegalStateException("a bug");
                })).post("/table", exchange.answering((request, response) -> {
                    asked.countDown();
                    Exchange.json(response, Map.of("bytes", exchange.table(request).length));
                })).get("/late", exchange.answering((_, response) -> {
                    asked.countDown();
                    try {
                        left.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    Exchange.json(response, Map.of("text", "long".repeat(5_000_000)));
                })), () -> {
                });
    }

    @AfterEach
    void stop() {
        site.close();
        log.removeHandler(handler);
        log.setUseParentHandlers(true);
    }

    private void assertAnswer(String path, int status, String sentence) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(site.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"error\":\"" + sentence + "\"}");
    }

    @Test
    void aFailureIsASentence() throws Exception {
        assertAnswer("/missing", 400, "flowers.csv does not exist; check its name");
        assertAnswer("/memory", 503,
                "the playground has too little memory for this; take a smaller table or network, or"
                        + " give Java more memory");
        assertThat(logged).isEmpty();
        assertAnswer("/bug", 500, "the playground failed because of an error of its own; its terminal shows it");
        assertThat(logged).containsExactly("the playground failed");
    }

    private Socket sent(String text) throws IOException {
        URI address = site.address();
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";

    @Test
    void aPageThatLeavesIsNoFailure() throws Exception {
        try (Socket socket = sent("POST /table" + HEAD + "Content-Length: 1000\r\n\r\na,b\n1,2\n")) {
            asked.await();
            socket.setSoLinger(true, 0);
        }
        Thread.sleep(300);
        assertThat(logged).isEmpty();
    }

    @Test
    void aPageThatDoesNotWaitForItsAnswerIsNoFailure() throws Exception {
        try (Socket socket = sent("GET /late" + HEAD + "\r\n")) {
            asked.await();
            socket.setSoLinger(true, 0);
        }
        left.countDown();
        Thread.sleep(500);
        assertThat(logged).isEmpty();
    }

    @Test
    void aBodyThatTricklesIsCutOff() throws Exception {
        try (Socket socket = sent("POST /table" + HEAD + "Content-Length: 1000\r\n\r\n")) {
            for (int i = 0; i < 6; i++) {
                socket.getOutputStream().write('a');
                Thread.sleep(100);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("did not arrive within 400 milliseconds");
        }
        assertThat(logged).isEmpty();
    }
}
