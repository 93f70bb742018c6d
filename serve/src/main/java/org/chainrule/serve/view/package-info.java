/// The live view of a training: what is measured of its networks, what that means in words, and the page that shows it.
package org.chainrule.serve.view;
