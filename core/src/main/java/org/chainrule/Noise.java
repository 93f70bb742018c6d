package org.chainrule;

import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Random numbers made of uniform ones.
final class Noise {
    private Noise() {
    }

    /// The stream of a seed.
    static Tensor stream(long seed) {
        float[] words = new float[RandomStream.WORDS];
        RandomStream.write(seed, 0, 0, words);
        return Tensor.owned(TensorType.i32(Shape.of(words.length)), words);
    }

    /// Normal numbers by the method of Box and Muller (1958): a length and an angle, both random.
    static Tensor normal(String purpose, Shape shape, Tensor stream) {
        // from 2^-24 to 1, never 0, whose logarithm has no bound
        Tensor positive = Tensor.scalar(1).sub(Tensor.uniform(purpose + "/length", shape, stream));
        Tensor turn = Tensor.uniform(purpose + "/angle", shape, stream);
        return positive.log().mul(-2).sqrt().mul(turn.mul(2 * StrictMath.PI).cos());
    }
}
