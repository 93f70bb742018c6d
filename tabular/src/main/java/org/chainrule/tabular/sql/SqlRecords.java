package org.chainrule.tabular.sql;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.value.Phrases;

/// The rows of a result set as records, from the row after its cursor.
///
/// Numbers of the type `NUMERIC` or `DECIMAL` are written in full, dates and times as in ISO 8601, times with a zone in UTC,
/// and arrays with semicolons between their items. Other types that have a text, such as `UUID`, are written as that text.
public final class SqlRecords implements RecordStream {
    /// The types of bytes and objects. The UUIDs of some databases are among the bytes, and have a text.
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB,
            Types.STRUCT, Types.REF, Types.REF_CURSOR, Types.JAVA_OBJECT);

    private static final Set<Object> LATEST = Set.of(LocalDate.MAX, LocalDateTime.MAX, OffsetDateTime.MAX);
    private static final Set<Object> EARLIEST = Set.of(LocalDate.MIN, LocalDateTime.MIN, OffsetDateTime.MIN);

    private final ResultSet rows;
    private final String source;
    private final Column[] columns;

    /// A column with its type of [Types].
    private record Column(String name, int type, boolean signed) {
    }

    private SqlRecords(ResultSet rows, String source, Column[] columns) {
        this.rows = rows;
        this.source = source;
        this.columns = columns;
    }

    /// Returns the rows of a result set. Closing them does not close the result set.
    ///
    /// @param source the name of the rows in messages
    /// @throws ArgumentException if two columns share a name, or a column holds bytes or objects
    /// @throws SQLException if the database fails
    public static SqlRecords of(ResultSet rows, String source) throws SQLException {
        ResultSetMetaData data = rows.getMetaData();
        Column[] columns = new Column[data.getColumnCount()];
        Set<String> names = new HashSet<>();
        for (int i = 0; i < columns.length; i++) {
            String name = data.getColumnLabel(i + 1);
            int type = data.getColumnType(i + 1);
            if (!names.add(name)) {
                throw new ArgumentException("query", source + " has two columns named " + Phrases.quoted(name)
                        + "; give one of them another name (AS)");
            }
            String kind = data.getColumnTypeName(i + 1);
            if (BYTES.contains(type) && !kind.equalsIgnoreCase("uuid")) {
                throw new ArgumentException("query", source + ": column " + Phrases.quoted(name) + " has the type "
                        + Phrases.quoted(kind) + ", which a table cannot hold; leave it out of the query");
            }
            columns[i] = new Column(name, type, data.isSigned(i + 1));
        }
        return new SqlRecords(rows, source, columns);
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            names.add(column.name);
        }
        return names;
    }

    @Override
    public boolean isNumber(int column) {
        return switch (columns[column].type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.FLOAT, Types.DOUBLE,
                    Types.NUMERIC, Types.DECIMAL ->
                true;
            default -> false;
        };
    }

    @Override
    public boolean next(RecordSink out) throws IOException {
        try {
            if (!rows.next()) {
                return false;
            }
            for (int i = 0; i < columns.length; i++) {
                value(i + 1, columns[i], out);
            }
            return true;
        } catch (SQLException e) {
            throw new IOException(source + " failed: " + SqlFailure.text(e), e);
        }
    }

    private void value(int place, Column column, RecordSink out) throws SQLException {
        switch (column.type) {
            case Types.BIT, Types.BOOLEAN -> {
                boolean value = rows.getBoolean(place);
                if (rows.wasNull()) {
                    out.missing();
                } else {
                    out.bool(value);
                }
            }
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> whole(rows.getLong(place), out);
            case Types.BIGINT -> {
                if (column.signed) {
                    whole(rows.getLong(place), out);
                } else {
                    decimal(place, out);
                }
            }
            case Types.REAL -> {
                float value = rows.getFloat(place);
                out.number(rows.wasNull() ? Float.NaN : value);
            }
            case Types.FLOAT, Types.DOUBLE -> {
                double value = rows.getDouble(place);
                out.number(rows.wasNull() ? Double.NaN : value);
            }
            case Types.NUMERIC, Types.DECIMAL -> decimal(place, out);
            case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> time(place, column.type, out);
            case Types.ARRAY -> array(rows.getArray(place), column.name, out);
            default -> text(rows.getString(place), out);
        }
    }

    private void whole(long value, RecordSink out) throws SQLException {
        if (rows.wasNull()) {
            out.missing();
        } else {
            out.integer(value);
        }
    }

    private void decimal(int place, RecordSink out) throws SQLException {
        BigDecimal value;
        try {
            value = rows.getBigDecimal(place);
        } catch (SQLException _) {
            // NaN and Infinity, which a NUMERIC of PostgreSQL may be
            text(rows.getString(place), out);
            return;
        }
        if (value == null) {
            out.missing();
        } else if (value.precision() <= 18 && value.scale() == 0) {
            out.integer(value.longValue());
        } else {
            out.text(value.toPlainString());
        }
    }

    private static void text(String value, RecordSink out) {
        if (value == null) {
            out.missing();
        } else {
            out.text(value);
        }
    }

    private void time(int place, int type, RecordSink out) throws SQLException {
        Object value;
        try {
            Class<?> wanted = type == Types.DATE
                    ? LocalDate.class
                    : type == Types.TIMESTAMP ? LocalDateTime.class : OffsetDateTime.class;
            value = rows.getObject(place, wanted);
        } catch (SQLException _) {
            // a driver before JDBC 4.2, or a value that is no date of the calendar
            value = rows.getString(place);
        }
        switch (value) {
            case null -> out.missing();
            // the infinite dates of PostgreSQL, as it writes them
            case Object latest when LATEST.contains(latest) -> out.text("infinity");
            case Object earliest when EARLIEST.contains(earliest) -> out.text("-infinity");
            case LocalDate date -> out.date(date);
            case LocalDateTime time -> out.dateTime(time);
            case OffsetDateTime time -> out.instant(time.toInstant());
            default -> out.text(value.toString());
        }
    }

    private void array(Array array, String column, RecordSink out) throws SQLException {
        if (array == null) {
            out.missing();
            return;
        }
        StringBuilder list = new StringBuilder();
        if (array.getArray() instanceof Object[] items) {
            for (Object item : items) {
                if (item instanceof Object[]) {
                    throw new ArgumentException("query", source + ": column " + Phrases.quoted(column)
                            + " holds arrays of arrays, which a table cannot hold; leave it out of the query");
                }
                if (item != null) {
                    list.append(list.isEmpty() ? "" : ";").append(item);
                }
            }
        } else {
            list.append(array);
        }
        out.text(list);
    }

    @Override
    public void close() {
    }
}
