/// How a network is trained: one step as a value ([org.chainrule.train.Step]) that runs ([org.chainrule.train.Run]), and
/// the loop over it that most trainings are ([org.chainrule.train.Trainer]).
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
package org.chainrule.train;

