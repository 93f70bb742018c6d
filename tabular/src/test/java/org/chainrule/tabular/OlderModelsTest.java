package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.chainrule.io.Safetensors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A release without checksums saved these samples, and made these predictions.
class OlderModelsTest {
    private static final Path FIXTURES = Path.of("src", "test", "fixtures", "models");

    @TempDir
    Path folder;

    private static TabularModel sample(String name) throws IOException {
        Path file = FIXTURES.resolve(name);
        assertThat(Safetensors.read(file).hasChecksum()).isFalse();
        return TabularModel.load(file);
    }

    private static Map<String, @Nullable Object> row() {
        return new HashMap<>(Map.of("x", 2.5, "w", "q", "d", "1970-01-03", "y", "a"));
    }

    /// Returns a row with a word that the training did not have, and without a date and a class.
    private static Map<String, @Nullable Object> strange() {
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("x", 6, "w", "new"));
        row.put("d", null);
        row.put("y", null);
        return row;
    }

    @Test
    void classesArePredictedAsTheyWere() throws IOException {
        TabularModel model = sample("classes-1.safetensors");
        ClassPrediction first = new ClassPrediction("a", Map.of("a", 0.5677526f, "b", 0.43224737f));
        ClassPrediction second = new ClassPrediction("a", Map.of("a", 0.5126733f, "b", 0.48732665f));
        assertThat(model.predict(row())).isEqualTo(first);
        assertThat(model.predict(strange())).isEqualTo(second);
        Path again = folder.resolve("again");
        model.save(again);
        assertThat(Safetensors.read(again).hasChecksum()).isTrue();
        assertThat(TabularModel.load(again).predict(row())).isEqualTo(first);
    }

    @Test
    void numbersArePredictedAsTheyWere() throws IOException {
        TabularModel model = sample("numbers-1.safetensors");
        assertThat(((NumberPrediction) model.predict(row())).value()).isEqualTo(1.4957726658025645);
        assertThat(((NumberPrediction) model.predict(strange())).value()).isEqualTo(1.929596760049681);
    }
}
