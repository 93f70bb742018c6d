/// The kernels in the Vector API. Nothing outside this package may touch the module jdk.incubator.vector.
package org.chainrule.kernel.vector;
