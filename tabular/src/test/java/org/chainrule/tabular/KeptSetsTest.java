package org.chainrule.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file of several models is a promise, as a [model file][KeptModelsTest] is: each kept file loads, and predicts the same
/// text for `rows.csv` as when it was written. `-Dchainrule.models=write` writes the files of a new version.
class KeptSetsTest {
    private static final Path FOLDER = Path.of("src", "test", "fixtures", "sets");

    @TempDir
    static Path folder;

    private static Map<String, MultiTabular> trainings() {
        Tabular small = Tabular.of("").hidden(4).epochs(5).batch(16).seed(3);
        return Map.of("targets-4", MultiTabular.of(small, "kind", "size"), "labels-4",
                MultiTabular.labels(small, "tags"));
    }

    private static String csv(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("x,y,kind,size,tags\n");
        for (int i = 0; i < rows; i++) {
            double x = Math.round(100 * random.nextDouble()) / 100.0;
            double y = Math.round(100 * random.nextDouble()) / 100.0;
            text.append(i % 9 == 4 ? "" : String.valueOf(x)).append(',').append(y).append(',')
                    .append(x > 0.5 ? "A" : "B").append(',').append(3 + 2 * x - y).append(",[")
                    .append(x > 0.4 ? "big" : "").append(x > 0.4 && y > 0.5 ? ", " : "").append(y > 0.5 ? "red" : "")
                    .append("]\n");
        }
        return text.toString().replaceAll("\\[(.*)]", "\"[$1]\"");
    }

    @BeforeAll
    static void write() throws IOException {
        if (!System.getProperty("chainrule.models", "").equals("write")) {
            return;
        }
        Files.createDirectories(FOLDER);
        Path rows = FOLDER.resolve("rows.csv");
        Files.writeString(rows, csv(15));
        Table table = Tables.read(new ByteArrayInputStream(csv(120).getBytes(UTF_8)), "t.csv");
        for (var entry : trainings().entrySet()) {
            Path file = FOLDER.resolve(entry.getKey() + ".safetensors");
            if (!Files.exists(file)) {
                MultiModel model = entry.getValue().fit(table).model();
                model.save(file);
                Files.writeString(FOLDER.resolve(entry.getKey() + ".csv"), answers(model));
            }
        }
    }

    private static String answers(MultiModel model) throws IOException {
        StringWriter out = new StringWriter();
        model.predict(model.read(FOLDER.resolve("rows.csv"))).withProbabilities().withIntervals(0.8).writeCsv(out);
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets-4", "labels-4"})
    void predictsWhatItDid(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".safetensors");
        String expected = Files.readString(FOLDER.resolve(name + ".csv"));
        MultiModel model = MultiModel.load(file);
        assertThat(expected.lines()).hasSize(16);
        assertThat(answers(model)).isEqualTo(expected);
        Path again = folder.resolve("again");
        model.save(again);
        assertThat(answers(MultiModel.load(again))).isEqualTo(expected);
    }

    @Test
    void allKindsAreKept() {
        assertThat(trainings().keySet()).allMatch(name -> Files.exists(FOLDER.resolve(name + ".safetensors")));
    }
}
