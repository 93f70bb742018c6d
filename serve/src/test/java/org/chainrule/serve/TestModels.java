package org.chainrule.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.chainrule.tabular.MultiTabular;
import org.chainrule.tabular.Tabular;

/// Small models, trained once.
final class TestModels {
    static final Path FOLDER = folder();
    /// The class `kind` (`a`, `b` or `c`) from the numbers `x` and `y`, which has missing values, the category `color`, the
    /// date `day` and the list `tags`.
    static final Path KINDS = FOLDER.resolve("kinds.safetensors");
    /// The number `price`, from the same columns.
    static final Path PRICES = FOLDER.resolve("prices.safetensors");
    /// Both.
    static final Path BOTH = FOLDER.resolve("both.safetensors");
    /// The labels of the lists `tags`, from `x` and `y`.
    static final Path TAGS = FOLDER.resolve("tags.safetensors");
    /// The quantiles 0.1, 0.5 and 0.9 of `price`.
    static final Path QUANTILES = FOLDER.resolve("quantiles.safetensors");

    private TestModels() {
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("models");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            Path table = Files.writeString(folder.resolve("table.csv"), table());
            Tabular quick = Tabular.of("kind").hidden(8).epochs(15).seed(1);
            quick.ignore("price").fit(table).model().save(folder.resolve("kinds.safetensors"));
            Tabular price = Tabular.of("price").hidden(8).epochs(15).seed(1).ignore("kind");
            price.fit(table).model().save(folder.resolve("prices.safetensors"));
            price.quantiles(0.1, 0.5, 0.9).fit(table).model().save(folder.resolve("quantiles.safetensors"));
            MultiTabular.of("kind", "price").with(each -> each.hidden(4).epochs(5)).prepare(table).fit().model()
                    .save(folder.resolve("both.safetensors"));
            MultiTabular.labels("tags").with(each -> each.hidden(4).epochs(5).ignore("kind", "price", "color", "day"))
                    .prepare(table).fit().model().save(folder.resolve("tags.safetensors"));
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException _) {
            // it is in the folder of temporary files
        }
    }

    static String table() {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("x,y,color,day,tags,kind,price\n");
        String[] colors = {"red", "green", "blue"};
        for (int i = 0; i < 400; i++) {
            double x = Math.rint(random.nextDouble() * 1000) / 100;
            double y = Math.rint(random.nextDouble() * 1000) / 100;
            int color = random.nextInt(3);
            text.append(x).append(',').append(i % 9 == 4 ? "" : Double.toString(y)).append(',').append(colors[color])
                    .append(",2026-0").append(1 + random.nextInt(9)).append("-1").append(random.nextInt(9)).append(',')
                    .append(x > 5 ? "big" : "small").append(y > 5 ? ";tall" : ";flat")
                    .append(color == 0 ? ";hot" : ";cold").append(',')
                    .append(x + color > 6 ? "a" : y > 4 ? "b" : "c").append(',').append(3 * x - y + 5 * color)
                    .append('\n');
        }
        return text.toString();
    }
}
