package org.chainrule.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.chainrule.app.Commands;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    private static final String ROW = "{\"sepal_length_cm\":5.1,\"sepal_width_cm\":3.5,\"petal_length_cm\":1.4,\"petal_width_cm\":0.2}";

    @TempDir
    static Path folder;
    private static Path model;

    @BeforeAll
    static void train() {
        model = folder.resolve("iris.safetensors");
        assertThat(run("train", Commands.DATA.resolve("iris.csv"), "--target", "species", "--hidden", "8", "--epochs",
                "5", "--out", model, "-q").exit()).isZero();
    }

    @Test
    @Timeout(60)
    void servesUntilTerm() throws Exception {
        Process process = Commands.process("serve", model, "--port", "0", "--access-log").start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("http")) {
                line = lines.readLine();
            }
            assertThat(line).matches("http://127\\.0\\.0\\.1:\\d+/models/iris/predict");
            assertThat(lines.readLine()).endsWith("/ is a page to try it; Ctrl-C ends the server");
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(line))
                    .POST(HttpRequest.BodyPublishers.ofString(ROW)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).startsWith("{\"prediction\":\"");
            assertThat(lines.readLine()).contains("\"path\":\"/models/iris/predict\",\"status\":200");
            long begin = System.nanoTime();
            process.destroy();
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void refusesWrongUsage() {
        refused(run("serve"), 2,
                "chainrule serve: Missing required parameter: 'MODEL'; see chainrule serve --help");
        refused(run("serve", model, "--port", "70000"), 2,
                "chainrule serve: --port must be from 0 to 65535, but is 70000; see chainrule serve --help");
        refused(run("serve", model, "--max-batch", "0"), 2,
                "chainrule serve: --max-batch must be at least 1, but is 0; see chainrule serve --help");
        refused(run("serve", model, "--max-wait", "-1"), 2,
                "chainrule serve: --max-wait must be from 0 to 1000, but is -1.0; see chainrule serve --help");
        refused(run("serve", model, "--max-body", "0"), 2,
                "chainrule serve: --max-body must be from 1 to 1024, but is 0; see chainrule serve --help");
    }

    @Test
    void refusesFilesThatAreNoModels() throws IOException {
        Path none = folder.resolve("none.safetensors");
        refused(run("serve", none), 1, "chainrule: " + none + " does not exist; check its name");
        Path table = Commands.DATA.resolve("iris.csv");
        refused(run("serve", table), 1,
                "chainrule: " + table + " is a text file, such as a CSV table, not a model; name "
                        + "a model that chainrule train saved");
        Path copy = Files.copy(model, Files.createDirectory(folder.resolve("copy")).resolve("iris.safetensors"));
        refused(run("serve", model, copy, "--port", "0"), 1, "chainrule: " + model + " and " + copy
                + " are both the model \"iris\"; rename one of them, or put both in a folder as its versions");
    }

    @Test
    void refusesTheAddress() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            refused(run("serve", model, "--port", port), 1, "chainrule: port " + port
                    + " of 127.0.0.1 is taken by another program; choose another --port, or 0 for a free one");
        }
        refused(run("serve", model, "--host", "192.0.2.1", "--token-file", token("secret")), 1,
                "chainrule: 192.0.2.1 is not an address of this machine; choose another --host");
        refused(run("serve", model, "--host", "no host"), 1,
                "chainrule: there is no host \"no host\"; give --host an address of this machine");
    }

    private static Path token(String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "token", ""), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void refusesTokenFiles() throws IOException {
        Path none = folder.resolve("no-token");
        refused(run("serve", model, "--token-file", none), 1, "chainrule: " + none + " does not exist; check its name");
        Path empty = token(" \n");
        refused(run("serve", model, "--token-file", empty), 1, "chainrule: " + empty
                + " is empty; write a token into it as one line, for example with: openssl rand -hex 32 > " + empty);
        Path words = token("two words");
        refused(run("serve", model, "--token-file", words), 1, "chainrule: " + words
                + " has more than one word of ASCII; write a token into it as one line, for example with: openssl rand "
                + "-hex 32 > " + words);
        Path open = token("secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        refused(run("serve", model, "--token-file", open), 1,
                "chainrule: every user of this machine can read the token "
                        + "in " + open + "; protect it with: chmod 600 " + open);
    }

    @Test
    void refusesTlsFiles() throws IOException {
        Path none = folder.resolve("no.pem");
        refused(run("serve", model, "--tls", none), 1, "chainrule: " + none + " does not exist; check its name");
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "nothing");
        refused(run("serve", model, "--tls", wrong), 1,
                "chainrule: " + wrong + " has no certificate; name a PEM file with "
                        + "the private key and the certificates, that of the server first");
    }

    @Test
    void warnsWhereEveryMachineMayUseTheModels() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThat(run("serve", model, "--host", "0.0.0.0", "--port", port).err())
                    .startsWith("chainrule: every machine that reaches 0.0.0.0:" + port
                            + " may use the models; give a --token-file to limit that");
        }
    }
}
