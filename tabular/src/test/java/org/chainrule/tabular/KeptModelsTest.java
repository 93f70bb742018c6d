package org.chainrule.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A model file is a promise: each kept file loads, and predicts the same bits as when it was written.
///
/// Each `NAME-VERSION.safetensors` comes with two files. `NAME-VERSION.csv` has rows, some of them with missing values
/// or words that the training did not have. `NAME-VERSION.txt` has the prediction for each row: the text and the bits
/// of the probabilities, or of the number and its interval. Files are added and never changed. When the format version
/// changes, `mvn test -pl tabular -am -Dtest=KeptModelsTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dchainrule.models=write` writes the files of the new version, here and in core.
class KeptModelsTest {
    private static final Path FOLDER = Path.of("src", "test", "fixtures", "models");
    private static final String MODEL = ".safetensors";

    @TempDir
    static Path folder;

    /// Returns a model for each kind of target; together they cover each setting that a file stores.
    private static Map<String, TabularModel> trained() throws IOException {
        Table table = table(80);
        Tabular small = Tabular.of("species").hidden(4).epochs(5).batch(16).seed(3);
        Tabular numbers = Tabular.of("mass").hidden(4).epochs(5).batch(16).seed(3);
        Map<String, TabularModel> models = new TreeMap<>(Map.of(
                "species", small.fit(table).model(),
                "linear", small.linear().categorical("count").ignore("day").fit(table).model(),
                "sold", Tabular.of("sold").hidden(4).epochs(5).seed(3).positive("no").threshold(0.3).fit(table).model(),
                "truth", Tabular.of("truth").hidden(4).epochs(5).seed(3).bestF1Threshold().fit(table).model(),
                "count", Tabular.of("count").hidden(4).epochs(5).seed(3).fit(table).model(),
                "mass", numbers.fit(table).model(),
                "few", numbers.fit(table(20)).model(),
                "calibrated",
                Tabular.of("species").hidden(16).epochs(8).learningRate(0.01).seed(3).fit(table(200)).model(),
                "semicolons", numbers.format(TableFormat.detected().separator(';').missing("gone").dayFirst(true))
                        .fit(Tables.read(new ByteArrayInputStream(csv(';', 80, 1).getBytes(UTF_8)), "t.csv",
                                TableFormat.detected().separator(';').missing("gone").dayFirst(true)))
                        .model()));
        models.put("quantiles", numbers.quantiles(0.1, 0.5, 0.9).fit(table).model());
        models.put("counts", Tabular.of("count").counts().hidden(4).epochs(5).seed(3).fit(table).model());
        models.put("ordered", small.ordered("Gentoo", "Adelie", "Chinstrap").fit(table).model());
        models.put("statistics", Tabular.of("price").hidden(4).epochs(5).seed(3).fit(Tables.read(
                new ByteArrayInputStream(cities(400, 1).getBytes(UTF_8)), "t.csv")).model());
        models.put("ranks", Tabular.of("price").hidden(4).epochs(5).seed(3).fit(Tables.read(
                new ByteArrayInputStream(sizes(400, 1).getBytes(UTF_8)), "t.csv")).model());
        return models;
    }

    /// Returns the prices of houses in 40 cities, the last of which have few.
    private static String cities(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("city,size,price\n");
        for (int i = 0; i < rows; i++) {
            int city = (int) (40 * random.nextDouble() * random.nextDouble());
            int size = 50 + random.nextInt(100);
            text.append("city ").append(city).append(',').append(size).append(',')
                    .append(size + 10 * (city * 7 % 40) + random.nextInt(20)).append('\n');
        }
        return text.toString();
    }

    /// Returns prices of sizes with a long tail, some of them missing.
    private static String sizes(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("size,price\n");
        for (int i = 0; i < rows; i++) {
            double log = random.nextDouble(-4, 8);
            text.append(i % 17 == 3 ? "" : String.valueOf(StrictMath.exp(log))).append(',')
                    .append(StrictMath.sin(log)).append('\n');
        }
        return text.toString();
    }

    private static Table table(int rows) throws IOException {
        return Tables.read(new ByteArrayInputStream(csv(',', rows, 1).getBytes(UTF_8)), "t.csv");
    }

    private static String csv(char separator, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("island,day,count,truth,sold,mass,species\n");
        for (int i = 0; i < rows; i++) {
            double size = random.nextDouble();
            text.append(i % 13 == 5 ? "" : List.of("Biscoe", "Dream", "Torgersen").get(random.nextInt(3))).append(',')
                    .append("%02d.%02d.2025".formatted(1 + random.nextInt(28), 1 + random.nextInt(12))).append(',')
                    .append(1 + random.nextInt(4)).append(',').append(size > 0.5).append(',')
                    .append(random.nextDouble() < size ? "yes" : "no").append(',')
                    .append(i % 11 == 7 ? "" : String.valueOf(3500 + 10 * Math.round(150 * size))).append(',')
                    .append(size < 0.3 ? "Adelie" : size < 0.7 ? "Chinstrap" : "Gentoo").append('\n');
        }
        return text.toString().replace(',', separator);
    }

    @BeforeAll
    static void write() throws IOException {
        if (!System.getProperty("chainrule.models", "").equals("write")) {
            return;
        }
        for (var entry : trained().entrySet()) {
            Path file = folder.resolve("new");
            entry.getValue().save(file);
            Path kept = FOLDER.resolve(entry.getKey() + "-" + version(file) + MODEL);
            if (!Files.exists(kept)) {
                Files.copy(file, kept);
                String rows = switch (entry.getKey()) {
                    case "statistics" -> cities(15, 2).replaceFirst("city ", "town ");
                    case "ranks" -> sizes(15, 2);
                    case "semicolons" -> csv(';', 15, 2);
                    default -> csv(',', 15, 2);
                };
                Files.writeString(beside(kept, "csv"), rows.replaceFirst("Biscoe", "Nowhere"));
                Files.write(beside(kept, "txt"), answers(entry.getValue(), beside(kept, "csv")));
            }
        }
    }

    private static List<String> answers(TabularModel model, Path rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Prediction prediction : model.predict(model.read(rows)).all()) {
            StringBuilder line = new StringBuilder(prediction.text());
            switch (prediction) {
                case ClassPrediction classes -> classes.probabilities()
                        .forEach((label, value) -> line.append(' ').append(label)
                                .append(" %08x".formatted(Float.floatToRawIntBits(value))));
                case NumberPrediction(double value, double low, double high) -> {
                    for (double number : new double[]{value, low, high}) {
                        line.append(" %016x".formatted(Double.doubleToRawLongBits(number)));
                    }
                }
                case QuantilePrediction quantiles -> quantiles.quantiles().values().forEach(
                        number -> line.append(" %016x".formatted(Double.doubleToRawLongBits(number))));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static Path beside(Path model, String ending) {
        return model.resolveSibling(model.getFileName().toString().replace(MODEL, "." + ending));
    }

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(MODEL)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsTheBitsItDid(Path file) throws IOException {
        TabularModel model = TabularModel.load(file);
        List<String> expected = Files.readAllLines(beside(file, "txt"));
        assertThat(expected).isNotEmpty();
        assertThat(answers(model, beside(file, "csv"))).isEqualTo(expected);
        Path again = folder.resolve("again");
        model.save(again);
        assertThat(answers(TabularModel.load(again), beside(file, "csv"))).isEqualTo(expected);
        assertThat(file.getFileName().toString()).matches("[a-z]+-" + version(file) + MODEL);
    }

    private static long version(Path file) throws IOException {
        return (Long) description(file).get("version");
    }

    private static Map<?, ?> description(Path file) throws IOException {
        return (Map<?, ?>) Json.parse(Safetensors.readMetadata(file).get("chainrule"), file.toString());
    }

    @Test
    void everyVersionHasAFileOfEachKind() throws IOException {
        Path saved = folder.resolve("saved");
        TabularModel.load(models().getFirst()).save(saved);
        long newest = version(saved);
        Map<Long, TreeSet<String>> kinds = new TreeMap<>();
        for (Path file : models()) {
            kinds.computeIfAbsent(version(file), _ -> new TreeSet<>())
                    .add(String.valueOf(description(file).get("task")));
        }
        for (long version = 1; version <= newest; version++) {
            assertThat(kinds.get(version)).as("files of version %d in %s", version, FOLDER)
                    .containsExactly("classification", "regression");
        }
        assertThat(kinds).hasSize((int) newest);
    }
}
