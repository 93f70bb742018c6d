package org.chainrule.tabular.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chainrule.error.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {
    private static void none(long stored) {
        // the progress does not matter
    }

    /// Sizes on both sides of a chunk, of all chunks that are read ahead, and an empty text.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 5 * 65_536, 1_000_003})
    void givesTheTextAndTheProgressOnTheThreadOfTheCaller(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        long[] last = {0};
        Set<Thread> threads = new HashSet<>();
        try (InputStream in = new ReadAhead(stored -> new CountedStream(new ByteArrayInputStream(bytes), stored),
                count -> {
                    threads.add(Thread.currentThread());
                    assertThat(count).isGreaterThanOrEqualTo(last[0]);
                    last[0] = count;
                })) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(last[0]).isEqualTo(size);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void throwsWhatEndsTheTextAfterTheBytesBeforeIt() throws IOException {
        try (InputStream in = new ReadAhead(_ -> new FilterInputStream(new ByteArrayInputStream(new byte[3])) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                if (count < 0) {
                    throw new FormatException("t", "t is damaged");
                }
                return count;
            }
        }, ReadAheadTest::none)) {
            assertThat(in.readNBytes(3)).hasSize(3);
            // a truncated text never looks like a whole one
            for (int reading = 0; reading < 2; reading++) {
                assertThatThrownBy(in::read).isInstanceOf(FormatException.class).hasMessage("t is damaged");
            }
        }
        try (InputStream in = new ReadAhead(_ -> {
            throw new IOException("no file");
        }, ReadAheadTest::none)) {
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("no file");
        }
    }

    @Test
    void closesTheTextWhereTheCallerStops() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ReadAhead(_ -> new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public void close() {
                closed.set(true);
            }
        }, ReadAheadTest::none);
        assertThat(in.read()).isEqualTo('x');
        in.close();
        assertThat(closed).isTrue();
    }
}
