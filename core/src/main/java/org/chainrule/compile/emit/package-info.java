/// Code for loops: an interpreter that calls kernels, and bytecode that replaces it once it is warm.
package org.chainrule.compile.emit;
