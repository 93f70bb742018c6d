package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.app.Commands.DATA;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.nio.file.Path;
import java.util.List;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `chainrule predict` with sets of classes and intervals around numbers.
class PredictTest extends IrisTests {
    private static JsonNode json(Run run) {
        return JsonMapper.shared().readTree(run.out());
    }

    @Test
    void setsOfClasses() {
        JsonNode coverage = json(train("--json")).get("coverage");
        assertThat(coverage.get("level").doubleValue()).isEqualTo(0.9);
        assertThat(coverage.get("share").doubleValue()).isBetween(0.8, 1.0);
        assertThat(coverage.get("size").doubleValue()).isBetween(1.0, 3.0);

        List<String> lines = run("predict", model, iris, "--set", "0.95").out().lines().toList();
        assertThat(lines).hasSize(151).first().isEqualTo("species,p(setosa),p(versicolor),p(virginica),set");
        assertThat(lines.subList(1, 151)).allMatch(line -> List.of(line.split(",", -1)[4].split("; ", -1))
                .contains(line.split(",", -1)[0]))
                .anyMatch(line -> line.endsWith(",setosa; versicolor"))
                .anyMatch(line -> line.endsWith(",setosa"));
        assertThat(run("predict", model, iris, "--set", "0.5", "--flag").out())
                .startsWith("species,p(setosa),p(versicolor),p(virginica),set,unlike training\n");
        refused(run("predict", model, iris, "--interval", "0.9"), 2,
                "chainrule predict: --interval applies to numbers, "
                        + "but the model predicts classes; use --set; see chainrule predict --help");
        refused(run("predict", model, iris, "--set", "0.99"), 2, "chainrule predict: the validation rows of the model "
                + "allow a level of at most 0.96; for 0.99, train it again with at least 99 validation rows; see chainrule "
                + "predict --help");
    }

    @Test
    void intervalsAroundNumbers() {
        Path table = DATA.resolve("diabetes.csv");
        JsonNode json = json(run("train", table, "--target", "progression", "--model", "linear", "--epochs", "20",
                "--out", model, "--json"));
        double margin = json.get("coverage").get("size").doubleValue();
        assertThat(json.get("coverage").get("share").doubleValue()).isBetween(0.8, 1.0);
        List<String> lines = run("predict", model, table, "--interval", "0.9").out().lines().toList();
        assertThat(lines).hasSize(443).first().isEqualTo("progression,low,high");
        for (String line : lines.subList(1, 443)) {
            String[] fields = line.split(",", -1);
            double value = Double.parseDouble(fields[0]);
            assertThat(Double.parseDouble(fields[1])).isCloseTo(value - margin, within(1e-3));
            assertThat(Double.parseDouble(fields[2])).isCloseTo(value + margin, within(1e-3));
        }
        assertThat(run("predict", model, table).out()).startsWith("progression\n");
        refused(run("predict", model, table, "--set", "0.9"), 2, "chainrule predict: --set applies to classes, but the "
                + "model predicts numbers; use --interval; see chainrule predict --help");
    }

    @Test
    void theReportTellsHowOftenTheyContainTheTruth() {
        assertThat(train().out().lines()).anyMatch(line -> line.matches("Sets       at the level 0.9 contain the true "
                + "class of [01]\\.[0-9]{3} of the test rows and have [123]\\.[0-9]{2} classes on average"));
        assertThat(run("train", DATA.resolve("diabetes.csv"), "--target", "progression", "--model", "linear",
                "--epochs", "2", "--out", model).out().lines())
                .anyMatch(line -> line
                        .matches("Intervals  at the level 0.9 contain the true number of [01]\\.[0-9]{3} of "
                                + "the test rows and reach [0-9.]+ to both sides"));
    }
}
