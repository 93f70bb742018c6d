/// Charts as SVG and the other parts of an HTML page, without a library: well-formed text that loads nothing, runs no
/// script, and takes its colors from the style sheet of the page, so that it suits light, dark and paper.
@NullMarked
package org.chainrule.tabular.chart;

import org.jspecify.annotations.NullMarked;
