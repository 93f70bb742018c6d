package org.chainrule.kernel.provider;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.chainrule.error.ArgumentException;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.scalar.Fma;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;
import org.jspecify.annotations.Nullable;

/// Chooses the kernels of this JVM, once.
public final class Providers {
    static final String PROPERTY = "chainrule.kernels";

    private static final Logger LOGGER = System.getLogger("org.chainrule");
    private static final String NO_MODULE = "Chainrule computes without the Vector API; it is several times faster when"
            + " java is started with --add-modules jdk.incubator.vector";
    private static final String NO_FMA = "Chainrule computes without fused multiply-add, which this processor or JVM"
            + " does not have; results are the same, many times slower";

    private static @Nullable Kernels chosen;
    private static @Nullable WarmingKernels warming;

    private Providers() {
    }

    /// The fastest provider this JVM offers: the Vector API's where the module jdk.incubator.vector was added, else plain
    /// Java, saying once which flag is missing. The system property `chainrule.kernels` chooses: `scalar` or `vector`.
    public static synchronized Kernels best() {
        Kernels kernels = chosen;
        if (kernels == null) {
            kernels = choose(System.getProperty(PROPERTY), present(), Fma.HARDWARE);
            chosen = kernels;
        }
        return kernels;
    }

    /// The same as [#best], without the wait for HotSpot: where the Vector API is the best, plain Java computes at first,
    /// and a thread in the background warms the vector kernels until they can take over. The system property says which
    /// provider runs from the first call on.
    public static synchronized Kernels warming() {
        Kernels best = best();
        if (best == ScalarKernels.INSTANCE || System.getProperty(PROPERTY) != null) {
            return best;
        }
        WarmingKernels kernels = warming;
        if (kernels == null) {
            kernels = new WarmingKernels(ScalarKernels.INSTANCE, best);
            warming = kernels;
        }
        return kernels.begin();
    }

    /// The provider in plain Java, which runs everywhere.
    public static Kernels scalar() {
        return ScalarKernels.INSTANCE;
    }

    private static boolean present() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// The provider for a value of the property, which may be absent; where the module is present or not, and the
    /// processor has a fused multiply-add or not. Without it the Vector API is far slower than plain Java.
    static Kernels choose(@Nullable String wish, boolean present, boolean fused) {
        if (wish != null && !wish.equals("scalar") && !wish.equals("vector")) {
            throw new ArgumentException(PROPERTY, PROPERTY + ": must be scalar or vector, got " + wish);
        }
        boolean vector = present && fused;
        if ("scalar".equals(wish) || (wish == null && !vector)) {
            if (wish == null) {
                LOGGER.log(Level.INFO, fused ? NO_MODULE : NO_FMA);
            }
            return ScalarKernels.INSTANCE;
        }
        if (!vector) {
            throw new ArgumentException(PROPERTY, PROPERTY + (fused
                    ? ": vector needs the module jdk.incubator.vector; start java with --add-modules jdk.incubator.vector"
                    : ": vector needs a processor with fused multiply-add; choose scalar"));
        }
        // the class is loaded here, and only here
        return VectorKernels.INSTANCE;
    }
}
