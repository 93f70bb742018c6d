/// The metadata of a Parquet file: its schema, its groups of rows, and the headers of its pages.
package org.chainrule.parquet.meta;
