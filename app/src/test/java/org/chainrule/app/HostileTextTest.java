package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.app.Commands.Run;
import org.chainrule.app.show.Display;
import org.chainrule.io.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hostile tables, models and file names, made to control the reader's terminal. Messages make their control characters
/// visible, never begin a line with their text, and shorten it.
@DisabledOnOs(OS.WINDOWS)
class HostileTextTest {
    /// Control characters of every kind.
    private static final String NASTY = "\u001b[31m\u001b]0;t\u0007\u009b2J\u0085\u007f\u0001\n\rFORGED\t\u202e\u2066\u2028\u2029";
    private static final String LONG = NASTY + "y".repeat(4_000);

    private static final String CHECKSUM = "chainrule.crc32c";

    @TempDir
    Path folder;

    private Path table = Path.of("");
    private Path model = Path.of("");

    /// Writes a table whose rows are computed from their numbers.
    private Path table(String name, int rows, String header, IntFunction<String> row) throws IOException {
        return Files.writeString(folder.resolve(name), header + "\n"
                + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    private static String field(String text) {
        return '"' + text + '"';
    }

    private static String fields(String... texts) {
        return Arrays.stream(texts).map(HostileTextTest::field).collect(Collectors.joining(","));
    }

    @BeforeEach
    void train() throws IOException {
        assumeThat(System.getProperty("sun.jnu.encoding")).as("file names can hold it").isEqualTo("UTF-8");
        table = table(NASTY + ".csv", 60, fields("number" + LONG, "word" + LONG, "target" + LONG),
                i -> i * 7 % 19 + ".5," + fields("w" + i % 4 + LONG, "c" + i % 2 + LONG));
        model = folder.resolve(NASTY + ".safetensors");
        Run run = run(false, "train", table, "--target", "target" + LONG, "--model", "linear", "--epochs", "2", "--out",
                model);
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("\\u001b[31m", "\\u009b2J", "\\n\\rFORGED", "\\u202e\\u2066\\u2028\\u2029");
    }

    /// Runs a command on a terminal with stack traces, and redirected to files, and checks all of its output.
    private static Run safe(Object... words) {
        run(true, words);
        return run(false, words);
    }

    private static Run run(boolean terminal, Object... words) {
        Run run = Commands.runOn(terminal, terminal, words);
        boolean predicts = words[0].equals("predict");
        if (terminal || !predicts) {
            check(run.out(), predicts || List.of(words).contains("--json"));
        }
        check(run.err(), false);
        return run;
    }

    private static void check(String text, boolean data) {
        String shown = text.replace(Display.BACK, "");
        assertThat(shown.codePoints().filter(HostileTextTest::isControl).mapToObj(Integer::toHexString)).as(shown)
                .isEmpty();
        assertThat(shown.lines()).allSatisfy(line -> {
            assertThat(line.strip()).doesNotStartWith("FORGED").doesNotContain("unexpected error");
            assertThat(data ? "" : line).hasSizeLessThan(1500);
        });
    }

    private static boolean isControl(int c) {
        return (Character.isISOControl(c) && c != '\n') || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c <= 0xdfff);
    }

    @Test
    void everyCommandThatSucceeds() throws IOException {
        assertThat(safe("evaluate", model, table).exit()).isZero();
        assertThat(safe("inspect", model).exit()).isZero();
        Path page = folder.resolve(NASTY + "page.html");
        assertThat(safe("report", model, table, "--out", page).exit()).isZero();
        assertThat(Files.readString(page).codePoints().filter(HostileTextTest::isControl)).isEmpty();
        assertThat(safe("trace", model, table, "--row", "1").exit()).isZero();
        assertThat(safe("explain", model, table).exit()).isZero();
        assertThat(safe("explain", model, table, "--row", "1").exit()).isZero();
        assertThat(safe("explain", model, table, "--column", "word" + LONG).exit()).isZero();
        assertThat(safe("compare", model, model, table).exit()).isZero();
        Path answers = folder.resolve(NASTY + "answers.csv");
        assertThat(safe("predict", model, table, "--out", answers).exit()).isZero();
        assertThat(safe("train", table, "--target", "target" + LONG, "--model", "linear", "--epochs", "2", "--publish",
                model, "--only-if-better").exit()).isZero();
        assertThat(safe("train", table, "--target", "target" + LONG, "--epochs", "1", "--hidden", "4", "--positive",
                "c0" + LONG, "--categorical", "word" + LONG, "--missing", NASTY, "--out", model).exit()).isZero();
        assertThat(safe("train", table, "--target", "target" + LONG, "--epochs", "1", "--group-column", "word" + LONG,
                "--out", model).exit()).isZero();
        assertThat(safe("train", table, "--target", "number" + LONG, "--epochs", "1", "--hidden", "4", "--out",
                folder.resolve("numbers")).exit()).isZero();
        assertThat(safe("trace", folder.resolve("numbers"), table, "--row", "2").exit()).isZero();
    }

    @Test
    void jsonHoldsTheOriginalText() {
        for (Object[] words : new Object[][]{{"evaluate", model, table, "--json"}, {"inspect", model, "--json"},
                {"compare", model, model, table, "--json"}, {"train", table, "--target", "target" + LONG, "--model",
                        "linear", "--epochs", "1", "--json", "--out", model}}) {
            Run run = safe(words);
            assertThat(run.exit()).isZero();
            JsonNode json = JsonMapper.shared().readTree(run.out());
            assertThat(json.get("target").stringValue()).isEqualTo("target" + LONG);
        }
    }

    /// CSV is data: files and programs receive it unchanged, a terminal shows it with its control characters visible.
    @Test
    void predictionsAreDataButNotOnATerminal() throws IOException {
        Path answers = folder.resolve("answers.csv");
        assertThat(run(false, "predict", model, table, "--out", answers).exit()).isZero();
        String data = Files.readString(answers);
        assertThat(run(false, "predict", model, table).out()).isEqualTo(data).contains(NASTY);
        String seen = run(true, "predict", model, table).out();
        assertThat(seen.lines()).hasSize(61).allMatch(line -> line.startsWith("\"") && line.contains("\\u001b[31m"));
    }

    @Test
    void valuesThatAreRefused() throws IOException {
        for (String option : List.of("--ignore", "--categorical", "--numeric", "--date", "--missing", "--keep",
                "--separator",
                "--decimal", "--date-order", "--task", "--positive", "--threshold", "--test", "--test-fraction",
                "--time-column", "--group-column", "--model", "--hidden", "--epochs", "--batch", "--lr", "--seed",
                "--threads", NASTY, "--" + NASTY)) {
            Run run = safe("train", table, "--target", "target" + LONG, "--model", "linear", "--epochs", "1", "--out",
                    folder.resolve("never"), option, NASTY);
            assertThat(run.exit() != 0 || option.equals("--missing") || option.equals("--keep")).as(option).isTrue();
        }
        for (Object[] words : new Object[][]{{NASTY}, {"--" + NASTY}, {"train", NASTY},
                {"train", table, "--target", NASTY},
                {"train", NASTY, "--target", NASTY}, {"evaluate", NASTY, table}, {"evaluate", model, NASTY},
                {"evaluate", table, table}, {"predict", model, NASTY}, {"predict", model, table, NASTY},
                {"predict", model, table, "--out", folder.resolve(NASTY).resolve(NASTY)}, {"inspect", table},
                {"inspect", NASTY}, {"explain", model, table, "--column", NASTY}, {"explain", model, NASTY},
                {"trace", model, table, "--row", NASTY}, {"trace", model, table, "--row", "9999"},
                {"compare", model, model, table, "--by", NASTY}, {"compare", model, table, table},
                {"completion", NASTY}, {"train", "a\0b", "--target", "x"}, {"evaluate", "\ud800", table}}) {
            Run run = safe(words);
            assertThat(run.exit()).as(Arrays.toString(words)).isNotZero();
            assertThat(run.err()).startsWith("chainrule");
        }
        for (String command : List.of("train", "evaluate", "predict", "compare", "inspect", "report", "explain",
                "trace",
                "completion")) {
            assertThat(safe(command, "--help").exit()).isZero();
            assertThat(safe(command, "--help", "--" + NASTY).exit()).isZero();
        }
    }

    @Test
    void tablesWithErrorsOrRemarks() throws IOException {
        String header = fields("number" + LONG, "word" + LONG, "target" + LONG);
        for (Path other : List.of(
                table("ragged" + NASTY, 20, header, i -> i + "," + fields("w", "c" + i % 2) + (i == 7 ? ",z" : "")),
                table("twice" + NASTY, 20, fields("a" + LONG, "a" + LONG, "target" + LONG), i -> "1,2," + i % 2),
                table("constant" + NASTY, 20, header, i -> i + "," + fields("w" + LONG, "c" + LONG)),
                table("lacking" + NASTY, 20, fields("number" + LONG, "else" + LONG), i -> i + ",2"),
                table("unseen" + NASTY, 20, header, i -> i + "," + fields("new" + LONG, "c" + i % 2 + LONG)),
                table("unknown" + NASTY, 20, header, i -> i + "," + fields("w1" + LONG, "new" + LONG)),
                table("more" + NASTY, 20, header + "," + field("more" + LONG),
                        i -> i + "," + fields("w1" + LONG, "c" + i % 2 + LONG, "m" + LONG)),
                table("words" + NASTY, 90, header,
                        i -> (i == 7 ? field("stray" + LONG) : i + ".5") + ","
                                + fields("w" + i % 3, "c" + i % 2 + LONG)),
                table("unlike" + NASTY, 90, header,
                        i -> fields("n" + i + LONG, "w" + i % 3, "c" + i % 2 + LONG)),
                table("open" + NASTY, 20, header, i -> i + "," + (i == 7 ? "\"w" + NASTY : "w") + ",c" + i % 2),
                table("binary" + NASTY, 2, header, i -> "\0\1," + i))) {
            safe("train", other, "--target", "target" + LONG, "--model", "linear", "--epochs", "1", "--out",
                    folder.resolve("never"));
            safe("predict", model, other, "--out", folder.resolve("answers"));
            safe("evaluate", model, other);
            safe("compare", model, model, other);
            safe("trace", model, other, "--row", "1");
        }
    }

    /// A model whose strings are replaced one at a time, in its network, columns, target, format and provenance. One
    /// string in eight is replaced.
    @Test
    void hostileModels() throws IOException {
        checkHostileModels(16);
    }

    @Tag("full")
    @Test
    void allHostileModels() throws IOException {
        checkHostileModels(1);
    }

    private void checkHostileModels(int step) throws IOException {
        Path plain = table("plain.csv", 60, "number,word,day,target",
                i -> i * 7 % 19 + ".5,w" + i % 3 + ",2026-01-" + (10 + i % 15) + ",c" + i % 2);
        Path made = folder.resolve("plain.safetensors");
        assertThat(safe("train", plain, "--target", "target", "--hidden", "3", "--epochs", "1", "--out", made).exit())
                .isZero();
        byte[] bytes = Files.readAllBytes(made);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Map<?, ?> header = (Map<?, ?>) Json.parse(new String(bytes, 8, length, UTF_8));
        Map<?, ?> metadata = (Map<?, ?>) header.get("__metadata__");
        int loaded = 0;
        int tried = 0;
        int variant = 0;
        for (Map.Entry<?, ?> entry : metadata.entrySet()) {
            if (entry.getKey().equals(CHECKSUM)) {
                continue;
            }
            for (Object tree : variants(Json.parse(entry.getValue().toString()))) {
                if (variant++ % step != 0) {
                    continue;
                }
                Map<Object, Object> changed = new LinkedHashMap<>(metadata);
                changed.put(entry.getKey(), Json.write(tree));
                // An attacker avoids the checksum by using the first version of model files, which has none.
                changed.remove(CHECKSUM);
                changed.computeIfPresent("chainrule",
                        (_, text) -> text.toString().replaceFirst("\"version\":[0-9]+", "\"version\":1"));
                Path hostile = folder.resolve("hostile.safetensors");
                Files.write(hostile, file(header, changed, Arrays.copyOfRange(bytes, 8 + length, bytes.length)));
                tried++;
                if (run(false, "evaluate", hostile, plain).exit() == 0) {
                    loaded++;
                    run(false, "inspect", hostile);
                    run(true, "predict", hostile, plain);
                    run(false, "trace", hostile, plain, "--row", "1");
                    run(false, "compare", made, hostile, plain);
                }
            }
        }
        assertThat(tried).isGreaterThan(200 / step);
        assertThat(loaded).isGreaterThan(15 / step);
    }

    private static byte[] file(Map<?, ?> header, Map<?, ?> metadata, byte[] data) {
        Map<Object, Object> changed = new LinkedHashMap<>(header);
        changed.put("__metadata__", metadata);
        byte[] text = Json.write(changed).getBytes(UTF_8);
        int length = (text.length + 7) / 8 * 8;
        byte[] file = Arrays.copyOf(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array(),
                8 + length + data.length);
        Arrays.fill(file, 8, 8 + length, (byte) ' ');
        System.arraycopy(text, 0, file, 8, text.length);
        System.arraycopy(data, 0, file, 8 + length, data.length);
        return file;
    }

    /// Returns all variants of a JSON tree in which a single string or key is hostile.
    private static List<Object> variants(Object tree) {
        List<Object> variants = new ArrayList<>();
        switch (tree) {
            case String text -> variants.add(text + LONG);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    for (Object variant : variants(list.get(i))) {
                        List<Object> copy = new ArrayList<>(list);
                        copy.set(i, variant);
                        variants.add(copy);
                    }
                }
            }
            case Map<?, ?> map -> map.forEach((key, value) -> {
                for (Object variant : variants(value)) {
                    Map<Object, Object> copy = new LinkedHashMap<>(map);
                    copy.put(key, variant);
                    variants.add(copy);
                }
                Map<Object, Object> renamed = new LinkedHashMap<>();
                map.forEach((k, v) -> renamed.put(k.equals(key) ? k + LONG : k, v));
                variants.add(renamed);
            });
            default -> {
            }
        }
        return variants;
    }
}
