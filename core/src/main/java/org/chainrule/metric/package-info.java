/// Metrics: how good predictions are, as numbers.
///
/// A [org.chainrule.metric.Metric] has a name, a direction and a value for any number of rows. The catalogue is
/// [org.chainrule.metric.Metrics]; [org.chainrule.metric.Scores] computes several metrics over the same rows.
///
/// ```java
/// Scores scores = Scores.of(List.of(Metrics.accuracy(), Metrics.topK(3)), Metric.Kind.ofClasses(10));
/// scores.add(probabilities, new float[]{7}, 1);
/// double accuracy = scores.values().get("accuracy");
/// ```
package org.chainrule.metric;
