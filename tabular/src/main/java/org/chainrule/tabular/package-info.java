/// Tables with named columns in, trained networks out.
package org.chainrule.tabular;
