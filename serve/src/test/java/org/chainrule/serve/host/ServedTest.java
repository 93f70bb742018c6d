package org.chainrule.serve.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.chainrule.serve.measure.ServerMetrics;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.MultiTabular;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedTest {
    private static final String[] LABELS = {"a", "b", "c", "d", "e", "f"};

    @TempDir
    Path folder;

    /// The targets of labels have the same inputs, which are held once.
    @Test
    void sharedInputsCountOnce() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("word,tags\n");
        for (int i = 0; i < 600; i++) {
            int first = random.nextInt(6);
            text.append('w').append(i % 60).append(',').append(LABELS[first]).append(';')
                    .append(LABELS[(first + 1 + random.nextInt(5)) % 6]).append('\n');
        }
        Path file = folder.resolve("tags.safetensors");
        MultiTabular.labels("tags").with(each -> each.hidden(2).epochs(1))
                .prepare(Files.writeString(folder.resolve("tags.csv"), text)).fit().model().save(file);
        Served served = new ServedFile(file, "tags", "")
                .load(new Served.Batches(64, 0), new ServerMetrics().batches("tags")).model();
        int width = MultiModel.load(file).models().getFirst().schema().width();
        assertThat(served.targets()).hasSize(6);
        assertThat(width).isGreaterThan(40);
        assertThat(served.mostRows()).isEqualTo(100_000).isGreaterThan((1 << 24) / (6 * width));
        RowInputs rows = new RowInputs(served, false, () -> {
        });
        for (int i = 0; i < 3; i++) {
            rows.begin();
            rows.end();
        }
        assertThat(rows.inputs(0)).hasSize(3 * width).isSameAs(rows.inputs(0));
    }
}
