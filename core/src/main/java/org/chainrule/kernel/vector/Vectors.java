package org.chainrule.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The width of vectors, and how vectors are made.
public final class Vectors {
    /// The widest vectors the machine prefers, up to 512 bits. No result depends on the width.
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    private Vectors() {
    }

    /// Returns the vector that begins at index `i`.
    public static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    /// Returns a vector of equal numbers.
    public static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /// Returns 1 where a mask is set, else 0.
    public static FloatVector truth(VectorMask<Float> mask) {
        return all(0f).blend(1f, mask);
    }
}
