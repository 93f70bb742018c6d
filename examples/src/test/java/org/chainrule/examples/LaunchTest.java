package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Examples that cannot read their files.
class LaunchTest {
    @TempDir
    Path folder;

    private void refused(String sentence, Object... args) throws Exception {
        String[] words = new String[args.length + 4];
        words[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        words[1] = "-cp";
        words[2] = System.getProperty("java.class.path");
        words[3] = Launch.class.getName();
        for (int i = 0; i < args.length; i++) {
            words[i + 4] = args[i].toString();
        }
        // the folder has no data
        Process process = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out.lines().filter(line -> !line.startsWith("WARNING")))
                .containsExactly("examples/run: " + sentence);
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void filesThatAreMissingAreOneSentence() throws Exception {
        Path images = folder.resolve("train-images-idx3-ubyte.gz");
        refused("cannot read " + images + ": there is no such file", "FashionMnist", folder);
        refused(Path.of("examples", "data", "iris.csv") + " does not exist; its folder does not exist either",
                "Irises");
        refused(Path.of("examples", "data", "digits.csv") + " does not exist; its folder does not exist either",
                "Siamese");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThat(Launch.sentence(new NoSuchFileException("a.csv"))).isEqualTo("a.csv does not exist; check its name");
        assertThat(Launch.sentence(new AccessDeniedException("a.csv")))
                .isEqualTo("a.csv cannot be read; request the permission");
    }
}
