package org.chainrule.serve.play.lesson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/// The tables that the playground brings along, as CSV.
public final class Samples {
    private static final long SEED = 20;
    private static final int ROWS = 500;

    /// A sample.
    ///
    /// @param name   its name in links and of its file
    /// @param title  its title on the page
    /// @param hint   what it teaches, in a few words
    /// @param target the column to predict
    public record Sample(String name, String title, String hint, String target) {
    }

    private static final List<Sample> ALL = List.of(
            new Sample("spirals", "Two spirals", "needs more than one layer", "color"),
            new Sample("xor", "XOR", "no line separates it", "color"),
            new Sample("circles", "Circles", "a ring around a disc", "color"),
            new Sample("sine", "A sine", "a curve from bends", "y"),
            new Sample("iris", "Iris", "three species of flowers", "species"),
            new Sample("digits", "Digits", "64 pixels, ten classes", "digit"));

    private Samples() {
    }

    /// Returns all samples.
    public static List<Sample> all() {
        return ALL;
    }

    /// Returns a sample by its name.
    public static Optional<Sample> of(String name) {
        return ALL.stream().filter(sample -> sample.name.equals(name)).findFirst();
    }

    /// Returns the table of a sample as CSV.
    public static byte[] csv(Sample sample) {
        SplittableRandom random = new SplittableRandom(SEED);
        return switch (sample.name) {
            case "spirals" -> text("x,y,color", i -> spiral(i, random));
            case "xor" -> text("x,y,color", _ -> xor(random));
            case "circles" -> text("x,y,color", i -> circle(i, random));
            case "sine" -> text("x,y", _ -> sine(random));
            default -> resource(sample.name + ".csv");
        };
    }

    private interface Row {
        String of(int number);
    }

    private static byte[] text(String head, Row row) {
        StringBuilder out = new StringBuilder(head).append('\n');
        for (int i = 0; i < ROWS; i++) {
            out.append(row.of(i)).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String point(double x, double y, boolean first) {
        return String.format(Locale.ROOT, "%.4f,%.4f,%s", x, y, first ? "blue" : "orange");
    }

    /// Two arms of 1.75 turns each.
    private static String spiral(int number, SplittableRandom random) {
        boolean first = number % 2 == 0;
        int place = number / 2;
        double share = (place + 0.5) / (ROWS / 2.0);
        double angle = 3.5 * StrictMath.PI * share + (first ? 0 : StrictMath.PI);
        double radius = 0.15 + 4.85 * share;
        return point(radius * StrictMath.sin(angle) + noise(random, 0.18),
                radius * StrictMath.cos(angle) + noise(random, 0.18), first);
    }

    private static String xor(SplittableRandom random) {
        double x = side(random);
        double y = side(random);
        return point(x, y, x * y > 0);
    }

    /// A coordinate that is not near 0.
    private static double side(SplittableRandom random) {
        double size = 0.06 + 0.94 * random.nextDouble();
        return random.nextBoolean() ? size : -size;
    }

    private static String circle(int number, SplittableRandom random) {
        boolean inner = number % 2 == 0;
        double radius = inner
                ? 0.5 * StrictMath.sqrt(random.nextDouble())
                : 0.7 + 0.3 * random.nextDouble();
        double angle = 2 * StrictMath.PI * random.nextDouble();
        return point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), inner);
    }

    private static String sine(SplittableRandom random) {
        double x = 6 * random.nextDouble() - 3;
        return String.format(Locale.ROOT, "%.4f,%.4f", x, StrictMath.sin(2 * x) + noise(random, 0.12));
    }

    private static double noise(SplittableRandom random, double size) {
        return size * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the settings that a table begins with.
    ///
    /// @param name the name of a sample; another name for any other table
    static LessonSettings settings(String name) {
        return switch (name) {
            case "spirals" -> start(List.of(16, 16), LessonSettings.Function.TANH, 0.01, 32);
            case "xor", "circles" -> start(List.of(4), LessonSettings.Function.TANH, 0.02, 32);
            case "sine" -> start(List.of(16), LessonSettings.Function.TANH, 0.01, 32);
            case "iris" -> start(List.of(8), LessonSettings.Function.TANH, 0.01, 16);
            default -> start(List.of(16, 8), LessonSettings.Function.RELU, 0.005, 32);
        };
    }

    private static LessonSettings start(List<Integer> hidden, LessonSettings.Function activation, double rate,
            int batch) {
        return new LessonSettings(List.of(), hidden, activation, LessonSettings.Rule.ADAM, rate, batch, 0, 0, 0, 0);
    }
}
