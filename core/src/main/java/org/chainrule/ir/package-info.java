/// The graph: operations as small records, nodes that apply them, and the functions they name.
package org.chainrule.ir;
