/// Tensors with gradients, and programs that run computations in planned memory. This is the package that users start
/// with; networks and training build on it.
///
/// **A [Tensor] is lazy.** An operation checks the shapes, so a wrong shape throws at the line that caused it, and records
/// a node of a graph. Requesting a value runs the recorded work at once. A gradient is a tensor too: the chain rule adds
/// nodes to the same graph, so gradients are optimized like everything else and have gradients themselves.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="gradients"}
///
/// **A [Program] is a graph that runs many times.** Its inputs are placeholders. It is planned once, for any batch size:
/// operations are fused into loops, every value is assigned a buffer, and the memory is known before the first run
/// ([Memory]). State is an input with a next value. A [Program.Session] holds the buffers of one running instance, and its
/// runs allocate nothing.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="programs"}
///
/// **A [Frozen] program serves many threads.** Its parameters are fixed and shared, its buffers are reused between calls,
/// and the number of concurrent calls bounds its memory.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="services"}
///
/// The same computation gives the same bits on any number of threads, with or without the Vector API. [Tensors] maps
/// names to tensors for networks with several inputs or outputs. The other classes of this package are not public: each
/// composes one family of tensor operations (axes, products, powers, element types) from the primitives of the package
/// `ir`.
package org.chainrule;
