/// The models that are served: loading, versions, replacing a model while it answers, and rows as their inputs.
package org.chainrule.serve.host;
