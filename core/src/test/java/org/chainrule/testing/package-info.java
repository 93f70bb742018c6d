/// Test support shared by all modules.
package org.chainrule.testing;
