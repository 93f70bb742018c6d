/// Training: a step as a value, its runs, and the loop that most trainings need.
///
/// A [org.chainrule.train.Step] describes one training step: the net, the objective, the optimizer, and settings such as
/// clipping.
/// A [org.chainrule.train.Run] executes it batch by batch and owns the parameters and the optimizer state:
///
/// ```java
/// Step step = Step.of(net, Objective.of(crossEntropy()), adamW(1e-3)).clip(1);
/// Run run = step.start(rows, 128, 2);
/// for (int epoch = 1; epoch <= 10; epoch++) {
///     for (Batch batch : rows.shuffled(7, epoch).batches(128)) {
///         float loss = run.step(batch);
///     }
/// }
/// ```
///
/// A [org.chainrule.train.Trainer] adds the loop: epochs, evaluation of a validation set, early stopping, listeners,
/// [org.chainrule.train.Checkpoints], and the diagnosis of a divergence. [org.chainrule.train.Plan] states the parameters
/// and the memory before a training, [org.chainrule.train.Epoch] is the view of a listener, and
/// [org.chainrule.train.Fitted] is the result. [org.chainrule.train.Gradients] divides a step into two halves, so that the gradients of several batches or
/// processes can be averaged.
package org.chainrule.train;
