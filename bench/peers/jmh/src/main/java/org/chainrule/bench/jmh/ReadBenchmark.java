package org.chainrule.bench.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.table.Table;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reads a file of 40 megabytes into a table; an operation is a megabyte (1,000,000 bytes).
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 10, time = 1)
public class ReadBenchmark {
    private static final int MEGABYTES = 40;
    private static final String[] TOWNS = {"Bern", "Lisbon", "Nairobi", "New York", "Oslo", "Quito", "Seoul"};

    /// What a row holds: eight numbers of about nine characters; four such numbers and four words; numbers and words
    /// in quotes.
    @Param({"numbers", "words", "quoted"})
    public String content = "";

    private Path file = Path.of("");

    /// Writes the file.
    @Setup
    public void write() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("a,b,c,d,e,f,g,h\n");
        while (text.length() < MEGABYTES * 1_000_000) {
            for (int column = 0; column < 8; column++) {
                boolean word = column % 2 == 1 && !content.equals("numbers");
                String value = word
                        ? TOWNS[random.nextInt(TOWNS.length)]
                        : String.format(Locale.ROOT, "%.6f", 100 * random.nextGaussian());
                text.append(content.equals("quoted") ? '"' + value + '"' : value).append(column == 7 ? '\n' : ',');
            }
        }
        file = Files.writeString(Files.createTempFile("read", ".csv"), text, StandardCharsets.US_ASCII);
    }

    /// Removes the file.
    @TearDown
    public void remove() throws IOException {
        Files.delete(file);
    }

    /// One file.
    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public Table read() {
        try {
            return Tables.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
