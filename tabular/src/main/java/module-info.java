import org.jspecify.annotations.NullMarked;

/// Trains neural networks on tables with named columns, and predicts with them.
@NullMarked
@SuppressWarnings("module") // the module of the server is compiled later
module org.chainrule.tabular {
    requires static org.jspecify;
    requires transitive org.chainrule;
    requires de.siegmar.fastcsv;
    requires transitive java.sql;
    requires java.management;
    requires jdk.management;

    exports org.chainrule.tabular;
    exports org.chainrule.tabular.chart;
    exports org.chainrule.tabular.encode;
    exports org.chainrule.tabular.explain;
    exports org.chainrule.tabular.read;
    exports org.chainrule.tabular.records;
    exports org.chainrule.tabular.remark;
    exports org.chainrule.tabular.report;
    exports org.chainrule.tabular.sql;
    exports org.chainrule.tabular.table;
    exports org.chainrule.tabular.outcome;
    exports org.chainrule.tabular.value to org.chainrule.app, org.chainrule.serve;

    uses org.chainrule.tabular.records.RecordFormat;
}
