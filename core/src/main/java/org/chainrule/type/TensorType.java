package org.chainrule.type;

/// The type of a tensor: what its elements are and how they are laid out.
public record TensorType(DType dtype, Shape shape) {
    /// Real numbers in the given shape.
    public static TensorType f32(Shape shape) {
        return new TensorType(DType.F32, shape);
    }

    /// Whole numbers in the given shape.
    public static TensorType i32(Shape shape) {
        return new TensorType(DType.I32, shape);
    }

    /// Truth values in the given shape.
    public static TensorType bool(Shape shape) {
        return new TensorType(DType.BOOL, shape);
    }

    /// The same elements in another shape.
    public TensorType withShape(Shape other) {
        return new TensorType(dtype, other);
    }

    @Override
    public String toString() {
        return dtype.name().toLowerCase(java.util.Locale.ROOT) + shape;
    }
}
