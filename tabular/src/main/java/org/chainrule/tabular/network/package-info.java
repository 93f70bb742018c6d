/// Networks for tables: how each kind is built from the inputs of a table, and how it learns.
///
/// A [Recipe] names the layers, the optimizer and the length of a training. It holds no values, so one recipe trains any
/// number of networks. [Perceptron] is the classic multilayer perceptron, and a linear model if it has no hidden layer.
package org.chainrule.tabular.network;
