package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.data.Examples;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Model files stay readable: each kept file loads and predicts the same bits as when it was written.
///
/// `NAME-VERSION.txt` next to `NAME-VERSION.safetensors` has one line per row: its inputs, a colon, and the bits of the
/// outputs (for classifiers, the logits and then the probabilities). Files are added, never changed. If a model is written in
/// a newer format version, `mvn test -pl core -Dtest=KeptModelsTest -Dchainrule.models=write` writes its file.
class KeptModelsTest {
    private static final Path FOLDER = Path.of("src", "test", "fixtures", "models");
    private static final String MODEL = ".safetensors";

    @TempDir
    Path folder;

    @BeforeAll
    static void write(@TempDir Path temporary) throws IOException {
        if (!System.getProperty("chainrule.models", "").equals("write")) {
            return;
        }
        for (var entry : KeptModels.all().entrySet()) {
            Model model = entry.getValue().get();
            Path saved = temporary.resolve("model");
            model.save(saved, Map.of("note", "größe"));
            Path file = FOLDER.resolve(entry.getKey() + "-" + version(saved) + MODEL);
            if (!Files.exists(file)) {
                Files.copy(saved, file);
                List<String> lines = new ArrayList<>();
                for (float[] row : rows(model)) {
                    lines.add(numbers(row) + " : " + bits(model, row));
                }
                Files.write(text(file), lines);
            }
        }
    }

    /// Rows that were not used in training. A model with an embedding gets whole numbers within its range.
    private static float[][] rows(Model model) {
        SplittableRandom random = new SplittableRandom(6);
        boolean words = model.parameters().keySet().stream().anyMatch(path -> path.endsWith("embedding/weight"));
        float[][] rows = new float[6][Arrays.stream(model.row().sizes(1)).reduce(1, Math::multiplyExact)];
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = words ? random.nextInt(7) : (float) random.nextDouble(-3, 3);
            }
        }
        return rows;
    }

    private static String numbers(float[] row) {
        StringBuilder text = new StringBuilder();
        for (float value : row) {
            text.append(text.isEmpty() ? "" : " ").append(value);
        }
        return text.toString();
    }

    private static String bits(Model model, float[] row) {
        return switch (model) {
            case Classifier classifier -> hex(classifier.logits(row)) + " " + hex(classifier.probabilities(row));
            case Regressor regressor -> hex(regressor.predictAll(row));
            case MultiLabelClassifier labels -> hex(labels.logits(row)) + " " + hex(labels.probabilities(row));
            case NetModel net -> net.predict(Examples.of(new float[][]{row})).asMap().values().stream()
                    .map(output -> hex(output.values())).collect(Collectors.joining(" "));
        };
    }

    private static String hex(float[] values) {
        StringBuilder text = new StringBuilder();
        for (float value : values) {
            text.append(text.isEmpty() ? "" : " ").append("%08x".formatted(Float.floatToRawIntBits(value)));
        }
        return text.toString();
    }

    private static Path text(Path model) {
        return model.resolveSibling(name(model) + ".txt");
    }

    private static String name(Path model) {
        return model.getFileName().toString().replace(MODEL, "");
    }

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(MODEL)).sorted().toList();
        }
    }

    private static Model load(Path file, String name) throws IOException {
        return switch (name.replaceAll("-.*", "")) {
            case "own" -> Classifier.load(KeptModels.OWN, file);
            case "net" -> NetModel.load(KeptModels.NET, file);
            default -> Model.load(file);
        };
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsTheBitsItDid(Path file) throws IOException {
        Model model = load(file, name(file));
        Path again = folder.resolve("again");
        model.save(again, model.metadata());
        Model copy = load(again, name(file));
        List<String> lines = Files.readAllLines(text(file));
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            String[] sides = line.split(" : ", -1);
            String[] inputs = sides[0].split(" ", -1);
            float[] row = new float[inputs.length];
            for (int j = 0; j < row.length; j++) {
                row[j] = Float.parseFloat(inputs[j]);
            }
            assertThat(bits(model, row)).as("%s, row %s", file, sides[0]).isEqualTo(sides[1]);
            assertThat(bits(copy, row)).as("%s saved again, row %s", file, sides[0]).isEqualTo(sides[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void isOfTheVersionThatItsNameSays(Path file) throws IOException {
        assertThat(name(file)).matches("[a-z]+-" + version(file));
    }

    private static long version(Path file) throws IOException {
        return (Long) description(file).get("version");
    }

    private static Map<?, ?> description(Path file) throws IOException {
        return (Map<?, ?>) Json.parse(Safetensors.readMetadata(file).get("chainrule"), file.toString());
    }

    @Test
    void everyVersionHasAFileOfEachKind() throws IOException {
        Map<Long, TreeSet<String>> kinds = new TreeMap<>();
        for (Path file : models()) {
            kinds.computeIfAbsent(version(file), _ -> new TreeSet<>())
                    .add(String.valueOf(description(file).get("task")));
        }
        for (long version = 1; version <= ModelFile.VERSION; version++) {
            String[] known = version < 3
                    ? new String[]{"classification", "regression"}
                    : new String[]{"classification", "multi-label classification", "named outputs", "regression"};
            assertThat(kinds.get(version)).as("files of version %d in %s", version, FOLDER).containsExactly(known);
        }
        assertThat(kinds).hasSize(ModelFile.VERSION);
    }

    @Test
    void everyModelHasAFileOfTheVersionThatItIsWrittenIn() throws IOException {
        Path saved = folder.resolve("saved");
        for (var entry : KeptModels.all().entrySet()) {
            entry.getValue().get().save(saved);
            assertThat(FOLDER.resolve(entry.getKey() + "-" + version(saved) + MODEL)).exists();
        }
    }
}
