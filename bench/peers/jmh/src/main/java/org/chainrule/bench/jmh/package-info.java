/// Kernels under JMH, reached through programs of one operation: the way a network reaches them; and the reading of files.
@NullMarked
package org.chainrule.bench.jmh;

import org.jspecify.annotations.NullMarked;
