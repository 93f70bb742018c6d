package org.chainrule.kernel.provider;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.chainrule.error.ArgumentException;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.scalar.Fma;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;
import org.jspecify.annotations.Nullable;

/// The providers of kernels, chosen once for this JVM.
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

    /// Returns the fastest provider of this JVM: the Vector API if the module jdk.incubator.vector is present,
    /// otherwise plain Java, with one log message that names the missing flag. The system property `chainrule.kernels`,
    /// which is `scalar` or `vector`, overrides the choice.
    ///
    /// @throws ArgumentException if the property has another value or the provider cannot run here
    public static synchronized Kernels best() {
        Kernels kernels = chosen;
        if (kernels == null) {
            kernels = choose(System.getProperty(PROPERTY), present(), Fma.HARDWARE);
            chosen = kernels;
        }
        return kernels;
    }

    /// Returns the kernels of [#best] without the wait for HotSpot: if the Vector API is best, plain Java computes at
    /// first while a background thread warms the vector kernels. If the system property is set, its provider runs from
    /// the first call on.
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

    /// Returns the provider in plain Java, which runs everywhere.
    public static Kernels scalar() {
        return ScalarKernels.INSTANCE;
    }

    private static boolean present() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// Returns the provider for a value of the property. Without a fused multiply-add in the processor, the Vector API
    /// is far slower than plain Java.
    ///
    /// @param wish the value of the property, or null
    /// @param present whether the module jdk.incubator.vector is present
    /// @param fused whether the processor has a fused multiply-add
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
        // only this line loads the class
        return VectorKernels.INSTANCE;
    }
}
