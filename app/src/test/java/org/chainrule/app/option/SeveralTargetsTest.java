package org.chainrule.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.app.Commands;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `--target a,b` and `--task labels`, and the commands that use such models.
class SeveralTargetsTest {
    @TempDir
    Path folder;
    private Path table = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void table() throws IOException {
        table = folder.resolve("t.csv");
        model = folder.resolve("m.safetensors");
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("x,y,kind,\"size, cm\",tags\n");
        for (int i = 0; i < 160; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            List<String> tags = new ArrayList<>();
            if (x > 0.4) {
                tags.add("\"\"big\"\"");
            }
            if (y > 0.5) {
                tags.add("\"\"red\"\"");
            }
            text.append(x).append(',').append(y).append(',').append(x > 0.5 ? "A" : "B").append(',')
                    .append(i % 13 == 5 ? "" : String.valueOf(10 + 3 * x - 2 * y)).append(",\"[")
                    .append(String.join(", ", tags)).append("]\"\n");
        }
        Files.writeString(table, text);
    }

    private Run train(Object... more) {
        return run(Commands.words(List.of("train", table, "--out", model), List.of("--hidden", "8", "--epochs", "5",
                "--lr", "0.01"), more));
    }

    private static JsonNode json(Run run) {
        return JsonMapper.shared().readTree(run.out());
    }

    @Test
    void aModelForEachTargetInOneFile() throws IOException {
        Run trained = train("--target", "kind,size, cm", "--ignore", "tags");
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("\nTarget 1 of 2: kind\n", "\nTarget 2 of 2: size, cm\n",
                "\n           12 rows left out: the target \"size, cm\" is missing",
                "\nTargets    each by the measure that decides, on its test rows\n",
                "classification  logLoss", "regression      rmse", "\nSaved      " + model)
                .doesNotContain("column \"kind\" is left out", "column \"size, cm\" is left out");
        Path out = folder.resolve("p.csv");
        Run predicted = run("predict", model, table, "--interval", "0.8", "--flag", "--out", out);
        assertThat(predicted.err()).endsWith("160 predictions of kind, size, cm written to " + out + "\n");
        assertThat(Files.readAllLines(out)).hasSize(161).first()
                .isEqualTo("kind,kind p(A),kind p(B),\"size, cm\",\"size, cm low\",\"size, cm high\",unlike training");
        assertThat(run("evaluate", model, table).out()).contains(
                model + " on 160 rows of " + table + ", classification of kind\n  accuracy  ",
                model + " on 148 rows of " + table + ", regression of size, cm\n  rmse  ");
        JsonNode evaluated = json(run("evaluate", model, table, "--json"));
        assertThat(evaluated.get("targets")).extracting(each -> each.get("target").asString())
                .containsExactly("kind", "size, cm");
        Run inspected = run("inspect", model);
        assertThat(inspected.out()).startsWith("Models     " + model + ", 2 in one file of ")
                .contains("classification of kind\n", "regression of size, cm\n")
                .containsPattern(
                        "(?s)\nSize .* to predict one row.*\nLatency .*\nSize .* to predict one row.*\nLatency ");
    }

    @Test
    void theLabelsOfLists() throws IOException {
        Run trained = train("--target", "tags", "--task", "labels", "--ignore", "kind", "--ignore", "size, cm",
                "--epochs", "20");
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).startsWith("Target     tags, lists of 2 labels: big, red\n").contains(
                "\n  label 2 of 2: red\n", "microF1  macroF1  subsetAccuracy  hammingLoss\n",
                "always the labels of half of the rows");
        List<String> plain = run("predict", model, table).out().lines().toList();
        assertThat(plain).hasSize(161).first().isEqualTo("tags");
        assertThat(plain.subList(1, 161)).isSubsetOf("[]", "\"[\"\"big\"\"]\"", "\"[\"\"red\"\"]\"",
                "\"[\"\"big\"\", \"\"red\"\"]\"").contains("\"[\"\"big\"\", \"\"red\"\"]\"");
        assertThat(run("predict", model, table, "--proba").out()).startsWith("tags,p(big),p(red)\n");
        assertThat(run("evaluate", model, table).out())
                .startsWith(
                        model + " on 160 rows of " + table + ", the sets of 2 labels of tags\n  microF1         0.");
        assertThat(json(run("evaluate", model, table, "--json")).get("hammingLoss").doubleValue()).isLessThan(0.3);
        assertThat(run("inspect", model).out()).contains("2 in one file", "the labels of the lists in tags",
                "Networks   84 parameters, a model for each label\n", "label  parameters  kinds and weights\n",
                "big            42  mlp\n", "red            42  mlp\n").containsPattern("\nSize .* to predict one row")
                .containsPattern("\nLatency .* per row");
        JsonNode inspected = json(run("inspect", model, "--json"));
        assertThat(inspected.get("file").longValue()).isEqualTo(Files.size(model));
        assertThat(inspected.get("parameters").intValue()).isEqualTo(84);
        assertThat(inspected.get("memory").get("256").longValue())
                .isGreaterThan(inspected.get("memory").get("one").longValue());
        assertThat(inspected.get("latency").get("median").longValue()).isPositive();
        assertThat(inspected.get("targets").get(0).get("parameters").intValue()).isEqualTo(42);
        refused(run("predict", model, table, "--set", "0.9"), 2, "chainrule predict: --set applies to classes, but no "
                + "target of the model has them; leave it out; see chainrule predict --help");
    }

    @Test
    void theReportAsJson() {
        JsonNode json = json(train("--target", "kind,size, cm", "--json"));
        assertThat(json.get("targets")).extracting(each -> each.get("task").asString()).containsExactly(
                "classification",
                "regression");
        assertThat(json.get("targets").get(0).get("test").get("accuracy").doubleValue()).isBetween(0.5, 1.0);
        assertThat(json.get("saved").booleanValue()).isTrue();
        JsonNode labels = json(train("--target", "tags", "--task", "labels", "--json"));
        assertThat(labels.get("labels")).extracting(JsonNode::asString).containsExactly("big", "red");
        assertThat(labels.get("test").get("microF1").doubleValue())
                .isGreaterThan(labels.get("constant").get("microF1").doubleValue());
    }

    @Test
    void aColumnWhoseNameHasACommaIsASingleTarget() {
        Run trained = train("--target", "size, cm");
        assertThat(trained.out()).startsWith("Target     regression of \"size, cm\"").doesNotContain("Target 1 of");
        assertThat(run("predict", model, table).out()).startsWith("\"size, cm\"\n");
        assertThat(run("inspect", model).out()).startsWith("Model      ");
        refused(run("predict", model, table, "--proba"), 2,
                "chainrule predict: --proba applies to labels of lists, but "
                        + "the model predicts something else; the probabilities of classes are written without it; see "
                        + "chainrule predict --help");
    }

    @Test
    void whatAppliesToASingleTargetIsRefused() throws IOException {
        String leave = ", but there are several; leave it out, or train each target by itself; see chainrule train --help";
        refused(train("--target", "kind,size, cm", "--cv", "3", "--quiet"), 2,
                "chainrule train: --cv measures the training of a single target" + leave);
        refused(train("--target", "kind,size, cm", "--checkpoint", folder.resolve("c"), "--quiet"), 2,
                "chainrule train: --checkpoint saves the training of a single target" + leave);
        refused(train("--target", "tags", "--task", "labels", "--positive", "no"), 2,
                "chainrule train: --positive selects "
                        + "one of two classes, but --task labels predicts which labels a list has; see chainrule train --help");
        refused(train("--target", "kind,size, cm", "--threshold", "0.3", "--quiet"), 1, "chainrule: the target \"size, "
                + "cm\" is predicted as a number, but a decision threshold requires two classes; leave it out");
        assertThat(Files.exists(model)).isFalse();
        assertThat(train("--target", "kind,size, cm", "--quiet").exit()).isZero();
        Run other = run("trace", model, table, "--row", "1");
        refused(other, 2, "chainrule trace: " + model + " holds a model for each of several targets, but trace reads a "
                + "single model; train that target by itself; see chainrule trace --help");
        refused(run("audit", table, "--target", "kind,size", "--quiet"), 2, "chainrule audit: " + table
                + " has no column "
                + "\"kind,size\"; audit judges the labels of a single target, so name one column; see chainrule audit "
                + "--help");
        assertThat(run("compare", model, model, table).exit()).isEqualTo(2);
        assertThat(run("reproduce", model, table).exit()).isEqualTo(2);
    }
}
