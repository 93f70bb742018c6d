/// The choice of the kernels of this JVM, and the background warm-up of the vector kernels.
package org.chainrule.kernel.provider;
