/// What users type: tensors ([org.chainrule.Tensor]) with gradients by the chain rule, and programs
/// ([org.chainrule.Program]) that run a computation again and again on planned memory, frozen for a service
/// ([org.chainrule.Frozen]) where many threads ask at once.
package org.chainrule;
