/// The errors Chainrule throws: each one clear sentence, with the same facts as fields.
package org.chainrule.error;
