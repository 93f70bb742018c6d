/// Single values as text: numbers, dates, words for missing values and for true and false, fields of JSON, and how
/// sentences show values to a reader.
package org.chainrule.tabular.value;
