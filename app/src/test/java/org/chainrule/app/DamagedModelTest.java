package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.DATA;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Safetensors;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A damaged model predicts nothing, and any intact model replaces it.
class DamagedModelTest {
    @TempDir
    Path folder;

    private Path iris = Path.of("");
    private Path live = Path.of("");
    private byte[] whole = {};

    @BeforeEach
    void trainOne() throws IOException {
        iris = Files.copy(DATA.resolve("iris.csv"), folder.resolve("iris.csv"));
        live = folder.resolve("live");
        assertThat(nightly("40").exit()).isZero();
        whole = Files.readAllBytes(live);
    }

    private Run nightly(String epochs, Object... more) {
        return run(Commands.words(List.of("train", iris, "--target", "species", "--model", "linear", "--publish", live,
                "--only-if-better", "--epochs", epochs), List.of(), more));
    }

    /// Flips one bit in the last value of the live model, and returns the error message.
    private String flip() throws IOException {
        byte[] bytes = whole.clone();
        bytes[bytes.length - 1] ^= 1;
        Files.write(live, bytes);
        Run run = run("inspect", live);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("chainrule: \\Q" + live + "\\E is damaged: it was saved with the checksum "
                + "[0-9a-f]{8}, but its bytes have [0-9a-f]{8}; copy it again, or train it again\\R");
        return run.err().strip().substring("chainrule: ".length());
    }

    /// Saves the live model with a NaN among its weights, and returns the error message.
    private String spoil() throws IOException {
        Safetensors file = Safetensors.read(live);
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>(file.tensors());
        tensors.computeIfPresent("linear/bias",
                (_, bias) -> Safetensors.Array.of(new float[]{1, Float.NaN, 0}, bias.shape()));
        new Safetensors(file.metadata(), tensors).write(live);
        return live
                + " is damaged: value 1 of the parameter linear/bias, counted from 0, is NaN, which is not a finite "
                + "number; copy it again, or train it again";
    }

    @Test
    void everyCommandDetectsADamagedBit() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(live, bytes);
            Run run = run("predict", live, iris);
            assertThat(run.exit()).as("flip " + i).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("chainrule: " + live).hasLineCount(1);
        }
        everyCommandReports(flip());
        Files.write(live, whole);
        everyCommandReports(spoil());
    }

    private void everyCommandReports(String sentence) {
        for (List<Object> words : List.<List<Object>>of(List.of("predict", live, iris),
                List.of("evaluate", live, iris), List.of("inspect", live), List.of("explain", live, iris),
                List.of("trace", live, iris, "--row", 1))) {
            Run run = run(words.toArray());
            refused(run, 1, "chainrule: " + sentence);
            assertThat(run.out()).isEmpty();
        }
    }

    private String replaced(String sentence) {
        return live + " cannot be loaded, so any intact model replaces it: " + sentence;
    }

    @Test
    void aDamagedLiveModelIsReplacedWithAMessage() throws IOException {
        // One epoch is worse than forty, so an intact live model is kept.
        assertThat(nightly("1").exit()).isEqualTo(1);
        assertThat(live).hasBinaryContent(whole);
        String sentence = replaced(flip());
        Run said = nightly("1");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("Compared   " + sentence + System.lineSeparator(),
                "Published  " + live + ", ", ", replacing the old file");
        TabularModel.load(live);
        Files.write(live, whole);
        sentence = replaced(spoil());
        assertThat(nightly("1", "--quiet"))
                .isEqualTo(new Run(0, "", "chainrule: " + sentence + System.lineSeparator()));
        TabularModel.load(live);
        flip();
        JsonNode json = JsonMapper.shared().readTree(nightly("1", "--json").out());
        assertThat(json.get("damaged").stringValue())
                .startsWith(live + " cannot be loaded, so any intact model replaces it: ");
        assertThat(json.get("saved").booleanValue()).isTrue();
        TabularModel.load(live);
    }

    /// The weights are finite, but their products are not.
    @Test
    void aLiveModelThatPredictsNoNumbersIsReplaced() throws IOException {
        Safetensors file = Safetensors.read(live);
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>(file.tensors());
        tensors.replaceAll((_, weights) -> {
            float[] large = new float[weights.values().length];
            Arrays.fill(large, 3e38f);
            return Safetensors.Array.of(large, weights.shape());
        });
        new Safetensors(file.metadata(), tensors).write(live);
        Run run = nightly("1");
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().map(String::strip)).anyMatch(line -> line.matches("The new model is better by "
                + "logLoss: [0-9.]+ instead of NaN; a model that predicts non-finite numbers loses to any model that does "
                + "not"));
        assertThat(run("predict", live, iris).out()).doesNotContain("NaN");
    }

    @Test
    void aComparisonReportsThatTheOldModelIsDamaged() throws IOException {
        Path fresh = Files.copy(live, folder.resolve("fresh"));
        String sentence = replaced(flip());
        Run run = run("compare", live, fresh, iris);
        assertThat(run.exit()).isZero();
        assertThat(run.out()).matches("\\Q" + sentence + "\\E\\RThe new model is better: its logLoss on 150 rows of \\Q"
                + iris + "\\E is 0\\.[0-9]{4}\\R");
        assertThat(run("compare", live, fresh, iris, "--quiet"))
                .isEqualTo(new Run(0, "", "chainrule: " + sentence + System.lineSeparator()));
        JsonNode json = JsonMapper.shared().readTree(run("compare", live, fresh, iris, "--json").out());
        assertThat(json.get("damaged").stringValue()).isEqualTo(sentence);
        assertThat(json.get("betterOrEqual").booleanValue()).isTrue();
        assertThat(json.get("rows").intValue()).isEqualTo(150);
        refused(run("compare", live, fresh, iris, "--by", "rmse"), 2,
                "chainrule compare: a classification has no measure "
                        + "\"rmse\"; its measures are accuracy, logLoss and macroF1; see chainrule compare --help");
        // A damaged new model replaces nothing.
        refused(run("compare", fresh, live, iris), 1,
                "chainrule: " + sentence.substring(replaced("").length()));
        Run none = run("compare", iris, fresh, iris);
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).startsWith("chainrule: " + iris + " is a text file, such as a CSV table, not a model; ")
                .hasLineCount(1);
    }

    /// A model that only a newer release can read is not damaged, and is kept.
    @Test
    void aNewerLiveModelIsKept() throws IOException {
        for (String[] change : new String[][]{{"\"version\":2", "\"version\":4"}, {"\"format\":2", "\"format\":9"}}) {
            Files.write(live, whole);
            Safetensors file = Safetensors.read(live);
            Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
            metadata.replaceAll((key, text) -> key.equals("chainrule") || key.equals("user.schema")
                    ? text.replace(change[0], change[1])
                    : text);
            new Safetensors(metadata, file.tensors()).write(live);
            byte[] newer = Files.readAllBytes(live);
            assertThat(newer).isNotEqualTo(whole);
            Run run = nightly("1");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).startsWith("chainrule: " + live).contains("newer").hasLineCount(1);
            assertThat(live).hasBinaryContent(newer);
        }
    }
}
