/// What comes out of a training: immutable models that predict, explain themselves and are saved
/// ([org.chainrule.model.Classifier], [org.chainrule.model.Regressor]). What goes in stands in [org.chainrule.data], how it is
/// learned in [org.chainrule.train].
package org.chainrule.model;
