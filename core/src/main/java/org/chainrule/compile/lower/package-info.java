/// From a graph to a plan: the order of evaluation, fusion into loops, and a buffer for each value.
package org.chainrule.compile.lower;
