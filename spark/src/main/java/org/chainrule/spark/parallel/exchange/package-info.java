/// Adds arrays of floats of several workers, over connections that only the workers of a training can make. It knows
/// nothing of Spark.
@NullMarked
package org.chainrule.spark.parallel.exchange;

import org.jspecify.annotations.NullMarked;
