/// The kernels in plain Java. They run everywhere, and their operations define the bits of all results.
package org.chainrule.kernel.scalar;
