package org.chainrule.spark.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFileTest {
    @TempDir
    private Path folder;

    private RowFile file(int width, int rows, boolean encrypted) throws IOException {
        RowFile file = new RowFile(folder.resolve("rows"), width, encrypted);
        float[] row = new float[width];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < width; k++) {
                row[k] = i * width + k;
            }
            file.add(row);
        }
        file.flush();
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsAreReadInAnyOrder(boolean encrypted) throws IOException {
        try (RowFile file = file(7, 20_000, encrypted)) {
            float[] three = new float[30];
            for (int first : new int[]{19_997, 0, 1, 5, 9_361, 12_345}) {
                file.read(first, 3, three, 9);
                for (int i = 0; i < 21; i++) {
                    assertThat(three[9 + i]).isEqualTo(first * 7 + i);
                }
            }
            boolean plain = new String(Files.readAllBytes(folder.resolve("rows")), 0, 4,
                    java.nio.charset.StandardCharsets.ISO_8859_1).equals("\0\0\0\0");
            assertThat(plain).isEqualTo(!encrypted);
        }
        assertThat(folder.resolve("rows")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"2,100000", "3,17", "1000,5000", "2000000,3"})
    void anEpochReadsEachRowOnceAndCanSkipRows(int width, int rows) throws IOException {
        RowLayout layout = new RowLayout(new RowType(List.of(new Field("x", TensorType.f32(Shape.of(width - 1)))),
                List.of(new Field("y", TensorType.f32(Shape.of(1)))), false));
        try (RowFile file = file(width, rows + 5, false)) {
            RowOrder.Shard shard = new RowOrder.Shard(3, 5, rows);
            int[] order = order(file, layout, shard, 1, 0);
            assertThat(order.clone()).doesNotHaveDuplicates().hasSize(rows);
            assertThat(java.util.Arrays.stream(order).min()).hasValue(5);
            assertThat(java.util.Arrays.stream(order).max()).hasValue(rows + 4);
            if (rows > 10) {
                assertThat(order).isNotEqualTo(order(file, layout, shard, 2, 0));
            }
            int skip = rows * 2 / 3;
            assertThat(order(file, layout, shard, 1, skip))
                    .isEqualTo(java.util.Arrays.copyOfRange(order, skip, rows));
        }
    }

    private static int[] order(RowFile file, RowLayout layout, RowOrder.Shard shard, int epoch, int skip)
            throws IOException {
        RowOrder order = new RowOrder(file, shard, 9, epoch, skip);
        RowLayout.Arrays arrays = layout.arrays(1);
        int[] rows = new int[shard.rows() - skip];
        for (int i = 0; i < rows.length; i++) {
            order.next(layout, arrays, 0);
            rows[i] = Math.round(arrays.inputs().getFirst()[0] / file.width());
        }
        return rows;
    }
}
