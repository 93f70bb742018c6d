/// Predicts the rows of several requests at once.
package org.chainrule.serve.batch;
