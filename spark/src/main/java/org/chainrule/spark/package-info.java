/// Trains networks on the tables of Apache Spark, and predicts them there.
@NullMarked
package org.chainrule.spark;

import org.jspecify.annotations.NullMarked;
