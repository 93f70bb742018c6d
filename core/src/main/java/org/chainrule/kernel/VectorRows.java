package org.chainrule.kernel;

import static org.chainrule.kernel.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.chainrule.ir.BinaryFunction;

/// Elementwise functions along one row: whole vectors, then the scalar form for what is left. An operand that stays is
/// spread over a vector once.
final class VectorRows {
    private static final int LANES = SPECIES.length();

    private VectorRows() {
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    private static FloatVector truth(VectorMask<Float> mask) {
        return all(0f).blend(1f, mask);
    }

    static void binary(BinaryFunction f, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep,
            float[] out, int outOffset, int count) {
        int end = aStep == 0 && bStep == 0 ? 0 : count & -LANES;
        if (end > 0) {
            if (aStep == 0) {
                stayingLeft(f, a[aOffset], b, bOffset, out, outOffset, end);
            } else if (bStep == 0) {
                stayingRight(f, a, aOffset, b[bOffset], out, outOffset, end);
            } else {
                both(f, a, aOffset, b, bOffset, out, outOffset, end);
            }
        }
        ScalarRows.binary(f, a, aOffset + end * aStep, aStep, b, bOffset + end * bStep, bStep, out, outOffset + end,
                count - end);
    }

    private static void both(BinaryFunction f, float[] a, int aOffset, float[] b, int bOffset, float[] out,
            int outOffset, int end) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).add(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case SUB -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).sub(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case MUL -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).mul(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case DIV -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).div(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case MAX -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).max(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case MIN -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).min(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case LESS -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(load(a, aOffset + i).compare(VectorOperators.LT, load(b, bOffset + i))).intoArray(out,
                            outOffset + i);
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(load(a, aOffset + i).compare(VectorOperators.LE, load(b, bOffset + i))).intoArray(out,
                            outOffset + i);
                }
            }
            case EQUAL -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(load(a, aOffset + i).compare(VectorOperators.EQ, load(b, bOffset + i))).intoArray(out,
                            outOffset + i);
                }
            }
        }
    }

    private static void stayingRight(BinaryFunction f, float[] a, int aOffset, float b, float[] out, int outOffset,
            int end) {
        FloatVector right = all(b);
        switch (f) {
            case ADD -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).add(right).intoArray(out, outOffset + i);
                }
            }
            case SUB -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).sub(right).intoArray(out, outOffset + i);
                }
            }
            case MUL -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).mul(right).intoArray(out, outOffset + i);
                }
            }
            case DIV -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).div(right).intoArray(out, outOffset + i);
                }
            }
            case MAX -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).max(right).intoArray(out, outOffset + i);
                }
            }
            case MIN -> {
                for (int i = 0; i < end; i += LANES) {
                    load(a, aOffset + i).min(right).intoArray(out, outOffset + i);
                }
            }
            case LESS -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(load(a, aOffset + i).compare(VectorOperators.LT, right)).intoArray(out, outOffset + i);
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(load(a, aOffset + i).compare(VectorOperators.LE, right)).intoArray(out, outOffset + i);
                }
            }
            case EQUAL -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(load(a, aOffset + i).compare(VectorOperators.EQ, right)).intoArray(out, outOffset + i);
                }
            }
        }
    }

    private static void stayingLeft(BinaryFunction f, float a, float[] b, int bOffset, float[] out, int outOffset,
            int end) {
        FloatVector left = all(a);
        switch (f) {
            case SUB -> {
                for (int i = 0; i < end; i += LANES) {
                    left.sub(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case DIV -> {
                for (int i = 0; i < end; i += LANES) {
                    left.div(load(b, bOffset + i)).intoArray(out, outOffset + i);
                }
            }
            case LESS -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(left.compare(VectorOperators.LT, load(b, bOffset + i))).intoArray(out, outOffset + i);
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < end; i += LANES) {
                    truth(left.compare(VectorOperators.LE, load(b, bOffset + i))).intoArray(out, outOffset + i);
                }
            }
            case ADD, MUL, MAX, MIN, EQUAL -> stayingRight(f, b, bOffset, a, out, outOffset, end);
        }
    }

    static void fma(float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int count) {
        int end = aStep == 0 && bStep == 0 ? 0 : count & -LANES;
        if (end > 0) {
            if (aStep == 0) {
                product(b, bOffset, a, aOffset, 0, c, cOffset, cStep, out, outOffset, end);
            } else {
                product(a, aOffset, b, bOffset, bStep, c, cOffset, cStep, out, outOffset, end);
            }
        }
        ScalarRows.fma(a, aOffset + end * aStep, aStep, b, bOffset + end * bStep, bStep, c, cOffset + end * cStep,
                cStep, out, outOffset + end, count - end);
    }

    private static void product(float[] a, int aOffset, float[] b, int bOffset, int bStep, float[] c, int cOffset,
            int cStep, float[] out, int outOffset, int end) {
        if (bStep == 0 && cStep == 0) {
            FloatVector right = all(b[bOffset]);
            FloatVector added = all(c[cOffset]);
            for (int i = 0; i < end; i += LANES) {
                load(a, aOffset + i).fma(right, added).intoArray(out, outOffset + i);
            }
        } else if (bStep == 0) {
            FloatVector right = all(b[bOffset]);
            for (int i = 0; i < end; i += LANES) {
                load(a, aOffset + i).fma(right, load(c, cOffset + i)).intoArray(out, outOffset + i);
            }
        } else if (cStep == 0) {
            FloatVector added = all(c[cOffset]);
            for (int i = 0; i < end; i += LANES) {
                load(a, aOffset + i).fma(load(b, bOffset + i), added).intoArray(out, outOffset + i);
            }
        } else {
            for (int i = 0; i < end; i += LANES) {
                load(a, aOffset + i).fma(load(b, bOffset + i), load(c, cOffset + i)).intoArray(out, outOffset + i);
            }
        }
    }

    static void select(float[] condition, int conditionOffset, int conditionStep, float[] a, int aOffset, int aStep,
            float[] b, int bOffset, int bStep, float[] out, int outOffset, int count) {
        int end = conditionStep == 0 ? 0 : count & -LANES;
        if (end > 0) {
            if (aStep == 0 && bStep == 0) {
                FloatVector yes = all(a[aOffset]);
                FloatVector no = all(b[bOffset]);
                for (int i = 0; i < end; i += LANES) {
                    no.blend(yes, holds(condition, conditionOffset + i)).intoArray(out, outOffset + i);
                }
            } else if (aStep == 0) {
                FloatVector yes = all(a[aOffset]);
                for (int i = 0; i < end; i += LANES) {
                    load(b, bOffset + i).blend(yes, holds(condition, conditionOffset + i)).intoArray(out,
                            outOffset + i);
                }
            } else if (bStep == 0) {
                FloatVector no = all(b[bOffset]);
                for (int i = 0; i < end; i += LANES) {
                    no.blend(load(a, aOffset + i), holds(condition, conditionOffset + i)).intoArray(out, outOffset + i);
                }
            } else {
                for (int i = 0; i < end; i += LANES) {
                    load(b, bOffset + i).blend(load(a, aOffset + i), holds(condition, conditionOffset + i))
                            .intoArray(out, outOffset + i);
                }
            }
        }
        ScalarRows.select(condition, conditionOffset + end * conditionStep, conditionStep, a, aOffset + end * aStep,
                aStep, b, bOffset + end * bStep, bStep, out, outOffset + end, count - end);
    }

    private static VectorMask<Float> holds(float[] condition, int i) {
        return load(condition, i).compare(VectorOperators.NE, 0f);
    }
}
