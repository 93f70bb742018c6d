/// The stages of a plan: instructions, loops and fused matrix products over numbered values.
package org.chainrule.compile.stage;
