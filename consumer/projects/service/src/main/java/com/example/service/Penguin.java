package com.example.service;

import java.util.OptionalDouble;

/// A penguin as the service describes it. The model does not read its ring.
record Penguin(String ring, double billLengthMm, Island island, OptionalDouble bodyMassG) {
    enum Island {
        BISCOE, DREAM
    }

    static Penguin example() {
        return new Penguin("A7", 47.5, Island.BISCOE, OptionalDouble.of(5000));
    }
}
