/// The report of a model as one page: what was read, tried and found, how good the model is, what it relies on, where it
/// errs, and how to train it again. [Report] holds the facts, and writes them as HTML or JSON.
@NullMarked
package org.chainrule.tabular.report;

import org.jspecify.annotations.NullMarked;
