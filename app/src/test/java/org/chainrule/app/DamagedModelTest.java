package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.CommandTest.refused;
import static org.chainrule.app.CommandTest.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.app.CommandTest.Run;
import org.chainrule.io.Safetensors;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A damaged model predicts nothing, and makes room for any whole one.
class DamagedModelTest {
    @TempDir
    Path folder;

    private Path iris = Path.of("");
    private Path live = Path.of("");
    private byte[] whole = {};

    @BeforeEach
    void trainOne() throws IOException {
        iris = Files.copy(Path.of("..", "examples", "data", "iris.csv"), folder.resolve("iris.csv"));
        live = folder.resolve("live");
        assertThat(nightly("40").exit()).isZero();
        whole = Files.readAllBytes(live);
    }

    private Run nightly(String epochs, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", iris, "--target", "species", "--model", "linear",
                "--publish", live, "--only-if-better", "--epochs", epochs));
        words.addAll(List.of(more));
        return run(words.toArray());
    }

    /// The live model with its last value changed in one bit, and what is said of it.
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

    /// The live model with a weight that is no number, as if it had been saved so.
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
    void everyCommandNoticesADamagedBit() throws IOException {
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
        everyCommandSays(flip());
        Files.write(live, whole);
        everyCommandSays(spoil());
    }

    private void everyCommandSays(String sentence) {
        for (List<Object> words : List.<List<Object>>of(List.of("predict", live, iris),
                List.of("evaluate", live, iris), List.of("inspect", live), List.of("trace", live, iris, "--row", 1))) {
            Run run = run(words.toArray());
            refused(run, 1, "chainrule: " + sentence);
            assertThat(run.out()).isEmpty();
        }
    }

    private String loses(String sentence) {
        return live + " loses to any intact model, since it cannot be loaded: " + sentence;
    }

    @Test
    void aDamagedLiveModelIsReplacedAndThatIsSaid() throws IOException {
        // One epoch is worse than forty, so it is kept out by the intact model alone.
        assertThat(nightly("1").exit()).isEqualTo(1);
        assertThat(live).hasBinaryContent(whole);
        String sentence = loses(flip());
        Run said = nightly("1");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("Compared   " + sentence + System.lineSeparator(),
                "Published  " + live + ", ", ", replacing the old file");
        TabularModel.load(live);
        Files.write(live, whole);
        sentence = loses(spoil());
        assertThat(nightly("1", "--quiet"))
                .isEqualTo(new Run(0, "", "chainrule: " + sentence + System.lineSeparator()));
        TabularModel.load(live);
        flip();
        JsonNode json = JsonMapper.shared().readTree(nightly("1", "--json").out());
        assertThat(json.get("damaged").stringValue()).startsWith(live + " loses to any intact model");
        assertThat(json.get("saved").booleanValue()).isTrue();
        TabularModel.load(live);
    }

    /// Weights that are finite, and whose products are not.
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
        assertThat(run.out().lines().map(String::strip)).anyMatch(line -> line.matches("the new model is better by "
                + "logLoss, [0-9.]+ instead of NaN; a model whose predictions are not numbers loses to any whose predictions "
                + "are"));
        assertThat(run("predict", live, iris).out()).doesNotContain("NaN");
    }

    @Test
    void aComparisonSaysThatTheOldModelIsDamaged() throws IOException {
        Path fresh = Files.copy(live, folder.resolve("fresh"));
        String sentence = loses(flip());
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
        refused(run("compare", live, fresh, iris, "--by", "rmse"), 1, "chainrule: there is no measure \"rmse\" of a "
                + "classification; there are accuracy, logLoss and macroF1");
        // A damaged new model takes nobody's place.
        refused(run("compare", fresh, live, iris), 1,
                "chainrule: " + sentence.substring(loses("").length()));
        Run none = run("compare", iris, fresh, iris);
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).startsWith("chainrule: " + iris + ": not a safetensors file").hasLineCount(1);
    }

    /// A model that this release cannot read is not damaged, and stays.
    @Test
    void aNewerLiveModelIsKept() throws IOException {
        for (String[] change : new String[][]{{"\"version\":2", "\"version\":4"}, {"\"format\":1", "\"format\":9"}}) {
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
