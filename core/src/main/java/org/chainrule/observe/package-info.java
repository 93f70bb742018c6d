/// Following a training from within: what an observer sees after each step, without changing a bit of the model.
///
/// An [org.chainrule.observe.Observer] gets a [org.chainrule.observe.Moment] after each step, and can ask it for the
/// [org.chainrule.observe.Flow] of values and gradients through the network. A [org.chainrule.observe.Viewer] shows all of
/// this to a person; module `org.chainrule.serve` has one.
package org.chainrule.observe;
