package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.read.Sentinels.Found;
import org.chainrule.tabular.time.Dates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentinelsTest {
    /// Returns 200 temperatures from 5.0 to 24.9 in steps of a tenth.
    private static double[] temperatures() {
        return IntStream.range(0, 200).mapToDouble(i -> (50 + i) / 10.0).toArray();
    }

    /// Returns the whole numbers of a range, each one twice.
    private static double[] whole(int from, int to) {
        return IntStream.rangeClosed(from, to).flatMap(i -> IntStream.of(i, i)).asDoubleStream().toArray();
    }

    private static double[] with(double[] values, double value, int count) {
        return DoubleStream.concat(Arrays.stream(values), DoubleStream.generate(() -> value).limit(count)).toArray();
    }

    private static double seconds(String day) {
        return LocalDate.parse(day).toEpochDay() * 86_400.0;
    }

    /// Returns a day of each month from January of a year to December of another.
    private static double[] days(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().flatMapToDouble(year -> IntStream.rangeClosed(1, 12)
                .mapToDouble(month -> seconds(LocalDate.of(year, month, 5 + month).toString()))).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-9, -99, -999, -9999, -99999, -999999, 99, 999, 9999, 99999, 999999, 9999999, -99.9, -999.9,
            999.9, -999.25, -888, 888, -777, 7777, -32768, 32767, 65535, -2147483648, 2147483647, 1e20, -1e30, 1e36,
            1e37,
            1.0000000200408773E20, -3.4028234663852886e38, 9.969209968386869e36, Double.MAX_VALUE,
            9.223372036854776E18})
    void aRepeatedValueFarFromAllOthersIsASentinel(double value) {
        double[] temperatures = with(temperatures(), value, 5);
        double[] gap = value == -9 ? Arrays.stream(temperatures).map(v -> v > 12 ? 12 : v).toArray() : temperatures;
        assertThat(Sentinels.of(gap)).containsExactly(new Found(value, 5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 100, 1000, -1000, 500, -50, 12345, 9.9, 1e6, -7, 99.5, 998})
    void anyOtherValueIsNone(double value) {
        assertThat(Sentinels.of(with(temperatures(), value, 5))).isEmpty();
    }

    @Test
    void aValueThatHardlyRepeatsIsNone() {
        assertThat(Sentinels.of(with(temperatures(), -9999, 2))).isEmpty();
        assertThat(Sentinels.of(with(temperatures(), -9999, 3))).hasSize(1);
        double[] many = IntStream.range(0, 100).boxed().flatMapToDouble(_ -> Arrays.stream(temperatures())).toArray();
        // Of 20,000 rows, a twentieth of a percent is 10 and half a percent 100.
        assertThat(Sentinels.of(with(many, -9999, 9))).isEmpty();
        assertThat(Sentinels.of(with(many, -9999, 11))).hasSize(1);
        assertThat(Sentinels.of(with(many, 99, 11))).isEmpty();
        assertThat(Sentinels.of(with(many, 99, 101))).hasSize(1);
    }

    @Test
    void severalSentinelsStandOnEitherSide() {
        double[] both = with(with(temperatures(), -9999, 6), 9999, 4);
        assertThat(Sentinels.of(both)).containsExactly(new Found(-9999, 6), new Found(9999, 4));
        double[] codes = with(with(with(temperatures(), -999, 3), -888, 4), -777, 5);
        assertThat(Sentinels.of(codes)).containsExactly(new Found(-999, 3), new Found(-888, 4), new Found(-777, 5));
        assertThat(Sentinels.of(with(with(temperatures(), 9999, 3), 999, 4))).hasSize(2);
    }

    @Test
    void theEndOfAScaleIsNone() {
        assertThat(Sentinels.of(with(whole(0, 99), 99, 40))).isEmpty();
        assertThat(Sentinels.of(with(whole(17, 90), 99, 40))).isEmpty();
        assertThat(Sentinels.of(with(whole(0, 30), -1, 40))).isEmpty();
        assertThat(Sentinels.of(with(whole(1900, 9998), 9999, 90))).isEmpty();
        assertThat(Sentinels.of(with(whole(-98, 98), -99, 9))).isEmpty();
    }

    @Test
    void minusOneIsASentinelFarBelowNumbersThatAreNeverNegative() {
        assertThat(Sentinels.of(with(whole(18, 90), -1, 9))).containsExactly(new Found(-1, 9));
        assertThat(Sentinels.of(with(whole(10, 90), -1, 9))).hasSize(1);
        assertThat(Sentinels.of(with(whole(3, 90), -1, 9))).isEmpty();
        double[] shares = IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100.0).toArray();
        assertThat(Sentinels.of(with(shares, -1, 9))).containsExactly(new Found(-1, 9));
        assertThat(Sentinels.of(with(with(shares, -0.5, 1), -1, 9))).isEmpty();
    }

    @Test
    void theCapOfALongTailIsNone() {
        double[] gains = new double[1000];
        for (int i = 0; i < 80; i++) {
            gains[i] = 500 * (i + 1);
        }
        assertThat(Sentinels.of(with(gains, 99999, 10))).isEmpty();
        assertThat(Sentinels.of(with(gains, 9999999, 10))).hasSize(1);
        assertThat(Sentinels.of(with(gains, -9999, 10))).hasSize(1);
    }

    @Test
    void aNegativeRowOfNinesBelowNumbersThatAreNeverNegativeIsASentinel() {
        double[] incomes = IntStream.range(0, 400).mapToDouble(i -> Math.rint(3000 * Math.pow(1.01, i))).toArray();
        assertThat(Sentinels.of(with(incomes, -9999, 9))).hasSize(1);
        assertThat(Sentinels.of(with(incomes, -999, 9))).hasSize(1);
        assertThat(Sentinels.of(with(incomes, -1, 9))).hasSize(1);
        assertThat(Sentinels.of(with(with(incomes, -5, 1), -999, 9))).isEmpty();
    }

    @Test
    void aPeakOutsideOfTheOthersIsASentinel() {
        double[] scores = IntStream.rangeClosed(-150, 1150).mapToDouble(i -> i / 10.0).toArray();
        assertThat(Sentinels.of(with(scores, -99, 30))).containsExactly(new Found(-99, 30));
        assertThat(Sentinels.of(with(whole(0, 60), 99, 30))).containsExactly(new Found(99, 30));
        // Each score stands in two rows.
        assertThat(Sentinels.of(with(whole(0, 60), 99, 6))).isEmpty();
        assertThat(Sentinels.of(with(whole(0, 70), 99, 30))).isEmpty();
    }

    @Test
    void codesAndPricesAreNone() {
        double[] flags = IntStream.range(0, 200).mapToDouble(i -> i % 2).toArray();
        assertThat(Sentinels.of(with(flags, 99, 20))).isEmpty();
        assertThat(Sentinels.of(with(flags, -1, 20))).isEmpty();
        assertThat(Sentinels.of(with(flags, -9999, 20))).hasSize(1);
        assertThat(Sentinels.of(with(new double[200], -9999, 20))).isEmpty();
        double[] prices = IntStream.range(0, 200).mapToDouble(i -> 4.99 + i % 20).toArray();
        assertThat(Sentinels.of(with(prices, 99.99, 20))).isEmpty();
        double[] other = IntStream.range(0, 200).mapToDouble(i -> 4.13 + i % 20 * 1.07).toArray();
        assertThat(Sentinels.of(with(other, 99.99, 20))).hasSize(1);
        double[] phones = IntStream.range(0, 200).mapToDouble(i -> 99 + 10 * (i % 30)).toArray();
        assertThat(Sentinels.of(with(phones, 999, 20))).isEmpty();
    }

    @Test
    void aColumnOfOneValueOrOfNoneHasNone() {
        assertThat(Sentinels.of(new double[]{})).isEmpty();
        assertThat(Sentinels.of(new double[]{Double.NaN, Double.NaN})).isEmpty();
        assertThat(Sentinels.of(with(new double[]{}, -999, 50))).isEmpty();
        assertThat(Sentinels.of(with(with(new double[]{}, -999, 50), 999, 50))).isEmpty();
    }

    @Test
    void missingValuesAreIgnoredAndTheArrayIsUnchanged() {
        double[] values = with(with(temperatures(), Double.NaN, 100), -9999, 5);
        double[] before = values.clone();
        assertThat(Sentinels.of(values)).containsExactly(new Found(-9999, 5));
        assertThat(values).isEqualTo(before);
    }

    /// A false alarm among ordinary distributions would make values missing.
    @Test
    void ordinaryColumnsHaveNone() {
        Random random = new Random(7);
        for (int trial = 0; trial < 300; trial++) {
            int kind = trial % 5;
            double scale = Math.pow(10, trial % 7 - 1);
            double[] values = IntStream.range(0, 400).mapToDouble(_ -> switch (kind) {
                case 0 -> Math.rint(random.nextGaussian() * scale);
                case 1 -> Math.rint(Math.exp(random.nextGaussian()) * scale);
                case 2 -> Math.rint(random.nextDouble() * scale);
                case 3 -> Math.min(Math.rint(-Math.log(random.nextDouble()) * 40), 99);
                default -> Math.rint(random.nextGaussian() * scale * 100) / 100;
            }).toArray();
            assertThat(Sentinels.of(values)).as("kind %d, scale %s", kind, scale).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "1970-01-01", "1899-12-30", "0001-01-01", "1753-01-01", "9999-12-31",
            "2999-12-31",
            "9999-09-09", "2099-12-31"})
    void aRepeatedDateFarFromAllOthersIsASentinel(String day) {
        assertThat(Sentinels.ofDates(with(days(1995, 2023), seconds(day), 6)))
                .containsExactly(new Found(seconds(day), 6));
        assertThat(Sentinels.ofDates(with(days(1995, 2023), seconds(day) + Dates.DAY - 1, 6))).hasSize(1);
    }

    @Test
    void anOrdinaryDateIsNone() {
        assertThat(Sentinels.ofDates(with(days(1995, 2023), seconds("1900-01-03"), 6))).isEmpty();
        assertThat(Sentinels.ofDates(with(days(1995, 2023), seconds("1900-01-01"), 2))).isEmpty();
        assertThat(Sentinels.ofDates(with(days(1905, 2023), seconds("1900-01-01"), 6))).isEmpty();
        assertThat(Sentinels.ofDates(with(days(1960, 2023), seconds("1970-01-01"), 6))).isEmpty();
        assertThat(Sentinels.ofDates(days(1900, 2023))).isEmpty();
        assertThat(List.of(Sentinels.ofDates(new double[]{}))).containsExactly(List.of());
    }

    @Test
    void defaultBirthdaysAreSentinelsIfTheyAreFrequent() {
        double[] births = days(1930, 2005);
        assertThat(Sentinels.ofDates(with(births, seconds("1900-01-01"), 40))).hasSize(1);
        assertThat(Sentinels.ofDates(with(births, seconds("1900-01-01"), 2))).isEmpty();
    }
}
