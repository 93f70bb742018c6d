package org.chainrule.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;
import org.junit.jupiter.api.Test;

/// Which provider runs. These tests fail, rather than skip, where the vector module is missing.
class ProvidersTest {
    @Test
    void theBuildTestsTheVectorProvider() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        assertThat(Providers.best()).isSameAs(VectorKernels.INSTANCE).isSameAs(Providers.best());
        assertThat(Providers.best().name()).matches("vector \\d+-bit");
    }

    @Test
    void theScalarProviderIsAlwaysThere() {
        assertThat(Providers.scalar()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.scalar().name()).isEqualTo("scalar");
    }

    @Test
    void theWarmingProviderStandsForTheBest() {
        assertThat(Providers.warming()).isSameAs(Providers.warming());
        assertThat(Providers.warming().name()).isEqualTo(Providers.best().name());
    }

    @Test
    void thePropertyChooses() {
        assertThat(Providers.choose(null, true, true)).isSameAs(VectorKernels.INSTANCE);
        assertThat(Providers.choose(null, false, true)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.choose(null, true, false)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.choose("scalar", true, true)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.choose("vector", true, true)).isSameAs(VectorKernels.INSTANCE);
    }

    @Test
    void aWishThatCannotBeMetIsRefused() {
        assertThatThrownBy(() -> Providers.choose("vector", false, true)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "chainrule.kernels: vector needs the module jdk.incubator.vector; start java with --add-modules"
                                + " jdk.incubator.vector");
        assertThatThrownBy(() -> Providers.choose("vector", true, false)).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.kernels: vector needs a processor with fused multiply-add; choose scalar");
        assertThatThrownBy(() -> Providers.choose("fast", true, true)).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.kernels: must be scalar or vector, got fast");
    }
}
