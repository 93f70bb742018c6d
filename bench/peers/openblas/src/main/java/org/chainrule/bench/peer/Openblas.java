package org.chainrule.bench.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.chainrule.bench.Data;
import org.chainrule.bench.Meter;
import org.chainrule.bench.Peer;
import org.chainrule.bench.Work;

/// OpenBLAS through the foreign-function API, on aligned memory of its own.
public final class Openblas {
    private static final String FOLDER = "/org/bytedeco/openblas/linux-x86_64/";
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;

    private Openblas() {
    }

    /// Times works; see [Meter#run].
    public static void main(String[] args) throws Throwable {
        SymbolLookup library = load();
        Linker linker = Linker.nativeLinker();
        MethodHandle config = linker.downcallHandle(library.findOrThrow("openblas_get_config"),
                FunctionDescriptor.of(text()));
        String version = ((MemorySegment) config.invokeExact()).getString(0);
        MemoryLayout[] arguments = {JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS,
                JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT};
        MethodHandle sgemm = linker.downcallHandle(library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(arguments));
        Meter.run(args, version, (work, threads) -> {
            if (work instanceof Work.Matmul matmul) {
                return task(matmul, sgemm);
            }
            throw new UnsupportedOperationException("OpenBLAS only multiplies matrices.");
        });
    }

    private static AddressLayout text() {
        return ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE,
                java.lang.foreign.ValueLayout.JAVA_BYTE));
    }

    private static Peer.Task task(Work.Matmul w, MethodHandle sgemm) {
        MemorySegment a = random(w.m() * w.k());
        MemorySegment b = random(w.k() * w.n());
        MemorySegment c = Arena.global().allocate(4L * w.m() * w.n(), 64);
        int transposeA = w.transposeA() ? TRANSPOSED : PLAIN;
        int transposeB = w.transposeB() ? TRANSPOSED : PLAIN;
        int rowA = w.transposeA() ? w.m() : w.k();
        int rowB = w.transposeB() ? w.k() : w.n();
        return () -> {
            try {
                sgemm.invokeExact(ROW_MAJOR, transposeA, transposeB, w.m(), w.n(), w.k(), 1f, a, rowA, b, rowB, 0f, c,
                        w.n());
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static MemorySegment random(int count) {
        MemorySegment segment = Arena.global().allocate(4L * count, 64);
        MemorySegment.copy(Data.normal(new Random(1), count, 1), 0, segment, JAVA_FLOAT, 0, count);
        return segment;
    }

    /// The library and what it needs, copied out of the jar.
    private static SymbolLookup load() throws IOException {
        Path folder = Files.createTempDirectory("openblas");
        for (String name : List.of("libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0")) {
            Path file = folder.resolve(name);
            try (InputStream in = Openblas.class.getResourceAsStream(FOLDER + name)) {
                Files.copy(Objects.requireNonNull(in, name), file);
            }
            System.load(file.toString());
            Files.delete(file);
        }
        Files.delete(folder);
        return SymbolLookup.loaderLookup();
    }
}
