package org.chainrule.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Where classes written while the program runs are defined: hidden classes of this package, which may use what the
/// package keeps to itself and are collected when nothing refers to them.
public final class Emission {
    private Emission() {
    }

    /// An instance of a class with a constructor without parameters.
    ///
    /// @throws UnsupportedOperationException where the JVM defines no classes while it runs
    public static Code define(byte[] bytes) {
        try {
            MethodHandles.Lookup defined = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (Code) defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class)).invoke();
        } catch (Throwable e) {
            throw new UnsupportedOperationException("emission: no class can be defined here: " + e, e);
        }
    }

    /// The floats in a vector of the given kernels, 1 for the scalar ones.
    public static int lanes(Kernels kernels) {
        return switch (kernels) {
            case ScalarKernels _ -> 1;
            case VectorKernels vector -> vector.lanes();
            case WarmingKernels warming -> lanes(warming.warm());
        };
    }
}
