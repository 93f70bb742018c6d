package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.chainrule.kernel.Epilogue;
import org.chainrule.kernel.scalar.ScalarEpilogue;

/// Epilogues in the Vector API: whole vectors of each row, then the scalar form for the remainder.
final class VectorEpilogue {
    private static final int LANES = SPECIES.length();

    private VectorEpilogue() {
    }

    static void finish(Epilogue epilogue, float[] c, int at, int stride, int rows, int column, int width) {
        int whole = width / LANES * LANES;
        switch (epilogue) {
            case Epilogue.Bias(float[] bias, float least) ->
                bias(bias, column, least, c, at, stride, rows, whole);
            case Epilogue.Mask(float[] mask) when whole == stride -> mask(mask, c, at, rows * stride);
            case Epilogue.Mask(float[] mask) -> {
                for (int i = 0; i < rows; i++) {
                    mask(mask, c, at + i * stride, whole);
                }
            }
        }
        if (whole < width) {
            ScalarEpilogue.finish(epilogue, c, at + whole, stride, rows, column + whole, width - whole);
        }
    }

    private static void bias(float[] bias, int column, float least, float[] c, int at, int stride, int rows,
            int width) {
        FloatVector floor = FloatVector.broadcast(SPECIES, least);
        for (int j = 0; j < width; j += LANES) {
            FloatVector added = FloatVector.fromArray(SPECIES, bias, column + j);
            int place = at + j;
            for (int i = 0; i < rows; i++) {
                FloatVector.fromArray(SPECIES, c, place).add(added).max(floor).intoArray(c, place);
                place += stride;
            }
        }
    }

    private static void mask(float[] mask, float[] c, int at, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int j = at; j < at + count; j += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, c, j);
            zero.blend(x, FloatVector.fromArray(SPECIES, mask, j).compare(VectorOperators.GT, 0f)).intoArray(c, j);
        }
    }
}
