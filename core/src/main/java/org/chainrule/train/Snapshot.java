package org.chainrule.train;

import java.util.Arrays;
import java.util.List;
import org.chainrule.error.ArgumentException;

/// A copy of everything that a [Run] holds before its next step: parameters, state of the network and of the optimizer,
/// and the position in the training, which determines the random numbers. A run that is set back to it with [Run#restore]
/// goes on to the same bits as before. Snapshots are immutable.
public final class Snapshot {
    private final StepProgram program;
    private final float[][] values;
    private final Run.Position position;

    private Snapshot(StepProgram program, float[][] values, Run.Position position) {
        this.program = program;
        this.values = values;
        this.position = position;
    }

    static Snapshot of(Run run) {
        return new Snapshot(run.program(), run.state().arrays().stream().map(float[]::clone).toArray(float[][]::new),
                run.position());
    }

    void restore(Run run) {
        if (run.program() != program) {
            throw new ArgumentException("snapshot",
                    "restore: the snapshot was taken of another run; pass one of this run");
        }
        List<float[]> arrays = run.state().arrays();
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, arrays.get(i), 0, values[i].length);
        }
        run.position(position);
    }

    /// Returns the number of steps that the run had taken.
    public long steps() {
        return position.steps();
    }

    /// Returns a copy of all values in one array, in an order that depends on the step alone: the variables of the network,
    /// then the state of the optimizer.
    public float[] values() {
        float[] all = new float[(int) (bytes() / Float.BYTES)];
        int at = 0;
        for (float[] array : values) {
            System.arraycopy(array, 0, all, at, array.length);
            at += array.length;
        }
        return all;
    }

    /// Returns a snapshot of the same place with other values, such as the means of those of several runs.
    ///
    /// @param all the values in the order of [#values]
    /// @throws ArgumentException if the number of values is another
    public Snapshot with(float[] all) {
        ArgumentException.requireNotNull("with", "values", all);
        if (all.length != bytes() / Float.BYTES) {
            throw new ArgumentException("values", "with: got " + all.length + " values, expected the "
                    + bytes() / Float.BYTES + " of the snapshot");
        }
        float[][] others = new float[values.length][];
        int at = 0;
        for (int i = 0; i < others.length; i++) {
            others[i] = Arrays.copyOfRange(all, at, at + values[i].length);
            at += values[i].length;
        }
        return new Snapshot(program, others, position);
    }

    /// Returns the bytes of the copied values.
    public long bytes() {
        long bytes = 0;
        for (float[] array : values) {
            bytes += (long) Float.BYTES * array.length;
        }
        return bytes;
    }
}
