package org.chainrule.ir;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prints functions as text for golden tests, one value per line:
///
/// ```
/// %0 = x                         f32[n, 784]
/// %1 = linear/weight             f32[784, 10]
/// %2 = matmul %0 %1              f32[n, 10]
/// return %2
/// ```
public final class Printer {
    private Printer() {
    }

    /// Returns the text of a function. Its lines end in `\n` on every system.
    public static String print(Function function) {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < function.lines().size(); number++) {
            Function.Line line = function.lines().get(number);
            text.append(String.format(Locale.ROOT, "%-40s %s\n",
                    "%" + number + " = " + describe(line.op()) + names(line.reads()), line.type()));
        }
        for (Function.Update update : function.updates()) {
            text.append("update").append(names(List.of(update.state()))).append(" <-")
                    .append(names(List.of(update.next()))).append('\n');
        }
        return text.append("return").append(names(function.outputs())).append('\n').toString();
    }

    /// Returns a node as a nested formula, such as `add(x, neg(y))`.
    public static String print(Node node) {
        String inputs = node.inputs().stream().map(Printer::print).collect(Collectors.joining(", "));
        return describe(node.op()) + (inputs.isEmpty() ? "" : "(" + inputs + ")");
    }

    private static String names(List<Integer> numbers) {
        return numbers.stream().map(number -> " %" + number).collect(Collectors.joining());
    }

    private static String describe(Op op) {
        String attributes = op.toString();
        int open = attributes.indexOf('[');
        boolean plain = op instanceof Op.Leaf || op instanceof Op.Unary || op instanceof Op.Binary
                || attributes.endsWith("[]");
        return TypeRules.name(op) + (plain ? "" : attributes.substring(open));
    }
}
