package org.chainrule.tabular.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.chainrule.tabular.source.KeptBytes;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of a pipe are kept complete: a few in memory, many in a file.
class KeptBytesTest {
    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 65_535, 66_536, 66_537, 300_000})
    void theBytesAreReadAsOftenAsAsked(int count) throws IOException {
        byte[] bytes = bytes(count);
        try (KeptBytes kept = KeptBytes.of(new ByteArrayInputStream(bytes), "pipe", 1000)) {
            assertThat(kept.size()).isEqualTo(count);
            for (int i = 0; i < 2; i++) {
                assertThat(kept.open().readAllBytes()).isEqualTo(bytes);
            }
            try (InputStream first = kept.open(); InputStream second = kept.open()) {
                assertThat(first.skip(count + 5)).isEqualTo(count);
                assertThat(first.read()).isEqualTo(-1);
                assertThat(second.read()).isEqualTo(count == 0 ? -1 : bytes[0] & 0xFF);
            }
        }
    }

    @Test
    void aStreamThatFailsSaysSoItself() {
        InputStream broken = new InputStream() {
            private int left = 2000;

            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("the line is down");
                }
                int count = Math.min(left, length);
                left -= count;
                return count;
            }
        };
        assertThatThrownBy(() -> KeptBytes.of(broken, "pipe", 1000)).isInstanceOf(IOException.class)
                .hasMessage("the line is down");
    }

    @Test
    void readingIsTold() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 100_000; i++) {
            text.append(i).append(',').append(i % 10).append('\n');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.toString().getBytes(UTF_8));
        }
        for (byte[] bytes : List.of(text.toString().getBytes(UTF_8), packed.toByteArray())) {
            List<Long> rows = new ArrayList<>();
            List<Long> taken = new ArrayList<>();
            ReadingListener listener = (source, found, count, of) -> {
                assertThat(source).isEqualTo("pipe");
                assertThat(of).isIn(-1L, (long) bytes.length);
                rows.add(found);
                taken.add(count);
            };
            try (TextSource source = TextSource.of(new ByteArrayInputStream(bytes), "pipe", null, "",
                    count -> listener.read("pipe", 0, count, -1))) {
                assertThat(taken.getLast()).as("fetched").isEqualTo(bytes.length);
                assertThat(rows).containsOnly(0L);
                rows.clear();
                taken.clear();
                new TableReader(source, TableFormat.detected(), listener).read();
            }
            assertThat(rows).isSorted();
            assertThat(rows.getLast()).isBetween(30_000L, 100_000L);
            assertThat(taken).isSorted();
            assertThat(taken.getLast()).isEqualTo(bytes.length);
        }
    }

    /// A single line of 2.2 GB.
    @Test
    @Tag("full")
    void moreThanAnArrayHolds() throws IOException {
        byte[] line = "0123456789\n".getBytes(UTF_8);
        long size = 200_000_000L * line.length;
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                return at == size ? -1 : line[(int) (at++ % line.length)];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = (int) Math.min(length, size - at);
                for (int i = 0; i < count; i++) {
                    into[offset + i] = line[(int) ((at + i) % line.length)];
                }
                at += count;
                return count == 0 && length > 0 ? -1 : count;
            }
        };
        try (KeptBytes kept = KeptBytes.of(endless, "pipe"); InputStream in = kept.open()) {
            assertThat(kept.size()).isEqualTo(size);
            in.skipNBytes(size - 5);
            assertThat(in.readAllBytes()).isEqualTo("6789\n".getBytes(UTF_8));
        }
    }
}
