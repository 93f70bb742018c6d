/// Numbers as text, in plain digits or as people write them.
///
/// [Decimal][org.chainrule.tabular.number.Decimal] and [NumberStyle][org.chainrule.tabular.number.NumberStyle] parse plain
/// numbers in the bytes of a file and allocate nothing, because a large file has millions of them.
/// [WrittenNumber][org.chainrule.tabular.number.WrittenNumber] parses all others, `$3.5M`, `(12.50)` or `6.31 kg`, and
/// [Units][org.chainrule.tabular.number.Units] converts their units. A text that is not a number is NaN or null, never an
/// exception: the column decides what that means.
package org.chainrule.tabular.number;
