package org.chainrule.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.app.Commands;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir
    static Path folder;

    private static Path table;
    private static Path model;
    private static Path classes;
    private static Path several;

    /// Writes a table with `y = 3a - 2b + 1 if the color is red`, and trains models on it.
    @BeforeAll
    static void train() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder text = new StringBuilder("a,b,c,color,y,kind\n");
        for (int i = 0; i < 300; i++) {
            double a = random.nextDouble(-1, 1);
            double b = random.nextDouble(-1, 1);
            String color = List.of("red", "green", "blue").get(random.nextInt(3));
            double y = 3 * a - 2 * b + (color.equals("red") ? 1 : 0);
            text.append("%.3f,%s,%.3f,%s,%.4f,%s%n".formatted(a, i % 20 == 7 ? "" : "%.3f".formatted(b),
                    random.nextDouble(), color, y, y > 0 ? "high" : "low"));
        }
        table = Files.writeString(folder.resolve("t.csv"), text);
        model = folder.resolve("m.safetensors");
        classes = folder.resolve("k.safetensors");
        several = folder.resolve("s.safetensors");
        List<Run> runs = List.of(
                run("train", table, "--target", "y", "--ignore", "kind", "--model", "linear", "--epochs", "60", "--out",
                        model),
                run("train", table, "--target", "kind", "--ignore", "y", "--hidden", "8", "--epochs", "30", "--out",
                        classes),
                run("train", table, "--target", "y,kind", "--hidden", "8", "--epochs", "3", "--out", several));
        assertThat(runs).allMatch(run -> run.exit() == 0);
    }

    private static Map<?, ?> json(Run run) {
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return (Map<?, ?>) Json.parse(run.out(), "out");
    }

    @Test
    void whichColumnsMatterAndInWhichDirection() {
        Run run = run("explain", model, table);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Model      " + model + " on " + table + ", regression of y\n"
                + "Importance how much worse the root mean square error gets if a column is shuffled among 300 rows (5 times); it is ")
                .containsPattern(
                        "\n  column  importance +spread\n  a +[12]\\.\\d+ +\\S+  \\+{24}\n  b +\\S+ +\\S+  \\++\n  color ")
                .contains("On average over 300 rows:\n  \"y\" rises with \"a\"\n  \"y\" falls with \"b\"\n"
                        + "  \"y\" is highest where \"color\" is \"red\" and lowest where it is \"");
        Map<?, ?> json = json(run("explain", model, table, "--json"));
        assertThat(json.get("target")).isEqualTo("y");
        Map<?, ?> importance = (Map<?, ?>) json.get("importance");
        assertThat(importance.get("metric")).isEqualTo("rmse");
        assertThat(((Map<?, ?>) ((List<?>) importance.get("columns")).getFirst()).get("column")).isEqualTo("a");
        assertThat((List<?>) json.get("dependence")).hasSizeBetween(3, 4);
    }

    @Test
    void howThePredictionDependsOnAColumn() {
        Run run = run("explain", model, table, "--column", "b");
        assertThat(run.out()).contains(
                "Dependence the mean prediction over 300 rows, each with this value of b\n  b ", "  (missing)  ",
                "\n\n\"y\" falls with \"b\"\n").containsPattern("\n  b +rows +y +effect\n");
        assertThat(run("explain", classes, table, "--column", "color").out())
                .containsPattern("\n  color +rows +p\\(low\\)\n").containsPattern("\n  red +\\d+ +0\\.\\d{4}\n")
                .contains("\n\nthe probability that \"kind\" is \"low\" is highest where \"color\" is \"");
        assertThat(((Map<?, ?>) json(run("explain", model, table, "--column", "a", "--json")).get("dependence"))
                .get("sentence")).isEqualTo("\"y\" rises with \"a\"");
    }

    @Test
    void whyARowHasItsPrediction() throws IOException {
        Run run = run("explain", classes, table, "--row", "7");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Row        7 of " + table + ", line 8\nPredicted  kind = ")
                .contains("Explained  the log-odds of low: ", "for the mean of 300 rows of " + table,
                        "Nearest    rows of " + table + "\n")
                .containsPattern("\n  column +value +amount\n").containsPattern("\n  a +-?\\d\\S+ +[-+]\\d\\S* .*\\|")
                .containsPattern("\n  row +line +distance +kind +\\w+ ");
        Map<?, ?> json = json(run("explain", classes, table, "--row", "7", "--class", "high", "--json"));
        Map<?, ?> attribution = (Map<?, ?>) json.get("attribution");
        assertThat(attribution.get("output")).isEqualTo("high");
        assertThat(attribution.get("complete")).isEqualTo(true);
        assertThat((List<?>) json.get("nearest")).hasSize(5);
        Path one = Files.writeString(folder.resolve("one.csv"), "a,b,c,color\n0.5,-0.5,0.1,red\n");
        assertThat(run("explain", model, one, "--row", "1", "--train", table).out())
                .contains("Explained  y: ", "for the mean of 300 rows of " + table, "Nearest    rows of " + table);
        assertThat(run("explain", model, one, "--row", "1").out()).contains(
                "for the mean of the training rows, with no category, because " + one + " has only 1 row\n",
                "Nearest    " + one + " has no other row\n");
    }

    /// The same sentences as those of `predict`.
    @Test
    void whatIsToBeSaidAboutTheTable() throws IOException {
        StringBuilder rows = new StringBuilder("a,b,c,color,y,more\n");
        for (int i = 0; i < 40; i++) {
            rows.append(i == 7 ? "unknown" : "0." + i).append(",-0.5,0.").append(i)
                    .append(i < 20 ? ",red," : ",violet,")
                    .append(i).append(",1\n");
        }
        Path drifted = Files.writeString(folder.resolve("drifted.csv"), rows.append("Total,,,,780,\n"));
        String said = run("predict", model, drifted).err();
        assertThat(said.lines()).hasSizeGreaterThan(3);
        assertThat(said).contains("\"more\" was not in the training table", "\"violet\"", "\"unknown\"");
        for (Object[] words : new Object[][]{{}, {"--json"}, {"--row", 1}, {"--column", "a"}}) {
            assertThat(run(Commands.words(List.of("explain", model, drifted), List.of(), words)).err()).isEqualTo(said);
        }
        assertThat(run("explain", model, drifted, "--quiet").err()).isEmpty();
        assertThat(run("trace", model, drifted, "--row", 1).err()).isEqualTo(said);
        assertThat(run("trace", model, drifted, "--row", 1, "-q").err()).isEmpty();
        assertThat(run("explain", model, table, "--row", 1, "--train", drifted).err().lines())
                .isNotEmpty().allMatch(line -> line.startsWith(drifted + ": "));
    }

    @Test
    void oneOfSeveralTargets() {
        assertThat(run("explain", several, table, "--target", "kind").out()).contains("classification of kind");
        String end = "; see chainrule explain --help";
        refused(run("explain", several, table), 2, "chainrule explain: " + several
                + " holds a model for each of several targets; choose one with --target: y, kind" + end);
        refused(run("explain", several, table, "--target", "x"), 2,
                "chainrule explain: there is no target \"x\"; the targets are \"y\" and \"kind\"" + end);
        refused(run("explain", model, table, "--target", "x"), 2, "chainrule explain: the target of " + model
                + " is \"y\", not \"x\"; leave --target out" + end);
    }

    @Test
    void wrongUseIsRefused() throws IOException {
        String end = "; see chainrule explain --help";
        refused(run("explain", model, table, "--row", "0"), 2,
                "chainrule explain: --row must be at least 1, but is 0" + end);
        refused(run("explain", model, table, "--row", "1", "--column", "a"), 2, "chainrule explain: --row explains all "
                + "columns of one row, and --column one column of all rows; choose one of them" + end);
        refused(run("explain", model, table, "--train", table), 2,
                "chainrule explain: --train applies to the explanation of a row; add --row N" + end);
        refused(run("explain", model, table, "--column", "kind"), 2, "chainrule explain: the model does not read "
                + "\"kind\": that was requested; choose one of \"a\", \"b\", \"c\" and \"color\"" + end);
        refused(run("explain", classes, table, "--row", "1", "--class", "hi"), 2, "chainrule explain: \"kind\" "
                + "has no class \"hi\"; choose one of \"high\" and \"low\"" + end);
        refused(run("explain", model, table, "--row", "301"), 1, "chainrule: " + table
                + " has 300 rows; there is no row 301, so choose one from 1 to 300");
        Path plain = Files.writeString(folder.resolve("plain.csv"), "a,b,c,color\n0.5,-0.5,0.1,red\n0.4,1,0.3,blue\n");
        refused(run("explain", model, plain), 1, "chainrule: " + plain + " has no column \"y\"; its columns are \"a\", "
                + "\"b\", \"c\" and \"color\"");
    }
}
