@org.jspecify.annotations.NullMarked
package org.chainrule.bench.serving;
