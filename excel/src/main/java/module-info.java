import org.jspecify.annotations.NullMarked;

/// Reads sheets of Excel workbooks as tables.
@NullMarked
module org.chainrule.excel {
    requires static org.jspecify;
    requires org.chainrule.tabular;
    requires java.xml;

    provides org.chainrule.tabular.records.RecordFormat with org.chainrule.excel.ExcelFormat;
}
