/// Short programs that show one idea each.
package org.chainrule.examples;
