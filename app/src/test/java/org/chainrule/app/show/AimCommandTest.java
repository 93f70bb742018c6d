package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.app.Commands;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `--metric`, `--weights` and `--balanced` of `chainrule train`, and their effect on the other commands.
class AimCommandTest {
    @TempDir
    private Path folder;
    private Path table = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void write() throws IOException {
        table = write("visits.csv", 150, "");
        model = folder.resolve("m.safetensors");
    }

    /// @param last the weight of the last row
    private Path write(String name, int rows, String last) throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder csv = new StringBuilder("age,days,ill,w\n");
        for (int i = 0; i < rows; i++) {
            int age = random.nextInt(20, 90);
            csv.append(age).append(',').append(age / 5 + random.nextInt(9)).append(',')
                    .append(age + random.nextInt(40) > 95 ? "yes" : "no").append(',')
                    .append(i < rows - 1 || last.isEmpty() ? String.valueOf(i % 4) : last).append('\n');
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    private Object[] words(Object... more) {
        return Commands.words(List.of("train", table), List.of("--out", model, "--hidden", "6", "--epochs", "4"), more);
    }

    @Test
    void theReportNamesTheMetricTheWeightsAndTheBalance() {
        Run run = run(words("--target", "ill", "--metric", "F1", "--weights", "w", "--balanced"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("38 rows left out: the weight \"w\" is 0 (lines 2, 6, 10, ",
                "           Epoch chosen by macroF1; rows weighted by w; classes balanced, so that probabilities are those of "
                        + "equally frequent classes",
                " best on the validation rows: epoch ", " by macroF1 (accuracy ", "; rows weighted by w\n",
                "balancedAccuracy").containsPattern("epoch +4/4 +loss .*validation .*macroF1 0\\.");
        assertThat(run("inspect", model).out())
                .contains("Epoch chosen by macroF1; rows weighted by w; classes balanced");
        JsonNode inspected = JsonMapper.shared().readTree(run("inspect", model, "--json").out());
        assertThat(inspected.get("metric").stringValue()).isEqualTo("f1");
        assertThat(inspected.get("weights").stringValue()).isEqualTo("w");
        assertThat(inspected.get("balanced").booleanValue()).isTrue();
        assertThat(run("evaluate", model, table).out()).contains(" on 112 rows of ", "  balancedAccuracy  ");
        assertThat(run("predict", model, table).out()).hasLineCount(151);
        assertThat(run("compare", model, model, table).out()).endsWith("The new model is as good by macroF1: "
                + run("evaluate", model, table).out().replaceAll("(?s).*macroF1 +([0-9.]+).*", "$1") + " instead of "
                + run("evaluate", model, table).out().replaceAll("(?s).*macroF1 +([0-9.]+).*", "$1") + "\n");
    }

    @Test
    void jsonHasTheMetricAndItsValues() {
        Run run = run(words("--target", "days", "--ignore", "ill", "--metric", "poisson", "--json"));
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.get("metric").stringValue()).isEqualTo("poisson");
        assertThat(json.has("weights")).isFalse();
        assertThat(json.get("test").get("poissonDeviance").doubleValue()).isPositive();
        assertThat(json.get("testIntervals").get("rmse").size()).isEqualTo(2);
        assertThat(json.get("baselines").get("constant").has("poissonDeviance")).isTrue();
    }

    @Test
    void aModelIsPublishedIfItIsBetterByTheMetric() {
        Object[] again = Commands.words(List.of("train", table),
                List.of("--publish", model, "--hidden", "6", "--epochs",
                        "4", "--target", "ill", "--metric", "auc"),
                "--only-if-better");
        assertThat(run(again).exit()).isZero();
        assertThat(run(again).out()).contains("The new model is as good by auc: ", "Published ");
    }

    @Test
    void wrongWeightsAreRefused() throws IOException {
        Path negative = write("negative.csv", 40, "-2");
        Run run = run("train", negative, "--target", "ill", "--weights", "w", "--out", model);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("chainrule: " + negative
                + ", line 41: the weight \"w\" is \"-2\"; weights are finite numbers of at least 0\n");
        assertThat(run("train", table, "--target", "ill", "--weights", "v", "--out", model).err())
                .startsWith("chainrule: " + table + " has no column \"v\"");
        assertThat(run("train", table, "--target", "days", "--balanced", "--out", model).err()).isEqualTo(
                "chainrule: the target \"days\" is predicted as a number, but only classes can be balanced; leave it out\n");
        assertThat(Files.exists(model)).isFalse();
    }
}
