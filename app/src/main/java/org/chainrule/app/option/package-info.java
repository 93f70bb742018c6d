/// The options of `chainrule train`, one class for each group in its help. Each class declares its options, checks their
/// values, and applies them to a [org.chainrule.tabular.Tabular].
package org.chainrule.app.option;
