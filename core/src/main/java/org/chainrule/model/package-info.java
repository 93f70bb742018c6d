/// What comes out of a training: immutable models that predict, explain themselves and are saved. There is one for classes
/// ([org.chainrule.model.Classifier]), for several labels of yes or no ([org.chainrule.model.MultiLabelClassifier]), for
/// numbers ([org.chainrule.model.Regressor]), and for any named inputs and outputs ([org.chainrule.model.NetModel]). What goes
/// in stands in [org.chainrule.data], how it is learned in [org.chainrule.train].
package org.chainrule.model;
