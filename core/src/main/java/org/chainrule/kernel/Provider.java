package org.chainrule.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// The choice between the providers, made once.
final class Provider {
    static final String PROPERTY = "chainrule.kernels";

    private static @Nullable Kernels chosen;

    private Provider() {
    }

    static synchronized Kernels best() {
        Kernels kernels = chosen;
        if (kernels == null) {
            kernels = choose(System.getProperty(PROPERTY), present());
            chosen = kernels;
        }
        return kernels;
    }

    private static boolean present() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// The provider for a value of the property, which may be absent.
    static Kernels choose(@Nullable String wish, boolean present) {
        if (wish != null && !wish.equals("scalar") && !wish.equals("vector")) {
            throw new ArgumentException(PROPERTY, PROPERTY + ": must be scalar or vector, got " + wish);
        }
        if ("scalar".equals(wish)) {
            return ScalarKernels.INSTANCE;
        }
        if (present) {
            // the class is loaded here, and only here
            return VectorKernels.INSTANCE;
        }
        if ("vector".equals(wish)) {
            throw new ArgumentException(PROPERTY, PROPERTY
                    + ": vector needs the module jdk.incubator.vector; start java with --add-modules jdk.incubator.vector");
        }
        Logger logger = System.getLogger("org.chainrule");
        logger.log(Level.INFO,
                "Chainrule computes without the Vector API; it is several times faster when java is started with"
                        + " --add-modules jdk.incubator.vector");
        return ScalarKernels.INSTANCE;
    }
}
