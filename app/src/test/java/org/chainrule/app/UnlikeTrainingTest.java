package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Json;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables near-constant-new and rare-flag-new of the shared cases: every row has a value that at most two training rows
/// had. The targets of the training are between -9 and 10.
class UnlikeTrainingTest {
    private static final String DRIFT = "column \"drift\": 200 rows of 200 lie outside the training values "
            + "(999999.997452 to 1000000.00341), such as 1000001 in line 2; predictions for them are guesses";
    private static final String FLAG = "column \"flag\": 200 rows of 200 lie outside the training values "
            + "(0 in all but 2 rows of 640), such as 1 in line 2; predictions for them are guesses";

    @TempDir
    static Path folder;

    private static Path model;

    private static Path table(String name) {
        return SharedData.require("cases/" + name + ".csv");
    }

    @BeforeAll
    static void train() {
        model = folder.resolve("model.safetensors");
        assertThat(
                Commands.run("train", table("near-constant-train"), "--target", "y", "--epochs", "30", "--out", model,
                        "--quiet"))
                .isEqualTo(new Run(0, "", ""));
    }

    @Test
    void predictFlagsTheRows() throws IOException {
        predicts("near-constant-new", "drift", DRIFT);
        predicts("rare-flag-new", "flag", FLAG);
    }

    private static void predicts(String name, String column, String remark) throws IOException {
        Run run = Commands.run("predict", model, table(name), "--flag");
        assertThat(run.err()).isEqualTo(remark + System.lineSeparator());
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(201).first().isEqualTo("y,unlike training");
        for (String line : lines.subList(1, 201)) {
            assertThat(Double.parseDouble(line.replace("," + column, ""))).isBetween(-9.0 - 19, 10.0 + 19);
        }
        Path out = folder.resolve(name);
        Run quiet = Commands.run("predict", model, table(name), "--flag", "--quiet", "--out", out);
        assertThat(quiet).isEqualTo(new Run(0, "", ""));
        assertThat(Files.readString(out)).isEqualTo(run.out());
        assertThat(Commands.run("predict", model, table(name)).out()).startsWith("y\n").hasLineCount(201);
    }

    @Test
    void rowsThatAreUnlikeThemOnlyAsAWholeAreReported() throws IOException {
        StringBuilder rows = new StringBuilder("x,y,z\n");
        for (int i = 0; i < 300; i++) {
            double x = i * 37 % 300 / 100.0;
            rows.append(String.format(Locale.ROOT, "%.2f,%.3f,%d%n", x, x + i % 11 / 100.0, i % 3));
        }
        Path train = Files.writeString(folder.resolve("diagonal.csv"), rows);
        Path file = folder.resolve("diagonal.safetensors");
        assertThat(Commands.run("train", train, "--target", "z", "--numeric", "z", "--epochs", "2", "--out", file,
                "--quiet"))
                .isEqualTo(new Run(0, "", ""));
        Path later = Files.writeString(folder.resolve("later.csv"), "x,y,z\n1,1.05,1\n0.2,2.8,1\n2,2.01,1\n");
        String sentence = "1 row of 3 is unlike all training rows in the combination of its values, in line 3, farther from "
                + "them than all rows held out in training; predictions for it are guesses" + System.lineSeparator();
        Run run = Commands.run("predict", file, later, "--flag");
        assertThat(run.err()).isEqualTo(sentence);
        assertThat(run.out().lines().map(line -> line.substring(line.lastIndexOf(',')))).containsExactly(
                ",unlike training",
                ",",
                ",(combination)", ",");
        Run evaluated = Commands.run("evaluate", file, later, "--json");
        assertThat(evaluated.err()).isEqualTo(sentence);
        assertThat(((Map<?, ?>) Json.parse(evaluated.out(), "out")).get("novelty")).isEqualTo(Json.parse(
                "{\"rows\":0,\"columns\":[],\"combination\":{\"rows\":1,\"line\":3,\"quantile\":1.0}}", "expected"));
    }

    @Test
    void evaluateReportsThem() {
        assertThat(Commands.run("evaluate", model, table("rare-flag-new")).err())
                .isEqualTo(FLAG + System.lineSeparator());
        Run run = Commands.run("evaluate", model, table("near-constant-new"), "--json");
        assertThat(run.err()).isEqualTo(DRIFT + System.lineSeparator());
        Map<?, ?> json = (Map<?, ?>) Json.parse(run.out(), "out");
        assertThat(json.get("novelty")).isEqualTo(Json.parse("{\"rows\":200,\"columns\":[{\"column\":\"drift\","
                + "\"rows\":200,\"kind\":\"range\",\"training\":\"999999.997452 to 1000000.00341\","
                + "\"example\":\"1000001\",\"line\":2}]}", "expected"));
        assertThat((Double) json.get("r2")).as("the network ignores drift").isGreaterThan(0.9);
    }
}
