package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.tabular.Release;
import org.junit.jupiter.api.Test;

/// `chainrule reproduce`.
class ReproduceTest extends IrisTests {
    @Test
    void theSameBitsExitWithZero() {
        assertThat(train("--folds", "2", "--ignore", "sepal_width_cm").exit()).isZero();
        Run again = run("reproduce", model, iris, "--threads", "1");
        assertThat(again.out()).isEqualTo("The same bits: 2 networks, 8 epochs" + System.lineSeparator());
        assertThat(again.exit()).isZero();
        Run quiet = run("reproduce", model, iris, "--quiet");
        assertThat(quiet.out() + quiet.err()).isEmpty();
        assertThat(quiet.exit()).isZero();
    }

    /// Replaces a part of the note on the origin of the model.
    private void change(String pattern, String replacement) throws IOException {
        Safetensors file = Safetensors.read(model);
        Map<String, String> notes = new TreeMap<>(file.metadata());
        notes.keySet().removeIf(name -> name.contains("crc32c"));
        String before = notes.get("user.provenance");
        notes.put("user.provenance", before.replaceFirst(pattern, replacement));
        assertThat(notes.get("user.provenance")).isNotEqualTo(before);
        new Safetensors(notes, file.tensors()).withChecksum().write(model);
    }

    @Test
    void aDifferenceExitsWithOneAndIsNamed() throws IOException {
        assertThat(train("--folds", "2").exit()).isZero();
        change("(\"name\":\"mlp fold 2 of 2\".*?\"losses\":\\[[^,]*,[^,]*),[^,]*", "$1,0.125");
        change("\"chainrule\":\"[^\"]*\"", "\"chainrule\":\"0.0.9\"");
        Run again = run("reproduce", model, iris);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.out()).startsWith("Not the same bits: mlp fold 2 of 2, epoch 3: the loss is ")
                .contains(" and was 0.125 in training and ")
                .endsWith("; the model was trained by Chainrule 0.0.9, and this is " + Release.version()
                        + System.lineSeparator());
        Map<?, ?> json = (Map<?, ?>) Json.parse(run("reproduce", model, iris, "--json").out());
        assertThat(json.get("same")).isEqualTo(false);
        assertThat(json.get("trainedBy")).isEqualTo("0.0.9");
        assertThat(((Map<?, ?>) json.get("difference")).get("network")).isEqualTo("mlp fold 2 of 2");
        assertThat(((Map<?, ?>) json.get("difference")).get("epoch")).isEqualTo(3L);
    }

    @Test
    void anotherTableIsRefused() throws IOException {
        assertThat(train().exit()).isZero();
        Files.writeString(iris, Files.readString(iris) + "\n");
        assertThat(run("reproduce", model, iris).err())
                .startsWith("chainrule: " + iris + " is not the table of the training, \"iris.csv\": its SHA-256 is ");
        refused(run("reproduce", model, iris, "--threads", "0"), 2,
                "chainrule reproduce: --threads must be at least 1, but is 0; see chainrule reproduce --help");
    }
}
