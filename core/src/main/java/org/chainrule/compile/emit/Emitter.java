package org.chainrule.compile.emit;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.compile.stage.Body;
import org.chainrule.compile.stage.Body.Flush;
import org.chainrule.compile.stage.Body.Line;
import org.chainrule.compile.stage.Body.Store;
import org.chainrule.compile.stage.Broadcast;
import org.jspecify.annotations.Nullable;

/// The generator of a class that runs a body as an [EmittedLoop]. In the vector form, `whole` computes the complete
/// vectors of each row and the method `rest` the remaining places. The scalar form is `rest` alone:
///
/// ```
/// for (int row = 0; row < rows; row++) {
///     for (int i = from; i < columns; i++) {
///         float line0 = a[aAt + i] * scalar;
///         ...
///         b[bAt + i] = line0;
///     }
///     aAt += columns;
/// }
/// ```
///
/// If all operands begin at the same index of their arrays, which is usual in updates, the method `same` uses one index
/// for all arrays, because HotSpot vectorises only such loops. HotSpot does not vectorise conditions either. If the
/// body flushes small numbers to 0 and the limit is in the usual range, the method `flushed` flushes by arithmetic,
/// with the same bits.
final class Emitter {
    static final String PACKAGE = Emission.class.getPackageName() + ".";

    private static final ClassDesc SELF = ClassDesc.of(PACKAGE + "Emitted");
    private static final ClassDesc CODE = ClassDesc.of(EmittedLoop.class.getName());
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc ARRAYS = FLOATS.arrayType();
    private static final ClassDesc INTS = CD_int.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, ARRAYS, INTS, CD_int, CD_int);
    private static final MethodTypeDesc PART = MethodTypeDesc.of(CD_void, ARRAYS, INTS, CD_int, CD_int, CD_int);

    private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
    /// The smallest limit at which flushing by arithmetic is exact.
    private static final float SMALLEST = 0x1p-100f;

    private final Body body;
    private final List<Flush> flushes;
    private final int lanes;

    private Emitter(Body body, int lanes) {
        this.body = body;
        this.flushes = body.flushes();
        this.lanes = lanes;
    }

    /// Returns the class file of a body.
    ///
    /// @param lanes the floats in a vector, 1 for the scalar form
    static byte[] write(Body body, int lanes) {
        return new Emitter(body, lanes).write();
    }

    private byte[] write() {
        return ClassFile.of().build(SELF, type -> {
            type.withFlags(ClassFile.ACC_FINAL).withInterfaceSymbols(CODE);
            type.withMethodBody(INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC,
                    code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
            type.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::run);
            if (lanes > 1) {
                type.withMethodBody("whole", PART, ClassFile.ACC_STATIC,
                        code -> new LoopMethod(code, new VectorBytecode(code), lanes, false).write());
            } else if (body.isFlat()) {
                type.withMethodBody("same", PART, ClassFile.ACC_STATIC,
                        code -> new LoopMethod(code, new ScalarBytecode(code), 1, true).write());
                if (!flushes.isEmpty()) {
                    type.withMethodBody("flushed", PART, ClassFile.ACC_STATIC, code -> {
                        ScalarBytecode bytecode = new ScalarBytecode(code);
                        new LoopMethod(code, bytecode, 1, true).write(bytecode);
                    });
                }
            }
            type.withMethodBody("rest", PART, ClassFile.ACC_STATIC,
                    code -> new LoopMethod(code, new ScalarBytecode(code), 1, false).write());
        });
    }

    private void run(CodeBuilder code) {
        int from = 5;
        if (lanes > 1) {
            code.iload(4).loadConstant(-lanes).iand().istore(from);
            code.aload(1).aload(2).iload(3).iload(4).iload(from).invokestatic(SELF, "whole", PART);
            Label done = code.newLabel();
            code.iload(from).iload(4).if_icmpge(done);
            code.aload(1).aload(2).iload(3).iload(4).iload(from).invokestatic(SELF, "rest", PART);
            code.labelBinding(done).return_();
            return;
        }
        if (body.isFlat()) {
            Label differ = code.newLabel();
            int first = body.operands().indexOf(Broadcast.EACH);
            for (int k = first + 1; k < body.operands().size(); k++) {
                if (body.operands().get(k) == Broadcast.EACH) {
                    code.aload(2).loadConstant(first).iaload().aload(2).loadConstant(k).iaload().if_icmpne(differ);
                }
            }
            Label unusual = code.newLabel();
            for (Flush flush : flushes) {
                number(code, flush.zero()).invokestatic(FLOAT, "floatToRawIntBits",
                        MethodTypeDesc.of(CD_int, CD_float)).ifne(unusual);
                number(code, flush.limit()).loadConstant(SMALLEST).fcmpl().iflt(unusual);
                number(code, flush.limit()).fconst_1().fcmpg().ifgt(unusual);
            }
            if (!flushes.isEmpty()) {
                code.aload(1).aload(2).iload(3).iload(4).iconst_0().invokestatic(SELF, "flushed", PART).return_();
            }
            code.labelBinding(unusual);
            code.aload(1).aload(2).iload(3).iload(4).iconst_0().invokestatic(SELF, "same", PART).return_();
            code.labelBinding(differ);
        }
        code.aload(1).aload(2).iload(3).iload(4).iconst_0().invokestatic(SELF, "rest", PART).return_();
    }

    private static CodeBuilder number(CodeBuilder code, int operand) {
        return code.aload(1).loadConstant(operand).aaload().aload(2).loadConstant(operand).iaload().faload();
    }

    /// A method over some places of each row: from `from` on for single floats, up to `from` for vectors. Its
    /// parameters are the arrays, the index at which each operand begins, the rows, the columns and `from`.
    private final class LoopMethod {
        private final CodeBuilder code;
        private final Bytecode bytecode;
        private final int step;
        private final boolean same;
        private final int[] array = new int[body.operands().size()];
        private final int[] begin = new int[body.operands().size()];
        private final int[] number = new int[body.operands().size()];
        private final int[] line = new int[body.lines().size()];
        private final Map<Integer, Integer> belows = new HashMap<>();
        private @Nullable ScalarBytecode flushing;
        private int index;
        private int end;

        /// @param step the number of places in one iteration
        /// @param same whether there is one row and all operands begin at the same index
        LoopMethod(CodeBuilder code, Bytecode bytecode, int step, boolean same) {
            this.code = code;
            this.bytecode = bytecode;
            this.step = step;
            this.same = same;
        }

        /// Writes the method with small numbers flushed by arithmetic.
        void write(ScalarBytecode scalar) {
            flushing = scalar;
            write();
        }

        void write() {
            unpack();
            for (Flush flush : flushing == null ? List.<Flush>of() : flushes) {
                int below = code.allocateLocal(TypeKind.FLOAT);
                code.fload(number[flush.limit()]).invokestatic(FLOAT, "floatToRawIntBits",
                        MethodTypeDesc.of(CD_int, CD_float)).iconst_1().isub();
                code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int)).fstore(below);
                belows.put(flush.line(), below);
            }
            int row = code.allocateLocal(TypeKind.INT);
            index = code.allocateLocal(TypeKind.INT);
            end = code.allocateLocal(TypeKind.INT);
            Label rows = code.newLabel();
            Label done = code.newLabel();
            code.iconst_0().istore(row);
            code.labelBinding(rows).iload(row).iload(2).if_icmpge(done);
            for (int k = 0; k < array.length; k++) {
                if (body.operands().get(k) == Broadcast.ROW) {
                    code.aload(array[k]).iload(begin[k]).iload(row).iadd().faload().fstore(number[k]);
                }
            }
            row();
            for (int k = 0; k < array.length && !same; k++) {
                if (body.operands().get(k) == Broadcast.EACH) {
                    code.iload(begin[k]).iload(3).iadd().istore(begin[k]);
                }
            }
            code.iinc(row, 1).goto_(rows);
            code.labelBinding(done).return_();
        }

        private void unpack() {
            for (int k = 0; k < array.length; k++) {
                array[k] = code.allocateLocal(TypeKind.REFERENCE);
                begin[k] = code.allocateLocal(TypeKind.INT);
                code.aload(0).loadConstant(k).aaload().astore(array[k]);
                code.aload(1).loadConstant(k).iaload().istore(begin[k]);
                if (body.operands().get(k) == Broadcast.ONE || body.operands().get(k) == Broadcast.ROW) {
                    number[k] = code.allocateLocal(TypeKind.FLOAT);
                    if (body.operands().get(k) == Broadcast.ONE) {
                        code.aload(array[k]).iload(begin[k]).faload().fstore(number[k]);
                    }
                }
            }
        }

        private void row() {
            Label places = code.newLabel();
            Label done = code.newLabel();
            if (same) {
                int first = begin[body.operands().indexOf(Broadcast.EACH)];
                code.iload(first).istore(index).iload(first).iload(3).iadd().istore(end);
            } else if (step > 1) {
                code.iconst_0().istore(index).iload(4).istore(end);
            } else {
                code.iload(4).istore(index).iload(3).istore(end);
            }
            code.labelBinding(places).iload(index).iload(end).if_icmpge(done);
            place();
            code.iinc(index, step).goto_(places);
            code.labelBinding(done);
        }

        private void place() {
            int[] operand = new int[array.length];
            for (int k = 0; k < array.length; k++) {
                if (body.reads(k)) {
                    switch (body.operands().get(k)) {
                        case EACH, COLUMN, GROUP -> {
                            address(k);
                            operand[k] = bytecode.load();
                        }
                        case ROW, ONE -> {
                            code.fload(number[k]);
                            operand[k] = bytecode.broadcast();
                        }
                    }
                }
            }
            for (int i = 0; i < line.length; i++) {
                if (flushing != null && isFlushing(i)) {
                    continue;
                }
                Integer below = belows.get(i);
                if (flushing != null && below != null) {
                    int x = body.lines().get(i).reads().get(2);
                    line[i] = flushing.flush(x < array.length ? operand[x] : line[x - array.length], below);
                    continue;
                }
                Line next = body.lines().get(i);
                int[] reads = next.reads().stream()
                        .mapToInt(read -> read < array.length ? operand[read] : line[read - array.length]).toArray();
                line[i] = bytecode.apply(next.op(), reads);
            }
            for (Store store : body.stores()) {
                bytecode.store(line[store.line()], () -> address(store.operand()));
            }
        }

        /// Returns whether a line is the comparison of a flush, which flushing by arithmetic does not need.
        private boolean isFlushing(int line) {
            return flushes.stream().anyMatch(flush -> flush.comparison() == line);
        }

        private void address(int k) {
            code.aload(array[k]);
            if (same) {
                code.iload(index);
            } else {
                code.iload(begin[k]).iload(index).iadd();
            }
        }
    }
}
