package org.chainrule.compile.run;

import java.util.HashMap;
import java.util.Map;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.compile.stage.FusedMatmul;
import org.chainrule.compile.stage.Instruction;
import org.chainrule.compile.stage.Instruction.Operand;
import org.chainrule.compile.stage.Loop;
import org.chainrule.compile.stage.Stage;
import org.chainrule.ir.Op;
import org.chainrule.kernel.Kernels;
import org.chainrule.kernel.Matrix;
import org.chainrule.kernel.PackedMatrix;
import org.chainrule.thread.Background;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// The right operands of products that are the same in every run, packed once for all executions of a frozen program.
/// Products read the original arrays until packing is done.
final class PackedWeights {
    /// No operands.
    static final PackedWeights NONE = new PackedWeights();

    private final Map<Key, Pack> operands = new HashMap<>();

    /// A value in the layout in which a product reads it.
    private record Key(int value, boolean transposed, int k, int n) {
    }

    /// A right operand.
    static final class Pack {
        private final Matrix constant;
        private volatile @Nullable PackedMatrix packed;

        Pack(Matrix constant) {
            this.constant = constant;
        }

        /// Returns the packed operand, or null until it is packed.
        @Nullable
        PackedMatrix packed() {
            return packed;
        }
    }

    private PackedWeights() {
    }

    /// Returns the operands that can be packed.
    ///
    /// @param given the constant array of each input, or null
    static PackedWeights of(Lowering lowering, float[] @Nullable [] given) {
        PackedWeights weights = new PackedWeights();
        for (Stage stage : lowering.stages()) {
            Key key = switch (stage) {
                case FusedMatmul product -> key(product.contract());
                case Instruction instruction when instruction.op() instanceof Op.Contract -> key(instruction);
                case Instruction _,Loop _ -> null;
            };
            int input = key == null ? -1 : lowering.inputs().indexOf(key.value);
            float[] constant = input < 0 ? null : given[input];
            if (key != null && constant != null && !lowering.states().contains(key.value)) {
                weights.operands.put(key, new Pack(Matrix.of(constant, 0, key.k, key.n, key.transposed)));
            }
        }
        return weights;
    }

    /// Returns the right operand of a product, or null if the product is not one of contiguous rows by a single matrix.
    private static @Nullable Key key(Instruction instruction) {
        Op.Contract contract = (Op.Contract) instruction.op();
        Operand right = instruction.operands().get(1);
        Shape shape = right.shape();
        if (contract.transposeLhs() || shape.rank() != 2 || shape.hasBatch()) {
            return null;
        }
        int columns = contract.transposeRhs() ? 0 : 1;
        return new Key(right.value(), contract.transposeRhs(), shape.size(1 - columns), shape.size(columns));
    }

    /// Returns the right operand of a product, or null if it is not the same in every run.
    @Nullable
    Pack of(Instruction instruction) {
        Key key = operands.isEmpty() ? null : key(instruction);
        return key == null ? null : operands.get(key);
    }

    /// Returns the bytes of all packed operands, also before they are packed.
    long bytes(Kernels kernels) {
        return operands.keySet().stream().mapToLong(key -> kernels.packedBytes(key.n, key.k)).sum();
    }

    /// Packs the operands for which packing pays.
    void pack(Kernels kernels) {
        operands.forEach((key, pack) -> {
            if (kernels.packedBytes(key.n, key.k) > 0) {
                pack.packed = kernels.pack(pack.constant);
            }
            Background.pause();
        });
    }
}
