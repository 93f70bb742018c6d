/// The `chainrule` command: options, output and exit codes.
package org.chainrule.app;
