/// What users type: tensors ([org.chainrule.Tensor]) with gradients by the chain rule, and programs
/// ([org.chainrule.Program]) that run a computation again and again on planned memory.
package org.chainrule;
