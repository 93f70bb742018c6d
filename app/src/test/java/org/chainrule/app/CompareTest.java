package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.noTemporaryFiles;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `chainrule compare`, and the comparison of `chainrule train --only-if-better`.
class CompareTest extends IrisTests {
    private Object[] nightly(Path live, String epochs) {
        return new Object[]{"train", iris, "--target", "species", "--model", "linear", "--publish", live,
                "--only-if-better", "--quiet", "--epochs", epochs};
    }

    @Test
    void aWorseModelIsNotPublished() throws IOException {
        Path live = folder.resolve("live");
        assertThat(run(nightly(live, "5"))).isEqualTo(new Run(0, "", ""));
        byte[] first = Files.readAllBytes(live);
        assertThat(run(nightly(live, "1"))).isEqualTo(new Run(1, "", ""));
        assertThat(live).hasBinaryContent(first);
        assertThat(run(nightly(live, "20"))).isEqualTo(new Run(0, "", ""));
        assertThat(Files.readAllBytes(live)).isNotEqualTo(first);

        Run kept = run("train", iris, "--target", "species", "--model", "linear", "--publish", live,
                "--only-if-better", "--epochs", "1", "--seed", "1");
        assertThat(kept.exit()).isEqualTo(1);
        assertThat(kept.out()).contains("Compared   with " + live + " on 30 test rows",
                "The old model may have been trained on some of these rows, which favors it; use --test FILE with rows "
                        + "that are new to both models",
                "Kept       " + live + "; the new model was not published");
        refused(run("train", iris, "--target", "petal_width_cm", "--publish", live, "--only-if-better"), 1,
                "chainrule: " + live + " predicts \"species\" by classification, so a model that predicts "
                        + "\"petal_width_cm\" by regression cannot replace it; publish it under another name");
        noTemporaryFiles(folder);
    }

    @Test
    void twoModelsAreComparedRowByRow() {
        Path better = folder.resolve("better");
        run("train", iris, "--target", "species", "--hidden", "8", "--epochs", "1", "--lr", "0.02", "--out", model);
        run("train", iris, "--target", "species", "--model", "linear", "--epochs", "40", "--out", better);
        Run run = run("compare", model, better, iris);
        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith(model + " and " + better + " on 150 rows of " + iris
                + ", classification of species" + System.lineSeparator()).contains("standard error", "  logLoss ",
                        "The new model is better by logLoss: ");
        assertThat(run("compare", better, model, iris, "--quiet")).isEqualTo(new Run(1, "", ""));
        assertThat(run("compare", better, better, iris).out()).contains("The new model is as good by logLoss: ");
        JsonNode json = JsonMapper.shared().readTree(run("compare", better, model, iris, "--json").out());
        assertThat(json.get("betterOrEqual").booleanValue()).isFalse();
        assertThat(json.get("before").get("logLoss").doubleValue())
                .isLessThan(json.get("after").get("logLoss").doubleValue());
        refused(run("compare", model, better, iris, "--by", "rmse"), 2,
                "chainrule compare: a classification has no measure "
                        + "\"rmse\"; its measures are accuracy, logLoss and macroF1; see chainrule compare --help");
    }
}
