package org.chainrule.nn;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.DType;
import org.jspecify.annotations.Nullable;

/// Finds the row and the layer of an index that is out of range or not whole, such as the number of a word for which an
/// embedding has no vector. The program that fails knows neither the row nor the layer.
final class OutOfRange {
    private static final String ARGUMENT = "indices";

    private final Network network;
    private final List<Tensor> places;

    OutOfRange(Network network) {
        this.network = network;
        this.places = List.copyOf(network.inputs().asMap().values());
    }

    /// Implements [Network#located].
    ArgumentException located(ArgumentException error, float[][] inputs, int first, int count,
            IntUnaryOperator number) {
        if (!error.argument().equals(ARGUMENT)) {
            return error;
        }
        Program.Session whole = session(List.copyOf(network.outputs().asMap().values()));
        for (int row = 0; row < count; row++) {
            if (failure(whole, inputs, first + row) == null) {
                continue;
            }
            for (Network.Call call : network.calls()) {
                ArgumentException failure = failure(session(List.of(call.output())), inputs, first + row);
                if (failure != null) {
                    String fraction = fraction(call, inputs, first + row);
                    return new ArgumentException(ARGUMENT, (fraction == null ? failure.getMessage() : fraction)
                            + " (in " + call.path() + ", row " + number.applyAsInt(row) + ")", call.path());
                }
            }
        }
        return new ArgumentException(ARGUMENT, error.getMessage()
                + " (in the objective; a label must be below the number of outputs)");
    }

    /// Returns a message about the first index of a row that is not whole, or null if all are whole or the layer has no
    /// indices.
    private @Nullable String fraction(Network.Call call, float[][] inputs, int row) {
        if (!(Scope.innermost(call.layer()) instanceof Embedding) || call.input().type().dtype() != DType.F32) {
            return null;
        }
        Program.Session session = session(List.of(call.input()));
        failure(session, inputs, row);
        for (float index : session.value(call.input(), 1).values()) {
            if (index != StrictMath.rint(index) || Float.isInfinite(index)) {
                return "embedding: index " + index + " is not a whole number";
            }
        }
        return null;
    }

    private Program.Session session(List<Tensor> outputs) {
        return Program.of(places, outputs.stream().distinct().toList()).start(1, 1);
    }

    private @Nullable ArgumentException failure(Program.Session session, float[][] inputs, int row) {
        for (int i = 0; i < places.size(); i++) {
            session.feed(places.get(i), inputs[i], row * places.get(i).shape().elements(1));
        }
        try {
            session.run(1);
            return null;
        } catch (ArgumentException e) {
            return e;
        }
    }
}
