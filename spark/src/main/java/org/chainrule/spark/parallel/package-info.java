/// Trains one network on rows that are spread over the executors of a cluster.
@NullMarked
package org.chainrule.spark.parallel;

import org.jspecify.annotations.NullMarked;
