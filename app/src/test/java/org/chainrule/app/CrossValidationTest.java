package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.app.Commands.refused;

import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `chainrule train --cv`.
class CrossValidationTest extends IrisTests {
    @Test
    void theReportHasMeanAndDeviation() {
        Run run = train("--cv", "3", "--repeats", "2");
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).contains(
                "Rows       120 for training, 30 for validation, none for the test",
                "Folds      3 in each of 2 divisions; the test rows of each are drawn at random class by class",
                "           The model to keep is now trained on all rows; expect it to be as good as these, or slightly "
                        + "better")
                .anyMatch(line -> line.startsWith("  fold 6/6  epoch 4/4"))
                .anyMatch(line -> line.matches("           mean of 6 models( +[0-9.]{6}){3}"))
                .anyMatch(line -> line.matches("           standard deviation( +[0-9.]{6}){3}"));
        assertThat(model).exists();
    }

    @Test
    void jsonHasTheValuesOfEachFold() {
        JsonNode json = JsonMapper.shared().readTree(train("--cv", "4", "--json").out());
        JsonNode folds = json.get("crossValidation");
        assertThat(folds.propertyNames()).containsExactly("folds", "repeats", "mean", "deviation", "values");
        assertThat(folds.get("values")).hasSize(4);
        double sum = 0;
        for (JsonNode fold : folds.get("values")) {
            sum += fold.get("accuracy").doubleValue();
        }
        assertThat(folds.get("mean").get("accuracy").doubleValue()).isCloseTo(sum / 4, within(1e-12));
        assertThat(json.get("split").get("test").intValue()).isZero();
        JsonNode tested = JsonMapper.shared().readTree(train("--cv", "2", "--test-fraction", "0.2", "--json").out());
        assertThat(tested.get("split").get("test").intValue()).isEqualTo(30);
        assertThat(tested.get("crossValidation").get("values")).hasSize(2);
    }

    @Test
    void aLiveModelIsComparedOnTestRows() {
        JsonNode json = JsonMapper.shared().readTree(Commands.run("train", iris, "--target", "species", "--model",
                "linear", "--epochs", "2", "--cv", "2", "--publish", model, "--only-if-better", "--json").out());
        assertThat(json.get("split").get("test").intValue()).isEqualTo(30);
    }

    @Test
    void foldsThatCannotBeAreWrongUsage() {
        refused(train("--cv", "3", "--time", "9s", "--quiet"), 2,
                "chainrule train: a cross-validation trains several "
                        + "models, but a time limit is that of one; leave out one of the two; see chainrule train --help");
        refused(train("--folds", "41", "--quiet"), 2, "chainrule train: " + iris
                + ": class \"setosa\" has 40 rows, "
                + "fewer than the 41 folds; use at most 40 folds, add rows with it, or remove it; see chainrule train "
                + "--help");
        refused(train("--cv", "51", "--quiet"), 2, "chainrule train: " + iris + ": class \"setosa\" has 50 rows, "
                + "fewer than the 51 folds; use at most 50 folds, add rows with it, or remove it; see chainrule train "
                + "--help");
        refused(train("--cv", "40", "--group-column", "petal_width_cm", "--quiet"), 2, "chainrule train: " + iris
                + ", column \"petal_width_cm\": there are 22 groups, fewer than the 40 folds; use fewer folds, or choose "
                + "another column; see chainrule train --help");
        assertThat(model).doesNotExist();
    }
}
