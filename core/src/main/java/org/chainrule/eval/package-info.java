/// The reference interpretation: what each operation means, in float64, slow and obviously right. Tests hold every
/// faster executor and every gradient against it.
package org.chainrule.eval;
