package org.chainrule.model;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Network;
import org.jspecify.annotations.Nullable;

/// Finds the row and the layer in which an index is out of range, such as the number of a word that an embedding does not
/// have. The program that fails knows neither.
final class OutOfRange {
    private static final String ARGUMENT = "indices";

    private OutOfRange() {
    }

    /// The error with its row and layer added; any error that is not about an index is returned unchanged.
    ///
    /// @param network with the values of its parameters
    /// @param rows flat rows, of which `count` begin at number `from`
    /// @param number the number under which the caller knows each row
    static ArgumentException placed(ArgumentException error, Network network, float[] rows, int from, int count,
            IntUnaryOperator number) {
        if (!error.argument().equals(ARGUMENT)) {
            return error;
        }
        int features = network.input().shape().elements();
        float[] one = new float[features];
        Program.Session whole = session(network, network.output());
        for (int row = 0; row < count; row++) {
            System.arraycopy(rows, from + row * features, one, 0, features);
            if (failure(whole, network, one) == null) {
                continue;
            }
            for (Network.Call call : network.calls()) {
                ArgumentException failure = failure(session(network, call.output()), network, one);
                if (failure != null) {
                    return new ArgumentException(ARGUMENT, failure.getMessage() + " (in " + call.path() + ", row "
                            + number.applyAsInt(row) + ")", call.path());
                }
            }
        }
        return error;
    }

    private static Program.Session session(Network network, Tensor output) {
        return Program.of(List.of(network.input()), List.of(output)).start(1, 1);
    }

    private static @Nullable ArgumentException failure(Program.Session session, Network network, float[] row) {
        System.arraycopy(row, 0, session.array(network.input()), 0, row.length);
        try {
            session.run(1);
            return null;
        } catch (ArgumentException e) {
            return e;
        }
    }
}
