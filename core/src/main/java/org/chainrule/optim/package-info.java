/// How parameters change: optimizers ([org.chainrule.optim.Optimizer], the catalogue
/// [org.chainrule.optim.Optimizers]) and how the learning rate moves over a training ([org.chainrule.optim.Schedule]).
package org.chainrule.optim;
