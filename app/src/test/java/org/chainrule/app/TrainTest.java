package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.Commands.DATA;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `chainrule train`: its reports, and errors that stop it.
class TrainTest extends IrisTests {
    @Test
    void theReportDescribesDataPlanAndResults() {
        Run run = train();
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().map(line -> line.replaceAll("[0-9.]+ s;", "T;"))).contains(
                "Data       " + iris + ": 150 rows, 5 columns (4 numbers, 1 text), separated by commas",
                "Target     classification of \"species\", because it is text with 3 distinct values",
                "Inputs     4 inputs from 4 of 4 columns: 4 standardized numbers",
                "Rows       96 for training, 24 for validation, 30 held out for the test, drawn at random class by class",
                "Network    multilayer perceptron, 67 parameters",
                "           linear   [n, 8]          40",
                "           linear2  [n, 3]          27",
                "Result     on 30 test rows that were not used in training",
                "                                        accuracy           logLoss           macroF1",
                "           always \"setosa\"                0.3333            1.0986            0.1667")
                .anyMatch(line -> line.matches("             95 % interval( +[0-9.]{6} to [0-9.]{6}){3}"))
                .anyMatch(
                        line -> line.startsWith("Trained    for 4 epochs in T; best on the validation rows: epoch "))
                .anyMatch(line -> line.startsWith("           network"))
                .anyMatch(line -> line.startsWith("           linear model"))
                .anyMatch(line -> line.matches("           [0-9]+ nearest neighbors? .*"))
                .anyMatch(line -> line.startsWith("Saved      " + model + ", "))
                .noneMatch(line -> line.contains("\033"));
    }

    @Test
    void aTerminalShowsProgressOnOneLine() {
        Run run = Commands.onTerminal(words());
        assertThat(run.out()).contains("\r\033[2K  mlp     epoch 4/4").contains("\r\033[2KTrained ");
    }

    @Test
    void jsonIsOneObjectAndNothingElse() {
        Run run = train("--json");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).hasLineCount(1);
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.propertyNames()).containsExactly("task", "target", "rows", "columns", "split", "inputs",
                "model", "parameters", "memory", "batch", "learningRate", "epochs", "bestEpoch", "interrupted",
                "seconds", "seed", "validation", "test", "testIntervals", "resamples", "calibration", "coverage",
                "baselines", "neighbors", "out",
                "saved");
        assertThat(json.get("rows").intValue()).isEqualTo(150);
        assertThat(json.get("split").get("test").intValue()).isEqualTo(30);
        assertThat(json.get("parameters").intValue()).isEqualTo(67);
        assertThat(json.get("memory").get("training").intValue())
                .isGreaterThan(json.get("memory").get("forward").intValue());
        assertThat(json.get("test").propertyNames()).containsExactly("accuracy", "logLoss", "macroF1");
        double accuracy = json.get("test").get("accuracy").doubleValue();
        JsonNode interval = json.get("testIntervals").get("accuracy");
        assertThat(interval.get(0).doubleValue()).isLessThan(accuracy);
        assertThat(interval.get(1).doubleValue()).isGreaterThan(accuracy);
        assertThat(json.get("resamples").intValue()).isEqualTo(1000);
        assertThat(json.get("baselines").propertyNames()).containsExactly("constant", "linear", "neighbors");
        assertThat(json.get("baselines").get("constant").get("accuracy").doubleValue()).isEqualTo(1 / 3.0);
        assertThat(run.err()).contains("Data       ", "epoch 4/4", "Saved      ");
    }

    @Test
    void numbersAreMeasuredInTheirUnits() {
        Run run = run("train", DATA.resolve("diabetes.csv"), "--target", "progression", "--model", "linear", "--epochs",
                "30", "--out", model, "--json");
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.get("task").stringValue()).isEqualTo("regression");
        assertThat(json.get("model").stringValue()).isEqualTo("linear");
        assertThat(json.get("test").propertyNames()).containsExactly("rmse", "mae", "r2");
        assertThat(json.get("test").get("rmse").doubleValue()).isBetween(40.0, 65.0);
        assertThat(json.get("baselines").propertyNames()).containsExactly("constant", "neighbors");
    }

    @Test
    void aLossThatIsNotFiniteStopsTheTraining() throws IOException {
        train();
        byte[] old = Files.readAllBytes(model);
        Run run = train("--lr", "1e30");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .matches("chainrule: (the output of [a-z0-9]+|the (mean )?loss|the gradient of [a-z0-9/]+) became "
                        + "(NaN|-?Infinity)( for row [0-9]+ of the examples| on the way back through [a-z0-9 ]+)?"
                        + "(, of finite (outputs|losses),)? in epoch 1, step [0-9]+; nothing was saved; try an "
                        + "--lr below 1\\.00000e\\+30\\R");
        assertThat(model).hasBinaryContent(old);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anUnwritableFileIsRefusedBeforeTheTraining() throws IOException {
        Path none = folder.resolve("none").resolve("m");
        Run run = train("--out", none);
        refused(run, 1, "chainrule: cannot write " + none + ": the folder " + none.getParent()
                + " does not exist; create it or choose another path");
        assertThat(run.out()).isEmpty();

        Files.writeString(model, "old");
        Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("r--r--r--"));
        Run readOnly = train();
        refused(readOnly, 1, "chainrule: cannot write " + model + ": the file is read-only; the old file is unchanged; "
                + "make it writable or choose another path");
        assertThat(readOnly.out()).isEmpty();
        assertThat(model).hasContent("old");
    }

    @Test
    void aFullDiskIsReported() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Run run = train("--out", full);
        refused(run, 1, "chainrule: cannot write /dev/full: No space left on device; free some space or choose another "
                + "path");
    }

    @Test
    void mergedCategoriesAreCountedWithTheOption() throws IOException {
        StringBuilder csv = new StringBuilder("w,y\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i % 20 == 0 ? "rare" : i % 2 == 0 ? "even" : "odd").append(',').append(i % 2 == 0 ? 'a' : 'b')
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("w.csv"), csv);
        Run run = run("train", file.toString(), "--target", "y", "--categories", "2", "--epochs", "1", "--hidden", "4",
                "--out", folder.resolve("w.safetensors").toString());
        assertThat(run.out())
                .contains("1 text column as 3 category inputs\n           column \"w\": 1 of 3 values are rare "
                        + "and were merged; 2 of 38 training rows have one of them; to keep more values, raise the number of "
                        + "categories (--categories N)\n");
        refused(run("train", file.toString(), "--target", "y", "--categories", "1"), 2,
                "chainrule train: --categories must be at least 2, but is 1; see chainrule train --help");
    }
}
