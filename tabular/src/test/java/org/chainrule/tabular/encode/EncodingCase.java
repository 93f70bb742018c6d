package org.chainrule.tabular.encode;

import org.chainrule.tabular.table.Column;

/// An encoding, a column, and the inputs of its rows, computed by hand.
///
/// @param inputs the inputs, row after row
record EncodingCase(String name, Encoding encoding, Column column, float... inputs) {
    @Override
    public String toString() {
        return name;
    }
}
