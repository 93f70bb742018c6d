package org.chainrule.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.chainrule.app.Commands.Run;
import org.chainrule.tabular.TabularModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Tables that are not in one CSV file, from the words of the command to its output.
class TableOptionsTest {
    private static final String DATABASE = "jdbc:h2:mem:orders;PASSWORD=geheim";

    @TempDir
    private Path folder = Path.of("");
    private Path csv = Path.of("");
    private Path model = Path.of("");

    private static String rows(String header, int from, int to, String form) {
        StringBuilder text = new StringBuilder(header);
        for (int i = from; i < to; i++) {
            text.append(String.format(form, i * 7 % 31, i % 3 == 0 ? "red" : "blue",
                    i * 7 % 31 * 2 + (i % 3 == 0 ? 9 : 0)));
        }
        return text.toString();
    }

    private static String csv(int from, int to) {
        return rows("x,color,y\n", from, to, "%d,%s,%d\n");
    }

    private static String json(int from, int to) {
        return rows("", from, to, "{\"x\":%d,\"color\":\"%s\",\"y\":%d}\n");
    }

    @BeforeEach
    void write() throws IOException {
        csv = Files.writeString(folder.resolve("all.csv"), csv(0, 120));
        model = folder.resolve("model.safetensors");
        Files.createDirectory(folder.resolve("parts"));
        Files.writeString(folder.resolve("parts/1.csv"), csv(0, 50));
        Files.writeString(folder.resolve("parts/2.csv"), csv(50, 120));
    }

    private Run train(Object... words) {
        List<Object> all = new ArrayList<>(List.of("train", "--target", "y", "--epochs", 2, "--quick", "--out", model));
        Collections.addAll(all, words);
        return run(all.toArray());
    }

    private static Run fed(String text, Object... words) {
        return fed(text.getBytes(StandardCharsets.UTF_8), words);
    }

    private static Run fed(byte[] bytes, Object... words) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(bytes));
        try {
            return run(words);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void severalFilesAndPatterns() throws IOException {
        assertThat(train(csv).exit()).isZero();
        TabularModel one = TabularModel.load(model);
        Run trained = train(folder + "/parts/*.csv");
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("1.csv and 1 other file: 120 rows, 3 columns (2 numbers, 1 text)\n");
        TabularModel several = TabularModel.load(model);
        one.network().parameters()
                .forEach((name, value) -> assertThat(several.network().parameters().get(name).values())
                        .isEqualTo(value.values()));
        assertThat(several.provenance().command()).isEqualTo("chainrule train --target y --epochs 2 --quick '*.csv'");
        assertThat(several.provenance().source()).isEqualTo("1.csv and 1 other file");

        Run evaluated = run("evaluate", model, folder.resolve("parts/1.csv"), folder.resolve("parts/2.csv"));
        assertThat(evaluated.out()).startsWith(model + " on 120 rows of " + folder.resolve("parts/1.csv")
                + " and 1 other file, ");
        assertThat(evaluated.out().lines().skip(1))
                .isEqualTo(run("evaluate", model, csv).out().lines().skip(1).toList());
        assertThat(run("predict", model, folder + "/parts/*.csv").out()).isEqualTo(run("predict", model, csv).out());
        assertThat(run("reproduce", model, folder + "/parts/?.csv").out()).startsWith("The same bits: ");
        Run other = run("reproduce", model, folder.resolve("parts/2.csv"), folder.resolve("parts/1.csv"));
        assertThat(other.err()).contains("is not the table of the training, \"1.csv and 1 other file\"");
        assertThat(run("audit", folder + "/parts/*.csv", "--target", "color", "--epochs", 1).exit()).isZero();
        assertThat(run("compare", model, model, folder + "/parts/*.csv").exit()).isZero();
        Run further = run("train", folder + "/parts/*.csv", "--continue", model, "--epochs", 1, "--out",
                folder.resolve("further"));
        assertThat(further.err()).isEmpty();
        refused(train(folder + "/none/*.csv"), 1, "chainrule: no file matches \"" + folder
                + "/none/*.csv\"; there is no folder " + folder + "/none");
    }

    @Test
    void standardInput() throws IOException {
        assertThat(train(csv).exit()).isZero();
        byte[] before = Files.readAllBytes(model);
        Run trained = fed(csv(0, 120), "train", "-", "--target", "y", "--epochs", 2, "--quick", "--out", model);
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("standard input: 120 rows");
        assertThat(Files.readAllBytes(model)).hasSizeBetween(before.length - 100, before.length + 100);
        String predicted = run("predict", model, csv).out();
        assertThat(fed(json(0, 120), "predict", model, "-").out()).isEqualTo(predicted);
        assertThat(fed("{\"x\":0,\"color\":\"red\"}", "predict", model, "-").out().lines()).hasSize(2);
        assertThat(fed(json(0, 120), "evaluate", model, "-").out())
                .startsWith(model + " on 120 rows of standard input, ");
        assertThat(fed(csv(0, 120), "compare", model, model, "-").exit()).isZero();
        assertThat(fed(csv(0, 120), "reproduce", model, "-").out()).startsWith("The same bits: ");
        refused(fed("", "train", "-", "--target", "y", "--test", "-", "--out", model), 1,
                "chainrule: cannot read standard"
                        + " input twice, as the training table and as the test table, because it is a pipe; save its contents to a"
                        + " file first");
    }

    @Test
    void binaryFilesFromStandardInput() throws IOException {
        Path fixtures = Path.of("..").toAbsolutePath().normalize();
        for (String name : List.of("parquet/src/test/fixtures/values.parquet", "excel/src/test/fixtures/values.xlsx")) {
            Path file = fixtures.resolve(name);
            String target = name.endsWith("xlsx") ? "flag" : "word";
            Run trained = fed(Files.readAllBytes(file), "train", "-", "--target", target, "--quick", "--epochs", 1,
                    "--out", model);
            assertThat(trained.exit()).as(trained.err()).isZero();
            assertThat(trained.out()).contains("standard input: ");
            assertThat(fed(Files.readAllBytes(file), "predict", model, "-", "-q").out())
                    .isEqualTo(run("predict", model, file, "-q").out());
            assertThat(fed(Files.readAllBytes(file), "reproduce", model, "-").out()).startsWith("The same bits: ");
        }
    }

    @Test
    void aFaultyJsonLineFromStandardInput() {
        refused(fed(json(0, 30) + "{\"x\": 1, \"color\": \"red\"\n" + json(30, 60), "train", "-", "--target", "y",
                "--out",
                model), 1,
                "chainrule: standard input, line 31: expected } or , after a value, but the line ends, and"
                        + " line 32 begins with '{'; complete line 31");
    }

    @Test
    void optionsOfCsvTextForOtherKinds() throws IOException, SQLException {
        Path json = Files.writeString(folder.resolve("t.jsonl"), json(0, 120));
        for (String option : List.of("--separator=;", "--no-header", "--skip-rows=1", "--header-row=2",
                "--skip-footer=1")) {
            String shown = option.startsWith("--sep") || option.startsWith("--no")
                    ? option.replaceFirst("=.*", "")
                    : option.replace('=', ' ');
            refused(train(json, option), 1, "chainrule: " + json + " is not CSV text, so " + shown
                    + " does not apply to it; leave it out");
        }
        try (Connection open = DriverManager.getConnection(DATABASE)) {
            for (String option : List.of("--separator=;", "--encoding=UTF-8")) {
                refused(train("--jdbc", DATABASE, "--query", "select 1 as y", option), 1,
                        "chainrule: the query is not CSV text, so " + option.replaceFirst("=.*", "")
                                + " does not apply to it; leave it out");
            }
            assertThat(open.isClosed()).isFalse();
        }
        assertThat(train("--jdbc", DATABASE, "--query", "select 1 as y", "--sheet", "a").err()).startsWith("chainrule"
                + " train: --sheet names a sheet of a workbook, but the table comes from --jdbc; leave one out");
        Path marks = Files.writeString(folder.resolve("marks.csv"), csv(0, 120).replace(',', ':'));
        assertThat(train(marks, "--separator", ":", "--skip-footer", 0, "--test", json).exit()).isZero();
        assertThat(run("predict", model, json).out()).isEqualTo(run("predict", model, marks).out());
    }

    @Test
    void theHeaderOfATableForAModelThatReadsNone() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), csv(0, 120).lines().skip(1)
                .collect(Collectors.joining("\n")));
        assertThat(run("train", rows, "--target", "c3", "--no-header", "--epochs", 1, "--out", model).exit()).isZero();
        refused(run("predict", model, rows, "--header-row", 2), 2, "chainrule predict: the model was trained on a table"
                + " without a header; use --skip-rows to skip lines above the first row; see chainrule predict --help");
        assertThat(run("predict", model, rows, "--skip-rows", 2).out().lines()).hasSize(119);
    }

    /// A model keeps how the lines of its table were read, and later tables may differ.
    @Test
    void lineOptionsOfOtherCommands() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.csv"), csv(0, 120) + "1,red,2\n1,red,2\n");
        assertThat(train(notes, "--skip-footer", 2).exit()).isZero();
        assertThat(run("predict", model, csv).out().lines()).hasSize(119);
        assertThat(run("predict", model, csv, "--skip-footer", 0).out().lines()).hasSize(121);
        assertThat(run("evaluate", model, csv, "--skip-footer", 0).out()).contains(" on 120 rows of ");
        assertThat(run("compare", model, model, csv, "--skip-footer", 0).out()).contains(" on 120 rows of ");
        assertThat(run("explain", model, csv, "--skip-footer", 0).out()).contains(" 120 rows ");
        Path titled = Files.writeString(folder.resolve("titled.csv"), "Sales\n" + csv(0, 20));
        assertThat(run("predict", model, titled, "--header-row", 2, "--skip-footer", 0).out().lines()).hasSize(21);
        assertThat(run("train", csv, "--continue", model, "--epochs", 1, "--skip-footer", 0, "--out",
                folder.resolve("next")).out()).contains("120 rows");
        refused(run("predict", model, csv, "--skip-footer", -1), 2,
                "chainrule predict: --skip-footer must be at least 0,"
                        + " but is -1; see chainrule predict --help");
        refused(run("reproduce", model, notes, "--skip-footer", 2), 2,
                "chainrule reproduce: Unknown option: '--skip-footer'; see chainrule reproduce --help");
        assertThat(run("reproduce", "--help").out()).contains("--sheet").doesNotContain("ine options", "--skip");
        assertThat(run("predict", "--help").out()).contains("Line options, which default to those of the model:")
                .contains("--skip-footer").doesNotContain("etected");
        Path json = Files.writeString(folder.resolve("t.jsonl"), json(0, 20));
        assertThat(run("predict", model, json).out().lines()).hasSize(21);
        refused(run("predict", model, json, "--skip-footer", 1), 1, "chainrule: " + json
                + " is not CSV text, so --skip-footer 1 does not apply to it; leave it out");
    }

    @Test
    void checkpointsKnowTheFiles() {
        Path run = folder.resolve("run");
        assertThat(train(folder + "/parts/*.csv", "--checkpoint", run).exit()).isZero();
        Run other = train(folder.resolve("parts/2.csv"), folder.resolve("parts/1.csv"), "--checkpoint", run,
                "--resume");
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.err()).contains("its table changed from 1.csv and 1 other file (SHA-256 ");
        assertThat(train(folder + "/parts/*.csv", "--checkpoint", run, "--resume").exit()).isZero();
    }

    @Test
    void aTestTableOfSeveralFiles() {
        Run trained = train(csv, "--test", folder + "/parts/*.csv");
        assertThat(trained.err()).isEmpty();
        assertThat(trained.exit()).isZero();
    }

    @Test
    void aQuery() throws IOException, SQLException {
        try (Connection open = DriverManager.getConnection(DATABASE); Statement statement = open.createStatement()) {
            statement.execute("create table t as select * from csvread('" + csv + "')");
            String query = "select cast(x as int) as \"x\", color as \"color\", cast(y as int) as \"y\" from t";
            Run trained = train("--jdbc", DATABASE, "--query", query);
            assertThat(trained.err()).isEmpty();
            assertThat(trained.out()).contains("the query: 120 rows, 3 columns (2 numbers, 1 text)\n")
                    .doesNotContain("geheim");
            assertThat(TabularModel.load(model).provenance().command()).isEqualTo(
                    "chainrule train --target y --epochs 2 --quick --jdbc jdbc:h2:... --query '" + query + "'");
            assertThat(new String(Files.readAllBytes(model), StandardCharsets.ISO_8859_1)).doesNotContain("geheim");
            assertThat(run("predict", model, "--jdbc=" + DATABASE, "--query", query).out())
                    .isEqualTo(run("predict", model, csv).out());
            assertThat(run("evaluate", model, "--jdbc", DATABASE, "--query", query).out())
                    .contains("120 rows of the query");
            assertThat(run("reproduce", model, "--jdbc", DATABASE, "--query", query).out())
                    .startsWith("The same bits: ");
            refused(train("--jdbc", "jdbc:nodb:geheim", "--query", query), 1,
                    "chainrule: no JDBC driver for jdbc:nodb:... on"
                            + " the class path; add the JAR file of the driver of this database (--driver JAR)");
            Run failed = train("--jdbc", DATABASE, "--query", "select geheim from t");
            assertThat(failed.err()).startsWith("chainrule: the query failed: Column \"***\" not found");
        }
    }

    @Test
    void aSheetOfAFileWithoutSheets() {
        refused(train(csv, "--sheet", "March"), 1, "chainrule: " + csv
                + " has no sheets, which only a workbook has; read it without the name of a sheet");
    }

    private static List<String> words(List<String> names, String... options) {
        TableOptions where = new TableOptions();
        CommandLine.populateCommand(where, options);
        return where.words(names);
    }

    @Test
    void theWordsOfATableAreThoseOfItsCommandWithoutSecrets() {
        assertThat(words(List.of("a.csv", "parts/*.csv"))).containsExactly("a.csv", "parts/*.csv");
        assertThat(words(List.of("book.xlsx"), "--sheet", "in May")).containsExactly("book.xlsx", "--sheet", "in May");
        assertThat(words(List.of(), "--jdbc", DATABASE, "--query", "select * from orders", "--driver", "h2.jar"))
                .startsWith("--jdbc").endsWith("--query", "select * from orders").hasSize(4)
                .noneMatch(word -> word.contains("geheim"));
    }
}
