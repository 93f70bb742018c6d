/// The kernels in plain Java, which run everywhere and define the bits.
package org.chainrule.kernel.scalar;
