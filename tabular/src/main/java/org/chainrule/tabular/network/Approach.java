package org.chainrule.tabular.network;

/// Which networks a training tries.
public enum Approach {
    /// A multilayer perceptron, or a linear model if it has no hidden layers.
    PERCEPTRON,
    /// A RealMLP.
    REALMLP,
    /// A TabM.
    TABM,
    /// A portfolio of networks that suits the table and the time.
    BEST
}
