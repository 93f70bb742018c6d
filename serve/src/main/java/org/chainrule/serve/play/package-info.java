/// The playground over HTTP: its pages, its lessons by address, and the stream of frames.
package org.chainrule.serve.play;
