package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final Path DATA = Path.of("..", "examples", "data");

    @TempDir
    Path folder;

    /// Copies a table and gives each twentieth row, drawn at random, another label. Returns the lines of these rows.
    private static Set<Integer> flip(List<String> lines, Path copy) throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        List<String> labels = lines.stream().skip(1).map(AuditTest::label).distinct().toList();
        List<String> changed = new ArrayList<>(lines);
        Set<Integer> flipped = new TreeSet<>();
        while (flipped.size() < (lines.size() - 1) / 20) {
            int row = 1 + random.nextInt(lines.size() - 1);
            String old = label(lines.get(row));
            String other = labels.get(random.nextInt(labels.size()));
            if (!other.equals(old) && flipped.add(row + 1)) {
                String line = lines.get(row);
                changed.set(row, line.substring(0, line.length() - old.length()) + other);
            }
        }
        Files.write(copy, changed);
        return flipped;
    }

    private static String label(String line) {
        return line.substring(line.lastIndexOf(',') + 1);
    }

    @Test
    void wrongLabelsOfDigitsAreFound() throws IOException {
        List<String> lines = Files.readAllLines(DATA.resolve("digits.csv")).subList(0, 601);
        Path copy = folder.resolve("digits.csv");
        Set<Integer> flipped = flip(lines, copy);
        Audit audit = Tabular.of("digit").linear().epochs(40).learningRate(0.02).audit(copy);
        assertThat(audit.rows()).isEqualTo(600);
        assertThat(audit.folds()).isEqualTo(5);
        long hits = audit.suspects().stream().filter(suspect -> flipped.contains(suspect.line())).count();
        double precision = (double) hits / audit.suspects().size();
        double recall = (double) hits / flipped.size();
        assertThat(precision).isGreaterThan(0.7);
        assertThat(recall).isGreaterThan(0.8);
        assertThat(audit.suspects()).filteredOn(suspect -> flipped.contains(suspect.line()))
                .filteredOn(suspect -> suspect.suggested().equals(label(lines.get(suspect.line() - 1))))
                .hasSizeGreaterThan((int) (0.9 * hits));
        assertThat(audit.suspects()).allSatisfy(suspect -> {
            assertThat(suspect.row()).isEqualTo(suspect.line() - 2);
            assertThat(suspect.given()).isNotEqualTo(suspect.suggested());
            assertThat(suspect.probability()).isBetween(0.1, 1.0);
            assertThat(suspect.score()).isBetween(0.0, 1.0);
        });
    }

    /// The audit does not depend on rows held out for a test, on the number of threads or on a time column.
    @Test
    void everyRowIsJudged() throws IOException {
        Tabular quick = Tabular.of("species").linear().epochs(5).threads(1);
        Audit audit = quick.audit(DATA.resolve("iris.csv"));
        assertThat(audit.rows()).isEqualTo(150);
        assertThat(quick.testFraction(0.5).threads(3).audit(DATA.resolve("iris.csv"))).isEqualTo(audit);
        assertThat(quick.timeColumn("petal_width_cm").audit(DATA.resolve("iris.csv"))).isEqualTo(audit);
        assertThat(quick.folds(3).audit(DATA.resolve("iris.csv")).folds()).isEqualTo(3);
    }

    @Test
    void aNumberFarFromItsPredictionIsFound() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(200).toArray();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = 100 * x[i] + random.nextGaussian();
        }
        y[17] = 1000 - y[17];
        y[30] += 60;
        Table table = Table.of("t", NumberColumn.of("x", x), NumberColumn.of("y", y));
        Audit audit = Tabular.of("y").linear().epochs(60).learningRate(0.05).audit(table);
        assertThat(audit.suspects()).extracting(Audit.Suspect::row).contains(17, 30).hasSizeLessThan(6);
        assertThat(audit.suspects().getFirst().row()).isEqualTo(17);
        assertThat(audit.suspects().getFirst().probability()).isNaN();
        assertThat(audit.suspects().getFirst().score()).isGreaterThan(10);
        assertThat(Double.parseDouble(audit.suspects().getFirst().suggested())).isBetween(0.0, 120.0);
    }

    @Test
    void rareClassesAreNotJudged() {
        String[] labels = new String[60];
        double[] x = new double[60];
        for (int i = 0; i < 60; i++) {
            x[i] = i % 2;
            labels[i] = i < 3 ? "rare" : i % 2 == 0 ? "a" : "b";
        }
        Audit audit = Tabular.of("y").linear().epochs(3)
                .audit(Table.of("t", NumberColumn.of("x", x), TextColumn.of("y", labels)));
        assertThat(audit.rows()).isEqualTo(57);
        assertThat(audit.unjudged()).isEqualTo(3);
    }

    @Test
    void suspectsAreWrittenAsCsv() throws IOException {
        StringWriter out = new StringWriter();
        new Audit(9, 0, 5, List.of(new Audit.Suspect(3, 5, "a,b", "c", 0.75, 0.5),
                new Audit.Suspect(4, 6, "1", "2.5", Double.NaN, 7.25)), List.of()).writeCsv(out);
        assertThat(out).hasToString(
                "line,given,suggested,probability,score\n5,\"a,b\",c,0.75,0.5\n6,1,2.5,,7.25\n");
    }

    @Test
    void tooFewRowsAreRefused() {
        Table table = CsvTables.table("x;y\n1;a\n2;b\n3;a\n4;b\n");
        assertThatThrownBy(() -> Tabular.of("y").audit(table)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("fewer than the 5 folds");
    }
}
