package org.chainrule.compile.run;

import org.jspecify.annotations.Nullable;

/// A place where programs run. [CpuBackend] is the only one today; the seam exists so that a device can be another.
///
/// A backend receives the whole [Executable] and decides alone how to run it: it may run the lowered plan, as the CPU
/// does, or evaluate the graph in its own way.
public interface Backend {
    /// Starts a program: allocates memory for batches of up to `rows` rows.
    ///
    /// @param given for each input an array to use as it is, which other executions may share, or null for an array
    ///     that belongs to the execution; the backend writes a given array only if the input is state
    Execution start(Executable program, int rows, float[] @Nullable [] given);

    /// Returns the bytes that a run over `rows` rows needs beside the buffers of the program's [Executable#plan].
    long scratch(Executable program, int rows);

    /// Returns a backend for executions of one program whose given arrays never change. It may keep a second copy of
    /// them in another layout.
    default Backend constant(Executable program, float[] @Nullable [] given) {
        return this;
    }

    /// Returns the bytes of the second copies that [#constant] describes.
    default long copies() {
        return 0;
    }
}
