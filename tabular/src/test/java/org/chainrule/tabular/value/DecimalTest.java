package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.chainrule.tabular.number.Decimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    private static double parse(String text) {
        return Decimal.of(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+1", "5.", ".5", "007", "9007199254740992", "9007199254740993",
            "900719925474099.3",
            "0.1", "1e22", "1e23", "123456789012345678901234567890", "2.2250738585072012e-308", "4.9e-324", "1e-400",
            "1.7976931348623157E+308", "0.00000000000000000000001", "0.000000000000000000000012345678901234567"})
    void roundsAsTheStandardLibrary(String text) {
        assertThat(Double.doubleToRawLongBits(parse(text)))
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }

    @Test
    void roundsRandomNumbersAsTheStandardLibrary() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-8, 20));
            String text = i % 2 == 0
                    ? Double.toString(value)
                    : String.format(Locale.ROOT, "%." + random.nextInt(12) + "f", value);
            assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }
}
