/// The page on which a person tries the models of a server.
package org.chainrule.serve.page;
