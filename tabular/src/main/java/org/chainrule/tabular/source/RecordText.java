package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongConsumer;
import org.chainrule.tabular.records.RecordStream;

/// The CSV text of records, which are fetched as the text is read. It begins with the names of the columns if there are
/// any.
final class RecordText extends InputStream {
    private static final int CHUNK = 1 << 15;

    private final RecordStream records;
    private final int width;
    private final LongConsumer fetched;
    private final CsvSink sink = new CsvSink();
    private int at;
    private long count;
    private boolean ended;

    /// @param fetched receives the number of records so far
    RecordText(RecordStream records, LongConsumer fetched) {
        this.records = records;
        this.fetched = fetched;
        List<String> names = records.names();
        this.width = names.size();
        if (width > 0) {
            names.forEach(sink::text);
            sink.end();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == sink.size() && !fill()) {
            return -1;
        }
        int taken = Math.min(length, sink.size() - at);
        System.arraycopy(sink.bytes(), at, into, offset, taken);
        at += taken;
        return taken;
    }

    /// Replaces the text that was read by that of the next records; returns false if there is none.
    private boolean fill() throws IOException {
        sink.clear();
        at = 0;
        while (!ended && sink.size() < CHUNK) {
            if (!records.next(sink)) {
                ended = true;
                break;
            }
            count++;
            if (width > 0 && sink.fields() != width) {
                throw new IllegalStateException("record " + count + " has " + sink.fields() + " values where there are "
                        + width + " columns");
            }
            sink.end();
        }
        fetched.accept(count);
        return sink.size() > 0;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
