/// Reads Parquet files as tables, in plain Java and without other libraries. `ParquetFormat` is found as a service.
///
/// [meta][org.chainrule.parquet.meta] reads what a file tells about itself, [page][org.chainrule.parquet.page] the values
/// of its pages, and [codec][org.chainrule.parquet.codec] decompresses them.
package org.chainrule.parquet;
