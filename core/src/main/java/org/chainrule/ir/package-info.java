/// The intermediate representation: one closed set of primitive operations ([org.chainrule.ir.Op]), the values they
/// define ([org.chainrule.ir.Node]), and the rules of their types.
///
/// Everything a network computes is a graph of these nodes. Each interpretation of the set (types, reference values,
/// gradients, lowering to kernels) is one exhaustive switch in one file, so a new operation is a list of compile
/// errors until every interpretation knows it.
package org.chainrule.ir;
