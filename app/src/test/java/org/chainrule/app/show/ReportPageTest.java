package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.Commands.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chainrule.app.Commands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of a report in Chromium, which is started as a program: if it is not installed, the test is skipped.
@Tag("full")
class ReportPageTest {
    private static final Pattern MEASURED = Pattern.compile("width=([0-9]+) broken=\\[(.*?)\\]");

    @TempDir
    Path folder;

    private String chromium(String... arguments) throws IOException, InterruptedException {
        String places = Objects.requireNonNullElse(System.getenv("PATH"), "");
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(places.split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable).findFirst();
        assumeThat(program).as("Chromium is installed").isPresent();
        List<String> words = new ArrayList<>(List.of(program.orElseThrow().toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile")));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(err)).doesNotContain("CONSOLE");
        return Files.readString(out);
    }

    /// Measures the page in a frame of a width: how wide its content is, and which boxes are wider than the frame and do
    /// not scroll.
    private String measured(Path page, int width) throws IOException, InterruptedException {
        String text = Files.readString(page).replaceFirst("<meta http-equiv=[^>]*>", "").replace("&", "&amp;")
                .replace("\"", "&quot;");
        Path frame = Files.writeString(folder.resolve("frame.html"), "<body><iframe id='f' style='border:0;width:"
                + width
                + "px;height:900px' srcdoc=\"" + text
                + "\"></iframe><script>onload=()=>{const d=document.getElementById('f')"
                + ".contentDocument;const b=[...d.querySelectorAll('body *')].filter(e=>e.getBoundingClientRect().right>"
                + width + "&&!e.closest('.scroll')).map(e=>e.tagName);document.body.textContent='width='"
                + "+d.documentElement.scrollWidth+' broken=['+b+']'}</script></body>", StandardCharsets.UTF_8);
        return chromium("--virtual-time-budget=5000", "--dump-dom", frame.toUri().toString());
    }

    @Test
    void thePageFitsAPhoneAndADesk() throws IOException, InterruptedException {
        for (String target : List.of("species", "petal_length_cm")) {
            Path page = folder.resolve(target + ".html");
            Commands.Run run = run("train", Commands.DATA.resolve("iris.csv"), "--target", target, "--quick",
                    "--report",
                    page, "--out", folder.resolve("m.safetensors"));
            assertThat(run.exit()).as(run.err()).isZero();
            for (int width : new int[]{390, 1400}) {
                Matcher found = MEASURED.matcher(measured(page, width));
                assertThat(found.find()).isTrue();
                assertThat(Integer.parseInt(found.group(1))).isEqualTo(width);
                assertThat(found.group(2)).isEmpty();
            }
            // the page itself: the browser has nothing to complain of
            assertThat(chromium("--dump-dom", page.toUri().toString())).contains("How to do it again");
        }
    }
}
