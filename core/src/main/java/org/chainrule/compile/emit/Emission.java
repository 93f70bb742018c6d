package org.chainrule.compile.emit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Defines generated classes: hidden classes of this package, which the garbage collector unloads once nothing refers to
/// them.
public final class Emission {
    private Emission() {
    }

    /// An instance of a class with a constructor without parameters.
    ///
    /// @throws UnsupportedOperationException where the JVM defines no classes while it runs
    public static EmittedLoop define(byte[] bytes) {
        try {
            MethodHandles.Lookup defined = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (EmittedLoop) defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new UnsupportedOperationException("emission: no class can be defined here: " + e, e);
        }
    }
}
