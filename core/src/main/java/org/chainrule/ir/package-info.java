/// The intermediate representation: graphs of primitive operations.
///
/// **Operations.** [Op] is a sealed set of primitives: elementwise functions, reductions, movements of elements, the matrix
/// product, indexing and random numbers. Everything else (softmax, layer norm, losses) is composed of them. An operation
/// holds attributes only.
///
/// **Nodes.** A [Node] is a value: an operation, the nodes it reads, and the type that [TypeRules] infers or rejects. A
/// [Graph] is a set of nodes between inputs and outputs, and a [Function] is a graph as a value, which can be compared and
/// serves as the key of caches:
///
/// ```
/// %0 = x                         f32[n, 784]
/// %1 = linear/weight             f32[784, 10]
/// %2 = matmul %0 %1              f32[n, 10]
/// return %2
/// ```
///
/// **One switch per interpretation.** Each question about operations is answered by one exhaustive switch without a default
/// branch: the type ([TypeRules]), the reference value (`eval/Reference`), the gradient (`grad/Gradients`) and the
/// execution (the compiler). A new operation therefore fails to compile until all of them handle it; see
/// `docs/adding-an-op.md`.
///
/// **History.** Nodes keep the nodes they were computed from, because a gradient may need them. [History] bounds this
/// memory in long loops.
///
/// [org.chainrule.Tensor] and the gradient rules create nodes with [Nodes], which adds broadcasting.
package org.chainrule.ir;
