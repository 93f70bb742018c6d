/// The process that the command runs in: signals, the encoding of its arguments, faults of its Java runtime, and sentences
/// for its errors.
package org.chainrule.app.process;
