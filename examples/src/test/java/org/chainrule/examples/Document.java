package org.chainrule.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page whose code comes from the examples, and whose output is their output.
///
/// A comment before a fenced block names its source: `<!-- snippet: Softmax / jacobian -->` is the part of
/// `Softmax.java` between `// snippet: jacobian` and `// end`. `<!-- output: Softmax 2 -->` is the output of `Softmax`
/// between its first and its second blank line; `<!-- output: Softmax -->` is all of its output. `<!-- full output: ... -->` is
/// the output with the argument `full`, which takes longer. In a `<!-- timed output: ... -->`, only times, shares and
/// rates may differ.
final class Document {
    private static final Pattern BLOCK = Pattern.compile(
            "<!-- (snippet|output|timed output|full output): (\\w+)(?: / ([^>]+?)| (\\d+))? -->\n```(\\w+)\n(.*?)```\n",
            Pattern.DOTALL);

    private final boolean full;
    private final Map<String, String> printed = new HashMap<>();
    private final List<String> blocks = new ArrayList<>();

    /// @param full whether to run the examples with the argument `full` too
    Document(boolean full) {
        this.full = full;
    }

    /// The root folder of this checkout.
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("docs")) ? here : here.getParent();
    }

    /// The kind and the example of each block that was found.
    List<String> blocks() {
        return blocks;
    }

    /// Returns the text with every block updated from the examples.
    String rendered(String text) {
        return BLOCK.matcher(text).replaceAll(match -> {
            String kind = match.group(1);
            String example = match.group(2);
            blocks.add(kind + ": " + example);
            String body = switch (kind) {
                case "snippet" -> snippet(example, match.group(3));
                case "output" -> part(printed(example), match.group(4));
                case "timed output" -> timed(match.group(6), part(printed(example), match.group(4)));
                default -> full ? part(printed(example, "full"), match.group(4)) : match.group(6);
            };
            String before = match.group().substring(0, match.start(6) - match.start());
            return Matcher.quoteReplacement(before + body + "```\n");
        });
    }

    /// Returns the marked part of an example's source, without its indentation.
    static String snippet(String example, String name) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        try {
            Path source = root().resolve("examples/src/main/java/org/chainrule/examples/" + example + ".java");
            for (String line : Files.readAllLines(source)) {
                if (line.strip().equals("// snippet: " + name)) {
                    inside = true;
                } else if (inside && line.strip().equals("// end")) {
                    return String.join("\n", lines).stripIndent() + "\n";
                } else if (inside) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("there is no snippet '" + name + "' in " + example);
    }

    /// Returns the text of the page if it differs from the output only in measured values, otherwise the output.
    private static String timed(String text, String printed) {
        return withoutTimes(text).equals(withoutTimes(printed)) ? text : printed;
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("[\\d.]+ (us|%|GFLOP/s|GB/s)", "# $1");
    }

    private static String part(String text, String number) {
        if (number == null) {
            return text;
        }
        String[] parts = text.split("\n\n", -1);
        return parts[Integer.parseInt(number) - 1].stripTrailing() + "\n";
    }

    private String printed(String example, String... arguments) {
        String key = example + Arrays.toString(arguments);
        if (!printed.containsKey(key)) {
            printed.put(key, run(example, arguments));
        }
        return printed.get(key);
    }

    /// Runs an example and returns its output.
    static String run(String example, String... arguments) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Method main = Class.forName("org.chainrule.examples." + example).getMethod("main", String[].class);
            main.invoke(null, (Object) arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the example " + example + " failed", e);
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
