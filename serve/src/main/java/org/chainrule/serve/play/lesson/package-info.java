/// Lessons of the playground, without HTTP: a table, a network that learns it step by step, what is shown of any step, and
/// the chain rule for one row. Training, gradients and encodings are those of the library.
package org.chainrule.serve.play.lesson;
