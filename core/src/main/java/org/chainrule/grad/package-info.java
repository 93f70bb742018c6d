/// The chain rule: reverse-mode differentiation of graphs.
///
/// [Backward] walks from an output back to the nodes it depends on. Each node receives a cotangent, the derivative of the
/// output with respect to that node, and its rule in [GradientRules] turns this into the cotangents of its inputs. Cotangents
/// of a node with several readers are added; [Slices] joins those of slices that do not overlap, which saves work in
/// recurrent networks.
///
/// Rules produce nodes of the same primitive operations. Gradients are therefore simplified, fused and planned like every
/// other computation, and can be differentiated again. All rules are in one exhaustive switch, so an operation without a
/// rule does not compile.
///
/// The walk ends at nodes that are older than all nodes to differentiate by. A step of a training loop therefore costs the
/// same regardless of the number of steps before it. A walk that would pass through history that was released
/// ([org.chainrule.ir.History]) is refused, because its gradient would be wrong.
///
/// [org.chainrule.Tensor] calls [Backward]. Tests compare each rule with numerical derivatives of the reference evaluation.
package org.chainrule.grad;
