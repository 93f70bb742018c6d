package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Measures that a single class or number leaves undefined, and the decision threshold, in all reports.
class UndefinedTest {
    @TempDir
    private Path folder;

    private Path table(String name, int rows, IntFunction<String> target) throws IOException {
        return Files.writeString(folder.resolve(name), IntStream.range(0, rows)
                .mapToObj(i -> i + "," + i * 37 % 101 / 4.0 + "," + target.apply(i) + "\n")
                .collect(Collectors.joining("", "day,x,y\n", "")));
    }

    private static Run train(Path table, Path model, Object... more) {
        Run run = run(Commands.words(List.of("train", table, "--target", "y", "--model", "linear", "--epochs",
                "3", "--out", model), List.of(), more));
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode json(Run run) {
        return JsonMapper.shared().readTree(run.out());
    }

    @Test
    void r2OfAConstantTarget() throws IOException {
        Path model = folder.resolve("m");
        Path table = table("late.csv", 100, i -> i < 70 ? i * 29 % 97 + ".1" : "7.1");
        assertThat(train(table, model, "--time-column", "day").out().lines().map(line -> line.strip().split("  +")))
                .filteredOn(cells -> cells.length == 4 && cells[0].startsWith("always the mean"))
                .allSatisfy(cells -> assertThat(cells[3]).isEqualTo("undefined")).hasSize(1);
        JsonNode report = json(train(table, model, "--time-column", "day", "--json"));
        assertThat(report.get("test").get("r2").isNull()).isTrue();
        assertThat(report.get("test").get("rmse").isNumber()).isTrue();
        assertThat(report.get("baselines").get("constant").get("r2").isNull()).isTrue();
        for (int rows : new int[]{1, 3}) {
            Path constant = table("constant.csv", rows, _ -> "7.1");
            assertThat(run("evaluate", model, constant).out()).containsPattern("\n  r2 +undefined");
            assertThat(json(run("evaluate", model, constant, "--json")).get("r2").isNull()).isTrue();
            Run compared = run("compare", model, model, constant, "--by", "r2");
            assertThat(compared.exit()).isEqualTo(1);
            assertThat(compared.out().lines().toList()).last().isEqualTo(
                    "The models cannot be compared by r2, which is undefined on these rows for both");
            assertThat(compared.out()).containsPattern("\n  r2 +undefined +undefined +undefined +-");
            assertThat(run("compare", model, model, constant).exit()).as("by rmse").isZero();
        }
    }

    @Test
    void aucOfASingleClass() throws IOException {
        Path model = folder.resolve("m");
        Path table = table("late.csv", 100, i -> i < 70 && i % 3 > 0 ? "yes" : "no");
        assertThat(train(table, model, "--time-column", "day").out()).containsPattern("always \"[a-z]+\" .* undefined");
        JsonNode report = json(train(table, model, "--time-column", "day", "--json"));
        assertThat(report.get("test").get("auc").isNull()).isTrue();
        assertThat(report.get("threshold").toString()).isEqualTo("{\"value\":0.5,\"positive\":\"yes\"}");
        Path single = table("single.csv", 3, _ -> "no");
        assertThat(run("evaluate", model, single).out()).containsPattern("\n  auc +undefined");
        assertThat(json(run("evaluate", model, single, "--json")).get("auc").isNull()).isTrue();
        assertThat(run("compare", model, model, single, "--by", "auc").out())
                .contains("The models cannot be compared by auc, which is undefined on these rows for both");
        assertThat(run("inspect", model).out()).contains("Threshold  0.5 for class \"yes\", the default");
    }

    @Test
    void theThresholdIsPrintedWithItsOrigin() throws IOException {
        Path model = folder.resolve("m");
        Path table = table("rare.csv", 100, i -> i * 37 % 101 > 80 ? "yes" : "no");
        Run run = train(table, model, "--threshold", "best-f1");
        String threshold = "Threshold  [0-9.]+ for class \"yes\", chosen for the highest F1 on 16 validation rows, 3 of them "
                + "of this class";
        assertThat(run.out()).containsPattern("\n" + threshold)
                .containsPattern(
                        "the decision threshold [0-9.]+ was chosen on only 3 validation rows of class \"yes\", too "
                                + "few to be reliable; add such rows, or set the threshold \\(--threshold P\\)");
        assertThat(run("inspect", model).out()).containsPattern("\n" + threshold);
        JsonNode kept = json(run("inspect", model, "--json")).get("threshold");
        assertThat(kept.get("value").doubleValue()).isBetween(0.0, 1.0);
        assertThat(kept.toString()).endsWith("\"positive\":\"yes\",\"by\":\"best-f1\",\"rows\":16,\"positives\":3}");
        assertThat(train(table, model, "--threshold", "0.3").out())
                .contains("Threshold  0.3 for class \"yes\", as requested").doesNotContain("decision threshold");
        assertThat(train(table, model).out()).doesNotContain("Threshold");
    }
}
