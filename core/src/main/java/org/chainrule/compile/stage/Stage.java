package org.chainrule.compile.stage;

import java.util.List;

/// A step of a plan: a single instruction, a loop, or a matrix product with an epilogue. The interface and its kinds
/// refer to each other because it is sealed.
public sealed interface Stage permits Instruction, Loop, FusedMatmul {
    /// Returns the numbers of the values that the stage reads.
    List<Integer> reads();

    /// Returns the numbers of the values that the stage writes, without those that only the stage itself reads.
    List<Integer> writes();

    /// Returns whether a value that the stage writes may share the buffer of a value that it reads.
    boolean mayOverwrite(int read, int written);
}
