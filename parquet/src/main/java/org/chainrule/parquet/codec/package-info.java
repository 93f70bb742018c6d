/// Decompresses pages in plain Java: Snappy, LZ4 and Zstandard are decoded here, gzip by the JDK.
package org.chainrule.parquet.codec;
