/// The `chainrule` command: its entry point and one class for each subcommand.
///
/// Options live in `option`, reports in `show`, and everything about the process itself, such as signals, in `process`.
package org.chainrule.app;
