package org.chainrule.data;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.type.TensorType;

/// A named part of every row: an input or a target.
///
/// @param name what a net calls it, such as `x`
/// @param type the type of one row, without the batch axis: `f32[784]`, or `i32[]` for a class index
public record Field(String name, TensorType type) {
    /// @throws ArgumentException if the name is blank, or the type has a batch axis
    public Field {
        ArgumentException.requireNotNull("examples", "name", name);
        ArgumentException.requireNotNull("examples", "type", type);
        if (name.isBlank()) {
            throw new ArgumentException("name", "examples: the name of a field is blank, expected a word such as x");
        }
        if (type.shape().hasBatch()) {
            throw new ArgumentException("row",
                    "examples: the row " + type.shape() + " has a batch axis, expected known sizes");
        }
    }

    /// The type of a batch: the type of a row with the batch axis put in front, `f32[n, 784]`.
    public TensorType batch() {
        return type.withShape(type.shape().prepend(-1));
    }

    /// The number of values in a row.
    public int width() {
        return type.shape().elements();
    }

    @Override
    public String toString() {
        return Quote.clip(name) + " " + type;
    }
}
