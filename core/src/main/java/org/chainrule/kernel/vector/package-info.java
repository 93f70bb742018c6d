/// The kernels in the Vector API. Its classes can be loaded only if the module jdk.incubator.vector is present.
///
/// Each vector kernel computes the operations of its scalar form in each lane. Loops are small methods, because HotSpot
/// allocates vectors in code that it does not inline completely.
package org.chainrule.kernel.vector;
