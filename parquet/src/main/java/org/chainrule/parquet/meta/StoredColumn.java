package org.chainrule.parquet.meta;

/// A column of the table: a field of the root of the schema.
///
/// @param leaf     its place among the stored columns, from 0; the first of them if it is nested
/// @param physical how its values are stored
/// @param size     the number of bytes of a value of fixed length
/// @param optional whether values may be missing
/// @param logical  what the values mean; nested if it holds other columns or several values
public record StoredColumn(String name, int leaf, Physical physical, int size, boolean optional, Logical logical) {
}
