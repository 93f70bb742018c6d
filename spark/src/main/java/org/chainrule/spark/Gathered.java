package org.chainrule.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.records.RecordTable;

/// The rows of a table of Spark as blocks of bytes, made by the tasks that read the rows. The driver reads its table from
/// them, and so do tasks that train networks.
///
/// @param names   the names of the columns
/// @param numbers whether each column has the type of a number
/// @param rows    the number of rows
/// @param blocks  the values, row by row
// Kryo cannot make records; Java can, whatever spark.serializer names
@DefaultSerializer(JavaSerializer.class)
record Gathered(List<String> names, List<Boolean> numbers, long rows, List<byte[]> blocks)
        implements
            RecordTable,
            Serializable {
    private static final long serialVersionUID = 1;

    static final int MISSING = 0;
    static final int NUMBER = 1;
    static final int WHOLE = 2;
    static final int TEXT = 3;
    static final int TRUTH = 4;
    static final int DATE = 5;
    static final int DATE_TIME = 6;
    static final int INSTANT = 7;

    /// Gathers columns in the order of the partitions and of the rows in them.
    static Gathered of(Dataset<?> rows, Inputs inputs) {
        Column[] columns = inputs.columns().stream().map(Inputs::quoted).toArray(Column[]::new);
        List<byte[]> blocks = collected(rows.toDF().select(columns)
                .mapPartitions(new BlockWriter(inputs.widths()), Encoders.BINARY()));
        long count = 0;
        for (byte[] block : blocks) {
            count += BlockWriter.rows(block);
        }
        if (count == 0) {
            throw noRows();
        }
        return new Gathered(inputs.names(), inputs.numbers(), count, blocks);
    }

    private static List<byte[]> collected(Dataset<byte[]> blocks) {
        try {
            return blocks.collectAsList();
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throwRefusal(e);
            throw e;
        }
    }

    /// Throws what a task refused, if that is why a job failed, without Spark's account of the failed stage.
    static void throwRefusal(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArgumentException refused) {
                throw refused;
            }
        }
    }

    static ArgumentException noRows() {
        return new ArgumentException("dataset", "the table has no rows; a training needs rows to learn from");
    }

    /// Returns the size of all blocks in bytes.
    long bytes() {
        return blocks.stream().mapToLong(block -> block.length).sum();
    }

    @Override
    public RecordStream open() {
        return new Stream(this);
    }

    /// Reads the values of the blocks.
    private static final class Stream implements RecordStream {
        private final Gathered table;
        private int block;
        private int left;
        private DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[0]));

        Stream(Gathered table) {
            this.table = table;
        }

        @Override
        public List<String> names() {
            return table.names;
        }

        @Override
        public boolean isNumber(int column) {
            return table.numbers.get(column);
        }

        @Override
        public long size() {
            return table.rows;
        }

        @Override
        public boolean next(RecordSink out) throws IOException {
            while (left == 0) {
                if (block == table.blocks.size()) {
                    return false;
                }
                byte[] bytes = table.blocks.get(block++);
                left = BlockWriter.rows(bytes);
                in = new DataInputStream(new ByteArrayInputStream(bytes));
                in.skipNBytes(BlockWriter.HEAD);
            }
            left--;
            for (int i = 0; i < table.names.size(); i++) {
                value(out);
            }
            return true;
        }

        private void value(RecordSink out) throws IOException {
            int kind = in.read();
            switch (kind) {
                case MISSING -> out.missing();
                case NUMBER -> out.number(in.readDouble());
                case WHOLE -> out.integer(in.readLong());
                case TEXT -> {
                    byte[] text = in.readNBytes(in.readInt());
                    out.text(text, 0, text.length);
                }
                case TRUTH -> out.bool(in.readBoolean());
                case DATE -> out.date(LocalDate.ofEpochDay(in.readLong()));
                case DATE_TIME -> out.dateTime(LocalDateTime.ofEpochSecond(in.readLong(), in.readInt(),
                        ZoneOffset.UTC));
                case INSTANT -> out.instant(Instant.ofEpochSecond(in.readLong(), in.readInt()));
                default -> throw new EOFException("a block of rows ends too early");
            }
        }

        @Override
        public void close() {
        }
    }
}
