package org.chainrule.tabular.encode;

import org.chainrule.tabular.table.Column;

/// An encoding, a column and the inputs that its rows become, worked out by hand.
///
/// @param inputs one row after the other
record EncodingCase(String name, Encoding encoding, Column column, float... inputs) {
    @Override
    public String toString() {
        return name;
    }
}
