package org.chainrule;

import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Random numbers derived from uniform ones.
final class Noise {
    private Noise() {
    }

    /// Returns the stream of a seed.
    static Tensor stream(long seed) {
        float[] words = new float[RandomStream.WORDS];
        RandomStream.write(seed, 0, 0, words);
        return Tensor.owned(TensorType.i32(Shape.of(words.length)), words);
    }

    /// Returns normal random numbers by the method of Box and Muller (1958), from a random length and a random angle.
    static Tensor normal(String purpose, Shape shape, Tensor stream) {
        // from 2^-24 to 1: the logarithm of 0 would be infinite
        Tensor positive = Tensor.scalar(1).sub(Tensor.uniform(purpose + "/length", shape, stream));
        Tensor turn = Tensor.uniform(purpose + "/angle", shape, stream);
        return positive.log().mul(-2).sqrt().mul(turn.mul(2 * StrictMath.PI).cos());
    }
}
