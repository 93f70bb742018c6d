/// A library that Chainrule is compared with, doing the same works.
@NullMarked
package org.chainrule.bench.peer;

import org.jspecify.annotations.NullMarked;
