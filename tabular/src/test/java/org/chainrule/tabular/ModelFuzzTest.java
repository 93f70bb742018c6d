package org.chainrule.tabular;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.io.Safetensors;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads arbitrary bytes as a model. The usual build reads the seeds. If `JAZZER_FUZZ` is set, as in `-Pfull`, Jazzer
/// mutates them for ten minutes.
class ModelFuzzTest {
    private static final int LENGTH = Long.BYTES;

    static Stream<byte[]> seeds() throws IOException {
        byte[] words = model("y");
        byte[] numbers = model("x");
        String text = new String(words, StandardCharsets.ISO_8859_1);
        byte[] longer = words.clone();
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 99_999_999);
        byte[] wider = text.replaceFirst("\\[2,", "[2000000000,").getBytes(StandardCharsets.ISO_8859_1);
        byte[] newer = text.replace("\\\"format\\\":1", "\\\"format\\\":9").getBytes(StandardCharsets.ISO_8859_1);
        return Stream
                .of(words, numbers, Safetensors.read(words, "words").withChecksum().bytes(),
                        Arrays.copyOf(words, words.length - 1), Arrays.copyOf(words, 100), longer, wider,
                        newer, new byte[0])
                .flatMap(bytes -> Stream.of((byte) 0, (byte) 1).map(mode -> {
                    byte[] all = new byte[bytes.length + 1];
                    all[0] = mode;
                    System.arraycopy(bytes, 0, all, 1, bytes.length);
                    return all;
                }));
    }

    private static byte[] model(String target) throws IOException {
        Table table = Table.of("t", NumberColumn.of("x", IntStream.range(0, 40).mapToDouble(i -> i % 7).toArray()),
                TextColumn.of("w", IntStream.range(0, 40).mapToObj(i -> "pqr".substring(i % 3, i % 3 + 1))
                        .toArray(String[]::new)),
                DateColumn.of("d", IntStream.range(0, 40).mapToDouble(i -> i % 5 * 86_400.0).toArray()),
                TextColumn.of("y", IntStream.range(0, 40).mapToObj(i -> i % 7 < 4 ? "a" : "b").toArray(String[]::new)));
        Path file = Files.createTempFile("fuzz", ".safetensors");
        try {
            Tabular.of(target).task(target.equals("x") ? Task.REGRESSION : Task.CLASSIFICATION).hidden(2).epochs(1)
                    .fit(table).model().save(file);
            return withoutChecksum(Safetensors.read(file)).bytes();
        } finally {
            Files.delete(file);
        }
    }

    /// Returns a model of format version 1, which has no checksum, so that the checksum does not hide what a mutation
    /// does.
    private static Safetensors withoutChecksum(Safetensors model) {
        Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
        metadata.remove("chainrule.crc32c");
        metadata.computeIfPresent("chainrule", (_, text) -> text.replace("\"version\":2", "\"version\":1"));
        return new Safetensors(metadata, model.tensors());
    }

    /// The first byte decides whether the length of the header is corrected, so that a mutated header is parsed. The
    /// other bytes are the file.
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAModelOrRefused(byte[] bytes) {
        byte[] file = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        if (bytes.length > LENGTH && bytes[0] == 1) {
            int end = LENGTH;
            int depth = 0;
            for (int i = LENGTH; i < file.length && (i == LENGTH || depth > 0); i++) {
                depth += file[i] == '{' ? 1 : file[i] == '}' ? -1 : 0;
                end = i + 1;
            }
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, end - LENGTH);
        }
        Fuzzing.read(bytes.length, () -> TabularModel.load(new ByteArrayInputStream(file)));
    }
}
