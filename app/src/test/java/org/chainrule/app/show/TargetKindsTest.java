package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.app.Commands;
import org.chainrule.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Quantiles, counts and ordered classes in each command.
class TargetKindsTest {
    @TempDir
    static Path folder;

    private static Path table;

    @BeforeAll
    static void write() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder text = new StringBuilder("x,y,visits,grade\n");
        for (int i = 0; i < 150; i++) {
            double x = random.nextDouble(0, 3);
            double noisy = x + random.nextDouble(-0.5, 0.5);
            text.append("%.3f,%.3f,%d,%s%n".formatted(x, 100 * noisy, (int) Math.abs(4 * noisy),
                    List.of("low", "medium", "high").get((int) Math.clamp(noisy, 0, 2.9))));
        }
        table = Files.writeString(folder.resolve("table.csv"), text);
    }

    private static Commands.Run train(String name, String words) {
        Object[] all = ("train " + table + " --model linear --epochs 20 --lr 0.05 --ignore "
                + List.of("y", "visits", "grade").stream().filter(column -> !words.contains("--target " + column))
                        .reduce((a, b) -> a + "," + b).orElseThrow()
                + " --out " + model(name) + " " + words).split(" ", -1);
        Commands.Run run = run(all);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private static Path model(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private static Map<?, ?> json(Commands.Run run) {
        assertThat(run.exit()).as(run.err()).isZero();
        return (Map<?, ?>) Json.parse(run.out(), "out");
    }

    private static Map<?, ?> object(Map<?, ?> json, String name) {
        return (Map<?, ?>) json.get(name);
    }

    @Test
    void quantiles() {
        String report = train("quantiles", "--target y --quantiles 0.1,0.5,0.9").out();
        assertThat(report).contains("linear model (quantile regression)", "pinball", "intervalWidth",
                "always the quantiles ").containsPattern(
                        "Quantiles  0\\.1 and 0\\.9 should have 0\\.8 of the true "
                                + "numbers between them, and have [01]\\.[0-9]{4} of those of the test rows");
        Map<?, ?> trained = json(train("quantiles", "--target y --quantiles 0.1,0.5,0.9 --json"));
        assertThat(trained.get("task")).isEqualTo("regression");
        assertThat(trained.get("quantiles")).isEqualTo(List.of(0.1, 0.5, 0.9));
        assertThat(object(trained, "test").keySet().stream().map(String::valueOf)).containsExactly("pinball",
                "coverage", "intervalWidth", "rmse", "mae");
        assertThat(run("predict", model("quantiles"), table).out().lines()).hasSize(151)
                .startsWith("y,q(0.1),q(0.5),q(0.9)").allMatch(line -> line.split(",", -1).length == 4);
        Commands.Run evaluation = run("evaluate", model("quantiles"), table);
        assertThat(evaluation.out()).contains("regression (quantiles 0.1, 0.5, 0.9) of y");
        assertThat(json(run("evaluate", model("quantiles"), table, "--json")).get("pinball"))
                .isInstanceOf(Number.class);
        assertThat(run("inspect", model("quantiles")).out()).contains("regression (quantiles 0.1, 0.5, 0.9) of y");
        assertThat(json(run("inspect", model("quantiles"), "--json")).get("quantiles"))
                .isEqualTo(List.of(0.1, 0.5, 0.9));
        assertThat(run("trace", model("quantiles"), table, "--row", "3").out()).contains("the sum of the outputs");
        assertThat(run("compare", model("quantiles"), model("quantiles"), table).out())
                .contains("The new model is as good by pinball");
        refused(run("predict", model("quantiles"), table, "--interval", "0.9"), 2,
                "chainrule predict: --interval applies to means, but the model predicts quantiles, which are written "
                        + "without it; leave it out; see chainrule predict --help");
    }

    @Test
    void counts() {
        assertThat(train("counts", "--target visits --task counts").out()).contains(
                "Target     Poisson regression of \"visits\", because that was requested",
                "linear model (Poisson regression)", "poissonDeviance", "Intervals  at the level 0.9");
        Map<?, ?> trained = json(train("counts", "--target visits --task counts --json"));
        assertThat(trained.get("task")).isEqualTo("counts");
        assertThat(object(trained, "test").keySet().stream().map(String::valueOf)).containsExactly("poissonDeviance",
                "rmse", "mae");
        assertThat(run("predict", model("counts"), table, "--interval", "0.8", "-q").out().lines())
                .startsWith("visits,low,high").noneMatch(line -> line.contains("-"));
        assertThat(run("evaluate", model("counts"), table).out()).contains("Poisson regression of visits",
                "poissonDeviance");
        assertThat(run("inspect", model("counts")).out()).contains("predicts the logarithm of y / ");
        assertThat(run("trace", model("counts"), table, "--row", "3").out())
                .contains("the logarithm of the count over the mean");
        Map<?, ?> compared = json(run("compare", model("counts"), model("counts"), table, "--json"));
        assertThat(compared.get("by")).isEqualTo("poissonDeviance");
    }

    @Test
    void orderedClasses() {
        assertThat(train("ordered", "--target grade --order low,medium,high").out()).contains(
                "Target     ordinal classification of \"grade\", because that was requested", "rankError", "kappa");
        Map<?, ?> trained = json(train("ordered", "--target grade --task ordered --order low,medium,high --json"));
        assertThat(trained.get("task")).isEqualTo("ordered");
        assertThat(object(trained, "test").keySet().stream().map(String::valueOf)).contains("rankError", "kappa");
        assertThat(run("predict", model("ordered"), table).out()).startsWith("grade,p(low),p(medium),p(high)\n");
        assertThat(run("evaluate", model("ordered"), table).out()).contains("ordinal classification of grade",
                "rankError");
        assertThat(run("inspect", model("ordered")).out()).contains("Classes    3, in this order: low, medium, high");
        refused(run("train", table, "--target", "grade", "--task", "ordered", "--out", model("none")), 1,
                "chainrule: " + table + ": the classes of the target \"grade\" are words, which have no order of their "
                        + "own: \"high\", \"low\" and \"medium\"; state their order (--order A,B,C)");
    }

    @Test
    void oneKindDoesNotReplaceAnother() {
        train("live", "--target visits --task counts");
        refused(run("train", table, "--target", "visits", "--quantiles", "0.5", "--publish", model("live"), "-q",
                "--only-if-better"), 1,
                "chainrule: " + model("live") + " predicts \"visits\" by Poisson regression, so a model that predicts "
                        + "\"visits\" by regression (quantile 0.5) cannot replace it; publish it under another name");
    }
}
