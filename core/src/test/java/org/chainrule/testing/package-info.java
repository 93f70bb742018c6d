/// What the tests of every module share.
package org.chainrule.testing;
