package org.chainrule.app.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    private static final List<String> WORDS = List.of("plain", "a.csv", "--lr=0.1", "", " ", "two words", "'", "''",
            "it's", "a'; touch PWNED; '", "$(touch PWNED)", "`touch PWNED`", "${HOME}", "\"$HOME\"", "a\\", "\\'", "*",
            "?", "~",
            "~root", "!!", "a&b", "a|b", "a>PWNED", "#x", "=ls", "a=b", "{a,b}", "[a]", "größe", "\u65e5\u672c", "-",
            "--", "a;b",
            "%d", "$'x'");
    private static final List<String> HIDDEN = List.of("a\nb", "a\n", "\n", "\t", "\u001b[31m'; touch PWNED; '",
            "\u009b2J",
            "\u202e!x\\", "é\r'", "1\0012", "\u007f$(touch PWNED)");

    @TempDir
    Path folder;

    /// Returns the words that a shell passes to the command.
    private List<String> read(String shell, String line) throws IOException, InterruptedException {
        Path script = folder.resolve("script");
        Files.writeString(script, "chainrule() { for word; do printf '%s\\0' \"$word\"; done; }\n" + line + "\n");
        Process process = new ProcessBuilder(shell, script.toString()).directory(folder.toFile())
                .redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        List<String> words = new ArrayList<>(List.of(out.split("\0", -1)));
        words.removeLast();
        return words;
    }

    private static String command(List<String> words) {
        return "chainrule " + words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/dash", "/bin/zsh", "/bin/ksh"})
    void aShellReadsTheSameWordsBack(String shell) throws Exception {
        assumeThat(Path.of(shell)).exists();
        String command = command(WORDS);
        assertThat(ShellWords.isCommand(command)).isTrue();
        assertThat(read(shell, command)).isEqualTo(WORDS);
        assertThat(folder.toFile().list()).containsExactly("script");
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(strings = {"/bin/bash", "/bin/zsh", "/bin/ksh"})
    void aShellReadsInvisibleWordsBack(String shell) throws Exception {
        assumeThat(Path.of(shell)).exists();
        String command = command(HIDDEN);
        assertThat(command).matches("[\\p{Print}é]+");
        assertThat(ShellWords.isCommand(command)).isTrue();
        assertThat(read(shell, command)).isEqualTo(HIDDEN);
        assertThat(folder.toFile().list()).containsExactly("script");
    }

    /// A shell without `$'...'` still reads one word for each, and executes none of them.
    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/dash"})
    void anOlderShellExecutesNothing(String shell) throws Exception {
        assumeThat(Path.of(shell)).exists();
        assertThat(read(shell, command(HIDDEN))).hasSameSizeAs(HIDDEN);
        assertThat(folder.toFile().list()).containsExactly("script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chainrule train x.csv --target 'a'; touch PWNED; ''", "chainrule", "rm -rf x",
            "chainrule train $(id)", "chainrule train `id`", "chainrule a\nrm b", "chainrule 'a\nb'", "chainrule 'a",
            "chainrule a > b", "chainrule a&", "chainrule a  b", "chainrule $'\\''", "chainrule $'\\u0027; id'",
            "chainrule \"a\"",
            "chainrule '\u001b[31m'", "chainrule ~", " chainrule a", "chainrule a|b", "chainrule a #", "chainrule *"})
    void otherTextIsNotACommand(String text) {
        assertThat(ShellWords.isCommand(text)).isFalse();
    }

    @Test
    void theLengthIsBounded() {
        assertThat(ShellWords.isCommand("chainrule " + "a ".repeat(1000) + "b")).isTrue();
        assertThat(ShellWords.isCommand("chainrule " + "'a' ".repeat(50_000_000 / 4) + "b")).isFalse();
    }
}
