package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;

/// Which provider runs. These tests fail, rather than skip, where the vector module is missing.
class ProviderTest {
    @Test
    void theBuildTestsTheVectorProvider() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        assertThat(Kernels.best()).isSameAs(VectorKernels.INSTANCE).isSameAs(Kernels.best());
        assertThat(Kernels.best().name()).matches("vector \\d+-bit");
    }

    @Test
    void theScalarProviderIsAlwaysThere() {
        assertThat(Kernels.scalar()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Kernels.scalar().name()).isEqualTo("scalar");
    }

    @Test
    void theWarmingProviderStandsForTheBest() {
        assertThat(Kernels.warming()).isSameAs(Kernels.warming());
        assertThat(Kernels.warming().name()).isEqualTo(Kernels.best().name());
    }

    @Test
    void thePropertyChooses() {
        assertThat(Provider.choose(null, true, true)).isSameAs(VectorKernels.INSTANCE);
        assertThat(Provider.choose(null, false, true)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Provider.choose(null, true, false)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Provider.choose("scalar", true, true)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Provider.choose("vector", true, true)).isSameAs(VectorKernels.INSTANCE);
    }

    @Test
    void aWishThatCannotBeMetIsRefused() {
        assertThatThrownBy(() -> Provider.choose("vector", false, true)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "chainrule.kernels: vector needs the module jdk.incubator.vector; start java with --add-modules"
                                + " jdk.incubator.vector");
        assertThatThrownBy(() -> Provider.choose("vector", true, false)).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.kernels: vector needs a processor with fused multiply-add; choose scalar");
        assertThatThrownBy(() -> Provider.choose("fast", true, true)).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.kernels: must be scalar or vector, got fast");
    }
}
