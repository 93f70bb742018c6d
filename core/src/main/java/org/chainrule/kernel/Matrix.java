package org.chainrule.kernel;

/// A matrix inside an array: element (i, j) is `array[offset + i * rowDistance + j * columnDistance]`.
///
/// A matrix is a view, and it is mutable: a step that runs again and again moves its matrices and allocates none. A
/// transposed matrix has its two distances exchanged; a range of rows or columns is a smaller matrix. At least one of
/// the distances is 1 where a kernel reads or writes the matrix.
public final class Matrix {
    private static final float[] NONE = {};

    private float[] array = NONE;
    private int offset;
    private int rows;
    private int columns;
    private int rowDistance;
    private int columnDistance;

    /// Returns a matrix that is stored row by row, or column by column if `transposed`.
    ///
    /// @param offset the index of the first element
    public static Matrix of(float[] array, int offset, int rows, int columns, boolean transposed) {
        return new Matrix().place(array, offset, rows, columns, transposed);
    }

    /// Makes this a matrix that is stored row by row, or column by column if `transposed`, and returns it.
    ///
    /// @param offset the index of the first element
    @SuppressWarnings("ReferenceEquality") // the same array is not stored again: the store's GC barrier is expensive
    public Matrix place(float[] array, int offset, int rows, int columns, boolean transposed) {
        if (this.array != array) {
            this.array = array;
        }
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.rowDistance = transposed ? 1 : columns;
        this.columnDistance = transposed ? rows : 1;
        return this;
    }

    /// Narrows this matrix to its rows `lo` to `hi - 1` and returns it.
    public Matrix narrowRows(int lo, int hi) {
        offset += lo * rowDistance;
        rows = hi - lo;
        return this;
    }

    /// Narrows this matrix to its columns `lo` to `hi - 1` and returns it.
    public Matrix narrowColumns(int lo, int hi) {
        offset += lo * columnDistance;
        columns = hi - lo;
        return this;
    }

    /// Exchanges rows and columns, and returns this matrix.
    public Matrix transpose() {
        int size = rows;
        rows = columns;
        columns = size;
        int distance = rowDistance;
        rowDistance = columnDistance;
        columnDistance = distance;
        return this;
    }

    /// Returns the array that holds the elements.
    public float[] array() {
        return array;
    }

    /// Returns the index of the first element.
    public int offset() {
        return offset;
    }

    /// Returns the number of rows.
    public int rows() {
        return rows;
    }

    /// Returns the number of columns.
    public int columns() {
        return columns;
    }

    /// Returns the distance in the array from an element to the one below it.
    public int rowDistance() {
        return rowDistance;
    }

    /// Returns the distance in the array from an element to its right neighbour.
    public int columnDistance() {
        return columnDistance;
    }
}
