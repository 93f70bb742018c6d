package org.chainrule.app.show;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.app.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chainrule train --view`.
class LiveViewTest {
    private static final Path IRIS = Commands.DATA.resolve("iris.csv");
    private static final Pattern ADDRESS = Pattern.compile("is shown at (http://127\\.0\\.0\\.1:\\d+/)#(\\w+)");
    private static final int STOPPED = 130;

    @TempDir
    Path folder;

    private Path model(String name) {
        return folder.resolve(name + ".safetensors");
    }

    @Test
    void theModelIsThatOfAnUnwatchedTraining() throws IOException {
        Object[] plain = {"train", IRIS, "--target", "species", "--quick", "--epochs", "20", "--out", model("plain")};
        assertThat(run(plain).exit()).isZero();
        Commands.Run viewed = run("train", IRIS, "--target", "species", "--quick", "--epochs", "20", "--view",
                "--no-open", "--out", model("viewed"));
        assertThat(viewed.exit()).as(viewed.err()).isZero();
        assertThat(viewed.err()).containsPattern(ADDRESS);
        assertThat(viewed.out()).doesNotContain("http://");
        assertThat(Files.readAllBytes(model("viewed"))).isEqualTo(Files.readAllBytes(model("plain")));
    }

    @Test
    void theButtonStopsLikeCtrlC() throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Path out = folder.resolve("out");
        Process process = Commands.process("train", IRIS, "--target", "species", "--quick", "--epochs", "1000000",
                "--hidden", "512,512,512", "--view", "--no-open", "--out", model("stopped"))
                .redirectErrorStream(false).redirectError(err.toFile()).redirectOutput(out.toFile()).start();
        try {
            Matcher address = ADDRESS.matcher("");
            while (!address.find()) {
                assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
                Thread.sleep(50);
                address = ADDRESS.matcher(Files.readString(err, UTF_8));
            }
            while (!Files.readString(out, UTF_8).contains("epoch ")) {
                Thread.sleep(50);
            }
            HttpRequest stop = HttpRequest.newBuilder(URI.create(address.group(1) + "api/stop"))
                    .header("X-Token", address.group(2)).POST(HttpRequest.BodyPublishers.noBody()).build();
            assertThat(HttpClient.newHttpClient().send(stop, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            assertThat(process.waitFor()).isEqualTo(STOPPED);
            assertThat(model("stopped")).isNotEmptyFile();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPageThatIsNotShownCannotBeLeftClosed() {
        Commands.Run wrong = run("train", IRIS, "--target", "species", "--no-open", "--out", model("none"));
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("chainrule train: --no-open requires --view, the page that is left closed");
    }
}
