/// Kernels under JMH, reached through programs of one operation: the way a network reaches them.
@NullMarked
package org.chainrule.bench.jmh;

import org.jspecify.annotations.NullMarked;
