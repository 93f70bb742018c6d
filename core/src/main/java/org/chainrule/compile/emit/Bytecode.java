package org.chainrule.compile.emit;

import org.chainrule.ir.Op;

/// How the operations of a body are said in bytecode: for single floats, or for vectors. Values stand in local variables,
/// whose numbers are passed about.
interface Bytecode {
    /// The value at the array and index on the stack.
    int load();

    /// The float on the stack, the same in each place.
    int spread();

    /// The value of an operation.
    int apply(Op op, int[] reads);

    /// Writes a value.
    ///
    /// @param address puts the array and the index on the stack
    void store(int value, Runnable address);
}
