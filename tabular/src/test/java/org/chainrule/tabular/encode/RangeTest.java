package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.table.NumberColumn;
import org.junit.jupiter.api.Test;

class RangeTest {
    private static double[] ordinary(int count, double... more) {
        return DoubleStream.concat(IntStream.range(0, count).mapToDouble(i -> i % 11 - 5), Arrays.stream(more))
                .toArray();
    }

    @Test
    void holdsAllValues() {
        assertThat(Range.of(new double[]{3, -1, 7})).isEqualTo(new Range(-1, 7, 3, 0, 3));
        assertThat(Range.of(new double[]{4})).isEqualTo(new Range(4, 4, 4, 0, 1));
    }

    /// The values from -5 to 5 are 10 wide; the median of their sizes is 3.
    @Test
    void fewValuesFarFromAllOthersStandAlone() {
        assertThat(Range.of(ordinary(598, 1e6, 1e6))).isEqualTo(new Range(-5, 5, 3, 2, 600));
        assertThat(Range.of(ordinary(598, 15, 1e6))).as("15 is no further from 5 than the rest is wide")
                .isEqualTo(new Range(-5, 15, 3, 1, 600));
        assertThat(Range.of(ordinary(598, -99, 99))).isEqualTo(new Range(-5, 5, 3, 2, 600));
        assertThat(Range.of(ordinary(596, 1e6, 1e6, 1e6, 1e6)).apart()).as("four of 600 are too many").isZero();
        assertThat(Range.of(ordinary(198, 1e6)).apart()).as("one of 199 is too many").isZero();
        assertThat(Range.of(ordinary(199, 1e6)).apart()).isEqualTo(1);
        assertThat(Range.of(ordinary(9994, 9, 99, 999, 9999, 99999, 1e6)).high()).as("at most five at each end")
                .isEqualTo(9);
    }

    @Test
    void aRareFlagStandsAlone() {
        double[] flag = new double[640];
        flag[7] = 1;
        assertThat(Range.of(flag)).isEqualTo(new Range(0, 0, 0, 1, 640));
        NumberEncoding encoding = fitted(flag);
        float[] out = new float[1];
        encoding.encode(1, out, 0);
        // z is sqrt(639) = 25.2784 for 1, and -1 / sqrt(639) = -0.03956 for 0
        assertThat(out[0]).isCloseTo(-0.03956f + 25.31796f / 26.31796f, within(1e-5f));
    }

    private static NumberEncoding fitted(double... values) {
        int[] rows = IntStream.range(0, values.length).toArray();
        return (NumberEncoding) ((EncodingChoice.Used) NumberEncoding.fit(NumberColumn.of("x", values), rows, false,
                NumberScaling.STANDARD))
                .encoding();
    }

    @Test
    void valuesThatStandAloneDoNotSpoilTheScale() {
        NumberEncoding encoding = fitted(ordinary(660, 1e6, 1e6));
        assertThat(encoding.mean()).isEqualTo(0);
        assertThat(encoding.deviation()).isCloseTo(Math.sqrt(10), within(1e-12));
    }

    @Test
    void ordinaryValuesAreNotChanged() {
        Range range = new Range(-3, 3, 1, 0, 100);
        for (double z = -6; z <= 6; z += 0.125) {
            assertThat(range.input(z, 0, 1)).isEqualTo(z);
        }
        assertThat(range.input(-6, 0, 1)).as("the range with half its width ends here").isEqualTo(-6);
        assertThat(range.input(-7, 0, 1)).isEqualTo(-6.5);
    }

    @Test
    void theInputIncreasesWithoutLeapsAndIsBounded() {
        Range range = new Range(-2, 50, 1, 0, 100);
        double before = range.input(-1e9, 0, 1);
        assertThat(before).as("1 beyond -28").isBetween(-29.0, -28.99);
        for (double z = -400; z <= 400; z += 0.01) {
            double next = range.input(z, 0, 1);
            assertThat(next - before).as("at %f", z).isBetween(0.0, z < -399.9 ? 1 : 0.0101);
            before = next;
        }
        assertThat(range.input(Double.MAX_VALUE, 0, 1)).isBetween(before, 77.0);
    }

    @Test
    void anUnknownRangeOnlyLimits() {
        assertThat(Range.UNKNOWN.input(500, 0, 1)).isEqualTo(500);
        assertThat(Range.UNKNOWN.input(-1e9, 0, 1)).isEqualTo(-1e6);
        assertThat(Range.UNKNOWN.excludes(1e300, 0)).isFalse();
    }

    @Test
    void anEncodingKeepsItsRange() {
        NumberEncoding encoding = fitted(ordinary(660, 1e6, 1e6));
        String json = Json.write(encoding.toJson());
        assertThat(json).contains("\"range\":{\"low\":-5.0,\"high\":5.0,\"typical\":3.0,\"apart\":2,\"count\":662}");
        assertThat(Encoding.fromJson(Json.parse(json, "m"), "m")).isEqualTo(encoding);
        for (String damage : List.of("\"low\":6", "\"apart\":-1", "\"apart\":700", "\"count\":1e12")) {
            String name = damage.substring(0, damage.indexOf(':') + 1);
            String damaged = json.replaceFirst(name + "[-.0-9]+", damage);
            assertThatThrownBy(() -> Encoding.fromJson(Json.parse(damaged, "m"), "m"))
                    .hasMessage("m: the encoding of a column has the wrong \"range\"; the file is damaged, so copy it "
                            + "again or train again");
        }
        String older = json.replaceFirst(",\"range\":\\{[^}]*}", "");
        assertThat(((NumberEncoding) Encoding.fromJson(Json.parse(older, "m"), "m")).range()).isEqualTo(Range.UNKNOWN);
    }

    @Test
    void wordsTellTheEndsApart() {
        assertThat(fitted(-3.25, 1, 3.125).rangeInWords()).isEqualTo("-3.25 to 3.125");
        assertThat(fitted(1000000.001, 1000000.002).rangeInWords()).isEqualTo("1000000.001 to 1000000.002");
        assertThat(new NumberEncoding("x", 0, 1, false, new Range(7, 7, 7, 1, 300)).rangeInWords()).isEqualTo("7");
        assertThat(new NumberEncoding("x", 0, 1, false, Range.UNKNOWN).rangeInWords()).isEmpty();
    }
}
