/// Passes from graph to graph that keep every value: algebra that costs nothing ([org.chainrule.rewrite.Simplify]),
/// common subexpressions ([org.chainrule.rewrite.Cse]), and the pass that decides, once and for every executor, where a
/// multiplication and an addition round once ([org.chainrule.rewrite.ExplicitFma]).
package org.chainrule.rewrite;
