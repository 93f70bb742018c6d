package org.chainrule.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.app.Commands;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Json;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `chainrule train --continue`.
class ContinueOptionsTest {
    private static final String END = System.lineSeparator();

    @TempDir
    Path folder;

    private Path iris = Path.of("");
    private Path more = Path.of("");
    private Path model = Path.of("");
    private Path next = Path.of("");

    /// Keeps every second row of the table for the first training; one of the others is a copy of one of these.
    @BeforeEach
    void divide() throws IOException {
        iris = folder.resolve("iris.csv");
        model = folder.resolve("iris.safetensors");
        List<String> lines = Files.readAllLines(Commands.DATA.resolve("iris.csv"));
        List<String> half = new ArrayList<>();
        List<String> rest = new ArrayList<>(lines.subList(0, 1));
        for (int i = 0; i < lines.size(); i++) {
            (i == 0 || i % 2 == 1 ? half : rest).add(lines.get(i));
        }
        Files.write(iris, half);
        more = Files.write(folder.resolve("more.csv"), rest);
        next = folder.resolve("next.safetensors");
    }

    private Run train(String... more) {
        List<Object> all = new ArrayList<>(
                List.of("train", iris, "--target", "species", "--hidden", "8", "--epochs", "4",
                        "--lr", "0.02", "--out", model));
        all.addAll(List.of(more));
        return run(all.toArray());
    }

    private Run goOn(Object... words) {
        List<Object> all = new ArrayList<>(List.of("train", more, "--continue", model, "--out", next));
        all.addAll(List.of(words));
        return run(all.toArray());
    }

    @Test
    void bothModelsAreShownSideBySide() throws IOException {
        assertThat(train().exit()).isZero();
        byte[] before = Files.readAllBytes(model);
        Run went = goOn("--epochs", "5", "--lr", "0.01", "--target", "species");
        assertThat(went.err()).isEmpty();
        assertThat(went.out()).startsWith("Model      " + model + ", classification of species, mlp" + END)
                .contains(
                        "Rows       48 for training, 12 for validation, 15 for the test (0 of the old test, 15 new); 74"
                                + " are new to the model" + END,
                        "Training   Adam, learning rate 0.01, up to 5 epochs, seed 0, ",
                        "Trained    for 5 epochs in ", "; the old model: accuracy ",
                        "Compared   with " + model + " on 15 test rows" + END,
                        "                        old     new  difference  standard error" + END,
                        "The new model is ", " by logLoss: ")
                .contains("Saved      " + next + ", ");
        assertThat(went.exit()).isZero();
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
        assertThat(TabularModel.load(next).provenance().command())
                .isEqualTo(
                        "chainrule train more.csv --continue iris.safetensors --epochs 5 --lr 0.01 --target species");
        assertThat(run("inspect", next).out()).contains("Continues iris.safetensors, SHA-256 ");
        refused(run("reproduce", next, more), 1,
                "chainrule: the model goes on with another model, so its training cannot be"
                        + " repeated from a table alone; reproduce a model that was trained anew");
    }

    @Test
    void theReportIsAnObject() throws IOException {
        assertThat(train("--folds", "2").exit()).isZero();
        Run went = goOn("--epochs", "2", "--json", "--test-fraction", "0.4", "--seed", "3", "--threads", "1");
        Map<?, ?> json = (Map<?, ?>) Json.parse(went.out());
        assertThat(json.get("newRows")).isEqualTo(74L);
        assertThat(json.get("oldTestRows")).isEqualTo(0L);
        assertThat(json.get("seed")).isEqualTo(3L);
        assertThat(json.get("split")).isEqualTo(Map.of("training", 36L, "validation", 9L, "test", 30L));
        assertThat((List<?>) json.get("networks")).hasSize(2);
        assertThat(((Map<?, ?>) json.get("comparison")).get("by")).isEqualTo("logLoss");
        assertThat(((Map<?, ?>) json.get("comparison")).get("rows")).isEqualTo(30L);
        assertThat(((Map<?, ?>) json.get("comparison")).get("betterOrEqual")).isInstanceOf(Boolean.class);
        assertThat(json.get("out")).isEqualTo(next.toString());
        Run quiet = goOn("--epochs", "1", "-q");
        assertThat(quiet.out() + quiet.err()).isEmpty();
        assertThat(quiet.exit()).isZero();
    }

    /// Only `--out` replaces the model to continue.
    @Test
    void theModelIsNotReplacedUnlessItIsNamed() throws IOException {
        assertThat(train().exit()).isZero();
        byte[] before = Files.readAllBytes(model);
        assertThat(run("train", more, "--continue", model, "--epochs", "1", "-q", "--out", model).exit()).isZero();
        assertThat(Files.readAllBytes(model)).isNotEqualTo(before);
        // the default name is that of the table, in the current folder
        Path table = Files.copy(more, folder.resolve("continued-test.csv"));
        Path usual = Path.of("continued-test.safetensors");
        try {
            Files.write(usual, before);
            refused(run("train", table, "--continue", usual), 1,
                    "chainrule: cannot write continued-test.safetensors: it is the model to continue, which would be lost; choose"
                            + " another path");
            assertThat(Files.readAllBytes(usual)).isEqualTo(before);
        } finally {
            Files.deleteIfExists(usual);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --hidden 4              | --hidden
            --model linear          | --model
            --quick                 | --quick
            --cv 3                  | --cv
            --checkpoint c --resume | --checkpoint, --resume
            --time 5m               | --time
            --test x.csv            | --test
            --task regression       | --task
            --ignore petal_width_cm | --ignore
            --publish x.safetensors | --publish
            """)
    void settingsOfTheModelStay(String words, String options) {
        refused(goOn((Object[]) words.split(" ")), 2,
                "chainrule train: --continue keeps the columns, the target and the"
                        + " settings of the model, so " + options + " cannot be used with it; leave "
                        + (options.contains(",") ? "them" : "it") + " out; see chainrule train --help");
        assertThat(next).doesNotExist();
    }

    @Test
    void whatDoesNotFitTheModelIsRefused() throws IOException {
        assertThat(train().exit()).isZero();
        refused(goOn("--target", "sepal_width_cm"), 2, "chainrule train: " + model
                + " predicts \"species\", not \"sepal_width_cm\"; leave --target out, or train a new model; see chainrule"
                + " train --help");
        refused(goOn("--epochs", "0"), 2,
                "chainrule train: --epochs must be at least 1, but is 0; see chainrule train --help");
        refused(goOn("--lr", "-1"), 2,
                "chainrule train: --lr must be a number above 0, but is -1.0; see chainrule train --help");
        refused(goOn("--test-fraction", "1"), 2,
                "chainrule train: --test-fraction must be at least 0 and less than 1, but is"
                        + " 1.0; see chainrule train --help");
        Files.writeString(more, "sepal_length_cm,sepal_width_cm,petal_length_cm,species\n1,2,3,setosa\n4,5,6,setosa\n");
        refused(goOn(), 2, "chainrule train: " + more
                + " lacks \"petal_width_cm\", which the model reads; its"
                + " columns are \"sepal_length_cm\", \"sepal_width_cm\", \"petal_length_cm\" and \"species\"; add every"
                + " missing column, or train again without it; see chainrule train --help");
        Files.writeString(more, Files.readString(iris).replaceFirst("setosa", "rosa"));
        refused(goOn(), 2, "chainrule train: " + more
                + ", line 2: \"species\" is \"rosa\", which is not one of"
                + " the learned classes: \"setosa\", \"versicolor\" and \"virginica\"; correct it, or train again with rows"
                + " like it; see chainrule train --help");
        Files.writeString(model, "no model");
        refused(goOn(), 1,
                "chainrule: " + model + " is a text file, such as a CSV table, not a model; name a model that"
                        + " chainrule train saved");
        Files.delete(model);
        refused(goOn(), 1, "chainrule: cannot read " + model + ": there is no such file");
    }
}
