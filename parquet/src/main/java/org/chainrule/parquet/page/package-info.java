/// The pages of a column: their levels, which tell what is missing, and the encodings of their values.
package org.chainrule.parquet.page;
