package org.chainrule.bench.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Tables that follow a known rule. docs/results.md has what the command makes of them.
public final class MadeUp {
    private static final String[] THINGS = {"the room", "the food", "this film", "our trip", "the battery", "the staff",
            "this book", "the delivery", "my phone", "the screen", "the service", "the price"};
    private static final String[] PRAISE = {"loved", "wonderful", "delicious", "perfect", "amazing", "charming",
            "friendly",
            "brilliant", "excellent", "comfortable"};
    private static final String[] COMPLAINTS = {"hated", "awful", "boring", "cold", "disappointing", "broken", "rude",
            "dirty",
            "terrible", "noisy"};
    private static final String[] ENDS = {"after two weeks", "at the airport", "every evening", "with my family",
            "on the second day", "to be honest", "and we will come back", "for the price"};

    private MadeUp() {
    }

    /// Writes `sine.csv`, `exp.csv` and `reviews.csv`.
    ///
    /// @param args the folder
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        write(folder.resolve("sine.csv"), "x,y", 2000, random -> {
            double x = random.nextDouble() * 12 * Math.PI;
            return numbers(x, 100 * Math.sin(x) + 2 * random.nextGaussian());
        });
        write(folder.resolve("exp.csv"), "a,b,y", 3000, random -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            return numbers(a, b, Math.exp(2 * a + b + 0.1 * random.nextGaussian()));
        });
        write(folder.resolve("reviews.csv"), "review,sentiment", 1500, random -> {
            boolean praise = random.nextBoolean();
            String[] words = praise ? PRAISE : COMPLAINTS;
            return one(THINGS, random) + " was " + one(words, random) + " and " + one(words, random) + " "
                    + one(ENDS, random) + "," + (praise ? "positive" : "negative");
        });
    }

    private static String numbers(double... values) {
        return IntStream.range(0, values.length).mapToObj(i -> String.format(Locale.ROOT, "%.6f", values[i]))
                .collect(Collectors.joining(","));
    }

    private static String one(String[] words, SplittableRandom random) {
        return words[random.nextInt(words.length)];
    }

    private static void write(Path file, String header, int rows, Function<SplittableRandom, String> row)
            throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(random)).append('\n');
        }
        Files.writeString(file, text);
    }
}
