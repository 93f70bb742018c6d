/// Serves models over HTTP: [ModelServer].
package org.chainrule.serve;
