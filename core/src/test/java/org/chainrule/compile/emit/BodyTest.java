package org.chainrule.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.Body.Line;
import org.chainrule.compile.stage.Body.Store;
import org.chainrule.compile.stage.Broadcast;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.provider.Providers;
import org.chainrule.type.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Random bodies in every form: interpreted on both providers of kernels, and generated as scalar and as vector code.
/// All forms give the same bits, for numbers of all kinds, and touch no memory outside their places.
class BodyTest {
    private static final float SENTINEL = 777.25f;
    private static final int MARGIN = 40;
    private static final float[] SPECIAL = {0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_NORMAL, 1e-40f, -1e-31f,
            Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 88.75f, -104f, 0x1p24f};
    private static final List<UnaryFunction> FUNCTIONS = Arrays.stream(UnaryFunction.values())
            .filter(function -> function != UnaryFunction.SIN && function != UnaryFunction.COS).toList();
    private static final List<BinaryFunction> PAIRS = List.of(BinaryFunction.values());

    static IntStream seeds() {
        return IntStream.range(0, 120);
    }

    /// Rows and columns: every length of a remainder, lengths around the sizes of vectors and blocks, few and many
    /// rows.
    private static int[][] sizes() {
        List<int[]> sizes = new ArrayList<>();
        for (int columns = 1; columns <= 70; columns++) {
            sizes.add(new int[]{1 + columns % 3, columns});
        }
        for (int columns : new int[]{127, 128, 129, 1000, 1023, 1024, 1025, 4095, 4096, 4097, 4098}) {
            sizes.add(new int[]{1, columns});
        }
        sizes.add(new int[]{300, 10});
        sizes.add(new int[]{57, 33});
        return sizes.toArray(int[][]::new);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allFormsGiveTheSameBits(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Body body = body(random);
        List<Form> forms = forms(body);
        assertThat(forms).hasSize(4);
        for (int[] size : sizes()) {
            int rows = body.isFlat() ? 1 : size[0];
            int columns = body.isFlat() ? size[0] * size[1] : size[1];
            long numbers = random.nextLong();
            int same = random.nextInt(2);
            int[][] expected = run(forms.getFirst(), body, rows, columns, numbers, same);
            for (Form form : forms) {
                assertThat(run(form, body, rows, columns, numbers, same)).as("%s of %s, %d x %d", form.name(), body,
                        rows, columns).isDeepEqualTo(expected);
            }
        }
    }

    @Test
    void everyOperationOccurs() {
        List<Op> met = seeds().mapToObj(seed -> body(new SplittableRandom(seed))).flatMap(body -> body.lines().stream())
                .map(Line::op).distinct().toList();
        for (UnaryFunction function : FUNCTIONS) {
            assertThat(met).contains(new Op.Unary(function));
        }
        for (BinaryFunction function : BinaryFunction.values()) {
            assertThat(met).contains(new Op.Binary(function));
        }
        assertThat(met).contains(new Op.Fma(), new Op.Select(), new Op.Cast(DType.BOOL));
    }

    /// Optimizers flush their state to 0 where its magnitude is below a limit. Usual limits take a separate path.
    @ParameterizedTest
    @ValueSource(floats = {1e-30f, 0x1p-100f, 1f, 0x1p-101f, 2f, 0f, -1f, Float.NaN, Float.MIN_VALUE})
    void flushingGivesTheSameBits(float limit) {
        Body body = new Body(List.of(Broadcast.EACH, Broadcast.ONE, Broadcast.ONE, Broadcast.EACH),
                List.of(new Line(new Op.Binary(BinaryFunction.MUL), List.of(0, 0)),
                        new Line(new Op.Unary(UnaryFunction.ABS), List.of(0)),
                        new Line(new Op.Binary(BinaryFunction.LESS), List.of(5, 1)),
                        new Line(new Op.Select(), List.of(6, 2, 0))),
                List.of(new Store(3, 0), new Store(0, 3)));
        assertThat(body.flushes()).hasSize(1);
        float below = Float.intBitsToFloat(Float.floatToRawIntBits(limit) - 1);
        float[] numbers = {0f, -0f, limit, -limit, below, -below, Math.nextUp(limit), 1e-29f, -1e-29f, 1e-31f, -1e-31f,
                Float.MIN_VALUE, -Float.MIN_VALUE, 1f, -3f, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY};
        for (float zero : new float[]{0f, -0f, 5f}) {
            for (Form form : forms(body)) {
                float[] x = new float[200];
                for (int i = 0; i < x.length; i++) {
                    x[i] = numbers[i % numbers.length];
                }
                float[][] arrays = {x, {limit}, {zero}, new float[200]};
                form.code().run(arrays, new int[4], 1, x.length);
                for (int i = 0; i < x.length; i++) {
                    float number = numbers[i % numbers.length];
                    float expected = Math.abs(number) < limit ? zero : number;
                    assertThat(Float.floatToIntBits(x[i])).as("%s: %s below %s", form.name(), number, limit)
                            .isEqualTo(Float.floatToIntBits(expected));
                }
            }
        }
    }

    private record Form(String name, EmittedLoop code) {
    }

    private static List<Form> forms(Body body) {
        List<Form> forms = new ArrayList<>();
        for (Kernels kernels : List.of(Providers.scalar(), Providers.best())) {
            Interpreter interpreter = new Interpreter(kernels, body);
            forms.add(new Form("ready " + kernels.name(), (arrays, at, rows, columns) -> {
                float[] scratch = new float[Interpreter.strips(body) * rows * columns];
                interpreter.run(arrays, at, rows, columns, scratch, 0);
            }));
            forms.add(new Form("written " + kernels.name(),
                    Emission.define(Emitter.write(body, kernels.lanes()))));
        }
        return forms;
    }

    /// Returns the bits of all operands after a run.
    ///
    /// @param same 1 if all operands begin at the same index
    private static int[][] run(Form form, Body body, int rows, int columns, long numbers, int same) {
        SplittableRandom random = new SplittableRandom(numbers);
        int count = body.operands().size();
        float[][] arrays = new float[count][];
        int[] at = new int[count];
        for (int k = 0; k < count; k++) {
            int length = switch (body.operands().get(k)) {
                case EACH -> rows * columns;
                case COLUMN, GROUP -> columns;
                case ROW -> rows;
                case ONE -> 1;
            };
            at[k] = MARGIN - (same == 1 ? 0 : k % 5);
            arrays[k] = new float[length + 2 * MARGIN];
            Arrays.fill(arrays[k], SENTINEL);
            for (int i = 0; i < length; i++) {
                arrays[k][at[k] + i] = random.nextInt(6) == 0
                        ? SPECIAL[random.nextInt(SPECIAL.length)]
                        : (float) random.nextDouble(-6, 6);
            }
        }
        form.code().run(arrays, at, rows, columns);
        int[][] bits = new int[count][];
        for (int k = 0; k < count; k++) {
            bits[k] = new int[arrays[k].length];
            for (int i = 0; i < bits[k].length; i++) {
                bits[k][i] = Float.floatToIntBits(arrays[k][i]);
            }
        }
        return bits;
    }

    /// Returns a body of up to 25 lines whose operands have all broadcasts. Its last line overwrites the first operand,
    /// and another line is stored to a separate operand.
    private static Body body(SplittableRandom random) {
        List<Broadcast> operands = new ArrayList<>(
                List.of(Broadcast.EACH, Broadcast.EACH, Broadcast.EACH, Broadcast.ONE));
        if (random.nextBoolean()) {
            operands.add(random.nextBoolean() ? Broadcast.COLUMN : Broadcast.GROUP);
            operands.add(Broadcast.ROW);
        }
        List<Line> lines = new ArrayList<>();
        int length = random.nextInt(1, Body.LINES + 1);
        boolean heavy = false;
        while (lines.size() < length) {
            Op op = op(random);
            if (Body.isHeavy(op) && heavy) {
                continue;
            }
            heavy |= Body.isHeavy(op);
            List<Integer> reads = new ArrayList<>();
            for (int i = 0; i < inputs(op); i++) {
                reads.add(read(random, operands, lines.size(), inputs(op)));
            }
            lines.add(new Line(op, reads));
        }
        return new Body(operands, lines, List.of(new Store(length - 1, 0), new Store(random.nextInt(length), 2)));
    }

    private static int read(SplittableRandom random, List<Broadcast> operands, int lines, int inputs) {
        while (true) {
            int read = lines > 0 && random.nextInt(3) > 0
                    ? operands.size() + Math.max(0, lines - 1 - random.nextInt(5))
                    : random.nextInt(operands.size());
            // a function of one operand is never broadcast
            if (inputs > 1 || read >= operands.size() || operands.get(read) == Broadcast.EACH) {
                return read;
            }
        }
    }

    private static int inputs(Op op) {
        return op instanceof Op.Fma || op instanceof Op.Select ? 3 : op instanceof Op.Binary ? 2 : 1;
    }

    private static Op op(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Op.Unary(FUNCTIONS.get(random.nextInt(FUNCTIONS.size())));
            case 2 -> new Op.Fma();
            case 3 -> new Op.Select();
            case 4 -> random.nextInt(3) == 0 ? new Op.Cast(DType.BOOL) : new Op.Fma();
            default -> new Op.Binary(PAIRS.get(random.nextInt(PAIRS.size())));
        };
    }
}
