package org.chainrule.compile.run;

import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.thread.Background;
import org.chainrule.thread.Workers;
import org.jspecify.annotations.Nullable;

/// The processor's cores: runs the stages of a plan on kernels and compiled loops.
public final class CpuBackend implements Backend {
    private final Workers workers;
    /// Null for the kernels and the tier of this JVM, which a start looks up, since looking up kernels begins their
    /// warm-up.
    private final @Nullable Kernels kernels;
    private final @Nullable Tier tier;
    private final PackedWeights packed;

    private CpuBackend(Workers workers, @Nullable Kernels kernels, @Nullable Tier tier, PackedWeights packed) {
        this.workers = workers;
        this.kernels = kernels;
        this.tier = tier;
        this.packed = packed;
    }

    /// Returns a backend on the best kernels of this JVM and the tier that the system property selects.
    public static CpuBackend of(Workers workers) {
        return new CpuBackend(workers, null, null, PackedWeights.NONE);
    }

    /// Returns a backend on given kernels.
    public static CpuBackend of(Kernels kernels, Workers workers, Tier tier) {
        return new CpuBackend(workers, kernels, tier, PackedWeights.NONE);
    }

    /// Returns this backend with packed right operands.
    CpuBackend with(PackedWeights packed) {
        return new CpuBackend(workers, kernels, tier, packed);
    }

    private Kernels kernels() {
        return kernels == null ? Providers.warming() : kernels;
    }

    @Override
    public Execution start(Executable program, int rows, float[] @Nullable [] given) {
        CpuExecution.Resources resources = new CpuExecution.Resources(kernels(), workers,
                tier == null ? Tier.wished() : tier, packed);
        return new CpuExecution(program, rows, given, resources);
    }

    @Override
    public long scratch(Executable program, int rows) {
        return (long) Float.BYTES * PlanSteps.scratch(program.lowering(), kernels(), rows) * workers.threads();
    }

    @Override
    public Backend constant(Executable program, float[] @Nullable [] given) {
        PackedWeights packed = PackedWeights.of(program.lowering(), given);
        if (Providers.best().lanes() > 1) {
            try {
                Background.soon(Background.Urgency.REST, () -> packed.pack(Providers.best()));
            } catch (OutOfMemoryError e) {
                // no thread is available: products read the weights in place
            }
        }
        return with(packed);
    }

    @Override
    public long copies() {
        return packed.bytes(Providers.best());
    }
}
