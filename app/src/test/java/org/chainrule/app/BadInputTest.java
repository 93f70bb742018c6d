package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.Commands.noTemporaryFiles;
import static org.chainrule.app.Commands.refused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Wrong input: the user sees one sentence, no stack trace, and no partial file is left.
class BadInputTest {
    @TempDir
    Path folder;

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + (lines.length == 0 ? "" : "\n"));
    }

    /// Writes a table whose rows are computed from their numbers.
    private Path table(String name, String header, int rows, IntFunction<String> row) throws IOException {
        String[] lines = new String[rows + 1];
        lines[0] = header;
        Arrays.setAll(lines, i -> i == 0 ? header : row.apply(i - 1));
        return file(name, lines);
    }

    private Path colours() throws IOException {
        return table("colours.csv", "colour,size,kind", 100,
                i -> (i % 3 == 0 ? "red," : "blue,") + i % 5 + ".5," + "xy".charAt(i % 2));
    }

    private Path model() throws IOException {
        Path model = folder.resolve("model");
        assertThat(train(colours(), "kind", "--out", model).exit()).isZero();
        return model;
    }

    private Run train(Path file, String target, Object... more) {
        return Commands.run(Commands.words(List.of("train", file, "--target", target, "--model", "linear"),
                List.of("--epochs", "2", "--out", folder.resolve("never")), more));
    }

    private void cannotTrain(Path file, String sentence) {
        refused(train(file, "b"), 1, "chainrule: " + sentence);
    }

    private static void reports(Run run, String remark) {
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().map(String::strip)).contains(remark);
    }

    @AfterEach
    void noPartialFileIsLeft() throws IOException {
        noTemporaryFiles(folder);
    }

    @Test
    void filesThatAreNotTables() throws IOException {
        Path missing = folder.resolve("nothing.csv");
        cannotTrain(missing, missing + " does not exist; no file in " + folder + " has a similar name");
        cannotTrain(folder,
                folder + " is a folder; name a file in it (CSV, JSON lines, Parquet or Excel), or several as"
                        + " one table by a pattern such as '" + folder + "/*.csv'");
        Path empty = file("empty.csv");
        cannotTrain(empty, empty + " is empty; a table begins with a header line that names its columns");
        Path header = file("header.csv", "a,b");
        cannotTrain(header, header + " has a header but no rows; add rows below the header");
        Path binary = Files.write(folder.resolve("picture.csv"),
                "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1));
        cannotTrain(binary, binary + " is an image, not CSV text; choose the table instead");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void tablesThatCannotBeLearnedFrom() throws IOException {
        Path one = file("one.csv", "a,b", "1,x");
        cannotTrain(one, one + " has only one row; training needs rows to learn from, to choose the epoch and to test, "
                + "so add more");
        Path ragged = file("ragged.csv", "a,b", "1,x", "2,y,z");
        cannotTrain(ragged, ragged + ", line 3: 3 values where the header names 2 columns; put values that contain the "
                + "separator in quotes");
        Path twice = file("twice.csv", "a,b,a", "1,2,3");
        cannotTrain(twice, twice + ": the header names two columns \"a\" (columns 1 and 3); rename one");
        Path constant = table("constant.csv", "a,b", 20, i -> i + ",x");
        cannotTrain(constant, constant + ": the target \"b\" is always \"x\"; there is nothing to learn; "
                + "choose another target or add rows where it differs");
        refused(train(colours(), "knd"), 1, "chainrule: " + folder.resolve("colours.csv")
                + " has no column \"knd\"; did you mean \"kind\"?");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void tooFewGroups() throws IOException {
        for (int groups = 1; groups < 3; groups++) {
            int all = groups;
            Path file = table("groups" + all + ".csv", "g,a,b", 60,
                    i -> i % all + "," + i % 7 + ".5," + "xy".charAt(i % 2));
            refused(train(file, "b", "--group-column", "g", "--quiet"), 1, "chainrule: " + file
                    + ", column \"g\": too few groups; training, validation and test each take whole groups, so at least 3 are"
                    + " needed (2 without test rows); choose a column with more groups");
        }
    }

    @Test
    void aFileWithoutHeader() throws IOException {
        Path headless = table("headless.csv", "1.5,x", 20, i -> i + ".5," + "xy".charAt(i % 2));
        String sentence = " and its header line holds the number \"1.5\"; if the file has no header line, read it without"
                + " one (--no-header), which names the columns c1, c2 and so on";
        cannotTrain(headless, headless + " has no column \"b\"," + sentence);
        refused(train(headless, "c2"), 1, "chainrule: " + headless + " has no column \"c2\"," + sentence);
        assertThat(train(headless, "c2", "--no-header").exit()).isZero();
    }

    @Test
    void aTableThatIsGivenAsAModel() throws IOException {
        Path rows = colours();
        for (Object[] words : new Object[][]{{"predict", rows, rows}, {"evaluate", rows, rows}, {"inspect", rows},
                {"reproduce", rows, rows}, {"trace", rows, rows, "--row", 1}, {"explain", rows, rows},
                {"compare", rows, rows, rows},
                {"train", rows, "--continue", rows}}) {
            refused(Commands.run(words), 1, "chainrule: " + rows + " is a text file, such as a CSV table, not a model; "
                    + "name a model that chainrule train saved");
        }
    }

    @Test
    void columnsThatAreLeftOut() throws IOException {
        reports(train(table("gap.csv", "a,c,b", 60, i -> i * 7 % 19 + ".5,," + "xy".charAt(i % 2)), "b"),
                "column \"c\" is left out: it has no value in the training rows");
        reports(train(table("single.csv", "a,b", 41, i -> i * 7 % 19 + ".5," + (i == 40 ? 'z' : "xy".charAt(i % 2))),
                "b"),
                "class \"z\" has only one row, too few to learn from and to test; add rows, or remove it");
        reports(train(table("names.csv", "a,name,b", 2000,
                i -> i * 7 % 19 + ".5,n" + i * 7919 % 20011 + "x," + "xy".charAt(i % 2)), "b"),
                "column \"name\" is left out: it looks like an identifier or free text, with 1,280 distinct values in "
                        + "1,280 training rows");
    }

    @Test
    void wordsAndInfiniteNumbersAmongNumbers() throws IOException {
        reports(train(
                table("stray.csv", "a,b", 60, i -> (i == 7 ? "unknown" : i * 7 % 59 + ".5") + "," + "xy".charAt(i % 2)),
                "b"),
                "column \"a\" is numeric; 1 value that is not a number counts as missing, such as \"unknown\" in line 9;"
                        + " to keep them, treat the column as categorical (--categorical a)");
        reports(train(
                table("endless.csv", "a,b", 60, i -> (i == 7 ? "inf" : i * 7 % 59 + ".5") + "," + "xy".charAt(i % 2)),
                "b"), "column \"a\": 1 infinite number counts as missing, in line 9");
    }

    @Test
    void theFormatOfTheFileIsKeptInTheModel() throws IOException {
        Path german = table("german.csv", "a:b", 60, i -> i * 7 % 59 + ",500:" + "xy".charAt(i % 2));
        Path out = folder.resolve("german.safetensors");
        assertThat(
                Commands.run("train", german, "--target", "b", "--separator", ":", "--decimal", "comma", "--epochs",
                        "2", "--out", out).exit())
                .isZero();
        Run predicted = Commands.run("predict", out, file("more.csv", "a:b", "1,500:x", "2,500:y"));
        assertThat(predicted.exit()).isZero();
        assertThat(predicted.out()).hasLineCount(3);
    }

    @Test
    void rowsThatDifferFromThoseInTraining() throws IOException {
        Path model = model();
        Path lacking = file("lacking.csv", "colour", "red");
        refused(Commands.run("predict", model, lacking), 1,
                "chainrule: " + lacking + " lacks \"size\", which the model reads; its columns are \"colour\"; "
                        + "add every missing column, or train again without it");
        Run extra = Commands.run("predict", model, file("extra.csv", "colour,size,more", "red,1,2"));
        refused(extra, 0, "column \"more\" was not in the training table and is ignored");
        Run unseen = Commands.run("predict", model,
                table("unseen.csv", "colour,size", 10, i -> (i < 8 ? "red," : "green,") + (1 + i % 4)));
        refused(unseen, 0,
                "column \"colour\": 2 rows of 10 have a value not seen in training, such as \"green\" in line 10; "
                        + "these are too many to trust the predictions, so fix the values, or train again with rows "
                        + "like these");
        assertThat(unseen.out()).hasLineCount(11);
        assertThat(Commands.run("predict", model, folder.resolve("unseen.csv"), "--quiet").err()).isEmpty();
    }

    @Test
    void damagedModels() throws IOException {
        byte[] whole = Files.readAllBytes(model());
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, 100));
        long header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        refused(Commands.run("inspect", cut), 1,
                "chainrule: " + cut + ": the safetensors file is cut off: its first 8 "
                        + "bytes give a header length of " + header + " bytes, but only 92 follow");
        byte[] lie = whole.clone();
        ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN).putLong(Integer.MAX_VALUE);
        Path lying = Files.write(folder.resolve("lying"), lie);
        refused(Commands.run("inspect", lying), 1, "chainrule: " + lying + ": not a safetensors file: its first 8 "
                + "bytes give a header length of 2147483647 bytes, expected at most 100000000");
        Safetensors content = Safetensors.read(folder.resolve("model"));
        Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
        metadata.replaceAll((_, text) -> text.replaceAll("(\"format\":)[0-9]", "$19"));
        Path newer = folder.resolve("newer");
        new Safetensors(metadata, content.tensors()).write(newer);
        Run run = Commands.run("inspect", newer);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).matches("chainrule: \\Q" + newer
                + "\\E: the [a-z]+ has the format 9, newer than [0-9], the newest that this version of Chainrule reads; use a "
                + "newer version\\R");
    }

    @Test
    void valuesThatTheTableDoesNotHave() throws IOException {
        Path file = colours();
        refused(train(file, "kind", "--positive", "z"), 1, "chainrule: " + file
                + ": the target \"kind\" has no class \"z\"; its classes are \"x\" and \"y\"");
        refused(train(file, "kind", "--ignore", "colur"), 1, "chainrule: " + file
                + " has no column \"colur\"; did you mean \"colour\"?");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void placesThatCannotBeWritten() throws IOException {
        Path model = model();
        Path none = folder.resolve("none").resolve("answers.csv");
        refused(Commands.run("predict", model, colours(), "--out", none), 1, "chainrule: cannot write " + none
                + ": the folder " + none.getParent() + " does not exist; create it or choose another path");
        Path old = file("answers.csv", "old");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("r--r--r--"));
        refused(Commands.run("predict", model, colours(), "--out", old), 1, "chainrule: cannot write " + old
                + ": the file is read-only; the old file is unchanged; make it writable or choose another path");
        assertThat(old).hasContent("old");
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path large = table("large.csv", "colour,size", 10_000, i -> "red," + i % 5 + ".5"); // more than a buffer holds
        for (Path rows : List.of(colours(), large)) {
            refused(Commands.run("predict", model, rows, "--out", full), 1, "chainrule: cannot write /dev/full: No "
                    + "space left on device; free some space or choose another path");
        }
    }
}
