package org.chainrule.compile.emit;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

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

/// Operations on vectors of floats. The result of a comparison remains a mask for the selections that read it.
final class VectorBytecode implements Bytecode {
    private static final String VECTORS = "jdk.incubator.vector.";
    /// These are names instead of classes because the module of the Vector API may be absent.
    private static final String KERNELS = "org.chainrule.kernel.vector.";
    private static final ClassDesc FLOATS = ClassDesc.of(VECTORS + "FloatVector");
    private static final ClassDesc ANY = ClassDesc.of(VECTORS + "Vector");
    private static final ClassDesc MASK = ClassDesc.of(VECTORS + "VectorMask");
    private static final ClassDesc SPECIES = ClassDesc.of(VECTORS + "VectorSpecies");
    private static final ClassDesc OPERATORS = ClassDesc.of(VECTORS + "VectorOperators");
    private static final ClassDesc COMPARISON = ClassDesc.of(VECTORS + "VectorOperators$Comparison");
    private static final ClassDesc FUNCTIONS = ClassDesc.of(KERNELS + "VectorMath");
    private static final ClassDesc BASICS = ClassDesc.of(KERNELS + "Vectors");
    private static final MethodTypeDesc NONE = MethodTypeDesc.of(FLOATS);
    private static final MethodTypeDesc ONE = MethodTypeDesc.of(FLOATS, FLOATS);
    private static final MethodTypeDesc TWO = MethodTypeDesc.of(FLOATS, ANY);
    private static final MethodTypeDesc FMA = MethodTypeDesc.of(FLOATS, ANY, ANY);
    private static final MethodTypeDesc BLEND = MethodTypeDesc.of(FLOATS, ANY, MASK);

    private final CodeBuilder code;
    private final Map<Integer, Integer> masks = new HashMap<>();

    VectorBytecode(CodeBuilder code) {
        this.code = code;
    }

    private void species() {
        code.getstatic(BASICS, "SPECIES", SPECIES);
    }

    @Override
    public int load() {
        int index = code.allocateLocal(TypeKind.INT);
        int array = code.allocateLocal(TypeKind.REFERENCE);
        code.istore(index).astore(array);
        species();
        code.aload(array).iload(index).invokestatic(FLOATS, "fromArray",
                MethodTypeDesc.of(FLOATS, SPECIES, CD_float.arrayType(), CD_int));
        return keep();
    }

    @Override
    public int broadcast() {
        int value = code.allocateLocal(TypeKind.FLOAT);
        code.fstore(value);
        species();
        code.fload(value).invokestatic(FLOATS, "broadcast", MethodTypeDesc.of(FLOATS, SPECIES, CD_float));
        return keep();
    }

    private int keep() {
        int local = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(local);
        return local;
    }

    @Override
    public void store(int value, Runnable address) {
        code.aload(value);
        address.run();
        code.invokevirtual(FLOATS, "intoArray", MethodTypeDesc.of(CD_void,
                CD_float.arrayType(), CD_int));
    }

    @Override
    public int apply(Op op, int[] reads) {
        return switch (op) {
            case Op.Unary(UnaryFunction function) -> {
                code.aload(reads[0]);
                unary(function);
                yield keep();
            }
            case Op.Binary(BinaryFunction function) when function.isComparison() -> {
                code.aload(reads[0]);
                comparison(switch (function) {
                    case LESS -> "LT";
                    case LESS_EQUAL -> "LE";
                    default -> "EQ";
                }, () -> code.aload(reads[1]), ANY);
                yield truth();
            }
            case Op.Binary(BinaryFunction function) -> {
                code.aload(reads[0]).aload(reads[1]).invokevirtual(FLOATS, function.name().toLowerCase(Locale.ROOT),
                        TWO);
                yield keep();
            }
            case Op.Fma _ -> {
                code.aload(reads[0]).aload(reads[1]).aload(reads[2]).invokevirtual(FLOATS, "fma", FMA);
                yield keep();
            }
            case Op.Select _ -> {
                code.aload(reads[2]).aload(reads[1]);
                Integer mask = masks.get(reads[0]);
                if (mask == null) {
                    code.aload(reads[0]);
                    isTrue();
                } else {
                    code.aload(mask);
                }
                code.invokevirtual(FLOATS, "blend", BLEND);
                yield keep();
            }
            case Op.Cast _ -> {
                code.aload(reads[0]);
                isTrue();
                yield truth();
            }
            default -> throw new IllegalStateException("not in a loop: " + op);
        };
    }

    private void unary(UnaryFunction function) {
        String name = function.name().toLowerCase(Locale.ROOT);
        switch (function) {
            case NEG, ABS, SQRT -> code.invokevirtual(FLOATS, name, NONE);
            case SIGN, FLOOR, EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS ->
                code.invokestatic(FUNCTIONS, name, ONE);
        }
    }

    private void isTrue() {
        comparison("NE", code::fconst_0, CD_float);
    }

    private void comparison(String name, Runnable other, ClassDesc type) {
        code.getstatic(OPERATORS, name, COMPARISON);
        other.run();
        code.invokevirtual(FLOATS, "compare", MethodTypeDesc.of(MASK, COMPARISON, type));
    }

    /// Converts the mask on the stack to 1 and 0.
    private int truth() {
        int mask = keep();
        code.aload(mask).invokestatic(BASICS, "truth", MethodTypeDesc.of(FLOATS, MASK));
        int value = keep();
        masks.put(value, mask);
        return value;
    }
}
