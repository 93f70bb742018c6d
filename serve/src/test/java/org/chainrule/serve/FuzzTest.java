package org.chainrule.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Requests with random faults get an answer that is no error of the server, or end the connection.
class FuzzTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String ROW = "{\"x\": 7.25, \"y\": 3.5, \"color\": \"red\", \"day\": \"2026-03-12\", "
            + "\"tags\": [\"big\", \"hot\"]}";
    private static final String TENSORS = "{\"id\": \"1\", \"inputs\": [" + tensor("x", "FP64", "[7.25, 1]") + ","
            + tensor("y", "FP32", "[3.5, null]") + "," + tensor("color", "BYTES", "[\"red\", null]") + ","
            + tensor("day", "BYTES", "[\"2026-03-12\", null]") + "," + tensor("tags", "BYTES", "[\"big;hot\", null]")
            + "], \"outputs\": [{\"name\": \"kind\"}]}";
    private static final String SPLIT = "{\"dataframe_split\": {\"columns\": [\"x\", \"y\", \"color\", \"day\", \"tags\"], "
            + "\"data\": [[7.25, 3.5, \"red\", \"2026-03-12\", \"big\"], [1, null, null, null, null]]}, "
            + "\"params\": {\"proba\": true}}";
    private static final List<String> VALID = List.of(
            request("models/kinds/predict?proba&set=0.9", "application/json", ROW),
            request("models/prices/predict?interval=0.9&explain", "application/json", "[" + ROW + "," + ROW + "]"),
            request("models/both/predict?unlike", "application/json", ROW),
            request("v2/models/kinds/infer", "application/json", TENSORS),
            request("models/kinds/invocations", "application/json", SPLIT),
            request("models/prices/invocations", "application/json", "{\"instances\": [" + ROW + "]}"),
            request("models/tags/invocations", "text/csv", "x,y\n7.25,3.5\n1,\n"),
            "GET /v2/models/kinds HTTP/1.1\r\nHost: x\r\n\r\n", "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n");
    private static final List<String> PIECES = List.of("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800",
            "null",
            "true", "-", "1e999", "1e-999", "-0", "9".repeat(500), "0.1", "\"x\":", "\"shape\":", "\"data\":",
            "[[[[[[[[",
            "{\"a\":".repeat(40), "\"\"", "\r\n", "%", "%00", "?", "&", "/", "..", "\u0000", "\u00ff", "é", "NaN",
            "Infinity",
            "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "Expect: 100-continue\r\n", "fffffffff\r\n",
            "Content-Encoding: gzip\r\n", "Connection: close\r\n", "HTTP/2.0", "interval=2", "set=-1",
            "[".repeat(5000));

    private static String tensor(String name, String type, String data) {
        return "{\"name\": \"" + name + "\", \"shape\": [2], \"datatype\": \"" + type + "\", \"data\": " + data + "}";
    }

    private static String request(String path, String type, String body) {
        return "POST /" + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    @Test
    void noRequestBreaksTheServer() throws IOException {
        int[] left = {1000};
        fuzz(1, () -> left[0]-- > 0);
    }

    @Tag("full")
    @Test
    void noRequestBreaksTheServerInTenMinutes() throws IOException {
        long end = System.nanoTime() + 600_000_000_000L;
        fuzz(System.nanoTime(), () -> System.nanoTime() < end);
    }

    private static void fuzz(long seed, BooleanSupplier goesOn) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        try (ModelServer server = ModelServer.of(TestModels.KINDS, TestModels.PRICES, TestModels.BOTH, TestModels.TAGS)
                .port(0).log(log::add).start()) {
            for (String valid : VALID) {
                assertThat(ask(server.address(), valid.getBytes(UTF_8))).as(valid).startsWith("HTTP/1.1 200");
            }
            long before = usedBytes();
            while (goesOn.getAsBoolean()) {
                byte[] request = broken(VALID.get(random.nextInt(VALID.size())), random);
                String answer = ask(server.address(), request);
                assertThat(answer).as(() -> "seed " + seed + ": " + new String(request, UTF_8) + " " + log)
                        .doesNotContain("HTTP/1.1 500", "Exception", "\tat ");
            }
            assertThat(log).isEmpty();
            assertThat(usedBytes()).isLessThan(before + 32 * MEGABYTE);
        }
    }

    /// Breaks the body and keeps its length right, or breaks any byte of the request.
    private static byte[] broken(String valid, SplittableRandom random) {
        int body = valid.indexOf("\r\n\r\n") + 4;
        if (random.nextInt(4) == 0 || body == valid.length()) {
            return mutated(valid.getBytes(UTF_8), random);
        }
        byte[] mutated = mutated(valid.substring(body).getBytes(UTF_8), random);
        String head = valid.substring(0, body).replaceFirst("Content-Length: \\d+",
                "Content-Length: " + mutated.length);
        return joined(head.getBytes(UTF_8), mutated);
    }

    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        byte[] now = bytes;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int from = random.nextInt(now.length + 1);
            int to = Math.min(now.length, from + random.nextInt(1, 20));
            byte[] middle = switch (random.nextInt(5)) {
                case 0 -> new byte[0];
                case 1 -> PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
                case 2 -> joined(Arrays.copyOfRange(now, from, to), Arrays.copyOfRange(now, from, to));
                case 3 -> new byte[]{(byte) random.nextInt(256)};
                default -> joined(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8),
                        Arrays.copyOfRange(now, from, to));
            };
            now = joined(Arrays.copyOf(now, from), middle, Arrays.copyOfRange(now, to, now.length));
        }
        return now;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// Sends bytes, ends the output, and returns what the server sends.
    private static String ask(URI address, byte[] request) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return Raw.read(socket);
        } catch (java.net.SocketException _) {
            // the server refused the rest of the request
            return "";
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
