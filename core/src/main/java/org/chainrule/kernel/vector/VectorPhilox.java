package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.chainrule.random.Philox;
import org.chainrule.random.PhiloxRound;

/// Philox blocks in the Vector API. Each 64-bit lane of four vectors is one counter, with a word in its lower half. The
/// upper half is not part of the word.
final class VectorPhilox {
    private static final VectorSpecies<Long> WORDS = SPECIES.withLanes(long.class);
    private static final int BLOCKS = WORDS.length();
    private static final int NUMBERS = 4 * BLOCKS;
    private static final LongVector LANE = LongVector.zero(WORDS).addIndex(1);
    private static final LongVector FIRST = zip(0);
    private static final LongVector SECOND = zip(BLOCKS / 2);

    private VectorPhilox() {
    }

    /// Returns the shuffle that interleaves two vectors from a given lane on.
    private static LongVector zip(int start) {
        long[] lanes = new long[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            int lane = start + i / 2 + i % 2 * BLOCKS;
            lanes[i] = lane;
        }
        return LongVector.fromArray(WORDS, lanes, 0);
    }

    /// Writes the numbers of [Philox#uniform].
    static void uniform(long key, int stream0, int stream1, float[] out, int lo, int hi) {
        int begin = Math.min(hi, (lo + 3) & -4);
        if (BLOCKS == 1 || hi - begin < NUMBERS) {
            Philox.uniform(key, stream0, stream1, out, lo, hi);
            return;
        }
        Philox.uniform(key, stream0, stream1, out, lo, begin);
        int end = begin + (hi - begin) / NUMBERS * NUMBERS;
        blocks((int) key, (int) (key >>> 32), stream0, stream1, out, begin, end);
        Philox.uniform(key, stream0, stream1, out, end, hi);
    }

    private static void blocks(int k0, int k1, int stream0, int stream1, float[] out, int lo, int hi) {
        LongVector low = LongVector.broadcast(WORDS, PhiloxRound.LOW);
        LongVector m0 = LongVector.broadcast(WORDS, PhiloxRound.M0);
        LongVector m1 = LongVector.broadcast(WORDS, PhiloxRound.M1);
        for (int i = lo; i < hi; i += NUMBERS) {
            LongVector x0 = LANE.add(i >>> 2);
            LongVector x1 = LongVector.zero(WORDS);
            LongVector x2 = LongVector.broadcast(WORDS, stream0);
            LongVector x3 = LongVector.broadcast(WORDS, stream1);
            int key0 = k0;
            int key1 = k1;
            for (int round = 0; round < PhiloxRound.ROUNDS; round++) {
                LongVector p0 = x0.and(low).mul(m0.and(low));
                LongVector p1 = x2.and(low).mul(m1.and(low));
                x0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, x1)
                        .lanewise(VectorOperators.XOR, key0);
                x1 = p1;
                x2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, x3)
                        .lanewise(VectorOperators.XOR, key1);
                x3 = p0;
                key0 += PhiloxRound.W0;
                key1 += PhiloxRound.W1;
            }
            LongVector front = x0.and(low).or(x1.lanewise(VectorOperators.LSHL, 32));
            LongVector back = x2.and(low).or(x3.lanewise(VectorOperators.LSHL, 32));
            unit(FIRST.selectFrom(front, back)).intoArray(out, i);
            unit(SECOND.selectFrom(front, back)).intoArray(out, i + 2 * BLOCKS);
        }
    }

    private static FloatVector unit(LongVector words) {
        return ((FloatVector) words.reinterpretAsInts().lanewise(VectorOperators.LSHR, 8)
                .convertShape(VectorOperators.I2F, SPECIES, 0)).mul(0x1p-24f);
    }
}
