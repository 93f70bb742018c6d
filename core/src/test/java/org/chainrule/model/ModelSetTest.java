package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.chainrule.nn.Layers.linear;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Safetensors;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSetTest {
    @TempDir
    Path folder;

    private static Classifier classifier() {
        return Classifier.of(linear(2), List.of(new Field("x", TensorType.f32(Shape.of(2)))),
                Map.of("linear/weight", Tensor.of(new float[][]{{1, 0}, {0, 1}}), "linear/bias", Tensor.of(0, 0.5f)));
    }

    private static Regressor regressor() {
        return Regressor.of(linear(1), List.of(new Field("x", TensorType.f32(Shape.of(3)))), Map.of("linear/weight",
                Tensor.of(new float[][]{{1}, {10}, {100}}), "linear/bias", Tensor.of(7f)));
    }

    private Path saved() throws IOException {
        Map<String, ModelSet.Member> members = new LinkedHashMap<>();
        members.put("species", new ModelSet.Member(classifier(), Map.of("classes", "a, b")));
        members.put("mass \u00e9", new ModelSet.Member(regressor()));
        Path file = folder.resolve("set");
        new ModelSet(members, Map.of("made", "today")).save(file);
        return file;
    }

    @Test
    void eachModelKeepsItsParametersAndNotes() throws IOException {
        ModelSet set = ModelSet.load(saved());
        assertThat(set.members().keySet()).containsExactly("species", "mass \u00e9");
        assertThat(set.metadata()).isEqualTo(Map.of("made", "today"));
        assertThat(set.model("species").metadata()).isEqualTo(Map.of("classes", "a, b"));
        assertThat(set.model("mass \u00e9").metadata()).isEmpty();
        assertThat(((Classifier) set.model("species")).probabilities(3, 2))
                .containsExactly(classifier().probabilities(3, 2));
        assertThat(((Regressor) set.model("mass \u00e9")).predict(1, 2, 3)).isEqualTo(328f);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> set.model("age"))
                .withMessage("model: there is no \"age\" in the set, expected one of [species, mass \u00e9]");
    }

    @Test
    void aSetThatWasLoadedIsSavedWithTheSameBytes() throws IOException {
        Path file = saved();
        byte[] bytes = Files.readAllBytes(file);
        Path again = folder.resolve("again");
        ModelSet.load(new ByteArrayInputStream(bytes), "s").save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(bytes);
    }

    @Test
    void aSetIsAModelFileButNoSingleModel() throws IOException {
        Path file = saved();
        Path single = folder.resolve("single");
        regressor().save(single);
        assertThat(Model.isModel(file)).isTrue();
        assertThat(ModelSet.isSet(file)).isTrue();
        assertThat(ModelSet.isSet(single)).isFalse();
        assertThat(ModelSet.isSet(folder)).isFalse();
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Model.load(file))
                .withMessage(file + " holds several models; load it with ModelSet.load")
                .satisfies(e -> assertThat(e.whole()).isTrue());
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> ModelSet.load(single))
                .withMessage(single + " is not a set of models; load a single model with Model.load")
                .satisfies(e -> assertThat(e.whole()).isTrue());
    }

    @Test
    void aSetThatIsNewerOrDamagedIsRefused() throws IOException {
        Safetensors whole = Safetensors.read(saved());
        Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
        metadata.computeIfPresent("chainrule", (_, text) -> text.replace("\"version\":4", "\"version\":5"));
        refused(new Safetensors(metadata, whole.tensors()),
                "s has format version 5, this release reads sets of version 4; use a newer release of Chainrule");
        metadata.computeIfPresent("chainrule", (_, text) -> text.replace("\"version\":5", "\"version\":4"));
        metadata.remove("chainrule.crc32c");
        refused(new Safetensors(metadata, whole.tensors()),
                "s is damaged: it lacks its checksum; copy it again, or train it again");
        Map<String, Safetensors.Array> tensors = new LinkedHashMap<>(whole.tensors());
        tensors.remove("1/linear/bias");
        refused(new Safetensors(whole.metadata(), tensors),
                "s lacks the parameter linear/bias that its description names; the file is damaged");
    }

    private static void refused(Safetensors content, String message) {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> ModelSet.load(new ByteArrayInputStream(content.bytes()), "s"))
                .withMessage(message);
    }

    @Test
    void aSetHasAModel() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new ModelSet(Map.of(), Map.of()))
                .withMessage("set: there is no model, expected at least one");
    }
}
