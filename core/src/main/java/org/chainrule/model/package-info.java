/// What training makes: an immutable model that predicts, explains itself and is saved. There is one for classes
/// ([org.chainrule.model.Classifier]), for several labels of yes or no ([org.chainrule.model.MultiLabelClassifier]), for
/// numbers ([org.chainrule.model.Regressor]), and for any named inputs and outputs ([org.chainrule.model.NetModel]).
package org.chainrule.model;
