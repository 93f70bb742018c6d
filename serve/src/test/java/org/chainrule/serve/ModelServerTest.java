package org.chainrule.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelServerTest {
    private static final String BODY = "{\"x\":1,\"y\":2,\"color\":\"red\",\"day\":null,\"tags\":null}";

    @TempDir
    Path folder;

    @Test
    void aClosedServerAnswersNoMoreAndItsPortIsFree() throws IOException {
        ModelServer server = ModelServer.of(TestModels.PRICES).port(0).start();
        URI address = server.address();
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(server.models()).containsExactly("prices");
        assertThat(server.address("my model")).isEqualTo(address.resolve("models/my%20model/predict"));
        assertThatThrownBy(() -> ModelServer.of(TestModels.PRICES).port(address.getPort()).start())
                .isInstanceOf(BindException.class);
        assertThat(new Client(address).post("models/prices/predict", BODY).status()).isEqualTo(200);
        long begin = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> new Client(address).get("ping")).isInstanceOf(IOException.class);
        ModelServer.of(TestModels.PRICES).port(address.getPort()).start().close();
    }

    /// A connection that is made while the server starts is answered.
    @Test
    void clientsThatComeEarlyAreNotDropped() throws Exception {
        for (int round = 0; round < 20; round++) {
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> firstAnswer(port));
            try (ModelServer server = ModelServer.of(TestModels.PRICES).port(port).start()) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).as(server.address().toString())
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    private static String firstAnswer(int port) {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (ConnectException _) {
                Thread.onSpinWait(); // nothing listens yet
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    @Test
    void aRequestThatRunsIsAnsweredWhenTheServerCloses() throws Exception {
        ModelServer server = ModelServer.of(TestModels.PRICES).port(0).maxWait(Duration.ofSeconds(1)).maxRequests(1)
                .start();
        Client client = new Client(server.address());
        client.get("ping");
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
            try {
                return client.postPatiently("models/prices/predict", BODY).status();
            } catch (IOException e) {
                return -1;
            }
        });
        // it runs as soon as others are refused
        while (!status.isDone() && client.get("models").status() != 429) {
            Thread.sleep(50);
        }
        assertThat(status).isNotDone();
        server.close();
        assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void refusesWrongSettings() {
        assertThatThrownBy(() -> ModelServer.of()).isInstanceOf(ArgumentException.class)
                .hasMessage("serve: there is no model to serve; name at least one file");
        ModelServer.Settings settings = ModelServer.of(TestModels.PRICES);
        assertThatThrownBy(() -> settings.port(70_000))
                .hasMessage("serve: port is 70000, expected a number from 0 to 65535");
        assertThatThrownBy(() -> settings.maxBatch(0)).hasMessage("serve: maxBatch is 0, expected at least 1");
        assertThatThrownBy(() -> settings.maxWait(Duration.ofSeconds(2)))
                .hasMessage("serve: maxWait is PT2S, expected from 0 to 1 second");
        assertThatThrownBy(() -> settings.token(" ")).hasMessage("serve: token is empty, expected a secret");
        assertThatThrownBy(() -> settings.token("schlüssel"))
                .hasMessage("serve: token is a text that no header can hold, "
                        + "expected visible characters of ASCII without spaces");
        assertThatThrownBy(() -> settings.look(Duration.ZERO))
                .hasMessage("serve: look is PT0S, expected from 1 millisecond to a day");
        assertThatThrownBy(() -> settings.look(Duration.ofNanos(10)))
                .hasMessage("serve: look is PT0.00000001S, expected from 1 millisecond to a day");
        assertThatThrownBy(() -> settings.times(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("serve: the time of headers is PT0S, expected more than 0, at most a day");
        assertThatThrownBy(() -> settings.times(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
                .hasMessage("serve: the time of bodies is PT-1S, expected more than 0, at most a day");
        assertThatThrownBy(() -> settings.maxBody(0)).hasMessage("serve: maxBody is 0, expected from 1 byte to 1 GiB");
        assertThatThrownBy(() -> settings.maxRequests(0)).hasMessage("serve: maxRequests is 0, expected at least 1");
    }

    @Test
    void speaksHttps() throws Exception {
        KeyStore keys = keys("store.p12");
        Certificate certificate = keys.getCertificate("site");
        String key = block("PRIVATE KEY", keys.getKey("site", "secret".toCharArray()).getEncoded());
        String chain = block("CERTIFICATE", certificate.getEncoded());
        Path pem = Files.writeString(folder.resolve("site.pem"), "text above\n" + key + chain);
        try (ModelServer server = ModelServer.of(TestModels.PRICES).port(0).tls(pem).start()) {
            assertThat(server.address().getScheme()).isEqualTo("https");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("site", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(server.address().resolve("models/prices/predict"))
                                .POST(HttpRequest.BodyPublishers.ofString(BODY)).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).startsWith("{\"prediction\":");
            }
        }
        wrong(chain,
                "has no private key; name a PEM file with the private key and the certificates, that of the server "
                        + "first");
        wrong(key, "has no certificate; name a PEM file with the private key and the certificates, that of the server "
                + "first");
        wrong(chain + key.replace("PRIVATE KEY", "EC PRIVATE KEY"),
                "has a key in the form EC PRIVATE KEY, which cannot be read; convert it with: openssl pkcs8 -topk8 "
                        + "-nocrypt -in OLD -out NEW");
        wrong(chain + block("PRIVATE KEY", new byte[]{1, 2, 3}),
                "has a private key that is damaged, or of another kind than its certificate");
        wrong(key + block("CERTIFICATE", new byte[]{1, 2, 3}), "is damaged: a certificate in it cannot be read");
        String other = block("CERTIFICATE", keys("other.p12").getCertificate("site").getEncoded());
        wrong(key + other, "has a key and certificates that do not go together: the key is not that of the first "
                + "certificate");
    }

    private KeyStore keys(String name) throws Exception {
        Path store = folder.resolve(name);
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "site", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "SAN=ip:127.0.0.1,dns:localhost", "-keystore", store.toString(), "-storepass", "secret").inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    }

    private static String block(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    private void wrong(String pem, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.pem"), pem);
        assertThatThrownBy(() -> ModelServer.of(TestModels.PRICES).port(0).tls(file).start())
                .isInstanceOf(IOException.class).hasMessage(file + " " + sentence);
    }
}
