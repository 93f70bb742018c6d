/// Chooses the provider of kernels, and warms the vector kernels in the background.
package org.chainrule.kernel.provider;
