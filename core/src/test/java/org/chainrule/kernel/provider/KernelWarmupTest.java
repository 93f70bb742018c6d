package org.chainrule.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.chainrule.kernel.Workload;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Kernels that change from one provider to another while they work.
class KernelWarmupTest {
    @Test
    @Timeout(300)
    void resultsStayTheSameWhileTheProvidersChange() throws InterruptedException {
        String hash = Workload.hash(ScalarKernels.INSTANCE);
        WarmingKernels kernels = new WarmingKernels(ScalarKernels.INSTANCE, VectorKernels.INSTANCE);
        assertThat(Workload.hash(kernels)).isEqualTo(hash);
        Thread thread = kernels.begin().thread();
        assertThat(thread).isNotNull();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isNull();
        do {
            assertThat(Workload.hash(kernels)).isEqualTo(hash);
        } while (!thread.join(Duration.ofMillis(20)));
        assertThat(Workload.hash(kernels)).isEqualTo(hash);
        assertThat(kernels.begin().thread()).isSameAs(thread);
    }

    @Test
    void theFasterProviderIsUsed() {
        KernelWarmup warming = new KernelWarmup(ScalarKernels.INSTANCE, ScalarKernels.INSTANCE);
        assertThat(warming.matmul()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(warming.rowMatmul()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(warming.rows()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(warming.functions()).isSameAs(ScalarKernels.INSTANCE);
        assertThat(warming.reductions()).isSameAs(ScalarKernels.INSTANCE);
    }

    @Test
    void scratchIsEnoughForBothProviders() {
        WarmingKernels kernels = new WarmingKernels(ScalarKernels.INSTANCE, VectorKernels.INSTANCE);
        for (int k : new int[]{10, 300, 5000}) {
            assertThat(kernels.matmulScratch(33, 40, k))
                    .isGreaterThanOrEqualTo(ScalarKernels.INSTANCE.matmulScratch(33, 40, k))
                    .isGreaterThanOrEqualTo(VectorKernels.INSTANCE.matmulScratch(33, 40, k));
        }
    }
}
