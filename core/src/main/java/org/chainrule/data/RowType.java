package org.chainrule.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;

/// The fields of each row of [Examples], printed as `x f32[784] -> y i32[]`.
///
/// @param inputs the inputs of a net, in order
/// @param targets the values it should predict, in order; empty if the rows are only for predictions
/// @param weighted whether each row has a weight in the loss
public record RowType(List<Field> inputs, List<Field> targets, boolean weighted) {
    /// @throws ArgumentException if two inputs or two targets have the same name; an input and a target may share one
    public RowType {
        ArgumentException.requireNotNull("examples", "inputs", inputs);
        ArgumentException.requireNotNull("examples", "targets", targets);
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        distinct("inputs", inputs);
        distinct("targets", targets);
    }

    private static void distinct(String kind, List<Field> fields) {
        Set<String> seen = new HashSet<>();
        for (Field field : fields) {
            if (!seen.add(field.name())) {
                throw new ArgumentException("name", "examples: two " + kind + " are named " + Quote.of(field.name())
                        + ", expected a different name for each");
            }
        }
    }

    /// Returns the input with a name.
    ///
    /// @throws ArgumentException if there is no such input
    public Field input(String name) {
        return inputs.get(index("input", inputs, name));
    }

    /// Returns the target with a name.
    ///
    /// @throws ArgumentException if there is no such target
    public Field target(String name) {
        return targets.get(index("target", targets, name));
    }

    /// Returns the only input.
    ///
    /// @throws ArgumentException if there is not exactly one input
    Field onlyInput() {
        if (inputs.size() != 1) {
            throw new ArgumentException("input", "row: there are " + inputs.size()
                    + " inputs, expected one; use type() to find the shape of each");
        }
        return inputs.getFirst();
    }

    void requireInputs() {
        if (inputs.isEmpty()) {
            throw new ArgumentException("input", "examples: there are no inputs; add one with input(name, ...)");
        }
    }

    static int index(String kind, List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new ArgumentException("name", "examples: there is no " + kind + " " + Quote.of(name) + (fields.isEmpty()
                ? "; these rows have no " + kind + "s"
                : fields.stream().map(field -> Quote.of(field.name()))
                        .collect(Collectors.joining(" or ", ", expected ", ""))));
    }

    @Override
    public String toString() {
        return join(inputs) + (targets.isEmpty() ? "" : " -> " + join(targets)) + (weighted ? " (weighted)" : "");
    }

    private static String join(List<Field> fields) {
        return fields.stream().map(Field::toString).collect(Collectors.joining(", "));
    }
}
