package org.chainrule.compile.emit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The definition of generated classes. They are hidden classes of this package, which the garbage collector unloads
/// when nothing refers to them.
public final class Emission {
    private Emission() {
    }

    /// Defines a class with a parameterless constructor and returns an instance.
    ///
    /// @throws UnsupportedOperationException if this JVM cannot define classes at run time
    public static EmittedLoop define(byte[] bytes) {
        try {
            MethodHandles.Lookup defined = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (EmittedLoop) defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new UnsupportedOperationException("emission: this JVM cannot define classes: " + e, e);
        }
    }
}
