/// Optimizers and schedules: how parameters change in a training step.
///
/// An [Optimizer] is a pure function from a parameter, its gradient and its state to their next values, written with
/// tensors. A training step therefore contains the update in its graph, where it is fused and planned like everything
/// else. State kept per parameter, such as momentum, is a slot; state shared by all parameters, such as the bias correction
/// of Adam, is a scalar.
///
/// A [Schedule] maps the progress of a training, from 0 to 1, to a factor. The same interface moves the learning rate,
/// weight decay, dropout and label smoothing.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="optimizers"}
///
/// [Optimizers] is the catalogue: [Sgd], [Momentum], [Adam], [Muon] for the hidden matrices beside another optimizer for the
/// rest, and [Averaged], which keeps a moving average of the parameters on top of another optimizer. [WeightDecay] is
/// decoupled from the gradients and may depend on the path of a parameter. The catalogue also clips gradients. Custom optimizers
/// implement [Optimizer]; the training package treats them like the built-in ones.
package org.chainrule.optim;
