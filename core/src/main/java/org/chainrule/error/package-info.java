/// The exceptions of Chainrule, and the formatting of foreign text in messages.
///
/// All exceptions are unchecked and extend [ChainruleException], which is sealed. The subclass tells what kind of mistake
/// it is:
///
/// - [ShapeException]: an operation cannot combine the shapes of its operands.
/// - [ArgumentException]: an argument is outside the accepted range.
/// - [FormatException]: a file does not match its format.
/// - [DivergedException]: training produced a number that is not finite.
///
/// A message is one sentence: the operation, what was wrong, where, what was expected, and how to fix it. The exception
/// provides the same facts as fields, so that programs need not parse the sentence.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="errors"}
///
/// Inside a network the message ends with the path of the layer, such as `(in mlp/linear2)`. Messages are part of the
/// public interface, and tests compare whole sentences. Names and values from files appear in messages as formatted by
/// [Quote]: on one line, clipped, and without control characters.
///
/// Every package may throw these exceptions, and this package uses no other one.
package org.chainrule.error;
