package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;

/// Rows that occur twice, by chance and by copying.
class CopiesTest {
    private static final int SEEDS = 5;
    private static final int ROWS = 1000;

    /// A table; the last number of a row is the target.
    private static Table table(List<double[]> rows) {
        int width = rows.getFirst().length;
        return Table.of("t", IntStream.range(0, width)
                .mapToObj(k -> NumberColumn.of(k == width - 1 ? "y" : "x" + k,
                        rows.stream().mapToDouble(row -> row[k]).toArray()))
                .toArray(NumberColumn[]::new));
    }

    private static boolean told(Table table, Table tests) {
        return (tests == table ? Tabular.of("y").prepare(table) : Tabular.of("y").prepare(table, tests)).warnings()
                .stream().anyMatch(DataRemark.Duplicates.class::isInstance);
    }

    private static List<double[]> rows(Function<Random, double[]> row, int count, Random random) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row.apply(random));
        }
        return rows;
    }

    private static List<double[]> shuffled(List<double[]> rows, Random random) {
        Collections.shuffle(rows, random);
        return rows;
    }

    /// Tables without a copy: functions of a random row.
    private static final Map<String, Function<Random, double[]>> INDEPENDENT = Map.of(
            "fine", random -> {
                double x = random.nextDouble();
                return new double[]{x, random.nextDouble(), x > 0.5 ? 1 : 0};
            },
            "one column of few values", random -> {
                double hour = random.nextInt(24);
                return new double[]{hour, StrictMath.sin(hour)};
            },
            "one column of more values", random -> {
                double day = random.nextInt(365);
                return new double[]{day, StrictMath.sin(day)};
            },
            "unequal shares", random -> {
                double place = Math.floor(StrictMath.pow(200, random.nextDouble()));
                return new double[]{place, StrictMath.sin(place)};
            },
            "one column in two units", random -> {
                double celsius = random.nextInt(100);
                return new double[]{celsius, 1.8 * celsius + 32, celsius * celsius};
            },
            "rounded", random -> {
                double x = Math.rint(10 * random.nextGaussian()) / 10;
                return new double[]{x, x + random.nextGaussian() > 0 ? 1 : 0};
            },
            "two rounded that agree", random -> {
                double x = random.nextGaussian();
                return new double[]{Math.rint(10 * x), Math.rint(9.5 * x + 3 * random.nextGaussian()), x > 0 ? 1 : 0};
            },
            "a person", random -> {
                double age = 18 + random.nextInt(60);
                return new double[]{age, random.nextInt(2), random.nextInt(5), age > 45 ? 1 : 0};
            },
            "answers", random -> {
                double same = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0;
                double mood = random.nextGaussian();
                double[] row = IntStream.range(0, 9).mapToDouble(_ -> same > 0
                        ? same
                        : Math.clamp(Math.rint(3 + mood + 0.7 * random.nextGaussian()), 1, 5)).toArray();
                row[8] = mood + random.nextGaussian() > 0 ? 1 : 0;
                return row;
            },
            "mostly zero", random -> {
                double[] row = IntStream.range(0, 21).mapToDouble(_ -> random.nextInt(20) == 0 ? 1 : 0).toArray();
                row[20] = row[0] + row[1] + row[2] > 0 ? 1 : 0;
                return row;
            });

    @Test
    void rowsThatAreEqualByChanceAreNotTold() {
        INDEPENDENT.forEach((kind, row) -> {
            for (int seed = 0; seed < SEEDS; seed++) {
                Random random = new Random(seed);
                Table table = table(rows(row, ROWS, random));
                assertThat(told(table, table)).as("%s, seed %d", kind, seed).isFalse();
                assertThat(told(table, table(rows(row, ROWS / 5, random)))).as("test file of %s, seed %d", kind, seed)
                        .isFalse();
            }
        });
    }

    private static double[] fine(Random random) {
        double x = random.nextDouble();
        return new double[]{x, random.nextDouble(), x > 0.9 ? 1 : 0};
    }

    private static double[] coarse(Random random) {
        double age = 18 + random.nextInt(60);
        return new double[]{age, random.nextInt(2), random.nextInt(5), random.nextInt(5), random.nextInt(5),
                random.nextInt(5), age > 45 ? 1 : 0};
    }

    private static double[] single(Random random) {
        double x = random.nextDouble();
        return new double[]{x, x > 0.5 ? 1 : 0};
    }

    private static double[] mixed(Random random) {
        double x = random.nextDouble();
        return new double[]{x, random.nextInt(3), random.nextInt(4), random.nextInt(2), x > 0.5 ? 1 : 0};
    }

    @Test
    void aTableBesideItselfIsTold() {
        List<Function<Random, double[]>> kinds = List.of(CopiesTest::fine, CopiesTest::coarse, CopiesTest::single);
        for (int kind = 0; kind < kinds.size(); kind++) {
            for (int times = 2; times <= 3; times++) {
                Random random = new Random(kind);
                List<double[]> rows = rows(kinds.get(kind), ROWS / times, random);
                List<double[]> all = new ArrayList<>();
                for (int i = 0; i < times; i++) {
                    all.addAll(rows);
                }
                Table table = table(shuffled(all, random));
                assertThat(told(table, table)).as("kind %d, %d times", kind, times).isTrue();
            }
        }
    }

    @Test
    void someCopiedRowsAreTold() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            for (Function<Random, double[]> kind : List.<Function<Random, double[]>>of(CopiesTest::fine,
                    CopiesTest::mixed)) {
                List<double[]> rows = rows(kind, ROWS, random);
                rows.addAll(List.copyOf(rows.subList(0, ROWS / 10)));
                Table table = table(shuffled(rows, random));
                assertThat(told(table, table)).as("seed %d", seed).isTrue();
            }
        }
    }

    /// The rows of the rarer class are repeated until both classes are equally frequent.
    @Test
    void anOversampledClassIsTold() {
        Random random = new Random(1);
        List<double[]> rows = rows(CopiesTest::fine, ROWS, random);
        List<double[]> rare = rows.stream().filter(row -> row[2] == 1).toList();
        for (int i = 0; i < ROWS - 2 * rare.size(); i++) {
            rows.add(rare.get(random.nextInt(rare.size())));
        }
        Table table = table(shuffled(rows, random));
        assertThat(told(table, table)).isTrue();
    }

    @Test
    void aTestFileWithTrainingRowsIsTold() {
        Random random = new Random(1);
        List<double[]> rows = rows(CopiesTest::single, ROWS, random);
        List<double[]> tests = rows(CopiesTest::single, ROWS / 5, random);
        Table clean = table(tests);
        tests.addAll(rows.subList(0, ROWS / 20));
        assertThat(told(table(rows), table(tests))).isTrue();
        assertThat(told(table(rows), clean)).isFalse();
    }
}
