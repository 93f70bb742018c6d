/// The chain rule: the gradient of each operation ([org.chainrule.grad.GradientRules]) and the walk from an output back to
/// what it depends on ([org.chainrule.grad.Backward]). Gradients are graphs of the same operations, so they are
/// optimized like everything else and can be differentiated again.
package org.chainrule.grad;
