package org.chainrule.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Emission;
import org.chainrule.kernel.Kernels;
import org.junit.jupiter.api.Test;

class TierTest {
    @Test
    void thePropertyChooses() {
        assertThat(Tier.of(null)).isEqualTo(Tier.BOTH);
        assertThat(Tier.of("both")).isEqualTo(Tier.BOTH);
        assertThat(Tier.of("0")).isEqualTo(Tier.ZERO);
        assertThat(Tier.of("1")).isEqualTo(Tier.ONE);
        assertThatThrownBy(() -> Tier.of("2")).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.tier: must be 0, 1 or both, got 2");
    }

    /// As in a native image. The ready kernels then stay, at either tier, and the JVM is asked once.
    @Test
    void whereNoClassCanBeDefinedReadyKernelsStay() {
        Body body = new Body(List.of(Spread.EACH, Spread.EACH),
                List.of(new Body.Line(new Op.Unary(UnaryFunction.NEG), List.of(0))), List.of(new Body.Store(0, 1)));
        int[] asked = new int[1];
        Written.Definer none = new Written.Definer(_ -> {
            asked[0]++;
            throw new UnsupportedOperationException("emission: no class can be defined here");
        });
        Written first = new Written(body, Kernels.scalar(), none);
        first.now();
        assertThat(first.code()).isNull();
        assertThat(none.refused()).isTrue();
        Written second = new Written(body, Kernels.scalar(), none);
        second.now();
        second.ask();
        assertThat(second.code()).isNull();
        assertThat(asked[0]).isEqualTo(1);
        Written defined = new Written(body, Kernels.scalar(), new Written.Definer(Emission::define));
        defined.now();
        assertThat(defined.code()).isNotNull();
    }
}
