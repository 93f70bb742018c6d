package org.chainrule.compile.emit;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.chainrule.ir.BinaryFunction;
import org.chainrule.ir.Op;
import org.chainrule.ir.UnaryFunction;
import org.chainrule.kernel.scalar.Fma;
import org.chainrule.kernel.scalar.ScalarMath;

/// Operations on single floats. A selection repeats the comparison of its condition.
final class ScalarBytecode implements Bytecode {
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc FUNCTIONS = ClassDesc.of(ScalarMath.class.getName());
    private static final ClassDesc FUSED = ClassDesc.of(Fma.class.getName());
    private static final MethodTypeDesc ONE = MethodTypeDesc.of(CD_float, CD_float);
    private static final MethodTypeDesc TWO = MethodTypeDesc.of(CD_float, CD_float, CD_float);
    private static final MethodTypeDesc THREE = MethodTypeDesc.of(CD_float, CD_float, CD_float, CD_float);
    private static final MethodTypeDesc FOUR = MethodTypeDesc.of(CD_float, CD_float, CD_float, CD_float, CD_float);

    private final CodeBuilder code;
    private final Map<Integer, int[]> less = new HashMap<>();

    ScalarBytecode(CodeBuilder code) {
        this.code = code;
    }

    @Override
    public int load() {
        code.faload();
        return keep();
    }

    @Override
    public int broadcast() {
        return keep();
    }

    private int keep() {
        int local = code.allocateLocal(TypeKind.FLOAT);
        code.fstore(local);
        return local;
    }

    @Override
    public void store(int value, Runnable address) {
        address.run();
        code.fload(value).fastore();
    }

    @Override
    public int apply(Op op, int[] reads) {
        int[] compared = op instanceof Op.Select ? less.get(reads[0]) : null;
        if (compared != null) {
            code.fload(compared[0]).fload(compared[1]).fload(reads[1]).fload(reads[2]);
            code.invokestatic(FUNCTIONS, "selectLess", FOUR);
            return keep();
        }
        for (int read : reads) {
            code.fload(read);
        }
        switch (op) {
            case Op.Unary(UnaryFunction function) -> unary(function);
            case Op.Binary(BinaryFunction function) -> binary(function);
            case Op.Fma _ -> code.invokestatic(FUSED, "fma", THREE);
            case Op.Select _ -> code.invokestatic(FUNCTIONS, "select", THREE);
            case Op.Cast _ -> code.fconst_1().fconst_0().invokestatic(FUNCTIONS, "select", THREE);
            default -> throw new IllegalStateException("not in a loop: " + op);
        }
        int value = keep();
        if (op.equals(new Op.Binary(BinaryFunction.LESS))) {
            less.put(value, reads);
        }
        return value;
    }

    /// Flushes x to 0 unless `|x|` exceeds `below`, a number from 2^-100 to 1. It multiplies x by a factor that is 1 if
    /// `(|x| - below) 2^127` exceeds 1, and 0 if that is negative; it is never in between.
    int flush(int x, int below) {
        code.fload(x);
        code.fload(x).invokestatic(MATH, "abs", ONE).fload(below).fsub().loadConstant(0x1p127f).fmul();
        code.fconst_0().invokestatic(MATH, "max", TWO).fconst_1().invokestatic(MATH, "min", TWO);
        code.fconst_0().invokestatic(FUSED, "fma", THREE);
        return keep();
    }

    private void unary(UnaryFunction function) {
        switch (function) {
            case NEG -> code.fneg();
            case ABS -> code.invokestatic(MATH, "abs", ONE);
            case SIGN -> code.invokestatic(MATH, "signum", ONE);
            case SQRT -> code.f2d().invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double)).d2f();
            case FLOOR, EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS ->
                code.invokestatic(FUNCTIONS, function.name().toLowerCase(Locale.ROOT), ONE);
        }
    }

    private void binary(BinaryFunction function) {
        switch (function) {
            case ADD -> code.fadd();
            case SUB -> code.fsub();
            case MUL -> code.fmul();
            case DIV -> code.fdiv();
            case MAX -> code.invokestatic(MATH, "max", TWO);
            case MIN -> code.invokestatic(MATH, "min", TWO);
            case LESS -> code.invokestatic(FUNCTIONS, "less", TWO);
            case LESS_EQUAL -> code.invokestatic(FUNCTIONS, "lessEqual", TWO);
            case EQUAL -> code.invokestatic(FUNCTIONS, "equal", TWO);
        }
    }
}
