/// The public face: servers that a program starts.
package org.chainrule.serve;
