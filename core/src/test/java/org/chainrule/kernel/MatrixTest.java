package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixTest {
    // from index 1 on: 1 2 3 / 4 5 6
    private final float[] array = {0, 1, 2, 3, 4, 5, 6};

    private static String text(Matrix matrix) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                int at = matrix.offset() + i * matrix.rowDistance() + j * matrix.columnDistance();
                text.append((int) matrix.array()[at]);
            }
            text.append(i + 1 < matrix.rows() ? "/" : "");
        }
        return text.toString();
    }

    @Test
    void rowsOrColumnsFollowOneAnother() {
        assertThat(text(Matrix.of(array, 1, 2, 3, false))).isEqualTo("123/456");
        assertThat(text(Matrix.of(array, 1, 2, 3, true))).isEqualTo("135/246");
    }

    @Test
    void aRangeIsASmallerMatrix() {
        assertThat(text(Matrix.of(array, 1, 2, 3, false).narrowRows(1, 2).narrowColumns(1, 3))).isEqualTo("56");
        assertThat(text(Matrix.of(array, 1, 2, 3, true).narrowColumns(1, 3))).isEqualTo("35/46");
    }

    @Test
    void transposingExchangesRowsAndColumns() {
        assertThat(text(Matrix.of(array, 1, 2, 3, false).transpose())).isEqualTo("14/25/36");
        assertThat(text(Matrix.of(array, 1, 2, 3, false).narrowRows(0, 1).transpose())).isEqualTo("1/2/3");
    }

    @Test
    void aMatrixMovesToOtherNumbers() {
        Matrix matrix = new Matrix();
        assertThat(text(matrix)).isEmpty();
        assertThat(text(matrix.place(array, 3, 2, 2, false))).isEqualTo("34/56");
        assertThat(text(matrix.place(array, 0, 1, 2, false))).isEqualTo("01");
    }
}
