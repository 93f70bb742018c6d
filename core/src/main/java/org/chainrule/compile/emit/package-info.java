/// Code for the bodies of loops.
///
/// A loop runs in two tiers that give the same bits. In tier 0, [org.chainrule.compile.emit.Interpreter] runs a body
/// line by line on prebuilt kernels. It is available at once on every JVM, and it is the oracle for tier 1. In tier 1,
/// [org.chainrule.compile.emit.Emitter] generates a hidden class for the body, for single floats first and for vectors
/// later. [org.chainrule.compile.emit.BodyWarmup] warms the class in the background, and
/// [org.chainrule.compile.emit.CompiledBody] then puts it into use for all programs with an equal body. A JVM that
/// cannot define classes, such as a native image, stays on tier 0.
///
/// The system property `chainrule.tier` selects one of the tiers for tests and diagnosis
/// ([org.chainrule.compile.run.Tier]).
package org.chainrule.compile.emit;
