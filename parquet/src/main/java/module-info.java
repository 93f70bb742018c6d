import org.jspecify.annotations.NullMarked;

/// Reads Parquet files as tables.
@NullMarked
module org.chainrule.parquet {
    requires static org.jspecify;
    requires org.chainrule.tabular;

    provides org.chainrule.tabular.records.RecordFormat with org.chainrule.parquet.ParquetFormat;
}
