/// The public face: a server of models ([ModelServer]), a page of a training ([TrainingViewer]) and a playground
/// ([Playground]).
package org.chainrule.serve;
