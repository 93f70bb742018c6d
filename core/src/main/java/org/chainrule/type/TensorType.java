package org.chainrule.type;

/// The type of a tensor: the type of its elements and its shape.
///
/// @param dtype the type of the elements
/// @param shape the sizes of the axes
public record TensorType(DType dtype, Shape shape) {
    /// Returns the type of real numbers in a shape.
    public static TensorType f32(Shape shape) {
        return new TensorType(DType.F32, shape);
    }

    /// Returns the type of whole numbers in a shape.
    public static TensorType i32(Shape shape) {
        return new TensorType(DType.I32, shape);
    }

    /// Returns the type of truth values in a shape.
    public static TensorType bool(Shape shape) {
        return new TensorType(DType.BOOL, shape);
    }

    /// Returns a copy with another shape.
    public TensorType withShape(Shape other) {
        return new TensorType(dtype, other);
    }

    @Override
    public String toString() {
        return dtype.name().toLowerCase(java.util.Locale.ROOT) + shape;
    }
}
