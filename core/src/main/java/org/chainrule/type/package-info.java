/// What a tensor is, without its numbers: its shape ([org.chainrule.type.Shape]), which may leave the batch open, and
/// the kind of its elements ([org.chainrule.type.DType]), together its type ([org.chainrule.type.TensorType]).
package org.chainrule.type;
