package org.chainrule.compile.run;

/// One running instance of a program on a [Backend], with memory of its own. It serves one caller at a time. Inputs and
/// outputs are numbered as in the graph, and their values are stored row by row.
public interface Execution {
    /// Returns the largest batch that this execution has memory for.
    int capacity();

    /// Returns the execution's own array of an input, which the caller fills before a run. A batch smaller than the
    /// capacity uses the first rows. A run replaces the values of state in this array.
    float[] own(int input);

    /// From the next run on, reads an input from the caller's array instead of the execution's own.
    ///
    /// @param from the index of the first element of the first row
    /// @param unchanged whether no run changes the array, which is false for arrays of outputs and state; the backend
    ///     may then read it in place
    void write(int input, float[] values, int from, boolean unchanged);

    /// From the next run on, reads an input from the execution's own array again.
    void writeOwn(int input);

    /// Runs over the first `n` rows: computes the outputs, then replaces the state.
    ///
    /// @throws org.chainrule.error.ArgumentException if `n` is not between 1 and the capacity, an array is too short,
    ///     or an index in the data is out of range
    void run(int n);

    /// Returns the array of an output, which is valid after a run until the next.
    float[] read(int output);

    /// Describes the program stage by stage, with the times of a recent run if the backend measures them.
    String explain();
}
