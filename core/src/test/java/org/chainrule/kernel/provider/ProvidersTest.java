package org.chainrule.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;
import org.junit.jupiter.api.Test;

/// The choice of the provider. These tests fail, instead of being skipped, if the vector module is missing.
class ProvidersTest {
    @Test
    void theBuildTestsTheVectorProvider() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        assertThat(Providers.best()).isSameAs(VectorKernels.INSTANCE).isSameAs(Providers.best());
        assertThat(Providers.best().name()).matches("vector \\d+-bit");
    }

    @Test
    void theScalarProviderIsAlwaysAvailable() {
        assertThat(Providers.scalar()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.scalar().name()).isEqualTo("scalar");
    }

    @Test
    void theWarmingProviderReplacesTheBest() {
        assertThat(Providers.warming()).isSameAs(Providers.warming());
        assertThat(Providers.warming().name()).isEqualTo(Providers.best().name());
    }

    @Test
    void thePropertySelectsAProvider() {
        assertThat(Providers.choose(null, true, true)).isSameAs(VectorKernels.INSTANCE);
        assertThat(Providers.choose(null, false, true)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.choose(null, true, false)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.choose("scalar", true, true)).isSameAs(ScalarKernels.INSTANCE);
        assertThat(Providers.choose("vector", true, true)).isSameAs(VectorKernels.INSTANCE);
    }

    @Test
    void anImpossibleProviderIsRefused() {
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
