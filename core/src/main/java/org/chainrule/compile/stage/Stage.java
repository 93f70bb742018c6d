package org.chainrule.compile.stage;

import java.util.List;

/// What a program does at one time: an instruction by itself, several that run as one loop, or a matrix product with what
/// ends it.
public sealed interface Stage permits Instruction, Loop, FusedMatmul {
    /// The numbers of the values that are read.
    List<Integer> reads();

    /// The numbers of the values that are written, those left out that nobody else reads.
    List<Integer> writes();

    /// Whether a value that is written may take the place of one that is read.
    boolean mayOverwrite(int read, int written);
}
