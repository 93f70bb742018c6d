package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.remark.ColumnRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Uses tables with named columns, and the rows that a network reads from them.
final class Tables {
    private Tables() {
    }

    static void use() {
        String csv = "island,bill,species\nDream,46.5,Chinstrap\nBiscoe,,Gentoo\nDream,39.1,Adelie\nBiscoe,50.0,Gentoo\n";
        Table table = read(csv);
        check("rows and columns", table.size() == 4 && table.columns().size() == 3);
        check("missing", table.column("bill").missing(1) && !table.column("bill").missing(0));
        TargetChoice target = TargetChoice.of(table, "species");
        check("the task", target.task() == Task.CLASSIFICATION && target.labels().size() == 3);
        Schema schema = Schema.fit(table, table.rows(), Set.of("species"));
        check("the inputs", schema.encode(table, table.rows()).length == 4 * schema.width()
                && schema.names().contains("bill"));
        Schema ranked = schema.ranked(table, table.rows());
        check("numbers as normal quantiles", ranked.encodings().stream().anyMatch(
                encoding -> encoding instanceof NumberEncoding bill && !bill.binary() && !bill.quantiles().isNone()
                        && bill.quantiles().values().getFirst() == 39.1));
        RowSplit split = RowSplit.random(table.rows(), 0.25, 7);
        check("rows held out", split.held().length == 1 && split.kept().length == 3);
        remarks();
        values();
    }

    /// Values are read as people write them, and a format states what cannot be detected.
    private static void values() {
        Table table = read("price,weight,when,share\n$1,6.31 kg,09:30,<0.5\n$2,500 g,17:05,1.5\n$3,1 kg,00:15,2\n");
        check("money and units", table.column("price").kind() == Column.Kind.NUMBER
                && ((NumberColumn) table.column("weight")).value(1) == 0.5);
        check("a time of day", ((DateColumn) table.column("when")).seconds(0) == 34_200);
        check("a limit", ((NumberColumn) table.column("share")).limited(0)
                && ((NumberColumn) table.column("share")).value(0) == 0.25);
        check("a remark on it", table.reading().remarks().stream()
                .anyMatch(remark -> remark instanceof ColumnRemark.Limits limits && limits.count() == 1));
        TableFormat format = TableFormat.detected().encoding("windows-1251").skipRows(1).skipFooter(1).keep("NA");
        check("a format", format.skipRows() == 1 && format.keep().contains("NA") && format.charset() != null
                && TableFormat.fromJson(format.toJson(), "model").skipFooter() == 1);
        check("what was stated of the next table", format.stated().size() == 3
                && TableFormat.detected().separator(';').stated().getFirst() instanceof Remedy.Separator);
    }

    /// Remarks and refusals are values, which a program may word for its own users.
    private static void remarks() {
        StringBuilder csv = new StringBuilder("age,city\n");
        for (int i = 0; i < 50; i++) {
            csv.append(i == 7 ? "unknown" : Integer.toString(20 + i)).append(",x\n");
        }
        Wording german = remedy -> remedy instanceof Remedy.Categorical ? "kategorisch" : remedy.inJava();
        Remark remark = read(csv.toString()).reading().remarks().getFirst();
        check("a remark", remark instanceof ColumnRemark.StrayWords stray && stray.count() == 1 && stray.line() == 9
                && stray.column().equals("age"));
        check("its sentence in Java", remark.sentence().endsWith("(Tabular.categorical(\"age\"))"));
        check("its sentence elsewhere", remark.sentence(german).endsWith("(kategorisch)"));
        try {
            read("1,1\n2,3\n");
            throw new IllegalStateException("the header names two columns alike");
        } catch (FormatException e) {
            check("a refusal", e.reason().orElseThrow() instanceof Refusal.NumberTwice twice && twice.name().equals("1")
                    && twice.sentence().equals(e.getMessage()));
        }
    }

    private static Table read(String csv) {
        try {
            return org.chainrule.tabular.read.Tables
                    .read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "penguins");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
