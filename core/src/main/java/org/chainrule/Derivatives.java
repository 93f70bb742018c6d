package org.chainrule;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Op;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Matrices of derivatives, computed row by row: each row is the gradient of one element.
final class Derivatives {
    private Derivatives() {
    }

    static Tensor jacobian(Tensor y, Tensor wrt) {
        if (y.shape().hasBatch() || wrt.shape().hasBatch()) {
            throw new ShapeException("jacobian", "expects tensors without a batch axis", "output " + y.shape(),
                    "wrt " + wrt.shape());
        }
        Shape shape = y.shape().join(wrt.shape(), 0);
        int count = y.shape().elements();
        boolean known = isKnown(y);
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] one = new float[count];
            one[i] = 1;
            Tensor row = y.gradients(List.of(wrt), Tensor.owned(TensorType.f32(y.shape()), one)).getFirst();
            if (known) {
                // all rows have the same structure, so one small program serves them all
                row.resolved();
            }
            rows.add(row.reshape(wrt.shape().prepend(1)));
        }
        return Tensor.concat(0, rows.toArray(Tensor[]::new)).reshape(shape);
    }

    /// Returns whether a tensor can be evaluated now, because no input of a program is behind it.
    private static boolean isKnown(Tensor y) {
        return Graph.topological(List.of(y.node()), node -> node.values() != null).stream()
                .noneMatch(node -> node.values() == null && node.op() instanceof Op.Input);
    }

    static Tensor product(Tensor y, Tensor wrt, Tensor vector) {
        if (!vector.shape().equals(wrt.shape())) {
            throw new ShapeException("hvp", "the vector must have the shape of wrt", "wrt " + wrt.shape(),
                    "vector " + vector.shape());
        }
        // the Hessian is symmetric, so its rows are its columns
        return y.gradient(wrt).gradients(List.of(wrt), vector).getFirst();
    }
}
