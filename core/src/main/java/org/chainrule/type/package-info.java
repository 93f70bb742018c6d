/// The type of a tensor: everything that is known about it before its values are.
///
/// A [TensorType] consists of an element type and a shape. The element type ([DType]) is F32, I32 or BOOL. All elements
/// are stored as 32-bit floats, so a single kind of buffer serves every tensor; whole numbers are limited to 2^24, up to
/// which floats are exact.
///
/// A [Shape] lists the sizes of the axes, outermost first. One axis may be symbolic: a multiple of the batch size `n`, such
/// as `n` or `16n`. A program is typed, planned and compiled with the symbolic size, and only a run fixes `n`. Therefore
/// one program serves all batch sizes, and a mistake in a shape is found before there is any data.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="types"}
///
/// Inside the library an axis is described by its [entry][Shape#entry]: a positive number is a size, and `-c` stands for
/// `c * n`. Broadcasting, reshaping and the typing rules of the operations work on entries, so they treat known and
/// symbolic sizes alike.
package org.chainrule.type;
