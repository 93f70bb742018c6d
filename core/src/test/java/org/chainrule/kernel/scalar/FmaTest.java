package org.chainrule.kernel.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The emulation of the fused multiply-add gives the bits of the processor's instruction.
class FmaTest {
    private static final float[] EDGES = {0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
            Math.nextDown(Float.MIN_NORMAL), Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.NaN, Math.nextUp(1f), Math.nextDown(1f), 3f, 0x1p-126f, 0x1p-75f, 0x1p64f};

    @Test
    void theTestsRunOnHardware() {
        assertThat(Fma.HARDWARE).isTrue();
    }

    @Test
    void edges() {
        for (float a : EDGES) {
            for (float b : EDGES) {
                for (float c : EDGES) {
                    check(a, b, c);
                }
            }
        }
    }

    @Test
    void anyBits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000_000; i++) {
            check(Float.intBitsToFloat(random.nextInt()), Float.intBitsToFloat(random.nextInt()),
                    Float.intBitsToFloat(random.nextInt()));
        }
    }

    /// Sums whose terms cancel, or that are half an ulp from a float.
    @Test
    void closeCalls() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 2_000_000; i++) {
            float a = Math.scalb(1 + random.nextInt(1 << 12) * 0x1p-12f, random.nextInt(-80, 20));
            float b = 1 + random.nextInt(1 << 12) * 0x1p-12f;
            float c = Math.scalb(a * b, random.nextInt(-30, 31));
            check(a, b, c);
            check(a, -b, c);
        }
    }

    private static void check(float a, float b, float c) {
        float expected = Math.fma(a, b, c);
        float actual = Fma.emulated(a, b, c);
        if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
            assertThat(actual).as("%s * %s + %s", a, b, c).isEqualTo(expected);
        }
    }
}
