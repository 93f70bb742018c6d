/// The errors users read: typed, each one sentence, with the same facts as fields.
package org.chainrule.error;
