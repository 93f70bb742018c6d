/// Columns of words as a whole: what their values are, besides categories.
///
/// [ListText][org.chainrule.tabular.text.ListText] finds lists of items,
/// [Identifiers][org.chainrule.tabular.text.Identifiers] find names of rows, and
/// [FreeText][org.chainrule.tabular.text.FreeText] finds sentences. [Words][org.chainrule.tabular.text.Words] splits a
/// sentence, [Vocabulary][org.chainrule.tabular.text.Vocabulary] turns it into weights of words, pairs of words and
/// n-grams, and [Association][org.chainrule.tabular.text.Association] chooses those that tell most about a target.
package org.chainrule.tabular.text;
