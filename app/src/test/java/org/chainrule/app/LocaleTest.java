package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chainrule.app.Commands.Run;
import org.chainrule.app.process.ArgumentEncoding;
import org.chainrule.app.process.ShellWords;
import org.chainrule.error.Quote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The command in different locales, and without one.
class LocaleTest {
    private static final Path IRIS = Commands.DATA.resolve("iris.csv");

    private final Locale before = Locale.getDefault();

    @TempDir
    Path folder;

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    /// Arabic digits, the German decimal comma, and the dotless i of Turkish.
    @Test
    void digitsAndWordsAreTheSameInEveryLocale() throws IOException {
        List<Run> here = runs(Locale.ROOT);
        assertThat(here.getFirst().out()).contains("epoch 1/2");
        for (String tag : List.of("ar-EG-u-nu-arab", "de-DE", "tr-TR")) {
            List<Run> there = runs(Locale.forLanguageTag(tag));
            for (int i = 0; i < here.size(); i++) {
                assertThat(plain(there.get(i))).isEqualTo(plain(here.get(i)));
            }
        }
    }

    private List<Run> runs(Locale locale) throws IOException {
        Locale.setDefault(locale);
        Path model = folder.resolve("model");
        Files.deleteIfExists(model);
        List<Run> runs = new ArrayList<>();
        for (Object[] words : new Object[][]{
                {"train", IRIS, "--target", "species", "--epochs", "2", "--model", "LINEAR", "--out", model},
                {"train", IRIS, "--target", "petal_width_cm", "--epochs", "2", "--task", "REGRESSION", "--hidden",
                        "1234",
                        "--out", model},
                {"explain", model, IRIS}, {"explain", model, IRIS, "--row", "12"},
                {"trace", model, IRIS, "--row", "12"}, {"trace", model, IRIS, "--row", "1234567"},
                {"evaluate", model, IRIS}, {"inspect", model}, {"compare", model, model, IRIS},
                {"predict", model, IRIS},
                {"train", IRIS, "--target", "species", "--epochs", "0"},
                {"train", IRIS, "--target", "species", "--lr", "x"},
                {"train", IRIS, IRIS, IRIS, "--target", "species"}, {"train", IRIS, "--target", "species", "--seed"},
                {"INSPECT", model}, {"--help"}, {"train", "--help"}}) {
            for (boolean terminal : new boolean[]{false, true}) {
                runs.add(Commands.runOn(terminal, false, words));
            }
        }
        return runs;
    }

    /// Returns the output of a command without times and without the progress line, which a fast run does not show.
    private static Run plain(Run run) {
        return new Run(run.exit(), withoutTimes(run.out()), run.err().replaceAll("\r\u001b\\[2K([^\r\n]*(?=\r))?", ""));
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\r\033\\[2K[^\r\n]*(?=\r)", "").replaceAll("[0-9.]+ s\\b", "TIME")
                .replaceAll("(?m)^Latency.*$", "LATENCY");
    }

    /// Runs a process as cron does, started by `java` rather than the launcher.
    private Run bare(Path at, String... words) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder("exec \"$JAVA\" -cp \"$JARS\" " + Main.class.getName());
        for (String word : words) {
            line.append(' ').append(ShellWords.quoted(word));
        }
        Path script = Files.writeString(folder.resolve("script"),
                "mkdir -p " + ShellWords.quoted(at.toString()) + " && cd " + ShellWords.quoted(at.toString()) + " && "
                        + line);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "JAVA",
                Commands.javaProgram().toString(), "JARS", Commands.classPath()));
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void javaWithoutALocaleNamesTheVariableToSet() throws Exception {
        Run word = bare(folder, "train", IRIS.toAbsolutePath().toString(), "--target", "größe");
        Commands.refused(word, 1, "chainrule: Java cannot read \"gr\ufffd\ufffd\ufffd\ufffde\" because the locale's"
                + " character set is ANSI_X3.4-1968; set LC_ALL=C.UTF-8, as the ./chainrule script does");
        Run current = bare(folder.resolve("ördner"), "inspect", "m");
        Commands.refused(current, 1,
                "chainrule: Java cannot read " + Quote.of(folder + "/\ufffd\ufffdrdner") + " because the locale's"
                        + " character set is ANSI_X3.4-1968; set LC_ALL=C.UTF-8, as the ./chainrule script does");
        Run plain = bare(folder, "inspect", "m");
        Commands.refused(plain, 1, "chainrule: cannot read m: there is no such file");
    }

    @Test
    void onlyUnreadableWordsAreRefused() {
        String ascii = "ANSI_X3.4-1968";
        assertThat(ArgumentEncoding.unreadable(ascii, "/home", "train", "a.csv")).isEmpty();
        assertThat(ArgumentEncoding.unreadable("UTF-8", "/home", "train", "\ufffd.csv")).isEmpty();
        assertThat(ArgumentEncoding.unreadable(ascii, "/home", "train", "\ufffd.csv"))
                .hasValue("Java cannot read \"\ufffd.csv\""
                        + " because the locale's character set is ANSI_X3.4-1968; set LC_ALL=C.UTF-8, as the ./chainrule script does");
        assertThat(ArgumentEncoding.unreadable(ascii, "/h\ufffdme", "train", "a.csv")).hasValue("Java cannot read"
                + " \"/h\ufffdme\" because the locale's character set is ANSI_X3.4-1968; set LC_ALL=C.UTF-8, as the ./chainrule"
                + " script does");
    }
}
