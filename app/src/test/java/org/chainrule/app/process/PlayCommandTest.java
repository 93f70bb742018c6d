package org.chainrule.app.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chainrule.app.Commands;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PlayCommandTest {
    private static final Path IRIS = Commands.DATA.resolve("iris.csv");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void itShowsTheTableUntilASignal(String signal, int exit) throws Exception {
        Process process = Commands.process("play", IRIS, "--target", "species", "--port", "0", "--no-open").start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("The playground is at ")) {
                line = lines.readLine();
            }
            assertThat(line).matches("The playground is at http://127\\.0\\.0\\.1:\\d+/; press Ctrl-C to end it");
            URI address = URI.create(line.replaceAll("The playground is at |;.*", ""));
            HttpResponse<String> start = client.send(HttpRequest.newBuilder(address.resolve("/api/start")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(start.body()).contains("\"given\":\"iris.csv\"");
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(exit);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void wrongUsageIsRefused() {
        refused(run("play", IRIS, "--port", "70000"), 2,
                "chainrule play: --port must be from 0 to 65535, but is 70000; see chainrule play --help");
        refused(run("play", "--target", "species"), 2,
                "chainrule play: --target is the column of a table; name its FILE too; see chainrule play --help");
    }

    @Test
    void aTableThatCannotBeReadIsRefused() throws IOException {
        Path none = folder.resolve("none.csv");
        refused(run("play", none, "--no-open"), 1,
                "chainrule: " + none + " does not exist; no file in " + folder + " has a similar name");
        Path empty = Files.createFile(folder.resolve("empty.csv"));
        Commands.Run run = run("play", empty, "--no-open");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("chainrule: " + empty).contains("empty").hasLineCount(1);
    }

    @Test
    void aTargetThatCannotBeLearnedIsRefused() throws IOException {
        Commands.Run none = run("play", IRIS, "--target", "color", "--no-open");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("color", "species").hasLineCount(1);
        Path bytes = Files.write(folder.resolve("bytes.csv"),
                new byte[]{'a', ',', 'b', '\n', '1', ',', (byte) 0x81, '\n'});
        Commands.Run run = run("play", bytes, "--no-open");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("(chainrule train --encoding)").doesNotContain("TableFormat").hasLineCount(1);
    }

    @Test
    void aPortThatIsTakenIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            refused(run("play", "--port", port, "--no-open"), 1, "chainrule: port " + port
                    + " of 127.0.0.1 is taken by another program; choose another --port, or 0 for a free one");
        }
        refused(run("play", "--host", "no host", "--no-open"), 1,
                "chainrule: there is no host \"no host\"; give --host an address of this machine");
        assertThat(run("play", "--host", "192.0.2.1", "--no-open").err())
                .endsWith("chainrule: 192.0.2.1 is not an address of this machine; choose another --host\n");
    }

    /// Starts the command, begins a lesson, and returns what its page gives as the command and the program.
    private Map<?, ?> taken(Object... words) throws Exception {
        List<Object> all = new ArrayList<>(List.of("play", "--port", "0", "--no-open", "--target", "species"));
        all.addAll(List.of(words));
        Process process = Commands.process(all.toArray()).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(lines.readLine().replaceAll("The playground is at |;.*", ""));
            HttpRequest begin = HttpRequest.newBuilder(address.resolve("/api/lessons"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")).build();
            Map<?, ?> lesson = (Map<?, ?>) Json.parse(client.send(begin, HttpResponse.BodyHandlers.ofString()).body());
            HttpRequest code = HttpRequest
                    .newBuilder(address.resolve("/api/lessons/" + lesson.get("id") + "/code?step=0")).build();
            return (Map<?, ?>) Json.parse(client.send(code, HttpResponse.BodyHandlers.ofString()).body());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatIsTakenAwayNamesTheTableAsTheCommandDid() throws Exception {
        Map<?, ?> one = taken(IRIS);
        assertThat((String) one.get("command")).startsWith("chainrule train " + IRIS + " --target species ");
        assertThat((String) one.get("java")).contains("prepare(Path.of(\"" + IRIS + "\"))");
        Path copy = Files.copy(IRIS, folder.resolve("more iris.csv"));
        Map<?, ?> two = taken(IRIS, copy);
        assertThat((String) two.get("command"))
                .startsWith("chainrule train " + IRIS + " '" + copy + "' --target species ");
        assertThat(two.get("java")).isEqualTo("");
    }
}
