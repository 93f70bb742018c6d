/// Networks: layers ([org.chainrule.nn.Layer], the catalogue [org.chainrule.nn.Layers]), the place where a layer finds
/// its parameters ([org.chainrule.nn.Scope]), how parameters begin ([org.chainrule.nn.Inits]), and what a prediction is
/// held against ([org.chainrule.nn.Losses]).
package org.chainrule.nn;
