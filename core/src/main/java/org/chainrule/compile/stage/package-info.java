/// The vocabulary of a plan.
///
/// A [org.chainrule.compile.stage.Value] is a tensor of a program: an input, a constant or a computed value, which
/// stages name by its number. A [org.chainrule.compile.stage.Stage] reads values and writes values. There are three
/// kinds: an [org.chainrule.compile.stage.Instruction] is one kernel call, a [org.chainrule.compile.stage.Loop] runs
/// several elementwise instructions and reductions block by block, and a [org.chainrule.compile.stage.FusedMatmul] is a
/// matrix product with an epilogue. The work of a loop at one place is a [org.chainrule.compile.stage.Body], which
/// names no sizes and no buffers, so equal bodies of different programs share their generated code.
///
/// Everything here is an immutable description. The lower package makes it, the emit package generates code for bodies,
/// and the run package executes it.
package org.chainrule.compile.stage;
