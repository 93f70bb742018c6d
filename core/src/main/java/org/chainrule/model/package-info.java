/// Learning from examples: say what to learn ([org.chainrule.model.Trainer]), hand in rows with their targets
/// ([org.chainrule.model.Examples]), get an immutable model that predicts, explains itself and is saved
/// ([org.chainrule.model.Classifier], [org.chainrule.model.Regressor]).
package org.chainrule.model;
