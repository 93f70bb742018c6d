package org.chainrule.tabular.network;

import org.chainrule.tabular.encode.InputGroup;
import org.chainrule.tabular.encode.Schema;

/// The number of inputs of a table, by how a network reads them.
///
/// @param numbers  the numbers, each with an embedding of its own in networks that embed numbers
/// @param plain    the inputs that are read as they are, such as flags and a few categories
/// @param embedded the columns of many categories, each with an embedding in networks that embed categories
/// @param values   the categories of these columns together
public record InputCounts(int numbers, int plain, int embedded, int values) {
    /// Up to this many categories, each is an input of its own.
    private static final int FEW = 8;
    /// The width of the embedding of a category.
    static final int EMBEDDING = 8;

    /// Returns the inputs of a table.
    public static InputCounts of(Schema schema) {
        int numbers = 0;
        int plain = 0;
        int embedded = 0;
        int values = 0;
        for (InputGroup group : schema.groups()) {
            if (group.kind() == InputGroup.Kind.NUMBER) {
                numbers += group.width();
            } else if (isEmbedded(group)) {
                embedded++;
                values += group.width();
            } else {
                plain += group.width();
            }
        }
        return new InputCounts(numbers, plain, embedded, values);
    }

    /// Returns whether the inputs are the categories of a column with an embedding.
    static boolean isEmbedded(InputGroup group) {
        return group.kind() == InputGroup.Kind.ONE_HOT && group.width() > FEW;
    }

    /// Returns the number of all inputs.
    int width() {
        return numbers + plain + values;
    }

    /// Returns the number of parameters of the embeddings of categories and of a linear layer above all embeddings.
    ///
    /// @param each  the width of the embedding of a number
    /// @param units the width of the layer
    long size(int each, int units) {
        return (long) values * EMBEDDING + ((long) numbers * each + plain + (long) embedded * EMBEDDING) * units;
    }
}
