/// The benchmark of the quality of predictions on tables: Chainrule beside other libraries, on the same rows.
///
/// The [org.chainrule.bench.tables.Catalog] lists the data. Each table has fixed
/// [org.chainrule.bench.tables.Partition]s into training and test rows. A [org.chainrule.bench.tables.Problem] is what
/// a competitor is given: it lacks the targets of the test rows. A [org.chainrule.bench.tables.Learner] solves it in a
/// process of its own, and the [org.chainrule.bench.tables.Judge] measures the predictions.
/// [org.chainrule.bench.tables.TablesBenchmark] runs them all.
@NullMarked
package org.chainrule.bench.tables;

import org.jspecify.annotations.NullMarked;
