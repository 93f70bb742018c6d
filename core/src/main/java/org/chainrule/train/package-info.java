/// How a network is trained and judged: measures of its predictions are values ([org.chainrule.train.Metric], the catalogue
/// [org.chainrule.train.Metrics]), taken together, row by row, by [org.chainrule.train.Scores].
package org.chainrule.train;
