/// Trained models: they predict, explain their predictions, and are saved and loaded.
///
/// A [org.chainrule.model.Model] is one of four kinds. A [org.chainrule.model.Classifier] predicts one class per row, a
/// [org.chainrule.model.MultiLabelClassifier] several independent labels, a [org.chainrule.model.Regressor] numbers, and a
/// [org.chainrule.model.NetModel] any named outputs. The static method `of` of each kind returns a
/// [trainer][org.chainrule.train.Trainer], and its `fit` returns the model. A model that has not been trained therefore does
/// not exist:
///
/// ```
/// Classifier model = Classifier.of(sequential(linear(8), relu(), linear(2))).epochs(30).seed(7).fit(examples);
/// int label = model.predict(0.5f, -1);
/// model.save(file);
/// Classifier loaded = Classifier.load(file); // predicts the same, bit for bit
/// ```
///
/// A model is immutable and thread-safe. It freezes its network when it is created: the parameters are bound once, calls
/// share a bounded pool of buffers, and a call allocates only its result. Rows are predicted in blocks, so the number of
/// rows in a call affects neither the memory for buffers nor the result for any row.
///
/// [org.chainrule.model.Trace] shows how a prediction comes about: the value and the gradient at every layer for one row.
///
/// A model file is a safetensors file with the parameters and a JSON description. It names layers of the catalogue and their
/// settings, never classes, so loading a file cannot run code from it. A model with custom layers is loaded with a map from
/// the names of these layers to the layers, or with the whole net.
///
/// Rows come from [org.chainrule.data]; training is in [org.chainrule.train].
package org.chainrule.model;
