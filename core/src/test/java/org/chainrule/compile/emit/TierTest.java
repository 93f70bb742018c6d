package org.chainrule.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chainrule.compile.run.Tier;
import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.provider.Providers;
import org.junit.jupiter.api.Test;

class TierTest {
    @Test
    void thePropertySelectsATier() {
        assertThat(Tier.of(null)).isEqualTo(Tier.BOTH);
        assertThat(Tier.of("both")).isEqualTo(Tier.BOTH);
        assertThat(Tier.of("0")).isEqualTo(Tier.ZERO);
        assertThat(Tier.of("1")).isEqualTo(Tier.ONE);
        assertThatThrownBy(() -> Tier.of("2")).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.tier: must be 0, 1 or both, got 2");
    }

    /// A native image cannot define classes. Prebuilt kernels then run all loops, and only one attempt is made.
    @Test
    void withoutGeneratedClassesPrebuiltKernelsStay() {
        Body body = new Body(List.of(Broadcast.EACH, Broadcast.EACH),
                List.of(new Body.Line(new Op.Unary(UnaryFunction.NEG), List.of(0))), List.of(new Body.Store(0, 1)));
        int[] asked = new int[1];
        CompiledBody.Definer none = new CompiledBody.Definer(_ -> {
            asked[0]++;
            throw new UnsupportedOperationException("emission: this JVM cannot define classes");
        });
        CompiledBody first = new CompiledBody(body, Providers.scalar(), none);
        first.now();
        assertThat(first.code()).isNull();
        assertThat(none.refused()).isTrue();
        CompiledBody second = new CompiledBody(body, Providers.scalar(), none);
        second.now();
        second.ask();
        assertThat(second.code()).isNull();
        assertThat(asked[0]).isEqualTo(1);
        CompiledBody defined = new CompiledBody(body, Providers.scalar(), new CompiledBody.Definer(Emission::define));
        defined.now();
        assertThat(defined.code()).isNotNull();
    }
}
