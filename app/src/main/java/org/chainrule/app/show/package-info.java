/// The output of the command: the terminal it writes to, progress while it works, and reports for people and as JSON.
///
/// Every text passes a [Display], which makes control characters visible, because names and values come from files that
/// may be hostile.
package org.chainrule.app.show;
