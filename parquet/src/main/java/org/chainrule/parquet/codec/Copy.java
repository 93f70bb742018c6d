package org.chainrule.parquet.codec;

/// The copy of earlier output, which may overlap its own result: the common step of the LZ77 family.
final class Copy {
    private static final int SHORT = 16;

    private Copy() {
    }

    /// Appends bytes of the output to itself.
    ///
    /// @param end      the size of the output so far
    /// @param distance how far back the copied bytes begin
    /// @return the new size of the output
    static int earlier(byte[] out, int end, int distance, int size) {
        DamagedException.require(distance > 0 && distance <= end && size >= 0 && size <= out.length - end,
                "copy of earlier bytes");
        int from = end - distance;
        if (distance >= size && size > SHORT) {
            System.arraycopy(out, from, out, end, size);
            return end + size;
        }
        for (int i = 0; i < size; i++) {
            out[end + i] = out[from + i];
        }
        return end + size;
    }
}
