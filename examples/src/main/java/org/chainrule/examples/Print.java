package org.chainrule.examples;

import java.util.Locale;
import java.util.StringJoiner;
import org.chainrule.Tensor;

/// Output to the console that is the same in every locale.
final class Print {
    private Print() {
    }

    /// Prints one line in a format of [java.util.Formatter].
    @SuppressWarnings("AnnotateFormatMethod") // an annotation of Error Prone is not worth a dependency
    static void line(String format, Object... values) {
        IO.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    /// Prints a vector or matrix with its name and shape, one row per line.
    static void tensor(String name, Tensor tensor) {
        tensor(name, tensor, "%8.4f");
    }

    /// Prints a vector or matrix with its name and shape, each number in the given format.
    static void tensor(String name, Tensor tensor, String format) {
        line("%s %s", name, tensor.shape());
        float[] values = tensor.values();
        int columns = tensor.shape().rank() == 0 ? 1 : tensor.shape().size(-1);
        for (int from = 0; from < values.length; from += columns) {
            StringJoiner row = new StringJoiner(" ", "  ", "");
            for (int column = 0; column < columns; column++) {
                row.add(String.format(Locale.ROOT, format, values[from + column]));
            }
            IO.println(row.toString().stripTrailing());
        }
    }
}
