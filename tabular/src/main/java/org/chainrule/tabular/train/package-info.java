/// The parts of a training on a table: the choices of the caller, which rows are held out, examples and measures for a
/// network, checkpoints, and warnings about what makes results look better than they are.
package org.chainrule.tabular.train;
