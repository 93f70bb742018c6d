package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options that describe the file and its columns: its encoding, and names with commas.
class FileOptionsTest {
    @TempDir
    private Path folder;

    private Path file(String name, String header, String encoding) throws IOException {
        String rows = IntStream.range(0, 60)
                .mapToObj(
                        i -> i * 7 % 31 + "," + i * 37 % 11 + "," + i * 5 % 13 + "," + (i % 2 == 0 ? "能" : "表") + "\n")
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve(name), header + "\n" + rows, Charset.forName(encoding));
    }

    private Run train(Path file, String... more) {
        List<Object> words = new ArrayList<>(List.of("train", file, "--target", "表", "--model", "linear", "--epochs", 1,
                "--out", folder.resolve("model")));
        Collections.addAll(words, more);
        return run(words.toArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --ignore|Height, cm                    | "Height, cm"
            --ignore|Height, cm,width              | "Height, cm" "width"
            --ignore|"Height, cm",width            | "Height, cm" "width"
            --ignore=width|--ignore=Height, cm     | "Height, cm" "width"
            """)
    void namesMayContainCommas(String option, String value, String leftOut) throws IOException {
        Path file = file("commas.csv", "\"Height, cm\",width,c,表", "UTF-8");
        Run run = train(file, option, value);
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().filter(line -> line.endsWith("is left out: that was requested"))
                .map(line -> line.replaceAll(" *column (\".*\") is left out.*", "$1"))
                .collect(Collectors.joining(" "))).isEqualTo(leftOut);
    }

    @Test
    void theModelKeepsTheEncoding() throws IOException {
        Path file = file("japan.csv", "a,b,c,表", "Shift_JIS");
        refused(train(file), 1, "chainrule: " + file + " has no column \"表\"; its columns are \"a\", \"b\","
                + " \"c\" and \"•\\\"; if letters are wrong, state the encoding of the file, which is not UTF-8");
        assertThat(train(file, "--encoding", "Shift-JIS").exit()).isZero();
        Path more = Files.write(folder.resolve("more.csv"), "a,b,c\n1,2,3\n".getBytes(Charset.forName("Shift_JIS")));
        Run predicted = run("predict", folder.resolve("model"), more);
        assertThat(predicted.exit()).isZero();
        assertThat(predicted.out()).containsAnyOf("能", "表");
        byte[] wrong = "a,b,c,ü\n1,2,3,ß\n".getBytes(StandardCharsets.ISO_8859_1);
        Path western = Files.write(folder.resolve("western.csv"), wrong);
        refused(run("predict", folder.resolve("model"), western), 1, "chainrule: " + western
                + ", line 1: not text in the encoding windows-31j; state the encoding that the file is saved in"
                + " (--encoding), or save it as windows-31j");
    }
}
