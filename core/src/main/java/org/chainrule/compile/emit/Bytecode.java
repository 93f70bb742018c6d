package org.chainrule.compile.emit;

import org.chainrule.ir.Op;

/// The bytecode of the operations of a body, for single floats or for vectors. Each value is in a local variable, and
/// the methods pass the number of the variable.
interface Bytecode {
    /// Loads the value at the array and the index on the stack.
    int load();

    /// Broadcasts the float on the stack.
    int broadcast();

    /// Computes an operation.
    int apply(Op op, int[] reads);

    /// Stores a value.
    ///
    /// @param address pushes the array and the index
    void store(int value, Runnable address);
}
