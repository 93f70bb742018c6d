package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chainrule.app.Commands;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chainrule report`, and the options of `train` for reports.
class ReportCommandTest {
    private static final Path IRIS = Commands.DATA.resolve("iris.csv");

    @TempDir
    Path folder;

    private Commands.Run train(Object... more) {
        return run(Commands.words(List.of("train", IRIS, "--target", "species", "--model", "linear", "--epochs", "30"),
                List.of("--out", folder.resolve("iris.safetensors")), more));
    }

    @Test
    void trainWritesThePage() throws IOException {
        Path page = folder.resolve("report.html");
        Commands.Run run = train("--report", page, "--seed", "3");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("\nReport     " + page + "\n");
        String html = Files.readString(page);
        // what is not part of the model is not part of its command either
        // each word of a command stays on one line
        assertThat(html).contains("<span>--target</span>");
        assertThat(html.replaceAll("</?span>", "")).startsWith("<!DOCTYPE html>").contains(
                "30 test rows that were not used in training",
                "<code>chainrule train iris.csv --target species --model linear --epochs 30 --seed 3</code>",
                "baseline: 15 nearest neighbors", " s of training");
    }

    @Test
    void reportWritesPageAndObject() throws IOException {
        train("-q");
        Path model = folder.resolve("iris.safetensors");
        Path page = folder.resolve("report.html");
        Commands.Run run = run("report", model, IRIS, "--out", page);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("the model learned from 120 of the 150 rows; they are left out, because results on "
                        + "them would be too good\n");
        assertThat(run.out()).startsWith("On 30 rows that the model did not learn from, ").endsWith(
                "Report in " + page + "\n");
        Path object = folder.resolve("report.json");
        assertThat(run("report", model, IRIS, "--out", object, "-q").out()).isEmpty();
        assertThat(Json.parse(Files.readString(object))).isInstanceOfSatisfying(Map.class, json -> {
            assertThat(json.get("target")).isEqualTo("species");
            assertThat(json.get("results")).isInstanceOfSatisfying(Map.class,
                    results -> assertThat(results.get("rows")).isEqualTo(30L));
        });
    }

    @Test
    void aModelThatLearnedFromAllRowsIsWarnedOf() throws IOException {
        Path model = folder.resolve("iris.safetensors");
        Path object = folder.resolve("all.json");
        Path few = Files.write(folder.resolve("few.csv"), Files.readAllLines(IRIS).subList(0, 40));
        Commands.Run first = run("train", few, "--target", "sepal_length_cm", "--model", "linear", "--epochs", "3",
                "--test-fraction", "0", "--out", model, "-q");
        assertThat(first.exit()).as(first.err()).isZero();
        Commands.Run run = run("report", model, few, "--out", object);
        assertThat(run.err())
                .contains("the model learned from 39 of the 39 rows: the results are too good; take rows that "
                        + "it has not seen\n");
        assertThat(run.out()).startsWith("On 39 rows that the model learned from, ");
    }

    @Test
    void noOutputReplacesAModel() throws IOException {
        Path model = folder.resolve("iris.safetensors");
        Path link = Files.createSymbolicLink(folder.resolve("page.html"), model);
        for (Path page : List.of(folder.resolve("model"),
                Files.createDirectory(folder.resolve("some")).resolve("../model"))) {
            Commands.Run same = run("train", IRIS, "--target", "species", "--model", "linear", "--epochs", "3", "--out",
                    folder.resolve("model"), "--report", page);
            assertThat(same.exit()).isEqualTo(2);
            assertThat(same.err())
                    .isEqualTo("chainrule train: the report cannot be written to " + page
                            + ", because the training is saved there; choose another place; see chainrule train --help\n");
            assertThat(folder.resolve("model")).doesNotExist();
        }
        assertThat(train("--report", link).exit()).isEqualTo(2);
        Path checkpoints = folder.resolve("checkpoints");
        assertThat(train("--checkpoint", checkpoints, "--report", checkpoints).exit()).isEqualTo(2);
        assertThat(checkpoints).doesNotExist();
        train("-q");
        byte[] bytes = Files.readAllBytes(model);
        Path other = Files.copy(model, folder.resolve("other.model"));
        Path text = Files.writeString(folder.resolve("text.html"), "mine");
        for (Path page : List.of(other, link, text)) {
            Commands.Run lost = run("report", model, IRIS, "--out", page);
            assertThat(lost.exit()).isEqualTo(1);
            assertThat(lost.err()).contains("would be lost");
        }
        for (Commands.Run lost : List.of(run("predict", model, IRIS, "--out", other),
                run("audit", IRIS, "--target", "species", "--model", "linear", "--out", other))) {
            assertThat(lost.exit()).isEqualTo(1);
            assertThat(lost.err())
                    .isEqualTo("chainrule: cannot write " + other + ": the file there is a Chainrule model"
                            + " and would be lost; choose another path or delete the file first\n");
        }
        assertThat(other).hasBinaryContent(bytes);
        assertThat(model).hasBinaryContent(bytes);
        Path page = folder.resolve("report.html");
        Path object = folder.resolve("report.json");
        for (int i = 0; i < 2; i++) {
            assertThat(run("report", model, IRIS, "--out", page, "-q").exit()).isZero();
            assertThat(run("report", model, IRIS, "--out", object, "-q").exit()).isZero();
        }
        assertThat(run("report", model, IRIS, "--out", "-").exit()).isEqualTo(2);
    }

    @Test
    void wrongUse() throws IOException {
        assertThat(train("--open")).isEqualTo(new Commands.Run(2, "",
                "chainrule train: --open requires --report FILE, the page to open; see chainrule train --help\n"));
        assertThat(train("--report", folder.resolve("r.html"), "--test-fraction", "0")).isEqualTo(new Commands.Run(2,
                "",
                "chainrule train: --report is made of the test rows, but --test-fraction is 0; omit it or add --test "
                        + "FILE; see chainrule train --help\n"));
        assertThat(train("--report", folder.resolve("r.safetensors")).err())
                .isEqualTo("chainrule train: the report cannot be"
                        + " written to " + folder.resolve("r.safetensors")
                        + ", which is the name of a model; choose a name that"
                        + " ends in .html or .json; see chainrule train --help\n");
        Path copy = Files.copy(IRIS, folder.resolve("iris.csv"));
        Commands.Run over = run("train", copy, "--target", "species", "--report", copy, "--out",
                folder.resolve("m.safetensors"));
        assertThat(over.exit()).isEqualTo(1);
        assertThat(over.err()).isEqualTo("chainrule: cannot write " + copy
                + ": it is the training table, which would be lost; choose another path\n");
        Commands.Run several = run("train", copy, "--target", "sepal_length_cm,sepal_width_cm", "--report",
                folder.resolve("r.html"), "--out", folder.resolve("m.safetensors"));
        assertThat(several.exit()).isEqualTo(2);
        assertThat(several.err())
                .endsWith("--report describes the model of a single target, but there are several; leave it "
                        + "out, and use chainrule report with --target after the training; see chainrule train --help\n");
        assertThat(Files.exists(folder.resolve("r.html"))).isFalse();
        assertThat(run("report", folder.resolve("none.safetensors"), IRIS, "--out", folder.resolve("r.html")).exit())
                .isEqualTo(1);
    }

    @Test
    void aReportThatCannotBeWritten() throws IOException {
        Path model = folder.resolve("iris.safetensors");
        Path checkpoints = Files.createDirectory(folder.resolve("run"));
        for (Path place : List.of(folder, checkpoints)) {
            Commands.Run run = train("--report", place);
            assertThat(run).isEqualTo(new Commands.Run(1, "",
                    "chainrule: cannot write " + place + ": it is a folder; specify a file in it\n"));
        }
        assertThat(train("--checkpoint", checkpoints, "--report", checkpoints).exit()).isNotZero();
        assertThat(run("train", IRIS, "--target", "species", "--checkpoint", checkpoints, "--out", checkpoints).err())
                .startsWith("chainrule");
        Path fresh = folder.resolve("fresh");
        assertThat(run("train", IRIS, "--target", "species", "--checkpoint", fresh, "--out", fresh)).isEqualTo(
                new Commands.Run(2, "", "chainrule train: the model cannot be saved to " + fresh
                        + ", because the checkpoints are saved there; choose another place; see chainrule train --help\n"));
        assertThat(model).doesNotExist();
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Commands.Run run = train("--report", full, "--json");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).endsWith("chainrule: cannot write /dev/full: No space left on device; free some space or"
                + " choose another path; the model is saved in " + model
                + ", and chainrule report can write a report of"
                + " it\n");
        assertThat(run.out()).contains("\"saved\":true");
        assertThat(run("report", model, IRIS, "--out", folder.resolve("r.html"), "-q").exit()).isZero();
    }

    @Test
    void theReportOfOneOfSeveralTargets() throws IOException {
        Path model = folder.resolve("several.safetensors");
        Commands.Run trained = run("train", IRIS, "--target", "species,sepal_length_cm", "--hidden", "4", "--epochs",
                "2",
                "--out", model, "-q");
        assertThat(trained.exit()).as(trained.err()).isZero();
        Path page = folder.resolve("r.html");
        Commands.Run which = run("report", model, IRIS, "--out", page);
        assertThat(which.exit()).isEqualTo(2);
        assertThat(which.err()).isEqualTo("chainrule report: " + model + " holds a model for each of several targets;"
                + " choose one with --target: species, sepal_length_cm; see chainrule report --help\n");
        assertThat(page).doesNotExist();
        Commands.Run run = run("report", model, IRIS, "--target", "species", "--out", page);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(page)).contains("Report: <bdi>&quot;species&quot; of iris.csv</bdi>");
    }

    @Test
    void aTableWithoutTheTargetIsRefused() throws IOException {
        train("-q");
        Path other = Files.writeString(folder.resolve("other.csv"), "sepal_length_cm,x\n1,2\n");
        Path page = folder.resolve("r.html");
        Commands.Run run = run("report", folder.resolve("iris.safetensors"), other, "--out", page);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("chainrule: " + other + " has no column \"species\"").hasLineCount(1);
        assertThat(Files.exists(page)).isFalse();
    }
}
